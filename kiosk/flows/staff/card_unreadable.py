"""证读不出来: the original is in the attendant's hand, and its owner stands there; the number is typed from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.core.staff import Assistance, Reason
from kiosk.flows.menu import attend_identified
from kiosk.flows.staff.outcome import Serves
from kiosk.screens.staff.typed_number import enter_id_number, original_in_hand

if TYPE_CHECKING:
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty


async def card_unreadable(duty: OnDuty) -> Serves:
    """Serve a person from home, whose card no reader reads."""
    return Serves(partial(attend_typed, duty.hall), Assistance(duty.member, Reason.UNREADABLE_CARD))


async def attend_typed(hall: Hall) -> None:
    """Type, compare with the person, and serve them as anybody who has put a card."""
    typed = await enter_id_number()
    if await original_in_hand(typed):
        await attend_identified(hall, typed)
