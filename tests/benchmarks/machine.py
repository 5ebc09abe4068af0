"""The whole terminal without a screen, on the bench's real ports, used by a hand; and when what it shows is painted."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from devices.bench.control import tell
from kiosk import settings
from kiosk.app import App
from kiosk.core.clock import SystemClock
from kiosk.performance import USUAL
from kiosk.ui.application import make_application
from kiosk.ui.hand import Camera, Hand
from kiosk.ui.pieces import TargetButton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kiosk.core.config import Config
    from kiosk.core.stage import Ticket
    from kiosk.ui.items import Sheet
    from kiosk.ui.theme import Look
    from kiosk.voice.engine import Engine

SIZE: Final = (1080, 1920)
PATIENCE_SECONDS: Final = 30.0
GOODBYE_SECONDS: Final = 6.0
"""Longer than any page stands that ends by itself."""
BREATH_SECONDS: Final = 0.2
"""Long enough for a device to answer: time must not be left out again and again while it does."""


class HurriedClock(SystemClock):
    """The machine's time, from which the time that people only stand and look can be left out."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def monotonic(self) -> float:
        """Seconds since some fixed moment, with what was left out."""
        return super().monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        """Leave so much time out."""
        self._skipped += seconds


class Machine:
    """The running terminal, and a person before it."""

    def __init__(self, bench_toml: Path, config: Config | None = None, engine: Engine | None = None) -> None:
        self.folder = bench_toml.parent
        self.clock = HurriedClock()
        standing = QApplication.instance()  # of an earlier machine of this process
        self._qt = cast("QApplication", standing) if standing is not None else make_application(["yiban"])
        self.camera = Camera()
        self.shown: list[tuple[float, str, str]] = []
        """Time, page and phase of everything that was shown."""
        self.watchers: list[Callable[[], None]] = []
        """Called each time a page has been laid out, or laid out anew."""
        self.app = App(
            config or settings.read(bench_toml),
            self.clock,
            fullscreen=False,
            size=SIZE,
            engine=engine,
            witnesses=[self.camera, _Watch(self)],
        )
        self._hand = Hand(self.app.window)
        # The same touch again within a moment is taken for a trembling hand, one before anybody can have seen the page for
        # one that meant the page before. This hand is steady, and knows what comes.
        self.app.window.screen.fingers.same_seconds = 0.0
        self.app.window.screen.fingers.reaction_seconds = 0.0
        self._painting = _Painting()
        self.app.window.screen.installEventFilter(self._painting)
        self.app.begin()
        self.until_painted()

    def close(self) -> None:
        """End the terminal, and wait until its lanes have let go of their ports."""
        self.app.end()
        for thread in threading.enumerate():
            if thread.name.startswith("lane-"):
                thread.join(PATIENCE_SECONDS)
        self.happen()

    @property
    def page(self) -> str:
        """The name of the page that stands, with the phase it is in."""
        showing = self.camera.showing
        return "" if showing is None else showing.page.name + (f".{showing.phase.name}" if showing.phase else "")

    @property
    def _ticket(self) -> Ticket | None:
        return None if self.camera.showing is None else self.camera.showing.ticket

    def happen(self, *, wait: bool = False) -> None:
        """Let Qt do what is due."""
        self._qt.processEvents(
            QEventLoop.ProcessEventsFlag.WaitForMoreEvents if wait else QEventLoop.ProcessEventsFlag.AllEvents
        )

    def until(self, met: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raises `TimeoutError`."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not met():
            if time.monotonic() > end:
                raise TimeoutError(f"waited for {what}, but {self.page} stands")
            self.happen(wait=True)

    def until_page(self, *names: str) -> None:
        """Wait until one of these pages stands."""
        self.until(lambda: self.page in names, " or ".join(names))

    def rest(self, seconds: float) -> None:
        """Let it stand for a while: lanes open, what was put off is loaded."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, "a while")

    def sheet(self) -> tuple[Sheet, Look]:
        """Return the page that stands as it is laid out, and its look."""
        look = self.app.window.screen._look
        laid_out = self.app.window.sheet
        if look is None or laid_out is None:
            raise LookupError("no page stands")
        return laid_out, look

    def until_painted(self) -> None:
        """Wait until the screen was painted again."""
        self._painting.seen = False
        self.until(lambda: self._painting.seen, "paint")

    def tap(self, words: str) -> float:
        """Touch a button; return the seconds until the page it leads to is painted."""
        before = self._ticket
        self._painting.seen = False
        begun = time.perf_counter()
        try:
            self._hand.touch(words)
        except LookupError as error:
            raise LookupError(f"{error} on {self.page}") from None
        while not (self._painting.seen and self._ticket not in (None, before)):
            self.happen()
            if time.perf_counter() - begun > PATIENCE_SECONDS:
                raise TimeoutError(f"nothing followed {words} on {self.page}")
        return time.perf_counter() - begun

    def touch(self, words: str) -> None:
        """Touch a button, whatever follows. Raises `LookupError`."""
        self._hand.touch(words)

    def repaint(self, words: str) -> float:
        """Touch a mode; return the seconds until the same page is painted in another way."""
        self._painting.seen = False
        begun = time.perf_counter()
        self._hand.touch(words)
        while not self._painting.seen:
            self.happen()
        return time.perf_counter() - begun

    def press(self, words: str) -> float:
        """Put a finger on a button; return the seconds until that is to be seen. Nothing comes of it."""
        screen = self.app.window.screen
        button = next(p for p in screen.pieces.values() if isinstance(p, TargetButton) and p.item.words == words)
        painting = _Painting()
        button.installEventFilter(painting)
        begun = time.perf_counter()
        self._hand.press(words)
        while not painting.seen:
            self.happen()
        took = time.perf_counter() - begun
        button.removeEventFilter(painting)
        screen.fingers.cancel()
        self.happen()
        return took

    def put_card(self, number: int) -> None:
        """Put a person's card on the reader."""
        self.tell("place-id-card", str(number))

    def tell(self, verb: str, *arguments: str) -> Mapping[str, object]:
        """Do a verb of the bench."""
        return tell(self.folder, verb, arguments)

    def lit(self) -> tuple[str, ...]:
        """Return which lamps of the I/O board are lit at this moment."""
        state = cast("dict[str, tuple[str, ...]]", self.tell("state")["state"])
        return tuple(state["lit"])

    def go_home(self) -> None:
        """Leave, whatever stands, and wait for home; what only takes its time is left out."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.page != "home":
            if time.monotonic() > end:
                raise TimeoutError(f"{self.page} does not lead home")
            showing, words = self.camera.showing, USUAL.get(self.page)
            if words is not None:
                self.tap(words)
            elif showing is not None and showing.page.footer.leave:
                self.app.commands.leave(showing.ticket)
            else:
                self.clock.skip(GOODBYE_SECONDS)
                self.app.commands.touched()  # winds the alarm anew, for the time that was left out
                self.rest(BREATH_SECONDS)
            self.happen()
        self.happen()


class _Watch:
    """A stage that notes when each page was shown."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def show(self, showing: object) -> None:
        del showing
        page, _, phase = self._machine.page.partition(".")
        self._machine.shown.append((time.monotonic(), page, phase))
        for watch in self._machine.watchers:
            watch()

    def ended(self, ending: object) -> None:
        pass

    def over(self) -> None:
        pass


class _Painting(QObject):
    """Sees the screen being painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return False
