"""A receipt printer that speaks ESC/POS: a job is done only when its end marker comes back from behind the cut.

Trouble shows in the automatic status and is raised as soon as that arrives. What the printer then still holds is thrown
away at once, because most makes would print it once the paper is back: a stranger's figures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.deadline import Deadline
from devices.errors import CoverOpen, DeviceError, LinkError, PaperJam, PrinterFault
from devices.escpos import condition, presenter
from devices.escpos.asking import question
from devices.escpos.condition import PrinterCondition
from devices.escpos.connection import Connection
from devices.escpos.conversation import ANSWER_SECONDS
from devices.escpos.encoder import Encoder
from devices.escpos.forecast import Forecast
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.job import Job
from devices.escpos.length import length
from devices.escpos.makes import CUT_DOTS
from devices.escpos.model import CUTTER_DOTS, MODEL_SETTINGS, PrinterModel, book_of, fonts_of, model_of
from devices.finding import link_opener
from devices.health import Ability, Capabilities
from devices.link import LineSettings, serial_opener
from devices.roles import DeviceEvent
from devices.self_test import tested
from devices.setting import line_settings, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.deadline import Time
    from devices.escpos.conversation import Conversation
    from devices.escpos.roll_book import RollBook
    from devices.health import DeviceInfo, Health, SelfTest
    from devices.link import OpenLink, OpenPort
    from devices.paper import Receipt
    from devices.roles import PrintProgress

READY_SECONDS: Final = 2.0
"""How long a printer may be off line without saying why (somebody presses the feed button) before a job fails."""
OPEN_SECONDS: Final = 3.0
ABANDON_SECONDS: Final = 0.05
LOOK_SECONDS: Final = 0.05
"""How soon a fault that has just appeared is looked at again."""


class EscPosPrinter:
    """An 80 mm receipt printer on a serial line."""

    def __init__(
        self,
        open_link: OpenLink,
        clock: Time,
        encoder: Encoder,
        model: PrinterModel | None = None,
        book: RollBook | None = None,
    ) -> None:
        self._clock = clock
        self._encoder = encoder
        self._model = model or PrinterModel()
        self._roll = Forecast(self._model.near_end_mm, roll_mm=self._model.roll_mm, book=book)
        self._condition = PrinterCondition(clock, presents=self.presents, low=lambda: self._roll.low)
        self._connection = Connection(open_link, clock, self._model, seen=self._roll.see)
        self._job = 0
        self._unclean = False
        """The printer may still hold part of a job."""
        self._hangs: bool | None = None
        """Whether a piece of paper that was not cut off hangs in the mouth. None: not known, an earlier process may have left
        one; `clear` cuts it off, a job doesn't, since after nearly every start there is none."""

    # -- what is known ------------------------------------------------------------------------------------

    def info(self) -> DeviceInfo:
        """Say who made it, as far as it told at the last opening."""
        return self._connection.info

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        able = {Ability.ANSWERS, Ability.CUTS, Ability.PROVES_PRINTS, Ability.SEES_NEAR_END}
        able |= {Ability.PRESENTS} if self.presents else set()
        able |= {Ability.PRINTS_PICTURES} if self._model.pictures else set()
        return Capabilities("serial", frozenset(able), ("paper",))

    def health(self) -> Health:
        """Say how it is, from what is known."""
        health = self._condition.health
        return replace(health, counters=replace(health.counters, prints_since_roll=self._roll.printed_pieces))

    @property
    def presents(self) -> bool:
        """Whether a presenter holds the paper until it is taken, knows when it was, and can take it back."""
        return self._model.make.presenter is not None

    def statements_left(self, dots: int | None = None) -> int | None:
        """How many pieces `dots` long, or as long as the longest so far, the roll still holds; None while nobody can tell."""
        return self._roll.pieces(None if dots is None else dots + CUTTER_DOTS + CUT_DOTS)

    def roll_changed(self) -> None:
        """Take note that somebody put a new roll in; without I/O."""
        self._roll.changed()
        if self._connection.line is not None:
            self._condition.show(self._connection.line.status)

    def _failed(self, error: DeviceError) -> None:
        """Note a failed operation; a broken line is closed, to be opened anew."""
        self._condition.failed(error)
        if isinstance(error, LinkError):
            self._lose(error)
        elif self._connection.line is not None:
            self._condition.show(self._connection.line.status, at_once=True)

    def _lose(self, error: DeviceError | None) -> None:
        self._connection.drop()
        self._roll.lost()
        self._condition.lost(error)

    # -- the line -----------------------------------------------------------------------------------------

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        self._connection.close()

    def _opened(self, deadline: Deadline) -> Conversation:
        """The open line. Raises `DeviceGone` and `NoReply`."""
        new = self._connection.line is None
        line = self._connection.opened(deadline)
        if new:
            self._roll.of_printer(self._connection.info.serial)
            self._condition.show(line.status)
        return line

    def probe(self, deadline: Deadline) -> Health:
        """Ask the printer how it is, opening the line if need be. Never raises for a printer that is not well."""
        try:
            line = self._opened(deadline)
            line.refresh(deadline)
            self._connection.recover(line, deadline)
            while not self._condition.show(line.status):
                line.wait(lambda: False, LOOK_SECONDS, deadline)
        except DeviceError as error:
            self._failed(error)
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Take in automatic status until the deadline or a change; look for a lost printer now and then."""
        before = self.health()
        try:
            while deadline.remaining() != 0.0 and not deadline.cancelled and self.health() == before:
                if self._connection.line is not None:
                    self._hear(self._connection.line, deadline)
                elif self._clock.monotonic() >= self._condition.retry_at:
                    self._opened(Deadline(self._clock, OPEN_SECONDS))
                else:
                    deadline.rest()
        except DeviceError as error:
            self._listened_in_vain(error)
        return [] if self.health() == before else [DeviceEvent(self.health())]

    def _hear(self, line: Conversation, deadline: Deadline) -> None:
        """Take in what arrives within one slice, less while a fault is so new that it may be none."""
        settled = self._condition.show(line.status)
        line.take(deadline if settled else deadline.within(LOOK_SECONDS))
        self._condition.show(line.status)
        line.poll(Deadline(self._clock, ABANDON_SECONDS))

    def _listened_in_vain(self, error: DeviceError) -> None:
        """Note that the printer is not there; only its going is a failure worth counting, not each look for it."""
        if self._connection.line is not None:
            self._failed(error)
        else:
            self._lose(error)

    # -- printing -----------------------------------------------------------------------------------------

    def print(self, receipt: Receipt, deadline: Deadline, *, progress: Callable[[PrintProgress], None]) -> None:
        """Print and cut one receipt; return only when the printer has proved it. Errors as in `ReceiptPrinter`.

        What still hangs in a presenter's mouth from before is drawn back first. Raises `PaperTooLittle`, before anything is
        sent, when the roll is known to be too short.
        """
        self._condition.began()
        try:
            pieces = self._encoder.pieces(receipt)
            needed = length(receipt, self._encoder.charset) + CUTTER_DOTS + CUT_DOTS
            line = self._opened(deadline)
            if self._unclean:
                self._connection.clean(line, deadline)
            self._ready(line, deadline)
            self._roll.check(needed)
            if line.status.at_mouth:
                self._draw_back(line, deadline)
            self._condition.show(line.status, busy=True)
            if self._hangs:
                self._cut_off(line, deadline)
            self._run(
                Job(line, self._model, pieces, self._next_id, self._connection.window), needed, line, deadline, progress
            )
            if self.presents:
                line.refresh(deadline)
            self._condition.show(line.status, at_once=True)
        except DeviceError as error:
            self._failed(error)
            raise

    def _ready(self, line: Conversation, deadline: Deadline) -> None:
        """See that the printer can print now. Raises `PrinterError` and `NoReply`."""
        line.refresh(deadline)
        began = self._clock.monotonic()
        while True:
            waited = self._clock.monotonic() - began
            error = condition.trouble(line.status)
            flickers = isinstance(error, CoverOpen | PaperJam) and waited < condition.SETTLE_SECONDS
            if error is not None and not flickers:
                raise error
            if error is None and not line.status.offline:
                return
            if waited >= READY_SECONDS:
                raise PrinterFault("off line without saying why")
            line.wait(lambda: False, LOOK_SECONDS if flickers else ANSWER_SECONDS, deadline)
            line.refresh(deadline)

    def _next_id(self) -> bytes:
        """A fresh process id."""
        self._job = self._job % 9999 + 1
        return b"%04d" % self._job

    def _run(
        self,
        job: Job,
        needed: int,
        line: Conversation,
        deadline: Deadline,
        progress: Callable[[PrintProgress], None],
    ) -> None:
        self._hangs = self._unclean = True
        self._roll.begun(needed)
        try:
            job.run(deadline, progress)
        except DeviceError as error:
            self._abandon(line)
            if isinstance(error, LinkError):
                self._lose(error)
            raise job.ended_with(error) from None
        finally:
            self._roll.printed(needed)
        self._hangs = self._unclean = False

    def _abandon(self, line: Conversation) -> None:
        """Have the rest of a failed job thrown away at once. Whether it worked is seen to by the next `clear` or job."""
        try:
            self._connection.throw_away(line, Deadline(self._clock, ABANDON_SECONDS))
        except DeviceError:
            return  # the line is what failed; `_unclean` stands

    # -- the presenter ------------------------------------------------------------------------------------

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when the presented paper was taken. Raises `OperationTimedOut` when it still hangs there, and `LinkError`.

        A printer without a presenter can't know: it lets the deadline pass, and whoever waits asks the person meanwhile.
        """
        try:
            line = self._opened(deadline)
            presenter.wait_taken(line, self._model.make.presenter, deadline)
            self._condition.show(line.status)
        except LinkError as error:
            self._failed(error)
            raise

    def take_back(self, deadline: Deadline) -> bool:
        """Draw paper that was left behind back into the machine; False where nothing hangs there. Raises `DeviceError`."""
        if not self.presents:
            return False
        try:
            line = self._opened(deadline)
            line.refresh(deadline)
            if line.status.at_mouth:
                self._draw_back(line, deadline)
                return True
            self._condition.show(line.status)
        except DeviceError as error:
            self._failed(error)
            raise
        return False

    def _draw_back(self, line: Conversation, deadline: Deadline) -> None:
        if self._model.make.presenter is not None:
            presenter.draw_back(line, self._model.make.presenter, deadline)
            self._condition.taken_back = True
            self._condition.show(line.status)

    # -- clearing -----------------------------------------------------------------------------------------

    def clear(self, deadline: Deadline) -> None:
        """Throw away what the printer still holds, and cut off what hangs out if it can. Raises `DeviceError`."""
        try:
            line = self._opened(deadline)
            self._connection.clean(line, deadline)
            self._unclean = False
            line.refresh(deadline)
            able = not line.status.offline and condition.trouble(line.status) is None
            if able and self._hangs is not False:
                self._cut_off(line, deadline)
            self._condition.show(line.status, at_once=True)
        except DeviceError as error:
            self._failed(error)
            raise

    def reset(self, deadline: Deadline) -> None:
        """Open the line anew and clear the printer. Raises `DeviceError`."""
        self._lose(None)
        self.clear(deadline)

    def _cut_off(self, line: Conversation, deadline: Deadline) -> None:
        """Cut off the piece that a failed job left hanging, so that it doesn't come with the next person's receipt.

        A presenter draws it in, so that nobody sees it.
        """
        held = self._model.make.presenter
        line.write(self._model.make.cut + (held.take_back if held is not None else b""), deadline)
        self._hangs = False


LINE: Final = LineSettings(baud=PrinterModel().baud)
SETTINGS: Final = (*line_settings(LINE), *MODEL_SETTINGS)


def printer(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> EscPosPrinter:
    """Make the printer from its table in kiosk.toml.

    `port`, `baud` and how the line is held off as in `devices.finding`; `model` ("epson", "custom", "citizen" or "snbc")
    and what may differ from it as in `devices.escpos.model`. Raises `ValueError` naming the setting that is wrong.
    """
    only(settings, SETTINGS)
    coding = model_of(settings, PrinterModel().baud).make.coding
    opener, line = link_opener(settings, LINE, lambda at: question(at, coding), clock, open_port)
    model = model_of(settings, line.baud)
    encoder = Encoder(FontGlyphs(fonts_of(settings)), model.charset, model.make.setup)
    return EscPosPrinter(opener, clock, encoder, model, book_of(settings))
