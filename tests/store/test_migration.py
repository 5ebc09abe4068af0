"""Records of schema 1, rows and tables, are brought up to date without opening a row, or stay as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec
import pytest
import zstandard

from kiosk.core.record import StoreDamaged
from kiosk.store import body, layout
from kiosk.store.records import card_name
from kiosk.store.seal import DataKey
from tests.store.terminal import ORIGIN, Terminal

if TYPE_CHECKING:
    from kiosk.core.record import Record


def _first_body(record: Record) -> bytes:
    """Format 1: fields by name, without marks and without a dictionary."""
    fields = msgspec.msgpack.decode(body.unpacked(record))
    names = (
        "person", "card", "participations", "deemed_contribution_months", "contributions", "account_years", "benefits",
        "payments", "adjustments", "certification",
    )  # fmt: skip
    return zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(dict(zip(names, fields, strict=False))))


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
            row = key.people.seal(number, place, _first_body(record), 1)
            file.execute("INSERT INTO people VALUES (?, ?)", (int.from_bytes(place[:8], "big") >> 1, row))
            if record.card is not None:
                name = card_name(record.card.number)
                place = key.cards.place(name)
                row = key.cards.seal(name, place, number, 1)
                file.execute("INSERT INTO cards VALUES (?, ?)", (int.from_bytes(place[:8], "big") >> 1, row))
        values = (("about", msgspec.json.encode(about)), ("key", key.wrapped(terminal.key.terminal_key())))
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
        assert layout.about(layout.meta(file)).schema == layout.SCHEMA == 2


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
