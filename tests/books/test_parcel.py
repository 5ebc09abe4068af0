"""A parcel of small files: signed, read back, and every altered byte is found."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.books.parcel import LIST, ParcelAltered, check, parcel
from kiosk.core.clock import SHANGHAI
from kiosk.core.record import DiskFull
from tests.audit.handing_over import Steps
from tests.statement.papers import FixedKey

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 21, 23, 10, tzinfo=SHANGHAI)
CONTENTS = {"day.csv": "日期,数\n".encode(), "b.bin": bytes(range(256))}
KEYRING = {3: FixedKey().public}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = parcel(tmp_path / "stick" / "yiban-day", CONTENTS, FixedKey(), AT)
    assert made.verified
    assert (made.lines, made.files) == (2, 3)
    return made.folder


def test_a_parcel_says_when_it_was_made_and_what_it_holds(folder: Path) -> None:
    found = check(folder, KEYRING)
    assert (found.at, set(found.names)) == (AT, set(CONTENTS))
    assert {name: (folder / name).read_bytes() for name in CONTENTS} == CONTENTS


@pytest.mark.parametrize("name", [*CONTENTS, LIST])
def test_an_altered_byte_is_found(folder: Path, name: str) -> None:
    file = folder / name
    content = file.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 30)):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises((ParcelAltered, UnicodeDecodeError)):
            check(folder, KEYRING)
    file.write_bytes(content)
    assert check(folder, KEYRING).at == AT


def test_a_file_that_is_gone_and_another_terminals_key_are_found(folder: Path) -> None:
    with pytest.raises(ParcelAltered, match="not signed"):
        check(folder, {})
    (folder / "day.csv").unlink()
    with pytest.raises(ParcelAltered, match=r"day\.csv is missing"):
        check(folder, KEYRING)


@pytest.mark.skipif(os.name != "posix", reason="Windows hands over by itself")
def test_everything_is_handed_to_the_stick_before_anything_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    assert parcel(tmp_path / "yiban-day", CONTENTS, FixedKey(), AT).verified
    names = [*CONTENTS, LIST]
    assert steps.taken == [
        *(("handed over", name) for name in (*names, "yiban-day", tmp_path.name)),
        ("everything handed over", ""),
        *(("forgotten", name) for name in names),
    ]


def test_nothing_on_the_stick_is_written_over(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        parcel(folder, CONTENTS, FixedKey(), AT)


def test_a_stick_that_takes_nothing_more_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(DiskFull):
        parcel(tmp_path / "stick", CONTENTS, FixedKey(), AT)
