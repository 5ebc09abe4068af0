"""How everything is shown: the modes of home, over whatever page stands. What was begun stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Modes, Tone
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

MODES_SECONDS: Final = 60.0
"""Who chooses nothing for so long gets back the page that lies beneath."""


def modes() -> Page[Onward]:
    """看不清 was touched. A mode holds as soon as it is touched; 好了 leads back."""
    return Modes(
        name="modes",
        title=say("怎么看更清楚？"),
        body=(say("点一下，马上就变。", short=""),),
        loudspeaker=(say("怎么看更清楚？请点屏幕。"),),
        actions=(Action(say("好了"), Onward.GO_ON, "check", Tone.GO),),
        after=After(MODES_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"modes": modes()}
