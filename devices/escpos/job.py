"""One receipt on its way to the paper: sent in marked batches, and proved only when the mark behind the cut comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import CutterFault, LinkError, NoReply, PrinterError, PrintUnproven
from devices.escpos import frames
from devices.escpos.condition import trouble
from devices.escpos.conversation import ANSWER_SECONDS
from devices.escpos.model import BATCH_BYTES
from devices.roles import PrintProgress

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline
    from devices.errors import DeviceError
    from devices.escpos.conversation import Conversation
    from devices.escpos.model import PrinterModel

PROOF_SECONDS: Final = 12.0
"""How long a mark may stay away. One window of text is some 300 mm of paper: 2 s on a fast printer, 6 s on a slow one."""


class Job:
    """A receipt's pieces for one printer. `next_id` gives process ids that no job before had lately.

    `window` is how many bytes the printer may hold unprinted.
    """

    def __init__(
        self,
        line: Conversation,
        model: PrinterModel,
        pieces: tuple[bytes, ...],
        next_id: Callable[[], bytes],
        window: int,
    ) -> None:
        self._line = line
        self._model = model
        self._window = window
        self._batches = self._batched(pieces)
        self._marks = [self._mark(next_id()) for _ in self._batches]
        self._unproved: list[tuple[bytes, int]] = []
        self._total = sum(map(len, self._batches)) + sum(len(order) for _, order in self._marks)
        self._sent = 0

    def _mark(self, process_id: bytes) -> tuple[bytes, bytes]:
        """A process id, and the bytes that have it said back; without process ids, a question that waits for its turn."""
        return process_id, frames.mark(process_id) if self._model.process_ids else frames.ASK_PAPER_BUFFERED

    def _batched(self, pieces: tuple[bytes, ...]) -> list[bytes]:
        """The job in parts that are marked: one, unless it is longer than the printer holds; and the cut."""
        ending = len(self._model.ending) + 2 * len(frames.mark(bytes(4)))
        short = sum(map(len, pieces)) + ending <= self._window
        limit = self._window if short else BATCH_BYTES
        batches = [b""]
        for piece in pieces:
            if batches[-1] and len(batches[-1]) + len(piece) > limit:
                batches.append(b"")
            batches[-1] += piece
        return [*batches, self._model.ending]

    def run(self, deadline: Deadline, progress: Callable[[PrintProgress], None]) -> None:
        """Send the marked batches, never more than the window ahead of the paper, and wait for the last mark.

        The last batch is the cut: while only its mark is missing, everything stands on the paper. Raises `DeviceError`;
        `ended_with` says what to report.
        """

        def between(count: int) -> None:
            if error := trouble(self._line.status):
                raise error
            if count:
                self._sent += count
                progress(PrintProgress(self._sent, self._total))

        self._line.printed, self._line.buffered = None, 0
        for batch, (process_id, order) in zip(self._batches, self._marks, strict=True):
            while self._unproved and sum(size for _, size in self._unproved) + len(batch) + len(order) > self._window:
                self._prove(deadline)
            self._unproved.append((process_id, len(batch) + len(order)))
            self._line.send(batch + order, deadline, between=between)
        while self._unproved:
            self._prove(deadline)
        if not self._model.process_ids:
            self._confirm(deadline)

    def _prove(self, deadline: Deadline) -> None:
        """Wait until the first of the marks has come back, and take it off. Raises the printer's trouble and `LinkError`."""
        line = self._line

        def over() -> bool:
            # Of several marks a printer may say only the newest; one of another job proves nothing.
            marked = any(line.printed == process_id for process_id, _ in self._unproved)
            proved = marked if self._model.process_ids else line.buffered > 0
            if not proved:  # what was printed was printed, whatever the printer says in the same breath
                if error := trouble(line.status):
                    raise error
                line.poll(deadline)
            return proved

        if not line.wait(over, PROOF_SECONDS, deadline):
            raise PrintUnproven("the end marker stayed away")
        self._unproved.pop(0)
        line.buffered -= not self._model.process_ids

    def _confirm(self, deadline: Deadline) -> None:
        """Make sure of marks that are no more than one byte each: noise may have passed for any of them.

        Asked for more often than there are marks, even if each mark's answer comes doubled: then one answer at least is to a
        question behind them all. Some may get lost. Noise may come of a printer that loses its power, too, so it must still
        be there at the end.
        """
        line, marks = self._line, len(self._marks)
        needed, asked = 2 * marks + 1, 3 * marks + 1
        line.take(deadline.within(ANSWER_SECONDS))
        line.buffered = 0
        line.write(frames.ASK_PAPER_BUFFERED * asked, deadline)

        def over() -> bool:
            if line.buffered >= needed:
                return True
            if error := trouble(line.status):
                raise error
            line.poll(deadline)
            return False

        if not line.wait(over, PROOF_SECONDS, deadline):
            raise PrintUnproven("the end marker was not confirmed")
        line.refresh(deadline)

    def ended_with(self, error: DeviceError) -> DeviceError:
        """What a job that was not proved is reported as: an error that says "not complete" must be sure of it."""
        all_sent = self._sent == self._total
        if isinstance(error, PrintUnproven):
            return error if all_sent else NoReply("a mark stayed away")
        if not all_sent:
            return error
        if isinstance(error, LinkError):
            return PrintUnproven(error.detail)
        if not isinstance(error, PrinterError) or len(self._unproved) > 1:
            return error
        if not self._unproved:  # its mark came, but nothing confirmed it
            return PrintUnproven(f"{error.code} at the end")
        return error if isinstance(error, CutterFault) else PrintUnproven(f"{error.code} while cutting")
