"""R8 and T4: the paper is out, take it; and once more for who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import Count, say
from kiosk.screens import sample
from kiosk.screens.printing import SLOTS, place_of
from kiosk.statement.model import Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page

REMIND_SECONDS: Final = 20.0
"""T4: after this long without a touch the paper is spoken of once more."""
_TAKEN: Final = Action(say("拿好了"), Onward.GO_ON, "check", Tone.GO)


def take_paper(paper: Paper, places: PlaceConfig, sheets: int | None = None) -> Page[Onward]:
    """R8: where it lies, and how many `sheets` where that is known.

    Answers `LEAVE` by itself when nobody touched: the paper may still lie there.
    """
    place = place_of(paper, places)
    count = Count(sheets or 1)
    where = say("在{place}。", place=place) if sheets is None else say("一共{n}张，在{place}。", n=count, place=place)
    return Notice(
        name="take_paper",
        title=say("请拿好单子"),
        body=(where, say("上面有您的资料，请收好。", short="")),
        picture=Picture.TAKE_PAPER,
        loudspeaker=(say("打印好了，请拿好单子。"), *(() if sheets is None else (say("一共{n}张。", n=count),))),
        actions=(_TAKEN,),
        after=After(REMIND_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
        hand=SLOTS[paper],
        band=say("身份证也请收好"),
    )


def paper_left(paper: Paper, places: PlaceConfig) -> Page[Onward]:
    """T4: nobody said they took it. No sensor sees the slot, so it asks and claims nothing."""
    place = place_of(paper, places)
    return Notice(
        name="paper_left",
        title=say("单子拿好了吗？"),
        body=(say("在{place}，请拿好。", short="在{place}。", place=place),),
        picture=Picture.TAKE_PAPER,
        loudspeaker=(say("单子在{place}，请拿好。", place=place),),
        actions=(_TAKEN,),
        footer=Footer(back=False, leave=False),
        hand=SLOTS[paper],
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R8": take_paper(Paper.SHEET, sample.PLACES),
    "R8-counted": take_paper(Paper.SHEET, sample.FAR, 2),
    "R8-far": take_paper(Paper.SLIP, sample.FAR),
    "T4": paper_left(Paper.SLIP, sample.PLACES),
    "T4-far": paper_left(Paper.SHEET, sample.FAR),
}
