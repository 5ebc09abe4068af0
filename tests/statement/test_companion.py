"""The sheet beside a Chinese paper, in the person's own script: every label, the same figures, nothing cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from devices.folder.adapter import FolderPrinter
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.languages import CHINESE, LANGUAGES, catalogue
from kiosk.core.paper_language import PaperLanguage
from kiosk.core.people import Presentation
from kiosk.core.reader import Reader, message_of
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.pension.errors import AskAtWindow
from kiosk.screens.goodbye import goodbye
from kiosk.statement import companion as module
from kiosk.statement import scripts
from kiosk.statement.a4 import a4
from kiosk.statement.companion import Companion, companion
from kiosk.statement.model import Fields, Kind, Lead, Table
from kiosk.statement.paper_words import PAPER_WORDS
from kiosk.statement.press import Sheets
from kiosk.statement.sheet import SHEET
from tests.statement.papers import SEALER, SERIAL
from tests.statement.pdfs import text, text_boxes
from tests.statement.test_everybody import EVERYBODY, papers

if TYPE_CHECKING:
    from kiosk.statement.model import Statement

WORDS = {
    "ug": "ھەر ئايدا",
    "kk": "ءار ايدا",
    "mn": "ᠮᠣᠩᠭᠣᠯ",
    "bo": "བོད་ཡིག་",
    "ii": "ꆈꌠꉙ",
    "ko": "연금",
    "za": "Vahcuengh",
    "en": "Pension",
}
CODES = [code for code in LANGUAGES if code != CHINESE and catalogue(code).exists()]


def translated(code: str) -> Companion:
    """Sheets in a language in which every message is one word, with its numbers."""

    def translate(message: str) -> str:
        if not any("\u4e00" <= character <= "\u9fff" for character in message):
            return message
        return " ".join((WORDS[code], *(f"{{{name}}}" for name in names(message))))

    return Companion(LANGUAGES[code], translate, draft=True)


def names(message: str) -> list[str]:
    return [part[0] for part in message.split("{")[1:]]


def statements() -> list[Statement]:
    found = next(one for one in EVERYBODY if one.record.benefits)
    return [SEALER.seal(paper, SERIAL) for paper in papers(found)]


PAPERS = statements()


def alone(code: str, statement: Statement) -> tuple[bytes, int]:
    return drawn(translated(code), statement)


def drawn(beside: Companion, statement: Statement) -> tuple[bytes, int]:
    file = BytesIO()
    canvas = Canvas(file, pagesize=SHEET)
    sheets = beside.draw(canvas, statement)
    canvas.save()
    return file.getvalue(), sheets


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("statement", PAPERS, ids=[f"{at}-{paper.kind.name}" for at, paper in enumerate(PAPERS)])
def test_every_line_stands_on_the_sheet_and_no_label_meets_its_value(code: str, statement: Statement) -> None:
    stands(*alone(code, statement))


def stands(pdf: bytes, sheets: int) -> None:
    boxes = text_boxes(pdf)
    assert len(boxes) == sheets > 0
    wide, tall = SHEET
    for page in boxes:
        for left, bottom, right, top in page:
            assert left >= 20
            assert bottom >= 20
            assert right <= wide - 20
            assert top <= tall - 20
        for at, one in enumerate(page):
            for other in page[at + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                along = min(one[3], other[3]) - max(one[1], other[1])
                assert min(across, along) < 3, (one, other)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("statement", PAPERS, ids=[f"{at}-{paper.kind.name}" for at, paper in enumerate(PAPERS)])
def test_with_the_words_of_its_catalogue_a_sheet_is_whole_and_has_every_glyph(code: str, statement: Statement) -> None:
    beside = companion(code)
    stands(*drawn(beside, statement))
    for sheet in module._Setter(LANGUAGES[code], scripts.hand(LANGUAGES[code]), beside._says).set(
        statement, draft=beside._draft
    ):
        for line in sheet.lines:
            for run in line.runs:
                assert 0 not in {glyph for glyph, _, _ in scripts.glyphs(run, line.size)}, run.shaped


def test_the_figures_are_those_of_the_paper() -> None:
    statement = next(paper for paper in PAPERS if paper.kind is Kind.PAYMENT_YEAR)
    shown = text(alone("ko", statement)[0])
    for figure in statement.figures:
        if figure.value.replace(",", "").replace(".", "").isdigit() and " " not in figure.key:
            assert figure.value in shown
    assert statement.code is not None
    assert statement.code.short in shown


def test_a_script_read_from_the_right_begins_at_the_right_and_a_vertical_one_at_the_top_left() -> None:
    wide, tall = SHEET
    (title, *_), *_ = text_boxes(alone("ug", PAPERS[0])[0])
    assert title[2] > wide * 0.85
    (title, *_), *_ = text_boxes(alone("mn", PAPERS[0])[0])
    assert title[0] < wide * 0.15
    assert title[3] > tall * 0.85
    assert title[3] - title[1] > title[2] - title[0]


def test_a_language_that_has_no_word_for_the_paper_has_no_sheet() -> None:
    canvas = Canvas(BytesIO(), pagesize=SHEET)
    assert Companion(LANGUAGES["ii"], lambda message: message, draft=True).draw(canvas, PAPERS[0]) == 0
    assert a4(PAPERS[0], companion("zh")).sheets == a4(PAPERS[0]).sheets


def test_it_comes_behind_the_chinese_paper_which_stays_as_it_is() -> None:
    plain, both = a4(PAPERS[0]), a4(PAPERS[0], translated("ko"))
    assert both.sheets > plain.sheets
    assert text(both.pdf).startswith(text(plain.pdf).rstrip())


def test_what_has_no_translation_stays_chinese_and_stands_once() -> None:
    title = PAPERS[0].title
    file = BytesIO()
    canvas = Canvas(file, pagesize=SHEET)
    Companion(LANGUAGES["ko"], lambda message: "권익" if message == title else message, draft=False).draw(
        canvas, PAPERS[0]
    )
    canvas.save()
    shown = text(file.getvalue())
    assert "권익" in shown
    assert shown.count("这一页帮您看懂中文单子") == 1
    assert "译文试用" not in shown


def test_a_long_paper_goes_on_on_another_sheet() -> None:
    said: dict[str, str] = {}

    def translate(message: str) -> str:
        return said.setdefault(message, "연금 " * 60 + " ".join(f"{{{name}}}" for name in names(message)))

    file = BytesIO()
    canvas = Canvas(file, pagesize=SHEET)
    assert Companion(LANGUAGES["ko"], translate, draft=True).draw(canvas, PAPERS[-1]) > 1


@given(st.text("年月元个（）尾号0123456789,.-　 ", max_size=30))
def test_a_message_puts_back_the_same_numbers(words: str) -> None:
    message, values = message_of(words)
    assert message.format(**values) == words
    assert not any(character.isdigit() for character in message)


def test_a_heading_is_said_part_by_part_or_not_at_all() -> None:
    known = {"个人账户": "account", "企业": "firm"}
    says = Reader(lambda message: known.get(message, message)).says
    assert says("个人账户　企业") == "account · firm"
    assert says("个人账户　机关") is None
    assert says("{}") is None
    assert says("") is None


def test_a_month_is_named_where_the_language_names_them_and_a_number_of_months_is_a_number() -> None:
    known = {"{a}年{b}月": "{b} {a}", "7月": "July", "{a}个月": "{a} months", "咨询电话：{a}": "Phone: {a}"}
    says = Reader(lambda message: known.get(message, message)).says
    assert says("1993年7月") == "July 1993"
    assert says("1993年8月") == "8 1993"
    assert says("7个月") == "7 months"
    assert says("咨询电话：0571-12333") == "Phone: 0571-12333"


def test_papers_are_in_the_language_of_the_visit_and_chinese_again_after_it() -> None:
    language = PaperLanguage()
    page = goodbye()
    language.show(Showing(Ticket(1), page, Presentation(language="bo")))
    language.ended(PageEnded(page.name, EndedBy.PERSON))
    assert language.code == "bo"
    language.over()
    assert language.code == "zh"


def test_the_measures_are_those_of_the_sheet() -> None:
    assert module._extent(LANGUAGES["mn"]) == tuple(reversed(module._extent(LANGUAGES["ko"])))


def words_of(statement: Statement) -> set[str]:
    """Every label and sentence of a paper, a heading part by part; values may be names."""
    labels = {statement.title, *statement.notes}
    for block in statement.blocks:
        if isinstance(block, Lead):
            labels.add(block.label)
            continue
        labels.add(block.title)
        if isinstance(block, Fields):
            labels |= {field.label for field in block.fields}
        elif isinstance(block, Table):
            labels |= {column.title for column in block.columns}
        else:
            labels |= set(block.lines)
    whole = {message_of(label)[0] for label in labels if label}
    return {part for label in whole for part in ([label] if label in PAPER_WORDS else label.split("　"))}


def test_everything_papers_say_is_a_message_of_the_catalogues() -> None:
    said: set[str] = set()
    for found in EVERYBODY:
        try:
            said |= {word for paper in papers(found) for word in words_of(paper)}
        except AskAtWindow:
            continue
    assert len(said) > 50
    assert said <= set(PAPER_WORDS)


def test_an_a4_printer_of_a_visit_in_another_language_prints_the_sheet_beside_it(tmp_path: Path) -> None:
    code = "zh"
    sheets = Sheets(FolderPrinter(tmp_path, VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))), lambda: code)
    chinese = sheets.render(PAPERS[0])
    code = "en"
    _, pdf, count = sheets.render(PAPERS[0])
    assert count > chinese[2]
    assert "Personal record of social insurance" in text(pdf)


def test_a_paper_without_a_code_names_none_and_words_that_fill_the_sheet_go_on_on_another() -> None:
    bare = replace(PAPERS[0], code=None, notes=("这一页帮您看懂中文单子。",) * 60)
    pdf, sheets = alone("ko", bare)
    assert sheets > alone("ko", PAPERS[0])[1]
    assert "单子编号" not in text(pdf)
