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


def no_card(places: PlaceConfig, *, social: bool = False, electronic: bool = False) -> Page[Onward | NoCard]:
    """R3b: a social-security card will do where there is a slot for it, a phone where a platform answers; else a window."""
    at_window = say("也可以到{window}问。", short="", window=window(places))
    body = (
        (say("可以用社保卡。", short="用社保卡，或请人帮忙。"), at_window)
        if social
        else (
            say("可以到{window}问。", window=window(places)),
            say("那里有人帮您。", short=""),
        )
    )
    phone = USE_ELECTRONIC_CARD if social else replace(USE_ELECTRONIC_CARD, tone=Tone.GO)
    others = (*((USE_SOCIAL_CARD_NEXT,) if social else ()), *((phone,) if electronic else ()))
    return Notice["Onward | NoCard"](
        name="no_card",
        title=say("没带证，也有办法"),
        body=body,
        picture=Picture.HELP,
        loudspeaker=(say("没带证，也有办法。请看屏幕。"),),
        actions=(*others, KNOWN_TOO if others else KNOWN),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R3b": no_card(sample.PLACES),
    "R3b-far": no_card(sample.FAR),
    "R3b-both": no_card(sample.PLACES, social=True),
    "R3b-phone": no_card(sample.FAR, electronic=True),
    "R3b-all": no_card(sample.FAR, social=True, electronic=True),
}
