"""Today's prints: how they ended, and on to those that somebody has to look for."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Final

from kiosk.flows.staff.service import Stay, flow
from kiosk.screens.staff.prints import PrintsWish, counting_prints, prints_of_the_day

if TYPE_CHECKING:
    from kiosk.flows.staff.outcome import Outcome
    from kiosk.flows.staff.service import OnDuty

_SETTLING: Final = "settle_prints"
"""The flow that settles prints nobody knows the end of."""


async def prints(duty: OnDuty) -> Outcome | Stay:
    """Count them, and settle what is not known if that is wanted."""
    settles = importlib.util.find_spec(f"kiosk.flows.staff.{_SETTLING}") is not None
    while True:
        counts = await counting_prints()
        if await prints_of_the_day(counts, duty.member, settles=settles) is not PrintsWish.SETTLE:
            return Stay.MENU
        outcome = await flow(_SETTLING)(duty)
        if not isinstance(outcome, Stay):
            return outcome
