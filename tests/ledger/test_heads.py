"""Signed heads are kept line by line, and half a line of a power cut hides none of the others."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI
from kiosk.core.head import Head, SignedHead
from kiosk.core.record import DiskFull
from kiosk.ledger.heads import HeadFile

if TYPE_CHECKING:
    from pathlib import Path

HEADS = tuple(
    SignedHead(Head(seq, f"{seq:064x}"), datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI), 0, bytes([seq]) * 64)
    for seq in (1, 2, 3)
)


@pytest.fixture
def file(tmp_path: Path) -> HeadFile:
    return HeadFile(tmp_path / "audit-heads.txt")


def test_what_was_kept_is_read_oldest_first(file: HeadFile) -> None:
    assert file.read() == ()
    for signed in HEADS:
        file.append(signed)
    assert file.read() == HEADS


def test_a_line_cut_off_at_any_byte_hides_no_other(file: HeadFile, tmp_path: Path) -> None:
    path = tmp_path / "audit-heads.txt"
    file.append(HEADS[0])
    before = path.stat().st_size
    file.append(HEADS[1])
    whole = path.read_bytes()
    for size in range(before, len(whole)):
        path.write_bytes(whole[:size])
        cut = size < len(whole) - 1  # the line feed at its end is no part of it
        assert file.read() == (HEADS[:1] if cut else HEADS[:2])
        file.append(HEADS[2])
        assert file.read() == ((HEADS[0], HEADS[2]) if cut else HEADS)


def test_bytes_that_are_no_text_hide_no_other(file: HeadFile, tmp_path: Path) -> None:
    (tmp_path / "audit-heads.txt").write_bytes(b"\xff\0" * 100)
    file.append(HEADS[0])
    assert file.read() == HEADS[:1]


def test_a_place_that_takes_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DiskFull):
        HeadFile(tmp_path / "nowhere" / "heads").append(HEADS[0])
