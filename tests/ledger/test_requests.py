"""Requests: one row a fact however often it is asked for, each bound to the one before, sealed and never deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.money import IdNumber
from kiosk.core.staff import StaffNumber
from kiosk.ledger.file import LedgerDamaged, LedgerOfAnother
from kiosk.ledger.requests import Request, Requests, digest_of

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
WANG, LIU = IdNumber("110101194912310028"), IdNumber("11010119500101001X")
BY = StaffNumber("0217")


def opened(path: Path, clock: VirtualClock, told: list[Request] | None = None) -> Requests:
    return Requests(path, KEY, clock, watch=None if told is None else told.append)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))


def test_the_same_person_on_the_same_day_is_one_fact(tmp_path: Path, clock: VirtualClock) -> None:
    told: list[Request] = []
    with closing(opened(tmp_path / "r.db", clock, told)) as requests:
        first = requests.register_presence(WANG, BY)
        clock.sleep(60)
        assert requests.register_presence(WANG, StaffNumber("1003")) == first
        other = requests.register_presence(LIU, BY)
        assert told == [first, other]
        clock.sleep(86_400)
        assert requests.register_presence(WANG, BY).seq == 3
        assert [request.number for request in requests.after(0)] == [
            "2026-1121-0001",
            "2026-1121-0002",
            "2026-1122-0003",
        ]
        assert requests.after(2)[0].person == WANG


def test_each_fact_holds_the_digest_of_the_one_before(tmp_path: Path, clock: VirtualClock) -> None:
    path = tmp_path / "r.db"
    with closing(opened(path, clock)) as requests:
        first, second = requests.register_presence(WANG, BY), requests.register_presence(LIU, BY)
        assert first.epoch == second.epoch
        assert first.before != second.before
    with closing(sqlite3.connect(path)) as db:
        (sealed,) = db.execute("SELECT sealed FROM request WHERE seq = 1").fetchone()
    assert second.before == digest_of(sealed)


def test_facts_survive_a_restart_and_are_sealed(tmp_path: Path, clock: VirtualClock) -> None:
    path = tmp_path / "r.db"
    with closing(opened(path, clock)) as requests:
        made = requests.register_presence(WANG, BY)
    with closing(opened(path, clock)) as again:
        assert again.after(0) == (made,)
    assert b"110101194912310028" not in path.read_bytes()
    assert "110101" not in repr(made)
    with pytest.raises(LedgerOfAnother):
        Requests(path, bytes(32), clock)


def test_a_row_that_was_exchanged_does_not_open(tmp_path: Path, clock: VirtualClock) -> None:
    path = tmp_path / "r.db"
    with closing(opened(path, clock)) as requests:
        requests.register_presence(WANG, BY)
        requests.register_presence(LIU, BY)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE request SET sealed = (SELECT sealed FROM request WHERE seq = 1) WHERE seq = 2")
    with closing(opened(path, clock)) as requests, pytest.raises(LedgerDamaged):
        requests.after(1)
