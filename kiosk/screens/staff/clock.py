"""The machine's clock, set by two people: why, and to when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.audit import maintenance_events as events
from kiosk.core.clock import SHANGHAI
from kiosk.core.page import Answer, Choice, Choose, EnterDigits, Notice, Picture
from kiosk.core.text import say
from kiosk.core.upkeep import ClockRefused
from kiosk.screens.staff.machine import asking_upkeep
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep

CLOCK_SECONDS: Final = 15.0
DATE_DIGITS: Final = 8
TIME_DIGITS: Final = 4
MOST_SECONDS: Final = 9_999_999
"""More than this the audit doesn't tell apart."""


class ClockReason(StrEnum):
    """Why the clock is set."""

    BATTERY = "battery"
    DRIFT = "drift"
    FIRST = "first"


def clock_reason() -> Page[ClockReason]:
    """Why it is set; the audit notes it."""
    return Choose(
        name="clock_reason",
        title=say("为什么改时间？"),
        choices=(
            Choice(say("走快了，走慢了"), ClockReason.DRIFT, "history"),
            Choice(say("电池没电，停过"), ClockReason.BATTERY, "triangle-alert"),
            Choice(say("第一次设"), ClockReason.FIRST, "check"),
        ),
        footer=FOOTER,
    )


def _day(typed: str) -> Answer[date] | Text:
    try:
        return Answer(datetime.strptime(typed, "%Y%m%d").replace(tzinfo=SHANGHAI).date())
    except ValueError:
        return say("要八位数，像20261121。")


def enter_day() -> Page[date]:
    """The date as eight digits."""
    return EnterDigits(
        name="clock_day",
        title=say("今天是哪天？"),
        body=(say("年月日，八位数。"),),
        most=DATE_DIGITS,
        read=_day,
        footer=FOOTER,
    )


def _time_on(day: date) -> Callable[[str], Answer[datetime] | Text]:
    def read(typed: str) -> Answer[datetime] | Text:
        try:
            time = datetime.strptime(typed, "%H%M").replace(tzinfo=SHANGHAI).timetz()
        except ValueError:
            return say("要四位数，像0905。")
        if len(typed) != TIME_DIGITS:
            return say("要四位数，像0905。")
        return Answer(datetime.combine(day, time))

    return read


def enter_time(day: date) -> Page[datetime]:
    """The time of day as four digits."""
    return EnterDigits(
        name="clock_time",
        title=say("现在几点几分？"),
        body=(say("时和分，四位数。"),),
        most=TIME_DIGITS,
        read=_time_on(day),
        footer=FOOTER,
    )


def setting_clock(
    to: datetime, reason: ClockReason, member: StaffMember, note: Callable[[Event], None]
) -> Page[int | ClockRefused]:
    """Set it, and tell the audit by how much; what the system refuses is the answer."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> int | ClockRefused:
        try:
            moved = upkeep.set_clock(to)
        except ClockRefused as refusal:
            return refusal
        note(events.CLOCK_SET(member, seconds=max(-MOST_SECONDS, min(MOST_SECONDS, moved)), reason=reason.value))
        return moved

    return asking_upkeep("setting_clock", work, seconds=CLOCK_SECONDS)


def clock_set() -> Page[None]:
    """It is set."""
    return Notice(
        name="clock_set",
        title=say("时间改好了"),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "clock-reason": clock_reason(),
    "clock-day": enter_day(),
    "clock-time": enter_time(datetime(2026, 11, 21, tzinfo=SHANGHAI).date()),
    "clock-set": clock_set(),
}
