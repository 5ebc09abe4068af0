"""All declared events as a document, and lines of a log as the sentences an auditor reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kiosk.audit import events, maintenance_events, staff_events
from kiosk.audit.chain import Break
from kiosk.audit.declaring import EVENTS, Cause, EventKind, Unnamed
from kiosk.audit.fields import (
    AgeBand,
    Code,
    Codes,
    CrashCode,
    DataDay,
    Flag,
    Mandate,
    OneOf,
    Serial,
    Sha256,
    Staff,
    Subject,
    Whole,
)
from kiosk.core.staff import StaffRole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.audit.fields import Field

CALLED: Final[dict[Cause, str]] = {
    Unnamed.MACHINE: "机器",
    Unnamed.PERSON: "办事人",
    Unnamed.CONSOLE: "命令行",
    StaffRole.ATTENDANT: "引导员",
    StaffRole.TECHNICIAN: "维护员",
    StaffRole.AUDITOR: "审计员",
    StaffRole.ADMINISTRATOR: "管理员",
}
"""What an auditor calls who caused an event."""
_BY: Final = {cause.value: called for cause, called in CALLED.items()}
TROUBLES: Final = frozenset(
    kind.id
    for kind in (
        events.CRASHED,
        events.CRASH_LOOP,
        events.LOG_TORN,
        events.LOG_SET_ASIDE,
        events.LOG_MISSING,
        events.HEADS_NOT_SIGNED,
        staff_events.SIGN_IN_REFUSED,
        staff_events.SIGN_IN_LOCKED,
        staff_events.DUAL_REFUSED,
        staff_events.LOOK_UP_LIMIT,
        maintenance_events.TAMPERED,
    )
)
"""What `--errors` shows, beside pages that an error or a bug ended, devices with an error, and what did not pass."""
BROKEN: Final[dict[Break, str]] = {
    Break.NOT_A_LINE: "不是日志的写法。",
    Break.OLDER_FORM: "是旧格式的日志，不是改坏的。",
    Break.WRONG_SEQ: "编号接不上，有行删了、挪了或者加了。",
    Break.WRONG_HASH: "这一行改过，或者它前面的行换过。",
    Break.WRONG_MAC: "这一行不是本机写的。",
    Break.TORN: "这一行没有写完。",
    Break.SHORTER_THAN_EXPECTED: "从这一行起少了，末尾被截掉。",
    Break.NOT_AS_EXPECTED: "和留存的末行对不上。",
    Break.NOT_FROM_BEFORE: "接不上前一个文件。",
}
"""What is wrong with a line, as an auditor reads it."""
_DESCRIBED: Final[dict[type, str]] = {
    Code: "代码",
    Codes: "代码，至多八个",
    Flag: "是或否",
    Serial: "单据编号",
    Subject: "人的化名",
    CrashCode: "出错代码",
    Staff: "工号",
    Mandate: "委托编号",
    DataDay: "数据日期",
    Sha256: "SHA-256摘要",
    AgeBand: "年龄段",
}
_HEADING: Final = """\
# 审计事件

本文件由 `yiban audit events` 按程序里的声明生成，请勿手改。日志里只有下列事件，每个事件只有所列字段。
字段不能写自由文字；人只以加密化名出现，工作人员以工号出现。日志至少保存六个月，程序从不删除。

| 事件 | 谁可引起 | 字段 | 句子 |
| --- | --- | --- | --- |
"""


def document() -> str:
    """Return the document of all events, in Markdown."""
    # In the order of the modules and their lines, whichever was loaded first.
    declared = (each for module in (events, staff_events, maintenance_events) for each in vars(module).values())
    return _HEADING + "".join(_row(kind) for kind in declared if isinstance(kind, EventKind))


def _row(kind: EventKind) -> str:
    causes = "、".join(called for cause, called in CALLED.items() if cause in kind.causes)
    listed = [
        f"`{name}`{'（可无）' if name in kind.optional else ''}：{described(field)}"
        for name, field in kind.fields.items()
    ]
    return f"| `{kind.id}` | {causes} | {'<br>'.join(listed) or '无'} | {kind.sentence} |\n"


def described(field: Field) -> str:
    """Say in a few words what a field may carry."""
    if isinstance(field, OneOf):
        return "、".join(f"`{member.value}`" for member in field.kind)
    if isinstance(field, Whole):
        return f"整数，{field.least}到{field.most}"
    return _DESCRIBED[type(field)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a log as an auditor reads it. `trouble` says whether something went wrong.

    `numbers` are the numbers of the staff that stand in it, `fields` what the line carries.
    """

    seq: int
    at: datetime
    event: str
    by: str
    sentence: str
    trouble: bool
    numbers: frozenset[str] = frozenset()
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}  {self.seq}  {self.by}  {self.sentence}"


def shown(line: bytes) -> Shown:
    """Read a line, also of the older form and of events that are no longer declared. Raises `ValueError`."""
    try:
        values: dict[str, Any] = json.loads(line)
        seq, at = int(values["seq"]), datetime.fromisoformat(values["at"])
        event, fields = str(values["event"]), dict(values["fields"])
        by = _BY.get(values.get("by", Unnamed.MACHINE), "?")
    except (KeyError, TypeError, AttributeError):
        raise ValueError("not a line of an audit log") from None
    kind = EVENTS.get(event)
    said = f"{event} {json.dumps(fields, ensure_ascii=False)}" if kind is None else kind.sentence_of(_said(fields))
    return Shown(seq, at, event, by, said, _is_trouble(kind, fields), _numbers(kind, fields), MappingProxyType(fields))


def _numbers(kind: EventKind | None, fields: dict[str, object]) -> frozenset[str]:
    """The staff numbers of a line: `subject` is one only where its declaration says so, else a pseudonym."""
    if kind is None:
        return frozenset()
    numbers = (name for name, field in kind.fields.items() if isinstance(field, Staff) and name in fields)
    return frozenset(str(fields[name]) for name in numbers)


def _said(fields: dict[str, object]) -> dict[str, object]:
    return {name: ("是" if value else "否") if isinstance(value, bool) else value for name, value in fields.items()}


def _is_trouble(kind: EventKind | None, fields: dict[str, object]) -> bool:
    if kind is not None and kind.id in TROUBLES:
        return True
    ended_badly = kind is events.PAGE_ENDED and fields.get("by") in ("error", "bug")
    device_has_error = kind is events.DEVICE_CHANGED and "error" in fields
    return ended_badly or device_has_error or False in (fields.get(name) for name in ("passed", "whole", "verified"))
