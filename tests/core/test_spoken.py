"""How figures are said: every case by name, and numbers and amounts read back by somebody who listens."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.spoken import (
    spoken_count,
    spoken_date,
    spoken_digits,
    spoken_fen,
    spoken_fraction,
    spoken_grouped,
    spoken_month,
    spoken_number,
    spoken_percent,
    spoken_year,
)
from kiosk.core.text import Digits
from kiosk.core.years import YearsAndMonths
from kiosk.voice.pieces import normal
from tests.core import listener


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (340216, "三千四百零二元一角六分"),
        (409936, "四千零九十九元三角六分"),
        (3943200, "三万九千四百三十二元"),
        (8621450, "八万六千二百一十四元五角"),
        (0, "零元"),
        (5, "五分"),
        (50, "五角"),
        (205, "两元零五分"),
        (220, "两元二角"),
        (1000, "十元"),
        (20, "两角"),
        (2, "两分"),
        (1012, "十元一角二分"),
        (100100, "一千零一元"),
        (1001000, "一万零一十元"),
        (10000000, "十万元"),
        (10010000000, "一亿零一十万元"),
        (-10000, "负一百元"),
    ],
)
def test_an_amount_is_said_as_people_say_it(amount: int, said: str) -> None:
    assert spoken_fen(Fen(amount)) == said


@given(st.integers(-(10**16) + 1, 10**16 - 1))
def test_a_number_is_understood_as_it_was_meant(number: int) -> None:
    said = spoken_number(number)
    assert listener.number(said) == number
    assert "零零" not in said
    assert not said.endswith("零") or number == 0


@given(st.integers(-(10**13), 10**13))
def test_an_amount_is_understood_as_it_was_meant(amount: int) -> None:
    assert listener.fen(spoken_fen(Fen(amount))) == amount


def test_a_number_beyond_all_money_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        spoken_number(10**16)


def test_two_of_something_is_said_with_its_own_word() -> None:
    assert [spoken_count(n) for n in (1, 2, 12, 22)] == ["一", "两", "十二", "二十二"]


def test_years_go_digit_by_digit_and_days_as_numbers() -> None:
    assert spoken_year(2026) == "二零二六年"
    assert spoken_month(Month(2026, 11)) == "二零二六年十一月"
    assert spoken_date(date(2026, 10, 31)) == "二零二六年十月三十一日"


def test_a_tail_is_said_digit_by_digit() -> None:
    assert spoken_digits("0428") == "零四二八"
    assert spoken_digits("X1") == "X一"


# -- cases by name ------------------------------------------------------------------------------------------


def test_half_a_yuan_is_five_jiao_and_not_point_five() -> None:
    assert spoken_fen(Fen(328650)) == "三千二百八十六元五角"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (22, "二十二"),
        (100, "一百"),
        (102, "一百零二"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (120, "一百二十"),
        (200, "二百"),
        (222, "二百二十二"),
        (1002, "一千零二"),
        (1010, "一千零一十"),
        (1020, "一千零二十"),
        (1100, "一千一百"),
        (2000, "二千"),
        (2002, "二千零二"),
        (2200, "二千二百"),
        (10_000, "一万"),
        (10_002, "一万零二"),
        (10_010, "一万零一十"),
        (10_200, "一万零二百"),
        (12_000, "一万二千"),
        (20_000, "二万"),
        (20_202, "二万零二百零二"),
        (22_222, "二万二千二百二十二"),
        (100_000, "十万"),
        (120_000, "十二万"),
        (1_000_000, "一百万"),
        (10_000_000, "一千万"),
        (10_010_000, "一千零一万"),
        (100_000_000, "一亿"),
        (100_000_002, "一亿零二"),
        (100_020_000, "一亿零二万"),
        (110_000_000, "一亿一千万"),
        (200_200_200, "二亿零二十万零二百"),
    ],
)
def test_a_number_has_its_zeros_and_units(number: int, said: str) -> None:
    assert spoken_number(number) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (200, "两元"),
        (202, "两元零二分"),
        (222, "两元二角二分"),
        (22, "两角二分"),
        (1200, "十二元"),
        (2200, "二十二元"),
        (20000, "二百元"),
        (20200, "二百零二元"),
        (200000, "二千元"),
        (2000000, "二万元"),
        (200002, "二千元零二分"),
        (200020, "二千元二角"),
        (105, "一元零五分"),
        (150, "一元五角"),
        (100005, "一千元零五分"),
        (9999999999, "九千九百九十九万九千九百九十九元九角九分"),
        (-205, "负两元零五分"),
        (-2, "负两分"),
    ],
)
def test_two_and_zero_are_said_right_in_every_place_of_an_amount(amount: int, said: str) -> None:
    assert spoken_fen(Fen(amount)) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("110101194912310028", "一一零一零一，一九四九一二三一，零零二八"),
        ("11010119491231002X", "一一零一零一，一九四九一二三一，零零二叉"),
        ("110***********0028", "一一零，中间不念，零零二八"),
        ("****4567", "中间不念，四五六七"),
        ("6217000010001234567", "六二一七，零零零零，一零零零，一二三四，五六七"),
        ("12333", "一二三三，三"),
        ("", ""),
    ],
)
def test_a_long_number_is_said_in_groups_and_what_is_covered_is_left_out(written: str, said: str) -> None:
    assert spoken_grouped(written) == said


def test_the_tail_of_a_card_and_a_telephone_number_are_digits() -> None:
    assert Digits("4567").spoken() == "四五六七"
    assert Digits("12333", private=False).spoken() == "一二三三三"
    assert normal("请拨打12333") == "请拨打一二三三三"


def test_a_window_has_a_number_not_digits() -> None:
    assert normal("第2号窗口") == "第二号窗口"
    assert normal("12号综合窗口") == "十二号综合窗口"


def test_a_date_is_said_with_its_year_digit_by_digit() -> None:
    assert spoken_date(date(2026, 9, 15)) == "二零二六年九月十五日"
    assert spoken_date(date(2000, 10, 10)) == "二零零零年十月十日"
    assert spoken_date(date(2022, 2, 2)) == "二零二二年二月二日"
    assert spoken_date(date(2020, 12, 20)) == "二零二零年十二月二十日"


def test_years_and_months_are_counted() -> None:
    assert YearsAndMonths(32 * 12 + 6).spoken() == "三十二年六个月"
    assert YearsAndMonths(2 * 12 + 2).spoken() == "两年两个月"
    assert YearsAndMonths(12 * 12).spoken() == "十二年"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("5.8", "百分之五点八"),
        ("5.80", "百分之五点八"),
        ("100", "百分之一百"),
        ("2", "百分之二"),
        ("0.05", "百分之零点零五"),
        ("-2.5", "负百分之二点五"),
        ("20.22", "百分之二十点二二"),
    ],
)
def test_percent_is_said_with_its_point(number: str, said: str) -> None:
    assert spoken_percent(Decimal(number)) == said


def test_a_part_of_a_whole_is_said_as_one() -> None:
    assert spoken_fraction(2, 3) == "三分之二"


@pytest.mark.parametrize(
    "said", ["零五分", "两元五分", "一元零五角", "一千零零二元", "一千二元", "一百零元", "十百元", "二百三千元", "元"]
)
def test_what_nobody_says_is_not_understood(said: str) -> None:
    with pytest.raises(listener.NobodySaysThat):
        listener.fen(said)
