"""The citizen identity number (公民身份号码): its check digit, and the birth date and sex it tells.

Source: GB 11643-1999: six digits of region, eight of birth, three of sequence (the last odd for men), one check digit by
ISO 7064 MOD 11-2. Regions are not checked: abolished codes stay on cards for life, and new counties come every year.

A foreigner with permanent residence has a number of the same make since 2023: 9, two digits of the province, three of the
country (GB/T 2659), then birth, sequence and check digit; before, three letters of the country and twelve digits.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from devices.roles import Sex

LENGTH: Final = 18
_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
"""By the weighted sum modulo 11."""

EARLIEST_YEAR: Final = 1850

HMT_REGIONS: Final = frozenset(("810000", "820000", "830000"))
"""Regions in the numbers of residents of Hong Kong, Macao and Taiwan."""

_FOREIGN: Final = re.compile(r"9[0-9]{16}[0-9X]")
_FOREIGN_OLD: Final = re.compile(r"[A-Z]{3}[0-9]{12}")


def normalised(number: str) -> str:
    """Return the number as it is written: a final x is a capital X."""
    return number.upper()


def check_digit(first17: str) -> str:
    """Return the check digit of the first 17 digits. Raises `ValueError` if they aren't that."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("not 17 digits")
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_valid(number: str) -> bool:
    """Whether it has the shape, the right check digit and a birth date that exists. The final X must be a capital."""
    if not _SHAPE.fullmatch(number) or number[-1] != check_digit(number[:17]):
        return False
    try:
        birth_of(number)
    except ValueError:
        return False
    return True


def birth_of(number: str) -> date:
    """Return the birth date in a number. Raises `ValueError` (without the number) if there is none."""
    if not _SHAPE.fullmatch(number):
        raise ValueError("not an identity number")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError("the birth date in the identity number does not exist") from None
    if birth.year < EARLIEST_YEAR:
        raise ValueError("the birth date in the identity number is too early")
    return birth


def sex_of(number: str) -> Sex:
    """Return the sex in a number: the 17th digit is odd for men. Raises `ValueError` (without the number)."""
    if not _SHAPE.fullmatch(number):
        raise ValueError("not an identity number")
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def has_foreign_form(number: str) -> bool:
    """Whether it has the shape of a foreigner's number since 2023; `is_valid` checks it further."""
    return _FOREIGN.fullmatch(number) is not None


def has_old_foreign_form(number: str) -> bool:
    """Whether it has the shape of a foreigner's number before 2023, of which no check is known."""
    return _FOREIGN_OLD.fullmatch(number) is not None
