"""Whatever a disk does to the print journal, who opens or asks it hears a typed error."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.record import RecordError, StoreDamaged
from kiosk.ledger.document import Document
from kiosk.ledger.journal import PrintJournal

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
SOMEBODY = Pseudonym(bytes(16))
EXAMPLES = 150


def use(path: Path) -> None:
    """Do what a day does to a journal."""
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))
    with closing(PrintJournal(path, KEY, clock)) as journal:
        journal.unknown()
        journal.counters()
        journal.printed_today(SOMEBODY, "yearly", "2025")
        for steps in range(3):
            ticket = journal.intend(Document("yearly", SOMEBODY, "2025", 7, date(2026, 10, 31), bytes(16), "lane"))
            if steps > 0:
                journal.sending(ticket)
            if steps > 1:
                journal.proved(ticket)


def test_a_damaged_journal_ends_in_a_typed_error(tmp_path: Path) -> None:
    chance = random.Random(4)
    path = tmp_path / "journal.db"
    use(path)
    use(path)
    whole = path.read_bytes()
    met = 0
    for _ in range(EXAMPLES):
        content = bytearray(whole)
        at = chance.randrange(len(content))
        if chance.random() < 0.6:
            content[at] ^= 1 << chance.randrange(8)
        else:
            end = min(len(content), at + 512)
            content[at:end] = chance.choice((bytes(end - at), b""))
        path.with_name("journal.db-wal").unlink(missing_ok=True)
        path.write_bytes(content)
        try:
            use(path)
        except RecordError:
            met += 1
    assert met > EXAMPLES // 10
    path.with_name("journal.db-wal").unlink(missing_ok=True)
    path.write_bytes(whole)
    use(path)


@pytest.mark.parametrize("sealed", ["CAST(x'ff41' AS TEXT)", "'text'", "5", "x''"])
def test_a_row_that_is_no_row_does_not_open(tmp_path: Path, sealed: str) -> None:
    path = tmp_path / "journal.db"
    use(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE print SET sealed = {sealed}")  # noqa: S608 - ours
    with pytest.raises(StoreDamaged):
        use(path)
