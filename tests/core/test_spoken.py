from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.spoken import (
    DIGITS,
    spoken_count,
    spoken_date,
    spoken_digits,
    spoken_fen,
    spoken_month,
    spoken_number,
    spoken_year,
)

UNITS = {"十": 10, "百": 100, "千": 1000}


def heard_number(words: str) -> int:
    """Understand a number as a listener does: groups of 万, and 十 alone is ten."""
    if words.startswith("负"):
        return -heard_number(words[1:])
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        high, found, low = words.rpartition(unit)
        if found:
            return heard_number(high) * value + (heard_number(low) if low else 0)
    total, digit = 0, 0
    for ch in words.replace("两", "二"):
        if ch in UNITS:
            total += (digit or 1) * UNITS[ch]
            digit = 0
        else:
            digit = DIGITS.index(ch)
    return total + digit


def heard_fen(words: str) -> int:
    if words.startswith("负"):
        return -heard_fen(words[1:])
    yuan, found, rest = words.rpartition("元")
    total = heard_number(yuan) * 100 if found else 0
    jiao, found, fen = rest.rpartition("角")
    total += heard_number(jiao.lstrip("零")) * 10 if found else 0
    fen = fen.removesuffix("分").lstrip("零")
    return total + (heard_number(fen) if fen else 0)


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
    assert heard_number(said) == number
    assert "零零" not in said
    assert not said.endswith("零") or number == 0


@given(st.integers(-(10**13), 10**13))
def test_an_amount_is_understood_as_it_was_meant(amount: int) -> None:
    assert heard_fen(spoken_fen(Fen(amount))) == amount


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
