"""What came of the tests of devices: the newest of every kind, on the disk before it is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI
from kiosk.core.staff import StaffNumber
from kiosk.core.upkeep import Check, Checked
from kiosk.ledger.check_book import CheckBook
from kiosk.ledger.file import LedgerDamaged

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
CHECKED = st.builds(
    Checked,
    device=st.sampled_from(("scanner", "keypad")),
    test=st.sampled_from(Check),
    passed=st.sampled_from((True, False, None)),
    at=st.datetimes().map(lambda moment: moment.replace(tzinfo=SHANGHAI)),
    by=st.just(StaffNumber("1003")),
    code=st.sampled_from(("", "device-gone")),
)


@given(st.lists(CHECKED, max_size=12))
def test_the_newest_of_every_test_is_kept_over_a_restart(
    tmp_path_factory: pytest.TempPathFactory, checks: list[Checked]
) -> None:
    path = tmp_path_factory.mktemp("book") / "tests.db"
    with closing(CheckBook(path)) as book:
        for check in checks:
            book.note(check)
    with closing(CheckBook(path)) as book:
        assert book.newest() == {(check.device, check.test): check for check in checks}


def test_a_row_that_is_no_test_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "tests.db"
    with closing(CheckBook(path)) as book:
        book.note(Checked("scanner", Check.SCAN, passed=True, at=NINE, by=StaffNumber("1003")))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE test SET test = 'other'")
    with closing(CheckBook(path)) as book, pytest.raises(LedgerDamaged):
        book.newest()
