from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.config import PolicyConfig
from kiosk.core.money import Month
from kiosk.core.record import BenefitStatus, Certification, CertificationMethod, Mark, Record
from kiosk.pension.certification import CertificationCase, CertificationStanding, certification_standing, next_due
from tests.statement.records import TODAY, contributor, found, pensioner

POLICY = PolicyConfig()


def standing(record: Record) -> CertificationStanding:
    return certification_standing(found(record), POLICY)


def certified(
    last_on: date | None = None, due_on: date | None = None, method: CertificationMethod | None = None, **more: date
) -> Record:
    return replace(pensioner(), certification=Certification(last_on, due_on, method, **more))


def with_status(record: Record, status: BenefitStatus) -> Record:
    return replace(record, benefits=(replace(record.benefits[0], status=status),))


@pytest.mark.parametrize(
    ("last_on", "months", "due"),
    [
        (date(2021, 3, 11), 12, date(2022, 3, 11)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 10, 6), 12, date(2024, 10, 6)),
        (date(2022, 4, 1), 6, date(2022, 10, 1)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
    ],
)
def test_the_next_one_is_due_a_term_later(last_on: date, months: int, due: date) -> None:
    assert next_due(last_on, months) == due


def test_some_places_give_the_whole_month() -> None:
    assert next_due(date(2022, 4, 1), 6, end_of_month=True) == date(2022, 10, 31)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_a_term_never_ends_in_another_month_than_it_should(last_on: date, months: int) -> None:
    due = next_due(last_on, months)
    assert Month.of(due) - Month.of(last_on) == months
    assert due.day <= last_on.day


@pytest.mark.parametrize(
    ("days", "case"),
    [
        (-1, CertificationCase.OVERDUE),
        (0, CertificationCase.DUE_SOON),
        (90, CertificationCase.DUE_SOON),
        (91, CertificationCase.OK),
    ],
)
def test_the_due_day_itself_is_still_in_time(days: int, case: CertificationCase) -> None:
    due = TODAY + timedelta(days=days)
    assert standing(certified(date(2025, 12, 1), due)) == CertificationStanding(case, due, days)


def test_a_silent_certification_is_told_of_until_the_next_is_due_soon() -> None:
    assert standing(pensioner()).case == CertificationCase.SILENT
    soon = certified(date(2025, 12, 1), TODAY + timedelta(days=3), CertificationMethod.SILENT)
    assert standing(soon).case == CertificationCase.DUE_SOON


def test_without_a_due_date_it_is_twelve_months_after_the_last() -> None:
    assert standing(certified(date(2026, 3, 11))).due == date(2027, 3, 11)


def test_a_suspended_pension_says_so() -> None:
    record = with_status(certified(date(2025, 1, 5), date(2026, 1, 5)), BenefitStatus.SUSPENDED_CERTIFICATION)
    assert standing(record).case == CertificationCase.SUSPENDED
    assert standing(record).due == date(2026, 1, 5)
    undated = with_status(replace(record, certification=None), BenefitStatus.SUSPENDED_CERTIFICATION)
    assert standing(undated) == CertificationStanding(CertificationCase.SUSPENDED)


def test_a_registration_waits_until_a_success_after_it() -> None:
    registered, again = date(2026, 11, 10), date(2026, 12, 1)
    waiting = certified(date(2025, 10, 1), registered_on=registered, check_again_on=again)
    assert standing(waiting) == CertificationStanding(
        CertificationCase.PENDING, registered_on=registered, check_again_on=again
    )
    assert standing(certified(registered_on=registered)).case == CertificationCase.PENDING
    confirmed = certified(date(2026, 11, 12), registered_on=registered)
    assert standing(confirmed).case == CertificationCase.OK


def test_who_draws_nothing_needs_none() -> None:
    assert standing(contributor()).case == CertificationCase.NOT_REQUIRED
    assert standing(with_status(pensioner(), BenefitStatus.NOT_STARTED)).case == CertificationCase.NOT_REQUIRED


def test_the_first_year_needs_none_and_later_a_missing_date_is_for_a_window() -> None:
    record = replace(pensioner(), certification=None)
    assert standing(record).case == CertificationCase.UNKNOWN
    assert standing(certified()).case == CertificationCase.UNKNOWN
    newly = replace(record, benefits=(replace(record.benefits[0], first_month=Month(2026, 3)),))
    assert standing(newly).case == CertificationCase.NOT_REQUIRED


@pytest.mark.parametrize(
    "record",
    [
        certified(TODAY + timedelta(days=1)),
        certified(date(2026, 3, 11), date(2026, 3, 10)),
        certified(registered_on=TODAY + timedelta(days=1)),
        with_status(pensioner(), BenefitStatus.SUSPENDED_OTHER),
        with_status(pensioner(), BenefitStatus.ENDED),
        replace(pensioner(), marks=(Mark.DECEASED,)),
        replace(pensioner(), marks=(Mark.CONFLICT,)),
    ],
)
def test_what_contradicts_itself_or_is_marked_is_for_a_window(record: Record) -> None:
    assert standing(record) == CertificationStanding(CertificationCase.UNKNOWN)
