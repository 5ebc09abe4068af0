"""The events of the machine, of the log itself and of a visit; those of the staff are in `staff_events`, `maintenance_events`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import Action
from devices.health import DeviceState, Supply
from kiosk.audit.declaring import Cause, Event, Unnamed, declare
from kiosk.audit.fields import AgeBand, Code, CrashCode, Flag, OneOf, Serial, Sha256, Staff, Whole
from kiosk.core.staff import Reason
from kiosk.core.stage import EndedBy

if TYPE_CHECKING:
    from kiosk.core.clock import ClockJump
    from kiosk.core.staff import Assistance
    from kiosk.core.stage import PageEnded

# -- the machine --------------------------------------------------------------------------------------------

STARTED: Final = declare("started", "程序启动，版本{version}。", version=Code())
STOPPED: Final = declare("stopped", "程序停止，原因{reason}。", reason=Code())
CLOCK_JUMPED: Final = declare("clock-jumped", "时钟变动了{seconds}秒。", seconds=Whole(-9_999_999, 9_999_999))
DEVICE_CHANGED: Final = declare(
    "device-changed",
    "设备{lane}：{state}，故障{error}，处理{action}。",
    optional=frozenset({"error", "action"}),
    lane=Code(),
    state=OneOf(DeviceState),
    error=Code(),
    action=OneOf(Action),
)
SUPPLY_CHANGED: Final = declare(
    "supply-changed", "设备{lane}的{supply}：{level}。", lane=Code(), supply=Code(), level=OneOf(Supply)
)
PRINT_CHANGED: Final = declare("print-changed", "单据{serial}：{state}。", serial=Serial(), state=Code())
CRASHED: Final = declare("crashed", "程序出错，代码{code}，种类{error}。", code=CrashCode(), error=Code())
CRASH_LOOP: Final = declare("crash-loop", "程序连续出错，暂停服务，已过去{over}。", over=Flag())

# -- the log itself -----------------------------------------------------------------------------------------

LOG_TORN: Final = declare("log-torn", "日志末行不完整，已截去{bytes}字节。", bytes=Whole(0, 9_999_999))
LOG_SET_ASIDE: Final = declare("log-set-aside", "原日志不能接着记，已另存，原因{reason}。", reason=Code())
LOG_MISSING: Final = declare("log-missing", "日志文件不见了，按留存的末行接着记。")
LOG_CONTINUES: Final = declare("log-continues", "接着上一个日志文件记，其末行为{digest}。", digest=Sha256())
HEADS_NOT_SIGNED: Final = declare("heads-not-signed", "日志末行没有签名，原因{reason}。", reason=Code())

# -- the visit ----------------------------------------------------------------------------------------------

_HELPED: Final = frozenset({"staff", "reason"})
"""Of a page that is shown while somebody of the staff helps: who, and why."""
_ANYBODY: Final = frozenset[Cause]({Unnamed.MACHINE, Unnamed.PERSON})
_BY_PERSON: Final = frozenset({EndedBy.PERSON, EndedBy.BACK, EndedBy.LEFT})

PAGE_SHOWN: Final = declare(
    "page-shown",
    "显示页面{page}[，工号{staff}协助，原因{reason}]。",
    optional=_HELPED,
    durable=False,
    page=Code(),
    staff=Staff(),
    reason=OneOf(Reason),
)
PAGE_ENDED: Final = declare(
    "page-ended",
    "离开页面{page}，由{by}，代码{code}[，工号{staff}协助，原因{reason}]。",
    causes=_ANYBODY,
    optional=_HELPED | {"code"},
    page=Code(),
    by=OneOf(EndedBy),
    code=Code(),
    staff=Staff(),
    reason=OneOf(Reason),
)
ANSWERED: Final = declare(
    "answered",
    "对页面{page}的回答：{answer}。",
    causes=frozenset({Unnamed.PERSON}),
    durable=False,
    page=Code(),
    answer=Code(),
)
SERVICE_USED: Final = declare(
    "service-used",
    "用了服务{service}，年龄段{age}，有人协助{assisted}。",
    optional=frozenset({"age"}),
    durable=False,
    service=Code(),
    age=AgeBand(),
    assisted=Flag(),
)
VISIT_OVER: Final = declare("visit-over", "一次办理结束。")


def page_shown(page: str, assistance: Assistance | None) -> Event:
    """Return the event of a page that comes up, by whom and why it is helped with."""
    if assistance is None:
        return PAGE_SHOWN(page=page)
    return PAGE_SHOWN(page=page, staff=assistance.member.number, reason=assistance.reason)


def page_ended(ending: PageEnded, assistance: Assistance | None) -> Event:
    """Return the event of a page that has been left. While helped, whose finger it was is not known: 工号 says who was there."""
    actor = Unnamed.PERSON if ending.ended_by in _BY_PERSON else Unnamed.MACHINE
    return PAGE_ENDED(
        actor,
        page=ending.page,
        by=ending.ended_by,
        code=ending.code or None,
        staff=None if assistance is None else assistance.member.number,
        reason=None if assistance is None else assistance.reason,
    )


def clock_jumped(jump: ClockJump) -> Event:
    """Return the event of a jump; one of more than 115 days counts as that much."""
    bounds = 9_999_999
    return CLOCK_JUMPED(seconds=max(-bounds, min(bounds, round(jump.seconds))))
