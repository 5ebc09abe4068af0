r"""The print journal: after any crash each document is not printed, unknown or printed, and nothing prints twice by itself.

One row per print attempt. Whoever prints asks for each step *before* taking it:

    intended -> sending -> proved      bytes go out only once `sending` has returned
           \           \-> failed      known not to be complete
            \           \-> unknown -> settled, by a person who has looked
             \-> abandoned             never sent

What a crash leaves *intended* was never sent and is abandoned at the next opening; what it leaves *sending* is unknown.
A row's body is sealed; its state and a keyed tag stand outside, bound to it. An older copy of the whole file can't be told
from a newer one here: against that, serials never lag behind the wall clock and the audit has every step.
"""

from __future__ import annotations

import os
import re
import threading
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kiosk.core.clock import SHANGHAI
from kiosk.core.serial import DocumentSerial
from kiosk.ledger.body import packed, unpacked
from kiosk.ledger.document import MAY_BE_ON_PAPER, NEXT, Document, Entry, PrintState, PrintTicket
from kiosk.ledger.file import LedgerDamaged, LedgerOfAnother, named_errors, open_ledger, transaction
from kiosk.ledger.sealing import Seal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kiosk.core.clock import Clock
    from kiosk.core.pseudonym import Pseudonym

    Watch = Callable[[Entry], None]

EPOCH_BYTES: Final = 8
_COUNT_BITS: Final = 32
_COUNT_START: Final = datetime(2026, 1, 1, tzinfo=SHANGHAI)
_CLOCK_LIMIT: Final = 1 << 31
"""A clock set beyond 2094 can't use up the counts."""
_KEY_CHECK: Final = b"yiban print journal"
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBERED: Final = tuple(PrintState)
"""A state is stored as its place here: new ones go to the end."""


class WrongStep(Exception):
    """A print was to take a step that its state doesn't allow: a bug."""


class _Row(NamedTuple):
    number: int
    state: int
    tag: bytes
    sealed: bytes


def _first_schema(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE file (epoch BLOB NOT NULL, last INTEGER NOT NULL, sealed BLOB NOT NULL)")
    db.execute(
        "CREATE TABLE print (count INTEGER PRIMARY KEY, state INTEGER NOT NULL, tag BLOB NOT NULL, sealed BLOB NOT NULL)",
    )
    db.execute("CREATE INDEX print_state ON print (state)")
    db.execute("CREATE INDEX print_tag ON print (tag)")


MIGRATIONS: Final = (_first_schema,)


class PrintJournal:
    """The journal in one file; any thread may call it, each call returns once the step is on the disk.

    `key` is 32 bytes derived from the terminal's key. `watch` hears of every step once it is on the disk, and must not raise.
    Opening raises `LedgerInUse`, `LedgerTooNew`, `LedgerDamaged`, `LedgerOfAnother` or `DiskFull`; so may every call.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, *, watch: Watch | None = None) -> None:
        self._clock = clock
        self._watch = watch
        self._lock = threading.Lock()
        self._db = open_ledger(path, MIGRATIONS)
        try:
            with named_errors():
                self._epoch, self._seal = self._identify(key)
                recovered = self._recover()
        except BaseException:
            self._db.close()
            raise
        self._tell(recovered)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    # -- the steps ------------------------------------------------------------------------------------------

    def intend(self, document: Document) -> PrintTicket:
        """Note what is to be printed and give it its serial."""
        now = self._clock.now()
        with self._lock, named_errors(), transaction(self._db):
            count = self._next_count(now)
            self._db.execute("UPDATE file SET last = ?", (count,))
            entry = Entry(PrintTicket(self._serial(count)), document, PrintState.INTENDED, now, now)
            self._db.execute("INSERT INTO print VALUES (?, ?, ?, ?)", self._row(entry))
        self._tell([entry])
        return entry.ticket

    def sending(self, ticket: PrintTicket) -> None:
        """The first byte is about to go out. Must return before it does."""
        self._step(ticket, PrintState.SENDING)

    def proved(self, ticket: PrintTicket) -> None:
        """The printer has proved that the whole sheet is out."""
        self._step(ticket, PrintState.PROVED)

    def taken_back(self, ticket: PrintTicket) -> None:
        """Nobody took the sheet, and the printer has drawn it in: it waits at the desk."""
        self._step(ticket, PrintState.TAKEN_BACK)

    def failed(self, ticket: PrintTicket, code: str) -> None:
        """The sheet is known not to be complete; `code` is the error's stable one."""
        self._step(ticket, PrintState.FAILED, code=code)

    def abandoned(self, ticket: PrintTicket) -> None:
        """The person went away before anything was sent."""
        self._step(ticket, PrintState.ABANDONED)

    def unproven(self, ticket: PrintTicket, code: str) -> None:
        """Everything may have been sent, but nothing proves it: somebody has to look."""
        self._step(ticket, PrintState.UNKNOWN, code=code)

    def settle(self, ticket: PrintTicket, *, printed: bool, by: str) -> None:
        """Somebody has looked: `by` is their staff number."""
        self._step(ticket, PrintState.SETTLED_PRINTED if printed else PrintState.SETTLED_NOT_PRINTED, by=by)

    # -- what is known --------------------------------------------------------------------------------------

    def unknown(self) -> tuple[Entry, ...]:
        """Return the prints a person has to look for, oldest first."""
        return self._select("state = ?", (_NUMBERED.index(PrintState.UNKNOWN),))

    def since(self, moment: datetime) -> tuple[Entry, ...]:
        """Return the prints that were intended from this moment on, oldest first."""
        # A count is never less than the seconds since 2026 at its time, so none from before comes into question.
        first = int((moment - _COUNT_START).total_seconds())
        return tuple(entry for entry in self._select("count >= ?", (first,)) if entry.intended_at >= moment)

    def entry(self, ticket: PrintTicket) -> Entry:
        """Return what is known of one print. Raises `KeyError` for a ticket this journal never gave."""
        with self._lock, named_errors():
            return self._entry(ticket)

    def printed_today(self, subject: Pseudonym, kind: str, period: str) -> bool:
        """Whether a whole sheet of this may be out since midnight: proved, said so by staff, or not known."""
        tag = self._tag(self._clock.now().date(), subject, kind, period)
        return any(entry.state in MAY_BE_ON_PAPER for entry in self._select("tag = ?", (tag,)))

    def counters(self) -> Mapping[PrintState, int]:
        """Count the prints in each state, ever."""
        with self._lock, named_errors():
            rows = self._db.execute("SELECT state, count(*) FROM print GROUP BY state").fetchall()
        counted: dict[object, int] = dict(rows)
        return {state: counted.get(number, 0) for number, state in enumerate(_NUMBERED)}

    # -- inside ---------------------------------------------------------------------------------------------

    def _identify(self, key: bytes) -> tuple[bytes, Seal]:
        """Read whose file it is, making it this terminal's if it is new."""
        row = self._db.execute("SELECT epoch, sealed FROM file").fetchone()
        if row is None:
            epoch = os.urandom(EPOCH_BYTES)
            seal = Seal(key, epoch)
            with transaction(self._db):
                self._db.execute("INSERT INTO file VALUES (?, 0, ?)", (epoch, seal.seal(_KEY_CHECK, epoch)))
            return epoch, seal
        epoch, sealed = row
        seal = Seal(key, epoch)
        try:
            seal.open(sealed, epoch)
        except LedgerDamaged:
            raise LedgerOfAnother("the print journal was made with another key") from None
        return epoch, seal

    def _recover(self) -> list[Entry]:
        """Settle what an earlier process left half done. The file is ours alone, so nobody is printing now."""
        never_sent = self._entries("state = ?", (_NUMBERED.index(PrintState.INTENDED),))
        not_known = self._entries("state = ?", (_NUMBERED.index(PrintState.SENDING),))
        left = [(entry, PrintState.ABANDONED) for entry in never_sent]
        left += [(entry, PrintState.UNKNOWN) for entry in not_known]
        with transaction(self._db):
            return [self._change(entry, state, code="restart") for entry, state in left]

    def _step(self, ticket: PrintTicket, state: PrintState, *, code: str = "", by: str = "") -> None:
        for word in filter(None, (code, by)):
            if not _CODE.fullmatch(word):
                raise ValueError("a stable code, not a text")
        with self._lock, named_errors(), transaction(self._db):
            entry = self._entry(ticket)
            if state not in NEXT.get(entry.state, frozenset()):
                raise WrongStep(f"{ticket.serial}: {entry.state} -> {state}")
            entry = self._change(entry, state, code=code or entry.code, by=by)
        self._tell([entry])

    def _change(self, entry: Entry, state: PrintState, *, code: str, by: str = "") -> Entry:
        now = self._clock.now()
        changed = Entry(entry.ticket, entry.document, state, entry.intended_at, now, code, by)
        row = self._row(changed)
        self._db.execute("UPDATE print SET state = ?, sealed = ? WHERE count = ?", (row.state, row.sealed, row.number))
        return changed

    def _tell(self, entries: Iterable[Entry]) -> None:
        if self._watch is not None:
            for entry in entries:
                self._watch(entry)

    def _next_count(self, now: datetime) -> int:
        """Return one more than the last, and never less than the seconds since 2026.

        So a terminal restored from an old image of its disk doesn't give a serial again.
        """
        (last,) = self._db.execute("SELECT max(last, coalesce((SELECT max(count) FROM print), 0)) FROM file").fetchone()
        seconds = int((now - _COUNT_START).total_seconds())
        return max(int(last) + 1, min(seconds, _CLOCK_LIMIT))

    def _serial(self, count: int) -> DocumentSerial:
        return DocumentSerial(int.from_bytes(self._epoch[:4], "big") << _COUNT_BITS | count)

    def _tag(self, day: date, subject: Pseudonym, kind: str, period: str) -> bytes:
        return self._seal.tag(day.isoformat().encode(), subject.tag, kind.encode(), period.encode())

    def _bound(self, count: int, state: int, tag: bytes) -> bytes:
        return msgspec.msgpack.encode((self._epoch, count, state, tag))

    def _row(self, entry: Entry) -> _Row:
        document = entry.document
        count = entry.ticket.serial.number & ((1 << _COUNT_BITS) - 1)
        state = _NUMBERED.index(entry.state)
        tag = self._tag(entry.intended_at.date(), document.subject, document.kind, document.period)
        return _Row(count, state, tag, self._seal.seal(packed(entry), self._bound(count, state, tag)))

    def _read(self, row: _Row) -> Entry:
        plain = self._seal.open(row.sealed, self._bound(row.number, row.state, row.tag))
        return unpacked(plain, PrintTicket(self._serial(row.number)), _NUMBERED[row.state])

    def _entry(self, ticket: PrintTicket) -> Entry:
        count = ticket.serial.number & ((1 << _COUNT_BITS) - 1)
        for entry in self._entries("count = ?", (count,)):
            if entry.ticket == ticket:
                return entry
        raise KeyError(str(ticket.serial))

    def _select(self, where: str, values: tuple[object, ...]) -> tuple[Entry, ...]:
        with self._lock, named_errors():
            return tuple(self._entries(where, values))

    def _entries(self, where: str, values: tuple[object, ...]) -> Iterator[Entry]:
        rows = self._db.execute(f"SELECT count, state, tag, sealed FROM print WHERE {where} ORDER BY count", values)  # noqa: S608 - `where` is one of ours
        return (self._read(_Row(*row)) for row in rows)
