"""Money, months and identity numbers as types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, IdNumber, Month, written_yuan, yuan


@given(st.integers(-(10**12), 10**12))
def test_what_is_written_reads_back(amount: int) -> None:
    assert yuan(written_yuan(Fen(amount))) == amount
    assert yuan(written_yuan(Fen(amount)).replace(",", "")) == amount


@pytest.mark.parametrize(
    "text", ["", "12", "1.5", "1,2.00", "12,34.00", "1.234", "1.a0", "x.00", "1,000,00.00", "１.00", "--1.00"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        yuan(text)


def test_amounts_always_show_fen() -> None:
    assert written_yuan(Fen(340216)) == "3,402.16"
    assert written_yuan(Fen(-5)) == "-0.05"


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-600, 600))
def test_months_are_counted_across_years(year: int, month: int, step: int) -> None:
    start = Month(year, month)
    assert (start + step) - start == step
    assert (start + step < start) == (step < 0)


def test_months_have_a_day_a_name_and_a_range() -> None:
    assert Month.of(date(2026, 11, 21)) == Month(2026, 11)
    assert Month(2026, 2).first_day == date(2026, 2, 1)
    assert str(Month(2026, 2)) == "2026-02"
    assert [str(m) for m in Month(2025, 11).to(Month(2026, 2))] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    with pytest.raises(ValueError, match="1 to 12"):
        Month(2026, 13)


def test_an_identity_number_shows_itself_only_when_asked() -> None:
    number = IdNumber(" 11010519491231002x ")
    assert number.reveal() == "11010519491231002X"
    assert number.masked() == "110***********002X"
    assert repr(number) == "<IdNumber>"
    assert "1949" not in f"{number!r}"
    with pytest.raises(TypeError, match="not text"):
        str(number)
    assert number == IdNumber("11010519491231002X")
    assert number != "11010519491231002X"
    assert len({number, IdNumber("11010519491231002X")}) == 1
    assert number.is_citizen_number
    assert not IdNumber("CAN110080010110").is_citizen_number
    assert IdNumber("A12345").masked() == "****"


@pytest.mark.parametrize("text", ["", "1101051949123100211", "11010519491231002-", "一二三"])
def test_what_is_no_identity_number_is_refused_without_naming_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not an identity number$"):
        IdNumber(text)
