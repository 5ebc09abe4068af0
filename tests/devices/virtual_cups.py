"""A CUPS with one queue, and the printer behind it, in virtual time: what pycups would tell of them, seen with CUPS 2.4.

The queue keeps the reasons of its last job when that has ended, the job of a printer that has vanished stays "processing"
without any, and one that a jam has ended in the printer is called completed. What the printer itself tells is true.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Final, cast

import cups

from devices.cups import spooler
from devices.cups.adapter import CupsPrinter
from devices.cups.inquiry import Inquiry
from devices.cups.reports import ENDED
from devices.cups.spooler import Spooler
from devices.errors import NoReply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.cups.reports import PrinterReport
    from devices.deadline import Bell, Time

QUEUE: Final = "a4"
ANSWER_SECONDS: Final = 0.01
HANG_SECONDS: Final = 30.0
"""How long libcups waits for a printer that takes a connection and says nothing."""
STOPPING_SECONDS: Final = 0.3
"""How long CUPS has to do with a job that was cancelled."""
IDLE, PROCESSING, STOPPED = 3, 4, 5
PRINTING, CANCELLED, ABORTED, COMPLETED = 5, 7, 8, 9
NOT_POSSIBLE, NOT_FOUND = 0x0404, 0x0406
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")


class _Job:
    """A job of the queue. `printed_seconds` is how long the printer has worked at it."""

    def __init__(self) -> None:
        self.document = b""
        self.state = PRINTING
        self.sheets = 0
        self.printed_seconds = 0.0
        self.reasons: tuple[str, ...] = ("job-printing",)
        self.stopping_until = 0.0

    @property
    def pages(self) -> int:
        return max(1, len(_PAGE.findall(self.document)))


class VirtualCups:
    """The office in the corner. `asked_itself`: the printer can be asked beside CUPS."""

    def __init__(self, clock: Time, *, sheet_seconds: float = 4.0, asked_itself: bool = True) -> None:
        self._clock = clock
        self._sheet_seconds = sheet_seconds
        self._asked_itself = asked_itself
        self._lock = threading.RLock()
        self._jobs: dict[int, _Job] = {}
        self._count = 0
        self._at = clock.monotonic()
        self._said: tuple[str, ...] = ()
        self._blocked = False
        self._on = self._runs = True
        self._hangs = self._held = False
        self._kept: tuple[str, ...] = ()
        self._hung: list[Bell] = []
        self.tray: list[bytes] = []
        """The documents whose last sheet came out, oldest first."""
        self.sheets = 0
        """All sheets that came out, those of half documents, too."""

    def adapter(self) -> CupsPrinter:
        """Make the kiosk's end of it."""
        inquiry = Inquiry(QUEUE, self._clock)
        inquiry._spooler = _Asked(self)
        return CupsPrinter(inquiry, self._clock)

    # -- a person's verbs

    def says(self, *reasons: str, blocks: bool = True) -> None:
        """Something is wrong, in the words of `printer-state-reasons`; `blocks`: no sheet comes out meanwhile."""
        with self._lock:
            self._pass()
            self._said, self._blocked = reasons, bool(reasons) and blocks

    def well(self) -> None:
        """All is well again: on, paper in, covers shut, the queue open, CUPS running."""
        self.says()
        self.switch_on()
        self.wake()
        with self._lock:
            self._held, self._runs = False, True

    def eats(self) -> None:
        """A jam ends the job under way in the printer."""
        with self._lock:
            self._pass()
            self._said, self._blocked = ("media-jam-error",), True
            self._kept = self._said
            for job in self._open():
                job.state, job.reasons = COMPLETED, ("job-completed-successfully",)

    def vanish(self) -> None:
        """Pull the printer's plug: what it had of a job is gone."""
        with self._lock:
            self._pass()
            self._on = False

    def switch_on(self) -> None:
        """Let the printer come back; CUPS sends what it still has from the beginning."""
        with self._lock:
            self._pass()
            if not self._on:
                for job in self._open():
                    job.printed_seconds, job.sheets = 0.0, 0
            self._on = True

    def hang(self) -> None:
        """Let the printer take connections and answer none."""
        with self._lock:
            self._pass()
            self._hangs = True

    def wake(self) -> None:
        """Let it go on."""
        with self._lock:
            self._pass()
            self._hangs = False
            for bell in self._hung:
                bell.ring()

    def stop_service(self) -> None:
        """End CUPS itself, the jobs it has not."""
        with self._lock:
            self._pass()
            self._runs = False

    def stop_queue(self) -> None:
        """Stop the queue in CUPS, as an administrator may."""
        with self._lock:
            self._pass()
            self._held = True

    def spooled(self) -> int:
        """How many jobs CUPS still knows of."""
        with self._lock:
            return len(self._jobs)

    # -- what pycups would answer

    def getPrinterAttributes(  # noqa: N802 - pycups' name
        self, name: str = "", *, requested_attributes: Sequence[str] = ()
    ) -> dict[str, object]:
        """How the queue is."""
        del name, requested_attributes
        with self._asked():
            busy = self._works()
            if busy and self._on and not self._hangs:
                self._kept = self._said
            return {
                "printer-state": STOPPED if self._held else PROCESSING if busy or self._stopping() else IDLE,
                "printer-state-reasons": list(self._kept) or ["none"],
                "printer-is-accepting-jobs": True,
                "printer-make-and-model": "Yiban A4",
                "device-uri": "ipp://192.168.1.20/ipp/print" if self._asked_itself else "socket://192.168.1.20",
            }

    def createJob(self, queue: str, title: str, options: dict[str, str]) -> int:  # noqa: N802 - pycups' name
        """Open a job."""
        del queue, title, options
        with self._asked():
            self._count += 1
            self._jobs[self._count] = _Job()
            return self._count

    def startDocument(self, *_: object) -> int:  # noqa: N802 - pycups' name
        """Begin the document of the last job."""
        return 0

    def writeRequestData(self, data: bytes, _length: int) -> int:  # noqa: N802 - pycups' name
        """Take in the document."""
        with self._asked():
            self._jobs[self._count].document += data
        return 0

    def finishDocument(self, _queue: str) -> int:  # noqa: N802 - pycups' name
        """It is whole."""
        return 0

    def getJobAttributes(self, number: int, *, requested_attributes: Sequence[str] = ()) -> dict[str, object]:  # noqa: N802 - pycups' name
        """How far a job is."""
        del requested_attributes
        with self._asked():
            return self._attributes(self._found(number))

    def getJobs(self, **_: object) -> dict[int, dict[str, object]]:  # noqa: N802 - pycups' name
        """All jobs of the queue."""
        with self._asked():
            uri = {"job-printer-uri": f"ipp://localhost/printers/{QUEUE}"}
            return {number: {**self._attributes(job), **uri} for number, job in self._jobs.items()}

    def cancelJob(self, number: int, *, purge_job: bool = False) -> None:  # noqa: N802 - pycups' name
        """Call a job off, or forget it."""
        with self._asked():
            job = self._found(number)
            if purge_job:
                del self._jobs[number]
                return
            if job.state in ENDED:
                raise cups.IPPError(NOT_POSSIBLE, "it has ended")
            job.state, job.reasons = CANCELLED, ("job-canceled-by-user",)
            job.stopping_until = self._clock.monotonic() + STOPPING_SECONDS

    def itself(self) -> dict[str, object]:
        """How the printer says it is. Raises `NoReply`."""
        if self._hangs:
            with self._lock:
                self._hung.append(bell := self._clock.bell())
            bell.wait(HANG_SECONDS)
            self._hung.remove(bell)
        with self._asked(of_cups=False):
            if self._hangs or not self._on:
                raise NoReply("Connection refused")
            return {
                "printer-state": PROCESSING if self._works() else IDLE,
                "printer-state-reasons": list(self._said) or ["none"],
                "printer-make-and-model": "Yiban A4",
            }

    # -- inside

    def _asked(self, *, of_cups: bool = True) -> threading.RLock:
        """Answer in a while, with what became of everything until then."""
        self._clock.sleep(ANSWER_SECONDS)
        if of_cups and not self._runs:
            raise RuntimeError("failed to connect to server")
        with self._lock:
            self._pass()
        return self._lock

    def _found(self, number: int) -> _Job:
        if number not in self._jobs:
            raise cups.IPPError(NOT_FOUND, "no such job")
        return self._jobs[number]

    def _attributes(self, job: _Job) -> dict[str, object]:
        stopping = ("processing-to-stop-point",) if self._clock.monotonic() < job.stopping_until else ()
        return {
            "job-state": job.state,
            "job-state-reasons": [*job.reasons, *stopping],
            "job-impressions-completed": job.sheets,
            "job-media-sheets-completed": job.sheets,
        }

    def _open(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.state == PRINTING and job.document]

    def _works(self) -> bool:
        return bool(self._open()) and not self._held

    def _stopping(self) -> bool:
        return any(self._clock.monotonic() < job.stopping_until for job in self._jobs.values())

    def _pass(self) -> None:
        """Let the time since the last look pass: sheets come out while nothing is in their way."""
        now = self._clock.monotonic()
        passed, self._at = now - self._at, now
        if not self._on or self._blocked or self._hangs or self._held:
            return
        for job in self._open()[:1]:
            job.printed_seconds += passed
            out = min(job.pages, int(job.printed_seconds / self._sheet_seconds))
            self.sheets += out - job.sheets
            job.sheets = out
            if out == job.pages:
                self.tray.append(job.document)
                job.state, job.reasons = COMPLETED, ("job-completed-successfully",)


class _Asked(Spooler):
    """Asks it as it would ask a CUPS by pycups."""

    def __init__(self, office: VirtualCups) -> None:
        super().__init__(QUEUE)
        self._office = office

    def _connect(self) -> cups.Connection:
        return cast("cups.Connection", self._office)

    def printer(self, uri: str) -> PrinterReport:
        del uri
        return spooler._printer(self._office.itself())
