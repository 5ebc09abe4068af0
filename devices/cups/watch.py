"""Judges a job by what is heard of it: done, going on, or stopped. A stop counts only when it stands for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.cups.reports import COMPLETED
from devices.errors import DocumentFault, LinkError, PrintUnproven

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.cups.reasons import Stop
    from devices.cups.reports import JobReport

SETTLE_SECONDS: Final = 1.0
"""A tray that is empty or open for less than this is a phantom."""
GONE_SECONDS: Final = 6.0
"""A printer that can't be reached for so long is gone. Small ones answer nobody else while they take in a document."""
STALE_SECONDS: Final = 5.0
"""For so long, what only CUPS says may be left from the job before."""
SILENT_SECONDS: Final = 90.0
"""So long without a sheet, and nobody waits any longer, whatever the order's own deadline. A cold fuser takes 30 s. A printer
that is gone, and can't be asked itself, shows in nothing else: CUPS calls its job "processing" for ever."""


class Watch:
    """What is known of one job of so many pages, from its submission on; without one, of the printer that shall take it.

    `counts` is whether the printer is known to count its sheets: CUPS says 1 for one that doesn't.
    """

    def __init__(self, monotonic: Callable[[], float], *, pages: int = 1, counts: bool = False) -> None:
        self._monotonic = monotonic
        self._pages = pages
        self.counts = counts
        self._stop: Stop | None = None
        self._sheets = 0
        self._since = self._sheet_at = monotonic()

    def done(self, job: JobReport | None, stop: Stop | None, *, stale: bool) -> bool:
        """Say whether the job is done. `stop` is what keeps the printer from printing; `stale` if only CUPS says so.

        Raises the stop that has stood long enough or has ended the job, `DocumentFault` when the job came to nothing without
        one, and `PrintUnproven` when nobody can tell any more.
        """
        if job is None:
            raise PrintUnproven("CUPS has forgotten the job")
        self.counts = self.counts or job.sheets > 1
        if not job.ended:
            if job.sheets != self._sheets:
                self._sheet_at = self._monotonic()
            self.stopped(stop, sheets=job.sheets, stale=stale)
            if self._monotonic() - self._sheet_at >= SILENT_SECONDS:
                raise PrintUnproven("no sheet comes, and no word")
            return False
        if job.state == COMPLETED:
            self._prove(job, None if stale else stop)
            return True
        ended_by = stop or self._stop
        raise ended_by.error() if ended_by else DocumentFault(" ".join(job.reasons) or f"job-state {job.state}")

    def _prove(self, job: JobReport, stop: Stop | None) -> None:
        """Raise what says that a job wasn't printed, though CUPS calls it completed.

        Seen with CUPS 2.4: so it calls one that a jam has ended in the printer after the first sheet.
        """
        if "job-completed-with-errors" in job.reasons:
            raise PrintUnproven("job-completed-with-errors")
        if job.sheets < self._pages and stop is not None:
            raise stop.error()
        if job.sheets < self._pages and self.counts:
            raise PrintUnproven(f"{job.sheets} of {self._pages} sheets")

    def stopped(self, stop: Stop | None, *, sheets: int = 0, stale: bool = False) -> None:
        """Take in a stop, or that there is none; raise it when it has stood long enough.

        A sheet that came out meanwhile shows that it is none.
        """
        now = self._monotonic()
        same = stop is not None and self._stop is not None and stop.kind is self._stop.kind
        if not same or sheets != self._sheets:
            self._since = now
        self._stop, self._sheets = stop, sheets
        if stop is None:
            return
        needed = GONE_SECONDS if issubclass(stop.kind, LinkError) else STALE_SECONDS if stale else SETTLE_SECONDS
        if now - self._since >= needed:
            raise stop.error()
