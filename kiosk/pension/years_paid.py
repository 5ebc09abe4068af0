"""Contribution years (缴费年限) by kind: paid with an employer, by oneself, as a resident, elsewhere, and deemed (视同).

A resident who paid in a year has paid for twelve months of it. Months in arrears (欠费) don't count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.record import PENSIONS, ContributionState, Scheme
from kiosk.pension.account import month_of, pension_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.core.money import Month
    from kiosk.core.record import Contribution, Record
    from kiosk.pension.account import MonthOfContributions

    Months = Mapping[Scheme, list[MonthOfContributions]]

_RESIDENT_MONTHS: Final = 12


class YearKind(StrEnum):
    """How a month came to count."""

    EMPLOYER = "employer"
    OWN = "own"
    TRANSFERRED = "transferred"
    DEEMED = "deemed"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True, repr=False)
class MonthsOfKind:
    """So many months of one kind."""

    kind: YearKind
    months: int


@dataclass(frozen=True, slots=True, repr=False)
class YearsPaid:
    """The kinds there are, each with its months, and the months in arrears, which are in none of them."""

    kinds: tuple[MonthsOfKind, ...]
    arrears: int

    @property
    def resident(self) -> int:
        """Months in the residents' scheme, which are not added to an employee's."""
        return sum(each.months for each in self.kinds if each.kind is YearKind.RESIDENT)

    @property
    def employee(self) -> int:
        """Months that count in the employees' scheme, deemed ones included."""
        return sum(each.months for each in self.kinds) - self.resident


def years_paid(record: Record) -> YearsPaid | None:
    """Add up what counts, kind by kind.

    None where nothing does, where only a window may speak of it, and where the months in the record are not all that its
    account counts: a picture of a part would be taken for the whole.
    """
    if record.marks or Scheme.INSTITUTION_PENSION in pension_schemes(record):
        return None
    months = _months(record)
    if not all(_whole(record, scheme, months[scheme]) for scheme in months):
        return None
    sums = dict.fromkeys(YearKind, 0)
    for kind, many in _kinds(months):
        sums[kind] += many
    sums[YearKind.DEEMED] = record.deemed_contribution_months
    arrears = sum(_weight(scheme) * _count(found, ContributionState.ARREARS) for scheme, found in months.items())
    kinds = tuple(MonthsOfKind(kind, many) for kind, many in sums.items() if many)
    return YearsPaid(kinds, arrears) if kinds else None


def longest(years: YearsPaid) -> MonthsOfKind | None:
    """Find the kind with more months than every other; None where two have as many, or there is but one."""
    first, *rest = sorted(years.kinds, key=lambda each: each.months, reverse=True)
    return first if rest and rest[0].months < first.months else None


def _months(record: Record) -> Months:
    """Return the months of each pension scheme. A resident's year stands for the month it was paid in, once."""
    entries: defaultdict[tuple[Scheme, Month], list[Contribution]] = defaultdict(list)
    for entry in record.contributions:
        if entry.scheme in PENSIONS:
            entries[entry.scheme, entry.month].append(entry)
    found: defaultdict[Scheme, list[MonthOfContributions]] = defaultdict(list)
    for (scheme, month), of_month in entries.items():
        found[scheme].append(month_of(month, of_month))
    residents = found.get(Scheme.RESIDENT_PENSION)
    if residents is not None:
        by_year: dict[int, MonthOfContributions] = {}
        for each in sorted(residents, key=lambda month: month.state is not ContributionState.PAID):
            by_year.setdefault(each.month.year, each)
        found[Scheme.RESIDENT_PENSION] = list(by_year.values())
    return found


def _weight(scheme: Scheme) -> int:
    return _RESIDENT_MONTHS if scheme == Scheme.RESIDENT_PENSION else 1


def _count(months: list[MonthOfContributions], *states: ContributionState) -> int:
    return sum(month.state in states for month in months)


def _whole(record: Record, scheme: Scheme, months: list[MonthOfContributions]) -> bool:
    """Whether the months add up to what the account counted at the end of its newest year, or there is no account."""
    account = max((a for a in record.account_years if a.scheme == scheme), key=lambda a: a.year, default=None)
    if account is None:
        return True
    settled = [month for month in months if month.month.year <= account.year]
    paid = _count(settled, ContributionState.PAID) * _weight(scheme)
    transferred = _count(settled, ContributionState.TRANSFERRED) * _weight(scheme)
    return account.total_months in (paid, paid + transferred)


def _kinds(months: Months) -> Iterator[tuple[YearKind, int]]:
    for scheme, found in months.items():
        for month in found:
            if month.state not in (ContributionState.PAID, ContributionState.TRANSFERRED):
                continue
            if scheme == Scheme.RESIDENT_PENSION:
                yield YearKind.RESIDENT, _RESIDENT_MONTHS
            elif month.state is ContributionState.TRANSFERRED:
                yield YearKind.TRANSFERRED, 1
            else:
                yield YearKind.EMPLOYER if month.employer else YearKind.OWN, 1
