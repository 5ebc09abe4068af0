"""The roll of staff in one sealed file: who they are, the hashes of their PINs and cards, and how often a PIN was wrong.

A row holds everything of one member, the count of wrong PINs too: whoever edits the file can lose a member, but can't give
one of them another try. An older copy of the whole file can't be told from a newer one here; against that, a hall's disk is
encrypted and the audit has every try.
"""

from __future__ import annotations

import os
import threading
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations when it runs
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from kiosk.core.staff import CardKind, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.file import LedgerDamaged, LedgerOfAnother, named_errors, open_ledger, transaction
from kiosk.ledger.sealing import Seal

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_EPOCH_BYTES: Final = 8
_KEY_CHECK: Final = b"yiban staff roll"
_GATE: Final = b"gate"
_MEMBER: Final = b"member"


class PinHash(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of a PIN: its salt, and the digest that only who has the pepper can make of it."""

    salt: bytes
    digest: bytes

    def __repr__(self) -> str:
        return "<PinHash>"


class CardTag(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of a card: its kind and a keyed hash of what is read from it."""

    kind: CardKind
    tag: bytes

    def __repr__(self) -> str:
        return f"<CardTag {self.kind}>"


class Enrolled(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """One row of the roll. Fields are in their order on the disk; new ones go to the end, with a default.

    `pins` are the present PIN and those before it, newest first. `wrong` counts the tries since the last right PIN, the one
    being looked at among them. Somebody removed stays here, so that their number is never given to another.
    """

    digits: str
    role: StaffRole
    pins: tuple[PinHash, ...]
    made_at: datetime
    pin_changed_at: datetime
    cards: tuple[CardTag, ...] = ()
    must_change: bool = True
    may_unlock: bool = False
    wrong: int = 0
    removed_at: datetime | None = None

    @property
    def number(self) -> StaffNumber:
        """Their staff number."""
        return StaffNumber(self.digits)

    @property
    def member(self) -> StaffMember:
        """Who they are once they have signed in."""
        return StaffMember(self.number, self.role)

    @property
    def active(self) -> bool:
        """Whether they still work here."""
        return self.removed_at is None

    def __repr__(self) -> str:
        return f"<Enrolled {self.digits} {self.role}>"


class Gate(msgspec.Struct, array_like=True, frozen=True):
    """What belongs to no member: tries by nobody the roll knows, and the code that lets the first administrator in.

    `code_tries` counts tries of the code, the one being looked at among them.
    """

    strangers: int = 0
    code: PinHash | None = None
    code_tries: int = 0


Row = TypeVar("Row", Enrolled, Gate)


def _first_schema(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE file (epoch BLOB NOT NULL, sealed BLOB NOT NULL)")
    db.execute("CREATE TABLE gate (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL)")
    db.execute("CREATE TABLE member (tag BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID")


MIGRATIONS: Final = (_first_schema,)


class StaffRoll:
    """The roll in one file; any thread may call it, and what `write` has returned from is on the disk.

    `key` is 32 bytes derived from the terminal's key. Opening raises `LedgerInUse` while another process has it,
    `LedgerTooNew`, `LedgerDamaged`, `LedgerOfAnother` or `DiskFull`; so may every call.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._lock = threading.Lock()
        self._db = open_ledger(path, MIGRATIONS)
        try:
            with named_errors():
                self._epoch, self._seal = self._identify(key)
                self._gate()
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def everybody(self) -> tuple[Enrolled, ...]:
        """Return all who ever were on the roll, by number."""
        with self._lock, named_errors():
            rows = self._db.execute("SELECT tag, sealed FROM member").fetchall()
        members = (self._opened(Enrolled, sealed, _MEMBER + tag) for tag, sealed in rows)
        return tuple(sorted(members, key=lambda member: member.digits))

    def gate(self) -> Gate:
        """Return what belongs to no member."""
        with self._lock, named_errors():
            return self._gate()

    def write(self, *members: Enrolled, gate: Gate | None = None) -> None:
        """Put rows in the place of those with the same number, all of them or none, synced to the disk."""
        with self._lock, named_errors(), transaction(self._db):
            for member in members:
                tag = self._seal.tag(_MEMBER, member.digits.encode())
                self._db.execute("REPLACE INTO member VALUES (?, ?)", (tag, self._sealed(member, _MEMBER + tag)))
            if gate is not None:
                self._db.execute("UPDATE gate SET sealed = ?", (self._sealed(gate, _GATE),))

    def _identify(self, key: bytes) -> tuple[bytes, Seal]:
        """Make the file's epoch if it is new; see that it was made with this key if it isn't."""
        row = self._db.execute("SELECT epoch, sealed FROM file").fetchone()
        if row is None:
            epoch = os.urandom(_EPOCH_BYTES)
            seal = Seal(key, epoch)
            with transaction(self._db):
                self._db.execute("INSERT INTO file VALUES (?, ?)", (epoch, seal.seal(_KEY_CHECK, epoch)))
                gate = seal.seal(msgspec.msgpack.encode(Gate()), epoch + _GATE)
                self._db.execute("INSERT INTO gate VALUES (1, ?)", (gate,))
            return epoch, seal
        epoch, sealed = row
        if not isinstance(epoch, bytes):
            raise LedgerDamaged("the staff roll has no epoch")
        seal = Seal(key, epoch)
        try:
            seal.open(sealed, epoch)
        except LedgerDamaged:
            raise LedgerOfAnother("the staff roll was made with another key") from None
        return epoch, seal

    def _gate(self) -> Gate:
        row = self._db.execute("SELECT sealed FROM gate").fetchone()
        if row is None:
            raise LedgerDamaged("a row of the staff roll is missing")
        return self._opened(Gate, row[0], _GATE)

    def _sealed(self, row: Enrolled | Gate, bound: bytes) -> bytes:
        return self._seal.seal(msgspec.msgpack.encode(row), self._epoch + bound)

    def _opened(self, kind: type[Row], sealed: bytes, bound: bytes) -> Row:
        return msgspec.msgpack.decode(self._seal.open(sealed, self._epoch + bound), type=kind)
