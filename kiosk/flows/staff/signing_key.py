"""Another signing key, made by two people; papers signed with the older ones can still be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.exits import Exit
from kiosk.core.upkeep import KeysRefused
from kiosk.flows.staff.outcome import Exits
from kiosk.flows.staff.second_person import second_person
from kiosk.flows.staff.service import Stay
from kiosk.screens.staff.keys import another_key, key_made, making_key
from kiosk.screens.staff.machine import Next, refused
from kiosk.screens.staff.records import Yes
from kiosk.screens.staff.stopping import asking_exit
from kiosk.staff.two_people import Matter

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty


async def signing_key(duty: OnDuty) -> Exits | Stay:
    """Make it, and ask whether the program is to start again: the new key signs from then on."""
    if await another_key(duty.member) is not Yes.DO_IT or await second_person(duty, Matter.KEYS) is None:
        return Stay.MENU
    number = await making_key(duty.member, duty.hall.note)
    if isinstance(number, KeysRefused):
        await refused(number)
    elif await key_made(number) is Next.NOW:
        return Exits(await asking_exit(Exit.RESTART, duty.member, duty.hall.note))
    return Stay.MENU
