"""The interest of a personal pension account (个人账户), by the monthly-product method (月积数法).

Source of the method: 劳办发〔1997〕116号 (from memory, unverified); rates in `assets/parameters/account-interest.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.assets import asset
from kiosk.core.money import Fen

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTHS: Final = 12
_WHOLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class InterestRate:
    """A year's rate (记账利率) in hundredths of a percent. Provincial rates before 2016 are not `verified`."""

    year: int
    per_ten_thousand: int
    verified: bool


@cache
def interest_rates() -> Mapping[int, InterestRate]:
    """Return the rates by year."""
    table = tomllib.loads(asset("parameters", "account-interest.toml").read_text(encoding="utf-8"))
    rates = {
        int(year): InterestRate(int(year), int(Decimal(percent) * 100), kind == "national")
        for kind in ("provincial", "national")
        for year, percent in table[kind].items()
    }
    return MappingProxyType(rates)


def interest_on_opening(opening: Fen, payouts: Mapping[int, Fen], rate: InterestRate) -> Fen:
    """Return the year's interest on what was there at its start; what was paid out in month n stops earning with n.

    `payouts` are by month of the year, 1 to 12. That payouts stop earning with their month is our reading, unverified.
    """
    product = opening * _MONTHS - sum(amount * (_MONTHS + 1 - month) for month, amount in payouts.items())
    return _half_up(product * rate.per_ten_thousand, _MONTHS * _WHOLE)


def interest_on_credits(credited: Mapping[int, Fen], rate: InterestRate) -> Fen:
    """Return the year's interest on its own credits by month: what is credited in month n earns from n to December."""
    product = sum(amount * (_MONTHS + 1 - month) for month, amount in credited.items())
    return _half_up(product * rate.per_ten_thousand, _MONTHS * _WHOLE)


def _half_up(amount: int, by: int) -> Fen:
    return Fen((2 * amount + by) // (2 * by))
