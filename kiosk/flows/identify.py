"""Who is it: from the empty reader to a read card, whatever goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import CardDataInvalid, CardError, CardLifted, DeviceError, NotAnIdCard, UnsupportedDocument
from kiosk.screens.card_trouble import card_worn, other_document, reader_broken, reader_given_up
from kiosk.screens.no_card import no_card
from kiosk.screens.place_id_card import NoCard, lifted_early, other_card, place_id_card, put_flat, take_off_sleeve

if TYPE_CHECKING:
    from devices.roles import IdCard
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.flows.hall import Hall

MOST_TRIES: Final = 3
"""After so many cards that could not be read it is a matter for a window."""


async def identify(hall: Hall, trouble: CardError | None = None) -> IdCard | None:
    """Ask for the identity card until it is read; None when a window has to go on.

    `trouble` is what a card already put on home led to.
    """
    places = hall.places
    unread = 0
    while True:
        if isinstance(trouble, (UnsupportedDocument, CardDataInvalid)):
            await other_document(places)
            return None
        unread += _counts(trouble)
        if unread == MOST_TRIES:
            await card_worn(places)
            return None
        try:
            answer = await _asking(trouble, unread, places)
        except CardError as error:
            trouble = error
        except DeviceError:
            if not await _reader_is_back(places):
                return None
            trouble = None
        else:
            if not isinstance(answer, NoCard):
                return answer
            await no_card(places)
            return None


def _counts(trouble: CardError | None) -> bool:
    """Whether it was a try to read this card: lifting it or putting another is not."""
    return trouble is not None and not isinstance(trouble, (CardLifted, NotAnIdCard))


def _asking(trouble: CardError | None, unread: int, places: PlaceConfig) -> Page[IdCard | NoCard]:
    if trouble is None:
        return place_id_card(places)
    if isinstance(trouble, CardLifted):
        return lifted_early()
    if isinstance(trouble, NotAnIdCard):
        return other_card()
    return put_flat(places) if unread == 1 else take_off_sleeve()


async def _reader_is_back(places: PlaceConfig) -> bool:
    """Say that the reader is broken; go on by itself when it works again."""
    try:
        return await reader_broken(places) is None
    except DeviceError:
        await reader_given_up(places)
        return False
