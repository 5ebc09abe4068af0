"""H2: somebody of the hall has said that they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpAnswer
from kiosk.core.page import After, Footer, Notice, Picture
from kiosk.core.text import Count, say
from kiosk.screens.help_called import CALL_OFF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

COMING_SECONDS: Final = 600.0
"""Longer than anybody may say they take: who doesn't come is called again long before."""


def help_coming(minutes: int | None) -> Page[HelpAnswer]:
    """H2: in how many `minutes` only where who comes has said so themselves."""
    how_long = () if minutes is None else (say("大概要等{n}分钟。", n=Count(minutes)),)
    return Notice(
        name="help_coming",
        title=say("有人正在过来", short="有人过来了"),
        body=(say("请在这里等一等。", short="请等一等。"), *how_long),
        picture=Picture.HELP,
        loudspeaker=(say("有人正在过来，请等一等。"),),
        actions=(CALL_OFF,),
        after=After(COMING_SECONDS, HelpAnswer.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "H2": help_coming(None),
    "H2-minutes": help_coming(3),
}
