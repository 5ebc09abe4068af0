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
from kiosk.audit.heads import Heads
from kiosk.core.lane import Lane
from kiosk.core.upkeep import Missed, PauseTurned
from kiosk.ledger.heads import HEADS, HeadFile
from kiosk.notary import AUDIT, CRASHES, export_audit
from kiosk.store.keys import key_provider
from kiosk.store.signing import open_signing_key
from kiosk.trials import Fittings
from kiosk.wiring import books
from tests.accessibility.hall import PagesShown, as_in_the_hall, enrol, written_beside
from tests.accessibility.reader import Seen
from tests.accessibility.stick import plugged_in, stick_beside
from tests.visits.terminal import Truth, audit_lines, entries, serials_of_sheets, serials_of_slips
from tests.visits.virtual_bench import VirtualBench
from tests.visits.windowed import WindowedTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtGui import QAccessibleInterface

    from devices.bench.verb import Answer
    from kiosk.audit.export import Exported
    from kiosk.audit.log import AuditLog
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.head import SignedHead
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from tests.accessibility.people import Reading

KEYS: Final = {"Tab": Qt.Key.Key_Tab, "Return": Qt.Key.Key_Return, "Up": Qt.Key.Key_Up}
FINGER_SECONDS: Final = 0.15
LOOK_SECONDS: Final = 0.1
"""So soon somebody who waits has seen that something on the screen is new,"""
AGAIN_SECONDS: Final = 0.5
"""and so often they look though nothing is."""
HEALTHY_SECONDS: Final = 8.0
"""Within so long every device has answered for the first time."""


class AuditKept:
    """A `Keeper` of the books' for an audit that another one writes."""

    def __init__(self, config: Config, audit: AuditLog, clock: Clock) -> None:
        self._data = config.data
        keys = key_provider(config.key, config.data)
        self._audit = audit
        self._heads = Heads(HeadFile(config.data / HEADS), open_signing_key(config.data, keys), clock, None)
        self.audit = config.data / AUDIT
        self.crashes = config.data / CRASHES

    def signed_head(self) -> SignedHead:
        """Sign how far it has come."""
        return self._heads.sign(self._audit.sync())

    def export(self, folder: Path, told: Callable[[], None]) -> Exported:
        """Take it to a new folder, re-read and compared."""
        return export_audit(self._data, self.signed_head(), folder, told)


class FullTerminal(WindowedTerminal):
    """A `WindowedTerminal` with every device, with every lane there is, and with what the staff does in the audit."""

    def __init__(self, config_file: Path, papers: Path) -> None:
        self._config_file = config_file
        super().__init__(config_file, papers, social="ccid", front=True)

    def more_lanes(self) -> dict[str, Lane[Any]]:
        opening: dict[str, Callable[[], object]] = {
            "upkeep": self._upkeep,
            "books": self._books,
            "mandates": self.workshop.mandates,
            "requests": self.workshop.requests,
        }
        lanes = {name: Lane[Any](name, make, self.clock, self._post) for name, make in opening.items()}
        return {**super().more_lanes(), **lanes}

    def instead(self) -> Page[Onward] | None:
        return self.closures.page()

    def sticks(self) -> tuple[Path, ...]:
        return plugged_in(self._config_file)

    def _take(self, message: object) -> None:
        if isinstance(message, PauseTurned):
            self.closures.pause_turned(self)
        self._staffing.notes.told(message)
        super()._take(message)

    def _books(self) -> object:
        keeper = AuditKept(self.config, self._audit, self.clock)
        return books(self.config, self.clock, self.workshop, keeper)

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
        self._fitted_file = written_beside(config_file, config)
        self.terminal = FullTerminal(self._fitted_file, self._papers)
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
    def stick(self) -> Path:
        """The folder that plays a stick: while it is there, one is plugged in."""
        return stick_beside(self._fitted_file)

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
