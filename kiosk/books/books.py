"""The books of the terminal, what the lane `books` works with: the audit, the prints, the crash reports, and the stick."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.audit.heads import is_signed
from kiosk.audit.logs import begin_of, logs_of
from kiosk.audit.verifying import verify
from kiosk.books import lines as reading
from kiosk.books.day import counted
from kiosk.books.parcel import parcel
from kiosk.core.clock import SHANGHAI
from kiosk.core.keys import KeyUnavailable
from kiosk.core.readiness import BooksReadiness
from kiosk.core.record import RecordError
from kiosk.core.values import dataclass
from kiosk.ledger.heads import HEADS, HeadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kiosk.audit.chain import Break
    from kiosk.audit.export import Exported
    from kiosk.books.lines import Filter, Lines, Place
    from kiosk.core.clock import Clock
    from kiosk.core.day import DayCounts
    from kiosk.core.head import SignedHead
    from kiosk.core.keys import SigningKey
    from kiosk.ledger.document import Entry
    from kiosk.ledger.journal import PrintJournal

_CRASHES_SHOWN: Final = 60


class Keeper(Protocol):
    """Who keeps the audit open: says where it lies, signs how far it has come, and takes it along."""

    @property
    def audit(self) -> Path:
        """The newest log."""
        ...

    @property
    def crashes(self) -> Path:
        """The folder of crash reports."""
        ...

    def signed_head(self) -> SignedHead | None:
        """Sign how far it has come; None without an open audit or a signing key."""
        ...

    def export(self, folder: Path, told: Callable[[], None]) -> Exported | None:
        """Take it to a new folder, re-read and compared."""
        ...


@dataclass(frozen=True)
class Crash:
    """A crash report's code, the kind of error and where it came up; never a value."""

    code: str
    at: datetime
    kind: str
    place: str


@dataclass(frozen=True)
class Verified:
    """What a check of the whole audit found: how many lines hold, and of the first broken one the file, its place and why."""

    lines: int
    log: str = ""
    broken_line: int = 0
    reason: Break | None = None
    vouched: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return self.reason is None


@dataclass(frozen=True, repr=False)
class Keys:
    """What the books need of the terminal's keys: the chain's, the public ones, and what signs; None without a signing key."""

    chain: bytes
    keyring: Mapping[int, bytes]
    signing: SigningKey | None


class Books:
    """Belongs to one lane. `journal` gives the print journal, opened when it is needed."""

    def __init__(
        self, keys: Keys, keeper: Keeper, journal: Callable[[], PrintJournal], clock: Clock, *, terminal: str
    ) -> None:
        self._audit = keeper.audit
        self._crashes = keeper.crashes
        self._keys = keys
        self._keeper = keeper
        self._journal = journal
        self._clock = clock
        self._terminal = terminal

    # -- looking ------------------------------------------------------------------------------------------------

    def lines(self, wanted: Filter, begin: Place | None, told: Callable[[], None]) -> Lines:
        """Return the next lines of the audit, the newest first. Raises `OSError`."""
        return reading.page(self._audit, wanted, begin, told)

    def verify(self, told: Callable[[int, int], None]) -> Verified:
        """Check the whole audit against its chain, the terminal's key and the heads kept of it. Raises `OSError`."""
        logs = logs_of(self._audit)
        signed = HeadFile(self._audit.parent / HEADS).read()
        known = [each.head for each in signed if is_signed(each, self._keys.keyring)]
        newest = max((head.seq for head in known), default=0)
        first = begin_of(logs[0]).seq
        after, held, vouched = None, 0, 0
        for log, following in zip(logs, [*logs[1:], None], strict=True):
            begin = begin_of(log).seq
            end = None if following is None else begin_of(following).seq
            theirs = [head for head in known if begin <= head.seq and (end is None or head.seq <= end)]
            before = held
            verdict = verify(
                log,
                self._keys.chain,
                known=theirs,
                after=after,
                told=lambda done, before=before: told(before + done, max(before + done, newest - first)),  # type: ignore[misc]
            )
            held += verdict.head.seq - begin
            vouched = max(vouched, verdict.vouched)
            if verdict.reason is not None:
                return Verified(held, log.name, verdict.broken_line or 0, verdict.reason, vouched)
            after = verdict.head
        return Verified(held, vouched=vouched)

    def crashes(self) -> tuple[Crash, ...]:
        """Return the crash reports, the newest first."""
        found = [crash for file in self._crash_files() if (crash := _crash(file)) is not None]
        return tuple(sorted(found, key=lambda crash: crash.at, reverse=True)[:_CRASHES_SHOWN])

    def prints_today(self) -> tuple[Entry, ...]:
        """Return the prints since midnight and those nobody knows the end of, oldest first. Raises what the journal raises."""
        journal = self._journal()
        midnight = datetime.combine(self._clock.now().date(), time(), SHANGHAI)
        unknown = [entry for entry in journal.unknown() if entry.intended_at < midnight]
        return (*unknown, *journal.since(midnight))

    def day(self, days_ago: int, told: Callable[[], None]) -> DayCounts:
        """Count a day's figures. Raises `OSError`."""
        day = self._clock.now().date() - timedelta(days=days_ago)
        return counted(day, reading.of_day(self._audit, day, told))

    def self_tests(self, told: Callable[[], None]) -> Mapping[str, tuple[bool, date]]:
        """Say of each lane whether the newest self-test of every kind that the audit knows of was passed, and the newest's day.

        One of which the device could not say whether it passed is none. The audit names a test by its lane, and the kind of
        test behind a point. Raises `OSError`.
        """
        found: dict[str, tuple[bool | None, date]] = {}
        wanted = reading.Filter(reading.Group.DEVICES)
        place: Place | None = None
        while True:
            some = reading.page(self._audit, wanted, place, told)
            for line in some.lines:
                if line.event == "self-tested":
                    passed = line.fields.get("passed")
                    test = None if passed is None else passed is True, line.at.date()
                    found.setdefault(str(line.fields.get("device")), test)
            place = some.earlier
            if place is None:
                return _by_lane(found)

    def readiness(self) -> BooksReadiness:
        """Say how keys and books are. Raises `OSError`."""
        try:
            head = self._keeper.signed_head()
        except RecordError:
            head = None
        try:
            unknown = len(self._journal().unknown())
        except RecordError:
            unknown = None
        signing = None if self._keys.signing is None else self._keys.signing.key_id
        free = shutil.disk_usage(self._audit.parent).free
        short = "" if head is None else head.head.short
        return BooksReadiness(signing, short, unknown, free, len(self._crash_files()))

    def now(self) -> datetime:
        """Return the wall clock's moment, in Asia/Shanghai."""
        return self._clock.now()

    # -- taking along -------------------------------------------------------------------------------------------

    def take_audit(self, stick: Path, told: Callable[[], None]) -> Exported:
        """Take the audit to a stick, signed. Raises `KeyUnavailable`, `DiskFull`, `OSError`, and what `told` raises."""
        exported = self._keeper.export(self._new(stick, "audit"), told)
        if exported is None:
            raise KeyUnavailable("nothing is exported that can't be signed")
        return exported

    def take_files(self, stick: Path, kind: str, contents: Mapping[str, bytes]) -> Exported:
        """Take small files to a stick, in a signed parcel. Raises as `take_audit` does."""
        if self._keys.signing is None:
            raise KeyUnavailable("nothing is exported that can't be signed")
        return parcel(self._new(stick, kind), contents, self._keys.signing, self._clock.now())

    def crash_files(self) -> Mapping[str, bytes]:
        """Return the crash reports as they lie in their folder. Raises `OSError`."""
        return {file.name: file.read_bytes() for file in self._crash_files()}

    def _new(self, stick: Path, kind: str) -> Path:
        return stick / f"yiban-{kind}-{self._terminal}-{self._clock.now():%Y%m%dT%H%M%S}"

    def _crash_files(self) -> Sequence[Path]:
        return sorted(self._crashes.glob("crash-*.json"))


def _by_lane(tests: Mapping[str, tuple[bool | None, date]]) -> Mapping[str, tuple[bool, date]]:
    lanes: dict[str, tuple[bool, date]] = {}
    for device, (passed, day) in tests.items():
        if passed is None:
            continue
        lane = device.partition(".")[0].replace("-", "_")
        before, newest = lanes.get(lane, (True, day))
        lanes[lane] = before and passed, max(newest, day)
    return lanes


def _crash(file: Path) -> Crash | None:
    """Read a report; None for one that is cut off."""
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
        error = report["errors"][0]
        ours = [frame for frame in error["frames"] if frame.startswith(("kiosk", "devices"))]
        place = (ours or error["frames"] or [""])[-1]
        return Crash(report["code"], datetime.fromisoformat(report["at"]), error["type"], place)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
