"""R6, R7, P3 and P8: which paper, whether it was printed before, and the printing itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import CoverOpen, DeviceError, PaperOut, PaperTooLittle
from kiosk.core.config import Config
from kiosk.core.page import Action, Answer, Choice, Choose, Footer, Picture, Progress, Slot, Tone, Wait
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.phrases import SEE_SCREEN
from kiosk.statement.model import Issue, Paper
from kiosk.statement.press import DOCUMENTS, RECEIPTS
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import LaneKey, Page, Report
    from kiosk.statement.model import Statement
    from kiosk.statement.press import Press

GLANCE_SECONDS: Final = 1.5
"""How long a printer may take to say that it is ready before another is taken."""
PRINT_SECONDS: Final = 180.0
"""Far more than two sheets take; a printer that hangs longer is given up."""

LANES: Final[Mapping[Paper, LaneKey[Press]]] = MappingProxyType({Paper.SHEET: DOCUMENTS, Paper.SLIP: RECEIPTS})
SLOTS: Final = MappingProxyType({Paper.SHEET: Slot.DOCUMENT, Paper.SLIP: Slot.RECEIPT})


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A paper made ready for one printer: whether that printer can begin, and whether it was printed today."""

    paper: Paper
    statement: Statement
    ready: bool
    printed_today: bool


class Printed(StrEnum):
    """Why a print never began."""

    NO_PAPER_YET = "no_paper_yet"
    COVER_OPEN_YET = "cover_open_yet"


class Again(StrEnum):
    """Whether to print the same once more."""

    YES = "yes"
    NO = "no"


def place_of(paper: Paper, places: PlaceConfig) -> Word:
    """Say where this paper comes out."""
    return Word(places.document_slot if paper is Paper.SHEET else places.receipt_slot)


def preparing(paper: Paper, make: Callable[[], Statement]) -> Page[Prepared]:
    """Make the paper and look at its printer; over in a moment."""

    def work(press: Press, deadline: Deadline, report: Report) -> Prepared:
        statement = make()
        try:
            press.wait_until_ready(deadline.within(GLANCE_SECONDS), report)
        except DeviceError:
            deadline.check()
            ready = False
        else:
            ready = True
        return Prepared(paper, statement, ready, press.printed_today(statement))

    return Wait(
        name=f"preparing_{paper}",
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在准备您的单子。"),),
        picture=Picture.PRINTING,
        slot=SLOTS[paper],
        jobs=(LANES[paper].job(work, seconds=GLANCE_SECONDS * 4),),
        footer=Footer(back=False, leave=False),
        patient=True,
    )


class PaperWish(StrEnum):
    """Which paper somebody wants. In 简洁版 it is not asked: the large sheet, in large print."""

    SHEET = "sheet"
    SLIP = "slip"
    LARGE_PRINT = "large_print"

    @property
    def paper(self) -> Paper:
        """What it is printed on."""
        return Paper.SLIP if self is PaperWish.SLIP else Paper.SHEET


def which_paper() -> Page[PaperWish]:
    """R6: only asked when both printers are ready. 简洁版 takes the large sheet."""
    return Choose(
        name="which_paper",
        title=say("要哪种纸？"),
        body=(say("大张字大，好保存。"), say("小条好拿，会褪色。")),
        loudspeaker=(say("要大张，还是小条？"),),
        choices=(
            Choice(say("大张纸"), PaperWish.SHEET, "file-text", needs=frozenset({DOCUMENTS.name})),
            Choice(say("小条"), PaperWish.SLIP, "receipt-text", needs=frozenset({RECEIPTS.name})),
        ),
        usual=Answer(PaperWish.LARGE_PRINT),
    )


@dataclass(frozen=True)
class Presented:
    """So many sheets hang in the printer's mouth, and it will tell when they are taken."""

    sheets: int


def printed_before() -> Page[Again]:
    """P8: the same was printed today. Always allowed again, marked 补打, never a reproach."""
    return Choose(
        name="printed_before",
        title=say("今天打过一次了", short="再打一张吗？"),
        body=(say("还要再打一张吗？", short="今天打过一张了。"),),
        picture=Picture.PRINTED,
        loudspeaker=SEE_SCREEN,
        actions=(
            Action(say("再打一张"), Again.YES, "printer", Tone.GO),
            Action(say("不用了"), Again.NO, "x"),
        ),
    )


def printing(
    paper: Paper, statement: Statement, places: PlaceConfig, *, resumed: bool = False
) -> Page[int | Presented | Printed]:
    """R7, or P3 when `resumed` after the paper was changed.

    Answers how many sheets came out, as `Presented` where a presenter holds them; `NO_PAPER_YET` or `COVER_OPEN_YET` when
    nothing could be begun. Raises what `Press.print` raises.
    """

    def work(press: Press, deadline: Deadline, report: Report) -> int | Presented | Printed:
        begun = False

        def progressed(progress: Progress) -> None:
            nonlocal begun
            begun = begun or progress.done > 0
            report(progress)

        try:
            sheets = press.print(statement, deadline, progressed)
        except (PaperOut, CoverOpen) as error:
            if begun or resumed:
                raise
            return Printed.COVER_OPEN_YET if isinstance(error, CoverOpen) else Printed.NO_PAPER_YET
        except PaperTooLittle:
            return Printed.NO_PAPER_YET
        return Presented(sheets) if press.presents else sheets

    title = say("纸换好了，接着打") if resumed else say("正在打印")
    spoken = say("纸换好了，接着打印。") if resumed else say("正在打印，请等一等。")
    return Wait["int | Presented | Printed"](
        name="printing_goes_on" if resumed else "printing",
        title=title,
        body=(say("请等一等。"), say("纸从{place}出来。", place=place_of(paper, places))),
        picture=Picture.PRINTING,
        loudspeaker=(spoken,),
        jobs=(LANES[paper].job(work, seconds=PRINT_SECONDS),),
        footer=Footer(back=False, leave=False),
        hand=SLOTS[paper],
        seals=True,
        patient=True,
    )


_SLIP: Final = window_slip(Matter.OTHER, Issue.at(Config(), sample.NOW, Paper.SLIP))

EXAMPLES: Mapping[str, Page[object]] = {
    "preparing": preparing(Paper.SLIP, lambda: _SLIP),
    "R6": which_paper(),
    "R7": printing(Paper.SHEET, _SLIP, sample.PLACES),
    "R7-far": printing(Paper.SLIP, _SLIP, sample.FAR),
    "P3": printing(Paper.SLIP, _SLIP, sample.PLACES, resumed=True),
    "P8": printed_before(),
}
