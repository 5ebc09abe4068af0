"""A person in virtual time: what is seen is the page's own words, a touch is one of its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Choice, Choose
from kiosk.core.text import Wording

if TYPE_CHECKING:
    from typing import Any, Self

    from kiosk.core.page import Page
    from tests.visits.virtual import VirtualTerminal

PATIENCE_SECONDS: Final = 30.0


def offered(page: Page[Any], wording: Wording, down: frozenset[str] = frozenset()) -> dict[str, object]:
    """Return what may be touched on a page: words and the answer they give."""
    buttons: list[Action[Any] | Choice[Any]] = list(page.actions)
    if isinstance(page, Choose):
        buttons += [choice for choice in page.choices if choice.works(down)]
    return {words: button.value for button in buttons if (words := button.label.written(wording))}


class VirtualPerson:
    """Somebody at a `VirtualTerminal`."""

    def __init__(self, terminal: VirtualTerminal) -> None:
        self._terminal = terminal

    def sees(self, page: str, *words: str, within: float = PATIENCE_SECONDS) -> Self:
        """Wait for a page, and look for words on it."""
        terminal = self._terminal
        came = terminal.lives(within, lambda: terminal.page.name == page and self._settled)
        assert came, f"{page} did not come, {terminal.page.name} stands; {terminal.bugs}"
        shown = "\n".join(text.written(self._wording) for text in (terminal.page.title, *terminal.page.body))
        assert [word for word in words if word not in shown] == [], shown
        return self

    def touches(self, words: str) -> Self:
        """Touch a button of the page that stands."""
        terminal = self._terminal
        buttons = offered(terminal.page, self._wording)
        assert words in buttons, list(buttons)
        ticket = terminal.visit.ticket
        assert ticket is not None
        terminal.visit.answered(ticket, buttons[words])
        return self

    def puts_card(self, number: int) -> Self:
        """Put the card of a person on the reader."""
        self._terminal.reader.place(self._terminal.cards[number])
        return self

    def leaves(self) -> Self:
        """退出, wherever they are, and wait for home."""
        terminal = self._terminal
        ticket = terminal.visit.ticket
        assert ticket is not None
        terminal.visit.leave(ticket)
        terminal.reader.lift()
        return self.sees("everything_in_hand").touches("都拿好了").sees("home")

    def leaves_after_all(self) -> Self:
        """办完了, and wait for home."""
        self._terminal.reader.lift()
        return self.touches("办完了").sees("everything_in_hand").touches("都拿好了").sees("home")

    @property
    def _wording(self) -> Wording:
        return Wording(simple=self._terminal.visit.presentation.simple)

    @property
    def _settled(self) -> bool:
        showing = self._terminal.diary.showing
        return showing is not None and showing.phase is None and showing.ticket == self._terminal.visit.ticket
