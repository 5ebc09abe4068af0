"""Somebody else's card was put while a visit stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import say
from kiosk.screens.phrases import SEE_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

ASK_SECONDS: Final = 45.0
"""Without an answer the visit ends: its person may be gone, and somebody else stands there."""


def another_card() -> Page[Onward]:
    """Ask who goes on. The other card's holder is not looked up, greeted or named."""
    return Notice(
        name="another_card",
        title=say("换人办，还是接着办？"),
        body=(say("放的是另一个人的证。"), say("换人办，就先退出。")),
        picture=Picture.TAKE_CARD,
        loudspeaker=SEE_SCREEN,
        actions=(
            Action(say("接着办"), Onward.GO_ON, "arrow-right", Tone.GO),
            Action(say("换人办"), Onward.LEAVE, "users"),
        ),
        after=After(ASK_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"another-card": another_card()}
