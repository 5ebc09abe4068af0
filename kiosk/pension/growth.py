"""How the personal pension account (个人账户) has grown, year by year, every year of it reconciled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen
from kiosk.core.record import Scheme
from kiosk.pension.account import account_of, pension_schemes

if TYPE_CHECKING:
    from kiosk.core.record import AccountYear, Record

SHOWN_YEARS: Final = 10
"""So many of the newest years are shown: more would be a column of figures, not a picture."""


@dataclass(frozen=True, slots=True, repr=False)
class AccountAtEnd:
    """What a person's accounts held at the end of a year, the year's interest in it, and what was paid out of them."""

    year: int
    closing: Fen
    interest: Fen
    paid_out: Fen


def has_growth(record: Record) -> bool:
    """Whether there are two years of an account, something in it, and no window that alone may speak of it."""
    schemes = pension_schemes(record)
    if record.marks or Scheme.INSTITUTION_PENSION in schemes:
        return False
    accounts = [account for account in record.account_years if account.scheme in schemes]
    shown = sorted({account.year for account in accounts})[-SHOWN_YEARS:]
    return len(shown) > 1 and any(account.closing for account in accounts if account.year in shown)


def account_growth(record: Record) -> tuple[AccountAtEnd, ...]:
    """Return the newest years, oldest first; who has several accounts has them added up. Raises `DoesNotReconcile`."""
    by_year: dict[int, list[AccountYear]] = {}
    for scheme in pension_schemes(record):
        accounts = [account for account in record.account_years if account.scheme == scheme]
        account_of(record, scheme, max((account.year for account in accounts), default=0))
        for account in accounts:
            by_year.setdefault(account.year, []).append(account)
    return tuple(
        AccountAtEnd(
            year,
            Fen(sum(each.closing for each in by_year[year])),
            Fen(sum(each.interest_on_opening + each.interest_on_credits for each in by_year[year])),
            Fen(sum(each.paid_out for each in by_year[year])),
        )
        for year in sorted(by_year)[-SHOWN_YEARS:]
    )
