"""换纸 at any time: which printer, how, until it says it is ready, and a sheet that shows it prints."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.deeds import PaperChanged
from kiosk.core.page import Action, After, Choice, Choose, Fix, Notice, Picture, Tone, Wait
from kiosk.core.text import Count, say
from kiosk.core.values import dataclass
from kiosk.screens.printing import LANES, PRINT_SECONDS, SLOTS
from kiosk.screens.staff.card_fixes import MENDING_SECONDS
from kiosk.screens.staff.mending import NEW_PAPER
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD
from kiosk.statement.model import Paper
from kiosk.statement.trial import trial_print

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from devices.deadline import Deadline
    from kiosk.core.deeds import Deed
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffNumber
    from kiosk.statement.model import Issue
    from kiosk.statement.press import Press

READY_SECONDS: Final = 60.0
"""How long a printer may take to see its new paper."""
COUNT_SECONDS: Final = 8.0


class Changed(StrEnum):
    """What is said of the paper."""

    DONE = "done"
    NOT_NOW = "not_now"
    AGAIN = "again"


@dataclass(frozen=True)
class NewPaper:
    """What is counted of paper that was just put in: `printed` on it, and how many it is still enough for. None: not counted."""

    printed: int | None = None
    left: int | None = None


def which_printer(papers: tuple[Paper, ...]) -> Page[Paper]:
    """Which of the printers gets new paper."""
    words = {
        Paper.SLIP: Choice(say("打小条的"), Paper.SLIP, "receipt-text", say("热敏纸卷")),
        Paper.SHEET: Choice(say("打大张的"), Paper.SHEET, "file-text", say("A4纸")),
    }
    return Choose(
        name="which_printer",
        title=say("给哪台换纸？"),
        choices=tuple(words[paper] for paper in papers),
        footer=FOOTER,
    )


def put_paper(paper: Paper) -> Page[Changed]:
    """How it is done."""
    return Fix(
        name="put_paper",
        title=say("换纸"),
        steps=NEW_PAPER[paper],
        actions=(
            Action(say("换好了"), Changed.DONE, "check", Tone.GO),
            Action(say("先不换"), Changed.NOT_NOW, "x"),
        ),
        after=After(MENDING_SECONDS, Changed.NOT_NOW),
        footer=NO_WAY_OUT,
    )


def waiting_ready(paper: Paper, by: Callable[[], StaffNumber | None], note: Callable[[Deed], None]) -> Page[Changed]:
    """Wait until the printer sees its paper, and count from there. Raises `DeviceError`."""

    def work(press: Press, deadline: Deadline, report: Report) -> Changed:
        press.wait_until_ready(deadline, report)
        printed = press.health().counters.prints_since_roll
        press.paper_changed()
        number = by()
        if number is not None:
            note(PaperChanged(LANES[paper].name, number, printed))
        return Changed.DONE

    return Wait(
        name="waiting_ready",
        title=say("正在看纸好了没有"),
        body=(say("请等一等。"),),
        picture=Picture.PRINTING,
        slot=SLOTS[paper],
        actions=(Action(say("先不换"), Changed.NOT_NOW, "x"),),
        jobs=(LANES[paper].job(work, seconds=READY_SECONDS),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def not_ready() -> Page[Changed]:
    """The printer still sees no paper, or can't be reached."""
    return Notice(
        name="paper_not_ready",
        title=say("机器还说没好"),
        body=(say("看看盖子合紧没有。"), say("还不行，请技术员来看。")),
        picture=Picture.TROUBLE,
        actions=(
            Action(say("再来一次"), Changed.AGAIN, "printer", Tone.GO),
            Action(say("先不换"), Changed.NOT_NOW, "x"),
        ),
        after=After(MENDING_SECONDS, Changed.NOT_NOW),
        footer=NO_WAY_OUT,
    )


def trying(paper: Paper, issue: Callable[[date, Paper], Issue], today: Callable[[], date]) -> Page[int]:
    """Print a sheet about nobody. Raises what `Press.print` raises."""

    def work(press: Press, deadline: Deadline, report: Report) -> int:
        return press.print(trial_print(issue(today(), paper)), deadline, report)

    return Wait(
        name="trial_print",
        title=say("正在试打"),
        body=(say("请等一等。"),),
        picture=Picture.PRINTING,
        jobs=(LANES[paper].job(work, seconds=PRINT_SECONDS),),
        footer=NO_WAY_OUT,
        hand=SLOTS[paper],
        seals=True,
        patient=True,
    )


def is_it_clear(paper: Paper) -> Page[Changed]:
    """Whether the sheet is as it should be."""
    return Notice(
        name="is_it_clear",
        title=say("试打的清楚吗？"),
        body=(say("字清楚，边上不缺，就行。"),),
        picture=Picture.TAKE_PAPER,
        slot=SLOTS[paper],
        actions=(
            Action(say("清楚"), Changed.DONE, "check", Tone.GO),
            Action(say("不清楚"), Changed.AGAIN, "x"),
        ),
        after=After(MENDING_SECONDS, Changed.DONE),
        footer=NO_WAY_OUT,
    )


def counting(paper: Paper) -> Page[NewPaper]:
    """Ask what is counted of the new paper. Raises `DeviceError`."""

    def work(press: Press, _deadline: Deadline, _report: Report) -> NewPaper:
        return NewPaper(press.health().counters.prints_since_roll, press.sheets_left())

    return Wait(
        name="counting_paper",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(LANES[paper].job(work, seconds=COUNT_SECONDS),),
        footer=NO_WAY_OUT,
    )


def paper_is_new(new: NewPaper) -> Page[None]:
    """What the counter says of the new paper, and what it can't."""
    printed = () if new.printed is None else (say("新纸打了{n}张。", n=Count(new.printed)),)
    left = say("还剩多少，机器不知道。") if new.left is None else say("约剩{n}张。", n=Count(new.left))
    return Notice(
        name="paper_is_new",
        title=say("纸换好了"),
        body=(*printed, left),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        after=After(MENDING_SECONDS, None),
        footer=NO_WAY_OUT,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "which": which_printer((Paper.SHEET, Paper.SLIP)),
    "slip": put_paper(Paper.SLIP),
    "waiting": waiting_ready(Paper.SLIP, lambda: None, lambda _deed: None),
    "not-ready": not_ready(),
    "clear": is_it_clear(Paper.SLIP),
    "counting": counting(Paper.SLIP),
    "new": paper_is_new(NewPaper(1, 210)),
    "new-not-counted": paper_is_new(NewPaper()),
}
