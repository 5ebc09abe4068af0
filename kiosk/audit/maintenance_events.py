"""The events of who keeps the machine, and of what it tells about itself between visits: power, door, opening hours."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kiosk.audit.declaring import MACHINE, STAFF, Cause, Unnamed, declare
from kiosk.audit.fields import Code, DataDay, Flag, OneOf, Sha256, Staff, Whole
from kiosk.core.staff import StaffRole

_STAFF_FIELD: Final = frozenset({"staff"})
_TECHNICIAN: Final = frozenset[Cause]({StaffRole.TECHNICIAN})
_AUDITOR: Final = frozenset[Cause]({StaffRole.AUDITOR})
_AT_MACHINE: Final = _TECHNICIAN | {StaffRole.ATTENDANT}
_ADMINISTRATOR: Final = frozenset[Cause]({StaffRole.ADMINISTRATOR, Unnamed.CONSOLE})
_TECHNICIAN_OR_CONSOLE: Final = _TECHNICIAN | {Unnamed.CONSOLE}


class Lines(StrEnum):
    """What was exported."""

    AUDIT = "audit"
    LOG = "log"
    STATISTICS = "statistics"
    REPORT = "report"


class Power(StrEnum):
    """What the power supply tells."""

    ON_BATTERY = "on-battery"
    BATTERY_LOW = "battery-low"
    RESTORED = "restored"
    LOST = "lost"


MAINTENANCE_ENTERED: Final = declare("maintenance-entered", "工号{staff}开始维护。", causes=_TECHNICIAN, staff=Staff())
MAINTENANCE_LEFT: Final = declare(
    "maintenance-left", "工号{staff}结束维护。", causes=_TECHNICIAN | MACHINE, staff=Staff()
)
SELF_TESTED: Final = declare(
    "self-tested",
    "工号{staff}自检设备{device}，通过{passed}。",
    causes=_TECHNICIAN | MACHINE,
    optional=_STAFF_FIELD | {"passed"},
    staff=Staff(),
    device=Code(),
    passed=Flag(),
)
DEVICE_SET: Final = declare(
    "device-set",
    "工号{staff}改了设备{device}的{setting}，留用{kept}。",
    causes=_TECHNICIAN,
    staff=Staff(),
    device=Code(),
    setting=Code(),
    kept=Flag(),
)
PAPER_CHANGED: Final = declare(
    "paper-changed",
    "工号{staff}换了设备{device}的纸[，换下的打了{counter}张]。",
    causes=_AT_MACHINE,
    optional=frozenset({"counter"}),
    staff=Staff(),
    device=Code(),
    counter=Whole(0, 9_999_999),
)
CLOCK_SET: Final = declare(
    "clock-set",
    "工号{staff}拨了时钟{seconds}秒，原因{reason}。",
    causes=_TECHNICIAN,
    staff=Staff(),
    seconds=Whole(-9_999_999, 9_999_999),
    reason=Code(),
)
RECORDS_REPLACED: Final = declare(
    "records-replaced",
    "工号{staff}换数据：{rows}行，截至{cut_off}，结果{verdict}。",
    causes=_TECHNICIAN_OR_CONSOLE,
    optional=frozenset({"staff", "rows", "cut_off"}),
    staff=Staff(),
    rows=Whole(0, 9_999_999),
    cut_off=DataDay(),
    verdict=Code(),
)
DATA_WIPED: Final = declare(
    "data-wiped",
    "工号{staff}清除了数据：{what}。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    what=Code(),
)
SIGNING_KEY_MADE: Final = declare(
    "signing-key-made",
    "工号{staff}换了签名密钥，编号{number}。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    number=Whole(0, 255),
)
EXPORT_MADE: Final = declare(
    "export-made",
    "工号{staff}导出{kind}：{lines}行，摘要{sha256}，核对无误{verified}。",
    causes=STAFF | {Unnamed.CONSOLE},
    optional=_STAFF_FIELD,
    staff=Staff(),
    kind=OneOf(Lines),
    lines=Whole(0, 9_999_999),
    sha256=Sha256(),
    verified=Flag(),
)
AUDIT_VERIFIED: Final = declare(
    "audit-verified",
    "工号{staff}核对日志，完好{whole}。",
    causes=_AUDITOR | _TECHNICIAN_OR_CONSOLE,
    optional=_STAFF_FIELD,
    staff=Staff(),
    whole=Flag(),
)
CONFIG_CHANGED: Final = declare(
    "config-changed",
    "[工号{staff}]改了设置{key}。",
    causes=_TECHNICIAN_OR_CONSOLE,
    optional=_STAFF_FIELD,
    staff=Staff(),
    key=Code(),
)
OUT_OF_SERVICE_BEGUN: Final = declare(
    "out-of-service-begun",
    "暂停服务，原因{reason}，工号{staff}。",
    causes=_TECHNICIAN,
    staff=Staff(),
    reason=Code(),
)
OUT_OF_SERVICE_ENDED: Final = declare(
    "out-of-service-ended",
    "恢复服务，原先原因{reason}，工号{staff}。",
    causes=_TECHNICIAN,
    staff=Staff(),
    reason=Code(),
)
OUT_OF_SERVICE_OVER: Final = declare("out-of-service-over", "暂停的时间到了，恢复服务。")
HOURS_BEGUN: Final = declare("hours-begun", "开放时间开始。")
HOURS_ENDED: Final = declare("hours-ended", "开放时间结束。")
RESTART_ASKED: Final = declare("restart-asked", "工号{staff}让机器重启。", causes=_TECHNICIAN, staff=Staff())
SHUT_DOWN_ASKED: Final = declare("shut-down-asked", "工号{staff}让机器关机。", causes=_TECHNICIAN, staff=Staff())
POWER_CHANGED: Final = declare("power-changed", "备用电源：{power}。", power=OneOf(Power))
DOOR_OPENED: Final = declare("door-opened", "机门开了，正在维护{expected}。", expected=Flag())
DOOR_CLOSED: Final = declare("door-closed", "机门关了。")
TAMPERED: Final = declare("tampered", "防拆开关动了，已复位{over}。", over=Flag())
