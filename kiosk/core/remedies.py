"""What staff do about a device's error, in their words: one sentence for every action that an error names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import Action
from kiosk.core.text import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping

REMEDIES: Final[Mapping[Action, Text]] = MappingProxyType(
    {
        Action.NONE: say("不用管它。"),
        Action.RETRY: say("再试一次。"),
        Action.RESET: say("点“复位”，再看一看。"),
        Action.CLEAR: say("打开机门，取出卡住的。"),
        Action.REFILL: say("该添纸，或换耗材了。"),
        Action.CLOSE_COVER: say("盖子没合好，请合上。"),
        Action.CONFIGURE: say("端口或速度不对，请改。"),
        Action.MAINTENANCE: say("看看线和电源接好没有。"),
        Action.REPLACE: say("修不好了，要换一台。"),
    }
)
