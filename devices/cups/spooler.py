"""What CUPS and a printer are asked, by pycups: each call opens a connection of its own, so one that hangs spoils no other.

The only file that knows pycups, imported when there is something to ask: a terminal without an A4 printer hasn't got it.
"""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import cups

from devices.cups.reasons import Marker
from devices.cups.reports import JobReport, PrinterReport
from devices.errors import DeviceGone, DocumentFault, NoReply, NotConfigured

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from devices.errors import LinkError

CONNECT_SECONDS: Final = 1.5
IPP_PORT: Final = 631
JOB_NAME: Final = "yiban"
"""The name of every job: CUPS writes it into its logs and printers show it, so it tells nothing of anybody."""

_OPTIONS: Final = {"sides": "one-sided"}
"""So that as many sheets as pages prove a print, whatever the queue is set to."""
_LOCAL: Final = ("localhost", "127.0.0.1")
_PROCESSING: Final = 4
_STOPPED: Final = 5
"""Values of `printer-state`. Source: RFC 8011, 5.4.11."""
_NOT_POSSIBLE: Final = 0x0404
_NOT_FOUND: Final = 0x0406
_REFUSED: Final = (401, 403)
_PRINTER: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-make-and-model",
    "printer-firmware-string-version",
    "device-uri",
    "marker-types",
    "marker-levels",
    "marker-low-levels",
)
_JOB: Final = ("job-state", "job-state-reasons", "job-impressions-completed", "job-media-sheets-completed")


class _NotFound(Exception):
    """CUPS or the printer doesn't know what was asked for."""


class _NotPossible(DocumentFault):
    """Not now: a queue that takes nothing, a job that has ended and can't be cancelled."""

    def __init__(self) -> None:
        super().__init__("not possible now")


class Spooler:
    """One queue of one CUPS. `server` is a socket's path, or a host with or without a port; empty: where CUPS says it is."""

    def __init__(self, queue: str, server: str = "") -> None:
        self._queue = queue
        self._server = server
        self._submitted: set[int] = set()

    def queue(self) -> PrinterReport:
        """Ask CUPS how the queue is. Its reasons are those of the last job, and stay when that has ended."""
        with self._on_the_queue() as connection:
            return _printer(connection.getPrinterAttributes(self._queue, requested_attributes=list(_PRINTER)))

    def printer(self, uri: str) -> PrinterReport:
        """Ask the printer itself how it is. Raises `NoReply` when it can't be reached."""
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port or IPP_PORT
        try:
            socket.create_connection((host, port), CONNECT_SECONDS).close()  # libcups would try for half a minute
        except OSError as error:
            raise NoReply(error.strerror or type(error).__name__) from None
        encryption = cups.HTTP_ENCRYPT_REQUIRED if parts.scheme == "ipps" else cups.HTTP_ENCRYPT_IF_REQUESTED
        try:
            with _translated(NoReply):
                connection = cups.Connection(host, port, encryption)
                return _printer(connection.getPrinterAttributes(uri=uri, requested_attributes=list(_PRINTER)))
        except _NotFound:
            raise NotConfigured("the printer doesn't know the path of its address") from None

    def submit(self, pdf: bytes) -> int:
        """Hand a document to CUPS; return the job's number. When it fails, part of a job may be left: see `ours`."""
        with self._on_the_queue() as connection:
            job = connection.createJob(self._queue, JOB_NAME, _OPTIONS)
            self._submitted.add(job)
            connection.startDocument(self._queue, job, JOB_NAME, "application/pdf", 1)
            connection.writeRequestData(pdf, len(pdf))
            connection.finishDocument(self._queue)
            return job

    def job(self, number: int) -> JobReport | None:
        """Ask how far a job is; None when CUPS no longer knows it."""
        try:
            with _translated(DeviceGone):
                return _job(self._connect().getJobAttributes(number, requested_attributes=list(_JOB)))
        except _NotFound:
            return None

    def ours(self) -> Mapping[int, JobReport]:
        """Return the jobs of ours that CUPS still has on the queue, ended ones too.

        On this machine those are all of this user: an earlier process may have left some. A print server may have other
        terminals' jobs of the same name and user, and tells nobody where a job is from (JobPrivateValues): there only what was
        submitted by this process counts.
        """
        with self._on_the_queue() as connection:
            # Without job-id pycups can't keep the jobs apart.
            asked = ["job-id", "job-printer-uri", *_JOB]
            jobs = connection.getJobs(which_jobs="all", my_jobs=True, requested_attributes=asked)
        return {
            number: _job(said)
            for number, said in jobs.items()
            if (self._local or number in self._submitted) and _text(said, "job-printer-uri").endswith(f"/{self._queue}")
        }

    def cancel(self, number: int) -> None:
        """Call a job off. CUPS then tells the printer, which takes a moment: see `JobReport.stopping`."""
        self._end(number, purge=False)

    def purge(self, number: int) -> None:
        """Make CUPS forget a job and its files at once.

        Only for one that has ended: CUPS kills what still talks with the printer, and the printer, told of nothing, prints the
        rest of the sheets as soon as it can (seen with CUPS 2.4 and an empty tray).
        """
        self._end(number, purge=True)

    def _end(self, number: int, *, purge: bool) -> None:
        try:
            with _translated(DeviceGone):
                self._connect().cancelJob(number, purge_job=purge)
        except (_NotFound, _NotPossible):
            pass  # it has been forgotten, or has ended, meanwhile

    @property
    def _local(self) -> bool:
        return not self._server or self._server.startswith("/") or self._server.partition(":")[0] in _LOCAL

    @contextmanager
    def _on_the_queue(self) -> Generator[cups.Connection]:
        try:
            with _translated(DeviceGone):
                yield self._connect()
        except _NotFound:
            raise NotConfigured(f"CUPS has no queue {self._queue}") from None

    def _connect(self) -> cups.Connection:
        cups.setPasswordCB(_no_password)
        if not self._server:
            return cups.Connection()
        host, _, port = (self._server, "", "") if self._server.startswith("/") else self._server.partition(":")
        # Of this thread only. Without it createJob, though connected, takes a port of this machine for the printer's own.
        cups.setServer(host)
        cups.setPort(int(port or IPP_PORT))
        return cups.Connection(host, int(port or IPP_PORT))


def _no_password(prompt: str) -> str:
    """Answer for libcups, which would ask at the terminal's console; it is to be told of one for each thread."""
    del prompt
    return ""


@contextmanager
def _translated(silent: type[LinkError]) -> Generator[None]:
    """Make our errors of pycups'. Their texts may name the job or the person's session: only numbers are kept."""
    try:
        yield
    except cups.IPPError as error:
        status = _number(error.args[0] if error.args else 0)
        if status == _NOT_FOUND:
            raise _NotFound from None
        if status == _NOT_POSSIBLE:
            raise _NotPossible from None
        if status in (401, 403, 0x0401, 0x0402, 0x0403):
            raise NotConfigured("CUPS doesn't let this user print") from None
        raise DocumentFault(f"IPP status {status:#06x}") from None
    except cups.HTTPError as error:
        status = _number(error.args[0] if error.args else 0)
        if status in _REFUSED:
            raise NotConfigured("CUPS doesn't let this user print") from None
        raise silent(f"HTTP status {status}") from None
    except RuntimeError:
        raise silent("no connection") from None
    except UnicodeDecodeError:
        raise silent("an answer that is no text") from None


def _printer(said: Mapping[str, object]) -> PrinterReport:
    kinds, levels = _list(said, "marker-types"), _list(said, "marker-levels")
    lows = _list(said, "marker-low-levels") or [0] * len(levels)
    return PrinterReport(
        stopped=_number(said.get("printer-state")) == _STOPPED,
        busy=_number(said.get("printer-state")) == _PROCESSING,
        accepting=said.get("printer-is-accepting-jobs") is not False,
        reasons=tuple(str(reason) for reason in _list(said, "printer-state-reasons")),
        markers=tuple(
            Marker(str(kind), _number(level), _number(low))
            for kind, level, low in zip(kinds, levels, lows, strict=False)
        ),
        model=_text(said, "printer-make-and-model"),
        firmware=_text(said, "printer-firmware-string-version"),
        device_uri=_text(said, "device-uri"),
    )


def _job(said: Mapping[str, object]) -> JobReport:
    return JobReport(
        state=_number(said.get("job-state")),
        reasons=tuple(str(reason) for reason in _list(said, "job-state-reasons")),
        sheets=max(_number(said.get("job-media-sheets-completed")), _number(said.get("job-impressions-completed"))),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ""


def _list(said: Mapping[str, object], name: str) -> list[object]:
    """Return a list: pycups gives a single value bare, but for the names it knows to have several."""
    value = said.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]  # pyright: ignore[reportUnknownArgumentType]
