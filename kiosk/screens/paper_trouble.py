"""P0, P1 and P4 to P7: the paper ran out, and every way it may go on from there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from devices.errors import DeviceError, OperationCancelled, PaperJam, PrinterError
from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone, Wait
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, NOT_YOUR_FAULT, SEE_SCREEN, window
from kiosk.screens.printing import LANES, SLOTS, Again, place_of
from kiosk.screens.staff.mending import change_paper, mend_printer
from kiosk.screens.staff.settling import has_it_come_out
from kiosk.statement.model import Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page, Report
    from kiosk.core.text import Text
    from kiosk.screens.staff.settling import Came
    from kiosk.statement.press import Press

A = TypeVar("A")

WAIT_SECONDS: Final = 60.0
"""P5: after this long without new paper the person is asked again."""
CLEAR_SECONDS: Final = 15.0
HALF_SECONDS: Final = 15.0
"""P4 goes on by itself after this long: whoever changed the paper may have torn the half sheet off."""
UNKNOWN_SECONDS: Final = 120.0
"""Long enough to look into the slot and read the page twice."""


class Waiting(StrEnum):
    """What somebody does while there is no paper."""

    READY = "ready"
    WAIT = "wait"
    LEAVE_IT = "leave_it"


class Mended(StrEnum):
    """What the staff says of a printer that stood still."""

    AGAIN = "again"


def _somebody_comes(places: PlaceConfig, *, cover: bool = False) -> Text:
    if places.staff_told:
        return say("已经叫人来看。") if cover else say("已经叫人来换纸。")
    return say("请告诉{window}。", window=window(places))


def _calling(*, told: bool) -> Text:
    return say("已经叫人来换。") if told else say("请看屏幕。")


def _ready(press: Press, deadline: Deadline, report: Report) -> Waiting:
    press.wait_until_ready(deadline, report)
    return Waiting.READY


def no_paper(paper: Paper, places: PlaceConfig, *, cover: bool = False) -> Page[Waiting]:
    """P0: no paper, or `cover` open, before anything was printed. What was found can still be looked at."""
    if cover:
        title, spoken = say("盖子开着，先看看吧"), say("盖子开着。请看屏幕。")
    else:
        title = say("没纸了，先看看吧")
        spoken = say("没纸了，已经叫人来换。") if places.staff_told else say("没纸了。请看屏幕。")
    return Notice(
        name="cover_open_before" if cover else "no_paper",
        title=title,
        body=(_somebody_comes(places, cover=cover), say("内容照样能看。", short="")),
        picture=Picture.NO_PAPER,
        slot=SLOTS[paper],
        loudspeaker=(spoken,),
        actions=(
            Action(say("先看看"), Waiting.LEAVE_IT, "eye", Tone.GO),
            Action(say("等一等") if cover else say("等换纸"), Waiting.WAIT, "hourglass"),
        ),
        tells=HelpKind.NO_PAPER,
        staff=change_paper(paper, cover=cover, mended=Waiting.WAIT, given_up=Waiting.LEAVE_IT),
    )


def paper_out(paper: Paper, places: PlaceConfig, *, cover: bool = False) -> Page[Waiting]:
    """P1: goes on by itself when paper is in and the cover shut. Raises `OperationTimedOut` after a minute."""
    title = say("盖子开着，别着急") if cover else say("纸用完了，别着急")
    told = places.staff_told and not cover
    coming = say("已经叫人来换纸。", short="已经叫人了，等等就好。") if told else _somebody_comes(places, cover=cover)
    return Wait(
        name="cover_open" if cover else "paper_out",
        title=title,
        body=(
            coming,
            say("合上了，接着打。" if cover else "换好了，接着打。", short="" if told else None),
            say("您不用动，等等就好。" if told else "您办的事，都还在。", short=""),
        ),
        picture=Picture.NO_PAPER,
        slot=SLOTS[paper],
        loudspeaker=(say("盖子开着，别着急。") if cover else say("纸用完了，别着急。"), _calling(told=told)),
        actions=(Action(say("不等了"), Waiting.LEAVE_IT, "x"),),
        jobs=(LANES[paper].job(_ready, seconds=WAIT_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        tells=HelpKind.NO_PAPER,
        staff=change_paper(paper, cover=cover, mended=Waiting.READY, given_up=Waiting.LEAVE_IT),
    )


def still_no_paper(paper: Paper, places: PlaceConfig) -> Page[Waiting]:
    """P5: nobody has changed the paper yet. Goes on by itself once somebody has.

    Gives up by itself when nobody is left: what the printer still holds must be cleared before anybody else comes.
    """
    told = places.staff_told
    return Wait(
        name="still_no_paper",
        title=say("人还没到") if told else say("纸还没换好"),
        body=(
            say("再叫一次，还是去窗口？", short="已经又叫了一次。")
            if told
            else say("再等等，还是去{window}？", window=window(places)),
        ),
        picture=Picture.NO_PAPER,
        slot=SLOTS[paper],
        loudspeaker=(say("还在叫人，请再等等。"),) if told else SEE_SCREEN,
        actions=(
            Action(say("再叫一次", short="再等等") if told else say("再等等"), Waiting.WAIT, "hourglass", Tone.GO),
            Action(say("去{window}", window=window(places)), Waiting.LEAVE_IT, "arrow-right"),
        ),
        jobs=(LANES[paper].job(_ready),),
        after=After(WAIT_SECONDS, Waiting.LEAVE_IT),
        footer=Footer(back=False, leave=False),
        tells=HelpKind.NO_PAPER,
        staff=change_paper(paper, mended=Waiting.READY, given_up=Waiting.LEAVE_IT),
    )


def half_sheet(paper: Paper, places: PlaceConfig) -> Page[Onward]:
    """P4: half a sheet came out; it has somebody's data on it."""
    return Notice(
        name="half_sheet",
        title=say("半张的不要了"),
        body=(say("请交给{window}的工作人员。", window=window(places)),),
        picture=Picture.TAKE_PAPER,
        slot=SLOTS[paper],
        loudspeaker=SEE_SCREEN,
        actions=(KNOWN,),
        after=After(HALF_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


def clearing(paper: Paper) -> Page[bool]:
    """Throw away what the printer still holds, so that nobody finds somebody else's figures.

    Answers whether it really is empty.
    """

    def work(press: Press, deadline: Deadline, report: Report) -> bool:
        try:
            press.clear(deadline, report)
        except OperationCancelled:
            raise
        except DeviceError:
            return False
        return True

    return Wait(
        name="clearing",
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在清掉没打完的。"),),
        picture=Picture.PRINTING,
        slot=SLOTS[paper],
        jobs=(LANES[paper].job(work, seconds=CLEAR_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        seals=True,
    )


def not_printed(places: PlaceConfig, *, cleared: bool) -> Page[Onward]:
    """P6: the person doesn't wait. Says it is cleared only when it really is."""
    rest = say("没打完的，已经清掉。", short="") if cleared else say("没打完的，可能还在里面。")
    return Notice(
        name="not_printed" if cleared else "not_printed_not_cleared",
        title=say("好，不打了"),
        body=(rest, say("要打印，请到{window}。", window=window(places))),
        picture=Picture.HELP,
        loudspeaker=(say("好，不打了。请看屏幕。"),),
        actions=(KNOWN,),
        footer=Footer(back=False),
    )


def end_not_known(paper: Paper, places: PlaceConfig) -> Page[Onward]:
    """P7: everything was sent, but the printer never said it was printed. Nothing prints twice by itself."""
    return _end_not_known(paper, places, None)


def end_to_settle(paper: Paper, places: PlaceConfig) -> Page[Onward | Came]:
    """P7 in the visit it happened in: who helps is asked what became of it, and the flow goes on from there."""
    return _end_not_known(paper, places, has_it_come_out())


def _end_not_known(paper: Paper, places: PlaceConfig, staff: Page[A] | None) -> Page[Onward | A]:
    look = (
        say("工作人员来看打好没有。")
        if places.staff_told
        else say("请看{place}，有没有单子。", place=place_of(paper, places))
    )
    window_if_not = say("没有的话，请到{window}。", window=window(places))
    return Notice["Onward | A"](
        name="end_not_known",
        title=say("机器刚才停了一下"),
        body=(look, window_if_not),
        picture=Picture.TAKE_PAPER,
        slot=SLOTS[paper],
        loudspeaker=(say("请等一等，已经叫人来看。"),) if places.staff_told else SEE_SCREEN,
        actions=(KNOWN,),
        after=After(UNKNOWN_SECONDS, Onward.GO_ON),
        footer=Footer(back=False),
        tells=HelpKind.STUCK,
        staff=staff,
    )


def print_again(paper: Paper) -> Page[Again]:
    """After P7, when nothing came out: whether to print it now."""
    return Notice(
        name="print_again",
        title=say("再打一次吗？"),
        body=(say("刚才那张，没打出来。"),),
        picture=Picture.PRINTING,
        slot=SLOTS[paper],
        loudspeaker=SEE_SCREEN,
        actions=(
            Action(say("再打一次"), Again.YES, "printer", Tone.GO),
            Action(say("不打了"), Again.NO, "x"),
        ),
        after=After(WAIT_SECONDS, Again.NO),
        footer=Footer(back=False),
    )


def printer_broken(places: PlaceConfig, *, cleared: bool = True) -> Page[Onward]:
    """A printer's trouble that only staff can mend. `cleared`: nothing of this person is left in it."""
    fix = mend_printer(Paper.SLIP, PrinterError(), mended=Onward.GO_ON, given_up=Onward.GO_ON, prints=False)
    return _printer_broken(places, fix, cleared=cleared)


def printer_to_mend(
    paper: Paper, error: DeviceError, places: PlaceConfig, *, cleared: bool = True
) -> Page[Onward | Mended]:
    """The same where a print waits for it: who helps is shown how, and it can be printed once more."""
    return _printer_broken(
        places, mend_printer(paper, error, mended=Mended.AGAIN, given_up=Onward.GO_ON), cleared=cleared
    )


def _printer_broken(places: PlaceConfig, staff: Page[A], *, cleared: bool) -> Page[Onward | A]:
    reported = (say("不怪您，已经报修。"),) if places.staff_told else (NOT_YOUR_FAULT,)
    rest = () if cleared else (say("没打完的，可能还在里面。"),)
    return Notice["Onward | A"](
        name="printer_broken" if cleared else "printer_broken_not_cleared",
        title=say("打印的机器坏了"),
        body=(*reported, *rest, say("要打印，请到{window}。", window=window(places))),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), say("请看屏幕。")),
        actions=(KNOWN,),
        footer=Footer(back=False),
        tells=HelpKind.STUCK,
        staff=staff,
    )


_PLACES, _TOLD, _FAR = sample.PLACES, sample.STAFFED, sample.FAR

EXAMPLES: Mapping[str, Page[object]] = {
    "P0": no_paper(Paper.SLIP, _PLACES),
    "P0-staffed": no_paper(Paper.SHEET, _TOLD),
    "P0-cover": no_paper(Paper.SLIP, _FAR, cover=True),
    "P1": paper_out(Paper.SLIP, _PLACES),
    "P1-staffed": paper_out(Paper.SHEET, _TOLD),
    "P1-far": paper_out(Paper.SHEET, _FAR),
    "P1-cover": paper_out(Paper.SLIP, _PLACES, cover=True),
    "P1-cover-staffed": paper_out(Paper.SLIP, _TOLD, cover=True),
    "P4": half_sheet(Paper.SHEET, _PLACES),
    "P4-far": half_sheet(Paper.SLIP, _FAR),
    "P5": still_no_paper(Paper.SLIP, _FAR),
    "P5-staffed": still_no_paper(Paper.SLIP, _TOLD),
    "P6": not_printed(_PLACES, cleared=True),
    "P6-not-cleared": not_printed(_FAR, cleared=False),
    "P6-clearing": clearing(Paper.SLIP),
    "P7": end_not_known(Paper.SHEET, _FAR),
    "P7-staffed": end_not_known(Paper.SLIP, _TOLD),
    "P7-settled": end_to_settle(Paper.SHEET, _PLACES),
    "P7-again": print_again(Paper.SHEET),
    "printer-broken": printer_broken(_PLACES),
    "printer-broken-not-cleared": printer_broken(_FAR, cleared=False),
    "printer-broken-jam": printer_to_mend(Paper.SLIP, PaperJam(), _PLACES),
    "printer-broken-staffed": printer_broken(_TOLD),
}
