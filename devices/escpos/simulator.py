"""The printer's end of the wire: a mechanism with paper, a 4 kB buffer, and a person who opens, empties and pulls.

Commands are executed one after the other in the time the paper takes to move. Real-time commands are picked out of the stream
as they arrive, even in the midst of an image, as the real printers do. What it doesn't know it records as a fault.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.escpos import frames
from devices.escpos.commands import Interpreter, Motion
from devices.escpos.roll import Piece
from devices.escpos.status import Status
from devices.paper import DOTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time

BUFFER_BYTES: Final = 4096
BUSY_BELOW: Final = 16
"""With less room than this the printer holds the line off; it takes more again from `READY_FROM` on (Epson)."""
READY_FROM: Final = 26
MM_PER_SECOND: Final = 150.0
CUT_SECONDS: Final = 0.2
ROLL_MM: Final = 80_000.0
NEAR_END_MM: Final = 3_000.0
_REAL_TIME_SIZES: Final = {0x04: 3, 0x05: 3, 0x14: len(frames.CLEAR_BUFFERS)}


class EscPosSimulator:
    """An 80 mm receipt printer as a `Simulator`, with the verbs of a person and of fate."""

    def __init__(self, *, process_ids: bool = True, clears_buffers: bool = True) -> None:
        self._process_ids = process_ids
        self._clears_buffers = clears_buffers
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._early = bytearray()
        """The beginning of what may become a real-time command."""
        self._interpreter = Interpreter()
        self._motion: Motion | None = None
        self._motion_ends = 0.0
        self._free_from = 0.0
        self._status = Status()
        self._paper_mm = ROLL_MM
        self._cover_open = False
        self._feeding = False
        self._jammed = self._cutter_blocked = self._cutter_will_stick = False
        self._powered = True
        self._automatic = self._rolling = self._held_off = False
        self._receipts: list[Piece] = []
        self._piece = Piece()
        self.faults: list[str] = []
        """What the printer was sent and does not understand."""

    # -- the line -----------------------------------------------------------------------------------------

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send = send
        self._clock = clock

    def room(self) -> int:
        """Bytes it would take now."""
        with self._lock:
            if not self._powered:
                return PLENTY
            room = BUFFER_BYTES - len(self._buffer)
            self._held_off = room < (READY_FROM if self._held_off else BUSY_BELOW)
            return 0 if self._held_off else room

    def received(self, data: bytes) -> None:
        """Take in bytes that arrived just now."""
        with self._lock:
            if not self._powered:
                return
            for byte in data:
                self._sort(byte)
            self._go_on()

    def due(self) -> float | None:
        """When the paper comes to rest."""
        with self._lock:
            return None if self._motion is None else self._motion_ends

    def tick(self) -> None:
        """Do what is due by now."""
        with self._lock:
            self._go_on()

    def _sort(self, byte: int) -> None:
        """Put a byte into the buffer, unless it belongs to a real-time command."""
        self._early.append(byte)
        if self._early[0] != frames.DLE:
            self._buffer += self._early
            self._early.clear()
        elif len(self._early) > 1:
            size = _REAL_TIME_SIZES.get(self._early[1], 0)
            if not size:
                self._buffer.append(frames.DLE)
                del self._early[0]
                again = bytes(self._early)
                self._early.clear()
                for late in again:
                    self._sort(late)
            elif len(self._early) == size:
                command = bytes(self._early)
                self._early.clear()
                self._at_once(command)

    def _at_once(self, command: bytes) -> None:
        if command[1] == 0x04 and command[2] in frames.ASKS:  # noqa: PLR2004 - DLE EOT
            self._send(bytes((self._status.answer(command[2]),)))
        elif command == frames.CLEAR_BUFFERS and self._clears_buffers:
            self._forget()
            self._send(b"\x37\x25\x00")
        elif command[1] == 0x05 and command[2] in (1, 2):  # noqa: PLR2004 - DLE ENQ
            if command[2] == 2:  # noqa: PLR2004 - recover and clear
                self._forget()
            self._change(recoverable=self._jammed, cutter=self._cutter_blocked)
        elif command != frames.CLEAR_BUFFERS:
            self.faults.append(f"real-time command {command.hex(' ')}")

    def _forget(self) -> None:
        """Throw away the buffers: what is received, and the line that is not printed yet."""
        self._buffer.clear()
        self._interpreter.drop_line()

    # -- the mechanism ------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Finish motions that are over, and execute what the buffer holds as long as the paper rests."""
        now = self._clock.monotonic()
        while self._powered:
            if self._motion is not None:
                if self._motion_ends > now:
                    return
                self._free_from = self._motion_ends
                self._finish(self._motion)
                continue
            used = 0 if self._status.offline or not self._buffer else self._interpreter.step(bytes(self._buffer))
            if not used:
                self._rolling = False
                return
            self._piece.data += self._buffer[:used]
            del self._buffer[:used]
            self._carry_out(now)

    def _carry_out(self, now: float) -> None:
        done = self._interpreter.take()
        self.faults += done.faults
        if done.automatic is not None:
            self._automatic = done.automatic
            if self._automatic:
                self._send(self._status.to_bytes())
        if done.process_id is not None:
            if self._process_ids:
                self._send(b"\x37\x22" + done.process_id + b"\x00")
            else:
                self.faults.append("process id")
        if done.paper_asked:
            self._send(bytes((self._status.near_end * 0x03,)))
        if done.identity is not None:
            self._send(b"\x5f" + done.identity + b"\x00")
        if done.motion is not None:
            self._motion = done.motion
            seconds = done.motion.dots / DOTS_PER_MM / MM_PER_SECOND + CUT_SECONDS * done.motion.cuts
            # Line follows line without a stop; after a rest the paper starts now.
            self._motion_ends = (self._free_from if self._rolling else now) + seconds
            self._rolling = True

    def _finish(self, motion: Motion) -> None:
        """The paper has moved: what stood in the line is on it."""
        self._motion = None
        self._piece.rows.append(motion.row)
        self._paper_mm -= motion.dots / DOTS_PER_MM
        if motion.cuts and self._cutter_will_stick:
            self._cutter_blocked = True
            self._change(cutter=True)
        elif motion.cuts:
            self._receipts.append(self._piece)
            self._piece = Piece()
        self._change(paper_end=self._paper_mm <= 0, near_end=self._status.near_end or self._paper_mm <= NEAR_END_MM)

    def _change(self, **changes: bool) -> None:
        """Change the status and say so, if the host wants to hear it."""
        before = self._status
        status = replace(before, **changes)
        status = replace(status, cover_open=self._cover_open, feeding=self._feeding)
        stopped = status.cover_open or status.feeding or status.paper_end or status.recoverable or status.cutter
        status = replace(status, offline=stopped or status.unrecoverable or status.auto_recoverable)
        self._status = status
        if status != before and self._automatic and self._powered:
            self._send(status.to_bytes())

    # -- verbs --------------------------------------------------------------------------------------------

    def paper_out(self) -> None:
        """Use up the paper now."""
        self.paper_runs_out_after(0.0)

    def paper_runs_out_after(self, mm: float) -> None:
        """Let the paper end after so many millimetres more."""
        with self._lock:
            self._paper_mm = mm
            self._change(paper_end=mm <= 0)
        self._send(b"")

    def near_end(self) -> None:
        """Let the roll become thin."""
        with self._lock:
            self._paper_mm = min(self._paper_mm, NEAR_END_MM)
            self._change(near_end=True)

    def refill(self) -> None:
        """Put a new roll in."""
        with self._lock:
            self._paper_mm = ROLL_MM
            self._change(paper_end=False, near_end=False)
        self._send(b"")

    def cover_open(self) -> None:
        """Open the cover; the paper stops where it is."""
        with self._lock:
            self._cover_open = True
            if self._motion is not None:
                self._finish(replace(self._motion, cuts=False))
            self._change()

    def cover_close(self) -> None:
        """Close the cover."""
        with self._lock:
            self._cover_open = False
            self._change()
        self._send(b"")

    def jam(self) -> None:
        """Crumple the paper."""
        with self._lock:
            self._jammed = True
            self._change(recoverable=True)

    def clear_jam(self) -> None:
        """Pull the crumpled paper out; the printer goes on when it is told to."""
        with self._lock:
            self._jammed = False

    def stick_cutter(self) -> None:
        """Let the next cut get stuck."""
        with self._lock:
            self._cutter_will_stick = True

    def free_cutter(self) -> None:
        """Free the cutter; the printer goes on when it is told to."""
        with self._lock:
            self._cutter_will_stick = self._cutter_blocked = False

    def heat_head(self) -> None:
        """Let the head get too hot."""
        with self._lock:
            self._change(auto_recoverable=True)

    def cool_head(self) -> None:
        """Let the head cool down; the printer goes on by itself."""
        with self._lock:
            self._change(auto_recoverable=False)
        self._send(b"")

    def press_feed(self) -> None:
        """Hold the feed button: off line, and nothing is wrong."""
        with self._lock:
            self._feeding = True
            self._change()

    def release_feed(self) -> None:
        """Let go of the feed button."""
        with self._lock:
            self._feeding = False
            self._change()
        self._send(b"")

    def break_down(self) -> None:
        """Break what only a technician mends."""
        with self._lock:
            self._change(unrecoverable=True)

    def power_off(self) -> None:
        """Switch it off: the buffer, the modes and the line in print are lost."""
        with self._lock:
            self._powered = self._automatic = False
            self._motion = None
            self._early.clear()
            self._buffer.clear()
            self._interpreter = Interpreter()
        self._send(b"")

    def power_on(self) -> None:
        """Switch it on again."""
        with self._lock:
            self._powered = True
            self._status = Status()
            self._change(paper_end=self._paper_mm <= 0, near_end=self._paper_mm <= NEAR_END_MM)
            self._change(recoverable=self._jammed, cutter=self._cutter_blocked)

    # -- what came of it ----------------------------------------------------------------------------------

    def receipts(self) -> list[Piece]:
        """The pieces cut off so far."""
        with self._lock:
            return list(self._receipts)

    def hanging(self) -> Piece:
        """What is printed and not cut off yet."""
        with self._lock:
            return Piece(list(self._piece.rows), self._piece.data[:])

    @property
    def held(self) -> int:
        """Bytes in the receive buffer."""
        with self._lock:
            return len(self._buffer)

    @property
    def status(self) -> Status:
        """What it would say of itself now."""
        with self._lock:
            return self._status
