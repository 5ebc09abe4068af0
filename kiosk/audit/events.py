"""Every event the audit may hold, declared once: its id, the fields it may carry, the sentence an auditor reads."""

from __future__ import annotations

import string
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import Action
from devices.health import DeviceState, Supply
from kiosk.audit.fields import Code, CrashCode, Field, FieldRefused, Serial, Whole, Written
from kiosk.audit.fields import OneOf as _OneOf
from kiosk.core.stage import EndedBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.clock import ClockJump


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, checked against its declaration."""

    kind: EventKind
    fields: Mapping[str, Written]

    def sentence(self) -> str:
        """Return the sentence an auditor reads; a field that was left out reads as 无."""
        return self.kind.sentence.format(**{name: self.fields.get(name, "无") for name in self.kind.fields})


@dataclass(frozen=True, slots=True)
class EventKind:
    """A declared event; calling it makes one. `optional` fields may be left out or None.

    `durable` events ask for the disk at once; the others go with the next that does.
    """

    id: str
    sentence: str
    fields: Mapping[str, Field]
    optional: frozenset[str] = frozenset()
    durable: bool = True

    def __call__(self, **values: object) -> Event:
        """Make the event. Raises `FieldRefused`, naming the field and never its value."""
        given = {name: value for name, value in values.items() if value is not None}
        for name in (given.keys() - self.fields.keys()) | (self.fields.keys() - self.optional - given.keys()):
            raise FieldRefused(f"{self.id}: {name} is {'missing' if name in self.fields else 'not declared'}")
        written: dict[str, Written] = {}
        for name, field in self.fields.items():
            if name in given:
                try:
                    written[name] = field.written(given[name])
                except FieldRefused as refusal:
                    raise FieldRefused(f"{self.id}: {name}: {refusal}") from None
        return Event(self, MappingProxyType(written))


EVENTS: Final[dict[str, EventKind]] = {}
"""All declared events by id; filled by `declare` while this module is loaded."""


def declare(
    name: str, sentence: str, /, *, optional: frozenset[str] = frozenset(), durable: bool = True, **fields: Field
) -> EventKind:
    """Declare an event. Raises `FieldRefused` for an id declared twice, a field that may hold text, or a loose sentence."""
    Code().written(name)
    if name in EVENTS:
        raise FieldRefused(f"{name} is declared twice")
    if any(not isinstance(field, Field) for field in fields.values()):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without types exist
        raise FieldRefused(f"{name}: only the declared kinds of field")
    named = {part for _, part, _, _ in string.Formatter().parse(sentence) if part is not None}
    if named != fields.keys() or not optional <= fields.keys():
        raise FieldRefused(f"{name}: the sentence says each field, and nothing else")
    EVENTS[name] = kind = EventKind(name, sentence, MappingProxyType(fields), optional, durable)
    return kind


# -- the machine --------------------------------------------------------------------------------------------

STARTED: Final = declare("started", "程序启动，版本{version}。", version=Code())
STOPPED: Final = declare("stopped", "程序停止，原因{reason}。", reason=Code())
CLOCK_JUMPED: Final = declare("clock-jumped", "时钟变动了{seconds}秒。", seconds=Whole(-9_999_999, 9_999_999))
DEVICE_CHANGED: Final = declare(
    "device-changed",
    "设备{lane}：{state}，故障{error}，处理{action}。",
    optional=frozenset({"error", "action"}),
    lane=Code(),
    state=_OneOf(DeviceState),
    error=Code(),
    action=_OneOf(Action),
)
SUPPLY_CHANGED: Final = declare(
    "supply-changed", "设备{lane}的{supply}：{level}。", lane=Code(), supply=Code(), level=_OneOf(Supply)
)
PRINT_CHANGED: Final = declare("print-changed", "单据{serial}：{state}。", serial=Serial(), state=Code())
CRASHED: Final = declare("crashed", "程序出错，代码{code}，种类{error}。", code=CrashCode(), error=Code())

# -- the log itself -----------------------------------------------------------------------------------------

LOG_TORN: Final = declare("log-torn", "日志末行不完整，已截去{bytes}字节。", bytes=Whole(0, 9_999_999))
LOG_SET_ASIDE: Final = declare("log-set-aside", "原日志损坏，已另存，原因{reason}。", reason=Code())

# -- the visit ----------------------------------------------------------------------------------------------

PAGE_SHOWN: Final = declare("page-shown", "显示页面{page}。", durable=False, page=Code())
PAGE_ENDED: Final = declare(
    "page-ended",
    "离开页面{page}，由{by}，代码{code}。",
    optional=frozenset({"code"}),
    page=Code(),
    by=_OneOf(EndedBy),
    code=Code(),
)
ANSWERED: Final = declare("answered", "对页面{page}的回答：{answer}。", durable=False, page=Code(), answer=Code())
VISIT_OVER: Final = declare("visit-over", "一次办理结束。")


def clock_jumped(jump: ClockJump) -> Event:
    """Return the event of a jump; one of more than 115 days counts as that much."""
    bounds = 9_999_999
    return CLOCK_JUMPED(seconds=max(-bounds, min(bounds, round(jump.seconds))))
