"""Money, months and identity numbers as types, never as bare numbers and strings.

Money is an integer of 分 (`Fen`). An `IdNumber` has no readable `repr` and refuses `str()`, so that it can't slip into a
log or an error text; who really needs the characters asks for `reveal()`.
"""

from __future__ import annotations

from datetime import date
from functools import total_ordering
from typing import TYPE_CHECKING, Final, NewType

from devices import identity_number
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

Fen = NewType("Fen", int)
"""An amount in 分, the hundredth of a 元. May be negative (a deduction)."""

FEN_PER_YUAN: Final = 100
_DECIMALS: Final = 2


def yuan(text: str) -> Fen:
    """Read an amount written in 元, as typed figures and extracted text have it: `3,402.16` or `3402.16`.

    Raises `ValueError` unless it has exactly two decimals and, if grouped at all, is grouped by thousands.
    """
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, cents = digits.partition(".")
    plain = whole.replace(",", "")
    grouped = f"{int(plain):,}" if plain.isascii() and plain.isdigit() else None
    if (
        whole not in (plain, grouped)
        or grouped is None
        or not (len(cents) == _DECIMALS and cents.isascii() and cents.isdigit())
    ):
        raise ValueError("not an amount in 元 with two decimals")
    return Fen(sign * (int(plain) * FEN_PER_YUAN + int(cents)))


def written_yuan(amount: Fen) -> str:
    """Write an amount in 元 with thousands and always two decimals: `3,402.16`."""
    sign = "-" if amount < 0 else ""
    whole, cents = divmod(abs(amount), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{cents:02d}"


@total_ordering
@dataclass(frozen=True)
class Month:
    """A month of a year (年月), as benefits are paid and contributions are due."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:  # noqa: PLR2004 - the months of a year
            raise ValueError("a month is 1 to 12")

    def __lt__(self, other: Month) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    def __add__(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __sub__(self, other: Month) -> int:
        return (self.year - other.year) * 12 + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that `day` lies in."""
        return cls(day.year, day.month)

    def to(self, last: Month) -> Iterator[Month]:
        """Go through the months from this one to `last`, both included."""
        return (self + step for step in range(last - self + 1))


class IdNumber:
    """A citizen's identity number or a foreigner's document number: at most 18 letters and digits, upper case.

    A resident's social-security number (社会保障号码) is this number. Raises `ValueError`, never naming the number, for
    anything else.
    """

    __slots__ = ("_text",)
    _text: str

    def __init__(self, text: str) -> None:
        number = text.strip().upper()
        if not (0 < len(number) <= 18 and number.isascii() and number.isalnum()):  # noqa: PLR2004 - GB 11643
            raise ValueError("not an identity number")
        self._text = number

    def reveal(self) -> str:
        """Return the characters, for a look-up or a paper that needs them."""
        return self._text

    def masked(self) -> str:
        """First three and last four characters, as screens and slips show it."""
        shown = 7
        return self._text[:3] + "*" * (len(self._text) - shown) + self._text[-4:] if len(self._text) > shown else "****"

    @property
    def is_citizen_number(self) -> bool:
        """Whether it is an 18-character citizen number with the right check digit and a real date (GB 11643)."""
        return identity_number.is_valid(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdNumber) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "<IdNumber>"

    def __str__(self) -> str:
        raise TypeError("an identity number is not text: ask for reveal() or masked()")
