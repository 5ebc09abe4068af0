"""Working out contributions and the personal account of a synthetic person, to the 分."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.record import AccountYear, Contribution, ContributionState, Scheme
from kiosk.demo.interest import interest_on_credits, interest_on_opening, interest_rates
from kiosk.demo.wages import account_share, average_wage, part, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.demo.life import Spell

OTHERS_SINCE: Final = Month(2018, 1)
"""From here on, employees' unemployment and injury contributions are kept too."""
_OTHERS: Final = (Scheme.UNEMPLOYMENT, Scheme.INJURY)
RESIDENT_MONTH: Final = 11
"""Residents pay once a year, in November."""


def contributions(spells: Sequence[Spell], last: Month) -> tuple[Contribution, ...]:
    """Return every month's contributions up to `last`, in order of time."""
    found: list[Contribution] = []
    for spell in spells:
        make = _of_resident if spell.scheme == Scheme.RESIDENT_PENSION else _of_employee
        found.extend(make(spell, min(spell.last, last)))
    if any(earlier.last >= later.first for earlier, later in pairwise(spells)):
        found.sort(key=lambda each: (each.month.year, each.month.month))
    return tuple(found)


def _of_employee(spell: Spell, last: Month) -> Iterator[Contribution]:
    plan: tuple[tuple[Scheme, Fen, Fen, Fen], ...] = ()
    state, year = spell.state, 0
    for month in spell.first.to(last):
        # Bases change each July; shares in the middle of 2019.
        if month.year != year or month.month in (5, 7):
            year, plan = month.year, tuple(_lines(spell, month))
        for scheme, base, employer, personal in plan:
            yield Contribution(month, scheme, base, employer, personal, state)


def _lines(spell: Spell, month: Month) -> Iterator[tuple[Scheme, Fen, Fen, Fen]]:
    base = Fen(average_wage((month + -6).year) * spell.index // 10_000 * 100)
    others = _OTHERS if spell.with_others and month >= OTHERS_SINCE else ()
    for scheme in (spell.scheme, *others):
        shares = share(scheme, month, flexible=spell.flexible)
        yield scheme, base, part(base, shares.employer), part(base, shares.personal)


def _of_resident(spell: Spell, last: Month) -> Iterator[Contribution]:
    own = Fen(spell.index * 100)
    subsidy = Fen(3000 if spell.index < 500 else 6000)  # noqa: PLR2004 - 国发〔2014〕8号: 30 元, from level 500 on 60 元
    for year in range(spell.first.year, last.year + 1):
        month = Month(year, RESIDENT_MONTH)
        if spell.first <= month <= last:
            # The government's subsidy (政府补贴) stands where others have the employer's part.
            yield Contribution(month, spell.scheme, own, subsidy, own, spell.state)


@dataclass(slots=True)
class _Year:
    credited: dict[int, Fen] = field(default_factory=dict[int, Fen])
    months: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A personal account: its settled years, and what it paid each month while a pension was drawn."""

    years: tuple[AccountYear, ...]
    paid_monthly: Fen


def credited(contributed: Sequence[Contribution], scheme: Scheme) -> dict[int, _Year]:
    """Return what came to the account of `scheme`, by year and month. Arrears and other places' months bring nothing."""
    years: defaultdict[int, _Year] = defaultdict(_Year)
    for each in contributed:
        if each.scheme != scheme or each.state != ContributionState.PAID:
            continue
        year = years[each.month.year]
        if scheme == Scheme.RESIDENT_PENSION:
            year.credited[each.month.month] = Fen(each.personal + each.employer)
            year.months = 12
        else:
            year.credited[each.month.month] = part(each.base, account_share(each.month.year))
            year.months += 1
    return dict(years)


def account(
    scheme: Scheme, years: dict[int, _Year], last_year: int, drawn_from: Month | None, payout_months: int
) -> Account:
    """Work out the account year by year until `last_year`, or the last year that has a rate.

    From `drawn_from` on it pays 1/`payout_months` of what was there, each month, until it is empty.
    """
    rates = interest_rates()
    found: list[AccountYear] = []
    balance, total_months, monthly = Fen(0), 0, Fen(0)
    for year in range(min(years, default=last_year + 1), last_year + 1):
        rate = rates.get(year)
        if rate is None:
            break
        own = years.get(year) or _Year()
        opening, came = balance, sum(own.credited.values())
        if drawn_from is not None and year == drawn_from.year:
            monthly = Fen((opening + came) // payout_months)
        payouts = _payouts(year, drawn_from, monthly, opening + came)
        on_opening = interest_on_opening(opening, payouts, rate)
        on_credits = interest_on_credits(own.credited, rate)
        paid_out = sum(payouts.values())
        balance = Fen(opening + came + on_opening + on_credits - paid_out)
        total_months += own.months
        found.append(
            AccountYear(
                year,
                scheme,
                opening,
                Fen(came),
                on_opening,
                on_credits,
                Fen(paid_out),
                balance,
                own.months,
                total_months,
            )
        )
    if not monthly and drawn_from is not None and drawn_from.year > last_year:
        # Retired after the last settled year: the year that is still open counts without interest.
        open_credits = sum(sum(own.credited.values()) for year, own in years.items() if year > last_year)
        monthly = Fen((balance + open_credits) // payout_months)
    return Account(tuple(found), monthly)


def _payouts(year: int, drawn_from: Month | None, monthly: Fen, there: int) -> dict[int, Fen]:
    payouts: dict[int, Fen] = {}
    if drawn_from is None or year < drawn_from.year:
        return payouts
    for month in range(drawn_from.month if year == drawn_from.year else 1, 13):
        amount = Fen(min(monthly, there))
        if amount <= 0:
            break
        payouts[month] = amount
        there -= amount
    return payouts
