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
    from pathlib import Path

    from devices.health import DeviceState, Supply
    from kiosk.audit.crash import CrashReports
    from kiosk.audit.declaring import Event
    from kiosk.audit.export import Exported
    from kiosk.audit.heads import Heads
    from kiosk.audit.log import AuditLog
    from kiosk.core.clock import Clock, ClockJump
    from kiosk.core.config import Config
    from kiosk.core.head import SignedHead
    from kiosk.core.lane import HealthChanged
    from kiosk.core.money import IdNumber
    from kiosk.core.pseudonym import Pseudonym
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
        self._heads: Heads | None = None
        self._stage: Stage | None = None
        self._crashes: CrashReports | None = None
        self._open_again_at: float | None = None
        self._known: dict[str, tuple[DeviceState, str | None]] = {}
        self._supplies: dict[tuple[str, str], Supply] = {}

    @property
    def audit(self) -> Path:
        """The newest log."""
        return self._config.data / AUDIT

    @property
    def crashes(self) -> Path:
        """The folder of crash reports."""
        return self._config.data / CRASHES

    def open(self) -> None:
        """Open the audit and note the start."""
        from kiosk.audit.crash import CrashReports

        self._crashes = CrashReports(self.crashes, self._clock)
        sys.excepthook = self._crashes.excepthook
        threading.excepthook = self._crashes.thread_excepthook
        self._open_log()

    def _open_log(self) -> None:
        """Open the log; if that is not to be, tell why, and try again later with the next thing to note."""
        from kiosk.audit.events import HEADS_NOT_SIGNED, STARTED
        from kiosk.audit.stage import AuditStage
        from kiosk.core.keys import KeyUnavailable
        from kiosk.core.record import RecordError
        from kiosk.core.version import version

        try:
            self._log, self._heads = open_audit(self._config, self._clock)
        except (KeyUnavailable, RecordError, OSError, ValueError) as error:
            self._open_again_at = self._clock.monotonic() + RETRY_SECONDS
            self._trouble(error)
            return
        self._open_again_at = None
        if self._crashes is not None:
            self._crashes.log = self._log
        self._stage = AuditStage(self._log, self._trouble)
        self.note(STARTED(version=version()))
        if self._heads is None:
            self.note(HEADS_NOT_SIGNED(reason="no-signing-key"))

    def close(self) -> None:
        """Note the end, sign how far the audit has come and let go of the file."""
        from kiosk.audit.events import STOPPED
        from kiosk.core.record import RecordError

        self._open_again_at = None
        self.note(STOPPED(reason="asked"))
        if self._log is not None:
            with contextlib.suppress(
                OSError, RecordError
            ):  # a disk that can't be synced keeps nobody from switching off
                self._log.close()
                if self._heads is not None:
                    self._heads.sign(self._log.head)
            self._log, self._stage = None, None

    # -- how far the audit has come ---------------------------------------------------------------------------

    def signed_head(self) -> SignedHead | None:
        """Sync the audit, sign how far it has come and keep that; None without an open audit or a signing key.

        For the readiness report: `head.short` in words, `text` as a code. Raises `DiskFull`. Waits for the disk: not for
        the window's thread.
        """
        if self._log is None or self._heads is None:
            return None
        return self._heads.sign(self._log.sync())

    def export(self, folder: Path, told: Callable[[], None] = lambda: None) -> Exported | None:
        """Take the audit to a new folder, signed, re-read and compared; None where `signed_head` gives none.

        `told` is called now and then; what it raises ends the export.

        The caller notes `EXPORT_MADE` with whose export it is. Raises `DiskFull`, `FileExistsError`, `OSError`. Not for the
        window's thread.
        """
        if self._log is None or self._heads is None:
            return None
        return export_audit(self._config.data, self._heads.sign(self._log.sync()), folder, told)

    def pseudonym(self, number: IdNumber) -> Pseudonym:
        """Return what somebody is called in the audit. Raises `KeyUnavailable`."""
        from kiosk.core.pseudonym import pseudonym
        from kiosk.store.keys import Purpose, key_provider, sub_key

        key = key_provider(self._config.key, self._config.data).terminal_key()
        return pseudonym(sub_key(key, Purpose.AUDIT_PSEUDONYM), number)

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

        self.note(clock_jumped(jump))

    def health_changed(self, message: HealthChanged) -> None:
        """Note a device's new state, and how much of its supplies is left, once each."""
        from devices.health import DeviceState, Supply
        from kiosk.audit.events import DEVICE_CHANGED, SUPPLY_CHANGED

        if self._log is None:
            return
        lane = message.lane.replace("_", "-")
        last = message.health.last_error
        state = message.health.state
        # What makes it so is an event of its own (`tampered`), and the device works on.
        state = DeviceState.ONLINE if state is DeviceState.POTENTIAL_FRAUD else state
        now = (state, None if last is None else last.code)
        if now != self._known.get(message.lane):
            self._known[message.lane] = now
            action = None if last is None else last.action
            self.note(DEVICE_CHANGED(lane=lane, state=now[0], error=now[1], action=action))
        for supply, level in message.health.supplies.items():
            if level is not self._supplies.get((lane, supply), Supply.UNKNOWN):
                self._supplies[lane, supply] = level
                self.note(SUPPLY_CHANGED(lane=lane, supply=supply, level=level))

    def print_changed(self, entry: Entry) -> None:
        """Note how far a print has come."""
        from kiosk.audit.events import PRINT_CHANGED

        self.note(PRINT_CHANGED(serial=entry.ticket.serial, state=entry.state.value))

    def note(self, event: Event) -> None:
        """Note an event of any room: of the machine, or of the staff (`kiosk.audit.staff_events`, `maintenance_events`)."""
        from kiosk.core.record import RecordError

        self._retry()
        if self._log is not None:
            try:
                self._log.write(event)
            except RecordError as error:
                self._trouble(error)
        if self._heads is not None and self._heads.trouble is not None:
            trouble, self._heads.trouble = self._heads.trouble, None
            self._trouble(trouble)

    def _retry(self) -> None:
        """Open the log now if it could not be before and some time has passed: disks are made room on."""
        if self._open_again_at is not None and self._clock.monotonic() >= self._open_again_at:
            self._open_again_at = None
            self._open_log()


def open_audit(config: Config, clock: Clock) -> tuple[AuditLog, Heads | None]:
    """Open a terminal's audit, and what signs how far it has come: None without a signing key.

    Raises `KeyUnavailable`, `LogInUse` while another process writes it, `DiskFull`, `OSError`, and `ValueError` for an
    unknown key provider.
    """
    from kiosk.audit.heads import Heads, newest
    from kiosk.audit.log import AuditLog
    from kiosk.core.head import START
    from kiosk.core.keys import KeyUnavailable
    from kiosk.ledger.heads import HEADS, HeadFile
    from kiosk.store.keys import Purpose, key_provider, sub_key
    from kiosk.store.signing import open_signing_key, read_keyring

    data = config.data
    keys = key_provider(config.key, data)
    key = sub_key(keys.terminal_key(), Purpose.AUDIT_CHAIN)
    try:
        signing = open_signing_key(data, keys)
        keyring = {key_id: each.public for key_id, each in read_keyring(data).items()}
    except KeyUnavailable:
        return AuditLog(data / AUDIT, key, clock), None
    kept = HeadFile(data / HEADS)
    known = newest(kept.read(), keyring)
    heads = Heads(kept, signing, clock, known)
    known_head = START if known is None else known.head
    return AuditLog(data / AUDIT, key, clock, known=known_head, synced=heads.synced), heads


def export_audit(data: Path, signed: SignedHead, folder: Path, told: Callable[[], None] = lambda: None) -> Exported:
    """Take the audit of a data folder, up to a signed head, to a new folder, with the heads until then and the public keys.

    Raises `DiskFull`, `FileExistsError`, `OSError`.
    """
    from kiosk.audit.export import export
    from kiosk.ledger.heads import HEADS, HeadFile
    from kiosk.store.signing import KEYRING

    # A head that is signed while the lines are copied would make the copy look cut off.
    heads = [each for each in HeadFile(data / HEADS).read() if each.head.seq <= signed.head.seq]
    beside = {
        HEADS: "".join(f"{each.text}\n" for each in heads).encode("ascii"),
        KEYRING: (data / KEYRING).read_bytes(),
    }
    log = data / AUDIT
    return export(log, signed, beside, folder, older=sorted(data.glob(f"{log.stem}.*-*{log.suffix}")), told=told)
