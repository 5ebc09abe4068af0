"""The whole terminal with its window, at which somebody guesses a PIN: `guessing_child.py CONFIG NUMBER PIN [wait]`.

It begins once a line comes in. Touches alone do it: the knock, the number, the PIN, key by key. Each of the staff's pages that
comes is told in a line: its name and its words; `typed` says that the PIN was. With `wait` the guess is made after
whatever somebody has to wait, by the terminal's own clock.
"""

from __future__ import annotations

import os
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from kiosk import settings
from kiosk.app import App
from kiosk.core.text import Wording
from kiosk.ui.application import make_application
from kiosk.ui.hand import Hand
from tests.visits.diary import Diary
from tests.visits.terminal import Morning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.stage import Showing

LOOK_MS: Final = 20
TOO_LONG_MS: Final = 20_000
LONG: Final = 10_000.0
"""Seconds longer than any wait."""
CALM_SECONDS: Final = 0.2
"""Nothing counts for a moment where the last page was touched; the test has made that moment short."""
HOMES: Final = frozenset({"home", "out_of_service"})


class Later(Morning):
    """A clock that can be put on, as if time had passed."""

    ahead = 0.0

    def monotonic(self) -> float:
        """Steady seconds."""
        return super().monotonic() + self.ahead


class Told(Diary):
    """A diary that tells each of the staff's pages as it comes."""

    def show(self, showing: Showing) -> None:
        """Note the page, and tell it."""
        come = len(self.pages)
        super().show(showing)
        if len(self.pages) > come and showing.page.name not in HOMES:
            words = [text.written(Wording()) for text in (showing.page.title, *showing.page.body)]
            os.write(1, f"{' '.join((showing.page.name, *words))}\n".encode())


class Guess:
    """What is touched, one after the other, each on its page."""

    def __init__(self, app: App, clock: Later, diary: Diary, number: str, pin: str, *, waits: bool) -> None:
        self._app, self._clock, self._diary = app, clock, diary
        self._hand = Hand(app.window)
        self._steps: Iterator[tuple[str, str]] = chain(
            [("", "knock"), ("staff_card", "不登录了"), ("", "wait")] if waits else [],
            [("", "knock"), ("staff_card", "输工号")],
            [("staff_number", key) for key in (*number, "好了")],
            [("staff_pin", key) for key in (*pin, "好了")],
        )
        self._step: tuple[str, str] | None = next(self._steps)
        self._touched: dict[str, float] = {}
        self._page, self._since = "", 0.0

    def look(self) -> None:
        """Do the next step if it can be done now."""
        showing = self._diary.showing
        if showing is None or showing.phase is not None:
            return
        if self._step is not None and self._done(showing.page.name, *self._step):
            self._step = next(self._steps, None)
            if self._step is None:
                os.write(1, b"typed\n")

    def _done(self, page: str, wanted: str, what: str) -> bool:
        if (page not in HOMES) if not wanted else page != wanted:
            return False
        now = self._clock.monotonic()
        if what == "wait":
            self._clock.ahead = LONG
            return True
        if what == "knock":
            width = self._app.window.screen.width()
            for x in (6.0, width - 6.0, 6.0, width - 6.0):
                self._hand.tap(x, 6.0)
            return True
        if page != self._page:
            self._page, self._since = page, now
        if not self._hand.sees(what) or now - max(self._since, self._touched.get(what, 0.0)) < CALM_SECONDS:
            return False
        self._touched[what] = now
        self._hand.touch(what)
        return True


def main() -> None:
    """Run until killed, or as long as no test needs."""
    config = settings.read(Path(sys.argv[1]))
    application = make_application(["yiban"])
    sys.stdin.readline()
    clock, diary = Later(), Told()
    app = App(config, clock, fullscreen=False, size=(540, 960), witnesses=[diary])
    app.window.screen.fingers.reaction_seconds = 0.0  # who guesses knows each page before it comes
    guess = Guess(app, clock, diary, sys.argv[2], sys.argv[3], waits=sys.argv[4:] == ["wait"])
    timer = QTimer()
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(guess.look)
    timer.start()
    QTimer.singleShot(TOO_LONG_MS, application.quit)  # a test that has died kills nobody
    app.begin()
    application.exec()


if __name__ == "__main__":
    main()
