"""Who is it, by the electronic card on a phone: where a hall has a platform that knows whose token it is. Else: not here."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from devices.errors import DeviceError
from kiosk.core.electronic_card import ElectronicCard, NoToken, TokenRefused
from kiosk.flows.scan import check_paper
from kiosk.screens.place_id_card import NoCard
from kiosk.screens.scan import (
    ScanWish,
    electronic_card_not_here,
    electronic_card_unknown,
    not_an_electronic_card,
    show_electronic_card,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline
    from kiosk.core.electronic_card import Resolver
    from kiosk.flows.hall import Hall


async def with_electronic_card(hall: Hall) -> ElectronicCard | NoCard | None:
    """Ask for the phone, or say that it won't do here; None when a window has to go on."""
    if not hall.takes_electronic_cards:
        other = await electronic_card_not_here(
            hall.places, identity=hall.reads_id_cards, social=hall.reads_social_cards
        )
        return other if isinstance(other, NoCard) else None

    def resolve(token: str, deadline: Deadline) -> ElectronicCard:
        return ElectronicCard(_resolver(hall).resolve(token, deadline))

    identity = hall.reads_id_cards
    while True:
        try:
            shown = await show_electronic_card(hall.places, resolve, identity=identity)
        except (DeviceError, TokenRefused):
            await electronic_card_unknown(hall.places)
            return None
        if not isinstance(shown, NoToken):
            return shown
        wish = await not_an_electronic_card(hall.places, shown, identity=identity)
        if not isinstance(wish, ScanWish):
            return wish
        if wish is ScanWish.CHECK_PAPER:
            await check_paper(hall)


def _resolver(hall: Hall) -> Resolver:
    """Make the configured resolver, in the scanner's thread. Raises `TokenRefused` where what is configured isn't there."""
    module, _, name = hall.config.electronic_card.resolver.partition(":")
    try:
        make = cast("Callable[[], Resolver]", getattr(importlib.import_module(module), name))
    except (ImportError, AttributeError, ValueError) as error:
        raise TokenRefused from error
    return make()
