"""Contribution years (缴费年限) as a value: so many years and months, never a bare number."""

from __future__ import annotations

from kiosk.core.spoken import spoken_count
from kiosk.core.text import COVERED
from kiosk.core.values import dataclass

YEAR = 12
"""Months."""


@dataclass(frozen=True)
class YearsAndMonths:
    """So many months as years and months: 12年9个月, 12年, 9个月; none are 0个月."""

    months: int
    private: bool = True

    @property
    def size(self) -> int:
        """How long its bar is: its months."""
        return self.months

    def written(self) -> str:
        """In Arabic numerals."""
        years, months = divmod(self.months, YEAR)
        return (f"{years}年" if years else "") + (f"{months}个月" if months or not years else "")

    def covered(self) -> str:
        """Four dots and the unit."""
        return f"{COVERED}年"

    def spoken(self) -> str:
        """As numbers of things: 十二年九个月, 两年两个月."""
        years, months = divmod(self.months, YEAR)
        return (f"{spoken_count(years)}年" if years else "") + (
            f"{spoken_count(months)}个月" if months or not years else ""
        )
