"""Every paper, word for word, as text that can be read without knowing the program."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.paper import COLUMNS, Pair, TextLine, columns
from kiosk.core.text import Wording
from kiosk.statement.a4 import a4
from kiosk.statement.code import canonical_value
from kiosk.statement.fonts import BOLD, CAPITAL_HEIGHT, REGULAR, width
from kiosk.statement.layout import lay_out, wrapped
from kiosk.statement.model import MARK, Column, Field, Fields, Issue, Side, Statement, Table, Words
from kiosk.statement.preview import preview
from kiosk.statement.receipt import receipt, wrap
from kiosk.statement.sheet import BODY, INNER, LARGE_PRINT, LEFT, POINTS_PER_MM, RIGHT
from kiosk.statement.sheet import SHEET as SHEET_POINTS
from kiosk.statement.summary import spoken
from kiosk.statement.tabulate import grid
from kiosk.statement.verify import Verdict, text_of, verify_text
from tests.statement.papers import (
    KEYRING,
    LARGE,
    PAPERS,
    SEALER,
    SERIAL,
    SHEET,
    SLIP,
    UNSIGNED,
    compare,
    paper,
    text_of_slip,
)
from tests.statement.pdfs import scanned, shades, text, text_boxes, title_and_more
from tests.statement.records import TODAY, issue

NAMES = tuple(PAPERS)
SHORT = [name for name in NAMES if name.startswith(("certification", "window"))]
SHEETS = [(name, at) for name in NAMES for at in (SHEET, LARGE)]


@cache
def pdf(name: str, at: Issue) -> bytes:
    return a4(paper(name, at)).pdf


def values(statement: Statement) -> list[str]:
    return [canonical_value(figure.value) for figure in statement.figures]


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_reads_as_agreed(name: str) -> None:
    compare(f"slip-{name}", text_of_slip(receipt(paper(name, SLIP))))


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_reads_as_agreed(name: str) -> None:
    compare(f"sheet-{name}", text(pdf(name, SHEET)).replace(MARK, "|") + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_reads_as_agreed(name: str) -> None:
    statement = paper(name, SLIP)
    seen = preview(statement)
    shown, covered = Wording(), Wording(covered=True)
    lines = [f"标题 {seen.title.written(shown)}"]
    lines += [f"显示 {row.written(shown)}" for row in seen.rows]
    lines += [f"遮住 {row.written(covered)}" for row in seen.rows]
    lines.append(f"念出 {spoken(statement)}")
    compare(f"said-{name}", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_slip_is_too_long(name: str) -> None:
    for item in receipt(paper(name, SLIP)).items:
        match item:
            case TextLine():
                assert columns(item.text) <= (COLUMNS // 2 if item.double else COLUMNS)
            case Pair():
                assert columns(item.label) + columns(item.value) < (COLUMNS // 2 if item.double else COLUMNS)
            case _:
                pass


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_shows_every_figure_in_order(name: str) -> None:
    statement = paper(name, SLIP)
    shown = canonical_value(re.sub(r"\[QR .*\]", "", text_of_slip(receipt(statement)).replace("#", "")))
    at = 0
    for value in (canonical_value(figure.value) for figure in statement.figures):
        at = shown.replace(",", "").index(value.replace(",", ""), at) + len(value)


@pytest.mark.parametrize(("name", "at"), SHEETS)
def test_a_sheet_shows_every_figure_in_order_and_nothing_else_as_a_figure(name: str, at: Issue) -> None:
    pieces = text(pdf(name, at)).split(MARK)
    assert [canonical_value(piece) for piece in pieces[1::2]] == values(paper(name, at))


@pytest.mark.parametrize(("name", "at"), SHEETS)
def test_nothing_on_a_sheet_is_cut_off_or_overlaps(name: str, at: Issue) -> None:
    width_of_sheet, height_of_sheet = SHEET_POINTS
    for page in text_boxes(pdf(name, at)):
        boxes = [box for box in page if box[2] - box[0] > 0.1]
        assert all(left > 40 and right < width_of_sheet - 40 for left, _, right, _ in boxes)
        assert all(bottom > 25 and top < height_of_sheet - 30 for _, bottom, _, top in boxes)
        for number, (left, bottom, right, top) in enumerate(boxes):
            for other in boxes[:number]:
                apart = left >= other[2] - 0.5 or other[0] >= right - 0.5
                assert apart or bottom >= other[3] - 1.5 or other[1] >= top - 1.5


@pytest.mark.parametrize(("name", "at"), SHEETS)
def test_body_type_is_as_large_as_older_eyes_need(name: str, at: Issue) -> None:
    """A23: capitals of at least 3.5 mm, in large print 4.8 mm; what windows type is 3.5, what machines read smaller."""
    least = 4.8 if at.large_print else 3.5
    statement = paper(name, at)
    code = statement.code
    for page in lay_out(statement):
        for placed in page.texts:
            if code is not None and placed.text == code.plain:
                continue
            for_windows = placed.y < 26 * POINTS_PER_MM or (code is not None and placed.text in code.short)
            assert placed.size * CAPITAL_HEIGHT / POINTS_PER_MM >= (3.5 if for_windows else least)


@pytest.mark.parametrize("name", SHORT)
def test_a_short_paper_is_set_as_large_as_one_sheet_holds(name: str) -> None:
    """大张字大: a reminder in small type on a sheet that is half empty serves nobody."""
    (page,) = lay_out(paper(name, SHEET))
    types = {placed.size for placed in page.texts if placed.text.endswith("。")}
    assert max(types) > 1.15 * BODY
    assert min(types) == BODY


def test_what_no_size_brings_on_one_sheet_is_set_in_the_common_size() -> None:
    many = with_blocks(Words("", tuple(f"第{n}句话。" for n in range(80))))
    pages = lay_out(many)
    assert len(pages) > 1
    assert {placed.size for page in pages for placed in page.texts if placed.text.endswith("句话。")} == {BODY * 1.15}


@pytest.mark.parametrize(("name", "at"), SHEETS)
def test_the_sheets_are_counted_as_they_were_drawn(name: str, at: Issue) -> None:
    drawn = a4(paper(name, at))
    assert drawn.sheets == len(text_boxes(drawn.pdf))
    assert f"第{drawn.sheets}页，共{drawn.sheets}页" in text(drawn.pdf)


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, at in SHEETS if name not in UNSIGNED])
def test_every_sheet_proves_itself(name: str, at: Issue) -> None:
    words = text(pdf(name, at))
    assert verify_text(words, KEYRING, TODAY).verdict == Verdict.UNCHANGED
    pieces = words.split(MARK)
    pieces[1] += "1"
    assert verify_text(MARK.join(pieces), KEYRING, TODAY).verdict == Verdict.ALTERED


@settings(max_examples=25, deadline=None)
@given(serial=st.binary(min_size=8, max_size=8), name=st.sampled_from([name for name in NAMES if name not in UNSIGNED]))
def test_a_camera_reads_the_code_whatever_it_says(serial: bytes, name: str) -> None:
    """All codes have the same mask; a decoder of another house must find and read each."""
    statement = SEALER.seal(PAPERS[name](SHEET), serial)
    assert statement.code is not None
    assert scanned(a4(statement).pdf) == [statement.code.qr]


@pytest.mark.parametrize("at", [SHEET, LARGE])
def test_columns_of_a_table_have_the_same_space_between_them(at: Issue) -> None:
    table = next(b for b in paper("yearly-record-pensioner", at).blocks if isinstance(b, Table))
    size = LARGE_PRINT if at.large_print else BODY
    (line,) = grid(table, size, INNER, LEFT).lines
    edges: list[tuple[float, float]] = []
    for column, x, side in line:
        cells = [table.columns[column].title, *(row[column] for row in table.all_rows)]
        wide = max(width(cell, BOLD, size) for cell in cells)
        left = {Side.LEFT: x, Side.CENTRE: x - wide / 2, Side.RIGHT: x - wide}[side]
        edges.append((left, left + wide))
    gaps = [right[0] - left[1] for left, right in pairwise(edges)]
    assert max(gaps) - min(gaps) < 0.1
    assert edges[-1][1] == pytest.approx(RIGHT, abs=size)


def test_notes_take_no_page_of_their_own_where_they_fit_close_together() -> None:
    assert "第1页，共1页" in text(pdf("yearly-record-resident", SHEET))


def test_a_figure_is_found_whole_however_many_characters_a_sheet_has() -> None:
    """A font's subset ends at 256 characters; a mark alone in one of them was lost, and a true sheet counted as altered."""
    many = [chr(0x4E00 + 29 * n) for n in range(700)]
    fields = [Field("标签", "".join(many[at : at + 5])) for at in range(0, len(many), 5)]
    statement = SEALER.seal(with_blocks(Fields("", tuple(fields), paired=True)), SERIAL)
    pieces = text(a4(statement).pdf).split(MARK)
    assert [canonical_value(piece) for piece in pieces[1::2]] == values(statement)
    assert verify_text(text(a4(statement).pdf), KEYRING, TODAY).verdict == Verdict.UNCHANGED


def test_type_sizes_are_measured_in_millimetres() -> None:
    assert pytest.approx(3.52) == BODY * CAPITAL_HEIGHT / POINTS_PER_MM
    assert pytest.approx(4.82) == LARGE_PRINT * CAPITAL_HEIGHT / POINTS_PER_MM


def test_a_reprint_says_so_and_keeps_its_figures() -> None:
    again = paper("payment-year", issue(reprint=True))
    assert "（补打）" in text(a4(again).pdf)
    assert "（补打）" in text_of_slip(receipt(replace(again, issue=issue(SLIP.paper, reprint=True))))
    first = paper("payment-year", SHEET)
    assert again.figures == first.figures
    assert again.code == first.code


def test_a_pdf_names_no_person_and_says_its_language(tmp_path: Path) -> None:
    data = pdf("yearly-record-pensioner", SHEET)
    about = title_and_more(data)
    assert about["Title"] == "社会保险个人权益记录单"
    assert "王秀芳" not in str(about)
    assert b"/Lang (zh-CN)" in data
    assert b"/Trans" not in data
    assert b"Helvetica" not in data
    file = tmp_path / "paper.pdf"
    file.write_bytes(data)
    assert "王秀芳" in text_of(file)


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"no paper")
    with pytest.raises(ValueError, match="not a PDF"):
        text_of(file)


def test_no_paper_claims_a_seal_or_scolds() -> None:
    for name in NAMES:
        words = text_of_slip(receipt(paper(name, SLIP)))
        assert not re.search("印章由|无需盖章|同等效力|扫一扫|真伪|防伪|已死亡|失败|请勿|无效", words)
        if name not in UNSIGNED:
            assert "这张没有盖章。" in words


def test_a_rendered_sheet_is_black_on_white() -> None:
    counts = shades(pdf("payment-year", SHEET))
    assert counts[255] > 0.7 * sum(counts)
    assert sum(counts[:60]) > 0.01 * sum(counts)


# -- how it is set ------------------------------------------------------------------------------------------


@given(st.text(alphabet="王秀芳，。的12,.3 ab（）", max_size=80), st.integers(4, 48))
def test_wrapped_text_keeps_every_character_and_no_line_is_too_long(words: str, room: int) -> None:
    lines = wrap(words, room)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(columns(line) <= room for line in lines)


@given(st.text(alphabet="王秀芳，。的12,.3 ab（）", max_size=80), st.integers(60, 400))
def test_text_on_a_sheet_keeps_every_character_and_its_width(words: str, room: int) -> None:
    lines = wrapped(words, REGULAR, BODY, room)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(width(line, REGULAR, BODY) <= room for line in lines)


def test_a_run_longer_than_a_line_is_broken_after_all() -> None:
    assert wrap("号A123456789B", 6) == ("号", "A12345", "6789B")


def with_blocks(*blocks: Table | Fields | Words, at: Issue = SHEET) -> Statement:
    return replace(paper("payment-year", at), blocks=blocks)


WIDE = Table(
    "很宽的表",
    tuple(
        Column(title)
        for title in ("月", "甲", "基础养老金", "过渡性养老金", "个人账户养老金", "补发", "扣发", "其他", "合计")
    ),
    tuple((f"{n}月", "甲", *(["23,456.78"] * 7)) for n in range(1, 40)),
)


@pytest.mark.parametrize("at", [SHEET, LARGE])
def test_a_table_too_wide_for_a_sheet_takes_two_lines_a_row_and_never_smaller_type(at: Issue) -> None:
    statement = with_blocks(WIDE, at=at)
    data = a4(statement).pdf
    pieces = text(data).split(MARK)
    assert [canonical_value(piece) for piece in pieces[1::2]] == values(statement)
    assert text(data).count("月份") == 0
    assert "第2页" in text(data)


def test_a_table_too_wide_for_a_slip_is_set_cell_by_cell() -> None:
    words = text_of_slip(receipt(with_blocks(WIDE, at=SLIP)))
    assert "# 基础养老金     23,456.78" in words


def test_a_table_too_wide_for_large_type_is_set_in_the_common_size() -> None:
    middling = replace(WIDE, columns=WIDE.columns[:4], rows=tuple(row[:4] for row in WIDE.rows))
    words = text_of_slip(receipt(with_blocks(middling, at=SLIP)))
    assert "\n 1月      甲       23,456.78         23,456.78\n" in words


def test_a_value_longer_than_a_line_is_broken_and_still_one_figure() -> None:
    employer = "某某省某某市某某县某某镇人民政府直属农业技术推广服务中心下属良种繁育示范农场有限责任公司第三分场"
    statement = with_blocks(Fields("", (Field("单位名称", employer), Field("空", "")), paired=True))
    pieces = text(a4(statement).pdf).split(MARK)
    assert employer in [canonical_value(piece) for piece in pieces[1::2]]
    assert employer in "".join(text_of_slip(receipt(statement)).replace("#", "").split())
