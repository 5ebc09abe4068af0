"""What one person may not do alone: two different people give their PINs for it within a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from devices.errors import DeviceError
from kiosk.audit import staff_events as events
from kiosk.core.record import RecordError
from kiosk.flows.staff.sign_in import whose_card
from kiosk.screens.staff.second_person import Together, agreeing, giving_pin, not_agreed, now_the_other, two_are_needed
from kiosk.screens.staff.sign_in import enter_pin, not_signed_in, room_closed
from kiosk.staff.errors import NotAllowed, NotYours, SamePerson, StaffRefused, TooLate, WrongPin

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.page import Page
    from kiosk.core.pin import Pin
    from kiosk.core.staff import StaffMember
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty
    from kiosk.screens.staff.sign_in import Who
    from kiosk.staff.two_people import Agreed, Matter, TwoPeople

T = TypeVar("T")


async def second_person(duty: OnDuty, matter: Matter) -> Agreed | None:
    """Let who has signed in and another one agree to `matter`; None when it doesn't come to that, and they were told why.

    Both give their PINs for the matter itself. The audit notes both, granted or refused.
    """
    if await two_are_needed(matter) is not Together.YES:
        return None
    try:
        return await _agreed(duty, matter)
    except (SamePerson, TooLate, NotAllowed, NotYours) as refusal:
        await not_agreed(refusal)
    except StaffRefused as refusal:
        await not_signed_in(refusal)
    except (RecordError, DeviceError):
        await room_closed()
    return None


async def _agreed(duty: OnDuty, matter: Matter) -> Agreed | None:
    hall, own = duty.hall, duty.member
    who = await whose_card(hall) if hall.config.staff.card_needed else own.number
    if who is None:
        return None
    card = who
    first = await _with_pin(hall, lambda pin: giving_pin(matter, own, card, pin, refused=_refused(duty, matter)))
    if await now_the_other(matter) is not Together.YES:
        return None
    other = await whose_card(hall)
    return None if other is None else await _with_pin(hall, lambda pin: _agreeing(duty, first, other, pin))


def _agreeing(duty: OnDuty, first: TwoPeople, who: Who, pin: Pin) -> Page[Agreed]:
    def granted(agreed: Agreed) -> None:
        what = events.Dual(agreed.matter.value)
        duty.hall.note(events.DUAL_GRANTED(agreed.first, second=agreed.second.number, what=what))

    return agreeing(first, who, pin, granted=granted, refused=_refused(duty, first.matter))


def _refused(duty: OnDuty, matter: Matter) -> Callable[[StaffMember, StaffRefused], None]:
    """Return what notes that somebody didn't make it two."""

    def refused(second: StaffMember, refusal: StaffRefused) -> None:
        what = events.Dual(matter.value)
        duty.hall.note(events.DUAL_REFUSED(duty.member, second=second.number, what=what, reason=refusal.code))

    return refused


async def _with_pin(hall: Hall, look: Callable[[Pin], Page[T]]) -> T:
    """Ask for the PIN until it is right. Raises what locks somebody out."""
    left: int | None = None
    while True:
        pin = await enter_pin(shuffled=hall.config.staff.shuffled_keys, left=left)
        try:
            return await look(pin)
        except WrongPin as wrong:
            if wrong.seconds:
                raise
            left = wrong.left
