"""What an audit event may carry. No kind of field can hold free text, so personal data has no way in.

A code is checked by its form: letters first, never four digits in a row. That keeps out names in characters, numbers of
people, cards, accounts and telephones, amounts and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, cast

from kiosk.core.mandate import MandateNumber
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.serial import DocumentSerial
from kiosk.core.staff import StaffNumber

if TYPE_CHECKING:
    from enum import StrEnum

_CODE: Final = re.compile(r"(?!.*[0-9]{4})[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
_CODE_LENGTH: Final = 64
_CODES: Final = 8
"""More in one field would be a text."""
_CRASH_CODE: Final = re.compile(r"[0-9]{3}-[0-9]{3}")
_DATA_BEGIN: Final = date(2020, 1, 1)
_DATA_END: Final = date(2100, 1, 1)
_SHA256_BYTES: Final = 32
_YOUNGEST_BAND, _OLDEST_BAND, _BAND_YEARS = 50, 90, 10
_OLDEST: Final = 150

Written = str | int | bool


class FieldRefused(ValueError):
    """A value is not what its field may carry. Says what is wanted, never what came."""


@dataclass(frozen=True, slots=True)
class Code:
    """A stable name of ours: of a page, a lane, an error, a version."""

    def written(self, value: object) -> Written:
        """Return the code."""
        if isinstance(value, str) and len(value) <= _CODE_LENGTH and _CODE.fullmatch(value):
            return str(value)
        raise FieldRefused("a stable code is wanted")


@dataclass(frozen=True, slots=True)
class OneOf:
    """A member of an enumeration of ours."""

    kind: type[StrEnum]

    def written(self, value: object) -> Written:
        """Return the member's value."""
        if isinstance(value, self.kind):
            return value.value
        raise FieldRefused(f"a {self.kind.__name__} is wanted")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both included; never wide enough for a number that names somebody."""

    least: int
    most: int

    def __post_init__(self) -> None:
        widest = 9_999_999  # seven digits: short of a telephone number
        if not -widest <= self.least <= self.most <= widest:
            raise FieldRefused("a whole number's bounds have at most seven digits")

    def written(self, value: object) -> Written:
        """Return the number."""
        if type(value) is int and self.least <= value <= self.most:
            return value
        raise FieldRefused(f"a whole number from {self.least} to {self.most} is wanted")


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def written(self, value: object) -> Written:
        """Return it."""
        if isinstance(value, bool):
            return value
        raise FieldRefused("yes or no is wanted")


@dataclass(frozen=True, slots=True)
class Serial:
    """A document's serial. Taken only as what it is: sixteen digits in a string might be a bank card."""

    def written(self, value: object) -> Written:
        """Return it as sixteen hexadecimal digits."""
        if isinstance(value, DocumentSerial):
            return str(value)
        raise FieldRefused("a document serial is wanted")


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, as keyed pseudonym."""

    def written(self, value: object) -> Written:
        """Return the pseudonym in hexadecimal."""
        if isinstance(value, Pseudonym):
            return str(value)
        raise FieldRefused("a pseudonym is wanted")


@dataclass(frozen=True, slots=True)
class CrashCode:
    """The code of a crash, as the apology shows it: 482-913."""

    def written(self, value: object) -> Written:
        """Return the code."""
        if isinstance(value, str) and _CRASH_CODE.fullmatch(value):
            return value
        raise FieldRefused("a crash code is wanted")


@dataclass(frozen=True, slots=True)
class Codes:
    """Up to eight codes, as `a+b`: what somebody may do for another."""

    def written(self, value: object) -> Written:
        """Return them in one word."""
        if not isinstance(value, tuple):
            raise FieldRefused("a tuple of stable codes is wanted")
        codes = cast("tuple[object, ...]", value)
        if not 0 < len(codes) <= _CODES:
            raise FieldRefused("a tuple of stable codes is wanted")
        return "+".join(str(Code().written(each)) for each in codes)


@dataclass(frozen=True, slots=True)
class Staff:
    """One of the hall's staff, by the number the hall gave them. Taken only as what it is: eight digits might be a birthday."""

    def written(self, value: object) -> Written:
        """Return the number."""
        if isinstance(value, StaffNumber):
            return str(value)
        raise FieldRefused("a staff number is wanted")


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate, by its number."""

    def written(self, value: object) -> Written:
        """Return the number."""
        if isinstance(value, MandateNumber):
            return str(value)
        raise FieldRefused("a mandate's number is wanted")


@dataclass(frozen=True, slots=True)
class DataDay:
    """A day the data reach to: from 2020 on, so that nobody's birthday fits who comes here."""

    def written(self, value: object) -> Written:
        """Return the day: 2026-11-15."""
        if isinstance(value, date) and not isinstance(value, datetime) and _DATA_BEGIN <= value < _DATA_END:
            return value.isoformat()
        raise FieldRefused("a day from 2020 on is wanted")


@dataclass(frozen=True, slots=True)
class FileDigest:
    """The SHA-256 of a file, 32 bytes; a type of its own, since bytes could be anything. Raises `ValueError`."""

    sha256: bytes

    def __post_init__(self) -> None:
        if len(self.sha256) != _SHA256_BYTES:
            raise ValueError("a SHA-256 has 32 bytes")

    def __str__(self) -> str:
        return self.sha256.hex()


@dataclass(frozen=True, slots=True)
class Sha256:
    """The SHA-256 of a file or of a line."""

    def written(self, value: object) -> Written:
        """Return it as 64 hexadecimal digits."""
        if isinstance(value, FileDigest):
            return str(value)
        raise FieldRefused("the digest of a file is wanted")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """An age in whole years, written as a band of ten years: under 50 and from 90 on there is one band each."""

    def written(self, value: object) -> Written:
        """Return the band: 70-79."""
        if type(value) is not int or not 0 <= value <= _OLDEST:
            raise FieldRefused("an age in whole years is wanted")
        if value < _YOUNGEST_BAND:
            return f"0-{_YOUNGEST_BAND - 1}"
        if value >= _OLDEST_BAND:
            return f"{_OLDEST_BAND}+"
        first = value - value % _BAND_YEARS
        return f"{first}-{first + _BAND_YEARS - 1}"


Field = (
    Code | Codes | OneOf | Whole | Flag | Serial | Subject | CrashCode | Staff | Mandate | DataDay | Sha256 | AgeBand
)
