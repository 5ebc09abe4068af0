"""What is done about a fault that is no device's: whom to call and which panel, as numbered pictures; and why it is closed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.closed import Closed
from kiosk.core.page import Action, FixStep, Picture, Tone
from kiosk.core.text import Text, say
from kiosk.screens.staff.card_fixes import fix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

A = TypeVar("A")

CLOSED_FOR: Final[Mapping[Closed, Text]] = MappingProxyType(
    {
        Closed.RECORDS: say("数据读不出来"),
        Closed.NO_RECORDS: say("还没装数据"),
        Closed.KEY: say("机器的密钥读不到"),
        Closed.CLOCK: say("机器的日期不对"),
        Closed.BOOKS: say("机器记不下了"),
        Closed.CRASHES: say("连着出错，先停了"),
        Closed.POWER: say("停电了，电池快完了"),
        Closed.PAUSED: say("技术员暂停的"),
        Closed.HOURS: say("不在办事时间"),
    }
)
"""Why, as a technician reads it beside what to do."""

_CLOSED_NOW: Final[Mapping[Closed, Text]] = MappingProxyType(
    {
        Closed.RECORDS: say("停用了：数据读不出来。"),
        Closed.NO_RECORDS: say("停用了：还没装数据。"),
        Closed.KEY: say("停用了：机器的密钥读不到。"),
        Closed.CLOCK: say("停用了：机器的日期不对。"),
        Closed.BOOKS: say("停用了：机器记不下了。"),
        Closed.CRASHES: say("停用了：连着出错。"),
        Closed.POWER: say("停用了：停电，电池快完了。"),
        Closed.PAUSED: say("停用了：技术员暂停的。"),
        Closed.HOURS: say("停用了：不在办事时间。"),
    }
)

_TECHNICIAN: Final = FixStep(say("请技术员来。"), Picture.HELP)
_RESTART: Final = FixStep(say("点“设备维护”“重启关机”。"), Picture.SWITCH_POWER)
_RECORDS: Final = FixStep(say("他点“数据”，换新数据。"), Picture.SHEET)
_STEPS: Final[Mapping[Closed, tuple[FixStep, ...]]] = MappingProxyType(
    {
        Closed.RECORDS: (FixStep(say("等一分钟，它自己再试。"), Picture.WAITING), _TECHNICIAN, _RECORDS),
        Closed.NO_RECORDS: (_TECHNICIAN, _RECORDS),
        Closed.KEY: (_TECHNICIAN, _RESTART, FixStep(say("还读不到，把密钥装回去。"), Picture.SHIELD)),
        Closed.CLOCK: (
            _TECHNICIAN,
            FixStep(say("他点“设备维护”“设置”。"), Picture.KEYS),
            FixStep(say("点“改时间”，要两个人。"), Picture.CALENDAR),
        ),
        Closed.BOOKS: (
            _TECHNICIAN,
            FixStep(say("他点“就绪报告”，看磁盘。"), Picture.SHEET),
            FixStep(say("清理磁盘，至少留1GB。"), Picture.KEYS),
            _RESTART,
        ),
        Closed.CRASHES: (
            FixStep(say("等一等，过一阵自己再试。"), Picture.WAITING),
            _TECHNICIAN,
            FixStep(say("他点“设备维护”“恢复服务”。"), Picture.KEYS),
        ),
    }
)
"""Of the faults; what else closes a terminal has nothing to be mended."""

FROM_PANEL: Final[Mapping[Closed, Text]] = MappingProxyType(
    {
        Closed.RECORDS: say("回菜单，点“数据”，换新数据。"),
        Closed.NO_RECORDS: say("回菜单，点“数据”，换新数据。"),
        Closed.KEY: say("重启程序；不行，装回密钥。"),
        Closed.CLOCK: say("点“设置”，改时间。"),
        Closed.BOOKS: say("看就绪报告，清理磁盘。"),
        Closed.POWER: say("电来了，自己会恢复。"),
        Closed.HOURS: say("到时间，自己会恢复。"),
    }
)
"""What a technician does from 设备维护; a pause and too many crashes have their own line there."""


def closed_now(closed: Closed | None) -> tuple[Text, ...]:
    """Say at the top of a page of the staff why nobody is served right now; nothing while people are."""
    return () if closed is None else (_CLOSED_NOW[closed],)


def mend_closed(fault: Closed, *, mended: A, given_up: A) -> Page[A]:
    """How the terminal is brought back after a `fault` that is no device's: an attendant calls, a technician mends."""
    return fix(
        f"fix_{fault.value}",
        CLOSED_FOR[fault],
        _STEPS[fault],
        Action(say("好了，再试一次"), mended, "check", Tone.GO),
        Action(say("修不好"), given_up, "x"),
    )


def mend_program(*, mended: A, given_up: A) -> Page[A]:
    """A part of the program that carries no device doesn't answer: no cable helps, a start anew does."""
    return fix(
        "fix_program",
        say("程序卡住了"),
        (FixStep(say("等一分钟，它自己再试。"), Picture.WAITING), _TECHNICIAN, _RESTART),
        Action(say("好了，再试一次"), mended, "check", Tone.GO),
        Action(say("修不好"), given_up, "x"),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    **{fault.value: mend_closed(fault, mended=1, given_up=2) for fault in Closed if fault.fault},
    "program": mend_program(mended=1, given_up=2),
}
