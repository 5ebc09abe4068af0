"""Account interest by the monthly-product method agrees with worked examples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, yuan
from kiosk.demo.interest import InterestRate, interest_on_credits, interest_on_opening, interest_rates

R2024 = InterestRate(2024, 262, verified=True)


def test_the_worked_year_comes_out_to_the_fen() -> None:
    """100,000 at 2.62 % and 640 a month: 2,620.00 and 108.99; the first six months only: 79.65."""
    assert interest_rates()[2024] == R2024
    assert interest_on_opening(yuan("100000.00"), {}, R2024) == yuan("2620.00")
    months = {month: yuan("640.00") for month in range(1, 13)}
    assert interest_on_credits(months, R2024) == yuan("108.99")
    assert interest_on_credits({month: months[month] for month in range(1, 7)}, R2024) == yuan("79.65")


def test_national_rates_are_verified_and_provincial_ones_are_not() -> None:
    rates = interest_rates()
    assert {year for year, rate in rates.items() if rate.verified} == set(range(2016, 2026))
    assert (rates[2016].per_ten_thousand, rates[2025].per_ten_thousand) == (831, 150)
    assert min(rates) == 1993


@given(st.integers(0, 10**8).map(Fen), st.integers(1, 12), st.integers(0, 1000))
def test_what_is_paid_out_in_january_earns_nothing(opening: Fen, month: int, rate: int) -> None:
    year = InterestRate(2020, rate, verified=True)
    assert interest_on_opening(opening, {1: opening}, year) == 0
    assert 0 <= interest_on_opening(opening, {month: opening}, year) <= interest_on_opening(opening, {}, year)
