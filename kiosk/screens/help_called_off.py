"""H9: the call is called off, and where the next one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import After, Footer, Notice, Picture
from kiosk.core.text import say
from kiosk.screens.phrases import GO_ON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.house import Onward
    from kiosk.core.page import Page

CALLED_OFF_SECONDS: Final = 10.0


def called_off() -> Page[Onward]:
    """H9."""
    return Notice(
        name="help_called_off",
        title=say("好，不叫了"),
        body=(say("要帮忙，再点右下角。"),),
        picture=Picture.HELP,
        loudspeaker=(say("好，不叫了。"),),
        actions=(GO_ON,),
        after=After(CALLED_OFF_SECONDS, GO_ON.value),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"H9": called_off()}
