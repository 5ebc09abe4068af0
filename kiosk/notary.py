"""Notes down what happens to the machine: audit lines and crash reports, from when home is painted until the end.

A disk that takes no more lines is told to `trouble`; whoever is being served goes on.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.health import DeviceState, Supply
    from kiosk.audit.crash import CrashReports
    from kiosk.audit.events import Event
    from kiosk.audit.log import AuditLog
    from kiosk.core.clock import Clock, ClockJump
    from kiosk.core.config import Config
    from kiosk.core.lane import HealthChanged
    from kiosk.core.stage import PageEnded, Showing, Stage
    from kiosk.ledger.document import Entry

# ruff: noqa: PLC0415 - every import below waits until home is painted

AUDIT: Final = "audit.jsonl"
CRASHES: Final = "crashes"
RETRY_SECONDS: Final = 30.0
"""How long an audit that can't be opened is let be."""


class Notary:
    """A `Stage` for the audit, and the one who writes the machine's own events. Silent until it is opened."""

    def __init__(self, config: Config, clock: Clock, trouble: Callable[[Exception], None]) -> None:
        self._config = config
        self._clock = clock
        self._trouble = trouble
        self._log: AuditLog | None = None
        self._stage: Stage | None = None
        self._crashes: CrashReports | None = None
        self._open_again_at: float | None = None
        self._known: dict[str, tuple[DeviceState, str | None]] = {}
        self._supplies: dict[tuple[str, str], Supply] = {}

    def open(self) -> None:
        """Open the audit and note the start."""
        from kiosk.audit.crash import CrashReports

        self._crashes = CrashReports(self._config.data / CRASHES, self._clock)
        sys.excepthook = self._crashes.excepthook
        threading.excepthook = self._crashes.thread_excepthook
        self._open_log()

    def _open_log(self) -> None:
        """Open the log; if that is not to be, tell why, and try again later with the next thing to note."""
        from kiosk.audit.events import STARTED
        from kiosk.audit.log import AuditLog
        from kiosk.audit.stage import AuditStage
        from kiosk.core.keys import KeyUnavailable
        from kiosk.core.record import RecordError
        from kiosk.store.keys import Purpose, key_provider, sub_key

        data = self._config.data
        try:
            key = sub_key(key_provider(self._config.key, data).terminal_key(), Purpose.AUDIT_CHAIN)
            self._log = AuditLog(data / AUDIT, key, self._clock)
        except (KeyUnavailable, RecordError, ValueError) as error:
            self._open_again_at = self._clock.monotonic() + RETRY_SECONDS
            self._trouble(error)
            return
        self._open_again_at = None
        if self._crashes is not None:
            self._crashes.log = self._log
        self._stage = AuditStage(self._log, self._trouble)
        self._write(STARTED(version=_version()))

    def close(self) -> None:
        """Note the end and let go of the file."""
        from kiosk.audit.events import STOPPED

        self._open_again_at = None
        self._write(STOPPED(reason="asked"))
        if self._log is not None:
            with contextlib.suppress(OSError):  # a disk that can't be synced keeps nobody from switching off
                self._log.close()
            self._log, self._stage = None, None

    # -- the stage --------------------------------------------------------------------------------------------

    def show(self, showing: Showing) -> None:
        """Note the page."""
        self._retry()
        if self._stage is not None:
            self._stage.show(showing)

    def ended(self, ending: PageEnded) -> None:
        """Note how the page ended."""
        if self._stage is not None:
            self._stage.ended(ending)

    def over(self) -> None:
        """Note that the visit is over."""
        if self._stage is not None:
            self._stage.over()

    # -- the machine ------------------------------------------------------------------------------------------

    def crashed(self, error: BaseException) -> str:
        """Write a crash report; return the code the apology shows."""
        return "" if self._crashes is None else self._crashes.write(error).code

    def clock_jumped(self, jump: ClockJump) -> None:
        """Note that somebody set the clock."""
        from kiosk.audit.events import clock_jumped

        self._write(clock_jumped(jump))

    def health_changed(self, message: HealthChanged) -> None:
        """Note a device's new state, and how much of its supplies is left, once each."""
        from devices.health import Supply
        from kiosk.audit.events import DEVICE_CHANGED, SUPPLY_CHANGED

        if self._log is None:
            return
        lane = message.lane.replace("_", "-")
        last = message.health.last_error
        now = (message.health.state, None if last is None else last.code)
        if now != self._known.get(message.lane):
            self._known[message.lane] = now
            action = None if last is None else last.action
            self._write(DEVICE_CHANGED(lane=lane, state=now[0], error=now[1], action=action))
        for supply, level in message.health.supplies.items():
            if level is not self._supplies.get((lane, supply), Supply.UNKNOWN):
                self._supplies[lane, supply] = level
                self._write(SUPPLY_CHANGED(lane=lane, supply=supply, level=level))

    def print_changed(self, entry: Entry) -> None:
        """Note how far a print has come."""
        from kiosk.audit.events import PRINT_CHANGED

        self._write(PRINT_CHANGED(serial=entry.ticket.serial, state=entry.state.value))

    def _write(self, event: Event) -> None:
        from kiosk.core.record import RecordError

        self._retry()
        if self._log is not None:
            try:
                self._log.write(event)
            except RecordError as error:
                self._trouble(error)

    def _retry(self) -> None:
        """Open the log now if it could not be before and some time has passed: disks are made room on."""
        if self._open_again_at is not None and self._clock.monotonic() >= self._open_again_at:
            self._open_again_at = None
            self._open_log()


def _version() -> str:
    """Return the installed version as a code: v0-1-0; `source` where nothing is installed."""
    from importlib import metadata

    try:
        return "v" + metadata.version("yiban").replace(".", "-").replace("+", "-")
    except metadata.PackageNotFoundError:
        return "source"
