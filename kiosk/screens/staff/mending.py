"""P2 and its like: how a printer is mended, as numbered pictures, put to who helps in the place of the person's page.

Each takes the answers of the page it belongs to: what goes on, and what gives up.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from devices.errors import CoverOpen, CutterFault, DeviceError, DeviceGone, PaperJam, PaperOut, TonerOut, TrayFull
from kiosk.core.page import Action, FixStep, Picture, Tone
from kiosk.core.text import Text, say
from kiosk.screens.staff.card_fixes import CABLE_AND_POWER, fix
from kiosk.statement.model import Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

A = TypeVar("A")

_OPEN: Final = FixStep(say("打开前盖。"), Picture.OPEN_COVER)
_SHUT: Final = FixStep(say("合上盖子。"), Picture.SHUT_COVER)
_BACK_OPEN: Final = FixStep(say("打开后面的门。"), Picture.OPEN_BACK)
_BACK_SHUT: Final = FixStep(say("关上门。"), Picture.SHUT_BACK)
_TORN_UP: Final = say("有半张的，收起来撕掉。")

NEW_ROLL: Final = (_OPEN, FixStep(say("放新纸，拉出一截。"), Picture.PUT_ROLL), _SHUT)
NEW_SHEETS: Final = (
    FixStep(say("拉出纸盒。"), Picture.PULL_TRAY),
    FixStep(say("放进A4纸，理整齐。"), Picture.FILL_TRAY),
    FixStep(say("推回纸盒。"), Picture.PUSH_TRAY),
)
NEW_PAPER: Final[Mapping[Paper, tuple[FixStep, ...]]] = MappingProxyType(
    {Paper.SLIP: NEW_ROLL, Paper.SHEET: NEW_SHEETS}
)


def change_paper(paper: Paper, *, cover: bool = False, mended: A, given_up: A) -> Page[A]:
    """P2: new paper, or only the `cover` to be shut."""
    goes_on = Action(say("合上了，接着打") if cover else say("换好了，接着打"), mended, "check", Tone.GO)
    stays = Action(say("打不了"), given_up, "x")
    if cover:
        shut = _BACK_SHUT if paper is Paper.SHEET else _SHUT
        look = NEW_PAPER[paper][1].picture
        steps = (FixStep(say("看看纸放正没有。"), look), shut)
        return fix("fix_cover", say("合上盖子"), steps, goes_on, stays)
    return fix("fix_paper", say("换纸"), NEW_PAPER[paper], goes_on, stays)


_Mending = tuple[str, Text, tuple[FixStep, ...]]
"""Name, title and steps of a fix."""

_NOT_ANSWERING: Final[_Mending] = ("fix_printer", say("打印机没反应"), CABLE_AND_POWER)
_OUTPUT_FULL: Final[_Mending] = (
    "fix_output",
    say("出纸口满了"),
    (FixStep(say("收走打好的纸，别看。"), Picture.EMPTY_OUTPUT),),
)
_SLIPS: Final[Mapping[type[DeviceError], _Mending]] = MappingProxyType(
    {
        PaperJam: (
            "fix_jam",
            say("纸卡住了"),
            (_OPEN, FixStep(say("慢慢拉出卡住的纸。"), Picture.CLEAR_JAM), _SHUT),
        ),
        CutterFault: (
            "fix_cutter",
            say("切刀卡住了"),
            (_OPEN, FixStep(say("转小轮，让刀退回去。"), Picture.TURN_CUTTER), _SHUT),
        ),
        PaperOut: ("fix_paper", say("换纸"), NEW_ROLL),
        CoverOpen: ("fix_cover", say("合上盖子"), (_SHUT,)),
    }
)
_SHEETS: Final[Mapping[type[DeviceError], _Mending]] = MappingProxyType(
    {
        PaperJam: (
            "fix_sheet_jam",
            say("纸卡住了"),
            (_BACK_OPEN, FixStep(say("慢慢拉出卡住的纸。"), Picture.PULL_SHEET), _BACK_SHUT),
        ),
        TonerOut: (
            "fix_toner",
            say("墨用完了"),
            (
                FixStep(say("取出旧墨盒，装上新的。"), Picture.CHANGE_TONER),
                FixStep(say("关上门，等它转完。"), Picture.SHUT_BACK),
            ),
        ),
        TrayFull: _OUTPUT_FULL,
        PaperOut: ("fix_paper", say("换纸"), NEW_SHEETS),
        CoverOpen: ("fix_cover", say("合上盖子"), (_BACK_SHUT,)),
    }
)


def mend_printer(paper: Paper, error: DeviceError, *, mended: A, given_up: A, prints: bool = True) -> Page[A]:
    """How a printer is brought back after `error`; `prints`: something waits to be printed once more."""
    known = _SHEETS if paper is Paper.SHEET else _SLIPS
    name, title, steps = known.get(type(error), _NOT_ANSWERING)
    return fix(
        name,
        title,
        steps,
        Action(say("好了，再打一次") if prints else say("好了，接着办"), mended, "check", Tone.GO),
        Action(say("打不了") if prints else say("修不好"), given_up, "x"),
        _TORN_UP,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "P2": change_paper(Paper.SLIP, mended=1, given_up=2),
    "P2-sheet": change_paper(Paper.SHEET, mended=1, given_up=2),
    "P2-cover": change_paper(Paper.SLIP, cover=True, mended=1, given_up=2),
    "P2-cover-sheet": change_paper(Paper.SHEET, cover=True, mended=1, given_up=2),
    "jam": mend_printer(Paper.SLIP, PaperJam(), mended=1, given_up=2),
    "jam-sheet": mend_printer(Paper.SHEET, PaperJam(), mended=1, given_up=2),
    "cutter": mend_printer(Paper.SLIP, CutterFault(), mended=1, given_up=2),
    "toner": mend_printer(Paper.SHEET, TonerOut(), mended=1, given_up=2),
    "output": mend_printer(Paper.SHEET, TrayFull(), mended=1, given_up=2),
    "paper": mend_printer(Paper.SLIP, PaperOut(), mended=1, given_up=2),
    "cover": mend_printer(Paper.SHEET, CoverOpen(), mended=1, given_up=2),
    "printer": mend_printer(Paper.SLIP, DeviceGone(), mended=1, given_up=2),
    "printer-idle": mend_printer(Paper.SLIP, DeviceGone(), mended=1, given_up=2, prints=False),
}
