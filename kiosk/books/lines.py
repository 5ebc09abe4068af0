"""Reading the audit from its end, page by page, with a filter; the newest lines first, in little memory."""

from __future__ import annotations

import os
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.audit.catalogue import shown
from kiosk.audit.logs import logs_of
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from kiosk.audit.catalogue import Shown
    from kiosk.core.staff import StaffNumber

A_PAGE: Final = 30
_PIECE: Final = 1 << 16
_OFTEN: Final = 500


class Group(StrEnum):
    """What lines are about."""

    ALL = "all"
    TROUBLE = "trouble"
    STAFF = "staff"
    HELP = "help"
    PRINTS = "prints"
    DEVICES = "devices"
    KEEPING = "keeping"


_BEGINS: Final[Mapping[Group, tuple[str, ...]]] = MappingProxyType(
    {
        Group.STAFF: ("sign", "pin-", "setup-", "staff-", "first-", "dual-"),
        Group.HELP: ("help-", "assistance-", "figures-", "id-number-", "mandate-", "presence-", "print-settled"),
        Group.PRINTS: ("print-",),
        Group.DEVICES: ("device-", "supply-", "self-", "paper-", "door-", "tampered", "power-"),
        Group.KEEPING: (
            "maintenance-", "records-", "export-", "audit-", "config-", "clock-", "out-of-", "hours-", "restart-",
            "shut-down-", "started", "stopped", "log-", "heads-", "crash",
        ),
    }
)  # fmt: skip
"""How the ids of a group's events begin."""


@dataclass(frozen=True)
class Filter:
    """Which lines are wanted: of a group, of one of the staff, of one day."""

    group: Group = Group.ALL
    staff: StaffNumber | None = None
    day: date | None = None

    def takes(self, line: Shown) -> bool:
        """Whether a line is wanted."""
        if self.staff is not None and str(self.staff) not in line.numbers:
            return False
        if self.day is not None and line.at.date() != self.day:
            return False
        if self.group is Group.ALL:
            return True
        return line.trouble if self.group is Group.TROUBLE else line.event.startswith(_BEGINS[self.group])


@dataclass(frozen=True)
class Place:
    """Where reading goes on: the file, and the byte before which it does."""

    log: Path
    end: int


@dataclass(frozen=True)
class Lines:
    """Some lines, the newest first, and where the earlier ones begin; None at the beginning of the audit."""

    lines: tuple[Shown, ...]
    earlier: Place | None
    unreadable: int = 0


def page(newest: Path, wanted: Filter, begin: Place | None, told: Callable[[], None]) -> Lines:
    """Return the next lines that are wanted, at most a page of them; `told` is called now and then and may end it.

    Raises `OSError`. A line that is none is counted and passed over: `verify` says what is wrong with it.
    """
    found: list[Shown] = []
    unreadable = seen = 0
    for log, start, line in _backwards(newest, begin):
        seen += 1
        if seen % _OFTEN == 0:
            told()
        try:
            each = shown(line)
        except ValueError:
            unreadable += 1
            continue
        if wanted.day is not None and each.at.date() < wanted.day:
            return Lines(tuple(found), None, unreadable)
        if wanted.takes(each):
            found.append(each)
            if len(found) == A_PAGE:
                return Lines(tuple(found), Place(log, start), unreadable)
    return Lines(tuple(found), None, unreadable)


def of_day(newest: Path, day: date, told: Callable[[], None]) -> list[Shown]:
    """Return all lines of a day, the oldest first. Raises `OSError`."""
    found: list[Shown] = []
    for number, (_, _, line) in enumerate(_backwards(newest, None)):
        if number % _OFTEN == 0:
            told()
        try:
            each = shown(line)
        except ValueError:
            continue
        if each.at.date() < day:
            break
        if each.at.date() == day:
            found.append(each)
    return found[::-1]


def _backwards(newest: Path, begin: Place | None) -> Iterator[tuple[Path, int, bytes]]:
    """Go through the lines of all files from the end: the file, where the line begins, the line."""
    for log in reversed(logs_of(newest) if newest.exists() else []):
        if begin is not None and begin.log != log:
            continue
        end = None if begin is None else begin.end
        begin = None
        for start, line in _lines(log, end):
            yield log, start, line


def _lines(log: Path, end: int | None) -> Iterator[tuple[int, bytes]]:
    with log.open("rb") as file:
        at = file.seek(0, os.SEEK_END) if end is None else end
        tail = b""  # the end of what was read, whose beginning lies further before
        while at > 0:
            size = min(_PIECE, at)
            at -= size
            file.seek(at)
            pieces = (file.read(size) + tail).split(b"\n")
            tail = pieces[0]
            start = at + sum(len(piece) + 1 for piece in pieces)
            for piece in reversed(pieces[1:]):
                start -= len(piece) + 1
                if piece:
                    yield start, piece
        if tail:
            yield 0, tail
