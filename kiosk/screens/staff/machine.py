"""The machine itself: its settings, its clock, a pause, and starting it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.audit import maintenance_events as events
from kiosk.core.clock import SHANGHAI
from kiosk.core.exits import Exit
from kiosk.core.page import Action, Answer, Choice, Choose, EnterDigits, Notice, Picture, Tone, Wait
from kiosk.core.record import DiskFull
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import UPKEEP, ClockRefused, Pause, PauseReason, SettingsRefused, UpkeepRefused
from kiosk.screens.paused import REASONS
from kiosk.screens.staff.maintenance import LOOK_SECONDS
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

T = TypeVar("T")
CLOCK_SECONDS: Final = 15.0
DATE_DIGITS: Final = 8
TIME_DIGITS: Final = 4
SOFTEST: Final = 20
LOUDEST: Final = 100
LOUDNESS_STEP: Final = 20


def _asking(name: str, work: Callable[[Upkeep, Deadline, Report], T], *, seconds: float = LOOK_SECONDS) -> Page[T]:
    """Ask the upkeep for something that is over in a moment."""
    return Wait(
        name=name,
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.READING,
        jobs=(UPKEEP.job(work, seconds=seconds),),
        footer=NO_WAY_OUT,
        seals=True,
    )


# -- settings -------------------------------------------------------------------------------------------------


class What(Enum):
    """What is set of the machine."""

    TOUCH = auto()
    MISSED = auto()
    SIZE = auto()
    LOUDNESS = auto()
    SERVICES = auto()
    CLOCK = auto()


def settings() -> Page[What]:
    """What is to be set."""
    return Choose(
        name="machine_settings",
        title=say("要设什么？"),
        choices=(
            Choice(say("试触摸屏"), What.TOUCH, "hand", say("点九个绿块")),
            Choice(say("点空的地方"), What.MISSED, "map-pin", say("今天的")),
            Choice(say("屏幕大小"), What.SIZE, "a-large-small", say("拿银行卡量")),
            Choice(say("音量"), What.LOUDNESS, "volume-2", say("大厅里多响")),
            Choice(say("办哪些事"), What.SERVICES, "list", say("首页上有什么")),
            Choice(say("改时间"), What.CLOCK, "calendar", say("要两个人")),
        ),
        footer=FOOTER,
    )


def reading(*keys: str) -> Page[tuple[object, ...] | SettingsRefused]:
    """Look what the configuration's file says for these keys."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[object, ...] | SettingsRefused:
        try:
            return tuple(upkeep.value(key) for key in keys)
        except SettingsRefused as refusal:
            return refusal

    return _asking("reading_settings", work)


def changing(
    changes: Mapping[str, object], member: StaffMember, note: Callable[[Event], None]
) -> Page[tuple[str, ...] | UpkeepRefused]:
    """Write them, and tell the audit which keys are others now; what can't be written is the answer."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[str, ...] | UpkeepRefused:
        try:
            keys = upkeep.change(changes)
        except SettingsRefused as refusal:
            return refusal
        except DiskFull:
            return SettingsRefused("disk-full")
        for key in keys:
            note(events.CONFIG_CHANGED(member, key=key))
        return keys

    return _asking("changing_settings", work)


class Next(Enum):
    """When what was changed is to hold."""

    NOW = auto()
    LATER = auto()


def changed() -> Page[Next]:
    """It holds from the next start on."""
    return Notice(
        name="settings_changed",
        title=say("记下了，重启后生效"),
        body=(say("旧的设置也留着一份。"),),
        picture=Picture.DONE,
        actions=(
            Action(say("现在重启程序"), Next.NOW, "history", Tone.GO),
            Action(say("以后再说"), Next.LATER, "x"),
        ),
        footer=NO_WAY_OUT,
    )


def unchanged() -> Page[None]:
    """It was like that before."""
    return Notice(
        name="settings_unchanged",
        title=say("和原来一样，没有改"),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def refused(refusal: UpkeepRefused) -> Page[None]:
    """It can't be set here; why, for the technician."""
    clock = isinstance(refusal, ClockRefused)
    return Notice(
        name=refusal.code.replace("-", "_"),
        title=say("时间没有改成") if clock else say("没有改成"),
        body=(
            say("系统不让这个程序改时间。") if clock else say("原来的设置没有动。"),
            say("{detail}", detail=Word(refusal.detail)),
        ),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


class Louder(Enum):
    """What to do with the loudness."""

    LOUDER = auto()
    SOFTER = auto()
    KEEP = auto()


def loudness(now: int) -> Page[Louder]:
    """How loud the voice begins."""
    louder = (Action(say("大声一点"), Louder.LOUDER, "volume-2"),) if now < LOUDEST else ()
    softer = (Action(say("小声一点"), Louder.SOFTER, "volume-2"),) if now > SOFTEST else ()
    return Notice(
        name="loudness",
        title=say("大厅里的音量：{n}", n=Count(now)),
        body=(say("每位来办事，都从这里开始。"),),
        picture=Picture.HELP,
        actions=(Action(say("就这样"), Louder.KEEP, "check", Tone.GO), *louder, *softer),
        footer=FOOTER,
    )


SERVICES: Final[Mapping[str, Text]] = MappingProxyType(
    {"payment": say("查养老金"), "certification": say("查养老认证"), "yearly_record": say("打印权益记录单")}
)
"""Key of [services] -> as it stands on home."""
DONE: Final = "done"


def services(on: Mapping[str, bool]) -> Page[str]:
    """Which services stand on home; a touch switches one. Answers its key, or `DONE`."""
    return Choose(
        name="which_services",
        title=say("首页上要哪些？"),
        body=(say("点一下，就换。"),),
        choices=tuple(
            Choice(words, key, "circle-check" if on[key] else "ban", say("现在有") if on[key] else say("现在没有"))
            for key, words in SERVICES.items()
        ),
        actions=(Action(say("就这样"), DONE, "check", Tone.GO),),
        footer=FOOTER,
    )


# -- the clock --------------------------------------------------------------------------------------------------


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

    return _asking("setting_clock", work, seconds=CLOCK_SECONDS)


MOST_SECONDS: Final = 9_999_999
"""More than this the audit doesn't tell apart."""


def clock_set() -> Page[None]:
    """It is set."""
    return Notice(
        name="clock_set",
        title=say("时间改好了"),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


# -- a pause ------------------------------------------------------------------------------------------------------


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

    return _asking("pausing", work)


def serving(member: StaffMember, note: Callable[[Event], None]) -> Page[bool]:
    """Serve again, and tell the audit; whether there was a pause."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> bool:
        pause = upkeep.pause()
        upkeep.end_pause()
        if pause is not None:
            note(events.OUT_OF_SERVICE_ENDED(member, reason=pause.reason.value))
        return pause is not None

    return _asking("serving_again", work)


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


# -- starting again -----------------------------------------------------------------------------------------------


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

    return _asking("asking_exit", work)


EXAMPLES: Mapping[str, Page[object]] = {
    "settings": settings(),
    "reading": reading("sound.loudness"),
    "changed": changed(),
    "unchanged": unchanged(),
    "refused": refused(SettingsRefused("no file")),
    "clock-refused": refused(ClockRefused("Access denied")),
    "loudness": loudness(60),
    "loudness-most": loudness(100),
    "services": services({"payment": True, "certification": True, "yearly_record": False}),
    "clock-reason": clock_reason(),
    "clock-day": enter_day(),
    "clock-time": enter_time(datetime(2026, 11, 21, tzinfo=SHANGHAI).date()),
    "clock-set": clock_set(),
    "pause-reason": pause_reason(),
    "pause-until": pause_until(),
    "pause-begun": pause_said(begun=True),
    "pause-ended": pause_said(begun=False),
    "restart": restart(somebody=False),
    "restart-somebody": restart(somebody=True),
}
