"""The social-security card back into its owner's hand, before anything else is shown; kept safe when nobody takes it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from devices.errors import CardBinFull, DeviceError, SlotBlocked
from devices.roles import InSlot
from kiosk.screens.take_social_card import (
    CardFate,
    card_kept,
    card_still_there,
    card_taken,
    card_to_free,
    keeping_card,
    looking_into_slot,
    somebodys_card,
    take_social_card,
)

if TYPE_CHECKING:
    from kiosk.core.config import PlaceConfig


async def give_back(places: PlaceConfig) -> bool:
    """Give the card back; False when its owner is gone, or the card won't come out: then the visit is over."""
    try:
        fate = await take_social_card()
        if fate is CardFate.LEFT:
            fate = await _called_back()
    except DeviceError:
        # A motor may have the card inside.
        return await card_to_free(places) is CardFate.TAKEN
    if fate is CardFate.UNSEEN:
        fate = await card_taken()
    await _looked_after(places, fate)
    return fate is CardFate.TAKEN


async def give_back_unasked(places: PlaceConfig) -> bool:
    """Give a card back that lies in the slot though something else said who somebody is; False when the visit is over.

    Nobody sees anything of it where the slot is empty, or doesn't tell: a motor brings out what it holds at the end.
    """
    try:
        held = await looking_into_slot()
    except DeviceError:
        return True
    if held is InSlot.LEFT_BEHIND:
        await call_back(places)
        return False
    return held is not InSlot.A_CARD or await give_back(places)


async def call_back(places: PlaceConfig) -> None:
    """See to a card that an earlier person has left: its owner may be near, and nobody else begins before it is away."""
    try:
        fate = await _called_back()
    except DeviceError:
        await card_to_free(places)
    else:
        await _looked_after(places, fate)


async def _called_back() -> CardFate:
    fate = await card_still_there()
    return await _kept() if fate is CardFate.LEFT else fate


async def _looked_after(places: PlaceConfig, fate: CardFate) -> None:
    """Say where a card is that nobody took: kept, or still in the slot, which is watched until it is away."""
    if fate is CardFate.KEPT:
        await card_kept(places)
    elif fate is CardFate.NOT_KEPT:
        with contextlib.suppress(DeviceError):  # who can't see the card any more can't watch it
            await somebodys_card(places)


async def _kept() -> CardFate:
    try:
        return await keeping_card()
    except CardBinFull:
        return CardFate.NOT_KEPT
    except SlotBlocked:
        return CardFate.KEPT  # it is drawn in, and the slot is out of order
