"""What an audit event may carry. No kind of field can hold free text, so personal data has no way in.

A code is checked by its form: letters first, never four digits in a row. That keeps out names in characters, numbers of
people, cards, accounts and telephones, amounts and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.pseudonym import Pseudonym
from kiosk.core.serial import DocumentSerial

if TYPE_CHECKING:
    from enum import StrEnum

_CODE: Final = re.compile(r"(?!.*[0-9]{4})[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
_CODE_LENGTH: Final = 64
_CRASH_CODE: Final = re.compile(r"[0-9]{3}-[0-9]{3}")

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


Field = Code | OneOf | Whole | Flag | Serial | Subject | CrashCode
