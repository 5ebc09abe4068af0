"""New records from a stick: only whole ones, newer, for this terminal; and the old ones stay whatever happens."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from kiosk.core.record import DiskFull, StoreDamaged
from kiosk.store import layout, replacing
from kiosk.store.builder import build
from kiosk.store.keys import FileKey
from kiosk.store.replacing import (
    CutShort,
    ForAnotherTerminal,
    NoRecordsThere,
    NotNewer,
    NotWhole,
    OfAnotherAgency,
    RecordsRefused,
    StickGone,
    TooNew,
    offers,
)
from kiosk.store.sticks import mounted
from tests.store.terminal import ORIGIN, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.store.builder import Origin

NEWER = replace(ORIGIN, cut_off=date(2026, 12, 20), version=5)


@dataclass
class Stick:
    """A folder that plays the stick, and the terminal it is plugged into."""

    root: Path
    terminal: Terminal

    @property
    def folder(self) -> Path:
        return self.root / "T007"

    @property
    def file(self) -> Path:
        return layout.current(self.folder)

    def made(self, origin: Origin = NEWER, key: FileKey | None = None, people: int = 150) -> Stick:
        build(self.folder, key or self.terminal.key, origin, self.terminal.people[:people])
        return self


@pytest.fixture
def stick(terminal: Terminal, tmp_path: Path) -> Stick:
    return Stick(tmp_path / "stick", terminal)


def refused(stick: Stick, kind: type[RecordsRefused]) -> None:
    """See that these are refused, and that the terminal is as it was."""
    data = stick.terminal.data
    before = {file.name: file.read_bytes() for file in (data / layout.FOLDER).iterdir()}
    with closing(stick.terminal.records()) as records:
        with pytest.raises(kind):
            records.take(stick.folder, ORIGIN.agency, ORIGIN.county)
        assert records.state().version == ORIGIN.version
    assert {file.name: file.read_bytes() for file in (data / layout.FOLDER).iterdir()} == before


def test_newer_records_are_found_taken_and_used_at_the_next_look_up(stick: Stick) -> None:
    stick.made()
    (offer,) = offers([stick.root, stick.root / "no such folder"])
    assert (offer.state.version, offer.state.people, offer.bytes) == (5, 150, stick.file.stat().st_size)
    told: list[tuple[int, int]] = []
    with closing(stick.terminal.records()) as records:
        assert records.state().version == 4
        taken = records.take(offer.folder, ORIGIN.agency, ORIGIN.county, lambda done, total: told.append((done, total)))
        assert taken == records.state() == offer.state
        assert records.find_by_number(stick.terminal.people[3].person.number) == stick.terminal.people[3]
        assert records.earlier() is not None
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_the_records_before_can_be_had_back(stick: Stick) -> None:
    stick.made()
    with closing(stick.terminal.records()) as records:
        assert records.earlier() is None
        with pytest.raises(NoRecordsThere):
            records.go_back()
        records.take(stick.folder, ORIGIN.agency, ORIGIN.county)
        assert records.go_back().version == 4
        assert records.state().people == 200


def test_damaged_earlier_records_are_not_gone_back_to(stick: Stick) -> None:
    stick.made()
    with closing(stick.terminal.records()) as records:
        records.take(stick.folder, ORIGIN.agency, ORIGIN.county)
        spoil(layout.other(stick.terminal.data))
        with pytest.raises(NotWhole):
            records.go_back()
        assert records.state().version == 5


def spoil(file: Path) -> None:
    """Change one byte of one row."""
    with closing(sqlite3.connect(file)) as connection, connection:
        key, row = connection.execute("SELECT key, row FROM people LIMIT 1").fetchone()
        connection.execute("UPDATE people SET row = ? WHERE key = ?", (row[:-1] + bytes([row[-1] ^ 1]), key))


def test_one_changed_byte_of_one_row_is_found(stick: Stick) -> None:
    spoil(stick.made().file)
    refused(stick, NotWhole)


def claims(file: Path, **changes: object) -> None:
    """Let the file say something else of itself."""
    with closing(sqlite3.connect(file)) as connection, connection:
        about = msgspec.json.decode(layout.meta(connection)["about"])
        text = msgspec.json.encode({**about, **changes})
        connection.execute("UPDATE meta SET value = ? WHERE name = 'about'", (text,))


@pytest.mark.parametrize(
    "changes", [{"version": 99}, {"agency": "别的单位"}, {"schema": 1}, {"schema": 2}, {"schema": 0}]
)
def test_what_records_say_of_themselves_is_proved(stick: Stick, changes: dict[str, object]) -> None:
    claims(stick.made().file, **changes)
    refused(stick, NotWhole)


def test_records_of_a_later_version_ask_for_a_newer_program(stick: Stick) -> None:
    claims(stick.made().file, schema=layout.SCHEMA + 1)
    refused(stick, TooNew)
    assert offers([stick.root]) == ()


def test_records_for_another_terminal_are_refused(stick: Stick, tmp_path: Path) -> None:
    other = FileKey(tmp_path / "other.key")
    other.make()
    refused(stick.made(key=other), ForAnotherTerminal)


@pytest.mark.parametrize("origin", [replace(NEWER, agency="别的单位"), replace(NEWER, county="990102")])
def test_records_of_another_agency_or_county_are_refused(stick: Stick, origin: Origin) -> None:
    refused(stick.made(origin), OfAnotherAgency)


@pytest.mark.parametrize(
    "origin",
    [ORIGIN, replace(NEWER, version=4), replace(NEWER, version=3), replace(NEWER, cut_off=date(2026, 10, 31))],
)
def test_records_that_are_not_newer_are_refused(stick: Stick, origin: Origin) -> None:
    refused(stick.made(origin), NotNewer)


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.9999])
def test_a_copy_that_was_not_finished_is_refused(stick: Stick, share: float) -> None:
    file = stick.made().file
    os.truncate(file, int(file.stat().st_size * share))
    refused(stick, CutShort)


def test_something_else_under_that_name_is_refused(stick: Stick) -> None:
    stick.made().file.write_bytes(b"no records" * 100)
    refused(stick, NotWhole)


def test_a_stick_without_records_has_nothing_to_offer(stick: Stick) -> None:
    stick.root.mkdir()
    assert offers([stick.root]) == ()
    refused(stick, NoRecordsThere)


def test_a_link_on_a_stick_leads_nowhere(stick: Stick) -> None:
    file = stick.made().file
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))
    assert offers([stick.root]) == ()
    refused(stick, NoRecordsThere)


class Gone(Exception):
    """Somebody called it off."""


@pytest.mark.parametrize("at", range(12))
def test_a_stick_that_vanishes_at_any_piece_changes_nothing(
    stick: Stick, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    stick.made()
    monkeypatch.setattr(replacing, "_PIECE", max(1, stick.file.stat().st_size // 11))
    pieces = 0
    really = replacing._piece

    def piece(file: object) -> bytes:
        nonlocal pieces
        if pieces == at:
            with replacing._stick():
                raise OSError(5, "Input/output error")
        pieces += 1
        return really(file)  # type: ignore[arg-type]

    monkeypatch.setattr(replacing, "_piece", piece)
    refused(stick, StickGone)


def test_a_file_that_shrinks_while_it_is_copied_is_refused(stick: Stick, monkeypatch: pytest.MonkeyPatch) -> None:
    stick.made()
    monkeypatch.setattr(replacing, "_PIECE", 4096)

    def told(done: int, _total: int) -> None:
        if done == 4096:
            os.truncate(stick.file, 8192)

    with closing(stick.terminal.records()) as records:
        with pytest.raises(CutShort):
            records.take(stick.folder, ORIGIN.agency, ORIGIN.county, told)
        assert records.state().version == 4


@pytest.mark.parametrize("share", [0.0, 0.4, 0.6, 1.0])
def test_called_off_at_any_moment_changes_nothing(stick: Stick, share: float) -> None:
    stick.made()

    def told(done: int, total: int) -> None:
        if done >= share * total:
            raise Gone

    with closing(stick.terminal.records()) as records:
        with pytest.raises(Gone):
            records.take(stick.folder, ORIGIN.agency, ORIGIN.county, told)
        assert records.state().version == 4
    assert not list((stick.terminal.data / layout.FOLDER).glob("*.new"))


def test_a_disk_without_room_for_both_says_so_before_anything_is_copied(
    stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick.made()
    usage = shutil.disk_usage(stick.root)

    def nearly_full(_place: Path) -> object:
        return usage._replace(free=1000)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    with closing(stick.terminal.records()) as records, pytest.raises(DiskFull):
        records.take(stick.folder, ORIGIN.agency, ORIGIN.county)


def test_a_terminal_whose_own_records_are_damaged_takes_any(stick: Stick) -> None:
    stick.made(replace(NEWER, version=1))
    layout.current(stick.terminal.data).write_bytes(b"gone")
    with closing(stick.terminal.records()) as records:
        assert records.take(stick.folder, ORIGIN.agency, ORIGIN.county).version == 1
        assert records.earlier() is None


def test_a_check_says_how_far_it_is_and_can_be_called_off(terminal: Terminal) -> None:
    told: list[tuple[int, int]] = []
    with closing(terminal.records()) as records:
        records.check(lambda done, total: told.append((done, total)))
        assert told
        assert told[-1][0] == told[-1][1]

        def stop(_done: int, _total: int) -> None:
            raise Gone

        with pytest.raises(Gone):
            records.check(stop)
        spoil(layout.current(terminal.data))
        with pytest.raises(StoreDamaged):
            records.check()


# -- sticks -------------------------------------------------------------------------------------------------------


def among(*mounts: Path) -> Callable[[Path], bool]:
    return lambda folder: folder in mounts


def test_sticks_are_found_in_the_folder_and_in_its_folders(tmp_path: Path) -> None:
    near, far, left_behind = tmp_path / "NEAR", tmp_path / "user" / "FAR", tmp_path / "LEFT"
    for folder in (near / "inside", far, left_behind):
        folder.mkdir(parents=True)
    assert mounted(tmp_path, among(near, far)) == (near, far)
    assert mounted(tmp_path) == ()


def test_no_folder_for_sticks_means_no_sticks(tmp_path: Path) -> None:
    assert mounted(tmp_path / "media", lambda _folder: True) == ()
