"""A staff member's PIN, which never shows itself, and the rules that a new one has to keep."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kiosk.core.staff import StaffRole

if TYPE_CHECKING:
    from kiosk.core.staff import StaffNumber

FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 12
_FEWEST_BUT_FOR_ATTENDANTS: Final = 8
_PIN: Final = re.compile(rf"[0-9]{{{FEWEST_DIGITS},{MOST_DIGITS}}}")

_FEWEST_DIFFERENT: Final = 3
_OUTSIDE_A_RUN: Final = 2
"""A run with this many digits beside it is one all the same."""
_DATE_DIGITS: Final = 8
_CENTURIES: Final = ("19", "20")
_WELL_KNOWN: Final = (
    # Ways over the pad, which whoever guesses tries first though ours may shuffle its keys; and "I love you for ever".
    *("147258369", "741852963", "159357", "159753", "357159", "951753", "147896325", "5201314"),
)


class Pin:
    """Six to twelve digits that refuse `str()` and have no readable `repr`. Raises `ValueError`, never naming them.

    A setup code is typed like one, and is one.
    """

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        if not _PIN.fullmatch(digits):
            raise ValueError(f"a PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits")
        self._digits: Final = digits

    def reveal(self) -> str:
        """Return the digits: to hash them, or to show a new PIN once."""
        return self._digits

    def __len__(self) -> int:
        return len(self._digits)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pin) and other._digits == self._digits

    def __hash__(self) -> int:
        return hash(self._digits)

    def __repr__(self) -> str:
        return "<Pin>"

    def __str__(self) -> str:
        raise TypeError("a PIN is not text: ask for reveal()")


class Weakness(StrEnum):
    """Why a PIN is refused."""

    TOO_SHORT = "too-short"
    TOO_ALIKE = "too-alike"
    RUN = "run"
    REPEATED = "repeated"
    DATE = "date"
    WELL_KNOWN = "well-known"
    OWN_NUMBER = "own-number"
    USED_BEFORE = "used-before"


def fewest_digits(role: StaffRole) -> int:
    """How many digits the PIN of this role has at least: an attendant's 6, everybody else's 8 (accessibility.md 5.3)."""
    return FEWEST_DIGITS if role is StaffRole.ATTENDANT else _FEWEST_BUT_FOR_ATTENDANTS


def weakness(pin: Pin, role: StaffRole, number: StaffNumber) -> Weakness | None:
    """Say why this can't be the PIN of who has this role and number; None if it can.

    Whether it was used before is not seen here: earlier PINs are known as hashes only.
    """
    digits = pin.reveal()
    rules = (
        (Weakness.TOO_SHORT, len(digits) < fewest_digits(role)),
        (Weakness.TOO_ALIKE, len(set(digits)) < _FEWEST_DIFFERENT),
        (Weakness.RUN, _runs(digits)),
        (Weakness.REPEATED, _repeats(digits)),
        (Weakness.OWN_NUMBER, number.digits in digits or number.digits[::-1] in digits),
        (Weakness.DATE, _tells_a_date(digits)),
        (Weakness.WELL_KNOWN, any(digits in known or known in digits for known in _WELL_KNOWN)),
    )
    return next((weak for weak, is_so in rules if is_so), None)


def _runs(digits: str) -> bool:
    """Whether the digits go in equal steps (135791), or all but two of them count up or down (123456, 987601)."""
    steps = [(int(after) - int(before)) % 10 for before, after in pairwise(digits)]
    if len(set(steps)) == 1:
        return True
    longest = here = 1
    last = None
    for step in steps:
        here = (here + 1 if step == last else 2) if step in (0, 1, 9) else 1
        longest, last = max(longest, here), step
    return longest >= len(digits) - _OUTSIDE_A_RUN


def _repeats(digits: str) -> bool:
    """Whether a part comes again to the end (121212, 1231231), the digits are mirrored (123321), or each is doubled (112233)."""
    again = any(digits[size:] == digits[:-size] for size in range(1, len(digits) // 2 + 1))
    doubled = len(digits) % 2 == 0 and digits[::2] == digits[1::2]
    return again or digits == digits[::-1] or doubled


def _tells_a_date(digits: str) -> bool:
    """Whether there is a day of 1900 to 2099 in it, or six digits are a short date or a year with its month."""
    if len(digits) == FEWEST_DIGITS:
        ends = (digits[:2], digits[2:4], digits[4:])
        short = ((0, 1, 2), (2, 0, 1), (2, 1, 0))  # YYMMDD, MMDDYY, DDMMYY
        if any(_is_day("20" + ends[year], ends[month], ends[day]) for year, month, day in short):
            return True
        return _is_day(digits[:4], digits[4:], "01") or _is_day(digits[2:], digits[:2], "01")
    parts = (digits[start : start + _DATE_DIGITS] for start in range(len(digits) - _DATE_DIGITS + 1))
    return any(
        _is_day(part[:4], part[4:6], part[6:])
        or _is_day(part[4:], part[:2], part[2:4])
        or _is_day(part[4:], part[2:4], part[:2])
        for part in parts
    )


def _is_day(year: str, month: str, day: str) -> bool:
    if not year.startswith(_CENTURIES):
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
