"""From a card to the record of its holder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.errors import CardError, DeviceError
from devices.roles import IdCard, SocialCard
from kiosk.core.deeds import NumberTyped
from kiosk.core.money import IdNumber
from kiosk.core.record import Found, PersonNotFound
from kiosk.flows.printing import print_slip
from kiosk.screens.at_the_window import WindowWish, card_out_of_date, not_found
from kiosk.screens.card_trouble import reader_given_up
from kiosk.screens.insert_social_card import card_of_elsewhere
from kiosk.screens.look_up import CardOutOfDate, NobodyHelps
from kiosk.screens.look_up import look_up as looking_up
from kiosk.screens.no_card import no_card
from kiosk.screens.place_id_card import another_persons, id_card_again, id_card_too
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from kiosk.core.page import Page
    from kiosk.core.typed_number import TypedNumber
    from kiosk.flows.hall import Hall
    from kiosk.flows.identify import Identified

PROVINCE_DIGITS: Final = 2
"""The first two digits of a region are its province."""


async def look_up(hall: Hall, card: Identified) -> Found | None:
    """Find the card's holder; None when a window has to go on. Raises what a damaged store raises."""
    try:
        found = await looking_up(
            card, hall.today, expired_may_look=hall.policy.expired_card_may_look, typed=partial(note_typed, hall)
        )
    except CardOutOfDate:
        page = card_out_of_date(hall.places, social=isinstance(card, SocialCard))
        await _to_the_window(hall, page, Matter.CARD_EXPIRED)
    except PersonNotFound:
        if isinstance(card, SocialCard) and _from_elsewhere(hall, card):
            await card_of_elsewhere(hall.places)
        else:
            await _to_the_window(hall, not_found(hall.places), Matter.NOT_FOUND)
    else:
        if not isinstance(card, SocialCard) or hall.policy.social_card_is_enough or await _is_theirs(hall, found):
            return found
    return None


def note_typed(hall: Hall, typed: TypedNumber) -> None:
    """Tell the audit who has typed a number. Raises `NobodyHelps`: nobody is looked up by a number unless somebody does."""
    by = hall.on_duty()
    if by is None:
        raise NobodyHelps
    hall.note(NumberTyped(typed.number, by))


def _from_elsewhere(hall: Hall, card: SocialCard) -> bool:
    """Whether the card says it was issued in another province than this terminal's, or by nobody known."""
    return card.region[:PROVINCE_DIGITS] != hall.config.terminal.county[:PROVINCE_DIGITS]


async def _is_theirs(hall: Hall, found: Found) -> bool:
    """Ask for the ID card too (K10), until it is the same person's or somebody gives up."""
    page = id_card_too(hall.places)
    while True:
        try:
            answer = await page
        except CardError:
            page = id_card_again(hall.places)
            continue
        except DeviceError:
            await reader_given_up(hall.places)
            return False
        if not isinstance(answer, IdCard):
            await no_card(hall.places)
            return False
        if IdNumber(answer.number) == found.record.person.number:
            return True
        page = another_persons(hall.places)


async def _to_the_window(hall: Hall, page: Page[WindowWish], matter: Matter) -> None:
    while await page is WindowWish.PRINT:
        if await print_slip(hall, partial(window_slip, matter)):
            return
