"""Serving nobody for a while, and starting the program or the machine again."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.audit import maintenance_events as events
from kiosk.core.exits import Exit
from kiosk.core.page import Choice, Choose, Notice, Picture
from kiosk.core.record import DiskFull
from kiosk.core.text import say
from kiosk.core.upkeep import Pause, PauseReason, SettingsRefused
from kiosk.screens.paused import REASONS
from kiosk.screens.staff.machine import asking_upkeep
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.upkeep import Upkeep


AFTER_CRASHES: Final = "crash-loop"
"""Why it was out of service, as the audit has it, where it rested after crashes."""


def pause_reason() -> Page[PauseReason]:
    """Why nobody is served; people are told."""
    return Choose(
        name="pause_reason",
        title=say("为什么暂停？"),
        body=(say("大家会在屏幕上看到。"),),
        choices=tuple(Choice(words, reason, "ban") for reason, words in REASONS.items()),
        footer=FOOTER,
    )


class Until(Enum):
    """How long a pause is to last."""

    HALF_AN_HOUR = auto()
    AN_HOUR = auto()
    TWO_HOURS = auto()
    TOMORROW = auto()
    OPEN = auto()


_MINUTES: Final = MappingProxyType({Until.HALF_AN_HOUR: 30, Until.AN_HOUR: 60, Until.TWO_HOURS: 120})


MORNING_HOUR: Final = 8


def pause_until() -> Page[Until]:
    """How long."""
    return Choose(
        name="pause_until",
        title=say("停到什么时候？"),
        body=(say("到时候，会自己恢复。"),),
        choices=(
            Choice(say("半小时"), Until.HALF_AN_HOUR, "history"),
            Choice(say("一小时"), Until.AN_HOUR, "history"),
            Choice(say("两小时"), Until.TWO_HOURS, "history"),
            Choice(say("明早八点"), Until.TOMORROW, "calendar"),
            Choice(say("等我来恢复"), Until.OPEN, "hand"),
        ),
        footer=FOOTER,
    )


def moment(until: Until, now: datetime) -> datetime | None:
    """Return when a pause that begins now ends, None if only somebody ends it."""
    if until is Until.OPEN:
        return None
    if until is Until.TOMORROW:
        return (now + timedelta(days=1)).replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    return now + timedelta(minutes=_MINUTES[until])


def pausing(
    reason: PauseReason, until: Until, member: StaffMember, note: Callable[[Event], None]
) -> Page[Pause | SettingsRefused]:
    """Keep the pause, and tell the audit."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Pause | SettingsRefused:
        pause = Pause(reason, moment(until, upkeep.now()))
        try:
            upkeep.begin_pause(pause)
        except DiskFull:
            return SettingsRefused("disk-full")
        note(events.OUT_OF_SERVICE_BEGUN(member, reason=reason.value))
        return pause

    return asking_upkeep("pausing", work)


def serving(member: StaffMember, note: Callable[[Event], None]) -> Page[bool]:
    """Serve again after a pause, or a rest after crashes, and tell the audit; whether there was one."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> bool:
        pause, rests = upkeep.pause(), upkeep.rests()
        upkeep.end_pause()
        if pause is not None:
            note(events.OUT_OF_SERVICE_ENDED(member, reason=pause.reason.value))
        if rests:
            note(events.OUT_OF_SERVICE_ENDED(member, reason=AFTER_CRASHES))
            upkeep.try_again()
        return rests or pause is not None

    return asking_upkeep("serving_again", work)


def pause_said(*, begun: bool) -> Page[None]:
    """What holds once this session is over."""
    return Notice(
        name="pause_begun" if begun else "pause_ended",
        title=say("好，暂停服务了") if begun else say("好，恢复服务了"),
        body=(say("您退出后，屏幕就换。"),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def restart(*, somebody: bool) -> Page[Exit]:
    """What is to start again. `somebody`: a person's visit is set aside, and would be over."""
    return Choose(
        name="restart",
        title=say("要重启什么？"),
        body=(say("有人还在办，会办不完。"),) if somebody else (),
        choices=(
            Choice(say("重启程序"), Exit.RESTART, "history", say("半分钟")),
            Choice(say("重启机器"), Exit.RESTART_MACHINE, "history", say("三五分钟")),
            Choice(say("关机"), Exit.SHUT_DOWN, "log-out", say("要到机器上再开")),
        ),
        footer=FOOTER,
    )


def asking_exit(code: Exit, member: StaffMember, note: Callable[[Event], None]) -> Page[Exit]:
    """Tell the audit who wants it."""

    def work(_upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Exit:
        asked = events.SHUT_DOWN_ASKED if code is Exit.SHUT_DOWN else events.RESTART_ASKED
        note(asked(member))
        return code

    return asking_upkeep("asking_exit", work)


EXAMPLES: Mapping[str, Page[object]] = {
    "pause-reason": pause_reason(),
    "pause-until": pause_until(),
    "pause-begun": pause_said(begun=True),
    "pause-ended": pause_said(begun=False),
    "restart": restart(somebody=False),
    "restart-somebody": restart(somebody=True),
}
