"""Doing away with records: none is in use from the first moment on, and what was on the disk is written over."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import pytest

from kiosk.core.record import StoreMissing
from kiosk.store import layout
from kiosk.store.builder import build
from kiosk.store.wiping import NotWiped, wipe
from tests.store.terminal import ORIGIN, Terminal

if TYPE_CHECKING:
    from pathlib import Path

NEWER = replace(ORIGIN, cut_off=date(2026, 12, 20), version=5)


@pytest.fixture
def folder(terminal: Terminal) -> Path:
    """The records folder, with records in use, some before, and what a power cut left of others."""
    build(terminal.data, terminal.key, NEWER, terminal.people[:50])
    place = terminal.data / layout.FOLDER
    (place / "records-a.new").write_bytes(b"half a copy")
    return place


def test_nothing_stays_and_the_disk_holds_other_bytes(terminal: Terminal, folder: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.glob("records-*")}
    assert len(before) == 3
    for name in before:  # another name for the same bytes on the disk
        os.link(folder / name, tmp_path / name)
    told: list[tuple[int, int]] = []
    with closing(terminal.records()) as records:
        assert records.state().version == NEWER.version
        assert records.wipe(lambda done, total: told.append((done, total))) == sum(map(len, before.values()))
        with pytest.raises(StoreMissing):
            records.state()
        assert records.earlier() is None
    assert list(folder.iterdir()) == []
    for name, content in before.items():
        after = (tmp_path / name).read_bytes()
        assert len(after) == len(content)
        assert not {after[at : at + 64] for at in range(0, len(after), 64)} & {
            content[at : at + 64] for at in range(0, len(content), 64)
        }
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_power_cut_at_any_step_leaves_nothing_in_use_and_wiping_again_ends_it(
    terminal: Terminal, folder: Path
) -> None:
    class PowerCut(Exception):
        pass

    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    steps: list[int] = []
    wipe(terminal.data, lambda done, _total: steps.append(done))
    for cut in steps:
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)

        def goes_out(done: int, _total: int, at: int = cut) -> None:
            if done == at:
                raise PowerCut

        with pytest.raises(PowerCut):
            wipe(terminal.data, goes_out)
        with closing(terminal.records()) as records, pytest.raises(StoreMissing):
            records.state()
        wipe(terminal.data)
        assert list(folder.iterdir()) == []


def test_what_the_disk_refuses_is_told_and_done_the_next_time(
    terminal: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_file: int) -> NoReturn:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(NotWiped, match="Input/output error"):
            wipe(terminal.data)
    assert not (folder / layout.POINTER).exists()
    wipe(terminal.data)
    assert list(folder.iterdir()) == []


def test_a_terminal_without_records_has_nothing_to_wipe(tmp_path: Path) -> None:
    assert wipe(tmp_path / "never-begun") == 0
