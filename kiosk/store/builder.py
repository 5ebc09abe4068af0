"""Making new sealed records, in the slot that is not in use, from any number of people in little memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.record import RecordError
from kiosk.store import body, files, layout
from kiosk.store.layout import About
from kiosk.store.records import card_name
from kiosk.store.seal import DataKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import BinaryIO

    from kiosk.core.keys import KeyProvider
    from kiosk.core.record import DataState, Record

_CARD_FORM: Final = 1
"""Format of a row of the card table: the holder's number in ASCII."""


class SamePerson(RecordError):
    """Two records or two cards have the same number."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose records they are, up to which day, and which version of them (each higher than the one before)."""

    agency: str
    county: str
    cut_off: date
    version: int = 1


def build(
    data: Path,
    keys: KeyProvider,
    origin: Origin,
    records: Iterable[Record],
    *,
    key_bits: int = layout.KEY_BITS,
    progress: Callable[[int], None] | None = None,
) -> DataState:
    """Seal people into a new records file and put it in use; the old one stays until the next time.

    `progress` is told the people sealed so far. Raises `DiskFull`, `SamePerson` or `KeyUnavailable`; the old records then
    stay in use.
    """
    terminal_key = keys.terminal_key()
    place = layout.other(data)
    new, staged = place.with_suffix(".new"), place.with_suffix(".rows")
    try:
        with files.room():
            place.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            key = DataKey.make()
            with staged.open("w+b") as file:
                people, cards = _Stage(file, key_bits), _Stage(file, key_bits)
                for record in records:
                    _add(record, key, people, cards)
                    if progress is not None:
                        progress(len(people))
                state = _write(new, key, terminal_key, origin, (people, cards))
            files.move(new, place)
        layout.point_to(place)
    finally:
        files.discard(new, staged)
    return state


def _add(record: Record, key: DataKey, people: _Stage, cards: _Stage) -> None:
    number = record.person.number.reveal().encode("ascii")
    place = key.people.place(number)
    people.add(place, key.people.seal(number, place, body.pack(record), body.FORM))
    if record.card is not None:
        name = card_name(record.card.number)
        place = key.cards.place(name)
        cards.add(place, key.cards.seal(name, place, number, _CARD_FORM))


def _write(new: Path, key: DataKey, terminal_key: bytes, origin: Origin, stages: tuple[_Stage, _Stage]) -> DataState:
    people, _ = stages
    with closing(sqlite3.connect(new)) as connection:
        # A half-written file is thrown away, so it needs neither journal nor syncing before its end.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        connection.executescript(layout.CREATE + layout.CREATE_OVERFLOW + layout.CREATE_META)
        with connection:
            for table, stage in zip(layout.TABLES, stages, strict=True):
                lone, meeting = stage.sorted()
                connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", lone)  # noqa: S608 - our own name
                connection.executemany(f"INSERT INTO {table}_overflow VALUES (?, ?)", meeting)  # noqa: S608 - as above
            about = About(
                schema=layout.SCHEMA,
                agency=origin.agency,
                county=origin.county,
                cut_off=origin.cut_off,
                version=origin.version,
                people=len(people),
                key_bits=people.key_bits,
                dictionary=body.DICTIONARY,
                digest=layout.digest(connection),
            )
            text = msgspec.json.encode(about)
            wrapped = key.wrapped(terminal_key, layout.SCHEMA)
            values = (("about", text), ("key", wrapped), ("proof", key.proves(text)))
            connection.executemany("INSERT INTO meta VALUES (?, ?)", values)
    return about.state()


class _Stage:
    """Sealed rows of one table in the order they came, in a file; only their places are in memory."""

    def __init__(self, file: BinaryIO, key_bits: int) -> None:
        self._file = file
        self.key_bits = key_bits
        self._rows: dict[bytes, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, place: bytes, row: bytes) -> None:
        """Keep a sealed row. Raises `SamePerson`."""
        if place in self._rows:
            raise SamePerson("two people or two cards have the same number")
        self._rows[place] = (self._file.tell(), len(row))
        self._file.write(row)

    def sorted(self) -> tuple[Iterator[tuple[int, bytes]], Iterator[tuple[bytes, bytes]]]:
        """Return the rows that have their key alone, in order, and all those that share one."""
        met: dict[int, int] = {}
        for place in self._rows:
            key = layout.row_key(place, self.key_bits)
            met[key] = met.get(key, 0) + 1
        order = sorted(self._rows)
        keyed = [(layout.row_key(place, self.key_bits), place) for place in order]
        lone = ((key, self._row(place)) for key, place in keyed if met[key] == 1)
        meeting = ((place, self._row(place)) for key, place in keyed if met[key] > 1)
        return lone, meeting

    def _row(self, place: bytes) -> bytes:
        offset, length = self._rows[place]
        self._file.seek(offset)
        return self._file.read(length)
