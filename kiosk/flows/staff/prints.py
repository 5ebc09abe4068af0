"""Today's prints: how they ended, one by one too, and on to those that somebody has to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.settle_prints import settle_one, settle_prints
from kiosk.screens.staff.prints import (
    A_PAGE,
    PrintsWish,
    Turn,
    counting_prints,
    print_journal,
    prints_of_the_day,
    reading_prints,
)

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty


async def prints(duty: OnDuty) -> Stay:
    """Count them, and settle what is not known if that is wanted. Raises what the journal raises."""
    while True:
        counts = await counting_prints()
        match await prints_of_the_day(counts, duty.member):
            case PrintsWish.SETTLE:
                await settle_prints(duty)
            case PrintsWish.EACH:
                await _each(duty)
            case _:
                return Stay.MENU


async def _each(duty: OnDuty) -> None:
    """Show them one by one, and have those looked for that nobody knows the end of."""
    begin = 0
    while True:
        wish = await print_journal(await reading_prints(), begin, duty.member)
        match wish:
            case Turn.EARLIER:
                begin += A_PAGE
            case Turn.LATER:
                begin -= A_PAGE
            case Turn.ENOUGH:
                return
            case _:
                await settle_one(duty, wish)
