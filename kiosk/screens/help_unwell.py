"""H8: somebody feels unwell. The desk is told 有人不舒服, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import Digits, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

UNWELL_SECONDS: Final = 600.0
"""Who sits down beside the machine touches nothing for long."""


def unwell(*, told: bool) -> Page[Onward]:
    """H8: nothing else is on the screen. Feeling better takes the page away; somebody comes to look all the same.

    Where nobody is known to hear of it (not `told`), lamp and chime call, and nothing is promised.
    """
    called = (say("已经叫人来了。"),) if told else ()
    return Notice(
        name="unwell",
        title=say("请坐下，别着急"),
        body=(*called, say("急救电话{number}。", number=Digits("120", private=False))),
        picture=Picture.HELP,
        loudspeaker=(say("请坐下，别着急。"), *called),
        actions=(Action(say("我好些了"), Onward.GO_ON, "check", Tone.GO, private=True),),
        after=After(UNWELL_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"H8-staffed": unwell(told=True), "H8": unwell(told=False)}
