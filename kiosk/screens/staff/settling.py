"""P7 as it is put to who helps: has the sheet come out? What they say is noted under their staff number."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, After, Footer, LaneKey, Notice, Picture, Tone, Wait
from kiosk.core.text import say
from kiosk.statement.press import RECEIPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffNumber
    from kiosk.statement.press import Press

LOOK_SECONDS: Final = 600.0
SETTLE_SECONDS: Final = 10.0


class Came(StrEnum):
    """What somebody of the staff found in the printer."""

    OUT = "out"
    NOT_OUT = "not_out"
    HALF = "half"
    NOT_LOOKED = "not_looked"


def has_it_come_out() -> Page[Came]:
    """Ask who helps what has become of a print whose end is unknown."""
    return Notice(
        name="has_it_come_out",
        title=say("单子出来了吗？"),
        body=(say("看看出纸口，再看看里面。"), say("看不准，先别点。")),
        picture=Picture.TAKE_PAPER,
        actions=(
            Action(say("出来了"), Came.OUT, "check", Tone.GO),
            Action(say("没出来"), Came.NOT_OUT, "x"),
            Action(say("只有一半"), Came.HALF, "file-text"),
        ),
        after=After(LOOK_SECONDS, Came.NOT_LOOKED),
        footer=Footer(back=False, leave=False, help=False),
    )


def settling(lane: LaneKey[Press], by: Callable[[], StaffNumber | None], *, printed: bool) -> Page[bool]:
    """Note what was found of the print that this printer has just left unknown; whether it could be noted.

    Raises what the journal raises.
    """

    def work(press: Press, _deadline: Deadline, _report: Report) -> bool:
        number = by()
        return number is not None and press.settle_last(printed=printed, by=str(number))

    return Wait(
        name="settling",
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在记下来。"),),
        picture=Picture.WAITING,
        jobs=(lane.job(work, seconds=SETTLE_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        seals=True,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "P7": has_it_come_out(),
    "noting": settling(RECEIPTS, lambda: None, printed=True),
}
