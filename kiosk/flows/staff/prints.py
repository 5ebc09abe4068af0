"""Today's prints: how they ended, and on to those that somebody has to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.settle_prints import settle_prints
from kiosk.screens.staff.prints import PrintsWish, counting_prints, prints_of_the_day

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty


async def prints(duty: OnDuty) -> Stay:
    """Count them, and settle what is not known if that is wanted. Raises what the journal raises."""
    while True:
        counts = await counting_prints()
        if await prints_of_the_day(counts, duty.member) is not PrintsWish.SETTLE:
            return Stay.MENU
        await settle_prints(duty)
