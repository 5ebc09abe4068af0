"""Bringing a records file of an older schema up to date: into the other slot, then the pointer, like new records.

Rows are never opened here (nobody could, without their numbers); `body` understands rows of older formats.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.record import StoreDamaged
from kiosk.store import files, layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.store.layout import About
    from kiosk.store.seal import DataKey


def migrate(data: Path, key: DataKey, terminal_key: bytes) -> None:
    """Replace the records in use by the same ones in today's schema. What the old ones say of themselves is proved already.

    Raises `DiskFull` or `StoreDamaged` and leaves the old ones in use.
    """
    old = layout.current(data)
    place = layout.other(data)
    new = place.with_suffix(".new")
    try:
        with files.room():
            shutil.copyfile(old, new)
            with closing(sqlite3.connect(new)) as connection:
                # Whoever loses power loses only the copy.
                connection.execute("PRAGMA journal_mode=OFF")
                _bring_up(connection, key, terminal_key)
            files.move(new, place)
        layout.point_to(place)
    except sqlite3.Error as error:
        raise StoreDamaged("the records can't be brought up to date") from error
    finally:
        files.discard(new)


def _bring_up(connection: sqlite3.Connection, key: DataKey, terminal_key: bytes) -> None:
    about = layout.about(layout.meta(connection))
    while about.schema < layout.SCHEMA:
        about = msgspec.structs.replace(_STEPS[about.schema](connection, about), schema=about.schema + 1)
    text = msgspec.json.encode(about)
    with connection:
        wrapped = key.wrapped(terminal_key, layout.SCHEMA)
        values = (("about", text), ("key", wrapped), ("proof", key.proves(text)))
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)


def _to_second(connection: sqlite3.Connection, about: About) -> About:
    """Schema 2: overflow tables, a state digest, and `about` proved.

    Nothing proves what a file of schema 1 says, so a later one must not pass for it: all its rows have format 1, which is
    sealed into them.
    """
    if connection.execute("SELECT 1 FROM people WHERE substr(row, 1, 1) IS NOT x'01' LIMIT 1").fetchone() is not None:
        raise StoreDamaged("the records file says it is older than its rows")
    connection.executescript(layout.CREATE_OVERFLOW)
    return msgspec.structs.replace(about, digest=layout.digest(connection))


def _to_third(_connection: sqlite3.Connection, about: About) -> About:
    """Schema 3: the wrapped data key names the schema."""
    return about


_STEPS: Final[dict[int, Callable[[sqlite3.Connection, About], About]]] = {1: _to_second, 2: _to_third}
"""From the schema named to the next."""
