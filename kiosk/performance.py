"""One visit performed by a hand that touches the screen: for `yiban demo`, pictures and whole-visit tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypedDict

from PySide6.QtCore import QTimer

from kiosk.app import App
from kiosk.core.clock import SystemClock
from kiosk.core.page import Choose
from kiosk.core.text import Wording
from kiosk.ui.application import make_application
from kiosk.ui.hand import Camera, Hand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from subprocess import Popen

    from kiosk.core.config import Config
    from kiosk.core.stage import Ticket

USUAL: Final = {
    "take_paper": "拿好了",
    "anything_else": "办完了",
    "everything_in_hand": "都拿好了",
    "printed_before": "再打一张",
    "half_sheet": "知道了",
}
"""What is touched on pages a visit's own list doesn't name."""
FIRST: Final = "最新"
SIMPLE: Final = "简洁版"
LOOK_MS: Final = 20
THINK_SECONDS: Final = 0.6
"""Between two touches; the same touch sooner is taken for a trembling hand."""
LONGEST_SECONDS: Final = 120.0
LONGEST_CASE_SECONDS: Final = 900.0
"""A case may leave pages to pass by themselves, and wait for somebody who comes to mend."""


class Step(TypedDict):
    """Something that happened, in milliseconds from the start."""

    at_ms: int
    what: str


class Performance:
    """Goes through a visit by touching what the page says, and keeps a picture of each page.

    `simple`: 简洁版 is switched on before anything else is touched.
    """

    longest_seconds = LONGEST_SECONDS

    def __init__(
        self,
        config: Config,
        touches: Mapping[str, tuple[str, ...]],
        out: Path,
        *,
        put_card: Callable[[], object],
        lift_card: Callable[[], object],
        simple: bool = False,
    ) -> None:
        self._touches = {page: list(words) for page, words in touches.items()}
        self._out = out
        self._put_card = put_card
        self._lift_card = lift_card
        self._application = make_application(["yiban"])
        self._camera = Camera()
        self._app = App(config, SystemClock(), fullscreen=False, witnesses=[self._camera])
        self._hand = Hand(self._app.window)
        self._begun = time.monotonic()
        self._wording = Wording(simple=simple)
        self._seen: tuple[Ticket, str, bool] | None = None
        self._acted: tuple[Ticket, bool] | None = None
        self._act_at = 0.0
        self._trouble = ""
        self.steps: list[Step] = []

    def run(self) -> str:
        """Perform it; return what went wrong, empty if it came to its end."""
        self._app.begin()
        look = QTimer(interval=LOOK_MS)
        look.timeout.connect(self._look)
        look.start()
        self._application.exec()
        look.stop()
        self._app.end()
        return self._trouble

    def _note(self, what: str) -> None:
        self.steps.append({"at_ms": round((time.monotonic() - self._begun) * 1000), "what": what})

    def _look(self) -> None:
        showing = self._camera.showing
        if time.monotonic() - self._begun > self.longest_seconds:
            self._stop(f"it took longer than {self.longest_seconds:.0f} s")
        if showing is None:
            return
        simple = showing.presentation.simple
        seen = (showing.ticket, showing.phase.name if showing.phase is not None else "", simple)
        if seen != self._seen:
            self._seen = seen
            self._note(f"page {showing.page.name}{' (' + seen[1] + ')' if seen[1] else ''}")
            self._camera.take(self._app.window, self._out)
            self._act_at = time.monotonic() + THINK_SECONDS
        elif showing.page.name == "home" and self._is_over():
            self._stop("")
        elif showing.phase is None and self._acted != (showing.ticket, simple) and time.monotonic() >= self._act_at:
            self._acted = (showing.ticket, simple)
            if simple == self._wording.simple:
                self._act(showing.page.name)
            else:
                self._touch(SIMPLE)

    def _is_over(self) -> bool:
        """Whether home, standing, is the end."""
        return self._app.visit.visits > 0

    def _act(self, page: str) -> None:
        if page == "place_id_card":
            self._note("the card is put")
            self._put_card()
            return
        words = self._touches[page].pop(0) if self._touches.get(page) else USUAL.get(page)
        if words is None:
            return
        words = self._offered(words)
        if page == "take_paper":
            self._lift_card()
        self._touch(words)

    def _touch(self, words: str) -> None:
        self._note(f"touch {words}")
        try:
            self._hand.touch(words)
        except LookupError as error:
            self._stop(str(error))

    def _offered(self, words: str) -> str:
        """Return what of `words` the page offers: the first choice, or one of several wordings parted by `|`."""
        standing = self._app.visit.page
        labels = (
            [choice.label.written(self._wording) for choice in standing.choices] if isinstance(standing, Choose) else []
        )
        if words == FIRST:
            return labels[0]
        return next((label for label in labels if label in words.split("|")), words)

    def _stop(self, trouble: str) -> None:
        self._trouble = trouble
        self._application.exit(0)


class CasePerformance(Performance):
    """Follows a training case: touches what its `visit` says, page for page, while its player does to the machine what happens.

    `play` starts the player once home stands; `visit` has pages with what is touched on them, "" where they pass by themselves.
    """

    longest_seconds = LONGEST_CASE_SECONDS

    def __init__(
        self, config: Config, visit: Sequence[tuple[str, str]], out: Path, play: Callable[[], Popen[bytes]]
    ) -> None:
        super().__init__(config, {}, out, put_card=lambda: None, lift_card=lambda: None)
        self._visit = list(visit)
        self._told = frozenset(page for page, _ in visit)
        self._play = play
        self._player: Popen[bytes] | None = None

    def _note(self, what: str) -> None:
        super()._note(what)
        word, _, page = what.partition(" ")
        if word != "page":
            return
        if self._player is None and page == "home":
            self._player = self._play()
        if self._visit and self._visit[0] == (page.partition(" ")[0], ""):
            del self._visit[0]

    def _is_over(self) -> bool:
        code = None if self._player is None else self._player.poll()
        if code:
            self._stop(f"the case was not played to its end: {code}")
        elif code == 0 and self._visit and self._visit[0][0] != "home":
            self._stop(f"it went another way: {self._visit[0][0]} never stood")
        return code == 0 and not self._visit

    def _act(self, page: str) -> None:
        if self._visit and self._visit[0][0] == page:
            self._touch(self._offered(self._visit.pop(0)[1]))
        elif page in USUAL and page not in self._told:  # as when the same was printed earlier today
            self._touch(USUAL[page])
