"""An export holds the lines, the heads and the public keys, and says so only after reading them back."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.export import export
from kiosk.audit.verifying import verify
from kiosk.core.clock import SHANGHAI
from kiosk.core.head import SignedHead
from kiosk.core.record import DiskFull
from tests.audit.handing_over import Steps
from tests.audit.lines import made, written

if TYPE_CHECKING:
    from collections.abc import Callable

LINES, HEADS = made(20)
SIGNED = SignedHead(HEADS[11], datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI), 0, bytes(64))
BESIDE = {"audit-heads.txt": b"heads", "keyring.toml": b"keys"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "audit.jsonl", LINES)


def test_an_export_is_the_lines_up_to_the_head_and_what_goes_with_them(log: Path, tmp_path: Path) -> None:
    exported = export(log, SIGNED, BESIDE, tmp_path / "stick" / "audit")
    assert (exported.lines, exported.verified) == (12, True)
    copy = exported.folder / "audit.jsonl"
    assert copy.read_bytes() == b"".join(LINES[:12])
    assert exported.sha256.sha256 == hashlib.sha256(copy.read_bytes()).digest()
    assert {name: (exported.folder / name).read_bytes() for name in BESIDE} == BESIDE
    assert verify(copy, None, known=[HEADS[11]]).whole


def test_older_files_of_the_log_go_along_whole(log: Path, tmp_path: Path) -> None:
    older = written(tmp_path / "audit.until-20261101T090000.jsonl", [b"x" * 3_000_000, b"\n"])
    exported = export(log, SIGNED, BESIDE, tmp_path / "stick", older=[older])
    assert exported.verified
    assert (exported.folder / older.name).read_bytes() == older.read_bytes()


def test_nothing_on_the_stick_is_written_over(log: Path, tmp_path: Path) -> None:
    export(log, SIGNED, BESIDE, tmp_path / "stick")
    with pytest.raises(FileExistsError):
        export(log, SIGNED, BESIDE, tmp_path / "stick")


@pytest.mark.skipif(os.name != "posix", reason="Windows hands over by itself")
@pytest.mark.parametrize("missing", [(), ("2026", "11")])
def test_everything_is_handed_to_the_stick_before_anything_is_read_back(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    folder = stick.joinpath(*missing, "audit")
    steps = Steps(monkeypatch)
    assert export(log, SIGNED, BESIDE, folder).verified
    names = ["audit.jsonl", *BESIDE]
    over = [each.name for each in folder.parents if each.is_relative_to(stick)]
    assert steps.taken == [
        *(("handed over", name) for name in names),
        *(("handed over", name) for name in ("audit", *over)),
        ("everything handed over", ""),
        *(("forgotten", name) for name in names),
    ]


def flipped(place: Path) -> None:
    content = place.read_bytes()
    place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def shortened(place: Path) -> None:
    os.truncate(place, place.stat().st_size - 1)


@pytest.mark.parametrize("spoil", [flipped, shortened])
@pytest.mark.parametrize("name", ["audit.jsonl", *BESIDE])
def test_a_stick_that_spoils_what_it_took_is_found(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], name: str
) -> None:
    place = tmp_path / "stick" / name
    really = os.fsync

    def sync(file: int) -> None:
        really(file)
        if place.exists() and os.path.samestat(os.fstat(file), place.stat()):
            spoil(place)

    monkeypatch.setattr("os.fsync", sync)
    assert not export(log, SIGNED, BESIDE, tmp_path / "stick").verified


def test_a_log_altered_before_is_not_exported_as_whole(log: Path, tmp_path: Path) -> None:
    written(log, [*LINES[:4], *LINES[5:]])
    assert not export(log, SIGNED, BESIDE, tmp_path / "stick").verified


def test_a_stick_that_is_full_is_named(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(DiskFull):
        export(log, SIGNED, BESIDE, tmp_path / "stick")


def test_two_small_files_of_one_name_are_not_mixed_up(log: Path, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        export(log, SIGNED, {"audit.jsonl": b"another"}, tmp_path / "stick")
