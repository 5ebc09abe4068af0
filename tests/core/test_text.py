"""Text: written, short, spoken, covered, translated when rendered."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest

from kiosk.core.money import Fen, Month
from kiosk.core.text import Count, Day, Digits, Money, MonthName, Surname, Text, Value, Word, Wording, Year, say

NORMAL = Wording()
SIMPLE = Wording(simple=True)
COVERED = Wording(covered=True)


def catalogue(folder: Path, language: str, messages: dict[str, str]) -> Path:
    """Write a gettext catalogue in the .mo format."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **messages}.items())
    ids = [key.encode() for key, _ in entries]
    texts = [text.encode() for _, text in entries]
    at = 7 * 4 + 16 * len(entries)
    tables, body = b"", b""
    for strings in (ids, texts):
        for string in strings:
            tables += struct.pack("<II", len(string), at + len(body))
            body += string + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    path = folder / language / "LC_MESSAGES"
    path.mkdir(parents=True)
    (path / "yiban.mo").write_bytes(head + tables + body)
    return folder


def test_a_sentence_is_written_with_its_values() -> None:
    text = say("{month}发了{amount}", month=MonthName(Month(2026, 11), 2026), amount=Money(Fen(340216)))
    assert text.written(NORMAL) == "11月发了3,402.16元"
    assert text.spoken(NORMAL) == "十一月发了三千四百零二元一角六分"
    assert text.written(COVERED) == "11月发了●●●●元"
    assert text.private


def test_the_simple_version_has_its_own_words_or_none() -> None:
    assert say("打印{year}的，对吗？", short="要打印吗？", year=Year(2025)).written(SIMPLE) == "要打印吗？"
    assert say("今天不用办。", short="").written(SIMPLE) == ""
    assert say("请放身份证").written(SIMPLE) == "请放身份证"


def test_what_is_spoken_may_differ_from_what_is_written() -> None:
    text = say("{n}号窗口", aloud="三号窗口", n=Count(3))
    assert text.written(NORMAL) == "3号窗口"
    assert text.spoken(NORMAL) == "三号窗口"


@pytest.mark.parametrize(
    ("value", "written", "covered", "spoken", "private"),
    [
        (Money(Fen(5)), "0.05元", "●●●●元", "五分", True),
        (Day(date(2026, 11, 15), 2026), "11月15日", "11月15日", "十一月十五日", True),
        (Day(date(2027, 3, 11), 2026), "2027年3月11日", "2027年3月11日", "二零二七年三月十一日", True),
        (MonthName(Month(2026, 7), 2026), "7月", "7月", "七月", True),
        (MonthName(Month(2025, 7), 2026), "2025年7月", "2025年7月", "二零二五年七月", True),
        (Year(2025), "2025年", "2025年", "二零二五年", False),
        (Count(12), "12", "12", "十二", False),
        (Digits("0428"), "0428", "●●●●", "零四二八", True),
        (Digits("120", private=False), "120", "120", "一二零", False),
        (Digits("990101", in_hand=True), "990101", "990101", "九九零一零一", True),
        (Word("3号窗口"), "3号窗口", "3号窗口", "3号窗口", False),
        (Surname("王"), "王", "王", "王", True),
    ],
)
def test_values_know_how_they_look_sound_and_hide(
    value: Value,
    written: str,
    covered: str,
    spoken: str,
    private: bool,  # noqa: FBT001 - a table
) -> None:
    assert (value.written(), value.covered(), value.spoken(), value.private) == (written, covered, spoken, private)


def test_a_text_is_translated_when_it_is_rendered(tmp_path: Path) -> None:
    locale = catalogue(tmp_path, "en", {"数据到{day}。": "Data up to {day}.", "请等一等": "Please wait", "等": "Wait"})
    english = Wording(language="en", locale=locale)
    assert say("数据到{day}。", day=Word("31/10")).written(english) == "Data up to 31/10."
    assert say("没有译文").written(english) == "没有译文"
    assert say("请等一等", short="等").written(Wording(language="en", locale=locale, simple=True)) == "Wait"
    assert say("x", aloud="请等一等").spoken(english) == "Please wait"
    assert Text("").written(english) == ""


def test_a_language_without_a_catalogue_shows_chinese(tmp_path: Path) -> None:
    assert say("请等一等").written(Wording(language="bo", locale=tmp_path)) == "请等一等"
    assert say("请等一等").written(Wording(language="bo")) == "请等一等"
