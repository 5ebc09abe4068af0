"""How everything is spoken: slower, faster, softer, louder, over whatever page stands. What was begun stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Hearing, Tone
from kiosk.core.text import say
from kiosk.screens.modes import MODES_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page


def hearing() -> Page[Onward]:
    """听不清 was touched: what was being said has stopped. A choice is heard at once; 好了 leads back."""
    return Hearing(
        name="hearing",
        title=say("怎么听更清楚？"),
        body=(say("点一下，马上就变。", short=""),),
        loudspeaker=(say("怎么听更清楚？请点屏幕。"),),
        actions=(Action(say("好了"), Onward.GO_ON, "check", Tone.GO),),
        after=After(MODES_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"hearing": hearing()}
