"""Whatever a disk does to the records file, who asks it hears a typed error, and undamaged it answers again."""

from __future__ import annotations

import errno
import json
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from kiosk.core.record import DiskFull, RecordError, StoreDamaged
from kiosk.store import layout
from kiosk.store.builder import build
from tests.store.terminal import ORIGIN

if TYPE_CHECKING:
    from tests.store.terminal import Terminal

EXAMPLES = 150


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Flip a bit, cut the end off, blank a stretch, or put something in between."""
    content = bytearray(whole)
    at = chance.randrange(len(content))
    match chance.choice(("flip", "flip", "flip", "cut", "blank", "insert")):
        case "flip":
            content[at] ^= 1 << chance.randrange(8)
        case "cut":
            del content[at:]
        case "blank":
            end = min(len(content), at + chance.choice((1, 16, 512)))
            content[at:end] = bytes(end - at)
        case _:
            content[at:at] = chance.randbytes(3)
    return bytes(content)


def ask(terminal: Terminal) -> None:
    """Ask for a few people both ways, and check everything."""
    with closing(terminal.records()) as records:
        records.state()
        for record in terminal.people[:4]:
            records.find_by_number(record.person.number)
            if record.card is not None:
                records.find_by_card(record.card.number)
        records.check()


def test_a_damaged_file_ends_in_a_typed_error(terminal: Terminal) -> None:
    chance = random.Random(2)
    path = layout.current(terminal.data)
    whole = path.read_bytes()
    met = 0
    for _ in range(EXAMPLES):
        path.write_bytes(damaged(whole, chance))
        try:
            ask(terminal)
        except RecordError:
            met += 1
    assert met > EXAMPLES // 2
    path.write_bytes(whole)
    ask(terminal)


def change(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement, values in statements:
            connection.execute(statement, values)


@pytest.mark.parametrize("row", ["text", 5, 5.5, b"", b"\x02"])
def test_a_row_that_is_no_row_does_not_open(terminal: Terminal, row: object) -> None:
    path = layout.current(terminal.data)
    change(path, ("UPDATE people SET row = ?", (row,)), ("UPDATE cards SET row = ?", (row,)))
    card = next(record.card for record in terminal.people if record.card is not None)
    with closing(terminal.records()) as records:
        with pytest.raises(StoreDamaged):
            records.find_by_number(terminal.people[0].person.number)
        with pytest.raises(StoreDamaged):
            records.find_by_card(card.number)
        with pytest.raises(StoreDamaged):
            records.check()


@pytest.mark.parametrize("claim", [{"schema": 0}, {"schema": -1}, {"key_bits": -3}, {"schema": 1, "key_bits": 999}])
def test_a_file_that_says_of_itself_what_can_not_be_is_damaged(terminal: Terminal, claim: dict[str, int]) -> None:
    path = layout.current(terminal.data)
    with closing(sqlite3.connect(path)) as connection:
        (about,) = connection.execute("SELECT value FROM meta WHERE name = 'about'").fetchone()
    changed = json.dumps({**json.loads(about), **claim}).encode()
    change(path, ("UPDATE meta SET value = ? WHERE name = 'about'", (changed,)))
    with closing(terminal.records()) as records, pytest.raises(StoreDamaged):
        records.state()


def test_a_folder_that_takes_nothing_more_is_said_to_and_the_old_records_stay(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that had errors is mounted read-only."""

    def read_only(*_args: object, **_options: object) -> NoReturn:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", read_only)  # the first thing done in the folder, and the last
        with pytest.raises(DiskFull):
            build(terminal.data, terminal.key, ORIGIN, terminal.people)
    ask(terminal)
