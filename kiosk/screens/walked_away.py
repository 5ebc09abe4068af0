"""W1 and W2: are you still there; everything of yours is gone from the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import Count, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

GONE_SECONDS: Final = 5.0


def still_there(seconds: float) -> Page[Onward]:
    """W1: covers all figures; leaves by itself after `seconds`. 简洁版 shows a ring that empties and no numbers."""
    return Notice(
        name="still_there",
        title=say("您还在吗？"),
        body=(say("还有{seconds}秒，就退出。", short="点一下，就接着办。", seconds=Count(round(seconds))),),
        loudspeaker=(say("您还在吗？"), say("点一下屏幕，就接着办。")),
        actions=(
            Action(say("我还在"), Onward.GO_ON, "hand", Tone.GO),
            Action(say("办完了", short=""), Onward.LEAVE, "check"),
        ),
        after=After(seconds, Onward.LEAVE, paced=False),
        footer=Footer(back=False, leave=False),
    )


def gone() -> Page[Onward]:
    """W2: the visit is over and forgotten."""
    return Notice(
        name="gone",
        title=say("已经退出了"),
        body=(say("屏幕上没有您的资料了。"), say("要接着办，请重新放证。")),
        picture=Picture.GONE,
        loudspeaker=(say("已经退出了。"), say("证件和单子，请带好。")),
        after=After(GONE_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "W1": still_there(30.0),
    "W1-simple": still_there(45.0),
    "W2": gone(),
}
