"""R8 and T4: the paper is out, take it; and once more for who has not."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone, Wait
from kiosk.core.text import Count, Word, say
from kiosk.screens import sample
from kiosk.screens.printing import LANES, SLOTS, place_of
from kiosk.screens.staff.card_fixes import forgotten_paper, paper_from_bin
from kiosk.statement.model import FOR_STAFF, Kind, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page, Report
    from kiosk.core.text import Text
    from kiosk.statement.model import Statement
    from kiosk.statement.press import Press

REMIND_SECONDS: Final = 20.0
"""T4: after this long without a touch the paper is spoken of once more."""
LEFT_SECONDS: Final = 40.0
"""W4: how long its owner is called back before the printer draws it in."""
DRAW_SECONDS: Final = 15.0
DRAWN_IN_SECONDS: Final = 20.0
_KNOWN: Final = Action(say("知道了"), Onward.LEAVE, "check", Tone.GO)
_TAKEN: Final = Action(say("拿好了"), Onward.GO_ON, "check", Tone.GO)


class Whose(Enum):
    """Whose data stand on a paper, as far as whoever takes it is concerned."""

    YOURS = auto()
    ABSENT = auto()
    """The person's for whom somebody acts."""
    NOBODYS = auto()
    STAFF = auto()
    """Nobody's; and nobody but staff wants it."""


def whose(statement: Statement) -> Whose:
    """Say whose data stand on it."""
    if statement.kind in FOR_STAFF:
        return Whose.STAFF
    if statement.kind is Kind.WINDOW_SLIP:
        return Whose.NOBODYS
    return Whose.ABSENT if statement.issue.mandate else Whose.YOURS


_ON_IT: Final[Mapping[Whose, tuple[Text, ...]]] = MappingProxyType(
    {
        Whose.YOURS: (say("上面有您的资料，请收好。", short=""),),
        Whose.ABSENT: (say("上面有本人的资料，请收好。", short=""),),
        Whose.NOBODYS: (),
        Whose.STAFF: (say("这张给工作人员看。", short=""),),
    }
)


def take_paper(
    paper: Paper, places: PlaceConfig, sheets: int | None = None, *, of: Whose = Whose.YOURS
) -> Page[Onward]:
    """R8: where it lies, and how many `sheets` where that is known. `of` says whose data stand on it.

    Answers `LEAVE` by itself when nobody touched: the paper may still lie there.
    """
    place = place_of(paper, places)
    count = Count(sheets or 1)
    where = say("在{place}。", place=place) if sheets is None else say("一共{n}张，在{place}。", n=count, place=place)
    return Notice(
        name="take_paper",
        title=say("请拿好单子"),
        body=(where, *_ON_IT[of]),
        picture=Picture.TAKE_PAPER,
        loudspeaker=(say("打印好了，请拿好单子。"), *(() if sheets is None else (say("一共{n}张。", n=count),))),
        actions=(_TAKEN,),
        after=After(REMIND_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
        hand=SLOTS[paper],
        band=None if of is Whose.STAFF else say("身份证也请收好"),
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
        tells=HelpKind.PAPER_LEFT,
        staff=forgotten_paper(mended=Onward.GO_ON, given_up=Onward.GO_ON),
    )


def _wait_taken(press: Press, deadline: Deadline, report: Report) -> Onward:
    press.wait_taken(deadline, report)
    return Onward.GO_ON


def take_from_mouth(paper: Paper, places: PlaceConfig, sheets: int, *, of: Whose = Whose.YOURS) -> Page[Onward]:
    """R8 where the printer sees the paper being taken: it goes on by itself. Answers `LEAVE` when nobody took it."""
    return replace(
        take_paper(paper, places, sheets, of=of),
        name="take_from_mouth",
        actions=(),
        jobs=(LANES[paper].job(_wait_taken),),
        patient=True,
    )


def still_in_mouth(paper: Paper, places: PlaceConfig) -> Page[Onward]:
    """T4 and W4 where the printer sees that the paper hangs there still. Answers `LEAVE` when nobody comes back for it."""
    place = place_of(paper, places)
    return Wait(
        name="still_in_mouth",
        title=say("单子还没拿"),
        body=(say("在{place}，请拿好。", short="在{place}。", place=place),),
        picture=Picture.TAKE_PAPER,
        loudspeaker=(say("单子还没拿。"), say("在{place}，请拿好。", place=place)),
        jobs=(LANES[paper].job(_wait_taken),),
        after=After(LEFT_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
        hand=SLOTS[paper],
        patient=True,
        tells=HelpKind.PAPER_LEFT,
    )


def drawing_in(paper: Paper) -> Page[bool]:
    """The printer draws the paper in; False where none hung there any more."""

    def work(press: Press, deadline: Deadline, report: Report) -> bool:
        return press.take_back(deadline, report)

    return Wait(
        name="drawing_in",
        title=say("正在收单子"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(LANES[paper].job(work, seconds=DRAW_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        tells=HelpKind.PAPER_LEFT,
        shows_after=0.3,
    )


def paper_drawn_in(places: PlaceConfig) -> Page[Onward]:
    """W4b: it waits at the desk, and nobody else gets to see it."""
    return Notice(
        name="paper_drawn_in",
        title=say("有一张单子收起来了"),
        body=(say("请到服务台领。"), say("服务台在{desk}。", short="", desk=Word(places.desk))),
        picture=Picture.HELP,
        loudspeaker=(say("请看屏幕。"),),
        actions=(_KNOWN,),
        after=After(DRAWN_IN_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
        tells=HelpKind.PAPER_LEFT,
        staff=paper_from_bin(mended=Onward.LEAVE, given_up=Onward.LEAVE),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R8": take_paper(Paper.SHEET, sample.PLACES),
    "R8-two": take_paper(Paper.SLIP, sample.PLACES, 2),
    "R8-counted": take_paper(Paper.SHEET, sample.FAR, 2),
    "R8-far": take_paper(Paper.SLIP, sample.FAR),
    "R8-absent": take_paper(Paper.SLIP, sample.PLACES, 1, of=Whose.ABSENT),
    "R8-nobodys": take_paper(Paper.SLIP, sample.PLACES, 1, of=Whose.NOBODYS),
    "R8-staff": take_paper(Paper.SHEET, sample.PLACES, 2, of=Whose.STAFF),
    "R8-mouth": take_from_mouth(Paper.SLIP, sample.FAR, 1),
    "W4": still_in_mouth(Paper.SLIP, sample.FAR),
    "drawing-in": drawing_in(Paper.SLIP),
    "W4b": paper_drawn_in(sample.FAR),
    "T4-mouth": still_in_mouth(Paper.SLIP, sample.PLACES),
    "T4": paper_left(Paper.SLIP, sample.PLACES),
    "T4-far": paper_left(Paper.SHEET, sample.FAR),
}
