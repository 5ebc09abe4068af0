"""How text is measured and broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontInfo

from kiosk.core.languages import LANGUAGES
from kiosk.ui import words
from kiosk.ui.application import FAMILY
from kiosk.ui.words import broken, fitting, font, width_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CLOSING = "，。？！：；、”）》"
_texts = st.text(alphabet="您的养老金发了，。？“”（）3,402.16元11月15日English ", min_size=1, max_size=60)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=200, deadline=None)
@given(text=_texts, width=st.integers(80, 900))
def test_nothing_is_lost_and_nothing_is_too_wide(qapp: QApplication, text: str, width: int) -> None:  # noqa: ARG001
    lines = broken(text, 30, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, 30) <= width + 1 for line in lines)


def test_amounts_and_dates_stay_whole_and_no_line_begins_with_a_comma(qapp: QApplication) -> None:  # noqa: ARG001
    text = "2026年11月15日发到尾号0428的社保卡，一共99,999,999.99元。请收好。"
    for width in range(420, 1400, 20):
        lines = broken(text, 30, width)
        assert not any(line[0] in CLOSING for line in lines)
        assert any("99,999,999.99元" in line for line in lines)
        assert any("2026年11月15日" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("11月23日09:00以后就能用。", "11月23日09:00"),
        ("2027年12月31日前再办就行。", "2027年12月31日"),
        ("10月12日星期一9点半开门。", "星期一"),
        ("11月15日发到尾号0428的社保卡。", "尾号0428"),
        ("2027年2月18日下午1点半开门，请再来。", "下午1点半"),
    ],
)
def test_a_day_and_a_time_stay_whole_at_every_width_they_fit_in(qapp: QApplication, text: str, whole: str) -> None:  # noqa: ARG001
    for width in range(width_of(whole, 30) + 60, width_of(text, 30), 7):
        assert any(whole in line for line in broken(text, 30, width)), broken(text, 30, width)


def test_a_line_ends_where_somebody_reading_would_pause_if_that_costs_no_line(qapp: QApplication) -> None:  # noqa: ARG001
    assert broken("上面有您的资料，请收好。", 30, 30 * 9) == ("上面有您的资料，", "请收好。")
    assert broken("请看出纸口，有没有单子。", 30, 30 * 8) == ("请看出纸口，", "有没有单子。")
    assert len(broken("您走后，屏幕不留您的资料。", 30, 30 * 7)) == 2  # its second half alone would take two lines


def test_lines_are_about_equally_long(qapp: QApplication) -> None:  # noqa: ARG001
    text = "上面有您的所有资料请收好再走"
    lines = broken(text, 30, 30 * (len(text) - 1))
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 4


def test_the_largest_size_that_fits_is_taken_else_the_smallest(qapp: QApplication) -> None:  # noqa: ARG001
    assert fitting(("养老金",), (60, 40, 20), 130) == 40
    assert fitting(("养老金",), (60, 40, 20), 10) == 20
    assert fitting((), (60,), 10) == 60


def test_the_bundled_font_is_used_without_hinting(qapp: QApplication) -> None:  # noqa: ARG001
    assert QFontInfo(font(30)).family() == FAMILY
    assert width_of("1", 100) == width_of("8", 100)
    assert words.line_height(30) >= 30 * 1.3


def test_the_font_of_rare_characters_comes_only_when_one_is_needed(qapp: QApplication) -> None:  # noqa: ARG001
    broken("王女士，您好", 30, 900)
    broken("\U00029e3d女士，您好", 30, 900)
    assert font(30).families()[0] == FAMILY
    assert "HanaMinB" in font(30).families()


def test_the_font_of_a_script_comes_with_the_first_name_written_in_it(qapp: QApplication) -> None:  # noqa: ARG001
    name = LANGUAGES["ii"].name
    broken(name, 30, 900)
    assert "Noto Sans Yi" in font(30).families()
    assert broken(name, 30, 900) == (name,)


def test_measured_texts_are_forgotten(qapp: QApplication) -> None:  # noqa: ARG001
    broken("欧阳先生，您好", 30, 900)
    words.forget()
    assert broken.cache_info().currsize == 0
    assert words._width.cache_info().currsize == 0
