"""A queue of CUPS whose operations are recorded, in IPP's own words: numbers, states and known reasons; documents counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.calls import telling
from devices.cups.reasons import FAULTS, NOTICES, STOPS, Reason
from devices.cups.spooler import Spooler
from devices.readable import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.calls import Tell
    from devices.cups.reports import JobReport, PrinterReport

_JOB_STATES: Final = {
    3: "pending",
    4: "held",
    5: "processing",
    6: "stopped",
    7: "cancelled",
    8: "aborted",
    9: "completed",
}
_JOB_REASONS: Final = frozenset(
    (
        "none",
        "job-printing",
        "processing-to-stop-point",
        "job-completed-successfully",
        "job-completed-with-errors",
        "job-completed-with-warnings",
        "job-canceled-by-user",
        "aborted-by-system",
        "printer-stopped",
        "job-incoming",
        "job-data-insufficient",
        "job-queued",
    )
)
_PRINTER_REASONS: Final = NOTICES | FAULTS | frozenset(STOPS)
"""Words of the standard. What else a printer says is its maker's own text, and only counted."""


class RecordedSpooler(Spooler):
    """A `Spooler` that tells of its operations."""

    def __init__(self, queue: str, server: str, tell: Tell) -> None:
        super().__init__(queue, server)
        self._tell = tell

    def queue(self) -> PrinterReport:
        """Ask CUPS how the queue is."""
        return telling(self._tell, lambda: "Get-Printer-Attributes of the queue", super().queue, _printer)

    def printer(self, uri: str) -> PrinterReport:
        """Ask the printer itself how it is."""
        printer = super().printer
        return telling(
            self._tell, lambda: "Get-Printer-Attributes of the printer itself", lambda: printer(uri), _printer
        )

    def submit(self, pdf: bytes) -> int:
        """Hand a document to CUPS."""
        submit = super().submit
        return telling(
            self._tell,
            lambda: f"Create-Job, Send-Document {masked(len(pdf))}",
            lambda: submit(pdf),
            lambda job: f"job {job}",
        )

    def job(self, number: int) -> JobReport | None:
        """Ask how far a job is."""
        job = super().job
        return telling(self._tell, lambda: f"Get-Job-Attributes {number}", lambda: job(number), _job)

    def ours(self) -> Mapping[int, JobReport]:
        """Return the jobs of ours that CUPS still has."""
        return telling(self._tell, lambda: "Get-Jobs", super().ours, _jobs)

    def cancel(self, number: int) -> None:
        """Call a job off."""
        cancel = super().cancel
        telling(self._tell, lambda: f"Cancel-Job {number}", lambda: cancel(number), lambda _: "done")

    def purge(self, number: int) -> None:
        """Make CUPS forget a job."""
        purge = super().purge
        telling(self._tell, lambda: f"Cancel-Job {number}, purge it", lambda: purge(number), lambda _: "done")


def _printer(said: PrinterReport) -> str:
    words = ["stopped" if said.stopped else "processing" if said.busy else "idle"]
    words += [] if said.accepting else ["takes no jobs"]
    words += _known(said.reasons, lambda keyword: Reason.of(keyword).word in _PRINTER_REASONS)
    words += [f"marker {marker.level} %" for marker in said.markers]
    return ", ".join(words)


def _job(said: JobReport | None) -> str:
    if said is None:
        return "forgotten"
    state = _JOB_STATES.get(said.state, "a state nobody knows")
    reasons = _known(said.reasons, lambda keyword: keyword in _JOB_REASONS)
    return ", ".join([state, f"sheets {said.sheets}", *reasons])


def _jobs(said: Mapping[int, JobReport]) -> str:
    return "; ".join(f"job {number}: {_job(report)}" for number, report in said.items()) or "none"


def _known(keywords: Iterable[str], known: Callable[[str], bool]) -> list[str]:
    """Name the words that are known, and count the others."""
    said = list(keywords)
    named = [keyword for keyword in said if known(keyword)]
    others = len(said) - len(named)
    return named + ([f"{others} other reasons"] if others else [])
