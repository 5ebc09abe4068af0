"""What was asked for here and others have to decide: one sealed row a fact, ready for the outbox.

A fact is named by (terminal, epoch, seq): the epoch is 64 random bits made with the file, so that a terminal restored from
an old image of its disk never gives the name of another fact again (records 3). Each row's body holds the digest of the
row before, so a gap shows. `key` is what makes it one fact however often it is asked for: the same person on the same day.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations when it runs
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.clock import SHANGHAI
from kiosk.core.money import IdNumber
from kiosk.core.staff import StaffNumber
from kiosk.ledger.file import named_errors, open_ledger, transaction
from kiosk.ledger.identity import file_schema, identify

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.core.clock import Clock

_CHECK: Final = b"yiban requests"
_START: Final = b"start"


class RequestKind(StrEnum):
    """What is asked for."""

    PRESENCE = "presence"
    """That who receives a pension was here, with their card: the agency decides whether it certifies them."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One fact. `epoch` and `seq` name it among all of this terminal's; `before` is the digest of the one before."""

    epoch: bytes
    seq: int
    kind: RequestKind
    person: IdNumber
    at: datetime
    by: StaffNumber
    before: bytes

    @property
    def number(self) -> str:
        """What stands on the receipt: the day and the count."""
        return f"{self.at:%Y-%m%d}-{self.seq:04d}"


class _Body(msgspec.Struct, array_like=True, frozen=True):
    """What is sealed of a row. Fields are in their order on the disk; new ones go to the end, with a default."""

    kind: RequestKind
    person: str
    at: datetime
    by: str
    before: bytes

    def __repr__(self) -> str:
        return f"<_Body {self.kind}>"


def _first_schema(db: sqlite3.Connection) -> None:
    file_schema(db)
    db.execute(
        "CREATE TABLE request (seq INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL)"
    )


MIGRATIONS: Final = (_first_schema,)


class Requests:
    """The ledger of requests; any thread may call it, each call returns once the fact is on the disk.

    `key` is 32 bytes derived from the terminal's key. `watch` hears of every new fact once it is on the disk, and must not
    raise. Opening raises `LedgerInUse`, `LedgerTooNew`, `LedgerDamaged`, `LedgerOfAnother` or `DiskFull`; so may every call.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, *, watch: Callable[[Request], None] | None = None) -> None:
        self._clock = clock
        self._watch = watch
        self._lock = threading.Lock()
        self._db = open_ledger(path, MIGRATIONS)
        try:
            with named_errors():
                self._epoch, self._seal = identify(self._db, key, _CHECK)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def register_presence(self, person: IdNumber, by: StaffNumber) -> Request:
        """Note that somebody was here; `by` has compared them with their card. Twice the same day is one fact."""
        now = self._clock.now()
        day = now.date().isoformat().encode()
        key = self._seal.tag(RequestKind.PRESENCE.encode(), person.reveal().encode(), day)
        with self._lock, named_errors(), transaction(self._db):
            row = self._db.execute("SELECT seq, key, sealed FROM request WHERE key = ?", (key,)).fetchone()
            if row is not None:
                return self._read(*row)
            last, before = self._last()
            made = Request(self._epoch, last + 1, RequestKind.PRESENCE, person, now, by, before)
            self._db.execute("INSERT INTO request VALUES (?, ?, ?)", (made.seq, key, self._sealed(made, key)))
        if self._watch is not None:
            self._watch(made)
        return made

    def after(self, seq: int) -> tuple[Request, ...]:
        """Return the facts after this one, oldest first, for whoever carries them on; nothing is deleted for that."""
        with self._lock, named_errors():
            rows = self._db.execute(
                "SELECT seq, key, sealed FROM request WHERE seq > ? ORDER BY seq", (seq,)
            ).fetchall()
        return tuple(self._read(*row) for row in rows)

    def _last(self) -> tuple[int, bytes]:
        """The last row's count and digest."""
        row = self._db.execute("SELECT seq, sealed FROM request ORDER BY seq DESC LIMIT 1").fetchone()
        return (0, hashlib.sha256(self._epoch + _START).digest()) if row is None else (row[0], digest_of(row[1]))

    def _bound(self, seq: int, key: bytes) -> bytes:
        return msgspec.msgpack.encode((self._epoch, seq, key))

    def _sealed(self, made: Request, key: bytes) -> bytes:
        body = _Body(made.kind, made.person.reveal(), made.at, str(made.by), made.before)
        return self._seal.seal(msgspec.msgpack.encode(body), self._bound(made.seq, key))

    def _read(self, seq: int, key: bytes, sealed: bytes) -> Request:
        body = msgspec.msgpack.decode(self._seal.open(sealed, self._bound(seq, key)), type=_Body)
        at = body.at.astimezone(SHANGHAI)
        return Request(self._epoch, seq, body.kind, IdNumber(body.person), at, StaffNumber(body.by), body.before)


def digest_of(sealed: bytes) -> bytes:
    """Digest a row, as the next one's `before` has it."""
    return hashlib.sha256(sealed).digest()
