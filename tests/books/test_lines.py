"""Reading the audit from its end: every wanted line once, newest first, over all of its files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.audit.chain import macs, next_line
from kiosk.audit.events import LOG_CONTINUES
from kiosk.audit.fields import FileDigest
from kiosk.books import lines as reading
from kiosk.books.lines import A_PAGE, Filter, Group, Lines, of_day
from kiosk.core.staff import StaffNumber
from tests.audit.lines import BEGUN, HAPPENED, KEY, made, written

if TYPE_CHECKING:
    from pathlib import Path


def nothing() -> None:
    pass


def all_pages(log: Path, wanted: Filter) -> tuple[list[int], int]:
    """Turn page after page; return the numbers of the lines, and how many were unreadable."""
    numbers: list[int] = []
    unreadable, place = 0, None
    while True:
        some: Lines = reading.page(log, wanted, place, nothing)
        numbers += [line.seq for line in some.lines]
        unreadable += some.unreadable
        place = some.earlier
        if place is None:
            return numbers, unreadable
        assert len(some.lines) == A_PAGE


@pytest.mark.parametrize("count", [0, 1, A_PAGE - 1, A_PAGE, A_PAGE + 1, 3 * A_PAGE + 7])
def test_every_line_comes_once_newest_first(tmp_path: Path, count: int) -> None:
    log = written(tmp_path / "audit.jsonl", made(count)[0])
    assert all_pages(log, Filter()) == (list(range(count, 0, -1)), 0)


@settings(max_examples=25, deadline=None)
@given(piece=st.integers(1, 900), count=st.integers(0, 70))
def test_lines_are_whole_wherever_a_piece_ends(
    tmp_path_factory: pytest.TempPathFactory, piece: int, count: int
) -> None:
    log = written(tmp_path_factory.mktemp("log") / "audit.jsonl", made(count)[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_PIECE", piece)
        assert all_pages(log, Filter()) == (list(range(count, 0, -1)), 0)


def two_files(folder: Path) -> Path:
    """A log that grew too long, and the one that goes on."""
    older, heads = made(40)
    written(folder / "audit.until-20261121T090040.jsonl", older)
    digest = FileDigest(bytes.fromhex(heads[-1].digest))
    begin, head = next_line(macs(KEY), heads[-1], BEGUN, LOG_CONTINUES(digest=digest))
    return written(folder / "audit.jsonl", [begin + b"\n", *made(20, head=head)[0]])


def test_reading_goes_on_in_the_file_before(tmp_path: Path) -> None:
    assert all_pages(two_files(tmp_path), Filter()) == (list(range(61, 0, -1)), 0)


def test_a_line_that_is_none_is_counted_and_passed_over(tmp_path: Path) -> None:
    lines = made(5)[0]
    log = written(tmp_path / "audit.jsonl", [*lines[:2], b"no line\n", *lines[2:], b'{"seq":6,"half'])
    assert all_pages(log, Filter()) == ([5, 4, 3, 2, 1], 2)


def test_lines_are_chosen_by_what_they_are_about_and_by_who(tmp_path: Path) -> None:
    log = written(tmp_path / "audit.jsonl", made(len(HAPPENED))[0])

    def chosen(wanted: Filter) -> list[str]:
        return [line.event for line in reading.page(log, wanted, None, nothing).lines]

    assert chosen(Filter(Group.DEVICES)) == ["paper-changed"]
    assert chosen(Filter(Group.HELP)) == ["help-called"]
    assert chosen(Filter(Group.KEEPING)) == ["clock-jumped"]
    assert chosen(Filter(Group.TROUBLE)) == []
    assert chosen(Filter(staff=StaffNumber("0217"))) == ["paper-changed"]
    assert chosen(Filter(staff=StaffNumber("0218"))) == []
    assert len(chosen(Filter(day=BEGUN.date()))) == len(HAPPENED)
    assert chosen(Filter(day=date(2026, 11, 22))) == []


def test_a_days_lines_come_in_order_and_stop_at_the_day_before(tmp_path: Path) -> None:
    log = two_files(tmp_path)
    assert [line.seq for line in of_day(log, BEGUN.date(), nothing)] == list(range(1, 62))
    assert of_day(log, date(2026, 11, 22), nothing) == []
    assert of_day(tmp_path / "none.jsonl", BEGUN.date(), nothing) == []


def test_a_long_search_can_be_called_off(tmp_path: Path) -> None:
    log = written(tmp_path / "audit.jsonl", made(600)[0])

    def stop() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        reading.page(log, Filter(Group.TROUBLE), None, stop)
