"""One device: how it is, what was the matter last, its tests; and what a technician can do with it."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.health import Ability
from devices.roles import Detail, Detailed, Sense
from kiosk.core.clock import SHANGHAI
from kiosk.core.lane import INDICATORS
from kiosk.core.page import Action, Footer, Gauge, LaneKey, Notice, Panel, Picture, Review, Row, Tone, Wait
from kiosk.core.remedies import REMEDIES
from kiosk.core.staff import StaffNumber
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import UPKEEP, Check, Checked
from kiosk.core.values import dataclass
from kiosk.screens.staff.contacts import SAMPLE_CONTACTS, read_contacts
from kiosk.screens.staff.contacts import gauges as contact_gauges
from kiosk.screens.staff.device_words import (
    ABILITIES,
    CHECKS,
    ICONS,
    NAMES,
    moment_of,
    named,
    outcome_of,
    state_of,
    when,
)
from kiosk.screens.staff.maintenance import (
    CHANGE_SECONDS,
    GLANCE_SECONDS,
    LOOK_SECONDS,
    SAMPLE_SEEN,
    detail_of,
    device_of,
)
from kiosk.screens.staff.phrases import NO_WAY_OUT, SAMPLE_TECHNICIAN, UNDERSTOOD, header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import Device
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep
    from kiosk.screens.staff.contacts import Contacts
    from kiosk.screens.staff.maintenance import Seen
    from kiosk.statement.press import Press

RESET_SECONDS: Final = 20.0

OF: Final[Mapping[str, tuple[Check, ...]]] = MappingProxyType(
    {
        "receipt_printer": (Check.ITSELF, Check.PRINT),
        "document_printer": (Check.ITSELF, Check.PRINT),
        "id_reader": (Check.ITSELF, Check.READ),
        "social_card_reader": (Check.ITSELF, Check.READ),
        "scanner": (Check.ITSELF, Check.SCAN),
        "keypad": (Check.ITSELF, Check.KEYS),
        "indicators": (Check.ITSELF, Check.LAMPS, Check.CHIME, Check.SENSES),
    }
)
"""What is tested of which device."""


class Wish(Enum):
    """What to do with a device, beside testing it."""

    RESET = auto()
    LINE = auto()
    DETAILS = auto()
    OTHERS = auto()


@dataclass(frozen=True)
class Looked:
    """What the machine knows of a device beside what it says itself: its tests, and when it began to count and failed last.

    A moment is None where nobody knows it. `contacts` is what those of the machine say, None of a device that has none.
    """

    checks: Mapping[Check, Checked] = field(default_factory=lambda: MappingProxyType({}))
    since: datetime | None = None
    failed_at: datetime | None = None
    contacts: Contacts | None = None


@dataclass(frozen=True)
class Renewed:
    """How a device is by now, and what the machine knows of it."""

    health: Health
    looked: Looked


_WAYS: Final[Mapping[str, str]] = {
    "serial": "串口",
    "pcsc": "PC/SC",
    "cups": "打印服务",
    "library": "厂家的库",
    "folder": "文件夹",
}
"""What a device hangs on."""


def checks_of(seen: Seen, contacts: Contacts | None) -> tuple[Check, ...]:
    """What can be tested of a device as it is fitted here."""
    abilities = frozenset[Ability]() if seen.capabilities is None else seen.capabilities.abilities
    there = {
        Check.CHIME: seen.capabilities is None or Ability.CHIMES in abilities,
        Check.SENSES: contacts is not None and bool(contacts.wired),
    }
    return tuple(check for check in OF[seen.lane] if there.get(check, True))


def looking_up(seen: Seen) -> Page[Looked]:
    """Look what came of the device's tests, at what hour of the day it was what it says, and what its contacts say."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Looked:
        return _looked(upkeep, seen.lane, seen.health)

    return Wait(
        name=f"checks_{seen.lane}",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def _looked(upkeep: Upkeep, lane: str, health: Health) -> Looked:
    checks = {check: done for (device, check), done in upkeep.tests().items() if device == lane}
    error = health.last_error
    return Looked(
        checks,
        _moment(upkeep, health.counters.since_seconds),
        None if error is None else _moment(upkeep, error.at_seconds),
        read_contacts(upkeep) if lane == INDICATORS.name else None,
    )


def _moment(upkeep: Upkeep, seconds: float) -> datetime | None:
    """The wall time of a moment; what nobody has noted stands at nought."""
    return upkeep.moment(seconds) if seconds else None


def _renewed(seen: Seen, looked: Looked) -> Callable[[Upkeep, Deadline, Report], Renewed]:
    """Wait until the device is otherwise or a contact says something else, or a panel has stood long enough."""
    says: Mapping[Sense, bool] = {} if looked.contacts is None else looked.contacts.says

    def work(upkeep: Upkeep, deadline: Deadline, _report: Report) -> Renewed:
        health = upkeep.device_changed(seen.lane, seen.health, says, deadline, CHANGE_SECONDS)
        return Renewed(health, _looked(upkeep, seen.lane, health))

    return work


def device(seen: Seen, looked: Looked, member: StaffMember) -> Page[Wish | Check | Renewed]:
    """The panel of one device. Answers what is wished, or how it is by now, when that has changed."""
    contacts = looked.contacts
    words, well = state_of(seen.health, seen.capabilities)
    gauges: list[Gauge[Wish | Check | Renewed]] = [
        Gauge(say("现在"), words, well, detail_of(seen), icon=ICONS[seen.lane])
    ]
    error = seen.health.last_error
    if error is not None:
        label = say("上次的毛病")
        if looked.failed_at is not None:
            label = say("上次的毛病　{at}", at=moment_of(looked.failed_at))
        code = say("{code} {detail}", code=Word(error.code), detail=Word(error.detail))
        gauges.append(Gauge(label, REMEDIES[error.action], well is True or None, code, icon="history"))
    gauges += () if contacts is None else contact_gauges(contacts)
    for check in checks_of(seen, contacts):
        done = looked.checks.get(check)
        state, passed = outcome_of(done)
        again: Action[Wish | Check | Renewed] = Action(say("再试") if done else say("试一试"), check)
        gauges.append(Gauge(CHECKS[check], state, passed, None if done is None else when(done), again))
    serial = seen.capabilities is None or seen.capabilities.interface == "serial"
    line: tuple[Action[Wish | Check | Renewed], ...] = (
        (Action(say("端口和速度"), Wish.LINE, "wrench"),) if serial else ()
    )
    return Panel["Wish | Check | Renewed"](
        name=f"device_{seen.lane}",
        title=NAMES[seen.lane],
        gauges=tuple(gauges),
        actions=(
            Action(say("复位"), Wish.RESET, "history"),
            *line,
            Action(say("详细"), Wish.DETAILS, "list"),
            Action(say("看别的"), Wish.OTHERS, "layout-grid"),
        ),
        jobs=(UPKEEP.job(_renewed(seen, looked)),),
        header=header(member),
        footer=Footer(back=False, help=False),
    )


def asking_details(lane: str) -> Page[tuple[Detail, ...]]:
    """Ask a device for what only a technician wants to know; nothing of one that has no more to tell. Raises `DeviceError`."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> tuple[Detail, ...]:
        device = device_of(carried)
        return tuple(device.details(deadline)) if isinstance(device, Detailed) else ()

    return Wait(
        name=f"asking_details_{lane}",
        shows_after=0.3,
        title=say("正在看设备"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(LaneKey["Device | Press"](lane).job(work, seconds=GLANCE_SECONDS),),
        footer=NO_WAY_OUT,
    )


def details(seen: Seen, since: datetime | None, more: tuple[Detail, ...] | None) -> Page[None]:
    """Who it is, what it can do, what it has done `since` when, and what `more` it tells; None: it was asked and said nothing."""
    info, counters = seen.info, seen.health.counters
    nothing = say("没说")
    rows = [
        Row(say("机型"), _word(f"{info.maker} {info.model}".strip()) or nothing),
        Row(say("序列号"), _word(info.serial) or nothing),
        Row(say("固件"), _word(info.firmware) or nothing),
        Row(say("做过"), say("{n}次", n=Count(counters.operations))),
        Row(say("没做成"), say("{n}次", n=Count(counters.failures))),
        Row(say("线上出错"), say("{n}次", n=Count(counters.communication_errors))),
    ]
    if counters.prints_since_roll is not None:
        rows.append(Row(say("这卷纸打了"), say("{n}张", n=Count(counters.prints_since_roll))))
    rows += [Row(say("{name}", name=Word(each.name)), _word(each.value) or nothing) for each in more or ()]
    if seen.capabilities is not None:
        rows.append(
            Row(
                say("接法"), say("{way}", way=Word(_WAYS.get(seen.capabilities.interface, seen.capabilities.interface)))
            )
        )
        rows += [Row(ABILITIES[ability], say("是")) for ability in sorted(seen.capabilities.abilities)]
    return Review(
        name=f"details_{seen.lane}",
        title=NAMES[seen.lane],
        body=(
            say("次数从什么时候算起，不知道。") if since is None else say("次数从{at}算起。", at=moment_of(since)),
            *((say("机器没回应，有的没问到。"),) if more is None else ()),
        ),
        rows=tuple(rows),
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def _word(words: str) -> Text | None:
    return say("{words}", words=Word(words)) if words else None


def resetting(lane: str) -> Page[bool]:
    """Bring the device back to its start; False by who doesn't wait for it. Raises `DeviceError`."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> bool:
        device_of(carried).reset(deadline)
        return True

    return Wait(
        name=f"resetting_{lane}",
        title=say("正在复位{device}", device=named(lane)),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        actions=(Action(say("不等了"), value=False, icon="x"),),
        jobs=(LaneKey["Device | Press"](lane).job(work, seconds=RESET_SECONDS),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def reset_done(*, well: bool) -> Page[None]:
    """Whether the reset did anything."""
    return Notice(
        name="reset_done" if well else "reset_not_done",
        title=say("复位好了") if well else say("复位没成"),
        body=() if well else (say("看看线和电源接好没有。"),),
        picture=Picture.DONE if well else Picture.TROUBLE,
        actions=(Action(say("知道了"), None, "check", Tone.GO),),
        footer=NO_WAY_OUT,
    )


_AT: Final = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)
_DONE: Final = Checked("receipt_printer", Check.ITSELF, passed=True, at=_AT, by=StaffNumber("1003"))

_LOOKED: Final = Looked(MappingProxyType({Check.ITSELF: _DONE}), _AT, _AT)
_SENSORS: Final = (
    Detail("感应点S1到S4", "0 0 1 1"),
    Detail("感应点S5到S8", "0 0 0 0"),
    Detail("收卡箱里", "2张卡"),
    Detail("别的"),
)

EXAMPLES: Mapping[str, Page[object]] = {
    "looking-up": looking_up(SAMPLE_SEEN[2]),
    **{each.lane.replace("_", "-"): device(each, _LOOKED, SAMPLE_TECHNICIAN) for each in SAMPLE_SEEN},
    "contacts": device(SAMPLE_SEEN[6], Looked(contacts=SAMPLE_CONTACTS), SAMPLE_TECHNICIAN),
    "asking-details": asking_details("social_card_reader"),
    "details": details(SAMPLE_SEEN[0], _AT, ()),
    "details-few": details(SAMPLE_SEEN[4], None, None),
    "details-more": details(SAMPLE_SEEN[3], _AT, _SENSORS),
    "resetting": resetting("id_reader"),
    "reset": reset_done(well=True),
    "not-reset": reset_done(well=False),
}
