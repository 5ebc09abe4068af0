"""K3, K9 and a document of another kind: the card or the reader won't do, a window will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.page import Action, Notice, Picture, Tone, Wait
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, NOT_YOUR_FAULT, go_to_window
from kiosk.screens.reading import READER_BACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page


def card_worn(places: PlaceConfig) -> Page[Onward]:
    """K3: the third time the card can't be read."""
    return Notice(
        name="card_worn",
        title=say("这张证读不出来", short="读不出来，不怪您"),
        body=(say("不怪您，可能证磨坏了。", short=""), go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=(say("没读出来，不怪您。"), say("可以请人帮忙。")),
        actions=(KNOWN,),
    )


def other_document(places: PlaceConfig) -> Page[Onward]:
    """K5 for a document this machine doesn't know, or one whose data contradict each other: only people can look."""
    return Notice(
        name="other_document",
        title=say("这种证，这里读不了"),
        body=(NOT_YOUR_FAULT, go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=(say("没读出来，不怪您。"), say("可以请人帮忙。")),
        actions=(KNOWN,),
    )


def reader_broken(places: PlaceConfig) -> Page[Onward | None]:
    """K9: the reader doesn't answer. Answers None, by itself, when it works again."""
    reported = (say("不怪您，已经报修。", short=""),) if places.staff_told else (say("不怪您。", short=""),)
    return Wait(
        name="reader_broken",
        title=say("读证的机器坏了", short="机器坏了，不怪您"),
        body=(*reported, go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), say("请看屏幕。")),
        actions=(Action(say("知道了"), Onward.GO_ON, "check", Tone.GO),),
        jobs=(READER_BACK,),
    )


def reader_given_up(places: PlaceConfig) -> Page[Onward]:
    """K9 for a reader that hung and gets no more orders: nothing to wait for."""
    return Notice(
        name="reader_given_up",
        title=say("读证的机器坏了", short="机器坏了，不怪您"),
        body=(say("不怪您。", short=""), go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), say("请看屏幕。")),
        actions=(KNOWN,),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "K3": card_worn(sample.PLACES),
    "K3-far": card_worn(sample.FAR),
    "K5-document": other_document(sample.FAR),
    "K9": reader_broken(sample.PLACES),
    "K9-staffed": reader_broken(sample.STAFFED),
    "K9-given-up": reader_given_up(sample.FAR),
}
