"""What people earned, paid in and got in the made-up province, year by year. None of it is a fact about any place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen
from kiosk.core.record import Scheme

if TYPE_CHECKING:
    from kiosk.core.money import Month

FIRST_YEAR: Final = 1993
"""Before it there are no accounts: years worked then are deemed contributions (视同缴费)."""
_AVERAGE_YUAN: Final = (
    280, 380, 460, 520, 560, 620, 690, 780, 900, 1030, 1170, 1330, 1520, 1740, 2060, 2410, 2690, 3040, 3470, 3870,
    4250, 4660, 5080, 5430, 5800, 6120, 5450, 5680, 5960, 6180, 6380, 6590, 6760, 6900,
)  # fmt: skip
"""Average monthly wage from 1993 on."""


def average_wage(year: int) -> Fen:
    """Return the province's average monthly wage of a year; the last known one for years to come."""
    return Fen(_AVERAGE_YUAN[min(year - FIRST_YEAR, len(_AVERAGE_YUAN) - 1)] * 100)


@dataclass(frozen=True, slots=True)
class Share:
    """What is paid in, in hundredths of a percent of the base: by the employer and by the person."""

    employer: int
    personal: int


def share(scheme: Scheme, month: Month, *, flexible: bool) -> Share:
    """Return the shares of a month. `flexible` people (灵活就业) pay all of it themselves."""
    if scheme == Scheme.UNEMPLOYMENT:
        return Share(50, 50)
    if scheme == Scheme.INJURY:
        return Share(40, 0)
    if flexible:
        return Share(0, 2000)
    employer = 1600 if (month.year, month.month) >= (2019, 5) else 2000
    return Share(employer, min(800, 400 + 100 * max(0, (month.year - 1996) // 2)))


def account_share(year: int) -> int:
    """Return what of the base goes to the account, in hundredths of a percent: 8 % since 2006-01, 11 % before."""
    return 800 if year >= 2006 else 1100  # noqa: PLR2004 - as the sentence says


def part(base: Fen, per_ten_thousand: int) -> Fen:
    """Return a share of an amount, half a 分 rounded up."""
    return Fen((2 * base * per_ten_thousand + 10_000) // 20_000)


@dataclass(frozen=True, slots=True)
class Rise:
    """How a year's rise is made: fixed, for each year paid, of the pension before (in 1/10,000), and from 80 on."""

    fixed: Fen
    per_year: Fen
    level: int
    from_80: Fen
    document: str


_EARLIER: Final = (
    (2016, Rise(Fen(3000), Fen(80), 100, Fen(1500), "云川人社发〔往年〕调整养老金")),
    (2005, Rise(Fen(800), Fen(25), 200, Fen(800), "云川劳社发〔往年〕调整养老金")),
    (0, Rise(Fen(200), Fen(10), 200, Fen(200), "云川劳社发〔往年〕调整养老金")),
)
_RISES: Final = {
    2022: Rise(Fen(4800), Fen(120), 130, Fen(3000), "云川人社发〔2022〕31号"),
    2023: Rise(Fen(4800), Fen(110), 125, Fen(3000), "云川人社发〔2023〕28号"),
    2024: Rise(Fen(4300), Fen(110), 100, Fen(3500), "云川人社发〔2024〕30号"),
    2025: Rise(Fen(3200), Fen(100), 60, Fen(3500), "云川人社发〔2025〕33号"),
    2026: Rise(Fen(5070), Fen(102), 100, Fen(3500), "云川人社发〔2026〕29号"),
}
_RESIDENT_RISES: Final = {2023: Fen(500), 2024: Fen(2000), 2025: Fen(2000), 2026: Fen(2000)}


def rise(scheme: Scheme, year: int) -> Rise:
    """Return how pensions of a scheme rose in a year."""
    if scheme == Scheme.RESIDENT_PENSION:
        fixed = _RESIDENT_RISES.get(year, Fen(500))
        return Rise(fixed, Fen(0), 0, Fen(200), f"云川人社函〔{year}〕12号")
    if year < min(_RISES):
        return next(rise for since, rise in _EARLIER if year >= since)
    return _RISES.get(year, _RISES[max(_RISES)])
