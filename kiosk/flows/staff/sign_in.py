"""Who is it of the staff: from the knock to somebody who has signed in, or back to where it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from devices.errors import DeviceError
from kiosk.core.record import RecordError
from kiosk.core.staff import StaffCard
from kiosk.flows.each_page import EachPage
from kiosk.screens.staff.sign_in import (
    Typed,
    card_not_read,
    choose_pin,
    enter_number,
    enter_pin,
    enter_setup_code,
    not_signed_in,
    put_staff_card,
    repeat_pin,
    room_closed,
    signing_in,
    somebody_yet,
    with_help,
)
from kiosk.staff.errors import MustChange, PinTooOld, StaffRefused, WeakPin, WrongPin, WrongSetupCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.page import Page
    from kiosk.core.pin import Pin, Weakness
    from kiosk.core.staff import SignedIn, StaffMember, StaffNumber
    from kiosk.flows.hall import Hall
    from kiosk.screens.staff.sign_in import Who
    from kiosk.staff.room import StaffRoom

    Changing = Callable[[StaffRoom], StaffMember]

T = TypeVar("T")


async def sign_in(hall: Hall) -> SignedIn | None:
    """Ask for card and PIN; None when nobody signs in. On an empty roll the first administrator is made.

    Every page of it offers 请人帮忙: whoever stands there may have come upon it by accident.
    """
    return await EachPage(_sign_in(hall), with_help)


async def _sign_in(hall: Hall) -> SignedIn | None:
    try:
        if not await somebody_yet():
            return await _first(hall)
        who = await whose_card(hall)
        return None if who is None else await _with_pin(hall, who)
    except StaffRefused as refusal:
        await not_signed_in(refusal)
    except (RecordError, DeviceError):  # a roll that can't be opened, or a lane that hangs
        await room_closed()
    return None


async def whose_card(hall: Hall) -> Who | None:
    """Ask for a staff card, or the number where that is enough; None when nobody puts one."""
    page = put_staff_card(
        identity=hall.reads_id_cards,
        social=hall.reads_social_cards,
        scans=hall.scans,
        typed=not hall.config.staff.card_needed,
    )
    while True:
        try:
            who = await page
        except DeviceError:
            # Nobody's touch is nobody there: a reader that is lost must not keep the screen from whom it belongs to.
            if not await card_not_read():
                return None
            if not hall.config.staff.card_needed:
                return await enter_number()
            continue
        if who is Typed.NUMBER:
            return await enter_number()
        return None if isinstance(who, Typed) else who


async def _with_pin(hall: Hall, who: Who) -> SignedIn:
    shuffled, by_card = hall.config.staff.shuffled_keys, isinstance(who, StaffCard)
    look = partial(signing_in, by_card=by_card)
    left: int | None = None
    while True:
        pin = await enter_pin(shuffled=shuffled, left=left)
        try:
            return await look(_signing_in(who, pin))
        except WrongPin as wrong:
            if wrong.seconds:
                raise
            left = wrong.left
        except (MustChange, PinTooOld):
            return await change_pin(hall, who, pin, look)


def _signing_in(who: Who, pin: Pin) -> Callable[[StaffRoom], StaffMember]:
    return lambda room: room.sign_in(who, pin)


async def change_pin(hall: Hall, who: Who, old: Pin, page: Callable[[Changing], Page[T]]) -> T:
    """Choose a PIN of one's own until it is a good one. `page` has the change made: `signing_in` signs in who made it."""
    weak: Weakness | None = None
    while True:
        new = await _new_pin(hall, weak)
        try:
            return await page(_changing(who, old, new))
        except WeakPin as refusal:
            weak = refusal.weakness


def _changing(who: Who, old: Pin, new: Pin) -> Changing:
    return lambda room: room.change_pin(who, old, new)


async def _new_pin(hall: Hall, weak: Weakness | None) -> Pin:
    """Ask for a new PIN twice until both are the same."""
    shuffled, differs = hall.config.staff.shuffled_keys, False
    while True:
        pin = await choose_pin(shuffled=shuffled, weak=weak, differs=differs)
        if await repeat_pin(shuffled=shuffled) == pin:
            return pin
        weak, differs = None, True


def _first_of_all(code: Pin, number: StaffNumber, pin: Pin) -> Changing:
    return lambda room: room.first_administrator(code, number, pin)


async def _first(hall: Hall) -> SignedIn:
    """Make the first administrator, whom the setup code lets in."""
    code = await enter_setup_code()
    number = await enter_number(new=True)
    weak: Weakness | None = None
    while True:
        pin = await _new_pin(hall, weak)
        try:
            return await signing_in(_first_of_all(code, number, pin))
        except WeakPin as refusal:
            weak = refusal.weakness
        except WrongSetupCode as wrong:
            if wrong.seconds:
                raise
            await not_signed_in(wrong)
            code = await enter_setup_code()
