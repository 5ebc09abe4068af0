"""R3b: no card at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Notice, Picture
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page


def no_card(places: PlaceConfig) -> Page[Onward]:
    """R3b: the window helps without a card too."""
    return Notice(
        name="no_card",
        title=say("没带证，也有办法"),
        body=(say("可以到{window}问。", window=window(places)), say("那里有人帮您。", short="")),
        picture=Picture.HELP,
        loudspeaker=(say("没带证，也有办法。请看屏幕。"),),
        actions=(KNOWN,),
    )


EXAMPLES: Mapping[str, Page[object]] = {"R3b": no_card(sample.PLACES), "R3b-far": no_card(sample.FAR)}
