"""R9, R11 and T5: anything else, is everything in hand, good-bye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import say
from kiosk.screens.phrases import DONE_FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

CHECK_SECONDS: Final = 10.0
GOODBYE_SECONDS: Final = 5.0


def anything_else() -> Page[Onward]:
    """R9. 接着办 doesn't ask for the card again."""
    return Notice(
        name="anything_else",
        title=say("还要办别的吗？"),
        picture=Picture.MORE,
        loudspeaker=(say("还要办别的吗？"),),
        actions=(DONE_FIRST, Action(say("接着办"), Onward.GO_ON, "arrow-right")),
        footer=Footer(leave=False),
    )


def everything_in_hand() -> Page[Onward]:
    """T5: no sensor sees what still lies on the machine, so it is asked at every end."""
    question = say("东西都拿好了吗？")
    return Notice(
        name="everything_in_hand",
        title=question,
        body=(say("身份证、卡、单子。"),),
        picture=Picture.TAKE_CARD,
        loudspeaker=(question,),
        actions=(Action(say("都拿好了"), Onward.LEAVE, "check", Tone.GO),),
        after=After(CHECK_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
    )


def goodbye() -> Page[Onward]:
    """R11, without its question: T5 has asked it."""
    return Notice(
        name="goodbye",
        title=say("办好了，请慢走"),
        picture=Picture.DONE,
        loudspeaker=(say("办好了，请慢走。"), say("证件和单子，请带好。")),
        after=After(GOODBYE_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R9": anything_else(),
    "R11": goodbye(),
    "T5": everything_in_hand(),
}
