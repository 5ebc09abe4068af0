"""What is known of the roll outlives the program: kept after each print, taken up again, and never believed when damaged."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import PaperTooLittle
from devices.escpos.adapter import printer
from devices.escpos.encoder import Charset
from devices.escpos.forecast import LOW_PIECES, Forecast
from devices.escpos.length import length
from devices.escpos.makes import CUT_DOTS
from devices.escpos.model import CUTTER_DOTS, PrinterModel
from devices.escpos.roll_book import Roll, RollBook, _check
from devices.escpos.simulator import EscPosSimulator
from devices.escpos.status import Status
from devices.health import Supply
from kiosk.core.clock import SystemClock
from tests.devices.receipts import SHORT, bench, yearly

NEAR, ENOUGH, OUT, OPEN = Status(near_end=True), Status(), Status(paper_end=True), Status(cover_open=True)
PIECE = length(SHORT, Charset.GBK) + CUTTER_DOTS + CUT_DOTS


@pytest.fixture
def book(tmp_path: Path) -> RollBook:
    return RollBook(tmp_path / "roll")


def test_a_restart_goes_on_where_the_roll_was(book: RollBook) -> None:
    model = PrinterModel(near_end_mm=500)
    with bench(EscPosSimulator(), model, book) as b:
        b.simulator.near_end()
        for _ in range(3):
            b.print()
        left = b.printer.statements_left()
        assert left is not None
        assert left == (500 * 8 - 3 * PIECE) // PIECE
    with bench(EscPosSimulator(), model, book) as b:
        b.simulator.near_end()
        b.printer.probe(b.within())
        assert b.printer.statements_left() == left
        for _ in range(left):
            b.print()
        with pytest.raises(PaperTooLittle):
            b.print()


def test_a_roll_that_was_changed_while_the_terminal_was_off_is_another_one(book: RollBook) -> None:
    roll = Forecast(500, book=book)
    roll.see(NEAR)
    roll.printed(1000)
    again = Forecast(500, book=book)
    assert again.pieces(1000) == 3
    again.see(ENOUGH)
    assert again.left is None
    assert again.printed_pieces == 0


def test_a_print_that_was_torn_off_with_the_program_is_taken_off_all_the_same(book: RollBook) -> None:
    roll = Forecast(500, book=book)
    roll.see(NEAR)
    roll.begun(1000)
    assert Forecast(500, book=book).left == 3000
    roll.printed(1000)
    assert Forecast(500, book=book).left == 3000


def test_what_is_kept_of_another_printer_says_nothing_of_this_one(book: RollBook) -> None:
    roll = Forecast(500, book=book)
    roll.of_printer("A1")
    roll.see(NEAR)
    roll.printed(1000)
    same, silent, other = (Forecast(500, book=book) for _ in range(3))
    same.of_printer("A1")
    silent.of_printer("")
    assert same.left == silent.left == 3000
    other.of_printer("B2")
    assert other.left is None
    assert Forecast(500, book=book).left is None


def test_whoever_changes_the_roll_says_so_and_it_is_counted_from_there(book: RollBook) -> None:
    with bench(EscPosSimulator(), PrinterModel(near_end_mm=500, roll_mm=3000), book) as b:
        b.print()
        assert b.printer.statements_left() is None
        assert b.printer.health().counters.prints_since_roll is None
        b.printer.roll_changed()
        assert b.printer.health().counters.prints_since_roll == 0
        assert b.printer.statements_left() == 3000 * 8 // PIECE
        b.print()
        assert b.printer.health().counters.prints_since_roll == 1
        assert b.printer.statements_left() == 3000 * 8 // PIECE - 1
    with bench(EscPosSimulator(), PrinterModel(near_end_mm=500, roll_mm=3000), book) as b:
        b.printer.probe(b.within())
        assert b.printer.health().counters.prints_since_roll == 1
        assert b.printer.statements_left() == 3000 * 8 // PIECE - 1


def test_it_is_low_while_three_of_the_longest_still_come_out_and_none_is_begun_that_does_not_fit(
    book: RollBook,
) -> None:
    long = yearly()
    dots = length(long, Charset.GBK) + CUTTER_DOTS + CUT_DOTS
    whole_mm = dots + 10  # eight of them: a millimetre has eight dots
    simulator = EscPosSimulator()
    with bench(simulator, PrinterModel(near_end_mm=10, roll_mm=whole_mm), book) as b:
        simulator.near_end_at(10)
        simulator.paper_runs_out_after(whole_mm)
        b.printer.probe(b.within())
        b.printer.roll_changed()
        printed = 0
        while b.printer.health().supplies["paper"] is not Supply.LOW:
            b.print(long)
            printed += 1
            assert printed < 20
        left = b.printer.statements_left()
        assert left is not None
        assert left >= LOW_PIECES
        for _ in range(LOW_PIECES):
            b.print(long)
        assert len(simulator.receipts()) == printed + LOW_PIECES


@pytest.mark.parametrize(
    ("seen", "pieces"),
    [
        ((OUT, ENOUGH), 0),  # it was used up, so this is another one
        ((OUT, OPEN, NEAR), 0),
        ((OPEN, ENOUGH), 2),  # a jam was cleared: the same roll
        ((NEAR, OPEN, ENOUGH), 0),  # its end was near, and isn't any more
        ((NEAR, OPEN, NEAR), 2),
    ],
)
def test_pieces_are_counted_since_the_roll_was_surely_changed(seen: tuple[Status, ...], pieces: int) -> None:
    roll = Forecast(1000)
    roll.changed()
    roll.see(ENOUGH)
    roll.printed(10)
    roll.printed(10)
    for status in seen:
        roll.see(status)
    assert roll.printed_pieces == pieces


# -- the file


@given(
    roll=st.builds(
        Roll,
        left=st.none() | st.integers(0, 10**9),
        dots=st.none() | st.integers(0, 10**9),
        pieces=st.none() | st.integers(0, 10**9),
        longest=st.integers(0, 10**9),
        out=st.booleans(),
        serial=st.text(max_size=80),
    )
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, roll: Roll) -> None:
    book = RollBook(tmp_path_factory.mktemp("roll") / "roll")
    book.write(roll)
    assert book.read() == roll


@given(at=st.integers(0, 200), byte=st.integers(0, 255))
def test_a_damaged_file_says_nothing(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int) -> None:
    path = tmp_path_factory.mktemp("roll") / "roll"
    roll = Roll(left=12345, dots=99, pieces=4, longest=2222, serial="A1")
    RollBook(path).write(roll)
    data = bytearray(path.read_bytes())
    data[at % len(data)] = byte
    path.write_bytes(bytes(data))
    assert RollBook(path).read() in (Roll(), roll)
    path.write_bytes(bytes(data)[: at % len(data)])
    assert RollBook(path).read() == Roll()


def page_of(**values: object) -> dict[str, object]:
    """A page that is whole, with values that can't be."""
    roll: dict[str, object] = {"left": None, "dots": None, "pieces": None, "longest": 0, "out": False, "serial": ""}
    roll |= values
    return {"roll": roll, "check": _check(roll)}


@pytest.mark.parametrize(
    "page",
    [
        {},
        [],
        {"roll": []},
        {"roll": {"left": 5}, "check": "0"},
        page_of(left=-1),
        page_of(left=True),
        page_of(longest="far"),
        page_of(out=3),
        page_of(serial=None),
        page_of(more=1),
    ],
)
def test_a_file_of_another_form_says_nothing(tmp_path: Path, page: object) -> None:
    (tmp_path / "roll").write_text(json.dumps(page), encoding="ascii")
    assert RollBook(tmp_path / "roll").read() == Roll()


def test_a_file_without_an_end_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "roll").write_text("[" * 10**6, encoding="ascii")
    assert RollBook(tmp_path / "roll").read() == Roll()


def test_a_folder_that_takes_nothing_stops_no_print_and_leaves_no_promise(tmp_path: Path) -> None:
    book = RollBook(tmp_path / "roll")
    book.write(Roll(left=9000))
    (tmp_path / "roll.new").mkdir()
    with bench(EscPosSimulator(), PrinterModel(near_end_mm=500), book) as b:
        b.simulator.near_end()
        b.print()
    assert book.read() == Roll()


def test_nothing_is_written_while_nothing_changes(book: RollBook, tmp_path: Path) -> None:
    roll = Forecast(500, book=book)
    roll.see(NEAR)
    before = (tmp_path / "roll").stat().st_mtime_ns, os.listdir(tmp_path)  # noqa: PTH208 - names only
    for _ in range(5):
        roll.see(NEAR)
    assert ((tmp_path / "roll").stat().st_mtime_ns, os.listdir(tmp_path)) == before  # noqa: PTH208 - as above


# -- settings


def test_settings_of_the_roll(tmp_path: Path) -> None:
    made = printer({"port": "COM3", "roll_metres": 80, "memory": str(tmp_path / "roll")}, SystemClock())
    made.roll_changed()
    assert made.statements_left(8 * 1000 - CUTTER_DOTS - CUT_DOTS) == 80
    assert RollBook(tmp_path / "roll").read() == replace(Roll(), dots=0, pieces=0)


@pytest.mark.parametrize(("name", "value"), [("roll_metres", -1), ("roll_metres", "80"), ("memory", 3), ("memory", "")])
def test_a_wrong_setting_of_the_roll_is_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{name}: "):
        printer({"port": "COM3", name: value}, SystemClock())
