"""Which language everything is in: each by its own name, over whatever page stands. What was begun stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Languages, Tone
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

LANGUAGES_SECONDS: Final = 60.0
"""Who chooses nothing for so long gets back the page that lies beneath."""


def languages() -> Page[Onward]:
    """The button with the names of languages was touched. A language holds as soon as it is touched, and leads back."""
    return Languages(
        name="languages",
        title=say("用哪种语言？"),
        loudspeaker=(say("用哪种语言？请点屏幕。"),),
        actions=(Action(say("好了"), Onward.GO_ON, "check", Tone.GO),),
        after=After(LANGUAGES_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"languages": languages()}
