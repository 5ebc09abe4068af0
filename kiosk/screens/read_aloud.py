"""M5: what the loudspeaker keeps back is read aloud only after this was asked; somebody may stand near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

ASK_SECONDS: Final = 30.0
"""Nobody who doesn't answer is read to."""


def read_aloud_consent() -> Page[bool]:
    """M5, asked once a visit. 用耳机听 is offered once a headset can be told from the loudspeaker."""
    return Notice(
        name="read_aloud_consent",
        title=say("要念出来吗？"),
        body=(say("旁边的人会听见。"),),
        picture=Picture.ALOUD,
        loudspeaker=(say("旁边的人会听见，要念吗？"),),
        actions=(
            Action(say("念吧"), value=True, icon="volume-2", tone=Tone.GO),
            Action(say("不念了"), value=False, icon="x"),
        ),
        after=After(ASK_SECONDS, value=False),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"M5": read_aloud_consent()}
