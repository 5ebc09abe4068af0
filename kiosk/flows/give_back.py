"""The social-security card back into its owner's hand, before anything else is shown; kept safe when nobody takes it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from devices.errors import CardBinFull, DeviceError
from kiosk.screens.take_social_card import (
    CardFate,
    card_kept,
    card_still_there,
    card_taken,
    card_to_free,
    keeping_card,
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
            fate = await card_still_there()
        if fate is CardFate.LEFT:
            fate = await _kept()
    except DeviceError:
        # A motor may have the card inside.
        return await card_to_free(places) is CardFate.TAKEN
    if fate is CardFate.UNSEEN:
        fate = await card_taken()
    elif fate is CardFate.KEPT:
        await card_kept(places)
    elif fate is CardFate.NOT_KEPT:
        with contextlib.suppress(DeviceError):  # who can't see the card any more can't watch it
            await somebodys_card(places)
    return fate is CardFate.TAKEN


async def _kept() -> CardFate:
    try:
        return await keeping_card()
    except CardBinFull:
        return CardFate.NOT_KEPT
