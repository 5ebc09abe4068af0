"""Figures read back: what is said of random values is understood, by somebody who listens, as it was meant."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.money import Fen
from kiosk.core.spoken import (
    spoken_count,
    spoken_date,
    spoken_decimal,
    spoken_digits,
    spoken_fen,
    spoken_fraction,
    spoken_grouped,
    spoken_number,
    spoken_percent,
)
from kiosk.core.years import YearsAndMonths
from kiosk.voice.pieces import composed, units
from tests.core import listener

MANY: Final = 1_000_000
IN_CI: Final = 10_000
FIRST: Final = date(1930, 1, 1)
DAYS: Final = (date(2060, 12, 31) - FIRST).days
UNITS: Final = frozenset(units())


def understood(source: random.Random) -> None:
    """Say one random value of each kind, and understand it."""
    digits = "".join(source.choices("0123456789", k=source.randint(1, 19)))
    size = 10 ** source.randint(1, 11)
    amount, number, months = source.randint(-size, size), source.randint(-(10**15), 10**15), source.randint(0, 12 * 99)
    day, percent = (
        FIRST + timedelta(source.randint(0, DAYS)),
        Decimal(source.randint(-100_000, 100_000)).scaleb(-source.randint(0, 3)),
    )
    assert listener.fen(spoken_fen(Fen(amount))) == amount
    assert listener.number(spoken_number(number)) == number
    assert listener.number(spoken_count(abs(amount))) == abs(amount)
    assert listener.day(spoken_date(day)) == day
    assert listener.digits(spoken_digits(digits)) == digits
    assert listener.grouped(spoken_grouped(digits)) == digits
    assert listener.percent(spoken_percent(percent)) == percent
    assert listener.months(YearsAndMonths(months).spoken()) == months


def heard_in_clips(said: str) -> str:
    """Put it together from recorded pieces, and return what these say."""
    parts = composed(said, UNITS)
    assert parts is not None, said
    return "".join(part.text for part in parts)


@settings(max_examples=IN_CI // 10, deadline=None)
@given(st.lists(st.integers(0, 2**63), min_size=10, max_size=10))
def test_every_figure_is_understood_as_it_was_meant(seeds: list[int]) -> None:
    for seed in seeds:
        understood(random.Random(seed))


@given(st.decimals(-1000, 1000, places=3))
def test_a_decimal_is_understood_as_it_was_meant(number: Decimal) -> None:
    assert listener.decimal(spoken_decimal(number)) == number


@given(st.integers(0, 10**18 - 1), st.decimals(-100, 100, places=2), st.integers(1, 20), st.integers(1, 20))
def test_numbers_in_groups_percent_and_parts_are_made_of_what_is_recorded(
    number: int, percent: Decimal, part: int, of: int
) -> None:
    grouped = spoken_grouped(f"{number:018d}"[:-1] + "X")
    assert heard_in_clips(grouped) == grouped.replace("，", "")
    assert heard_in_clips(spoken_grouped("110***********0028")) == "一一零中间不念零零二八"
    for said in (spoken_percent(percent), spoken_fraction(part, of)):
        assert heard_in_clips(said) == said


@pytest.mark.soak
def test_a_million_figures_of_every_kind_are_understood_as_they_were_meant() -> None:
    source = random.Random(3)
    for _ in range(MANY):
        understood(source)


@pytest.mark.soak
def test_a_million_amounts_are_put_together_from_clips_and_understood_as_they_were_meant() -> None:
    source = random.Random(5)
    for _ in range(MANY):
        amount = source.randint(-(10 ** source.randint(1, 10)), 10 ** source.randint(1, 10))
        assert listener.fen(heard_in_clips(spoken_fen(Fen(amount)))) == amount
