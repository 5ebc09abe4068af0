"""A printer with its journal: what a printing lane carries. Each sheet is intended, sending, proved, each synced.

Whatever happens between two steps, the journal tells afterwards whether a document is not printed, printed, or a matter
for a person to look at; nothing is printed twice by itself.
"""

from __future__ import annotations

import contextlib
import importlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar

from devices.errors import (
    DeviceError,
    LinkError,
    OperationCancelled,
    OperationTimedOut,
    PaperTooLittle,
    PrinterError,
    PrintUnproven,
)
from devices.health import Ability, Supply
from kiosk.core.languages import CHINESE
from kiosk.core.page import LaneKey, Progress
from kiosk.core.pseudonym import Pseudonym, pseudonym
from kiosk.core.record import RecordError
from kiosk.ledger.document import Document
from kiosk.statement.seal import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.deadline import Deadline
    from devices.health import DeviceInfo, Health
    from devices.paper import PaperItem, Receipt
    from devices.roles import Device, DocumentPrinter, Event, PrintProgress, ReceiptPrinter
    from kiosk.core.clock import Clock
    from kiosk.core.page import Report
    from kiosk.ledger.document import Entry, PrintTicket
    from kiosk.ledger.journal import PrintJournal
    from kiosk.statement.companion import Companion
    from kiosk.statement.model import Statement
    from kiosk.statement.seal import Sealer

CLEAR_SECONDS: Final = 5.0
"""How long throwing away what a printer still holds may take."""
POLL_SECONDS: Final = 0.5
"""How often a printer that waits for paper is asked."""


R = TypeVar("R")


class Output(Protocol[R]):
    """A printer and the renderer that makes what it takes."""

    @property
    def device(self) -> Device:
        """The printer."""
        ...

    lane: ClassVar[str]
    """The name of its lane, for the journal."""

    def warm(self) -> None:
        """Load what rendering needs, before anybody waits for it."""
        ...

    def render(self, statement: Statement) -> R:
        """Make what `send` takes, without I/O to the printer."""
        ...

    def sheets_in(self, rendered: R) -> int:
        """How many sheets it will be; where they are several, progress is told in them."""
        ...

    def send(self, rendered: R, deadline: Deadline, progress: Callable[[PrintProgress], None]) -> int:
        """Print it; return how many sheets, only when the printer has proved it."""
        ...

    def clear(self, deadline: Deadline) -> None:
        """Throw away what the printer still holds."""
        ...

    @property
    def presents(self) -> bool:
        """Whether the printer holds a sheet until it is taken, knows when, and can take it back."""
        ...

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when the presented sheet was taken."""
        ...

    def take_back(self, deadline: Deadline) -> bool:
        """Draw a sheet that was left behind in; False where nothing hangs there."""
        ...

    def sheets_left(self) -> int | None:
        """How many sheets the paper is still known to be enough for."""
        ...

    def paper_changed(self) -> None:
        """Take note that somebody put new paper in."""
        ...


class Slips:
    """The receipt printer: 80 mm slips, and on them the same in the language that `language` names."""

    lane: ClassVar[str] = "receipt_printer"

    def __init__(self, printer: ReceiptPrinter, language: Callable[[], str] = lambda: CHINESE) -> None:
        self.device = printer
        self._language = language

    def warm(self) -> None:
        """Load the layout of slips: some 6 ms between the first 打印 and its first byte."""
        importlib.import_module("kiosk.statement.receipt")

    def render(self, statement: Statement) -> Receipt:
        """Lay the statement out as lines of a slip."""
        from kiosk.statement.receipt import receipt  # noqa: PLC0415 - home is painted before this is needed

        return receipt(statement, self._beside(statement))

    def _beside(self, statement: Statement) -> tuple[PaperItem, ...]:
        code = self._language()
        if code == CHINESE:
            return ()
        from kiosk.statement.beside import beside  # noqa: PLC0415 - as above

        return beside(code).items(statement, pictures=Ability.PRINTS_PICTURES in self.device.capabilities().abilities)

    def sheets_in(self, rendered: Receipt) -> int:
        """Every slip is one, however long."""
        del rendered
        return 1

    def send(self, rendered: Receipt, deadline: Deadline, progress: Callable[[PrintProgress], None]) -> int:
        """Print and cut one slip."""
        self.device.print(rendered, deadline, progress=progress)
        return 1

    def clear(self, deadline: Deadline) -> None:
        """Empty the printer's buffer."""
        self.device.clear(deadline)

    @property
    def presents(self) -> bool:
        """Whether the printer has a presenter."""
        return self.device.presents

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when the slip was taken."""
        self.device.wait_taken(deadline)

    def take_back(self, deadline: Deadline) -> bool:
        """Draw a slip that was left behind in."""
        return self.device.take_back(deadline)

    def sheets_left(self) -> int | None:
        """How many slips, as long as the longest so far, the roll still holds."""
        return self.device.statements_left()

    def paper_changed(self) -> None:
        """Count the roll anew."""
        self.device.roll_changed()


class Sheets:
    """The document printer: A4 sheets, and beside them those in the language that `language` names."""

    lane: ClassVar[str] = "document_printer"

    def __init__(self, printer: DocumentPrinter, language: Callable[[], str] = lambda: CHINESE) -> None:
        self.device = printer
        self._language = language

    def warm(self) -> None:
        """Load the PDF engine and the fonts."""
        from kiosk.statement import a4  # noqa: PLC0415 - home is painted before this is needed

        a4.preload()

    def render(self, statement: Statement) -> tuple[str, bytes, int]:
        """Draw the statement as PDF."""
        from kiosk.statement import a4  # noqa: PLC0415 - as above

        drawn = a4.a4(statement, self._companion())
        return statement.title, drawn.pdf, drawn.sheets

    def _companion(self) -> Companion | None:
        code = self._language()
        if code == CHINESE:
            return None
        from kiosk.statement.companion import companion  # noqa: PLC0415 - as above

        return companion(code)

    def sheets_in(self, rendered: tuple[str, bytes, int]) -> int:
        """As many as were drawn."""
        return rendered[2]

    def send(
        self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
    ) -> int:
        """Print one document."""
        title, pdf, sheets = rendered
        self.device.print_pdf(pdf, title, deadline, progress=progress)
        return sheets

    def clear(self, deadline: Deadline) -> None:
        """Bring the printer back to its start."""
        self.device.reset(deadline)

    @property
    def presents(self) -> bool:
        """No A4 printer of a hall sees its tray."""
        return False

    def wait_taken(self, deadline: Deadline) -> None:
        """Nobody sees it taken."""
        deadline.rest()

    def take_back(self, deadline: Deadline) -> bool:
        """Nothing can be taken back from a tray."""
        del deadline
        return False

    def sheets_left(self) -> int | None:
        """No tray counts its sheets."""
        return None

    def paper_changed(self) -> None:
        """Nothing is counted; the printer sees for itself that there is paper."""


class Press:
    """A printer, its renderer, the journal and the signing key. Owned by one lane, which tends the printer through it.

    `left_over` says that an earlier life of the lane may have left half a sheet in the printer.
    """

    def __init__(
        self,
        output: Output[Any],
        journal: PrintJournal,
        sealer: Sealer,
        subject_key: bytes,
        clock: Clock,
        *,
        left_over: bool = False,
    ) -> None:
        self._output = output
        self._journal = journal
        self._sealer = sealer
        self._subject_key = subject_key
        self._clock = clock
        self._left_over = left_over
        self._last: PrintTicket | None = None
        self._unproven: PrintTicket | None = None
        self._too_little = False

    # -- what the lane tends ----------------------------------------------------------------------------------

    def info(self) -> DeviceInfo:
        """Say who made the printer."""
        return self._output.device.info()

    def health(self) -> Health:
        """Say how the printer is."""
        return self._output.device.health()

    def probe(self, deadline: Deadline) -> Health:
        """Ask the printer how it is. The first time it answers, what an earlier life left in it is thrown away and cut off."""
        health = self._output.device.probe(deadline)
        if self._left_over and health.usable:
            try:
                self._output.clear(deadline.within(CLEAR_SECONDS))
            except DeviceError:
                return self._output.device.health()
            self._left_over = False
        return health

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        """Take in the printer's automatic status."""
        return self._output.device.listen(deadline)

    def close(self) -> None:
        """Let go of the port. The journal stays: a print that hangs must still find it."""
        self._output.device.close()

    # -- for staff ----------------------------------------------------------------------------------------------

    @property
    def device(self) -> Device:
        """The printer itself, for its test and what it can do. Nothing is printed past the journal."""
        return self._output.device

    def sheets_left(self) -> int | None:
        """How many statements the paper is still known to be enough for; None while nobody can tell."""
        return self._output.sheets_left()

    def paper_changed(self) -> None:
        """Take note that somebody put new paper in: what was too little is no more."""
        self._output.paper_changed()
        self._too_little = False

    # -- jobs -------------------------------------------------------------------------------------------------

    def warm(self) -> None:
        """Load what rendering needs."""
        self._output.warm()

    def printed_today(self, statement: Statement) -> bool:
        """Say whether the same sheet may already be on paper today, so that another one is 补打."""
        if statement.holder is None:
            return False
        subject = pseudonym(self._subject_key, statement.holder)
        return self._journal.printed_today(subject, statement.kind.name.lower(), statement.period)

    def print(self, statement: Statement, deadline: Deadline, report: Report) -> int:
        """Print one statement, journalled, dated now and with its signed code; return how many sheets it is.

        Raises `PrinterError` and `LinkError` when it is known not to be complete, `PrintUnproven` when nobody knows,
        and what the journal raises, before anything is sent.
        """
        statement = replace(statement, issue=replace(statement.issue, printed_at=self._clock.now()))
        ticket = self._journal.intend(self._document(statement))
        try:
            rendered = self._output.render(self._sealer.seal(statement, ticket.serial.to_bytes()))
        except BaseException:
            self._journal.abandoned(ticket)
            raise
        self._journal.sending(ticket)

        count = self._output.sheets_in(rendered)

        def progress(part: PrintProgress) -> None:
            report(Progress(done=part.done, total=part.total, sheet=min(part.done + 1, count), sheets=count))

        report(Progress(total=count, sheet=1, sheets=count))

        try:
            sheets = self._output.send(rendered, deadline, progress)
        except (PrintUnproven, OperationTimedOut, OperationCancelled) as error:
            self._unproven = ticket
            self._note(partial(self._journal.unproven, ticket, error.code))
            raise
        except (PrinterError, LinkError) as error:
            self._too_little = isinstance(error, PaperTooLittle)
            self._note(partial(self._journal.failed, ticket, error.code))
            raise
        except Exception:
            self._note(partial(self._journal.unproven, ticket, "bug"))
            raise
        self._note(partial(self._journal.proved, ticket))
        self._last = ticket
        return sheets

    @property
    def presents(self) -> bool:
        """Whether the printer holds a sheet until it is taken, knows when, and can take it back."""
        return self._output.presents

    def wait_taken(self, deadline: Deadline, _report: Report) -> None:
        """Return when the sheet in the mouth was taken. Raises `LinkError` and what the deadline raises."""
        self._output.wait_taken(deadline)

    def take_back(self, deadline: Deadline, _report: Report) -> bool:
        """Draw a sheet that nobody took in, and note it; False where none hangs there. Raises `DeviceError`."""
        taken = self._output.take_back(deadline)
        if taken and self._last is not None:
            self._note(partial(self._journal.taken_back, self._last))
            self._last = None
        return taken

    # -- what somebody of the staff has seen -------------------------------------------------------------------

    def unsettled(self) -> tuple[Entry, ...]:
        """Return the prints of every printer whose end nobody knows, oldest first. Raises what the journal raises."""
        return self._journal.unknown()

    def settle(self, ticket: PrintTicket, *, printed: bool, by: str) -> None:
        """Note what was found of a print; `by` is a staff number. Raises what the journal raises."""
        self._journal.settle(ticket, printed=printed, by=by)

    def settle_last(self, *, printed: bool, by: str) -> bool:
        """Settle the print that this printer has just left unknown; False where it has left none."""
        ticket, self._unproven = self._unproven, None
        if ticket is None:
            return False
        self._journal.settle(ticket, printed=printed, by=by)
        return True

    def _note(self, step: Callable[[], None]) -> None:
        """Note how a print ended. A disk that takes no more hides neither the sheet in the tray nor the printer's trouble.

        What can't be noted stays *sending*: a restart finds it as unknown, and the next print finds the disk full.
        """
        with contextlib.suppress(RecordError):
            step()

    def wait_until_ready(self, deadline: Deadline, report: Report) -> None:
        """Return when the printer could print again: paper in, and enough of it, cover shut, cable plugged."""
        while not self._enough(self._output.device.probe(deadline.within(POLL_SECONDS * 6))):
            report(Progress())
            deadline.pause(POLL_SECONDS)
        self._too_little = False

    def _enough(self, health: Health) -> bool:
        """Whether the next print can begin: a roll that was too short for one stays so until it is changed."""
        return health.usable and not (self._too_little and health.supplies.get("paper") is Supply.LOW)

    def clear(self, deadline: Deadline, _report: Report) -> None:
        """Throw away what the printer still holds. Raises `DeviceError`."""
        self._output.clear(deadline)

    def _document(self, statement: Statement) -> Document:
        nobody = bytes(16)
        holder = statement.holder
        return Document(
            kind=statement.kind.name.lower(),
            subject=Pseudonym(nobody) if holder is None else pseudonym(self._subject_key, holder),
            period=statement.period,
            data_version=statement.version,
            cut_off=statement.cut_off or statement.issue.printed_at.date(),
            digest=digest(statement),
            lane=self._output.lane,
            again=statement.issue.reprint,
        )


RECEIPTS: Final[LaneKey[Press]] = LaneKey(Slips.lane)
DOCUMENTS: Final[LaneKey[Press]] = LaneKey(Sheets.lane)
