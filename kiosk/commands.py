"""What people touch becomes calls to whose turn it is at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.people import Presentation
    from kiosk.core.stage import Ticket, Tune
    from kiosk.core.text import Label
    from kiosk.core.visit import Visit
    from kiosk.shift import Shift


class Called(Protocol):
    """Who hears that help is wanted."""

    def pressed(self) -> None:
        """请人帮忙 was touched."""
        ...


class Spoken(Protocol):
    """The voice, as far as touches concern it."""

    def hush(self) -> None:
        """Somebody touched something: stop."""
        ...

    def tune(self, tune: Tune) -> None:
        """Be slower, louder or their like, say it again or go on."""
        ...

    def pressed(self, label: Label) -> None:
        """A button is pressed."""
        ...

    def released(self) -> None:
        """What it does is done."""
        ...

    def walked(self, label: Label) -> None:
        """Keys have led to a button or a line."""
        ...


class Commands:
    """The commands the window gives. `shift` and `calling` are asked for when one comes; `after` is called when it is done.

    The `voice` stops at every touch: who touches something has heard enough. `vain` sounds for a key that does nothing here.
    """

    def __init__(
        self,
        shift: Callable[[], Shift],
        calling: Callable[[], Called],
        after: Callable[[], None],
        *,
        voice: Spoken,
        vain: Callable[[], None] = lambda: None,
    ) -> None:
        self._shift = shift
        self._calling = calling
        self._after = after
        self._voice = voice
        self._vain = vain

    @property
    def _now(self) -> Visit:
        return self._shift().now

    def answered(self, ticket: Ticket, value: object) -> None:
        """A touch answered the page."""
        self._now.answered(ticket, value)
        self._after()

    def back(self, ticket: Ticket) -> None:
        """上一步."""
        self._now.back(ticket)
        self._after()

    def leave(self, ticket: Ticket) -> None:
        """退出."""
        self._now.leave(ticket)
        self._after()

    def call_help(self) -> None:
        """请人帮忙, by a touch or the keypad's key: called over the person's visit, so that a sign-in nobody has ended gives way.

        On a page of somebody who has signed in the key calls nobody.
        """
        self._now.touched()
        if self._shift().help_wanted():
            self._calling().pressed()
        else:
            self._vain()
        self._after()

    def present(self, presentation: Presentation) -> None:
        """Another size, theme, wording or voice."""
        self._now.present(presentation)
        self._after()

    def choose_modes(self) -> None:
        """看不清."""
        self._now.choose_modes()
        self._after()

    def choose_voice(self) -> None:
        """听不清."""
        self._now.choose_voice()
        self._after()

    def tune(self, tune: Tune) -> None:
        """慢一点 and its like."""
        self._now.touched()
        self._voice.tune(tune)
        self._after()

    def pressed(self, label: Label) -> None:
        """A button is pressed; what it does comes next."""
        self._voice.pressed(label)

    def released(self) -> None:
        """It is done."""
        self._voice.released()

    def walked(self, label: Label) -> None:
        """Keys have led to a button or a line."""
        self._voice.walked(label)

    def choose_language(self) -> None:
        """The names of the languages."""
        self._now.choose_language()
        self._after()

    def read_aloud(self) -> None:
        """念给我听."""
        self._now.read_aloud()
        self._after()

    def ask_consent(self) -> None:
        """给工作人员看."""
        self._now.ask_consent()
        self._after()

    def helped(self) -> None:
        """帮完了."""
        self._now.helped()
        self._after()

    def staff_wanted(self) -> None:
        """Somebody of the staff has knocked."""
        self._shift().staff_wanted()
        self._after()

    def touched(self) -> None:
        """Somebody touched the screen anywhere."""
        self._voice.hush()
        self._now.touched()
        self._after()
