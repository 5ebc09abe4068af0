"""Sentences as pieces that were recorded: everything the pages say, and every amount, date and number, read back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.voice_words import constants, to_record, unsayable
from kiosk.core.hours import Opening
from kiosk.core.money import Fen
from kiosk.core.spoken import spoken_count, spoken_date, spoken_digits, spoken_fen
from kiosk.core.text import Wording, say
from kiosk.screens.phrases import READ_TAKE_CARD, TAKE_CARD_FIRST
from kiosk.voice.composing import NotRecorded, composed_sound
from kiosk.voice.pieces import PHRASE_SECONDS, SENTENCE_SECONDS, Part, composed, fixed, normal, units
from tests.voice.recorded import voice

UNITS: Final = frozenset(units())


def row(sentence: str, recorded: frozenset[str] = UNITS) -> list[str]:
    parts = composed(sentence, recorded)
    assert parts is not None, sentence
    return [part.text for part in parts]


@given(st.integers(-99_999_999_99, 99_999_999_99))
def test_every_amount_is_made_of_what_is_recorded_and_reads_the_same(fen: int) -> None:
    said = spoken_fen(Fen(fen))
    assert "".join(row(said)) == said


@given(st.dates(date(1930, 1, 1), date(2060, 12, 31)))
def test_every_date_is_three_pieces(day: date) -> None:
    said = spoken_date(day)
    assert "".join(row(said)) == said
    assert len(row(said)) == 3


def test_every_day_of_a_leap_year_is_there() -> None:
    days = [date(2028, 1, 1) + timedelta(n) for n in range(366)]
    assert all(row(spoken_date(day))[0] == "二零二八年" for day in days)


@given(st.integers(0, 9_999), st.sampled_from(["个月", "张", "次", "天", "岁"]))
def test_every_count_is_made_of_what_is_recorded(number: int, of: str) -> None:
    said = spoken_count(number) + of
    assert "".join(row(said)) == said


@given(st.text("0123456789", min_size=1, max_size=19))
def test_digits_are_said_one_by_one(digits: str) -> None:
    said = spoken_digits(digits)
    assert "".join(row(said)) == said


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("三千二百八十六元五角", ["三千", "二百", "八十六元", "五角"]),
        ("两元零五分", ["两元", "零", "五分"]),
        ("三万零四百元", ["三万", "零", "四百", "元"]),
        ("八万六千二百一十四元五角", ["八万", "六千", "二百", "一十四元", "五角"]),
        ("二零二六年十一月十五日", ["二零二六年", "十一月", "十五日"]),
        ("请到3号窗口", ["请到", "三", "号窗口"]),
        ("拨打12333", ["拨打", "一", "二", "三", "三", "三"]),
        ("拨打零五七一-八七六五", ["拨打", "零", "五", "七", "一", "八", "七", "六", "五"]),
    ],
)
def test_the_longest_recorded_pieces_are_taken(sentence: str, pieces: list[str]) -> None:
    assert row(sentence, UNITS | {"请到", "拨打"}) == pieces


def test_a_sentence_that_was_recorded_whole_is_one_piece_and_is_silent_after_it() -> None:
    assert composed("查好了，请看屏幕。", {"查好了，请看屏幕", "查好了"}) == (
        Part("查好了，请看屏幕", SENTENCE_SECONDS),
    )


def test_phrases_are_short_silences_apart_and_sentences_longer_ones() -> None:
    parts = composed("发了三元，请收好。好了。", UNITS | {"发了", "请收好", "好了"})
    assert parts == (
        Part("发了"),
        Part("三元", PHRASE_SECONDS),
        Part("请收好", SENTENCE_SECONDS),
        Part("好了", SENTENCE_SECONDS),
    )


def test_what_was_never_recorded_is_not_half_said() -> None:
    assert composed("王女士，您好。", UNITS | {"您好"}) is None
    assert composed("", UNITS) == ()


def test_a_question_keeps_its_mark_and_quotes_are_not_said() -> None:
    assert normal("请点“打印”， 好吗?") == "请点打印，好吗？"
    assert row("三元吗？", UNITS | {"吗"}) == ["三元", "吗"]


def test_what_is_fixed_is_recorded_whole_and_round_a_gap_in_pieces() -> None:
    assert list(fixed("您好。要办什么？")) == [("您好", True), ("要办什么？", True)]
    assert list(fixed("请在\0前办好，别忘了。")) == [("请在", False), ("前办好", False), ("别忘了", False)]
    assert list(fixed("\0。")) == []


def test_every_sentence_of_every_page_can_be_said_by_who_records_the_sheet() -> None:
    sheet = to_record()
    assert unsayable(sheet) == []
    assert set(units()) <= sheet.keys()
    assert sheet["要办什么，请点屏幕"]
    assert not sheet["三千"]


def test_when_the_hall_opens_again_can_be_said_of_every_hour() -> None:
    today, recorded = date(2026, 11, 28), frozenset(to_record())
    for ahead in (0, 1, 2, 3, 4, 5, 6, 7, 100):
        for hour in range(24):
            for minute in (0, 15, 30, 45):
                at = datetime.combine(today + timedelta(ahead), time(hour, minute))
                said = say("{opening}开门，请再来。", opening=Opening(at, today)).spoken(Wording())
                assert composed(said, recorded) is not None, said


def test_what_flows_put_on_any_page_is_recorded_too() -> None:
    """The most frequent sentence of all stands in no page's examples: a flow puts it before the page after a card."""
    sheet = to_record()
    for text in (TAKE_CARD_FIRST, READ_TAKE_CARD):
        assert text in list(constants())
        assert composed(text.spoken(Wording()), sheet) is not None
    assert "请收好身份证" in sheet
    assert unsayable(sheet.keys() - {"请收好身份证"}) == ["读好了。请收好身份证。"]


def test_a_sentence_that_was_never_recorded_makes_no_sound(tmp_path: Path) -> None:
    made = voice(tmp_path / "hum", 您好=0.1)
    with pytest.raises(NotRecorded, match="哼哼"):
        composed_sound(tmp_path / "hum", made, ("您好。", "哼哼。"))
