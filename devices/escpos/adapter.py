"""A receipt printer that speaks ESC/POS: a job is done only when its end marker comes back from behind the cut.

Trouble shows in the automatic status and is raised as soon as that arrives. What the printer then still holds is thrown
away at once, because most makes would print it once the paper is back: a stranger's figures.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.deadline import Deadline
from devices.errors import (
    CutterFault,
    DeviceError,
    DeviceGone,
    LinkError,
    NoReply,
    OperationCancelled,
    PrinterError,
    PrinterFault,
    PrintUnproven,
)
from devices.escpos import condition, frames
from devices.escpos.conversation import ANSWER_SECONDS, Conversation
from devices.escpos.encoder import CUT_DOTS, Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.model import BATCH_BYTES, PrinterModel, fonts_of, model_of
from devices.health import Counters, DeviceInfo, DeviceState, Health, LastError, Supply
from devices.link import LineSettings, line_of, serial_opener
from devices.roles import DeviceEvent, PrintProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from devices.deadline import Time
    from devices.link import OpenLink
    from devices.paper import Receipt

PROOF_SECONDS: Final = 12.0
"""How long a mark may stay away. One window of text is some 300 mm of paper: 2 s on a fast printer, 6 s on a slow one."""
READY_SECONDS: Final = 2.0
"""How long a printer may be off line without saying why (somebody presses the feed button) before a job fails."""
CLEARED_SECONDS: Final = 1.0
OPEN_SECONDS: Final = 3.0
REOPEN_SECONDS: Final = 2.0
"""A lost printer is looked for this often."""
ABANDON_SECONDS: Final = 0.05
_IDENTITIES: Final = {65: "firmware", 66: "maker", 67: "model", 68: "serial"}


class EscPosPrinter:
    """An 80 mm receipt printer on a serial line."""

    def __init__(self, open_link: OpenLink, clock: Time, encoder: Encoder, model: PrinterModel | None = None) -> None:
        self._open_link = open_link
        self._clock = clock
        self._encoder = encoder
        self._model = model or PrinterModel()
        self._line: Conversation | None = None
        self._info = DeviceInfo()
        self._health = Health(
            supplies=MappingProxyType({"paper": Supply.UNKNOWN}),
            counters=Counters(since_seconds=clock.monotonic()),
            since_seconds=clock.monotonic(),
        )
        self._job = 0
        self._look_again_at = clock.monotonic()
        self._unclean = False
        """The printer may still hold part of a job."""
        self._hangs: bool | None = None
        """Whether a piece of paper that was not cut off hangs in the mouth. None: not known, an earlier process may have left
        one; `clear` cuts it off, a job doesn't, since after nearly every start there is none."""

    # -- what is known ------------------------------------------------------------------------------------

    def info(self) -> DeviceInfo:
        """Say who made it, as far as it told at the last opening."""
        return self._info

    def health(self) -> Health:
        """Say how it is, from what is known."""
        return self._health

    def _show(self, line: Conversation, *, busy: bool = False) -> None:
        """Make `health` say what the printer says."""
        self._turn(condition.state(line.status, busy=busy), condition.paper(line.status))

    def _turn(self, state: DeviceState, paper: Supply) -> None:
        health = self._health.turned(state, self._clock.monotonic())
        if health.supplies["paper"] is not paper:
            health = replace(health, supplies=MappingProxyType({"paper": paper}))
        self._health = health

    def _failed(self, error: DeviceError) -> None:
        """Note a failed operation; a broken line is closed, to be opened anew."""
        lost = isinstance(error, LinkError)
        if not isinstance(error, OperationCancelled):
            counters = self._health.counters
            counters = replace(
                counters,
                failures=counters.failures + 1,
                communication_errors=counters.communication_errors + lost,
            )
            newest = LastError(error.code, error.action, error.detail, self._clock.monotonic())
            self._health = replace(self._health, counters=counters, last_error=newest)
        if lost:
            self._lose(DeviceState.NO_DEVICE if isinstance(error, DeviceGone) else DeviceState.OFFLINE)
        elif self._line is not None:
            self._show(self._line)

    def _lose(self, state: DeviceState) -> None:
        if self._line is not None:
            self._line.link.close()
            self._line = None
        self._look_again_at = self._clock.monotonic() + REOPEN_SECONDS
        self._turn(state, Supply.UNKNOWN)

    # -- the line -----------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        line = self._line
        if line is not None:
            line.link.close()

    def _opened(self, deadline: Deadline) -> Conversation:
        """The open line; opens it and greets the printer if need be. Raises `DeviceGone` and `NoReply`."""
        if self._line is not None:
            return self._line
        line = Conversation(self._open_link(), self._clock, self._model.baud)
        try:
            line.refresh(deadline)
            # A process that was killed may have left half a job behind, and the printer in the midst of a command.
            self._throw_away(line, deadline)
            line.wait(lambda: line.cleared, ANSWER_SECONDS if self._model.clears_buffers else 0.0, deadline)
            line.write(frames.INITIALISE + frames.AUTOMATIC_STATUS, deadline)
            self._info = DeviceInfo(**dict(self._identities(line, deadline)))
        except DeviceError:
            line.link.close()
            raise
        self._line = line
        self._show(line)
        return line

    @staticmethod
    def _identities(line: Conversation, deadline: Deadline) -> Iterator[tuple[str, str]]:
        """What the printer says of itself. It is a buffered question: off line it isn't answered, nor by many clones."""
        if line.status.offline:
            return
        for n, name in _IDENTITIES.items():
            text = line.identity(n, deadline)
            if text is None:
                return
            yield name, text

    def _throw_away(self, line: Conversation, deadline: Deadline) -> None:
        """Order everything received to be thrown away, in real time."""
        line.cleared = False
        line.write(frames.CLEAR_BUFFERS if self._model.clears_buffers else frames.RECOVER_AND_CLEAR, deadline)

    def probe(self, deadline: Deadline) -> Health:
        """Ask the printer how it is, opening the line if need be. Never raises for a printer that is not well."""
        try:
            line = self._opened(deadline)
            line.refresh(deadline)
            self._show(line)
        except DeviceError as error:
            self._failed(error)
        return self._health

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Take in automatic status until the deadline; look for a lost printer now and then."""
        before = self._health
        try:
            while deadline.remaining() != 0.0 and not deadline.cancelled:
                if self._line is not None:
                    self._line.take(deadline)
                    self._show(self._line)
                    self._line.poll(Deadline(self._clock, ABANDON_SECONDS))
                elif self._clock.monotonic() >= self._look_again_at:
                    self._opened(Deadline(self._clock, OPEN_SECONDS))
                else:
                    deadline.rest()
        except DeviceError as error:
            self._listened_in_vain(error)
        return [] if self._health == before else [DeviceEvent(self._health)]

    def _listened_in_vain(self, error: DeviceError) -> None:
        """Note that the printer is not there; only its going is a failure worth counting, not each look for it."""
        if self._line is not None:
            self._failed(error)
        else:
            self._lose(DeviceState.NO_DEVICE if isinstance(error, DeviceGone) else DeviceState.OFFLINE)

    # -- printing -----------------------------------------------------------------------------------------

    def print(self, receipt: Receipt, deadline: Deadline, *, progress: Callable[[PrintProgress], None]) -> None:
        """Print and cut one receipt; return only when the printer has proved it. Errors as in `ReceiptPrinter`."""
        counters = self._health.counters
        self._health = replace(self._health, counters=replace(counters, operations=counters.operations + 1))
        try:
            pieces = self._encoder.pieces(receipt)
            line = self._opened(deadline)
            if self._unclean:
                self._clean(line, deadline)
            self._ready(line, deadline)
            self._show(line, busy=True)
            if self._hangs:
                self._cut_off(line, deadline)
            self._run(line, self._batches(pieces), deadline, progress)
            self._show(line)
        except DeviceError as error:
            self._failed(error)
            raise

    def _ready(self, line: Conversation, deadline: Deadline) -> None:
        """See that the printer can print now. Raises `PrinterError` and `NoReply`."""
        line.refresh(deadline)
        until = self._clock.monotonic() + READY_SECONDS
        while True:
            if error := condition.trouble(line.status):
                raise error
            if not line.status.offline:
                return
            if self._clock.monotonic() >= until:
                raise PrinterFault("off line without saying why")
            deadline.pause(ANSWER_SECONDS)
            line.refresh(deadline)

    def _mark(self) -> tuple[bytes, bytes]:
        """A fresh process id, and the bytes that have it said back."""
        self._job = self._job % 9999 + 1
        process_id = b"%04d" % self._job
        return process_id, frames.mark(process_id) if self._model.process_ids else frames.ASK_PAPER_BUFFERED

    def _batches(self, pieces: tuple[bytes, ...]) -> list[bytes]:
        """The job in parts that are marked: one, unless it is longer than the printer holds; and the cut."""
        ending = len(frames.cut(CUT_DOTS)) + 2 * len(frames.mark(bytes(4)))
        short = sum(map(len, pieces)) + ending <= self._model.window
        limit = self._model.window if short else BATCH_BYTES
        batches = [b""]
        for piece in pieces:
            if batches[-1] and len(batches[-1]) + len(piece) > limit:
                batches.append(b"")
            batches[-1] += piece
        return [*batches, frames.cut(CUT_DOTS)]

    def _run(
        self, line: Conversation, batches: list[bytes], deadline: Deadline, progress: Callable[[PrintProgress], None]
    ) -> None:
        """Send the marked batches, never more than the window ahead of the paper, and wait for the last mark.

        The last batch is the cut: while only its mark is missing, everything stands on the paper.
        """
        marks = [self._mark() for _ in batches]
        total = sum(map(len, batches)) + sum(len(order) for _, order in marks)
        sent = 0

        def between(count: int) -> None:
            nonlocal sent
            if error := condition.trouble(line.status):
                raise error
            if count:
                sent += count
                progress(PrintProgress(sent, total))

        self._hangs = self._unclean = True
        unproved: list[tuple[bytes, int]] = []
        line.printed, line.buffered = None, 0
        try:
            for batch, (process_id, order) in zip(batches, marks, strict=True):
                while unproved and sum(size for _, size in unproved) + len(batch) + len(order) > self._model.window:
                    self._prove(line, unproved, deadline)
                unproved.append((process_id, len(batch) + len(order)))
                line.send(batch + order, deadline, between=between)
            while unproved:
                self._prove(line, unproved, deadline)
            if not self._model.process_ids:
                # A buffered answer is one byte, and a printer that loses its power may send one.
                line.refresh(deadline)
        except DeviceError as error:
            self._abandon(line)
            raise self._ended_with(error, all_sent=sent == total, left=len(unproved)) from None
        self._hangs = self._unclean = False

    def _ended_with(self, error: DeviceError, *, all_sent: bool, left: int) -> DeviceError:
        """What a job that was not proved is reported as: an error that says "not complete" must be sure of it."""
        if isinstance(error, PrintUnproven):
            return error if all_sent else NoReply("a mark stayed away")
        if not all_sent:
            return error
        if isinstance(error, LinkError):
            self._lose(DeviceState.NO_DEVICE if isinstance(error, DeviceGone) else DeviceState.OFFLINE)
            return PrintUnproven(error.detail)
        if left == 1 and isinstance(error, PrinterError) and not isinstance(error, CutterFault):
            return PrintUnproven(f"{error.code} while cutting")
        return error

    def _prove(self, line: Conversation, unproved: list[tuple[bytes, int]], deadline: Deadline) -> None:
        """Wait until the first of the marks has come back, and take it off. Raises the printer's trouble and `LinkError`."""

        def over() -> bool:
            # Of several marks a printer may say only the newest; one of another job proves nothing.
            marked = any(line.printed == process_id for process_id, _ in unproved)
            proved = marked if self._model.process_ids else line.buffered > 0
            if not proved:  # what was printed was printed, whatever the printer says in the same breath
                if error := condition.trouble(line.status):
                    raise error
                line.poll(deadline)
            return proved

        if not line.wait(over, PROOF_SECONDS, deadline):
            raise PrintUnproven("the end marker stayed away")
        unproved.pop(0)
        line.buffered -= not self._model.process_ids

    def _abandon(self, line: Conversation) -> None:
        """Have the rest of a failed job thrown away at once. Whether it worked is seen to by the next `clear` or job."""
        try:
            self._throw_away(line, Deadline(self._clock, ABANDON_SECONDS))
        except DeviceError:
            return  # the line is what failed; `_unclean` stands

    # -- clearing -----------------------------------------------------------------------------------------

    def clear(self, deadline: Deadline) -> None:
        """Throw away what the printer still holds, and cut off what hangs out if it can. Raises `DeviceError`."""
        try:
            line = self._opened(deadline)
            self._clean(line, deadline)
            line.refresh(deadline)
            able = not line.status.offline and condition.trouble(line.status) is None
            if able and self._hangs is not False:
                self._cut_off(line, deadline)
            self._show(line)
        except DeviceError as error:
            self._failed(error)
            raise

    def reset(self, deadline: Deadline) -> None:
        """Open the line anew and clear the printer. Raises `DeviceError`."""
        self._lose(DeviceState.STARTING)
        self.clear(deadline)

    def _clean(self, line: Conversation, deadline: Deadline) -> None:
        line.refresh(deadline)
        if line.status.recoverable or line.status.cutter:
            line.write(frames.RECOVER_AND_CLEAR, deadline)
        self._throw_away(line, deadline)
        if self._model.clears_buffers and not line.wait(lambda: line.cleared, CLEARED_SECONDS, deadline):
            raise NoReply("the buffers were not cleared")
        line.write(frames.INITIALISE + frames.AUTOMATIC_STATUS, deadline)
        self._unclean = False

    def _cut_off(self, line: Conversation, deadline: Deadline) -> None:
        """Cut off the piece that a failed job left hanging, so that it doesn't come with the next person's receipt."""
        line.write(frames.cut(CUT_DOTS), deadline)
        self._hangs = False


def printer(settings: Mapping[str, object], clock: Time) -> EscPosPrinter:
    """Make the printer from its table in kiosk.toml; `devices.escpos.model` says what may stand there.

    Raises `ValueError` naming the setting that is wrong.
    """
    address, line = line_of(settings, LineSettings(baud=PrinterModel().baud))
    model = model_of(settings, line.baud)
    encoder = Encoder(FontGlyphs(fonts_of(settings)), model.charset)
    return EscPosPrinter(serial_opener(address, line), clock, encoder, model)
