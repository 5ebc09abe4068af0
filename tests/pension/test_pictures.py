"""What the pictures show: sums that are the record's, for everybody who was ever made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    PENSIONS,
    AccountYear,
    Contribution,
    ContributionState,
    ItemKind,
    Mark,
    PaidTo,
    Participation,
    ParticipationStatus,
    Payment,
    PaymentItem,
    PaymentState,
    Record,
    Scheme,
)
from kiosk.demo.people import people
from kiosk.pension.account import pension_schemes
from kiosk.pension.errors import DoesNotReconcile
from kiosk.pension.growth import SHOWN_YEARS, account_growth, has_growth
from kiosk.pension.made_of import Part, has_parts, largest, parts_of
from kiosk.pension.payment import newest_first
from kiosk.pension.years_paid import MonthsOfKind, YearKind, YearsPaid, longest, years_paid
from tests.statement.records import PENSION, contributor, resident

TODAY = date(2026, 11, 21)
EVERYBODY: list[Record] = list(people(400, 3, TODAY))
NOVEMBER = Month(2026, 11)


def paying(*items: PaymentItem, month: Month = NOVEMBER, state: PaymentState = PaymentState.PAID) -> Payment:
    total = Fen(sum(item.amount for item in items))
    return Payment(month, PENSION, total, items, state, None, PaidTo.CARD, "0428")


def item(name: str, amount: int, kind: ItemKind = ItemKind.REGULAR, month: Month = NOVEMBER) -> PaymentItem:
    return PaymentItem("I1", name, month, Fen(amount), kind)


# -- what a month is made of --------------------------------------------------------------------------------


def test_everybodys_parts_add_up_to_the_payment() -> None:
    shown = 0
    for record in EVERYBODY:
        for payment in newest_first(record)[:6]:
            if has_parts(payment):
                shown += 1
                parts = parts_of(payment)
                assert sum(part.amount for part in parts) == payment.amount
                assert {part.kind for part in parts} == {item.kind for item in payment.items}
    assert shown > 200


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(-(10**9), 10**9)), min_size=1, max_size=12))
def test_items_of_one_name_are_one_part_and_deductions_come_last(items: list[tuple[str, int]]) -> None:
    made = [item(name, n, ItemKind.DEDUCTION if n < 0 else ItemKind.REGULAR) for name, n in items]
    parts = parts_of(paying(*made))
    assert sum(part.amount for part in parts) == sum(n for _, n in items)
    assert len({(part.name, part.kind) for part in parts}) == len(parts)
    kinds = [part.kind for part in parts]
    assert kinds == sorted(kinds, key=lambda kind: kind is ItemKind.DEDUCTION)


def test_a_payment_that_doesnt_add_up_has_no_parts() -> None:
    with pytest.raises(DoesNotReconcile):
        parts_of(paying(item("基础养老金", 100))._replace(amount=Fen(101)))


def test_what_is_paid_afterwards_is_one_part_whatever_it_is_for() -> None:
    both = (item("基础养老金", 100), item("个人账户养老金", 50))
    back = [item("补发基础养老金", 30, ItemKind.BACK_PAY), item("补发个人账户", 7, ItemKind.BACK_PAY, Month(2026, 5))]
    parts = parts_of(paying(item("扣回", -5, ItemKind.DEDUCTION), *both, *back))
    assert [(part.name, part.kind, part.amount) for part in parts] == [
        ("基础养老金", ItemKind.REGULAR, 100),
        ("个人账户养老金", ItemKind.REGULAR, 50),
        ("", ItemKind.BACK_PAY, 37),
        ("扣回", ItemKind.DEDUCTION, -5),
    ]


def test_one_part_alone_is_nothing_to_look_at() -> None:
    assert not has_parts(paying(item("基础养老金", 100), item("基础养老金", 20)))
    assert has_parts(paying(item("基础养老金", 100), item("基础养老金", 20, ItemKind.BACK_PAY)))


def test_the_largest_part_is_named_only_where_there_is_one() -> None:
    one, two = Part("甲", ItemKind.REGULAR, Fen(5)), Part("乙", ItemKind.REGULAR, Fen(7))
    assert largest((one, two)) == two
    assert largest((one, two, replace(one, amount=Fen(7)))) is None
    assert largest((one,)) == one
    assert largest((one, Part("", ItemKind.BACK_PAY, Fen(9)))) is None


# -- years paid -----------------------------------------------------------------------------------------------


def test_everybodys_years_are_the_records_and_agree_with_the_accounts() -> None:
    shown, kinds = 0, set[YearKind]()
    for record in EVERYBODY:
        years = years_paid(record)
        for_a_window = bool(record.marks) or Scheme.INSTITUTION_PENSION in pension_schemes(record)
        assert not (years is not None and for_a_window)
        if years is None:
            assert for_a_window or not (record.contributions or record.deemed_contribution_months)
            continue
        shown += 1
        kinds |= {each.kind for each in years.kinds}
        assert years.employee + years.resident == sum(each.months for each in years.kinds)
        counting = (ContributionState.PAID, ContributionState.TRANSFERRED)
        employee = {c.month for c in record.contributions if c.scheme == PENSION and c.state in counting}
        residents = {c.month.year for c in record.contributions if c.scheme == Scheme.RESIDENT_PENSION}
        assert years.employee == len(employee) + record.deemed_contribution_months
        assert years.resident == 12 * len(residents)
        arrears = {c.month for c in record.contributions if c.scheme in PENSIONS and c.state not in counting}
        assert years.arrears == len(arrears)
        for scheme in PENSIONS:  # month by month what the account has counted year by year
            accounts = [a for a in record.account_years if a.scheme == scheme]
            paid = [c for c in record.contributions if c.scheme == scheme and c.state is ContributionState.PAID]
            weight = 12 if scheme == Scheme.RESIDENT_PENSION else 1
            if accounts:
                assert sum(a.months for a in accounts) == weight * sum(c.month.year <= 2025 for c in paid)
    assert shown > 300
    assert kinds == set(YearKind)


def contribution(
    month: Month,
    state: ContributionState = ContributionState.PAID,
    scheme: Scheme = PENSION,
    employer: Fen = Fen(96000),  # noqa: B008 - a number
) -> Contribution:
    return Contribution(month, scheme, Fen(600000), employer, Fen(48000), state)


def bare(*contributions: Contribution, deemed: int = 0, accounts: tuple[AccountYear, ...] = ()) -> Record:
    record = replace(contributor(), contributions=contributions, account_years=accounts)
    return replace(record, deemed_contribution_months=deemed)


def kinds_of(record: Record) -> dict[YearKind, int]:
    years = years_paid(record)
    return {} if years is None else {each.kind: each.months for each in years.kinds}


def test_who_paid_tells_the_kinds_apart() -> None:
    january, february, march = (Month(2026, n) for n in (1, 2, 3))
    record = bare(
        contribution(january),
        contribution(february, employer=Fen(0)),
        contribution(march, ContributionState.TRANSFERRED),
        deemed=7,
    )
    assert kinds_of(record) == {
        YearKind.EMPLOYER: 1,
        YearKind.OWN: 1,
        YearKind.TRANSFERRED: 1,
        YearKind.DEEMED: 7,
    }


def test_a_month_made_up_for_later_counts_once_and_is_no_longer_owed() -> None:
    month = Month(2026, 1)
    record = bare(contribution(month, ContributionState.ARREARS), contribution(month), contribution(month))
    assert kinds_of(record) == {YearKind.EMPLOYER: 1}
    years = years_paid(record)
    assert years is not None
    assert years.arrears == 0


def test_what_is_owed_is_told_and_not_counted() -> None:
    years = years_paid(bare(contribution(Month(2026, 1)), contribution(Month(2026, 2), ContributionState.ARREARS)))
    assert years == YearsPaid((MonthsOfKind(YearKind.EMPLOYER, 1),), 1)


def test_a_resident_who_paid_twice_in_a_year_paid_for_one_year() -> None:
    def paid(month: Month, state: ContributionState = ContributionState.PAID) -> Contribution:
        return contribution(month, state, scheme=Scheme.RESIDENT_PENSION)

    owed = paid(Month(2023, 11), ContributionState.ARREARS)
    twice = (owed, paid(Month(2024, 3), ContributionState.ARREARS), paid(Month(2024, 5)), paid(Month(2024, 11)))
    record = replace(resident(), contributions=twice, account_years=())
    years = years_paid(record)
    assert years == YearsPaid((MonthsOfKind(YearKind.RESIDENT, 12),), 12)
    assert years is not None
    assert (years.employee, years.resident) == (0, 12)


def account_of(months: int, year: int = 2025) -> AccountYear:
    return AccountYear(year, PENSION, Fen(0), Fen(0), Fen(0), Fen(0), Fen(0), Fen(0), months, months)


def test_months_that_are_not_all_the_account_counts_are_not_shown_as_all() -> None:
    kept = (contribution(Month(2025, 1)), contribution(Month(2025, 2)), contribution(Month(2026, 1)))
    assert kinds_of(bare(*kept, accounts=(account_of(2),))) == {YearKind.EMPLOYER: 3}
    assert years_paid(bare(*kept, accounts=(account_of(120),))) is None
    came = contribution(Month(2025, 3), ContributionState.TRANSFERRED)
    assert kinds_of(bare(*kept, came, accounts=(account_of(3),)))[YearKind.TRANSFERRED] == 1


def test_who_has_paid_nothing_has_no_picture() -> None:
    assert years_paid(bare()) is None
    assert years_paid(bare(contribution(Month(2026, 1), ContributionState.NONE))) is None
    assert years_paid(bare(contribution(Month(2026, 1), scheme=Scheme.INJURY))) is None


@pytest.mark.parametrize("change", ["marked", "institution"])
def test_only_a_window_speaks_of_some(change: str) -> None:
    record = bare(contribution(Month(2026, 1)), deemed=3, accounts=(account_of(0, 2024), account_of(0)))
    served = Participation(Scheme.INSTITUTION_PENSION, ParticipationStatus.ACTIVE, Month(2016, 1), "")
    record = (
        replace(record, marks=(Mark.CONFLICT,)) if change == "marked" else replace(record, participations=(served,))
    )
    assert years_paid(record) is None
    assert not has_growth(record)


def test_the_longest_kind_is_named_only_where_there_is_one() -> None:
    paid, deemed = MonthsOfKind(YearKind.EMPLOYER, 5), MonthsOfKind(YearKind.DEEMED, 7)
    assert longest(YearsPaid((paid, deemed), 0)) == deemed
    assert longest(YearsPaid((paid, replace(deemed, months=5)), 0)) is None
    assert longest(YearsPaid((paid,), 0)) is None


# -- the account ----------------------------------------------------------------------------------------------


def test_everybodys_account_closes_as_the_record_says() -> None:
    shown = 0
    for record in EVERYBODY:
        if not has_growth(record):
            continue
        shown += 1
        years = account_growth(record)
        assert [each.year for each in years] == sorted({a.year for a in record.account_years})[-SHOWN_YEARS:]
        for each in years:
            accounts = [a for a in record.account_years if a.year == each.year]
            assert each.closing == sum(a.closing for a in accounts)
            assert each.interest == sum(a.interest_on_opening + a.interest_on_credits for a in accounts)
            opening, credited = sum(a.opening for a in accounts), sum(a.credited for a in accounts)
            assert opening + credited + each.interest - each.paid_out == each.closing
    assert shown > 250


def test_an_account_that_doesnt_reconcile_has_no_picture() -> None:
    record = contributor()
    *rest, last = record.account_years
    assert has_growth(record)
    with pytest.raises(DoesNotReconcile):
        account_growth(replace(record, account_years=(*rest, last._replace(closing=Fen(last.closing + 1)))))


def test_one_year_or_an_account_long_empty_is_nothing_to_look_at() -> None:
    record = contributor()
    assert not has_growth(replace(record, account_years=record.account_years[-1:]))
    assert not has_growth(replace(record, account_years=()))
    empty = tuple(account_of(0, year) for year in range(2010, 2026))
    assert not has_growth(replace(record, account_years=empty))
    once_full = empty[0]._replace(closing=Fen(5))
    assert not has_growth(replace(record, account_years=(once_full, *empty[1:])))
