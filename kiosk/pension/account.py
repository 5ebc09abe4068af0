"""The personal pension account and the contributions behind it: which years there are, and that every fen agrees.

Source of the balance: the yearly record's own formula, ⑤ = ① + ② + ③ + ④ - 本年支出.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.record import PENSIONS, Contribution, ContributionState, ParticipationStatus, Scheme
from kiosk.pension.errors import DoesNotReconcile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.core.record import AccountYear, Found, Record

_LAST_MONTH: Final = 12


def reconcile(account: AccountYear) -> None:
    """Check one year: opening + credited + interest - paid out = closing. Raises `DoesNotReconcile`."""
    interest = account.interest_on_opening + account.interest_on_credits
    if account.opening + account.credited + interest - account.paid_out != account.closing:
        raise DoesNotReconcile("account")


def account_of(record: Record, scheme: Scheme, year: int) -> AccountYear | None:
    """Find the account of a year, after checking it and every year before it, each opening with the last one's closing.

    Raises `DoesNotReconcile`.
    """
    before: AccountYear | None = None
    for account in sorted((a for a in record.account_years if a.scheme == scheme), key=lambda a: a.year):
        if account.year > year:
            break
        reconcile(account)
        if before is not None and (before.year + 1 != account.year or before.closing != account.opening):
            raise DoesNotReconcile("chain")
        before = account
    return before if before is not None and before.year == year else None


@dataclass(frozen=True, slots=True, repr=False)
class MonthOfContributions:
    """What was paid for one month in one scheme; amounts only where something was paid or came from elsewhere."""

    month: Month
    state: ContributionState
    base: Fen
    employer: Fen
    personal: Fen


_BEST_FIRST: Final = (
    ContributionState.PAID,
    ContributionState.TRANSFERRED,
    ContributionState.ARREARS,
    ContributionState.NONE,
)
_COUNTS: Final = _BEST_FIRST[:2]


def month_of(month: Month, found: Sequence[Contribution]) -> MonthOfContributions:
    """Add up the entries of one month in one scheme, of which there may be several: its best state is what it is."""
    state = min((c.state for c in found), key=_BEST_FIRST.index, default=ContributionState.NONE)
    paid = [c for c in found if c.state == state and c.state in _COUNTS]
    return MonthOfContributions(
        month,
        state,
        max((c.base for c in paid), default=Fen(0)),
        Fen(sum(c.employer for c in paid)),
        Fen(sum(c.personal for c in paid)),
    )


def months_of(record: Record, scheme: Scheme, year: int) -> tuple[MonthOfContributions, ...]:
    """Twelve months of contributions to one scheme; empty if the year has none at all.

    Several entries of one month (a later make-up payment, 补缴) are added up.
    """
    entries = [c for c in record.contributions if c.scheme == scheme and c.month.year == year]
    if not entries:
        return ()
    year_long = Month(year, 1).to(Month(year, _LAST_MONTH))
    return tuple(month_of(month, [c for c in entries if c.month == month]) for month in year_long)


def pension_schemes(record: Record) -> tuple[Scheme, ...]:
    """The pension schemes a person is or was in, the one that matters now first: drawn, then active, then the rest."""
    drawn = [b.scheme for b in record.benefits if b.scheme in PENSIONS]
    active = [p.scheme for p in record.participations if p.status == ParticipationStatus.ACTIVE]
    rest = [p.scheme for p in record.participations]
    return tuple(dict.fromkeys(s for s in (*drawn, *active, *rest) if s in PENSIONS))


def whole_years(found: Found) -> tuple[int, ...]:
    """Years of which there is a complete record, newest first. A year is complete once the data reach its end."""
    record, cut_off = found.record, found.data.cut_off
    last = cut_off.year if (cut_off.month, cut_off.day) == (_LAST_MONTH, 31) else cut_off.year - 1
    years = {c.month.year for c in record.contributions}
    years |= {a.year for a in record.account_years} | {p.month.year for p in record.payments}
    return tuple(sorted((year for year in years if year <= last), reverse=True))
