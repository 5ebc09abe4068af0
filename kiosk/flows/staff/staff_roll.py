"""An administrator looks after the roll: who may sign in, somebody new, a card, a PIN, a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from devices.errors import DeviceError
from kiosk.core.staff import StaffCard
from kiosk.flows.staff.service import Stay
from kiosk.screens.staff.roll import (
    Done,
    MemberWish,
    RollWish,
    first_pin,
    on_the_roll,
    one_of_them,
    put_their_card,
    reading_roll,
    roll,
    roll_done,
    roll_refused,
    sure_to_remove,
    which_role,
)
from kiosk.screens.staff.sign_in import card_not_read, enter_number
from kiosk.staff.errors import StaffRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.staff import StaffNumber
    from kiosk.flows.staff.service import OnDuty
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.roster import Listed

T = TypeVar("T")


async def staff_roll(duty: OnDuty) -> Stay:
    """Show the roll, and change it as is wanted."""
    while True:
        wish = await roll(await reading_roll(), duty.member)
        if wish is RollWish.ENOUGH:
            return Stay.MENU
        try:
            if isinstance(wish, RollWish):
                await _add(duty)
            else:
                await _one(duty, wish)
        except StaffRefused as refusal:
            await roll_refused(refusal)


async def _add(duty: OnDuty) -> None:
    number = await enter_number(new=True)
    role = await which_role()
    card = await _card(duty)
    cards = () if card is None else (card,)
    pin = await on_the_roll("adding_staff", lambda room: room.add(duty.member, number, role, cards=cards))
    await first_pin(number, pin)


async def _card(duty: OnDuty) -> StaffCard | None:
    """Have a card put; None if there is none to give now, or none can be read here."""
    hall = duty.hall
    if not (hall.reads_id_cards or hall.reads_social_cards or hall.scans):
        return None
    page = put_their_card(identity=hall.reads_id_cards, social=hall.reads_social_cards, scans=hall.scans)
    while True:
        try:
            card = await page
        except DeviceError:
            await card_not_read()
            continue
        return card if isinstance(card, StaffCard) else None


async def _one(duty: OnDuty, each: Listed) -> None:
    by, number = duty.member, each.number
    wish = await one_of_them(each, by)
    if wish is MemberWish.RESET:
        await first_pin(number, await on_the_roll("resetting_pin", lambda room: room.reset(by, number)))
    elif wish is MemberWish.UNLOCK:
        await _done(Done.UNLOCKED, number, lambda room: room.unlock(by, number))
    elif wish is MemberWish.CARD:
        card = await _card(duty)
        if card is not None:
            await _done(Done.CARD_GIVEN, number, lambda room: room.give_card(by, number, card))
    elif wish is MemberWish.NO_CARDS:
        await _done(Done.CARDS_TAKEN, number, lambda room: room.take_cards(by, number))
    elif wish is MemberWish.REMOVE and await sure_to_remove(number):
        await _done(Done.REMOVED, number, lambda room: room.remove(by, number))


async def _done(done: Done, number: StaffNumber, work: Callable[[StaffRoom], None]) -> None:
    await on_the_roll("changing_roll", work)
    await roll_done(done, number)
