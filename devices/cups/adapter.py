"""An A4 printer behind a queue of CUPS: a job is done only when CUPS says completed, and nothing of it stays in the spool.

    [document_printer]
    make = "cups"
    printer = "a4"                          # the queue's name: lpstat -e
    # server = "/run/cups/cups.sock"        # or "host" or "host:port"; left out: where CUPS is by itself
    # uri = "ipp://192.168.1.20/ipp/print"  # the printer's own address, where the queue's isn't one to ask
    # ignore = ["media-empty"]              # printer-state-reasons of a second tray that nobody fills

The technician makes the queue (`lpadmin -p a4 -E -v ipp://192.168.1.20/ipp/print -m everywhere`) and sets in cupsd.conf:

    PreserveJobHistory 300   # seconds. With "No" a job is gone before anybody can ask whether it was completed.
    PreserveJobFiles No      # CUPS keeps sheets for a day by itself. We purge each job, but a killed kiosk can't at once.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from devices.condition import MISSES, Condition, Settled
from devices.cups import reasons
from devices.cups.inquiry import Inquiry, askable
from devices.cups.reasons import Stop
from devices.cups.watch import SETTLE_SECONDS, Watch
from devices.deadline import Deadline
from devices.errors import (
    DeviceError,
    DeviceGone,
    LinkError,
    OperationTimedOut,
    PrinterError,
    PrintUnproven,
)
from devices.health import Ability, Capabilities, DeviceInfo, Supply
from devices.roles import PrintProgress
from devices.self_test import tested
from devices.setting import Setting, Written, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.calls import Tell
    from devices.cups.inquiry import Found
    from devices.deadline import Time
    from devices.health import Health, SelfTest
    from devices.roles import DeviceEvent

POLL_SECONDS: Final = 0.5
"""How often a job is asked after."""
SWEEP_SECONDS: Final = 3.0
"""How long an ended job may take to leave the spool before its order ends all the same; the next probe goes on sweeping."""
BRIEF_SWEEP_SECONDS: Final = 1.0
"""How much of a probe goes into that."""
UNTOLD_SECONDS: Final = 30.0
"""How long what stopped a job is taken to stand where only CUPS can be asked, which between jobs doesn't know: somebody has to
come and put it right first."""
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")
_QUEUE: Final = re.compile(r"[^\s/?#'\"\\\x00-\x1f\x7f]{1,127}")
"""What lpadmin allows as a queue's name."""
_WORD: Final = re.compile(r"[a-z0-9.-]+")
SETTINGS: Final = (
    Setting("printer", Written.TEXT, "The queue's name, as lpstat -e lists it.", None, '"a4"'),
    Setting("server", Written.TEXT, "Where CUPS is: a socket, host or host:port.", '""', '"/run/cups/cups.sock"'),
    Setting("uri", Written.TEXT, "The printer's own address, where the queue's isn't IPP.", '""', '"ipp://192.168.1.20/ipp/print"'),
    Setting("ignore", Written.LIST, "Printer-state-reasons of a second tray that nobody fills.", "[]", '["media-empty"]'),
)  # fmt: skip


class CupsPrinter:
    """A queue of CUPS as a `DocumentPrinter`."""

    def __init__(self, inquiry: Inquiry, clock: Time) -> None:
        self._clock = clock
        self._inquiry = inquiry
        self._condition = Condition(clock, supplies={"paper": Supply.UNKNOWN, "toner": Supply.UNKNOWN})
        self._info = DeviceInfo()
        self._settled: Settled[Stop | None] | None = None
        self._stands_until = clock.monotonic()
        """Not before this moment is a stop that only CUPS told of taken for mended."""
        self._closings = 0
        self._counts = False
        """Whether the printer has ever counted its sheets."""

    # -- what is known ------------------------------------------------------------------------------------

    def info(self) -> DeviceInfo:
        """Say what the printer calls itself, as far as it was heard."""
        return self._info

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("cups", frozenset({Ability.ANSWERS, Ability.PROVES_PRINTS}), ("paper", "toner"))

    def health(self) -> Health:
        """Say how it was when last asked."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask CUPS and the printer how they are, and throw away what is left of our jobs."""
        if self._condition.lost and self._clock.monotonic() < self._condition.retry_at:
            return self._condition.health
        try:
            self._sweep(deadline)
            self._show(self._inquiry.look(deadline))
        except DeviceError as error:
            self._condition.failed(error)
        return self._condition.health

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Let the slice pass: a printer tells nothing unasked, and whoever owns it probes it between orders."""
        deadline.rest()
        return []

    def reset(self, deadline: Deadline) -> None:
        """Throw away all jobs of ours and ask anew. Raises `DeviceError`."""
        try:
            self._inquiry.sweep(deadline)
            found = self._inquiry.look(deadline)
        except DeviceError as error:
            self._condition.failed(error)
            raise
        self._settled = None
        self._show(found)

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Nothing is held between orders; whoever waits ends with `DeviceGone`. Safe from another thread."""
        self._closings += 1
        self._inquiry.dismiss()

    def _show(self, found: Found) -> None:
        """Let health tell what was found; a trouble only when it stands, but at once what is the first thing heard."""
        if found.own is None and not found.refusal and self._clock.monotonic() < self._stands_until:
            self._condition.answered()
            return
        before = None if self._settled is None else self._settled.value
        if self._settled is None:
            self._settled = Settled(self._clock, found.stop, SETTLE_SECONDS)
        held = self._settled.see(found.stop)
        if held is not None and held != before:
            self._condition.noted(held.error())
        if held is None and not found.said.busy:
            self._condition.online()
        else:
            self._condition.answered()
            self._condition.turned(reasons.state(held, busy=found.said.busy))
        self._info = DeviceInfo(model=found.said.model, firmware=found.said.firmware)
        if found.own is not None and held == found.stop:
            self._condition.supply("paper", found.own.paper)
            self._condition.supply("toner", replace(found.own, markers=found.own.markers or found.queue.markers).toner)
        elif found.own is None and held is None:
            for name in self._condition.health.supplies:
                self._condition.supply(name, Supply.UNKNOWN)

    def _show_stop(self, error: PrinterError) -> None:
        """Let health tell what stopped a job at once: it has stood long enough."""
        stop = Stop(type(error), error.detail)
        if stop.kind in reasons.STOPS.values():
            self._settled = Settled(self._clock, stop, SETTLE_SECONDS)
            self._stands_until = self._clock.monotonic() + UNTOLD_SECONDS
            self._condition.turned(reasons.state(stop, busy=False))
            for name, supply in reasons.supplies(stop).items():
                self._condition.supply(name, supply)

    def _sweep(self, deadline: Deadline) -> None:
        """Throw away what is left of our jobs, as far as that is quick; the next probe goes on."""
        if not self._inquiry.swept:
            with contextlib.suppress(OperationTimedOut):
                self._inquiry.sweep(deadline.within(BRIEF_SWEEP_SECONDS))

    # -- printing -----------------------------------------------------------------------------------------

    def print_pdf(
        self, pdf: bytes, title: str, deadline: Deadline, *, progress: Callable[[PrintProgress], None]
    ) -> None:
        """Print one document; return only when CUPS reports it completed. However that ends, the job leaves the spool.

        Raises `PrinterError`, `LinkError` when CUPS or the printer can't be reached, `NotConfigured`, and what the deadline
        raises.
        """
        del title  # CUPS would write it into its logs, and printers show it
        self._condition.count(operations=1)
        try:
            self._print(pdf, deadline, progress)
        except PrinterError as error:
            self._condition.noted(error)
            self._show_stop(error)
            raise
        except DeviceError as error:
            self._condition.failed(error)
            raise

    def _print(self, pdf: bytes, deadline: Deadline, progress: Callable[[PrintProgress], None]) -> None:
        closings = self._closings
        self._await_ready(deadline)
        pages = max(1, len(_PAGE.findall(pdf)))
        try:
            told = self._follow(self._inquiry.submit(pdf, deadline), pages, deadline, progress)
        finally:
            if closings == self._closings:  # else another thread has the printer now, and sweeps
                with contextlib.suppress(DeviceError):  # it isn't swept then
                    self._inquiry.sweep(Deadline(self._clock, SWEEP_SECONDS))
        self._stands_until = self._clock.monotonic()
        if told < pages:
            progress(PrintProgress(pages, pages))

    def _await_ready(self, deadline: Deadline) -> None:
        """Return when nothing keeps the printer from printing; raise what stands."""
        watch, misses, closings = Watch(self._clock.monotonic), 0, self._closings
        while True:
            try:
                found = self._inquiry.look(deadline)
            except LinkError:
                misses += 1
                if misses >= MISSES or closings != self._closings:
                    raise
            else:
                self._show(found)
                if found.refusal:
                    raise found.refusal.error()
                watch.stopped(found.stop)
                if found.stop is None:
                    return
            deadline.pause(POLL_SECONDS)

    def _follow(self, job: int, pages: int, deadline: Deadline, progress: Callable[[PrintProgress], None]) -> int:
        """Return when the job is completed, and how many sheets were told of."""
        watch = Watch(self._clock.monotonic, pages=pages, counts=self._counts)
        misses, told, closings = 0, 0, self._closings
        while True:
            try:
                report, stop, hearsay = self._inquiry.after(job, deadline)
            except LinkError as error:
                misses += 1
                if closings != self._closings:
                    raise
                if misses >= MISSES:
                    raise PrintUnproven(f"CUPS is gone: {error}") from None
            else:
                misses = 0
                done = watch.done(report, stop, stale=hearsay)
                self._counts = watch.counts
                if done:
                    return told
                sheets = 0 if report is None else min(report.sheets, pages)
                if sheets > told:
                    told = sheets
                    progress(PrintProgress(told, pages))
            if closings != self._closings:
                raise DeviceGone("closed")
            deadline.pause(POLL_SECONDS)


def printer(settings: Mapping[str, object], clock: Time, tell: Tell | None = None) -> CupsPrinter:
    """Make the printer from its table in kiosk.toml: `printer`, and if need be `server`, `uri` and `ignore`.

    Its operations are told where `tell` is. Raises `ValueError` naming the setting that is wrong.
    """
    only(settings, SETTINGS)
    queue, server, uri = settings.get("printer"), settings.get("server", ""), settings.get("uri", "")
    if not isinstance(queue, str) or not _QUEUE.fullmatch(queue):
        raise ValueError("printer: the name of a queue of CUPS is missing (lpstat -e lists them)")
    if not isinstance(server, str) or not _is_server(server):
        raise ValueError('server: "/run/cups/cups.sock", "host" or "host:port"')
    if not isinstance(uri, str) or (uri and not askable(uri)):
        raise ValueError('uri: the address of a printer that speaks IPP, like "ipp://192.168.1.20/ipp/print"')
    ignored = _words(settings.get("ignore", []))
    return CupsPrinter(Inquiry(queue, clock, server=server, uri=uri, ignored=ignored, tell=tell), clock)


def _words(value: object) -> tuple[str, ...]:
    words = cast("list[object] | tuple[object, ...]", value) if isinstance(value, list | tuple) else None
    if words is None or not all(isinstance(word, str) and _WORD.fullmatch(word) for word in words):
        raise ValueError('ignore: words like ["media-empty"]')
    return tuple(map(str, words))


def _is_server(server: str) -> bool:
    return bool(not server or server.startswith("/") or re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", server))
