"""From a card to the record of its holder."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.errors import CardError, DeviceError
from devices.roles import REGION_UNKNOWN, IdCard, SocialCard
from kiosk.core.deeds import LookedUp, NumberTyped
from kiosk.core.money import IdNumber
from kiosk.core.record import Found, PersonNotFound
from kiosk.flows.printing import print_slip, slip_aloud
from kiosk.screens.at_the_window import WindowWish, card_out_of_date, not_found, social_card_out_of_date
from kiosk.screens.card_trouble import reader_given_up
from kiosk.screens.insert_social_card import card_of_elsewhere, card_region_unknown
from kiosk.screens.look_up import CardOutOfDate, NobodyHelps
from kiosk.screens.look_up import look_up as looking_up
from kiosk.screens.no_card import no_card
from kiosk.screens.place_id_card import another_persons, id_card_again, id_card_too
from kiosk.screens.sorry import only_in_person
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from kiosk.core.page import Page
    from kiosk.core.typed_number import TypedNumber
    from kiosk.flows.hall import Hall
    from kiosk.flows.identify import Identified

_WHOLE: Final = ("00", "99")
"""Two digits of a region's code that name no narrower place: the whole of it, or its own level (本级), as in 639900."""


async def look_up(hall: Hall, card: Identified, *, typing_noted: bool = False) -> Found | None:
    """Find the card's holder; None when a window has to go on. Raises what a damaged store raises.

    `typing_noted`: where the number was typed, the audit has been told so before.
    """
    try:
        found = await looking_up(
            card,
            hall.today,
            expired_may_look=hall.policy.expired_card_may_look,
            typed=partial(_still_helped if typing_noted else note_typed, hall),
            looked_up=partial(note_looked_up, hall),
        )
    except CardOutOfDate:
        social = isinstance(card, SocialCard)
        places, identity = hall.places, hall.reads_id_cards
        page = social_card_out_of_date(places, identity=identity) if social else card_out_of_date(places)
        await _to_the_window(hall, page, Matter.CARD_EXPIRED)
    except PersonNotFound:
        await _nobody_found(hall, card)
    else:
        if not isinstance(card, SocialCard) or hall.policy.social_card_is_enough or await _is_theirs(hall, found):
            return found
    return None


async def _nobody_found(hall: Hall, card: Identified) -> None:
    """Say what is the likeliest reason. Only who isn't in the records is asked where the card was issued."""
    county = hall.config.terminal.county
    if isinstance(card, SocialCard) and card.region != county and REGION_UNKNOWN in card.warnings:
        await card_region_unknown(hall.places, identity=hall.reads_id_cards)
    elif isinstance(card, SocialCard) and not issued_here(card.region, county):
        await card_of_elsewhere(hall.places)
    else:
        by_card = isinstance(card, SocialCard) and card.identity_number is None
        await _to_the_window(hall, not_found(hall.places, identity=by_card and hall.reads_id_cards), Matter.NOT_FOUND)


def issued_here(region: str, county: str) -> bool:
    """Whether a card's issuing region and a terminal's county (six digits each) are one place, or one holds the other.

    Cities and provinces issue cards for their counties. Where the terminal's own county isn't set, every region is near.
    """
    card, terminal = _narrowest(region), _narrowest(county)
    return card.startswith(terminal) or terminal.startswith(card)


def _narrowest(region: str) -> str:
    while region.endswith(_WHOLE):
        region = region[:-2]
    return region


def note_typed(hall: Hall, typed: TypedNumber) -> None:
    """Tell the audit who has typed a number. Raises `NobodyHelps`: nobody is looked up by a number unless somebody does."""
    by = hall.on_duty()
    if by is None:
        raise NobodyHelps
    hall.note(NumberTyped(typed.number, by))


def _still_helped(hall: Hall, _typed: TypedNumber) -> None:
    if hall.on_duty() is None:
        raise NobodyHelps


def note_looked_up(hall: Hall, number: IdNumber) -> None:
    """Tell the audit whose record was looked up while somebody of the staff helped, so that misuse can be followed up."""
    by = hall.on_duty()
    if by is not None:
        hall.note(LookedUp(number, by))


async def _is_theirs(hall: Hall, found: Found) -> bool:
    """Ask for the ID card too (K10), until it is the same person's or somebody gives up."""
    if not hall.reads_id_cards:  # settings refuse this; nobody is asked for what can't be read
        await only_in_person(hall.places)
        return False
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
    slip = partial(window_slip, matter)
    page = replace(page, paper=slip_aloud(hall, slip))
    while await page is WindowWish.PRINT:
        if await print_slip(hall, slip):
            return
