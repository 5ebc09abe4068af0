"""The receipt printer's simulator: the machine, and the hands of a person and of fate on it. Development only."""

from __future__ import annotations

from dataclasses import replace

from devices.escpos.commands import DRAWS_BACK_AFTER, Interpreter, Then
from devices.escpos.roll import Piece
from devices.escpos.simulated_machine import Machine
from devices.escpos.simulated_paper import ROLL_MM
from devices.escpos.status import Status


class EscPosSimulator(Machine):
    """An 80 mm receipt printer as a `Simulator`, with the verbs of a person and of fate.

    `model` is one of `makes.MAKES`, and what it knows that of its make unless told otherwise.
    """

    # -- verbs --------------------------------------------------------------------------------------------

    def paper_out(self) -> None:
        """Use up the paper now."""
        self.paper_runs_out_after(0.0)

    def paper_runs_out_after(self, mm: float) -> None:
        """Let the paper end after so many millimetres more."""
        with self._lock:
            self._paper.left_mm = mm
            self._change(paper_end=self._paper.out)
        self._send(b"")

    def near_end(self) -> None:
        """Let the roll become thin."""
        with self._lock:
            self._paper.left_mm = min(self._paper.left_mm, self._paper.near_end_mm)
            self._change(near_end=True)

    def near_end_at(self, mm: float) -> None:
        """Set the near-end sensor so that it sees the core with so many millimetres left."""
        with self._lock:
            self._paper.near_end_mm = mm
            self._change(near_end=self._paper.near_end)

    def refill(self) -> None:
        """Put a new roll in."""
        self.refill_with(ROLL_MM)

    def refill_with(self, mm: float) -> None:
        """Put a roll in that holds so much."""
        with self._lock:
            self._paper.left_mm = mm
            self._change(paper_end=self._paper.out, near_end=self._paper.near_end)
        self._send(b"")

    def cover_open(self) -> None:
        """Open the cover; the paper stops where it is."""
        with self._lock:
            self._cover_open = True
            if self._motion is not None:
                self._finish(replace(self._motion, then=Then.STAYS))
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
            self._paper.jammed = True
            self._change(recoverable=True)

    def clear_jam(self) -> None:
        """Pull the crumpled paper out; the printer goes on when it is told to."""
        with self._lock:
            self._paper.jammed = self._paper.presenter_will_jam = False

    def ghost_jam(self, seconds: float) -> None:
        """Let the sensor see a jam for so long that isn't there."""
        with self._lock:
            self._ghost_ends = self._clock.monotonic() + seconds
            self._change(recoverable=True)
        self._send(b"")

    def jam_presenter(self) -> None:
        """Let the next paper get stuck in the presenter."""
        with self._lock:
            self._paper.presenter_will_jam = True

    def take_paper(self) -> Piece | None:
        """Pull the paper out of the presenter's mouth; None: nothing hangs there, or it is stuck."""
        with self._lock:
            piece = self._paper.take()
            self._change()
        self._send(b"")
        return piece

    def stick_cutter(self) -> None:
        """Let the next cut get stuck."""
        with self._lock:
            self._paper.cutter_will_stick = True

    def free_cutter(self) -> None:
        """Free the cutter; the printer goes on when it is told to."""
        with self._lock:
            self._paper.cutter_will_stick = self._paper.cutter_blocked = False

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
            self._interpreter = Interpreter(self._make)
            self._stays_in, self._draws_back_after = False, DRAWS_BACK_AFTER
        self._send(b"")

    def power_on(self) -> None:
        """Switch it on again."""
        with self._lock:
            self._powered = True
            self._status = Status()
            paper = self._paper
            self._change(paper_end=paper.out, near_end=paper.near_end)
            self._change(recoverable=paper.jammed, cutter=paper.cutter_blocked)

    # -- what came of it ----------------------------------------------------------------------------------

    def receipts(self) -> list[Piece]:
        """The pieces cut off so far."""
        with self._lock:
            return list(self._paper.cut)

    def empty_slot(self) -> list[Piece]:
        """Take away all that was cut off so far, wherever it went, and return it."""
        with self._lock:
            pieces = self._paper.cut
            self._paper.cut, self._paper.taken, self._paper.drawn_back = [], [], []
            return pieces

    def at_mouth(self) -> Piece | None:
        """What hangs in the presenter's mouth."""
        with self._lock:
            return self._paper.mouth

    def taken(self) -> list[Piece]:
        """The pieces that went to whoever stood there."""
        with self._lock:
            return list(self._paper.taken)

    def drawn_back(self) -> list[Piece]:
        """The pieces the presenter drew back in."""
        with self._lock:
            return list(self._paper.drawn_back)

    def hanging(self) -> Piece:
        """What is printed and not cut off yet."""
        with self._lock:
            return Piece(list(self._paper.piece.rows), self._paper.piece.data[:])

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
