"""怎么恢复: what is done about the fault for which nobody is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.flows.staff.service import Stay

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty


async def closed(duty: OnDuty) -> Stay | None:
    """Put the second stage of the page that stands in place of home; leave with whoever says that it is done.

    Back to the menu otherwise, as where that page has none.
    """
    page = duty.parked.page
    if page is None or page.staff is None:
        return Stay.MENU
    return None if await page.staff is Onward.LEAVE else Stay.MENU
