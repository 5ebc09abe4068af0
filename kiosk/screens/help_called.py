"""H1 and H3: 请人帮忙 has called, and nobody has answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpAnswer
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import Word, say
from kiosk.screens import sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page

CALLED_SECONDS: Final = 90.0
"""H1 gives way to H3 after a minute; this long it lies there if the board should have forgotten it."""
CALLED_AGAIN_SECONDS: Final = 90.0
"""As above: every minute the call is made again, and H3 stands anew."""


UNWELL: Final = Action(say("我不舒服"), HelpAnswer.UNWELL, "heart-pulse", Tone.TROUBLE, private=True)
"""Its own call, wherever help is spoken of."""
CALL_OFF: Final = Action(say("不用叫了"), HelpAnswer.CALL_OFF, "x")


def help_called() -> Page[HelpAnswer]:
    """H1: the call is made already, without 'are you sure'. What was begun stays."""
    return Notice(
        name="help_called",
        title=say("已经叫人了"),
        body=(say("请在这里等一等。", short="请等一等。"), say("您办的事，都还在。", short="")),
        picture=Picture.HELP,
        loudspeaker=(say("已经叫人了，请等一等。"),),
        actions=(UNWELL, CALL_OFF),
        after=After(CALLED_SECONDS, HelpAnswer.GO_ON),
        footer=Footer(back=False, leave=False),
    )


def help_called_again(places: PlaceConfig) -> Page[HelpAnswer]:
    """H3: nobody has answered for a minute, so it was called again. The desk is a way on, too."""
    return Notice(
        name="help_called_again",
        title=say("人还没到，又叫了"),
        body=(say("也可以去服务台。"), say("服务台在{desk}。", short="", desk=Word(places.desk))),
        picture=Picture.HELP,
        loudspeaker=(say("还在叫人，请再等等。"),),
        actions=(
            Action(say("再等等"), HelpAnswer.WAIT, "hourglass", Tone.GO),
            Action(say("接着自己办", short=""), HelpAnswer.GO_ON, "arrow-right"),
        ),
        after=After(CALLED_AGAIN_SECONDS, HelpAnswer.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "H1-staffed": help_called(),
    "H3-staffed": help_called_again(sample.STAFFED),
    "H3-staffed-far": help_called_again(sample.FAR),
}
