"""What stands in a cell of an agency's table: how each kind of value is written, and the value it becomes.

Core systems write dates, months and amounts in several ways (domain.md 5.9): each is taken. What can't be meant is refused with
what to write. No refusal holds what stood in the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from devices import identity_number
from kiosk.core.money import Fen, IdNumber, Month

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NONE: Final = frozenset({"", "--"})
_NO_DATE: Final = _NONE | {"0", "99991231", "9999-12-31", "999912"}
_DATE: Final = re.compile(r"(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})[-/]?(\d{2})", re.ASCII)
_YUAN: Final = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2})0*)?", re.ASCII)
_COUNT: Final = re.compile(r"\d{1,5}", re.ASCII)
_SERIAL: Final = re.compile(r"[1-6]\d{4}", re.ASCII)
_SERIAL_ZERO: Final = date(1899, 12, 30)
"""Spreadsheets count days from here: 10000 to 69999 are 1927 to 2091."""
_EXCEL: Final = re.compile(r"\d(\.\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_OLD: Final = re.compile(r"\d{15}", re.ASCII)
_YEARS: Final = range(1900, 2101)
_LONGEST: Final = 100
_TAIL: Final = 4
_PLAIN_DIGITS: Final = 8
"""Digits of a date written without strokes."""


class CellWrong(ValueError):
    """What stands in a cell is not of its kind. The text says what to write, and never what stood there."""


@dataclass(frozen=True)
class Kind:
    """A kind of value: what to write, and what makes it of the text. `read` raises `CellWrong`; empty cells never reach it."""

    says: str
    read: Callable[[str], Any]
    empty: frozenset[str] = _NONE
    words: bool = False
    """Whether it is one of a few, for which an agency may have codes of its own."""


def _text(cell: str) -> str:
    _no_spreadsheet(cell)
    if len(cell) > _LONGEST or not cell.isprintable():
        raise CellWrong(f"too long, or not all of it visible: write at most {_LONGEST} characters")
    return cell


def _no_spreadsheet(cell: str) -> None:
    if _EXCEL.fullmatch(cell):
        raise CellWrong("a spreadsheet has made a number of it and lost digits: export the column as text")


def _number(cell: str) -> IdNumber:
    _no_spreadsheet(cell)
    number = identity_number.normalised(cell)
    if _OLD.fullmatch(number):
        number = f"{number[:6]}19{number[6:]}"
        number += identity_number.check_digit(number)
    if identity_number.is_valid(number) or identity_number.has_old_foreign_form(number):
        return IdNumber(number)
    raise CellWrong("no identity number, or its check digit is wrong: compare it with the card")


def _date(cell: str) -> date:
    if _SERIAL.fullmatch(cell):
        return _SERIAL_ZERO + timedelta(int(cell))
    found = _DATE.fullmatch(cell)
    try:
        if found is None or (not found[2] and len(cell) != _PLAIN_DIGITS) or int(found[1]) not in _YEARS:
            raise ValueError  # noqa: TRY301 - as for a day that isn't
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise CellWrong("no day: write it as 20260930 or 2026-09-30") from None


def _month(cell: str) -> Month:
    found = _MONTH.fullmatch(cell)
    try:
        if found is None or int(found[1]) not in _YEARS:
            raise ValueError  # noqa: TRY301 - as for a month that isn't
        return Month(int(found[1]), int(found[2]))
    except ValueError:
        raise CellWrong("no month: write it as 202609 or 2026-09") from None


def _yuan(cell: str) -> Fen:
    found = _YUAN.fullmatch(cell.replace(",", ""))
    if found is None:
        raise CellWrong("no amount in yuan: write it as 3402.16, with a - before what is taken off")
    amount = int(found[2]) * 100 + int((found[3] or "0").ljust(2, "0"))
    return Fen(-amount if found[1] else amount)


def _count(cell: str) -> int:
    if not _COUNT.fullmatch(cell):
        raise CellWrong("no whole number: write it in digits")
    return int(cell)


def _year(cell: str) -> int:
    year = int(cell) if _COUNT.fullmatch(cell) else 0
    if year not in _YEARS:
        raise CellWrong("no year: write it as 2026")
    return year


def _tail(cell: str) -> str:
    """The last digits of an account: more never gets into the records."""
    if len(cell) > _LONGEST or not cell.isascii() or not cell.isalnum():
        raise CellWrong("no account: write its digits, or the last four of them")
    return cell[-_TAIL:]


TEXT: Final = Kind("text", _text)
NUMBER: Final = Kind("identity number of 18 or 15 digits", _number)
_MOST_KEPT: Final = 16_384
"""The same months, days and amounts come in everybody's rows: each is read once."""
DAY: Final = Kind("20260930 or 2026-09-30", lru_cache(_MOST_KEPT)(_date), _NO_DATE)
MONTH: Final = Kind("202609 or 2026-09", lru_cache(_MOST_KEPT)(_month), _NO_DATE)
YUAN: Final = Kind("yuan, as 3402.16", lru_cache(_MOST_KEPT)(_yuan))
COUNT: Final = Kind("whole number", _count)
YEAR: Final = Kind("2026", _year)
TAIL: Final = Kind("account, of which the last four digits are kept", _tail)


def one_of(words: Mapping[str, object]) -> Kind:
    """Return the kind of what is one of these, each by the word or code it is written with."""

    def read(cell: str) -> object:
        if cell not in words:
            raise CellWrong(f"none of those there are: write {', '.join(words)}")
        return words[cell]

    return Kind(", ".join(words), read, words=True)


def some_of(words: Mapping[str, object]) -> Kind:
    """Return the kind of several of these, parted by semicolons."""
    one = one_of(words)
    return Kind(f"{one.says}; several with ; between them", lambda cell: tuple(map(one.read, cell.split(";"))))
