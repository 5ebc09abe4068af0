"""The mains have failed and the battery is nearly empty: the machine goes off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Footer, Picture, Wait
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import go_to_window, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page


def power_out(places: PlaceConfig) -> Page[Onward]:
    """Stands in place of everything until the program stops; whoever was being served takes what is theirs."""
    return Wait(
        name="power_out",
        title=say("停电了，机器要关了"),
        body=(say("不怪您。", short=""), say("证件和单子，请带好。"), go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(
            say("停电了，机器要关了。"),
            say("证件和单子，请带好。"),
            say("请到{window}办。", window=window(places)),
        ),
        footer=Footer(back=False, leave=False),
        idle=True,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "power-out": power_out(sample.PLACES),
    "power-out-far": power_out(sample.FAR),
}
