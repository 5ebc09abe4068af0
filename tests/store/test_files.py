"""A full disk is called by its name, and leaves what was there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.core.record import DiskFull
from kiosk.store import files

if TYPE_CHECKING:
    from tests.store.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(os.name != "posix", reason="limits a process as POSIX does")
@pytest.mark.parametrize("limit", [20_000, 100_000])
def test_a_full_disk_leaves_the_old_records_in_use(terminal: Terminal, limit: int) -> None:
    """The first limit is met while rows are staged, the second while SQLite or the rows grow."""
    child = ROOT / "tests" / "store" / "filling_child.py"
    done = subprocess.run(
        [sys.executable, str(child), str(terminal.data), str(limit)],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    with closing(terminal.records()) as records:
        records.check()
        assert records.state().people == 200
    assert sorted(path.name for path in (terminal.data / "records").iterdir()) == ["current", "records-a.db"]


def test_a_database_without_room_is_a_full_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        database.executescript("PRAGMA max_page_count=4; CREATE TABLE t (b BLOB);")
        with pytest.raises(DiskFull), files.room():
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")


def test_other_troubles_keep_their_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), files.room():
        (tmp_path / "none").read_bytes()
    with closing(sqlite3.connect(":memory:")) as database, pytest.raises(sqlite3.OperationalError), files.room():
        database.execute("SELECT * FROM nothing")


def test_a_small_file_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "pointer"
    files.write(place, b"old")
    (tmp_path / "pointer.new").write_bytes(b"left over from a power cut")
    files.write(place, b"new", mode=0o600)
    assert place.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [place]
