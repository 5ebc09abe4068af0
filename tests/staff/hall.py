"""A hall's staff for the tests: four made-up people, their PINs and cards, and a room whose PINs are cheap to hash."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import StaffConfig
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.staff.deeds import Deed
from kiosk.staff.room import StaffRoom
from kiosk.staff.roster import MACHINE
from kiosk.staff.secrets import PinWork, StaffKeys

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.clock import Clock
    from kiosk.staff.deeds import Watch

KEYS: Final = StaffKeys(b"r" * 32, b"p" * 32, b"c" * 32)
NINE: Final = datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
CHEAP_KIB: Final = 8

CHIEF, CHIEFS_PIN = StaffNumber("0100"), Pin("58203947")
DESK, DESKS_PIN = StaffNumber("0217"), Pin("482915")
NIGHT, NIGHTS_PIN = StaffNumber("0330"), Pin("90361758")
BOOKS, BOOKS_PIN = StaffNumber("0441"), Pin("26840173")
WRONG: Final = Pin("70419628")
NOBODY: Final = StaffNumber("9999")
DESKS_CARD: Final = StaffCard(CardKind.ID_CARD, "990101198803021234")
STRANGE_CARD: Final = StaffCard(CardKind.ID_CARD, "990101194410010028")
CHIEF_SIGNED_IN: Final = StaffMember(CHIEF, StaffRole.ADMINISTRATOR)
LONG: Final = 100_000.0
"""Seconds longer than any wait."""


def virtual() -> VirtualClock:
    return VirtualClock(NINE)


def opened(
    path: Path, clock: Clock, *, config: StaffConfig | None = None, watch: Watch | None = None, kib: int = CHEAP_KIB
) -> StaffRoom:
    work = PinWork(KEYS.pepper, kib)
    return StaffRoom(path, KEYS, config or StaffConfig(), clock, watch=watch, work=work)


def staffed(room: StaffRoom) -> StaffRoom:
    """Put the hall's four people on the roll, with PINs of their own."""
    room.add(MACHINE, CHIEF, StaffRole.ADMINISTRATOR, pin=CHIEFS_PIN)
    room.add(MACHINE, DESK, StaffRole.ATTENDANT, pin=DESKS_PIN, cards=[DESKS_CARD])
    room.add(MACHINE, NIGHT, StaffRole.TECHNICIAN, pin=NIGHTS_PIN)
    room.add(MACHINE, BOOKS, StaffRole.AUDITOR, pin=BOOKS_PIN, may_unlock=True)
    return room


def wrong_of(room: StaffRoom, number: StaffNumber) -> int:
    """How many PINs the roll counts as wrong."""
    return next(each.wrong for each in room.everybody() if each.number == number)


def _digits(number: StaffNumber | None) -> str | None:
    return None if number is None else number.digits


def kinds(deeds: list[Deed]) -> list[tuple[str, str | None, str | None, str]]:
    """Deeds as an auditor lists them: what, to whom, by whom, why not."""
    return [(deed.did.value, _digits(deed.whom), _digits(deed.by), deed.code) for deed in deeds]
