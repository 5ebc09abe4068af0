"""C6s, C6 and C7: registering that who receives a pension was here, with their card. The agency decides what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.money import IdNumber
from kiosk.core.page import Action, Footer, LaneKey, Notice, Page, Picture, Tone, Wait
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.look_up import NobodyHelps
from kiosk.screens.phrases import SEE_SCREEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Header, Report
    from kiosk.core.staff import StaffNumber
    from kiosk.ledger.requests import Request, Requests

REQUESTS: Final[LaneKey[Requests]] = LaneKey("requests")
"""The lane that carries what was asked for here."""
NOTE_SECONDS: Final = 10.0


def same_person_as_card(header: Header) -> Page[bool]:
    """C6s: the attendant compares the original with the person."""
    return Notice(
        name="same_person_as_card",
        title=say("人和证是同一人吗？"),
        body=(say("请看原件，看本人。"),),
        picture=Picture.HELP,
        actions=(
            Action(say("是本人"), value=True, icon="check", tone=Tone.GO),
            Action(say("不是"), value=False, icon="x"),
        ),
        header=header,
        footer=Footer(back=False, help=False),
    )


def may_presence_be_registered(header: Header) -> Page[bool]:
    """C6: the person touches, not the attendant."""
    return Notice(
        name="may_presence_be_registered",
        title=say("给您登记到场，好吗？"),
        body=(say("只记您本人来过，不拍照。", short="不拍照，不收钱。"),),
        picture=Picture.HELP,
        loudspeaker=(say("请看屏幕。同意，就点“同意”。"),),
        actions=(
            Action(say("同意"), value=True, icon="check", tone=Tone.GO),
            Action(say("不同意"), value=False, icon="x"),
        ),
        header=header,
        footer=Footer(back=False),
    )


def registering(person: IdNumber, by: Callable[[], StaffNumber | None]) -> Page[Request]:
    """Note it under the number of who has compared. Raises `NobodyHelps` and what the ledger raises."""

    def work(requests: Requests, _deadline: Deadline, _report: Report) -> Request:
        number = by()
        if number is None:
            raise NobodyHelps
        return requests.register_presence(person, number)

    return Wait(
        name="registering_presence",
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在登记。"),),
        picture=Picture.WAITING,
        jobs=(REQUESTS.job(work, seconds=NOTE_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        seals=True,
    )


def presence_registered(number: str, header: Header) -> Page[None]:
    """C7: registered is not certified."""
    return Notice(
        name="presence_registered",
        title=say("登记好了"),
        body=(
            say("还要等社保中心确认。", short="还没办完，要等确认。"),
            say("登记号：{number}", number=Word(number)),
        ),
        picture=Picture.CALENDAR,
        loudspeaker=(say("登记好了，请拿好回执。"),),
        actions=(Action(say("打印回执"), None, "printer", Tone.GO),),
        header=header,
        footer=Footer(back=False, leave=False),
    )


def not_registered(*, agreed: bool) -> Page[None]:
    """Nothing was noted: the person would rather not, or it wasn't them."""
    return Notice(
        name="presence_not_registered" if agreed else "presence_refused",
        title=say("好，没有登记"),
        body=(say("要本人带原件来。") if agreed else say("您什么时候想办，都可以。"),),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(Action(say("知道了"), None, "check", Tone.GO),),
        footer=Footer(back=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "C6s": same_person_as_card(sample.HEADER),
    "C6": may_presence_be_registered(sample.LONG_HEADER),
    "registering": registering(IdNumber("990101194912310028"), lambda: None),
    "C7": presence_registered("2026-1121-0017", sample.HEADER),
    "C6-no": not_registered(agreed=False),
    "C6s-no": not_registered(agreed=True),
}
