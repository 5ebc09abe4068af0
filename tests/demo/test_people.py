"""Synthetic people: each case is there, every account and payment reconciles, and nobody's number is anybody's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.identity_number import birth_of, is_valid, sex_of
from kiosk.core.money import Fen, Month, yuan
from kiosk.core.record import (
    PENSIONS,
    BenefitStatus,
    CertificationMethod,
    ContributionState,
    ItemKind,
    Mark,
    PaidTo,
    PaymentState,
    Scheme,
)
from kiosk.demo.cast import cast
from kiosk.demo.names import units
from kiosk.demo.people import SyntheticPerson, people, synthetic_people
from kiosk.demo.places import place_of

if TYPE_CHECKING:
    from kiosk.core.record import Record

TODAY = date(2026, 11, 21)


def made(count: int, seed: int = 1, today: date = TODAY, cut_off: date | None = None) -> tuple[SyntheticPerson, ...]:
    return tuple(islice(synthetic_people(seed, today, cut_off), count))


@pytest.fixture(scope="module")
def everybody() -> tuple[SyntheticPerson, ...]:
    return made(1000)


@pytest.fixture(scope="module")
def records(everybody: tuple[SyntheticPerson, ...]) -> tuple[Record, ...]:
    return tuple(person.record for person in everybody if person.record is not None)


def played(case: str, *, today: date = TODAY, cut_off: date | None = None) -> Record:
    people = {person.case: person for person in made(40, today=today, cut_off=cut_off)}
    record = people[case].record
    assert record is not None
    return record


def test_person_7_is_the_one_in_the_pictures() -> None:
    person = made(7)[6]
    record = person.record
    assert record is not None
    assert (person.number, record.person.name, record.person.sex) == (7, "王桂芳", "2")
    newest = record.payments[-1]
    assert (newest.month, newest.amount, newest.paid_on) == (Month(2026, 11), yuan("3402.16"), date(2026, 11, 15))
    assert (newest.state, newest.paid_to, newest.account_tail) == (PaymentState.PAID, PaidTo.CARD, "0428")
    by_month = {payment.month.month: payment for payment in record.payments if payment.month.year == 2026}
    assert by_month[6].amount == yuan("3285.96")
    assert by_month[7].amount == yuan("4099.36")
    assert sum(i.amount for i in by_month[7].items if i.kind == ItemKind.BACK_PAY) == yuan("697.20")
    assert by_month[8].amount == yuan("3402.16")
    rise = record.adjustments[-1]
    assert (rise.monthly, rise.back_pay_months) == (yuan("116.20"), 6)
    assert rise.monthly == rise.fixed + rise.by_years + rise.by_level + rise.by_age
    assert record.certification is not None
    assert (record.certification.last_on, record.certification.due_on) == (date(2026, 3, 11), date(2027, 3, 11))
    assert len(record.contributions) + record.deemed_contribution_months == 32 * 12
    assert len(record.contributions) >= 20 * 12


def test_the_cast_list_names_every_case_once() -> None:
    parts = cast(TODAY)
    assert [part.person for part in parts] == list(range(1, 41))
    cases = [part.case for part in parts]
    assert len(set(cases)) >= 37
    assert [(person.number, person.case, person.card.name) for person in made(40)] == [
        (part.person, part.case, part.name) for part in parts
    ]


def test_payments_stand_as_their_case_says() -> None:
    assert played("returned").payments[-1].state == PaymentState.RETURNED
    assert played("returned").payments[-1].return_reason
    assert played("returned_no_reason").payments[-1].state == PaymentState.RETURNED
    assert not played("returned_no_reason").payments[-1].return_reason
    assert (played("sent").payments[-1].state, played("sent").payments[-1].paid_on) == (PaymentState.SENT, None)
    assert played("data_old").payments[-1].month == Month(2026, 10)
    assert played("passbook").payments[-1].paid_to == PaidTo.PASSBOOK
    assert any(i.kind == ItemKind.DEDUCTION and i.amount < 0 for i in played("deduction").payments[-1].items)


@pytest.mark.parametrize(
    ("case", "status", "last"),
    [
        ("suspended_certification", BenefitStatus.SUSPENDED_CERTIFICATION, Month(2026, 8)),
        ("suspended_other", BenefitStatus.SUSPENDED_OTHER, Month(2026, 7)),
        ("deceased", BenefitStatus.ENDED, Month(2026, 5)),
    ],
)
def test_a_stopped_pension_has_no_payments_since(case: str, status: BenefitStatus, last: Month) -> None:
    record = played(case)
    assert record.benefits[0].status == status
    assert record.payments[-1].month == last
    if status != BenefitStatus.ENDED:
        assert record.benefits[0].suspended_since == last + 1


def test_certifications_stand_as_their_case_says() -> None:
    def due(case: str) -> int:
        certification = played(case).certification
        assert certification is not None
        assert certification.due_on is not None
        return (certification.due_on - TODAY).days

    assert due("due_soon") == 29
    assert due("overdue") < 0
    assert played("overdue").payments[-1].month == Month(2026, 11)
    assert due("suspended_certification") < -30
    silent, registered = played("silent").certification, played("registered").certification
    assert silent is not None
    assert silent.method == CertificationMethod.SILENT
    assert registered is not None
    assert registered.registered_on == TODAY - timedelta(days=1)
    assert played("newly_retired").certification is None
    no_date, odd = played("no_date").certification, played("odd_date").certification
    assert no_date is not None
    assert no_date.due_on is None
    assert odd is not None
    assert odd.last_on is not None
    assert odd.last_on > TODAY


def test_contributions_stand_as_their_case_says() -> None:
    assert ContributionState.ARREARS in {each.state for each in played("arrears").contributions}
    assert ContributionState.TRANSFERRED in {each.state for each in played("transferred").contributions}
    assert {each.scheme for each in played("two_schemes").account_years} == {
        Scheme.EMPLOYEE_PENSION,
        Scheme.RESIDENT_PENSION,
    }
    assert all(each.employer == 0 for each in played("flexible").contributions[-12:])
    assert played("resident_paying").contributions[-1].scheme == Scheme.RESIDENT_PENSION
    assert played("not_started").benefits[0].status == BenefitStatus.NOT_STARTED
    assert not played("not_started").payments
    assert played("contributing").contributions[-1].month == Month(2026, 10)
    assert played("account_emptied").account_years[-1].closing == 0
    assert played("deceased").marks == (Mark.DECEASED,)
    assert played("conflict").marks == (Mark.CONFLICT,)
    assert played("no_social_card").card is None


def test_cards_stand_as_their_case_says() -> None:
    cards = {person.case: person for person in made(40)}
    assert cards["nobody"].record is None
    assert cards["expired_card"].card.valid_until is not None
    assert cards["expired_card"].card.valid_until < TODAY
    assert cards["oldest"].card.valid_until is None
    assert units(cards["long_name"].card.name) == 15


def test_nobody_in_the_records_has_a_strangers_number(everybody: tuple[SyntheticPerson, ...]) -> None:
    strangers = {person.card.number for person in everybody if person.record is None}
    assert len(strangers) == 2
    assert not strangers & {person.card.number for person in everybody if person.record is not None}


def test_every_account_reconciles_and_is_chained(records: tuple[Record, ...]) -> None:
    years = 0
    for record in records:
        before: dict[Scheme, Fen] = {}
        total: dict[Scheme, int] = {}
        for year in record.account_years:
            came = year.opening + year.credited + year.interest_on_opening + year.interest_on_credits
            assert year.closing == came - year.paid_out
            assert year.opening == before.get(year.scheme, 0)
            assert year.closing >= 0
            before[year.scheme] = year.closing
            total[year.scheme] = total.get(year.scheme, 0) + year.months
            assert year.total_months == total[year.scheme]
            years += 1
    assert years > 10_000


def test_every_payment_is_the_sum_of_its_items(records: tuple[Record, ...]) -> None:
    payments = [payment for record in records for payment in record.payments]
    assert len(payments) > 10_000
    for payment in payments:
        assert payment.amount == sum(item.amount for item in payment.items)
        assert payment.amount > 0
        assert all((item.amount < 0) == (item.kind == ItemKind.DEDUCTION) for item in payment.items)


def test_the_rise_is_paid_back_to_january_in_july(records: tuple[Record, ...]) -> None:
    seen = 0
    for record in records:
        by_month = {payment.month: payment for payment in record.payments}
        for rise in record.adjustments:
            assert rise.monthly == rise.fixed + rise.by_years + rise.by_level + rise.by_age
            payment = by_month.get(rise.paid_in)
            if payment is None:
                continue
            back = [item for item in payment.items if item.kind == ItemKind.BACK_PAY]
            assert sum(item.amount for item in back) == rise.monthly * rise.back_pay_months
            assert [item.for_month for item in back] == list(rise.effective.to(rise.paid_in + -1))
            seen += 1
    assert seen > 1000


def test_what_is_paid_now_is_what_the_benefit_says(records: tuple[Record, ...]) -> None:
    for record in records:
        if record.payments and record.payments[-1].month == Month(2026, 11):
            regular = sum(i.amount for i in record.payments[-1].items if i.kind == ItemKind.REGULAR)
            assert regular == record.benefits[0].monthly


def test_numbers_are_right_unique_and_nobodys(everybody: tuple[SyntheticPerson, ...]) -> None:
    numbers = [person.card.number for person in everybody]
    assert len(set(numbers)) == len(numbers)
    for person in everybody:
        number = person.card.number
        assert is_valid(number)
        assert number.startswith("99")
        assert (birth_of(number), sex_of(number)) == (person.card.birth, person.card.sex)
        if person.record is not None:
            assert person.record.person.number.reveal() == number
            assert person.record.person.name == person.card.name
    assert any(number.endswith("X") for number in numbers)


def test_the_first_million_people_have_places_of_their_own() -> None:
    step = 97
    assert len({place_of(number) for number in range(0, 1_000_000, step)}) == len(range(0, 1_000_000, step))


def test_names_fit_a_card_and_are_of_every_kind(everybody: tuple[SyntheticPerson, ...]) -> None:
    names = [person.card.name for person in everybody]
    assert all(2 <= units(name) <= 15 for name in names)
    assert {len(name) for name in names} >= {2, 3, 4, 15}
    assert any("·" in name for name in names)
    assert any(name.startswith("欧阳") for name in names)
    text = "".join(names)
    for block in ((0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0x2CEB0, 0x2EBEF)):
        assert any(block[0] <= ord(character) <= block[1] for character in text)
    assert all(units(person.card.address) <= 35 and units(person.card.issuer) <= 15 for person in everybody)


def test_random_people_are_of_all_kinds(records: tuple[Record, ...]) -> None:
    at_random = records[38:]
    schemes = {benefit.scheme for record in at_random for benefit in record.benefits}
    assert schemes == set(PENSIONS)
    states = {payment.state for record in at_random for payment in record.payments}
    assert states == set(PaymentState)
    assert {mark for record in at_random for mark in record.marks} == set(Mark)
    drawing = sum(1 for record in at_random if record.benefits)
    assert 0.55 < drawing / len(at_random) < 0.8
    ages = {TODAY.year - record.person.birth.year for record in at_random}
    assert min(ages) < 30
    assert max(ages) > 92


def test_the_same_seed_makes_the_same_people_and_another_makes_others() -> None:
    assert list(people(60, 5, TODAY)) == list(people(60, 5, TODAY))
    assert list(people(60, 5, TODAY))[45:] != list(people(60, 6, TODAY))[45:]
    # Person N does not depend on how many are made.
    assert list(people(60, 5, TODAY)) == list(people(80, 5, TODAY))[:60]


@settings(max_examples=12, deadline=None)
@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)), st.integers(0, 60))
def test_people_can_be_made_as_of_any_day(today: date, age: int) -> None:
    cut_off = today - timedelta(days=1 + age)
    for person in made(44, seed=3, today=today, cut_off=cut_off):
        record = person.record
        if record is None:
            continue
        for payment in record.payments:
            assert payment.amount == sum(item.amount for item in payment.items)
            assert payment.paid_on is None or payment.paid_on <= cut_off
            assert payment.month <= Month.of(cut_off)
        assert all(each.month <= Month.of(cut_off) for each in record.contributions)
        assert all(year.closing >= 0 and year.year < cut_off.year for year in record.account_years)
        if person.case in ("retired", "random") and record.payments:
            regular = sum(i.amount for i in record.payments[-1].items if i.kind == ItemKind.REGULAR)
            if record.payments[-1].month == Month.of(cut_off):
                assert regular == record.benefits[0].monthly


def test_older_data_have_no_payment_of_this_month() -> None:
    record = played("retired", cut_off=date(2026, 10, 31))
    assert record.payments[-1].month == Month(2026, 10)
