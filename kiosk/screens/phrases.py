"""Words and answers that stand on several pages, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.house import Onward
from kiosk.core.page import Action, Tone
from kiosk.core.text import Word, say

if TYPE_CHECKING:
    from enum import StrEnum

    from kiosk.core.config import PlaceConfig
    from kiosk.core.text import Text

SEE_THE_SCREEN: Final = "请看屏幕"
"""What the loudspeaker says of a page that says more than others may hear, in these words on every page."""
LOOK_AT_SCREEN: Final = (say("查好了，请看屏幕。"),)
"""What the loudspeaker says of every result, good or bad: which one it is, is nobody else's business."""
SEE_SCREEN: Final = (say("请看屏幕。"),)
NOT_YOUR_FAULT: Final = say("不怪您。")
TAKE_CARD_FIRST: Final = say("请先收好身份证")
READ_TAKE_CARD: Final = say("读好了。请收好身份证。")

KNOWN: Final = Action(say("知道了"), Onward.GO_ON, "check", Tone.GO)
KNOWN_TOO: Final = Action(say("知道了"), Onward.GO_ON, "check")
"""Where something else is the next step."""
GO_ON: Final = Action(say("接着办"), Onward.GO_ON, "arrow-right", Tone.GO)
DONE: Final = Action(say("办完了"), Onward.LEAVE, "check")
DONE_FIRST: Final = Action(say("办完了"), Onward.LEAVE, "check", Tone.GO)


W = TypeVar("W", bound="StrEnum")


def look_at_pictures(years: W | None, account: W | None) -> tuple[Action[W], ...]:
    """The buttons that show how many years were paid and how the account has grown; not in 简洁版, nor where None."""
    offered = ((say("缴了多少年", short=""), years), (say("账户怎么变的", short=""), account))
    return tuple(Action(words, wish, "chart-column") for words, wish in offered if wish is not None)


def window(places: PlaceConfig) -> Word:
    """Name the staffed window, as every page without another way on does."""
    return Word(places.window)


def go_to_window(places: PlaceConfig) -> Text:
    """Send somebody to the staffed window."""
    return say("请到{window}办。", window=window(places))


def ask_at_window(places: PlaceConfig) -> Text:
    """Send somebody to the staffed window with a question."""
    return say("请到{window}问问。", window=window(places))
