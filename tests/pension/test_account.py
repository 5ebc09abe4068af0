from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    AccountYear,
    Contribution,
    ContributionState,
    Participation,
    ParticipationStatus,
    Scheme,
)
from kiosk.pension.account import account_of, months_of, pension_schemes, reconcile, whole_years
from kiosk.pension.errors import DoesNotReconcile
from tests.statement.records import PENSION, contributor, found, pensioner, resident

fen = st.integers(0, 10**9)


@given(st.tuples(fen, fen, fen, fen, fen), st.integers(-(10**6), 10**6))
def test_an_account_reconciles_only_to_the_fen(parts: tuple[int, int, int, int, int], off: int) -> None:
    opening, credited, interest, more_interest, paid_out = map(Fen, parts)
    closing = Fen(sum(parts[:4]) - paid_out + off)
    year = AccountYear(2025, PENSION, opening, credited, interest, more_interest, paid_out, closing, 12, 120)
    if off:
        with pytest.raises(DoesNotReconcile, match="account"):
            reconcile(year)
    else:
        reconcile(year)


def test_a_year_opens_with_what_the_year_before_closed_with() -> None:
    record = contributor()
    first, second = record.account_years
    assert account_of(record, PENSION, 2025) == second
    shifted = second._replace(opening=Fen(second.opening + 1), closing=Fen(second.closing + 1))
    with pytest.raises(DoesNotReconcile, match="chain"):
        account_of(replace(record, account_years=(first, shifted)), PENSION, 2025)


def test_a_missing_year_breaks_the_chain() -> None:
    first, second = contributor().account_years
    gap = replace(contributor(), account_years=(first._replace(year=2023), second))
    with pytest.raises(DoesNotReconcile, match="chain"):
        account_of(gap, PENSION, 2025)


def test_a_later_years_fault_does_not_hide_an_earlier_year() -> None:
    first, second = contributor().account_years
    broken = replace(contributor(), account_years=(first, second._replace(closing=Fen(0))))
    assert account_of(broken, PENSION, 2024) == first


def test_a_year_without_an_account_has_none() -> None:
    assert account_of(contributor(), PENSION, 2019) is None
    assert account_of(contributor(), PENSION, 2026) is None


def test_twelve_months_carry_their_signs() -> None:
    months = months_of(contributor(), PENSION, 2025)
    assert [m.month.month for m in months] == list(range(1, 13))
    assert months[1].state == ContributionState.TRANSFERRED
    assert months[8].state == ContributionState.ARREARS
    assert (months[8].base, months[8].employer, months[8].personal) == (0, 0, 0)
    assert months_of(contributor(), PENSION, 2019) == ()


def test_a_make_up_payment_is_added_to_its_month_and_settles_the_arrears() -> None:
    record = contributor()
    late = Contribution(Month(2025, 9), PENSION, Fen(655050), Fen(104808), Fen(52404), ContributionState.PAID)
    months = months_of(replace(record, contributions=(*record.contributions, late, late)), PENSION, 2025)
    assert months[8].state == ContributionState.PAID
    assert months[8].personal == 2 * 52404


def test_the_scheme_that_matters_now_comes_first() -> None:
    assert pension_schemes(pensioner()) == (PENSION,)
    moved = replace(
        resident(),
        participations=(
            Participation(PENSION, ParticipationStatus.ENDED, Month(1999, 1), "某厂"),
            *resident().participations,
        ),
    )
    assert pension_schemes(moved) == (Scheme.RESIDENT_PENSION, PENSION)


def test_a_year_is_whole_once_the_data_reach_its_end() -> None:
    assert whole_years(found(pensioner())) == (2025, 2024)
    assert whole_years(found(pensioner(), cut_off=date(2026, 12, 31))) == (2026, 2025, 2024)
