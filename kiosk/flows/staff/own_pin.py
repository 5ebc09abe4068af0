"""换密码: everybody changes their own PIN; who may, also lets a colleague in again who is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.staff import StaffCard, StaffRole
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.sign_in import change_pin, whose_card
from kiosk.screens.staff.roll import (
    Done,
    PinWish,
    nobody_locked,
    on_the_roll,
    pin_or_unlock,
    reading_roll,
    roll_done,
    roll_refused,
    whom_to_unlock,
)
from kiosk.screens.staff.sign_in import checking, enter_pin, not_signed_in
from kiosk.staff.errors import NoSuchStaff, NotAllowed, NotYours, SamePerson, StaffRefused, WrongPin

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.pin import Pin
    from kiosk.core.staff import StaffMember, StaffNumber
    from kiosk.flows.staff.service import OnDuty
    from kiosk.screens.staff.sign_in import Who
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.roster import Listed


async def own_pin(duty: OnDuty) -> Stay:
    """Ask which, where there is a choice, and do it."""
    everybody = await reading_roll()
    if _may_unlock(everybody, duty.member) and await pin_or_unlock() is PinWish.UNLOCK:
        await _unlock(duty, everybody)
        return Stay.MENU
    try:
        changed = await _change(duty)
    except NotYours as refusal:
        await roll_refused(refusal)
    except StaffRefused as refusal:
        await not_signed_in(refusal)
    else:
        if changed is not None:
            await roll_done(Done.PIN_CHANGED, changed.number)
    return Stay.MENU


def _may_unlock(everybody: tuple[Listed, ...], member: StaffMember) -> bool:
    own = (each for each in everybody if each.number == member.number)
    return any(each.may_unlock or each.role is StaffRole.ADMINISTRATOR for each in own)


async def _change(duty: OnDuty) -> StaffMember | None:
    """Ask for the PIN that holds now and for a new one; None without a card. Raises what locks somebody out.

    Raises `NotYours` for a card that isn't theirs: with a colleague's card and PIN, it would be the colleague's that is changed.
    """
    hall = duty.hall
    who = await whose_card(hall) if hall.config.staff.card_needed else duty.member.number
    if who is None:
        return None
    if isinstance(who, StaffCard):
        await on_the_roll("checking_card", _owning(who, duty.member.number))
    left: int | None = None
    while True:
        pin = await enter_pin(shuffled=hall.config.staff.shuffled_keys, left=left)
        try:
            await checking(_looking_at(who, pin))
        except WrongPin as wrong:
            if wrong.seconds:
                raise
            left = wrong.left
        else:
            return await change_pin(hall, who, pin, checking)


def _owning(card: StaffCard, number: StaffNumber) -> Callable[[StaffRoom], None]:
    return lambda room: room.must_own(card, number)


def _looking_at(who: Who, pin: Pin) -> Callable[[StaffRoom], StaffMember]:
    return lambda room: room.sign_in(who, pin)


async def _unlock(duty: OnDuty, everybody: tuple[Listed, ...]) -> None:
    locked = tuple(each for each in everybody if (each.locked or each.wrong) and each.number != duty.member.number)
    if not locked:
        await nobody_locked()
        return
    number = (await whom_to_unlock(locked)).number
    try:
        await on_the_roll("changing_roll", lambda room: room.unlock(duty.member, number))
    except (NotAllowed, NoSuchStaff, SamePerson) as refusal:
        await roll_refused(refusal)
    else:
        await roll_done(Done.UNLOCKED, number)
