"""Whose ledger file it is: a random epoch made with the file, and a proof that it was made with this terminal's key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from kiosk.ledger.file import LedgerDamaged, LedgerOfAnother, transaction
from kiosk.ledger.sealing import Seal

if TYPE_CHECKING:
    import sqlite3

EPOCH_BYTES: Final = 8


def file_schema(db: sqlite3.Connection) -> None:
    """Make the table that says whose file it is."""
    db.execute("CREATE TABLE file (epoch BLOB NOT NULL, sealed BLOB NOT NULL)")


def identify(db: sqlite3.Connection, key: bytes, check: bytes) -> tuple[bytes, Seal]:
    """Return the file's epoch and its seal, made now if the file is new; `check` names the kind of ledger.

    Raises `LedgerOfAnother` for another terminal's file or another kind of ledger, and `LedgerDamaged`.
    """
    row = db.execute("SELECT epoch, sealed FROM file").fetchone()
    if row is None:
        epoch = os.urandom(EPOCH_BYTES)
        seal = Seal(key, epoch)
        with transaction(db):
            db.execute("INSERT INTO file VALUES (?, ?)", (epoch, seal.seal(check, epoch + check)))
        return epoch, seal
    epoch, sealed = row
    if not isinstance(epoch, bytes):
        raise LedgerDamaged("the ledger has no epoch")
    seal = Seal(key, epoch)
    try:
        seal.open(sealed, epoch + check)
    except LedgerDamaged:
        raise LedgerOfAnother("the ledger was made with another key") from None
    return epoch, seal
