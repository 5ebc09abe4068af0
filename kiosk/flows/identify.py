"""Who is it: from the empty readers to a read card of either kind, whatever goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from devices.errors import (
    CardDataInvalid,
    CardError,
    CardLeftBehind,
    CardLifted,
    CardMute,
    ChipWorn,
    DeviceError,
    NotAnIdCard,
    NotASocialCard,
    SocialCardError,
    SocialCardStuck,
    UnsupportedDocument,
)
from devices.roles import IdCard, SocialCard
from kiosk.core.electronic_card import ElectronicCard
from kiosk.core.house import Onward
from kiosk.core.typed_number import TypedNumber
from kiosk.flows.give_back import call_back
from kiosk.screens.card_trouble import (
    card_worn_here,
    other_document,
    reader_broken,
    reader_to_mend,
)
from kiosk.screens.goodbye import everything_in_hand
from kiosk.screens.insert_social_card import (
    chip_mute,
    insert_again,
    insert_social_card,
    not_a_social_card,
    social_card_worn,
    social_reader_broken,
    social_reader_given_up,
    turned_round,
)
from kiosk.screens.no_card import no_card
from kiosk.screens.place_id_card import NoCard, lifted_early, other_card, place_id_card, put_flat, take_off_sleeve
from kiosk.screens.take_social_card import CardFate, card_to_free

if TYPE_CHECKING:
    from kiosk.core.page import Page
    from kiosk.flows.hall import Hall

MOST_TRIES: Final = 3
"""After so many cards that could not be read it is a matter for a window."""


Identified = IdCard | SocialCard | ElectronicCard | TypedNumber
Outcome = Identified | CardError | NoCard | Literal[Onward.LEAVE] | None
"""What asking for one kind of card comes to: a card; trouble of, or a wish for, the other kind; or a window (None).

`LEAVE` is a window, too, but a card in the slot has been seen to: it was somebody else's, or is not to be had.
"""


async def identify(hall: Hall, trouble: CardError | None = None) -> Identified | None:
    """Ask for a card until one is read; None when a window has to go on, with what could not be read back in the hand.

    `trouble` is what a card already put on home led to.
    """
    social = not hall.reads_id_cards or isinstance(trouble, SocialCardError)
    while True:
        outcome = await (_at_the_slot(hall, trouble) if social else _at_the_reader(hall, trouble))
        if outcome is NoCard.ELECTRONIC_CARD:
            from kiosk.flows.electronic import with_electronic_card  # noqa: PLC0415 - home is painted before this is needed

            outcome = await with_electronic_card(hall)
        if outcome is None:
            await everything_in_hand()
        if outcome is None or outcome is Onward.LEAVE:
            return None
        if not isinstance(outcome, (CardError, NoCard)):
            return outcome
        social = isinstance(outcome, SocialCardError) or outcome is NoCard.SOCIAL_CARD
        trouble = outcome if isinstance(outcome, CardError) else None


async def _card_or_not(hall: Hall, answer: IdCard | SocialCard | NoCard) -> Outcome:
    """Take a card; say what there is for who has none."""
    if answer is not NoCard.NO_CARD:
        return answer
    # Who was asked for the social-security card has been offered the ID card on the same page.
    social = hall.reads_social_cards and hall.reads_id_cards
    wish = await no_card(hall.places, social=social, phone=True, electronic=hall.takes_electronic_cards)
    return wish if isinstance(wish, NoCard) else None


# -- the ID card's reader -------------------------------------------------------------------------------------


async def _at_the_reader(hall: Hall, trouble: CardError | None) -> Outcome:
    unread = 0
    while not isinstance(trouble, SocialCardError):
        if isinstance(trouble, (UnsupportedDocument, CardDataInvalid)):
            await other_document(hall.places)
            return None
        unread += _counts(trouble)
        if unread == MOST_TRIES:
            return await _worn(card_worn_here(hall.places, social=hall.reads_social_cards), NoCard.ID_CARD)
        try:
            answer = await _asking(hall, trouble, unread)
        except CardError as error:
            trouble = error
        except DeviceError:
            onward = await _reader_is_back(hall)
            if onward is not None:
                return onward if isinstance(onward, NoCard) else None
            trouble = None
        else:
            return await _card_or_not(hall, answer)
    return trouble


def _counts(trouble: CardError | None) -> bool:
    """Whether it was a try to read this card: lifting it or putting another is not."""
    return trouble is not None and not isinstance(trouble, (CardLifted, NotAnIdCard))


def _asking(hall: Hall, trouble: CardError | None, unread: int) -> Page[IdCard | SocialCard | NoCard]:
    places, social = hall.places, hall.reads_social_cards
    if trouble is None:
        return place_id_card(places, social=social)
    if isinstance(trouble, CardLifted):
        return lifted_early(social=social)
    if isinstance(trouble, NotAnIdCard):
        return other_card(social=social)
    return put_flat(places, social=social) if unread == 1 else take_off_sleeve(social=social)


async def _worn(page: Page[Onward | NoCard | TypedNumber], again: NoCard) -> NoCard | TypedNumber | None:
    """K3; who helps and has the original in their hand types its number. One that isn't the person's is asked for `again`."""
    wish = await page
    if not isinstance(wish, TypedNumber):
        return wish if isinstance(wish, NoCard) else None
    from kiosk.screens.staff.typed_number import original_in_hand  # noqa: PLC0415 - hardly ever needed

    return wish if await original_in_hand(wish) else again


async def _reader_is_back(hall: Hall) -> Onward | NoCard | None:
    """Say that the reader is broken; None, by itself, when it works again."""
    places, social = hall.places, hall.reads_social_cards
    try:
        return await reader_broken(places, social=social)
    except DeviceError:
        return await reader_to_mend(places, social=social)


# -- the slot -------------------------------------------------------------------------------------------------


async def _at_the_slot(hall: Hall, trouble: CardError | None) -> Outcome:
    unread = mute = 0
    while trouble is None or isinstance(trouble, SocialCardError):
        if isinstance(trouble, CardLeftBehind):
            await call_back(hall.places)
            return Onward.LEAVE
        if isinstance(trouble, SocialCardStuck):
            if await card_to_free(hall.places) is not CardFate.TAKEN:
                return Onward.LEAVE
            trouble = None
        unread += trouble is not None and not isinstance(trouble, (NotASocialCard, CardLifted))
        mute += isinstance(trouble, CardMute)
        if unread == MOST_TRIES:
            return await _worn(social_card_worn(hall.places, identity=hall.reads_id_cards), NoCard.SOCIAL_CARD)
        try:
            answer = await _asking_for_social(hall, trouble, turned=mute > 1)
        except CardError as error:
            trouble = error
        except DeviceError:
            onward = await _slot_is_back(hall)
            if onward is not None:
                return onward if isinstance(onward, NoCard) else None
            trouble = None
        else:
            return await _card_or_not(hall, answer)
    return trouble


def _asking_for_social(
    hall: Hall, trouble: SocialCardError | None, *, turned: bool
) -> Page[IdCard | SocialCard | NoCard]:
    """`turned`: they were told already to turn the card round, so a chip that is mute once more is worn."""
    places, identity = hall.places, hall.reads_id_cards
    if trouble is None:
        return insert_social_card(places, identity=identity)
    if isinstance(trouble, ChipWorn) or (isinstance(trouble, CardMute) and turned):
        return chip_mute(places, identity=identity)
    if isinstance(trouble, CardMute):
        return turned_round(places, identity=identity)
    if isinstance(trouble, NotASocialCard):
        return not_a_social_card(identity=identity)
    return insert_again(identity=identity)


async def _slot_is_back(hall: Hall) -> Onward | NoCard | None:
    """Say that the slot is broken; None, by itself, when it works again."""
    try:
        return await social_reader_broken(hall.places, identity=hall.reads_id_cards)
    except DeviceError:
        return await social_reader_given_up(hall.places, identity=hall.reads_id_cards)
