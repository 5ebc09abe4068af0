"""Records of earlier schemas are brought up to date without opening a row, or stay as they were; none passes for an older one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from kiosk.core.money import IdNumber
from kiosk.core.record import DataState, StoreDamaged
from kiosk.store import files, layout
from kiosk.store.keys import FileKey, key_file
from kiosk.store.records import card_name
from kiosk.store.seal import DataKey, WrongSchema, WrongSeal
from tests.store.older import first_body
from tests.store.terminal import ORIGIN, Terminal

if TYPE_CHECKING:
    from kiosk.core.record import Record


def _write_first(terminal: Terminal) -> None:
    """Put a file of schema 1 in the place of the records: no overflow, no digest, no proof."""
    key = DataKey.make()
    path = layout.current(terminal.data)
    path.unlink()
    about = {
        "schema": 1, "agency": ORIGIN.agency, "county": ORIGIN.county, "cut_off": ORIGIN.cut_off, "version": 3,
        "people": len(terminal.people),
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(
            """CREATE TABLE people (key INTEGER PRIMARY KEY, row BLOB NOT NULL);
            CREATE TABLE cards (key INTEGER PRIMARY KEY, row BLOB NOT NULL);
            CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"""
        )
        for record in terminal.people:
            number = record.person.number.reveal().encode()
            place = key.people.place(number)
            row = key.people.seal(number, place, first_body(record), 1)
            file.execute("INSERT INTO people VALUES (?, ?)", (int.from_bytes(place[:8], "big") >> 1, row))
            if record.card is not None:
                name = card_name(record.card.number)
                place = key.cards.place(name)
                row = key.cards.seal(name, place, number, 1)
                file.execute("INSERT INTO cards VALUES (?, ?)", (int.from_bytes(place[:8], "big") >> 1, row))
        values = (("about", msgspec.json.encode(about)), ("key", key.wrapped(terminal.key.terminal_key(), 1)))
        file.executemany("INSERT INTO meta VALUES (?, ?)", values)


def test_schema_1_is_brought_up_to_date_at_the_first_look_up(terminal: Terminal) -> None:
    _write_first(terminal)
    old = layout.current(terminal.data)
    before = old.read_bytes()
    with closing(terminal.records()) as records:
        for record in terminal.people:
            found = records.find_by_number(record.person.number)
            # Format 1 had no marks; all else is there.
            assert msgspec.structs.astuple(_without_marks(found)) == msgspec.structs.astuple(_without_marks(record))
            assert found.marks == ()
        card = terminal.people[6].card
        assert card is not None
        assert records.find_by_card(card.number).person.number == terminal.people[6].person.number
        records.check()
        assert (records.state().version, records.state().people) == (3, 200)
    new = layout.current(terminal.data)
    assert new != old
    assert old.read_bytes() == before
    with layout.reading(new) as file:
        assert layout.about(layout.meta(file)).schema == layout.SCHEMA == 3


class _Kept(msgspec.Struct):
    fields: tuple[object, ...]


def _without_marks(record: Record) -> _Kept:
    names = [name for name in record.__slots__ if name != "marks"]
    return _Kept(tuple(getattr(record, name) for name in names))


def test_schema_1_that_does_not_open_stays_as_it_is(terminal: Terminal) -> None:
    _write_first(terminal)
    path = layout.current(terminal.data)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DROP TABLE cards")
    before = path.read_bytes()
    with closing(terminal.records()) as records, pytest.raises(StoreDamaged):
        records.state()
    assert layout.current(terminal.data) == path
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["current", "records-a.db"]


KEPT = Path(__file__).parent / "records.schema2"
"""Three people, sealed under the key 00 01 02 … 1f by the last build that wrote schema 2."""
KEPT_KEY = bytes(range(32))


@pytest.fixture
def kept(tmp_path: Path) -> Terminal:
    """A terminal as an earlier build left it."""
    data = tmp_path / "var"
    (data / layout.FOLDER).mkdir(parents=True)
    (data / layout.FOLDER / layout.SLOTS[0]).write_bytes(KEPT.read_bytes())
    layout.point_to(data / layout.FOLDER / layout.SLOTS[0])
    key = FileKey(key_file(data))
    files.write(key.path, KEPT_KEY, mode=0o600)
    return Terminal(data, key, ())


def test_the_file_of_an_earlier_build_is_brought_up_to_date(kept: Terminal) -> None:
    """If this fails, terminals in halls can't read their records any more."""
    old = layout.current(kept.data)
    with closing(kept.records()) as records:
        for number, card, name, contributions, rises in (
            ("990101195803119667", "Y00000007", "王桂芳", 243, 13),
            ("990101195506029614", "Y00000001", "张建国", 270, 11),
            ("990101195608199737", "Y00000013", "朱长海", 284, 10),
        ):
            found = records.find_by_number(IdNumber(number))
            assert records.find_by_card(card) == found
            assert (found.person.name, len(found.contributions), len(found.adjustments)) == (name, contributions, rises)
        records.check()
        assert records.state() == DataState(ORIGIN.agency, ORIGIN.county, ORIGIN.cut_off, ORIGIN.version, 3)
    assert old.read_bytes() == KEPT.read_bytes()
    with layout.reading(layout.current(kept.data)) as file:
        assert layout.about(layout.meta(file)).schema == layout.SCHEMA


def _forge(path: Path, about: dict[str, object], *orders: str) -> None:
    """Do as somebody does who has the disk but not the key."""
    with closing(sqlite3.connect(path)) as file, file:
        (said,) = file.execute("SELECT value FROM meta WHERE name = 'about'").fetchone()
        text = msgspec.json.encode({**msgspec.json.decode(said), **about})
        file.execute("UPDATE meta SET value = ? WHERE name = 'about'", (text,))
        for order in orders:
            file.execute(order)


AS_FIRST = ("DROP TABLE people_overflow", "DROP TABLE cards_overflow", "DELETE FROM meta WHERE name = 'proof'")
"""What a file of schema 1 doesn't have."""
FRESHER: dict[str, object] = {"cut_off": "2026-11-21"}


def _refused(terminal: Terminal, number: IdNumber) -> None:
    """Nothing is said of such a file, nothing is made of it, and it isn't taken for another terminal's."""
    path = layout.current(terminal.data)
    before = path.read_bytes()
    with closing(terminal.records()) as records:
        with pytest.raises(StoreDamaged):
            records.state()
        with pytest.raises(StoreDamaged):
            records.find_by_number(number)
    assert layout.current(terminal.data) == path
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["current", path.name]


@pytest.mark.parametrize("schema", [1, 2])
def test_todays_file_relabelled_as_an_older_one_is_refused(terminal: Terminal, schema: int) -> None:
    orders = AS_FIRST if schema == 1 else ()
    _forge(layout.current(terminal.data), {**FRESHER, "schema": schema}, *orders)
    _refused(terminal, terminal.people[0].person.number)


def test_todays_file_with_the_rows_relabelled_too_is_refused(terminal: Terminal) -> None:
    rows = "UPDATE people SET row = CAST(x'01' || substr(row, 2) AS BLOB)"
    _forge(layout.current(terminal.data), {**FRESHER, "schema": 1}, *AS_FIRST, rows)
    _refused(terminal, terminal.people[0].person.number)


def test_a_file_of_schema_2_relabelled_as_schema_1_is_refused(kept: Terminal) -> None:
    """Its wrapped key names no schema, but its rows have a format that schema 1 never had."""
    _forge(layout.current(kept.data), {**FRESHER, "schema": 1}, *AS_FIRST)
    _refused(kept, IdNumber("990101195803119667"))


def test_rows_of_schema_2_relabelled_too_open_for_nobody(kept: Terminal) -> None:
    rows = "UPDATE people SET row = CAST(x'01' || substr(row, 2) AS BLOB)"
    _forge(layout.current(kept.data), {**FRESHER, "schema": 1}, *AS_FIRST, rows)
    with closing(kept.records()) as records, pytest.raises(StoreDamaged):
        records.find_by_number(IdNumber("990101195803119667"))


def test_a_file_of_schema_2_that_says_something_new_is_refused_before_it_is_brought_up_to_date(kept: Terminal) -> None:
    _forge(layout.current(kept.data), FRESHER)
    _refused(kept, IdNumber("990101195803119667"))


def test_a_file_of_schema_2_relabelled_as_todays_is_refused(kept: Terminal) -> None:
    _forge(layout.current(kept.data), {"schema": layout.SCHEMA})
    _refused(kept, IdNumber("990101195803119667"))


def test_a_wrapped_key_opens_for_its_schema_and_its_terminal_only() -> None:
    key = DataKey.make()
    wrapped = key.wrapped(KEPT_KEY, 3)
    assert DataKey.unwrapped(wrapped, KEPT_KEY, 3).key == key.key
    for other in (1, 2):
        with pytest.raises(WrongSchema):
            DataKey.unwrapped(wrapped, KEPT_KEY, other)
        assert DataKey.unwrapped(key.wrapped(KEPT_KEY, other), KEPT_KEY, other).key == key.key
        with pytest.raises(WrongSchema):
            DataKey.unwrapped(key.wrapped(KEPT_KEY, other), KEPT_KEY, 3)
    for damaged in (b"", wrapped[:-1], bytes(60)):
        with pytest.raises(WrongSeal) as refused:
            DataKey.unwrapped(damaged, KEPT_KEY, 3)
        assert not isinstance(refused.value, WrongSchema)
    with pytest.raises(WrongSeal):
        DataKey.unwrapped(wrapped, bytes(32), 3)
