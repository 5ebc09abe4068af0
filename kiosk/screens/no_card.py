"""R3b: no card at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.core.page import Notice, Picture, Tone
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, KNOWN_TOO, window
from kiosk.screens.place_id_card import USE_ELECTRONIC_CARD, USE_SOCIAL_CARD_NEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.screens.place_id_card import NoCard


def no_card(
    places: PlaceConfig, *, social: bool = False, phone: bool = False, electronic: bool = False
) -> Page[Onward | NoCard]:
    """R3b: a social-security card will do where there is a slot for it, a phone where a platform answers; else a window.

    `phone`: its card is asked about all the same; `electronic`: and a platform answers. Where none does, its own page says so.
    """
    at_window = say("也可以到{window}问。", short="", window=window(places))
    body = (
        (say("可以用社保卡。", short="用社保卡，或请人帮忙。"), at_window)
        if social
        else (
            say("可以到{window}问。", window=window(places)),
            say("那里有人帮您。", short=""),
        )
    )
    leads_on = electronic and not social
    electronic_card = replace(USE_ELECTRONIC_CARD, tone=Tone.GO) if leads_on else USE_ELECTRONIC_CARD
    others = (*((USE_SOCIAL_CARD_NEXT,) if social else ()), *((electronic_card,) if phone else ()))
    return Notice["Onward | NoCard"](
        name="no_card",
        title=say("没带证，也有办法"),
        body=body,
        picture=Picture.HELP,
        loudspeaker=(say("没带证，也有办法。请看屏幕。"),),
        actions=(*others, KNOWN_TOO if social or leads_on else KNOWN),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R3b": no_card(sample.PLACES),
    "R3b-far": no_card(sample.FAR),
    "R3b-both": no_card(sample.PLACES, social=True, phone=True),
    "R3b-phone": no_card(sample.FAR, phone=True, electronic=True),
    "R3b-no-platform": no_card(sample.FAR, phone=True),
    "R3b-all": no_card(sample.FAR, social=True, phone=True, electronic=True),
}
