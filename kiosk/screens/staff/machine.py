"""The machine itself: its settings, and what came of a change."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.audit import maintenance_events as events
from kiosk.core.page import Action, Choice, Choose, Notice, Picture, Tone, Wait
from kiosk.core.record import DiskFull
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import UPKEEP, ClockKept, ClockRefused, KeysRefused, SettingsRefused, UpkeepRefused
from kiosk.screens.staff.maintenance import LOOK_SECONDS
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
HUSHED_SECONDS: Final = 0.3
"""A page that comes silences what is said: what it says itself waits so long."""


def asking_upkeep(
    name: str, work: Callable[[Upkeep, Deadline, Report], T], *, seconds: float = LOOK_SECONDS
) -> Page[T]:
    """Ask the upkeep for something that is over in a moment."""
    return Wait(
        name=name,
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=seconds),),
        footer=NO_WAY_OUT,
        seals=True,
    )


# -- settings -------------------------------------------------------------------------------------------------


class What(Enum):
    """What is set of the machine."""

    SCREEN = auto()
    LOUDNESS = auto()
    LANGUAGES = auto()
    SERVICES = auto()
    HOURS = auto()
    CLOCK = auto()


def settings() -> Page[What]:
    """What is to be set."""
    return Choose(
        name="machine_settings",
        title=say("要设什么？"),
        choices=(
            Choice(say("屏幕"), What.SCREEN, "hand", say("触摸准不准，多大")),
            Choice(say("音量"), What.LOUDNESS, "volume-2", say("大厅里多响")),
            Choice(say("语言"), What.LANGUAGES, "languages", say("能换成哪些")),
            Choice(say("办哪些事"), What.SERVICES, "list", say("首页上有什么")),
            Choice(say("开放时间"), What.HOURS, "calendar-days", say("几点开门，夜里黑不黑屏")),
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

    return asking_upkeep("reading_settings", work)


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

    return asking_upkeep("changing_settings", work)


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


_REFUSED: Final[Mapping[type[UpkeepRefused], tuple[Text, Text]]] = MappingProxyType(
    {
        ClockRefused: (say("时间没有改成"), say("系统不让这个程序改时间。")),
        ClockKept: (say("时间没有改成"), say("机器自己在对时，要先关掉。")),
        KeysRefused: (say("钥匙没有换成"), say("还用原来的签。")),
    }
)


def refused(refusal: UpkeepRefused) -> Page[None]:
    """It can't be set here; why, for the technician."""
    title, stays = _REFUSED.get(type(refusal), (say("没有改成"), say("原来的设置没有动。")))
    return Notice(
        name=refusal.code.replace("-", "_"),
        title=title,
        body=(
            stays,
            say("办法在安装说明里。")
            if isinstance(refusal, ClockKept)
            else say("{detail}", detail=Word(refusal.detail)),
        ),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def holds() -> Page[None]:
    """It holds from now on."""
    return Notice(
        name="settings_hold",
        title=say("记下了，现在就生效"),
        body=(say("旧的设置也留着一份。"),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


class Louder(Enum):
    """What to do with the loudness."""

    LOUDER = auto()
    SOFTER = auto()
    KEEP = auto()


def _saying(speak: Callable[[], None]) -> Callable[[Upkeep, Deadline, Report], Louder]:
    def work(_upkeep: Upkeep, deadline: Deadline, _report: Report) -> Louder:
        deadline.pause(HUSHED_SECONDS)
        speak()
        while True:
            deadline.pause(LOOK_SECONDS)

    return work


def loudness(now: int, speak: Callable[[], None] | None = None) -> Page[Louder]:
    """How loud the voice begins. `speak` says a sentence that loud, once; only the job calls it."""
    louder = (Action(say("大声一点"), Louder.LOUDER, "volume-2"),) if now < LOUDEST else ()
    softer = (Action(say("小声一点"), Louder.SOFTER, "volume-2"),) if now > SOFTEST else ()
    return Notice(
        name="loudness",
        title=say("大厅里的音量：{n}", n=Count(now)),
        body=(say("每位来办事，都从这里开始。"),),
        picture=Picture.ALOUD,
        actions=(Action(say("就这样"), Louder.KEEP, "check", Tone.GO), *louder, *softer),
        jobs=() if speak is None else (UPKEEP.job(_saying(speak)),),
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


EXAMPLES: Mapping[str, Page[object]] = {
    "settings": settings(),
    "reading": reading("sound.loudness"),
    "changed": changed(),
    "holds": holds(),
    "unchanged": unchanged(),
    "refused": refused(SettingsRefused("no file")),
    "clock-refused": refused(ClockRefused("Access denied")),
    "clock-kept": refused(ClockKept("Automatic time synchronization is enabled")),
    "keys-refused": refused(KeysRefused("no key")),
    "loudness": loudness(60),
    "loudness-most": loudness(100),
    "services": services({"payment": True, "certification": True, "yearly_record": False}),
}
