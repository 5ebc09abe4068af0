"""What else is on the front of a terminal in virtual time: scanner, keypad, and a board with lamps and contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.ascii_keypad.adapter import AsciiKeypad
from devices.ascii_keypad.frames import key_map
from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.board import Board
from devices.bench.memory_line import MemoryLine
from devices.bench.terminal import BOARD
from devices.line_scanner.adapter import LineScanner, Trigger
from devices.line_scanner.simulator import LineScannerSimulator
from devices.modbus.adapter import ModbusIndicators
from devices.modbus.wiring import wiring_of
from devices.roles import Key
from kiosk.core.text import Wording
from tests.visits.person import offered

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.clock import VirtualClock
    from kiosk.core.stage import Ticket
    from tests.visits.virtual import VirtualTerminal

BAUD: Final = 9600
TRIGGER: Final = Trigger(on=bytes.fromhex("16540D"), off=bytes.fromhex("16550D"))
"""The scanner reads only while it is asked to, as the makes do that halls buy."""


class Front:
    """The devices and their lines."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._wiring = wiring_of(BOARD)
        self.scanner = LineScannerSimulator(on=TRIGGER.on, off=TRIGGER.off)
        self.keypad = AsciiKeypadSimulator({key: byte for byte, key in key_map({}).items()})
        self.board = Board(self._wiring, clock)
        self.scanner_line = MemoryLine(self.scanner, clock, baud=BAUD)
        self.keypad_line = MemoryLine(self.keypad, clock, baud=BAUD)
        self.board_line = MemoryLine(self.board.simulator, clock, baud=BAUD)

    def opening(self) -> dict[str, Callable[[], object]]:
        """Return what opens each device, by lane."""
        clock = self._clock
        return {
            "scanner": lambda: LineScanner(self.scanner_line.open, clock, TRIGGER),
            "keypad": lambda: AsciiKeypad(self.keypad_line.open, clock),
            "indicators": lambda: ModbusIndicators(self.board_line.open, clock, self._wiring, baud=BAUD),
        }

    def close(self) -> None:
        """End the lines."""
        for line in (self.scanner_line, self.keypad_line, self.board_line):
            line.close()


class Keys:
    """What keys move where there is no window: a mark that walks through what is offered, enter touches it."""

    def __init__(self, terminal: VirtualTerminal) -> None:
        self._terminal = terminal
        self._at: tuple[Ticket | None, int] = (None, -1)

    def key(self, key: Key) -> None:
        """Take one key, as the window does."""
        visit, showing = self._terminal.visit, self._terminal.diary.showing
        visit.touched()
        if showing is None:
            return
        ticket, at = self._at if self._at[0] == showing.ticket else (showing.ticket, -1)
        buttons = list(offered(showing.page, Wording(simple=showing.presentation.simple), showing.down).values())
        match key:
            case Key.DOWN | Key.RIGHT:
                self._at = (ticket, min(at + 1, len(buttons) - 1))
            case Key.UP | Key.LEFT:
                self._at = (ticket, max(at - 1, 0))
            case Key.ENTER if 0 <= at < len(buttons):
                visit.answered(showing.ticket, buttons[at])
            case Key.BACK:
                visit.back(showing.ticket)
            case Key.HELP:
                self._terminal.calling.pressed()
            case _:
                pass
