"""Lines of the audit as somebody of the staff reads them on the screen: its codes in words, pages by their titles.

What is in no table here is a code for who mends the machine, and stands as it is written.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import Action
from devices.health import DeviceState, Supply
from kiosk.audit.catalogue import CALLED
from kiosk.audit.declaring import EVENTS
from kiosk.audit.fields import OneOf
from kiosk.audit.maintenance_events import Lines, Power
from kiosk.audit.staff_events import Dual, SignedOutBy
from kiosk.core.help import HelpKind
from kiosk.core.mandate import AgentKind
from kiosk.core.staff import Figures, Reason, StaffRole
from kiosk.core.stage import EndedBy
from kiosk.core.text import Wording
from kiosk.core.upkeep import PauseReason
from kiosk.ledger.document import PrintState
from kiosk.screens.staff.clock import ClockReason
from kiosk.screens.staff.device_words import NAMES, STATES
from kiosk.screens.staff.stopping import AFTER_CRASHES
from kiosk.staff.errors import (
    CardNeeded,
    Locked,
    LockedForGood,
    MustChange,
    NoSetupCode,
    NotAllowed,
    NotYours,
    PinTooOld,
    SamePerson,
    StaffRefused,
    TooLate,
    UnknownStaff,
    WrongPin,
    WrongSetupCode,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from kiosk.audit.catalogue import Shown

KINDS: Final[Mapping[type[StrEnum], Mapping[StrEnum, str]]] = MappingProxyType(
    {
        StaffRole: {role: CALLED[role] for role in StaffRole},
        DeviceState: {state: STATES[state].written(Wording()) for state in DeviceState},
        Action: {
            Action.NONE: "不用管",
            Action.RETRY: "再试",
            Action.RESET: "复位",
            Action.CLEAR: "取出卡住的",
            Action.REFILL: "添纸或耗材",
            Action.CLOSE_COVER: "合上盖子",
            Action.CONFIGURE: "改端口或速度",
            Action.MAINTENANCE: "看线和电源",
            Action.REPLACE: "换一台",
        },
        Supply: {
            Supply.UNKNOWN: "不知道",
            Supply.FULL: "够用",
            Supply.LOW: "快没了",
            Supply.OUT: "没了",
            Supply.JAMMED: "卡住了",
        },
        Reason: {
            Reason.HELP: "请人帮忙",
            Reason.UNREADABLE_CARD: "证读不出来",
            Reason.FOR_FAMILY: "替家人办",
            Reason.BY_AGENT: "代办",
            Reason.PRESENCE: "登记到场",
        },
        EndedBy: {
            EndedBy.PERSON: "办事人",
            EndedBy.JOB: "机器做完",
            EndedBy.ERROR: "故障",
            EndedBy.TIME: "时间到",
            EndedBy.USUAL: "简洁版",
            EndedBy.BACK: "上一步",
            EndedBy.LEFT: "退出",
            EndedBy.IDLE: "没人碰",
            EndedBy.BUG: "程序出错",
            EndedBy.STAFF: "工作人员",
        },
        Lines: {Lines.AUDIT: "审计", Lines.LOG: "出错报告", Lines.STATISTICS: "一天的数字", Lines.REPORT: "就绪报告"},
        Power: {
            Power.ON_BATTERY: "停电，用电池",
            Power.BATTERY_LOW: "电池快没了",
            Power.RESTORED: "来电了",
            Power.LOST: "看不到了",
        },
        SignedOutBy: {
            SignedOutBy.DONE: "办完了",
            SignedOutBy.IDLE: "没人碰",
            SignedOutBy.LIMIT: "时间到",
        },
        Dual: {
            Dual.IMPORT: "换数据",
            Dual.EXPORT: "导出",
            Dual.WIPE: "清除数据",
            Dual.CLOCK: "拨时钟",
            Dual.KEYS: "换签名钥匙",
        },
        HelpKind: {
            HelpKind.UNWELL: "有人不舒服",
            HelpKind.HELP: "请人帮忙",
            HelpKind.CARD_LEFT: "证件忘拿",
            HelpKind.PAPER_LEFT: "单子忘拿",
            HelpKind.STUCK: "卡住",
            HelpKind.NO_PAPER: "没纸",
            HelpKind.TECHNICIAN: "请技术员",
            HelpKind.TAMPERED: "机箱被动过",
            HelpKind.BATTERY: "电池快没电",
            HelpKind.READING: "读证不顺",
            HelpKind.HESITATES: "可能要帮忙",
        },
        Figures: {
            Figures.ASK: "还没问",
            Figures.SHOWN: "给看",
            Figures.REFUSED: "先不给",
            Figures.NEVER: "不能看",
        },
        AgentKind: {AgentKind.FAMILY: "家人", AgentKind.AGENCY: "机构"},
    }
)
"""Every kind of field that is one of several, and what each of them is called."""
_PRINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PrintState.INTENDED: "还没开始",
        PrintState.SENDING: "正在打",
        PrintState.PROVED: "打好了",
        PrintState.FAILED: "没打成",
        PrintState.ABANDONED: "没有打",
        PrintState.UNKNOWN: "不知道打好没有",
        PrintState.SETTLED_PRINTED: "看过，打好了",
        PrintState.SETTLED_NOT_PRINTED: "看过，没打好",
        PrintState.TAKEN_BACK: "没人拿，收起来了",
    }
)
_SUPPLIES: Final[Mapping[str, str]] = MappingProxyType({"paper": "纸", "toner": "墨粉", "card_bin": "卡箱"})
_SERVICES: Final[Mapping[str, str]] = MappingProxyType(
    {"payment": "查养老金", "certification": "查养老认证", "yearly_record": "打印权益记录单"}
)

_REFUSALS: Final[Mapping[type[StaffRefused], str]] = MappingProxyType(
    {
        WrongPin: "密码不对",
        Locked: "还要等",
        LockedForGood: "锁上了",
        UnknownStaff: "不认识",
        CardNeeded: "要放卡",
        MustChange: "先换密码",
        PinTooOld: "密码太旧",
        NotYours: "别人的卡",
        NotAllowed: "岗位不对",
        SamePerson: "同一个人",
        TooLate: "来晚了",
        NoSetupCode: "没有安装码",
        WrongSetupCode: "安装码不对",
    }
)
_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PauseReason.REPAIR: "修机器",
        PauseReason.PAPER: "没纸",
        PauseReason.RECORDS: "换数据",
        PauseReason.CLEANING: "打扫",
        PauseReason.HALL: "大厅不办事",
        AFTER_CRASHES: "连着出错",
        ClockReason.BATTERY: "电池没电",
        ClockReason.DRIFT: "走得不准",
        ClockReason.FIRST: "第一次设",
        **{kind.code: words for kind, words in _REFUSALS.items()},
    }
)
"""Why, of what is not one of a declared few."""
_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"reason": _REASONS, "supply": _SUPPLIES, "service": _SERVICES}
)


def sentence(line: Shown, titles: Mapping[str, str]) -> str:
    """Return a line's sentence in words, with the `titles` of pages; of an event that is no longer declared, what the log has."""
    kind = EVENTS.get(line.event)
    if kind is None:
        return line.sentence
    said: dict[str, object] = {}
    for name, value in line.fields.items():
        field = kind.fields.get(name)
        if isinstance(value, bool):
            said[name] = "是" if value else "否"
        elif isinstance(field, OneOf):
            said[name] = {member.value: word for member, word in KINDS[field.kind].items()}.get(str(value), value)
        else:
            said[name] = _coded(line.event, name, str(value), titles)
    return kind.sentence_of(said)


def _coded(event: str, name: str, value: str, titles: Mapping[str, str]) -> str:
    match name:
        case "page":
            return f"“{titles.get(value, value)}”"
        case "lane" | "device" if value in NAMES:
            return NAMES[value].written(Wording())
        case "state" if event == "print-changed":
            return _PRINTS.get(value, value)
        case _:
            return _CODES.get(name, {}).get(value, value)
