"""The language of the visit on a slip: the same facts below the Chinese, in letters the printer has or as dots."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.deadline import Deadline
from devices.errors import PaperOut, PaperTooLittle
from devices.escpos.encoder import Charset, Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.length import length
from devices.escpos.model import PrinterModel
from devices.paper import COLUMNS, DOTS, DOTS_PER_MM, Pair, Picture, Receipt, TextLine, columns
from kiosk.core.languages import LANGUAGES
from kiosk.ledger.journal import PrintJournal
from kiosk.statement import beside as module
from kiosk.statement import scripts
from kiosk.statement.beside import Beside, beside
from kiosk.statement.drawing import Board
from kiosk.statement.press import Press, Slips
from kiosk.statement.receipt import receipt
from tests.devices.receipts import HANAMIN, NOTO, bench
from tests.devices.test_escpos_encoder import picture_on, understood
from tests.statement.papers import PAPERS, SEALER, SLIP, compare, paper, text_of_slip
from tests.statement.test_companion import WORDS, names

if TYPE_CHECKING:
    from pathlib import Path

    from devices.paper import PaperItem

DRAWN = ("ug", "kk", "bo", "mn", "ko", "ii")
WRITTEN = ("en", "za")
ONE_WORD = {**WORDS, "kk": "زەينەتاقى"}
PAPERS_FOR_ALL = tuple(name for name in PAPERS if name != "trial-print")


def one_word(code: str, *, times: int = 1) -> Beside:
    """The part of slips in a language in which every message is one word, with its numbers."""

    def translate(message: str) -> str:
        if not any("\u4e00" <= character <= "\u9fff" for character in message):
            return message
        return " ".join((*(ONE_WORD[code],) * times, *(f"{{{name}}}" for name in names(message))))

    return Beside(LANGUAGES[code], translate, draft=True)


def items(name: str, code: str, *, pictures: bool = True) -> tuple[PaperItem, ...]:
    return beside(code).items(paper(name, SLIP), pictures=pictures)


def inked(picture: Picture) -> list[list[int]]:
    """Of every row with ink the first and the last dot."""
    rows = [f"{int.from_bytes(row, 'big'):0{DOTS}b}" for row in picture.rows]
    return [[row.index("1"), row.rindex("1")] for row in rows if "1" in row]


@pytest.mark.parametrize("code", DRAWN)
@pytest.mark.parametrize("name", ["payment-year", "certification-pending", "window-slip"])
def test_every_script_is_on_the_paper_dot_by_dot(name: str, code: str) -> None:
    pictures = [item for item in one_word(code).items(paper(name, SLIP), pictures=True) if isinstance(item, Picture)]
    assert pictures
    encoder = Encoder(FontGlyphs([NOTO, HANAMIN]))
    for picture in pictures:
        data = b"".join(encoder.pieces(Receipt((picture,))))
        piece, faults = understood(data)
        assert faults == []
        wanted = [int.from_bytes(row, "big") for row in picture.rows]
        there = picture_on(piece)[: len(wanted)]
        flipped = sum((a ^ b).bit_count() for a, b in zip(there, wanted, strict=True))
        assert flipped <= len(data) // 1000
        assert sum(row.bit_count() for row in wanted) > 1000


@pytest.mark.parametrize("code", WRITTEN)
@pytest.mark.parametrize("name", PAPERS_FOR_ALL)
def test_latin_letters_are_the_printers_own_and_no_line_is_broken_by_it(name: str, code: str) -> None:
    there = items(name, code)
    assert there
    for item in there:
        assert not isinstance(item, Picture)
        if isinstance(item, TextLine):
            assert columns(item.text) <= COLUMNS // (2 if item.double else 1)
        if isinstance(item, Pair):
            assert columns(item.label) + columns(item.value) < COLUMNS // (2 if item.double else 1)


@pytest.mark.parametrize("code", DRAWN)
def test_a_slip_in_each_script_comes_out_of_the_printer_whole(code: str) -> None:
    slip = receipt(paper("payment-year", SLIP), items("payment-year", code))
    with bench() as hall:
        hall.print(slip)
        assert hall.simulator.faults == []
        (piece,) = hall.simulator.receipts()
    assert piece.text().count("▣") > 50
    assert piece.png().startswith(b"\x89PNG")
    assert length(slip, Charset.GBK) <= piece.height <= length(slip, Charset.GBK) + 200


def test_a_slip_in_english_reads_so() -> None:
    slip = receipt(paper("certification-suspended", SLIP), items("certification-suspended", "en"))
    compare("slip-certification-suspended-english", text_of_slip(slip))


def test_it_stands_below_the_chinese_which_stays_as_it_is() -> None:
    statement = paper("payment-year", SLIP)
    plain, both = receipt(statement), receipt(statement, items("payment-year", "bo"))
    assert both.items[: len(plain.items) - 1] == plain.items[:-1]
    assert len(both.items) > len(plain.items)


def test_figures_and_the_phone_of_the_hall_are_those_of_the_paper() -> None:
    words = text_of_slip(Receipt(items("payment-year", "en")))
    assert "37,423.76" in words
    assert "January to November 2026" in words
    assert "Phone for questions: 12333" in words


@pytest.mark.parametrize("signed", [False, True])
def test_a_draft_says_so_and_a_signed_catalogue_does_not(*, signed: bool) -> None:
    there = Beside(LANGUAGES["en"], lambda message: {"办事条": "Window slip"}.get(message, message), draft=not signed)
    words = text_of_slip(Receipt(there.items(paper("window-slip", SLIP), pictures=False)))
    assert ("译文试用" in words) is not signed
    assert "以中文单子为准" in words


def test_a_script_read_from_the_right_stands_at_the_right_and_a_vertical_one_in_columns_from_the_left() -> None:
    right = next(item for item in items("payment-year", "ug") if isinstance(item, Picture))
    assert inked(right)[20][1] > DOTS - 12
    lines = [one_word("mn").items(paper("window-slip", SLIP), pictures=True)]
    (first, *_) = (item for item in lines[0] if isinstance(item, Picture))
    assert min(left for left, _ in inked(first)) < 30
    assert max(left for left, _ in inked(first)[:10]) < 60
    assert len(first.rows) <= module.COLUMN


def test_a_vertical_script_goes_on_in_another_block() -> None:
    short = [one for one in one_word("mn").items(paper("window-slip", SLIP), pictures=True) if isinstance(one, Picture)]
    long = [one for one in items("payment-year", "mn") if isinstance(one, Picture)]
    assert len(short) < len(long)
    assert all(len(picture.rows) <= module.COLUMN for picture in long)


@pytest.mark.parametrize("code", ["ug", "en"])
def test_words_longer_than_the_slip_are_broken_and_stand_whole(code: str) -> None:
    statement = paper("certification-suspended", SLIP)
    short = Receipt(one_word(code).items(statement, pictures=True))
    long = Receipt(one_word(code, times=20).items(statement, pictures=True))
    assert length(long, Charset.GBK) > 2 * length(short, Charset.GBK)


def test_a_language_without_a_word_for_the_paper_and_a_printer_without_pictures_add_nothing() -> None:
    assert items("trial-print", "ug") == ()
    assert items("payment-year", "ug", pictures=False) == ()
    assert items("payment-year", "en", pictures=False) == items("payment-year", "en")


@pytest.mark.parametrize(("pictures", "code", "more"), [(True, "ug", True), (False, "ug", False), (False, "en", True)])
def test_what_a_slip_carries_is_as_the_printer_can(*, pictures: bool, code: str, more: bool) -> None:
    with bench(model=PrinterModel(pictures=pictures)) as hall:
        slips = Slips(hall.printer, lambda: code)
        statement = paper("payment-year", SLIP)
        assert (len(slips.render(statement).items) > len(receipt(statement).items)) is more


def test_the_roll_must_hold_all_of_it(tmp_path: Path) -> None:
    """A slip that would end in the midst of its second part is not begun."""
    code = "zh"
    with bench(model=PrinterModel(near_end_mm=500)) as hall:
        clock = hall.clock
        with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
            press = Press(Slips(hall.printer, lambda: code), journal, SEALER, bytes(32), clock)
            hall.simulator.near_end()
            press.probe(Deadline(clock, 5.0))
            code = "bo"
            with pytest.raises(PaperTooLittle):
                press.print(PAPERS["payment-year"](SLIP), Deadline(clock, 60.0), lambda _: None)
            assert hall.simulator.receipts() == []
            code = "zh"
            press.print(PAPERS["payment-year"](SLIP), Deadline(clock, 60.0), lambda _: None)


def test_no_name_and_no_number_goes_through_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), bench() as hall:
        slip = Slips(hall.printer, lambda: "bo").render(paper("payment-year", SLIP))
        hall.print(slip)
    for secret in ("王", "002X", "37,423", "3,402.16"):
        assert secret not in caplog.text
        assert secret not in repr(slip)
    assert "rows" not in repr(slip.items[-2])


def test_what_is_written_beyond_the_board_is_cut_and_the_rest_stands() -> None:
    line = scripts.set_line("养老金", scripts.hand(LANGUAGES["zh"]), 40)
    whole, cut = Board(DOTS), Board(DOTS)
    whole.write(line, 0, 60, 40)
    cut.write(line, DOTS - 60, 20, 40)
    assert whole.height > cut.height
    ink = [sum(int.from_bytes(row, "big").bit_count() for row in board.rows()) for board in (whole, cut)]
    assert 0 < ink[1] < ink[0] / 2
    assert Board(DOTS).rows() == ()


@given(st.lists(st.integers(0, 2**16 - 1), min_size=8, max_size=24).filter(lambda rows: len(rows) % 8 == 0))
def test_a_turned_board_has_the_last_row_as_its_first_column(rows: list[int]) -> None:
    board = Board(16)
    board._rows = list(rows)
    turned = board.turned()
    assert turned.height == 16
    for x in range(16):
        for y, row in enumerate(reversed(rows)):
            assert turned._rows[x] >> len(rows) - 1 - y & 1 == row >> 15 - x & 1


def test_paper_that_ends_in_the_second_part_is_told_at_once_and_the_next_slip_is_whole() -> None:
    slip = receipt(paper("window-slip", SLIP), one_word("bo").items(paper("window-slip", SLIP), pictures=True))
    told: list[float] = []
    with bench() as hall:
        hall.simulator.paper_runs_out_after(length(receipt(paper("window-slip", SLIP)), Charset.GBK) / DOTS_PER_MM + 20)
        with pytest.raises(PaperOut):
            hall.print(slip)
        hall.simulator.refill()
        hall.printer.clear(hall.within(10.0))
        hall.print(slip, lambda part: told.append(part.done / part.total))
        assert hall.simulator.faults == []
        *_, piece = hall.simulator.receipts()
    assert told == sorted(told)
    assert len(told) > 20
    assert told[-1] == 1.0
    assert piece.height >= length(slip, Charset.GBK)
