"""People are found, strangers are not, and nothing readable lies on the disk."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.deadline import SystemTime
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.money import IdNumber
from kiosk.core.record import PersonNotFound, StoreDamaged, StoreMissing, TooManyLookUps
from kiosk.store import layout
from kiosk.store.builder import SamePerson, build
from kiosk.store.keys import FileKey
from kiosk.store.limit import LookUpLimit
from kiosk.store.records import Records
from tests.store.terminal import ORIGIN, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.core.record import Record

STRANGER = IdNumber("11010519491231002X")


def test_everybody_is_found_by_number_as_sealed(terminal: Terminal) -> None:
    with closing(terminal.records()) as records:
        for person in terminal.people:
            assert records.find_by_number(person.person.number) == person


def test_everybody_with_a_card_is_found_by_its_number(terminal: Terminal) -> None:
    with closing(terminal.records()) as records:
        holders = [person for person in terminal.people if person.card is not None]
        assert len(holders) == len(terminal.people) - 1
        for person in holders:
            assert person.card is not None
            assert records.find_by_card(f" {person.card.number.lower()} ") == person


def test_a_stranger_is_not_found(terminal: Terminal) -> None:
    with closing(terminal.records()) as records:
        with pytest.raises(PersonNotFound):
            records.find_by_number(STRANGER)
        with pytest.raises(PersonNotFound):
            records.find_by_card("Y99999999")


def test_the_state_says_whose_data_they_are_and_how_old(terminal: Terminal) -> None:
    with closing(terminal.records()) as records:
        state = records.state()
    assert (state.agency, state.county, state.cut_off, state.version, state.people) == (
        ORIGIN.agency,
        ORIGIN.county,
        ORIGIN.cut_off,
        ORIGIN.version,
        200,
    )


def test_people_whose_row_numbers_meet_are_all_found(terminal: Terminal) -> None:
    build(terminal.data, terminal.key, ORIGIN, terminal.people, key_bits=6)
    with closing(layout.opened(layout.current(terminal.data))) as file:
        lone, meeting = (file.execute(f"SELECT count(*) FROM people{t}").fetchone()[0] for t in ("", "_overflow"))  # noqa: S608 - constant
    assert lone > 0
    assert meeting > 100
    with closing(terminal.records()) as records:
        records.check()
        for person in terminal.people:
            assert records.find_by_number(person.person.number) == person


def _spellings(person: Record) -> Iterator[bytes]:
    card = [] if person.card is None else [person.card.number]
    for text in (person.person.name, person.person.number.reveal(), person.person.address, *card):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            yield text.encode(encoding)


def test_no_file_holds_a_readable_name_number_or_address(terminal: Terminal) -> None:
    """All files that ever exist are read: while rows are staged and written, and afterwards."""
    seen: list[bytes] = []

    def look(made: int) -> None:
        if made == 150:
            seen.extend(path.read_bytes() for path in terminal.data.rglob("*") if path.is_file())

    build(terminal.data, terminal.key, ORIGIN, terminal.people, progress=look)
    with closing(terminal.records()) as records:
        records.find_by_number(terminal.people[0].person.number)
        seen.extend(path.read_bytes() for path in terminal.data.parent.rglob("*") if path.is_file())
    content = b"".join(seen)
    assert len(content) > 500_000
    # Anything shorter would turn up in ciphertext by chance.
    planted = {text for person in terminal.people for text in _spellings(person) if len(text) > 5}
    assert len(planted) > 2000
    assert [text for text in planted if text in content] == []


def test_the_same_person_sealed_twice_looks_different(terminal: Terminal) -> None:
    def rows() -> set[bytes]:
        with closing(layout.opened(layout.current(terminal.data))) as file:
            return {row for (row,) in file.execute("SELECT row FROM people")}

    before = rows()
    build(terminal.data, terminal.key, ORIGIN, terminal.people)
    assert not before & rows()


def test_two_records_of_one_number_are_refused_and_the_old_ones_stay(terminal: Terminal) -> None:
    twice = (terminal.people[0], replace(terminal.people[0], card=None))
    with pytest.raises(SamePerson):
        build(terminal.data, terminal.key, ORIGIN, twice)
    with closing(terminal.records()) as records:
        assert records.state().people == 200
    assert sorted(path.name for path in (terminal.data / "records").iterdir()) == ["current", "records-a.db"]


def test_two_people_with_one_card_number_are_refused(terminal: Terminal) -> None:
    one, two = terminal.people[:2]
    with pytest.raises(SamePerson):
        build(terminal.data, terminal.key, ORIGIN, (one, replace(two, card=one.card)))


def test_new_records_are_seen_at_the_next_look_up_and_can_be_rolled_back(terminal: Terminal) -> None:
    only = terminal.people[:3]
    with closing(terminal.records()) as records:
        records.find_by_number(terminal.people[9].person.number)
        build(terminal.data, terminal.key, replace(ORIGIN, version=5), only)
        with pytest.raises(PersonNotFound):
            records.find_by_number(terminal.people[9].person.number)
        assert records.state().version == 5
        layout.roll_back(terminal.data)
        assert records.state().version == 4
        records.find_by_number(terminal.people[9].person.number)


def test_without_earlier_records_there_is_no_way_back(terminal: Terminal) -> None:
    with pytest.raises(StoreMissing):
        layout.roll_back(terminal.data)


def test_records_that_stop_half_way_leave_the_old_ones(terminal: Terminal) -> None:
    class CutOffError(Exception):
        pass

    def breaking() -> Iterator[Record]:
        yield from terminal.people[:100]
        raise CutOffError

    with pytest.raises(CutOffError):
        build(terminal.data, terminal.key, ORIGIN, breaking())
    with closing(terminal.records()) as records:
        records.check()
        assert records.state().people == 200


def test_without_records_or_key_the_store_is_missing(terminal: Terminal, tmp_path: Path) -> None:
    with closing(Records(tmp_path / "empty", terminal.key, SystemTime())) as records, pytest.raises(StoreMissing):
        records.state()
    terminal.key.path.unlink()
    with closing(terminal.records()) as records, pytest.raises(StoreMissing):
        records.state()


def test_another_terminals_key_opens_nothing(terminal: Terminal, tmp_path: Path) -> None:
    other = FileKey(tmp_path / "other.key")
    other.make()
    records = Records(terminal.data, other, SystemTime())
    with pytest.raises(StoreMissing, match="another terminal"):
        records.find_by_number(terminal.people[0].person.number)


def test_a_pointer_to_nowhere_is_damage(terminal: Terminal) -> None:
    pointer = terminal.data / "records" / "current"
    for text in ("records-b.db", "../../etc/passwd", ""):
        pointer.write_text(text)
        with closing(terminal.records()) as records, pytest.raises(StoreDamaged):
            records.state()
    # New records mend it.
    build(terminal.data, terminal.key, ORIGIN, terminal.people[:5])
    with closing(terminal.records()) as records:
        assert records.state().people == 5


def _writable(terminal: Terminal, *orders: str) -> None:
    import sqlite3

    with closing(sqlite3.connect(layout.current(terminal.data))) as file, file:
        for order in orders:
            file.execute(order)


def test_a_changed_row_does_not_open(terminal: Terminal) -> None:
    _writable(terminal, "UPDATE people SET row = substr(row, 1, length(row) - 1) || x'00'")
    with closing(terminal.records()) as records:
        with pytest.raises(StoreDamaged) as damage:
            records.find_by_number(terminal.people[6].person.number)
        assert terminal.people[6].person.name not in str(damage.value)
        with pytest.raises(StoreDamaged):
            records.check()


def test_two_people_cannot_be_exchanged(terminal: Terminal) -> None:
    _writable(
        terminal,
        "CREATE TABLE t AS SELECT key, row FROM people ORDER BY key LIMIT 2",
        "UPDATE people SET row = (SELECT row FROM t WHERE t.key != people.key) WHERE key IN (SELECT key FROM t)",
    )
    wrong = 0
    with closing(terminal.records()) as records:
        for person in terminal.people:
            try:
                assert records.find_by_number(person.person.number) == person
            except StoreDamaged:
                wrong += 1
    assert wrong == 2


@pytest.mark.parametrize(
    "order",
    [
        "DELETE FROM people WHERE key = (SELECT min(key) FROM people)",
        "DELETE FROM cards WHERE key = (SELECT min(key) FROM cards)",
    ],
)
def test_a_missing_row_shows_in_the_check(terminal: Terminal, order: str) -> None:
    _writable(terminal, order)
    with closing(terminal.records()) as records, pytest.raises(StoreDamaged):
        records.check()


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE meta SET value = replace(CAST(value AS TEXT), '2026-11-20', '2026-11-21') WHERE name = 'about'",
        "UPDATE meta SET value = x'7b7d' WHERE name = 'about'",
        "UPDATE meta SET value = replace(CAST(value AS TEXT), '\"schema\":3', '\"schema\":4') WHERE name = 'about'",
        "DELETE FROM meta WHERE name = 'proof'",
        "DELETE FROM meta WHERE name = 'about'",
        "DROP TABLE meta",
        "DROP TABLE people",
    ],
)
def test_a_changed_or_missing_table_is_damage(terminal: Terminal, order: str) -> None:
    _writable(terminal, order)
    with closing(terminal.records()) as records, pytest.raises(StoreDamaged):
        records.find_by_number(terminal.people[0].person.number)


def test_a_torn_file_is_damage_never_a_wrong_answer(terminal: Terminal) -> None:
    path = layout.current(terminal.data)
    whole = path.read_bytes()
    for size in (0, 100, 4096, len(whole) // 2):
        os.truncate(path, size)
        damaged = 0
        with closing(terminal.records()) as records:
            for person in terminal.people[:20]:
                try:
                    assert records.find_by_number(person.person.number) == person
                except StoreDamaged:
                    damaged += 1
            with pytest.raises(StoreDamaged):
                records.check()
        assert damaged > 0
        path.write_bytes(whole)


def test_too_many_look_ups_are_refused_until_time_has_passed(terminal: Terminal) -> None:
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))
    number = terminal.people[0].person.number
    with closing(Records(terminal.data, terminal.key, clock, LookUpLimit(at_once=3, per_minute=6))) as records:
        for _ in range(3):
            records.find_by_number(number)
        with pytest.raises(TooManyLookUps):
            records.find_by_number(STRANGER)
        clock.sleep(9.9)
        with pytest.raises(TooManyLookUps):
            records.find_by_card("Y00000007")
        clock.sleep(0.2)
        records.find_by_number(number)
        assert (records.looked_up, records.refused) == (4, 2)
        clock.sleep(3600)
        for _ in range(3):
            records.find_by_number(number)
        with pytest.raises(TooManyLookUps):
            records.find_by_number(number)


def test_making_records_opens_nothing(tmp_path: Path) -> None:
    Records(tmp_path / "nowhere", FileKey(tmp_path / "none"), SystemTime()).close()
