"""A hall in virtual time and in one process: the terminal with its real window, read and pressed as Qt lets anybody.

What stands there is read from Qt's own accessibility tree, of which the bus has a copy. Keys go the way of theirs: the keypad's
over its line, the keyboard's through the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk import settings
from kiosk.core.lane import Lane
from kiosk.core.upkeep import Missed
from kiosk.trials import Fittings
from tests.accessibility.hall import PagesShown, as_in_the_hall, enrol, written_beside
from tests.accessibility.reader import Seen
from tests.visits.terminal import Truth, audit_lines, entries, serials_of_sheets, serials_of_slips
from tests.visits.virtual_bench import VirtualBench
from tests.visits.windowed import WindowedTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtGui import QAccessibleInterface

    from devices.bench.verb import Answer
    from tests.accessibility.people import Reading

KEYS: Final = {"Tab": Qt.Key.Key_Tab, "Return": Qt.Key.Key_Return, "Left": Qt.Key.Key_Left}
FINGER_SECONDS: Final = 0.15
LOOK_SECONDS: Final = 0.1
"""So soon somebody who waits has seen that something on the screen is new,"""
AGAIN_SECONDS: Final = 0.5
"""and so often they look though nothing is."""
HEALTHY_SECONDS: Final = 8.0
"""Within so long every device has answered for the first time."""


class FullTerminal(WindowedTerminal):
    """A `WindowedTerminal` with every device, and with the lanes of what the staff notes and of its upkeep."""

    def __init__(self, config_file: Path, papers: Path) -> None:
        super().__init__(config_file, papers, social="ccid", front=True)

    def more_lanes(self) -> dict[str, Lane[Any]]:
        upkeep = Lane("upkeep", self._upkeep, self.clock, self._post)
        requests = Lane("requests", self.workshop.requests, self.clock, self._post)
        return {**super().more_lanes(), "upkeep": upkeep, "requests": requests}

    def _upkeep(self) -> object:
        from kiosk.upkeep import MachineUpkeep

        return MachineUpkeep(
            self.config,
            self.clock,
            self.lanes,
            Fittings(self.config),
            self._post,
            path=None,
            missed=lambda: Missed(((0,),)),
            rests=lambda: self.closures.rests,
        )


class Eyes:
    """What a `Reader` does over the bus, in the window's own process, and the keyboard and a finger."""

    def __init__(self, terminal: FullTerminal) -> None:
        self._terminal = terminal
        self._device = QTest.createTouchDevice()

    def look(self) -> list[Seen]:
        """Return what is showing, in reading order; the window itself comes first."""
        return list(_showing(QAccessible.queryAccessibleInterface(self._terminal.window.screen)))

    def read(self) -> list[str]:
        """Return everything that is said, line by line, in reading order."""
        return [widget.name for widget in self.look() if widget.name]

    def buttons(self) -> list[str]:
        """Return the names of what can be pressed."""
        return [widget.name for widget in self.look() if widget.button]

    def press(self, name: str) -> bool:
        """Nobody presses here without keys: Qt lets a button be clicked later, by the wall's time."""
        raise NotImplementedError(name)

    def key(self, key: str) -> None:
        """Press a key of the keyboard: the window hears it, and hands it to what has the focus."""
        QTest.keyClick(self._terminal.window.widget.windowHandle(), KEYS[key])

    def tap(self, x: int, y: int) -> None:
        """Touch a point of the panel."""
        screen, at = self._terminal.window.screen, QPoint(x, y)
        QTest.touchEvent(screen, self._device).press(0, at, screen).commit()
        self._terminal.lives(FINGER_SECONDS)
        QTest.touchEvent(screen, self._device).release(0, at, screen).commit()


def _showing(widget: QAccessibleInterface) -> Iterator[Seen]:
    state: Any = widget.state()
    if state.invisible:
        return
    action: Any = widget.actionInterface()
    box = widget.rect()
    states = frozenset(name for name in ("focusable", "focused") if getattr(state, name))
    yield Seen(
        name=widget.text(QAccessible.Text.Name),
        role=widget.role().name,
        description=widget.text(QAccessible.Text.Description),
        id="",
        states=states,
        actions=() if action is None else tuple(action.actionNames()),
        box=(box.x(), box.y(), box.width(), box.height()),
    )
    for number in range(widget.childCount()):
        yield from _showing(widget.child(number))


class Hands:
    """What hands do at the machine: the bench's verbs."""

    def __init__(self, terminal: FullTerminal) -> None:
        self._bench = VirtualBench(terminal)

    def do(self, verb: str, *words: str) -> Answer:
        """Do a verb, as the bench's command line does."""
        return self._bench.perform(verb, words)


class VirtualHall:
    """The terminal stands at home until the end of a `with` block; then papers, journal and audit are compared."""

    def __init__(self, config_file: Path, folder: Path) -> None:
        own = settings.read(config_file)
        config = as_in_the_hall(own)
        enrol(config)
        self._papers = folder / "papers"
        self.terminal = FullTerminal(written_beside(config_file, config), self._papers)
        self.clock = self.terminal.clock
        self._shown = PagesShown(self.terminal.config.data / "audit.jsonl")
        self.reader: Reading = Eyes(self.terminal)
        self.bench = Hands(self.terminal)

    def __enter__(self) -> Self:
        terminal = self.terminal
        terminal.window.screen.activateWindow()  # only a window that is in front has anything focused
        devices = len([lane for lane in terminal.lanes if lane.tended])
        answered = terminal.lives(HEALTHY_SECONDS, lambda: len(terminal.healths) == devices)
        assert answered, terminal.healths
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        terminal = self.terminal
        terminal.close()
        if kind is None:
            assert terminal.bugs == []
            slips = [piece.text() for piece in terminal.printer.receipts()]
            papers = (*serials_of_slips(slips), *serials_of_sheets(sorted(self._papers.glob("*.pdf"))))
            Truth(entries(terminal.config), papers).agrees()
            assert audit_lines(terminal.config)

    @property
    def path(self) -> list[str]:
        """The names of the pages that were shown so far, oldest first."""
        return self._shown.names()

    @property
    def pressed(self) -> list[str]:
        """What the buttons said that were activated, oldest first."""
        return self.terminal.pressed

    @property
    def prints(self) -> int:
        """How many papers came out so far."""
        return len(self.terminal.printer.receipts()) + len(list(self._papers.glob("*.pdf")))

    def waits(self, over: Callable[[], object], what: Callable[[], str], within: float) -> None:
        """Look again and again until something is so."""
        until = self.clock.monotonic() + within
        while not over():
            if self.clock.monotonic() > until:
                raise AssertionError(f"not within {within} s: {what()}")
            self._until_drawn()
            self.lives(LOOK_SECONDS)

    def _until_drawn(self) -> None:
        before = self.terminal.drawn
        self.terminal.lives(AGAIN_SECONDS, lambda: self.terminal.drawn != before)

    def lives(self, seconds: float) -> None:
        """Let some time pass."""
        self.terminal.lives(seconds)
