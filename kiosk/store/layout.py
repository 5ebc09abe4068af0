"""The records file: its tables, what it says about itself, and which of two files is the one in use.

Two files, A and B, lie in `records/`; the pointer file `current` names the one in use. A new file is written beside it and
the pointer moved, so that a power cut leaves the old records or the new, and the old ones can be had back.

    people, cards                       place's first 63 bits -> row
    people_overflow, cards_overflow     whole place -> row, for rows whose 63 bits meet
    meta                                about (JSON, readable), key (data key wrapped for this terminal), proof (of about)
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from datetime import date  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.record import DataState, StoreDamaged, StoreMissing
from kiosk.store import files

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

SCHEMA: Final = 3
"""1: no overflow tables, no proof. 2: the data key's wrapping doesn't name the schema. Which row formats there were: `body`."""
PROVED: Final = 2
"""From this schema on `about` is proved."""
KEY_BITS: Final = 63
"""Bits of a place that make SQLite's row number. Fewer only in tests, to make rows meet."""
FOLDER: Final = "records"
POINTER: Final = "current"
SLOTS: Final = ("records-a.db", "records-b.db")
TABLES: Final = ("people", "cards")

CREATE: Final = "".join(f"CREATE TABLE {table} (key INTEGER PRIMARY KEY, row BLOB NOT NULL);" for table in TABLES)
CREATE_OVERFLOW: Final = "".join(
    f"CREATE TABLE {table}_overflow (place BLOB PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID;" for table in TABLES
)
CREATE_META: Final = "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"


class StoreTooNew(StoreDamaged):
    """A later version of the product has made the records."""


class About(msgspec.Struct, frozen=True):
    """What a records file says of itself: nothing in it is anybody's.

    `digest` is the state digest: the sum of BLAKE2b(key | row) over all rows, 128 bits, in hexadecimal.
    """

    schema: int
    agency: str
    county: str
    cut_off: date
    version: int
    people: int
    key_bits: int = KEY_BITS
    dictionary: int = 0
    digest: str = ""

    def state(self) -> DataState:
        """Return what pages and papers say of the data."""
        return DataState(self.agency, self.county, self.cut_off, self.version, self.people)


def row_key(place: bytes, bits: int) -> int:
    """Return the first bits of a place as SQLite's row number."""
    return int.from_bytes(place[:8], "big") >> (64 - bits)


def current(data: Path) -> Path:
    """Return the records file in use. Raises `StoreMissing` if there is none."""
    try:
        slot = (data / FOLDER / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise StoreMissing("the terminal has no records yet") from None
    except (OSError, ValueError):
        raise StoreDamaged("the records' pointer can't be read") from None
    if slot not in SLOTS:
        raise StoreDamaged("the records' pointer names no records file")
    return data / FOLDER / slot


def other(data: Path) -> Path:
    """Return the records file that is not in use: where new records go, and where the ones before may be."""
    try:
        used = current(data).name
    except (StoreMissing, StoreDamaged):
        used = SLOTS[1]
    return data / FOLDER / SLOTS[1 - SLOTS.index(used)]


def point_to(path: Path) -> None:
    """Make a finished records file the one in use. Raises `DiskFull`."""
    files.write(path.parent / POINTER, path.name.encode("ascii"))


def roll_back(data: Path) -> None:
    """Go back to the records that were in use before. Raises `StoreMissing` if they are gone."""
    before = other(data)
    if not before.exists():
        raise StoreMissing("there are no earlier records")
    point_to(before)


@contextmanager
def reading(path: Path) -> Generator[sqlite3.Connection]:
    """Open a finished records file for reading, for the time of a `with`."""
    with closing(opened(path)) as connection:
        yield connection


def opened(path: Path) -> sqlite3.Connection:
    """Open a finished records file for reading. Nobody writes to it any more, so no lock and no journal is needed."""
    if not path.exists():
        raise StoreDamaged("the records' pointer names a file that is gone")
    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise StoreDamaged("the records file can't be opened") from error


def meta(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return the meta table. Raises `StoreDamaged`."""
    try:
        return {str(name): bytes(value) for name, value in connection.execute("SELECT name, value FROM meta")}
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise StoreDamaged("the records file has no readable meta table") from error


def about(values: dict[str, bytes]) -> About:
    """Return what the file says of itself. Raises `StoreDamaged`, also for a file of a newer version than this program's."""
    try:
        found = msgspec.json.decode(values["about"], type=About)
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreDamaged("the records file doesn't say what it holds") from error
    if found.schema > SCHEMA:
        raise StoreTooNew(f"the records have schema {found.schema}, this program knows {SCHEMA}: update the program")
    if found.schema < 1 or not 0 < found.key_bits <= KEY_BITS:
        raise StoreDamaged("the records file says of itself what can't be")
    return found


def digest(connection: sqlite3.Connection, told: Callable[[int], None] | None = None) -> str:
    """Compute the state digest of all rows; the same for the same rows in any order.

    `told` hears after each row of the tables how many were added; what it raises ends the work.
    """
    total = done = 0
    for table in TABLES:
        rows = connection.execute(f"SELECT key, row FROM {table}")  # noqa: S608 - TABLES is constant
        for key, row in rows:
            total += _sum(int(key).to_bytes(8, "big", signed=True), row)
            if told is not None:
                done += 1
                told(done)
        if has_overflow(connection):
            for place, row in connection.execute(f"SELECT place, row FROM {table}_overflow"):  # noqa: S608 - as above
                total += _sum(place, row)
    return f"{total % (1 << 128):032x}"


def has_overflow(connection: sqlite3.Connection) -> bool:
    """Whether the file has overflow tables, as from schema 2 on."""
    names = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_overflow'").fetchone()
    return bool(names[0])


def _sum(key: bytes, row: object) -> int:
    if not isinstance(row, bytes):
        raise StoreDamaged("a row of the records file is no row")
    return int.from_bytes(hashlib.blake2b(key + row, digest_size=16).digest(), "big")
