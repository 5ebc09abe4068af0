"""Asks CUPS, and beside it the printer itself where that speaks IPP: what the one doesn't tell, the other may.

Seen with CUPS 2.4: while a printer has vanished its job stays "processing" without any reason, and when a job has ended the
queue keeps that job's reasons, an empty tray long refilled among them. Neither is so of what the printer itself answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from devices.cups.clerk import Clerk
from devices.cups.reasons import Reason, Stop
from devices.cups.reports import COMPLETED
from devices.errors import DocumentFault, LinkError, NoReply, NotConfigured

if TYPE_CHECKING:
    from collections.abc import Collection

    from devices.calls import Tell
    from devices.cups.reports import JobReport, PrinterReport
    from devices.cups.spooler import Spooler
    from devices.deadline import Deadline, Time

SUBMIT_SECONDS: Final = 10.0
PURGE_PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """What CUPS and the printer said. `own` is None where the printer can't be asked itself."""

    queue: PrinterReport
    own: PrinterReport | None

    @property
    def said(self) -> PrinterReport:
        """What comes nearest to the truth."""
        return self.queue if self.own is None else self.own

    @property
    def refusal(self) -> Stop | None:
        """Whether the queue itself would keep a job: somebody has stopped it in CUPS."""
        if not self.queue.accepting:
            return Stop(DocumentFault, "the queue takes no jobs")
        return Stop(DocumentFault, "the queue is stopped") if self.queue.stopped else None

    @property
    def stop(self) -> Stop | None:
        """What keeps the printer from printing. Between jobs that is known only from the printer itself."""
        return self.refusal or (self.own.stop if self.own else None)


class Inquiry:
    """All that is asked of one queue and its printer; the words in `ignored` are never heard.

    Every method raises `NotConfigured`, `LinkError`, and what the deadline raises.
    """

    def __init__(
        self,
        queue: str,
        clock: Time,
        *,
        server: str = "",
        uri: str = "",
        ignored: Collection[str] = (),
        tell: Tell | None = None,
    ) -> None:
        self._queue = queue
        self._server = server
        self._uri = uri
        self._ignored = frozenset(ignored)
        self._tell = tell
        self._spooler: Spooler | None = None
        self._clerk = Clerk(clock)
        self._at_printer = Clerk(clock)
        """One that hangs at the printer keeps nobody from telling CUPS to give a job up."""
        self.swept = False
        """Whether CUPS has nothing left of our jobs, those of an earlier process included."""

    def look(self, deadline: Deadline) -> Found:
        """Ask how the queue and the printer are."""
        queue = self._on_queue(deadline)
        address = self._address(queue)
        return Found(queue, self._own(address, deadline) if address else None)

    def submit(self, pdf: bytes, deadline: Deadline) -> int:
        """Hand a document to CUPS; return the job's number. However it ends, there may be something to sweep."""
        spooler = self._asked()
        self.swept = False
        return self._clerk.ask(partial(spooler.submit, pdf), deadline, seconds=SUBMIT_SECONDS)

    def after(self, job: int, deadline: Deadline) -> tuple[JobReport | None, Stop | None, bool]:
        """Return how far a job is, what keeps the printer from going on, and whether that is only hearsay.

        Raises `LinkError` only when CUPS doesn't answer.
        """
        report = self._clerk.ask(partial(self._asked().job, job), deadline)
        if report is None:
            return None, None, True
        queue = self._on_queue(deadline)
        address = self._address(queue)
        if not address:
            return report, queue.stop, True
        try:
            return report, Found(queue, self._own(address, deadline)).stop, False
        except LinkError as error:
            gone = None if report.state == COMPLETED else Stop(NoReply, error.detail)
            return report, gone, False

    def sweep(self, deadline: Deadline) -> None:
        """Cancel every job of ours that CUPS has, see it ended, and make CUPS forget it: they are somebody's sheets."""
        spooler = self._asked()
        waits = False
        while jobs := self._clerk.ask(spooler.ours, deadline):
            if waits:
                deadline.pause(PURGE_PAUSE_SECONDS)
            for number, job in jobs.items():
                if not job.ended:
                    self._clerk.ask(partial(spooler.cancel, number), deadline)
                elif not (job.stopping and self._on_queue(deadline).busy):
                    self._clerk.ask(partial(spooler.purge, number), deadline)
            waits = True
        self.swept = self._clerk.idle  # a question without an end may still bring a job

    def dismiss(self) -> None:
        """End the wait of who is asking with `DeviceGone`, from another thread."""
        self._clerk.dismiss()
        self._at_printer.dismiss()

    def _on_queue(self, deadline: Deadline) -> PrinterReport:
        return self._without_ignored(self._clerk.ask(self._asked().queue, deadline))

    def _own(self, address: str, deadline: Deadline) -> PrinterReport:
        spooler = self._asked()
        return self._without_ignored(self._at_printer.ask(partial(spooler.printer, address), deadline))

    def _without_ignored(self, said: PrinterReport) -> PrinterReport:
        heard = tuple(keyword for keyword in said.reasons if Reason.of(keyword).word not in self._ignored)
        return replace(said, reasons=heard)

    def _asked(self) -> Spooler:
        if self._spooler is None:
            try:
                from devices.cups.spooler import Spooler  # noqa: PLC0415 - only a terminal with an A4 printer has pycups
            except ImportError:
                raise NotConfigured("pycups is missing: install yiban[cups] or python3-cups") from None
            self._spooler = Spooler(self._queue, self._server) if self._tell is None else self._recorded(self._tell)
        return self._spooler

    def _recorded(self, tell: Tell) -> Spooler:
        from devices.cups.recorded import RecordedSpooler  # noqa: PLC0415 - hardly ever is anything recorded

        return RecordedSpooler(self._queue, self._server, tell)

    def _address(self, queue: PrinterReport) -> str:
        """Where the printer itself can be asked; empty if nowhere."""
        return self._uri or (queue.device_uri if askable(queue.device_uri) else "")


def askable(uri: str) -> bool:
    """Whether a printer at this address can be asked itself. Names of DNS-SD services can't: only CUPS finds their places."""
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("ipp", "ipps") and bool(host) and "._tcp" not in (host or "")
