"""The ledger's file: what is committed is on the disk, and each trouble has its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk.core.record import DiskFull, StoreDamaged
from kiosk.ledger.file import LedgerInUse, named_errors, open_ledger, transaction
from kiosk.ledger.journal import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_ledger(tmp_path / "journal.db", MIGRATIONS)) as db:
        yield db


def add(db: sqlite3.Connection) -> None:
    with named_errors(), transaction(db):
        db.execute("INSERT INTO print VALUES (NULL, 0, x'00', zeroblob(300))")


def rows(db: sqlite3.Connection) -> int:
    (number,) = db.execute("SELECT count(*) FROM print").fetchone()
    return int(number)


def fill(db: sqlite3.Connection) -> None:
    while rows(db) < 1000:
        add(db)


def test_every_commit_is_synced(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_refuses_the_row_and_later_room_lets_it_in(db: sqlite3.Connection) -> None:
    add(db)
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskFull):
        fill(db)
    kept = rows(db)
    assert 0 < kept < 1000
    db.execute("PRAGMA max_page_count=100000")
    add(db)
    assert rows(db) == kept + 1


def test_a_disk_that_became_read_only_refuses_the_row(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA query_only=1")
    with pytest.raises(DiskFull):
        add(db)
    assert rows(db) == 0


def test_a_store_without_a_write_ahead_log_is_refused() -> None:
    with pytest.raises(StoreDamaged, match="write-ahead"):
        open_ledger(":memory:", MIGRATIONS)  # type: ignore[arg-type]  # the one place SQLite can't give a log to


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFull),
        (sqlite3.SQLITE_IOERR_FSYNC, DiskFull),
        (sqlite3.SQLITE_IOERR_READ, StoreDamaged),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LedgerInUse),
    ],
)
def test_each_trouble_of_the_disk_has_its_name(code: int, error: type[Exception]) -> None:
    trouble = sqlite3.OperationalError("unable to write /home/somebody/journal.db")
    trouble.sqlite_errorcode, trouble.sqlite_errorname = code, "SQLITE_SOMETHING"
    with pytest.raises(error, match=r"^SQLITE_SOMETHING$"), named_errors():
        raise trouble
