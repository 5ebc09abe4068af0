"""From a card to the record of its holder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.core.record import Found, PersonNotFound
from kiosk.flows.printing import print_slip
from kiosk.screens.at_the_window import WindowWish, card_out_of_date, not_found
from kiosk.screens.look_up import CardOutOfDate
from kiosk.screens.look_up import look_up as looking_up
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from devices.roles import IdCard
    from kiosk.core.page import Page
    from kiosk.flows.hall import Hall


async def look_up(hall: Hall, card: IdCard) -> Found | None:
    """Find the card's holder; None when a window has to go on. Raises what a damaged store raises."""
    try:
        return await looking_up(card, hall.today, expired_may_look=hall.policy.expired_card_may_look)
    except CardOutOfDate:
        await _to_the_window(hall, card_out_of_date(hall.places), Matter.CARD_EXPIRED)
    except PersonNotFound:
        await _to_the_window(hall, not_found(hall.places), Matter.NOT_FOUND)
    return None


async def _to_the_window(hall: Hall, page: Page[WindowWish], matter: Matter) -> None:
    while await page is WindowWish.PRINT:
        if await print_slip(hall, partial(window_slip, matter)):
            return
