"""One device: how it is, what was the matter last, its tests; and what a technician can do with it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.health import Ability
from kiosk.core.clock import SHANGHAI
from kiosk.core.page import Action, Footer, Gauge, LaneKey, Notice, Panel, Picture, Review, Row, Tone, Wait
from kiosk.core.staff import StaffNumber
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import UPKEEP, Check, Checked
from kiosk.screens.staff.device_words import (
    ABILITIES,
    CHECKS,
    DEEDS,
    ICONS,
    NAMES,
    named,
    outcome_of,
    state_of,
    when,
)
from kiosk.screens.staff.maintenance import LOOK_SECONDS, SAMPLE_SEEN, detail_of, device_of
from kiosk.screens.staff.phrases import NO_WAY_OUT, SAMPLE_TECHNICIAN, UNDERSTOOD, header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from devices.roles import Device
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep
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
        "indicators": (Check.ITSELF, Check.LAMPS, Check.CHIME),
    }
)
"""What is tested of which device."""


class Wish(Enum):
    """What to do with a device, beside testing it."""

    RESET = auto()
    LINE = auto()
    DETAILS = auto()
    OTHERS = auto()


Checks = dict[Check, Checked]

_WAYS: Final[Mapping[str, str]] = {
    "serial": "串口",
    "pcsc": "PC/SC",
    "cups": "打印服务",
    "library": "厂家的库",
    "folder": "文件夹",
}
"""What a device hangs on."""


def checks_of(seen: Seen) -> tuple[Check, ...]:
    """What can be tested of a device as it is fitted here."""
    abilities = frozenset[Ability]() if seen.capabilities is None else seen.capabilities.abilities
    rings = seen.capabilities is None or Ability.CHIMES in abilities
    return tuple(check for check in OF[seen.lane] if check is not Check.CHIME or rings)


def looking_up(lane: str) -> Page[Checks]:
    """Look what came of the device's tests."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Checks:
        return {check: done for (device, check), done in upkeep.tests().items() if device == lane}

    return Wait(
        name=f"checks_{lane}",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.READING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def device(seen: Seen, checks: Mapping[Check, Checked], member: StaffMember) -> Page[Wish | Check]:
    """The panel of one device."""
    words, well = state_of(seen.health, seen.capabilities)
    gauges: list[Gauge[Wish | Check]] = [Gauge(say("现在"), words, well, detail_of(seen), icon=ICONS[seen.lane])]
    error = seen.health.last_error
    if error is not None:
        code = say("{code} {detail}", code=Word(error.code), detail=Word(error.detail))
        gauges.append(Gauge(say("上次的毛病"), DEEDS[error.action], well is True or None, code, icon="history"))
    for check in checks_of(seen):
        done = checks.get(check)
        state, passed = outcome_of(done)
        again: Action[Wish | Check] = Action(say("再试") if done else say("试一试"), check)
        gauges.append(Gauge(CHECKS[check], state, passed, None if done is None else when(done), again))
    serial = seen.capabilities is None or seen.capabilities.interface == "serial"
    line: tuple[Action[Wish | Check], ...] = (Action(say("端口和速度"), Wish.LINE, "wrench"),) if serial else ()
    return Panel["Wish | Check"](
        name=f"device_{seen.lane}",
        title=NAMES[seen.lane],
        gauges=tuple(gauges),
        actions=(
            Action(say("复位"), Wish.RESET, "history"),
            *line,
            Action(say("详细"), Wish.DETAILS, "list"),
            Action(say("看别的"), Wish.OTHERS, "layout-grid"),
        ),
        header=header(member),
        footer=Footer(back=False, help=False),
    )


def details(seen: Seen) -> Page[None]:
    """Who it is, what it can do and what it has done."""
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
        body=(say("次数从机器启动算起。"),),
        rows=tuple(rows),
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def _word(words: str) -> Text | None:
    return say("{words}", words=Word(words)) if words else None


def resetting(lane: str) -> Page[bool]:
    """Bring the device back to its start. Raises `DeviceError`."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> bool:
        device_of(carried).reset(deadline)
        return True

    return Wait(
        name=f"resetting_{lane}",
        title=say("正在复位{device}", device=named(lane)),
        body=(say("请等一等。"),),
        picture=Picture.READING,
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

EXAMPLES: Mapping[str, Page[object]] = {
    "looking-up": looking_up("id_reader"),
    **{each.lane.replace("_", "-"): device(each, {Check.ITSELF: _DONE}, SAMPLE_TECHNICIAN) for each in SAMPLE_SEEN},
    "details": details(SAMPLE_SEEN[0]),
    "details-few": details(SAMPLE_SEEN[4]),
    "resetting": resetting("id_reader"),
    "reset": reset_done(well=True),
    "not-reset": reset_done(well=False),
}
