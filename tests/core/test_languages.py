"""The languages there are, their catalogues, and values in sentences that are not Chinese."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.assets import asset
from kiosk.core.clock import SHANGHAI
from kiosk.core.hours import Opening
from kiosk.core.languages import LANGUAGES, on_offer, signed_by
from kiosk.core.money import Fen, Month
from kiosk.core.text import Count, Day, Money, MonthName, Word, Wording, Year, is_wordless, say
from kiosk.core.years import YearsAndMonths
from tests.core.test_text import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.text import Value

FORMS = {
    "{amount}元": "¥{amount}",
    "{month}月{day}日": "{day} {month}",
    "{year}年{month}月{day}日": "{day} {month} {year}",
    "{month}月": "{month}",
    "{year}年{month}月": "{month} {year}",
    "{year}年": "{year}",
    "{years}年": "{years} years",
    "{months}个月": "{months} months",
    "{years}年{months}个月": "{years} years {months} months",
    "11月": "November",
    "明天": "tomorrow",
    "3号窗口": "Window 3",
    "{a}号窗口": "Window {a}",
    "到{value}": "to {value}",
}


def test_every_languages_fonts_are_there() -> None:
    for language in LANGUAGES.values():
        for file in language.fonts:
            assert asset("fonts", *file.split("/")).stat().st_size > 10_000


def test_only_what_is_chosen_and_has_a_catalogue_is_on_offer_and_unsigned_it_is_a_draft(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", {"": "Content-Type: text/plain; charset=UTF-8\nX-Signed-By: A. Reader\n", "好了": "Done"})
    catalogue(tmp_path, "ug", {"": "Content-Type: text/plain; charset=UTF-8\nX-Signed-By: \n"})
    catalogue(tmp_path, "bo", {"好了": "x"})
    assert signed_by("en", tmp_path) == "A. Reader"
    assert not signed_by("ug", tmp_path)
    assert not signed_by("ko", tmp_path)
    offered = on_offer(("ko", "ug", "en", "bo"), tmp_path)
    assert [(language.code, draft) for language, draft in offered] == [
        ("zh", False),
        ("en", False),
        ("ug", True),
        ("bo", True),
    ]
    assert [language.code for language, _ in on_offer((), tmp_path)] == ["zh"]


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (Money(Fen(340216)), "¥3,402.16"),
        (Day(date(2026, 11, 15), 2026), "15 November"),
        (Day(date(2025, 11, 15), 2026), "15 November 2025"),
        (Day(date(2026, 10, 15), 2026), "15 10"),
        (MonthName(Month(2026, 11), 2026), "November"),
        (MonthName(Month(2025, 11), 2026), "November 2025"),
        (Year(2025), "2025"),
        (Count(12), "12"),
        (YearsAndMonths(153), "12 years 9 months"),
        (YearsAndMonths(144), "12 years"),
        (YearsAndMonths(0), "0 months"),
        (Word("3号窗口"), "Window 3"),
        (Word("12号窗口"), "Window 12"),
        (Word("某处"), "某处"),
        (
            Opening(datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI), date(2026, 11, 15)),
            "tomorrow 9:00",
        ),
        (
            Opening(datetime(2026, 11, 30, 13, 30, tzinfo=SHANGHAI), date(2026, 11, 15)),
            "30 November 13:30",
        ),
        (
            Opening(datetime(2026, 11, 18, 13, 30, tzinfo=SHANGHAI), date(2026, 11, 15)),
            "星期三 13:30",
        ),
    ],
)
def test_values_are_written_in_the_language(value: Value, english: str, tmp_path: Path) -> None:
    wording = Wording("en", locale=catalogue(tmp_path, "en", FORMS))
    assert say("到{value}", value=value).written(wording) == f"to {english}"
    assert say("{value}", value=value).written(wording) == english


def test_a_covered_amount_has_its_unit_and_nothing_else(tmp_path: Path) -> None:
    wording = Wording("en", covered=True, locale=catalogue(tmp_path, "en", FORMS))
    assert wording.put(Money(Fen(340216))) == "¥●●●●"
    assert wording.put(YearsAndMonths(153)) == "●●●● years"
    assert Wording("en", covered=True, locale=tmp_path / "none").put(Money(Fen(340216))) == "●●●●元"


def test_what_has_no_translation_is_chinese_with_its_values(tmp_path: Path) -> None:
    wording = Wording("en", locale=catalogue(tmp_path, "en", FORMS))
    assert say("发了{value}", value=Money(Fen(100))).written(wording) == "发了1.00元"
    assert wording.chinese == Wording(locale=wording.locale)


def test_a_format_without_a_translation_leaves_the_value_as_it_is(tmp_path: Path) -> None:
    wording = Wording("en", locale=catalogue(tmp_path, "en", {"到{value}": "to {value}"}))
    assert say("到{value}", value=Day(date(2026, 11, 15), 2026)).written(wording) == "to 11月15日"


def test_what_has_no_words_reads_the_same_everywhere() -> None:
    assert is_wordless("{amount}")
    assert is_wordless("{month}，{n}")
    assert not is_wordless("{n}张")
