"""M5: what the loudspeaker keeps back is read aloud only after this was asked; somebody may stand near.

A headset makes the question idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Aloud
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

ASK_SECONDS: Final = 30.0
"""Nobody who doesn't answer is read to."""
FETCH_SECONDS: Final = 90.0
"""The headset is borrowed at the desk."""

_NOT: Final = Action(say("不念了"), Aloud.NO, icon="x")


def read_aloud_consent(*, headset: bool) -> Page[Aloud]:
    """M5, asked once a visit; `headset`: one is told from the loudspeaker here, and may be chosen."""
    alone = (Action(say("用耳机听", short=""), Aloud.HEADSET, icon="headphones"),) if headset else ()
    return Notice(
        name="read_aloud_consent",
        title=say("要念出来吗？"),
        body=(say("旁边的人会听见。"),),
        picture=Picture.ALOUD,
        loudspeaker=(say("旁边的人会听见，要念吗？"),),
        actions=(Action(say("念吧"), Aloud.YES, icon="volume-2", tone=Tone.GO), *alone, _NOT),
        after=After(ASK_SECONDS, Aloud.NO),
        footer=Footer(back=False, leave=False),
    )


def plug_in() -> Page[Aloud]:
    """After 用耳机听: the page beneath is read as soon as one is in."""
    return Notice(
        name="plug_in_headset",
        title=say("请插上耳机"),
        body=(say("耳机在服务台借。"),),
        picture=Picture.HELP,
        loudspeaker=(say("请插上耳机。"),),
        actions=(_NOT,),
        after=After(FETCH_SECONDS, Aloud.NO),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "M5": read_aloud_consent(headset=True),
    "M5-no-headset": read_aloud_consent(headset=False),
    "plug-in": plug_in(),
}
