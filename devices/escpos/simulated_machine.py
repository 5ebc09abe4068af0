"""The simulated printer by itself: its end of the wire, a 4 kB buffer and a mechanism. Development only.

Commands are executed one after the other in the time the paper takes to move. Real-time commands are picked out of the stream
as they arrive, even in the midst of an image, as the real printers do. What it doesn't know it records as a fault. It is of one
of the makes in `makes`: says its status in that make's bits, and has its presenter.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.escpos import frames
from devices.escpos.commands import DRAWS_BACK_AFTER, Interpreter, Motion, Then
from devices.escpos.makes import CITIZEN, MAKES, SNBC
from devices.escpos.roll import Row
from devices.escpos.simulated_paper import PaperPath
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
HANDLING_SECONDS: Final = {Then.OFFERED: 0.6, Then.DRAWN_BACK: 0.8, Then.EJECTED: 0.4}
_REAL_TIME_SIZES: Final = {0x04: 3, 0x05: 3, 0x14: len(frames.CLEAR_BUFFERS)}
_NO_ROW: Final = Row((), 0)


class Machine:
    """An 80 mm receipt printer as a `Simulator`, that nobody touches."""

    def __init__(
        self, *, model: str = "epson", process_ids: bool | None = None, clears_buffers: bool | None = None
    ) -> None:
        self._make = make = MAKES[model]
        self._process_ids = make.process_ids if process_ids is None else process_ids
        self._clears_buffers = make.clears_buffers if clears_buffers is None else clears_buffers
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._early = bytearray()
        """The beginning of what may become a real-time command."""
        self._interpreter = Interpreter(make)
        self._motion: Motion | None = None
        self._motion_ends = 0.0
        self._free_from = 0.0
        self._status = Status()
        self._paper = PaperPath(presents=make.presenter is not None)
        self._cover_open = False
        self._feeding = False
        self._powered = True
        self._automatic = self._rolling = self._held_off = False
        self._stays_in = False
        self._draws_back_after = DRAWS_BACK_AFTER
        self._draws_back_at: float | None = None
        self._ghost_ends: float | None = None
        """When a jam that is none is over."""
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
        """When the paper comes to rest, is drawn back unasked, or a ghost is over."""
        with self._lock:
            moments = (
                None if self._motion is None else self._motion_ends,
                self._draws_back_at if self._powered else None,
                self._ghost_ends,
            )
            return min((moment for moment in moments if moment is not None), default=None)

    def tick(self) -> None:
        """Do what is due by now."""
        with self._lock:
            self._pass_time(self._clock.monotonic())
            self._go_on()

    def _sort(self, byte: int) -> None:
        """Put a byte into the buffer, unless it belongs to a real-time command."""
        self._early.append(byte)
        if self._early[0] != frames.DLE:
            self._buffer += self._early
            self._early.clear()
        elif len(self._early) > 1:
            size = self._real_time_size(self._early[1])
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

    def _real_time_size(self, second: int) -> int:
        """The length of the real-time command that a DLE and `second` begin; 0: none."""
        if self._make is SNBC and second == frames.ASK_ROOM[1]:
            return len(frames.ASK_ROOM)
        return _REAL_TIME_SIZES.get(second, 0)

    def _at_once(self, command: bytes) -> None:
        coding = self._make.coding
        if command[1] == 0x04 and command[2] in coding.questions:  # noqa: PLR2004 - DLE EOT
            said = (
                bytes((coding.answer(self._status, command[2]),)) if coding.answers else coding.to_bytes(self._status)
            )
            self._send(said)
        elif command == frames.CLEAR_BUFFERS and self._clears_buffers:
            self._forget()
            self._send(b"\x37\x25\x00")
        elif command[1] == 0x05 and command[2] in (1, 2):  # noqa: PLR2004 - DLE ENQ
            if command[2] == 2:  # noqa: PLR2004 - recover and clear
                self._forget()
            self._change(recoverable=self._paper.jammed, cutter=self._paper.cutter_blocked)
        elif command == frames.ASK_ROOM:
            self._send((BUFFER_BYTES - len(self._buffer)).to_bytes(2, "little"))
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
            self._paper.piece.data += self._buffer[:used]
            del self._buffer[:used]
            self._carry_out(now)

    def _carry_out(self, now: float) -> None:
        done = self._interpreter.take()
        self.faults += done.faults
        if done.stays_in is not None:
            self._stays_in = done.stays_in
        if done.draws_back_after is not None:
            self._draws_back_after = done.draws_back_after
        if done.automatic is not None:
            self._automatic = done.automatic
            if self._automatic:
                self._send(self._make.coding.to_bytes(self._status))
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
            self._begin(done.motion, now)

    def _begin(self, motion: Motion, now: float) -> None:
        self._motion = motion
        if motion.then is Then.OFFERED and self._make is not CITIZEN and not self._stays_in:
            self.faults.append("offered what already hung out while it was printed")
        seconds = HANDLING_SECONDS.get(motion.then, CUT_SECONDS if motion.then is Then.CUT else 0.0)
        seconds += motion.dots / DOTS_PER_MM / MM_PER_SECOND
        # Line follows line without a stop; after a rest the paper starts now.
        self._motion_ends = (self._free_from if self._rolling else now) + seconds
        self._rolling = True

    def _finish(self, motion: Motion) -> None:
        """The paper has moved: what stood in the line is on it."""
        paper = self._paper
        self._motion = None
        if motion.dots:
            paper.piece.rows.append(motion.row)
        paper.moved(motion.dots)
        match motion.then:
            case Then.CUT:
                paper.cut_through()
                if self._make is CITIZEN and not paper.cutter_blocked:  # it presents by itself
                    self._begin(Motion(_NO_ROW, 0, Then.OFFERED), self._clock.monotonic())
            case Then.OFFERED:
                paper.offer()
                if self._make is CITIZEN and self._draws_back_after:
                    self._draws_back_at = self._clock.monotonic() + self._draws_back_after
            case Then.DRAWN_BACK:
                paper.draw_back()
            case Then.EJECTED:
                paper.eject()
            case Then.STAYS:
                pass
        self._change(
            paper_end=paper.out,
            near_end=self._status.near_end or paper.near_end,
            cutter=self._status.cutter or paper.cutter_blocked,
            recoverable=self._status.recoverable or paper.jammed,
        )

    def _pass_time(self, now: float) -> None:
        """What happens unasked at its moment."""
        if self._draws_back_at is not None and now >= self._draws_back_at:
            self._draws_back_at = None
            self._paper.draw_back()
            self._change()
        if self._ghost_ends is not None and now >= self._ghost_ends:
            self._ghost_ends = None
            self._change(recoverable=self._paper.jammed)

    def _change(self, **changes: bool) -> None:
        """Change the status and say so, if the host wants to hear it."""
        before = self._status
        status = replace(before, **changes)
        at_mouth = self._paper.mouth is not None
        status = replace(status, cover_open=self._cover_open, feeding=self._feeding, at_mouth=at_mouth)
        stopped = status.cover_open or status.feeding or status.paper_end or status.error
        status = replace(status, offline=stopped)
        self._status = status
        if not at_mouth:
            self._draws_back_at = None
        said, said_before = map(self._make.coding.to_bytes, (status, before))
        if said != said_before and self._automatic and self._powered:
            self._send(said)
