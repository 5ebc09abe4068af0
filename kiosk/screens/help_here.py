"""请人帮忙 where no desk hears of it: lamp and chime call, but nobody is promised; a window is named where somebody helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import After, Footer, Notice, Picture
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.help_called import UNWELL
from kiosk.screens.phrases import DONE, GO_ON, SEE_SCREEN, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.help import HelpAnswer
    from kiosk.core.page import Page

HELP_SECONDS: Final = 90.0
"""Every minute the call is made again, and the page stands anew; this long it lies there if the board should have forgotten."""


def help_here(places: PlaceConfig) -> Page[Onward | HelpAnswer]:
    """Name the window where somebody helps; what was begun stays."""
    return Notice["Onward | HelpAnswer"](
        name="help_here",
        title=say("请到{window}", window=window(places)),
        body=(say("那里有人帮您。"), say("您办的事，都还在。")),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(GO_ON, DONE, UNWELL),
        after=After(HELP_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"help": help_here(sample.PLACES), "help-far": help_here(sample.FAR)}
