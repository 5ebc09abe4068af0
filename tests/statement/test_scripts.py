"""Words of any script on paper: which way they run, which font has them, how they join, where a line is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from kiosk.core.languages import LANGUAGES
from kiosk.statement import fonts, scripts

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

    from kiosk.statement.scripts import Run

UYGHUR = scripts.hand(LANGUAGES["ug"])
TIBETAN = scripts.hand(LANGUAGES["bo"])
CHINESE = scripts.hand(LANGUAGES["zh"])
NASKH = "NotoNaskhArabicUI-Regular"


def drawn(line: tuple[Run, ...]) -> str:
    """The characters as they stand; shaped ones are glyphs without a character and show as a dot."""
    return "".join("".join("." if run.font != fonts.REGULAR else character for character in run.shaped) for run in line)


def glyphs(text: str) -> list[str]:
    return [str(run.shaped) for run in scripts.set_line(text, UYGHUR, 20) if run.font == NASKH]


def test_figures_keep_their_order_in_a_line_that_is_read_from_the_right() -> None:
    shown = drawn(scripts.set_line("ئاي 2026 يىل 3,402.16", UYGHUR, 20))
    assert shown.startswith("3,402.16.")
    assert shown.index("3,402.16") < shown.index("2026")
    assert shown.endswith("...")


def test_chinese_in_such_a_line_is_read_from_the_left_and_its_brackets_are_turned() -> None:
    line = scripts.set_line("ئاي (中文字)", UYGHUR, 20)
    assert drawn(line).startswith("(中文字).")


def test_a_figure_is_read_from_the_left_wherever_it_stands() -> None:
    assert drawn(scripts.set_line("990***********9614", UYGHUR, 20)) == "990***********9614"
    assert drawn(scripts.set_line("0571-12333", UYGHUR, 20)) == "0571-12333"


def test_foreign_letters_in_a_line_that_is_read_from_the_left_stand_where_they_are() -> None:
    assert drawn(scripts.set_line("姓名 ئاي 12", CHINESE, 20)).startswith("姓名 ")


def test_arabic_letters_join() -> None:
    alone, twice = glyphs("ب")[0], glyphs("بب")[0]
    assert len(twice) == 2
    assert twice[0] != twice[1]
    assert alone not in twice


def test_tibetan_letters_stack() -> None:
    (stacked,) = scripts.set_line("བསྒྲུབས", TIBETAN, 20)
    (spread,) = scripts.set_line("བསགརབས", TIBETAN, 20)
    assert stacked.width < spread.width


def test_a_mark_is_set_in_the_font_of_what_it_stands_at() -> None:
    joined = scripts.set_line("ئاي يىل", UYGHUR, 20)
    assert [run.font for run in joined] == [NASKH]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_fonts_have_a_languages_own_name(code: str) -> None:
    hand = scripts.hand(LANGUAGES[code])
    for bold in (False, True):
        usual = fonts.font(fonts.BOLD if bold else fonts.REGULAR)
        own = cast("TTFont", pdfmetrics.getFont(hand.font(bold=bold)))
        for run in scripts.set_line(LANGUAGES[code].name, hand, 20, bold=bold):
            assert run.font in (own.fontName, usual.fontName)
        assert all(usual.has(character) or ord(character) in own.face.charToGlyph for character in LANGUAGES[code].name)


def measured(text: str) -> float:
    return scripts.width(scripts.set_line(text, UYGHUR, 10))


WORDS = ("ئاي", "2026", "中文", "，", "པེ་", "。", "word", "(", ")")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join), st.floats(40, 200))
def test_a_broken_text_fits_and_loses_nothing(text: str, room: float) -> None:
    lines = scripts.broken(text, lambda line: measured(line) <= room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert measured(line) <= room or len([word for word in scripts._words(line) if word.strip()]) == 1


def test_a_line_is_broken_behind_a_tibetan_syllable_and_never_before_a_stop() -> None:
    assert scripts.broken("བཀྲ་ཤིས་བདེ་", lambda line: len(line) <= 8) == ("བཀྲ་ཤིས་", "བདེ་")
    assert scripts.broken("中文，字", lambda line: len(line) <= 2) == ("中", "文，", "字")


def test_nothing_is_nothing() -> None:
    assert scripts.set_line("", UYGHUR, 10) == ()
    assert scripts.broken("", lambda _line: True) == ()


def test_every_glyph_is_counted_in_the_width() -> None:
    (run,) = scripts.set_line("سىز", UYGHUR, 1000)
    shaped: Any = run.shaped
    assert run.width == pytest.approx(sum(glyph.x_advance for glyph in shaped.__shapeData__))


def test_a_mongolian_suffix_behind_a_figure_is_joined_by_a_space_of_its_own_font() -> None:
    line = scripts.set_line("11\u202fᠤ", scripts.hand(LANGUAGES["mn"]), 20)
    assert [run.font for run in line] == [fonts.REGULAR, "NotoSansMongolian-Regular"]
    assert line[0].shaped == "11"
