"""The roll of staff: sealed, whole or refused, and each trouble of its file by its name."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI
from kiosk.core.record import RecordError
from kiosk.core.staff import CardKind, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.file import LedgerDamaged, LedgerInUse, LedgerOfAnother
from kiosk.ledger.staff_roll import CardTag, Enrolled, Gate, PinHash, StaffRoll

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
NINE = datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
HASH = PinHash(b"salt" * 4, b"digest" * 5)
TAG = CardTag(CardKind.CODE_CARD, b"tag." * 4)


def enrolled(digits: str = "0217", role: StaffRole = StaffRole.ATTENDANT, *, wrong: int = 0) -> Enrolled:
    return Enrolled(
        digits=digits, role=role, pins=(HASH,), made_at=NINE, pin_changed_at=NINE, cards=(TAG,), wrong=wrong
    )


HASHES = st.builds(PinHash, st.binary(max_size=16), st.binary(max_size=32))
ROWS = st.builds(
    Enrolled,
    digits=st.text("0123456789", min_size=3, max_size=8),
    role=st.sampled_from(StaffRole),
    pins=st.lists(HASHES, max_size=3).map(tuple),
    made_at=st.just(NINE),
    pin_changed_at=st.just(NINE),
    cards=st.lists(st.builds(CardTag, st.sampled_from(CardKind), st.binary(max_size=16)), max_size=3).map(tuple),
    must_change=st.booleans(),
    may_unlock=st.booleans(),
    wrong=st.integers(0, 10),
    removed_at=st.none() | st.just(NINE),
)


@given(ROWS)
def test_what_is_packed_is_read_back(row: Enrolled) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=Enrolled) == row


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    rows = (enrolled("0100", StaffRole.ADMINISTRATOR), enrolled("0217"))
    with closing(StaffRoll(path, KEY)) as roll:
        assert roll.everybody() == ()
        assert roll.gate() == Gate()
        roll.write(*reversed(rows), gate=Gate(3, HASH, 2))
        roll.write(enrolled("0217", wrong=4))
    with closing(StaffRoll(path, KEY)) as roll:
        assert roll.everybody() == (rows[0], enrolled("0217", wrong=4))
        assert roll.gate() == Gate(3, HASH, 2)


def test_a_row_says_who_it_is_and_nothing_else() -> None:
    row = enrolled()
    assert (row.member, row.active) == (StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT), True)
    assert repr((row, *row.pins, *row.cards)) == "(<Enrolled 0217 attendant>, <PinHash>, <CardTag code-card>)"


def test_nothing_on_the_disk_says_who_is_on_the_roll(tmp_path: Path) -> None:
    with closing(StaffRoll(tmp_path / "staff.db", KEY)) as roll:
        roll.write(enrolled("90217743"))
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for word in (b"90217743", b"attendant", b"code-card", HASH.salt, HASH.digest, TAG.tag):
        assert word not in kept


def test_the_roll_is_one_processes_and_one_keys(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    with closing(StaffRoll(path, KEY)), pytest.raises(LedgerInUse):
        StaffRoll(path, KEY)
    with pytest.raises(LedgerOfAnother):
        StaffRoll(path, bytes(32))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE member SET sealed = (SELECT sealed FROM member AS other WHERE other.tag <> member.tag)",
        "UPDATE member SET tag = randomblob(16)",
        "UPDATE member SET sealed = (SELECT sealed FROM gate)",
        "UPDATE gate SET sealed = (SELECT sealed FROM file)",
        "DELETE FROM gate",
        "UPDATE file SET epoch = 3",
        "UPDATE member SET sealed = 'text'",
    ],
)
def test_a_row_that_was_moved_or_altered_is_found(tmp_path: Path, forgery: str) -> None:
    path = tmp_path / "staff.db"
    with closing(StaffRoll(path, KEY)) as roll:
        roll.write(enrolled("0100"), enrolled("0217"))
    with closing(sqlite3.connect(path)) as db:
        db.execute(forgery)
        db.commit()
    with pytest.raises(LedgerDamaged), closing(StaffRoll(path, KEY)) as roll:
        roll.everybody()


def test_whatever_the_disk_does_to_it_the_error_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    with closing(StaffRoll(path, KEY)) as roll:
        roll.write(enrolled("0100"), enrolled("0217"))
    whole = path.read_bytes()
    chance = random.Random(20_261_128)
    refused = 0
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 8, 64))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        try:
            with closing(StaffRoll(path, KEY)) as roll:
                rows = roll.everybody()
                assert {row.digits for row in rows} <= {"0100", "0217"}
        except RecordError:
            refused += 1
    assert refused > 10
