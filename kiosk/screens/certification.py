"""C4: how the certification of entitlement (养老认证) stands, one page for each case."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Month
from kiosk.core.page import Action, Picture, Review, Tone
from kiosk.core.text import Count, Day, MonthName, say
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN, ask_at_window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Header, Page


class CertificationWish(StrEnum):
    """What may be wanted next."""

    HOW = "how"
    PRINT = "print"
    DONE = "done"


_HOW: Final = Action(say("看看怎么办"), CertificationWish.HOW, "arrow-right", Tone.GO)
_DONE: Final = Action(say("办完了"), CertificationWish.DONE, "check")
_DONE_FIRST: Final = Action(say("办完了"), CertificationWish.DONE, "check", Tone.GO)


def _print(label: str, *, short: str | None = None, tone: Tone = Tone.PLAIN) -> Action[CertificationWish]:
    return Action(say(label, short=short), CertificationWish.PRINT, "printer", tone)


def certification_ok(due: date, today: date, header: Header) -> Page[CertificationWish]:
    """C4a: not due. The picture is a calendar: a tick would say that something has been done."""
    return Review(
        name="certification_ok",
        title=say("没到期，请放心", short="今天不用办"),
        body=(
            say("{day}前再办就行。", short="{day}前再办。", day=Day(due, today.year)),
            say("今天不用办。", short=""),
        ),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_print("打印提醒条", tone=Tone.GO), _DONE),
        header=header,
    )


def certified_silently(due: date, today: date, header: Header) -> Page[CertificationWish]:
    """C4b: the agency has certified by comparing data. It saves a trip, so it has its own page."""
    return Review(
        name="certified_silently",
        title=say("已经帮您认证好了", short="已经帮您办好了"),
        body=(
            say("您不用再办。"),
            say("{month}前都不用管。", short="", month=MonthName(Month.of(due), today.year)),
        ),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_print("打印提醒条", short="", tone=Tone.GO), _DONE),
        header=header,
    )


def certification_due(due: date, days_left: int, today: date, header: Header) -> Page[CertificationWish]:
    """C4c: due soon; the due day itself still counts."""
    left = say("还有{days}天，来得及。", short="", days=Count(days_left, private=True))
    return Review(
        name="certification_due",
        title=say("该办养老认证了"),
        body=(
            say("请在{day}前办好。", short="{day}前办好就行。", day=Day(due, today.year)),
            left if days_left > 0 else say("今天办，来得及。"),
        ),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_HOW, _print("打印提醒条", short="")),
        header=header,
    )


def certification_overdue(places: PlaceConfig, header: Header) -> Page[CertificationWish]:
    """C4d: overdue, still paid. Where somebody hears of calls, there is who can do it now."""
    return Review(
        name="certification_overdue",
        title=say("过期了，别着急", short="该办认证了，别着急"),
        body=(say("早点办，不耽误领钱。", short="现在就可以办。" if places.staff_told else None),),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_HOW, _print("打印提醒条", short="")),
        header=header,
    )


def certification_suspended(header: Header, *, back_pay: bool) -> Page[CertificationWish]:
    """C4e and M4e: the pension is suspended for it. `back_pay`: the agency pays the suspended months afterwards."""
    body = [say("别着急，是认证过期了。", short=""), say("办好认证，会接着发。", short="办好认证，接着发。")]
    if back_pay:
        body.append(say("停的几个月，也会补发。", short="停的几个月，也会补。"))
    return Review(
        name="certification_suspended",
        title=say("养老金先停了", short="钱先停了，别着急"),
        body=tuple(body),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_HOW, _DONE),
        header=header,
    )


def certification_pending(
    registered: date | None, again: date | None, today: date, header: Header
) -> Page[CertificationWish]:
    """C4f: registered, not yet confirmed. Never a tick."""
    waiting = say("正在等社保中心确认。", short="" if again is not None else None)
    body = [waiting]
    if registered is not None:
        body.insert(0, say("{day}登记的。", short="", day=Day(registered, today.year)))
    if again is not None:
        body.append(say("{day}后再来查。", day=Day(again, today.year)))
    return Review(
        name="certification_pending",
        title=say("登记了，还没办完"),
        body=tuple(body),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_print("打印提醒条", tone=Tone.GO), _DONE),
        header=header,
    )


def certification_unknown(places: PlaceConfig, header: Header) -> Page[CertificationWish]:
    """C4g: no date, data that contradict each other, or a mark. Never why."""
    return Review(
        name="certification_unknown",
        title=say("这里查不到日期", short="这里查不到"),
        body=(ask_at_window(places),),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_print("打印办事条", short="", tone=Tone.GO), _DONE),
        header=header,
    )


def certification_not_needed(header: Header) -> Page[CertificationWish]:
    """C4h: nothing to certify yet."""
    return Review(
        name="certification_not_needed",
        title=say("您现在不用认证"),
        body=(say("要办的时候，这里会提醒。"),),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_DONE_FIRST,),
        header=header,
    )


_TODAY, _HEADER, _LONG = sample.TODAY, sample.HEADER, sample.LONG_HEADER

EXAMPLES: Mapping[str, Page[object]] = {
    "C4a": certification_ok(date(2027, 3, 11), _TODAY, _HEADER),
    "C4a-longest": certification_ok(date(2027, 12, 31), _TODAY, _LONG),
    "C4b": certified_silently(date(2027, 9, 30), _TODAY, _HEADER),
    "C4c": certification_due(date(2026, 12, 20), 29, _TODAY, _HEADER),
    "C4c-last-day": certification_due(_TODAY, 0, _TODAY, _LONG),
    "C4d": certification_overdue(sample.PLACES, _HEADER),
    "C4d-staffed": certification_overdue(sample.STAFFED, _HEADER),
    "C4e": certification_suspended(_HEADER, back_pay=True),
    "C4e-no-back-pay": certification_suspended(_HEADER, back_pay=False),
    "C4f": certification_pending(_TODAY, date(2026, 12, 1), _TODAY, _HEADER),
    "C4f-no-dates": certification_pending(None, None, _TODAY, _HEADER),
    "C4g": certification_unknown(sample.PLACES, _HEADER),
    "C4g-far": certification_unknown(sample.FAR, _LONG),
    "C4h": certification_not_needed(_HEADER),
}
