"""H4: 请人帮忙 while nobody is on duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import Digits, say
from kiosk.screens import sample
from kiosk.screens.help_called import UNWELL
from kiosk.screens.phrases import DONE, SEE_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.help import HelpAnswer
    from kiosk.core.page import Page
    from kiosk.core.text import Text

CLOSED_SECONDS: Final = 60.0


def nobody_on_duty(opening: Text, places: PlaceConfig) -> Page[Onward | HelpAnswer]:
    """H4: `opening` says when to come again. The telephone is words, not a button: the machine can't call."""
    return Notice["Onward | HelpAnswer"](
        name="nobody_on_duty",
        title=say("现在没有人值班"),
        body=(opening, say("也可以打{phone}问。", short="", phone=Digits(places.phone, private=False))),
        picture=Picture.HELP,
        loudspeaker=(say("现在没有人值班。"), *SEE_SCREEN),
        actions=(Action(say("接着自己办", short=""), Onward.GO_ON, "arrow-right", Tone.GO), DONE, UNWELL),
        after=After(CLOSED_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "H4": nobody_on_duty(say("星期一9点开门，请再来。"), sample.PLACES),
    "H4-far": nobody_on_duty(say("10月12日星期一9点半开门。"), sample.FAR),
}
