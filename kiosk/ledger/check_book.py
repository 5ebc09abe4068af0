"""Keeps what came of each device's tests: the newest of every kind, with who tested and when. Of the machine only, unsealed."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kiosk.core.staff import StaffNumber
from kiosk.core.upkeep import Check, Checked
from kiosk.ledger.file import LedgerDamaged, named_errors, open_ledger, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

FILE: Final = "tests.db"
"""The file's name in the data folder."""
_PASSED: Final = {True: 1, False: 0, None: None}


def _schema_1(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE test (device TEXT, test TEXT, passed INTEGER, at TEXT NOT NULL, by TEXT NOT NULL, code TEXT NOT NULL,"
        " PRIMARY KEY (device, test)) WITHOUT ROWID, STRICT"
    )


class CheckBook:
    """One file. Any thread may call it. Raises what `open_ledger` raises."""

    def __init__(self, path: Path) -> None:
        self._db = open_ledger(path, (_schema_1,))
        self._lock = threading.Lock()

    def note(self, done: Checked) -> None:
        """Keep it in place of the one before; it is on the disk when this returns. Raises `DiskFull`."""
        row = (done.device, done.test.value, _PASSED[done.passed], done.at.isoformat(), str(done.by), done.code)
        with self._lock, named_errors(), transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO test VALUES (?, ?, ?, ?, ?, ?)", row)

    def newest(self) -> Mapping[tuple[str, Check], Checked]:
        """Return the newest of every device and kind. Raises `LedgerDamaged`."""
        with self._lock, named_errors():
            rows = self._db.execute("SELECT device, test, passed, at, by, code FROM test").fetchall()
        try:
            done = [
                Checked(device, Check(test), None if passed is None else bool(passed), datetime.fromisoformat(at),
                         StaffNumber(by), code)
                for device, test, passed, at, by, code in rows
            ]  # fmt: skip
        except ValueError:
            raise LedgerDamaged("a row of the tests") from None
        return {(each.device, each.test): each for each in done}

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()
