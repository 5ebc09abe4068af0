"""Two different people for what one may not do alone: the first gives their PIN, then the second within a minute."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, After, Notice, Picture, Tone, Wait
from kiosk.core.text import Count, Word, say
from kiosk.screens.staff.phrases import NO_WAY_OUT, UNDERSTOOD
from kiosk.screens.staff.sign_in import CHECK_SECONDS, STAFF
from kiosk.staff.errors import NotAllowed, NotYours, SamePerson, TooLate
from kiosk.staff.two_people import WITHIN_SECONDS, Matter, TwoPeople

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.pin import Pin
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.screens.staff.sign_in import Who
    from kiosk.staff.errors import StaffRefused
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.two_people import Agreed

MATTERS: Final[Mapping[Matter, Text]] = MappingProxyType(
    {
        Matter.IMPORT: say("换数据"),
        Matter.EXPORT: say("导出"),
        Matter.WIPE: say("清掉数据"),
        Matter.CLOCK: say("改时间"),
        Matter.KEYS: say("换签名钥匙"),
    }
)
"""What takes two people, as it is named to them."""


class Together(Enum):
    """Whether both are there."""

    YES = auto()
    NOT_NOW = auto()


def two_are_needed(matter: Matter) -> Page[Together]:
    """Say what is coming; whether the second person is there."""
    return Notice(
        name="two_people",
        title=say("这件事，要两个人"),
        body=(
            say("{matter}，要另一位也同意。", matter=Word(MATTERS[matter].message)),
            say("先输您的密码，再请他输。"),
            say("两人隔开不能超过{seconds}秒。", seconds=Count(round(WITHIN_SECONDS))),
        ),
        picture=Picture.HELP,
        actions=(Action(say("他在这里"), Together.YES, "users", Tone.GO), Action(say("先不办"), Together.NOT_NOW, "x")),
        footer=NO_WAY_OUT,
    )


def giving_pin(
    matter: Matter, own: StaffMember, who: Who, pin: Pin, *, refused: Callable[[StaffMember, StaffRefused], None]
) -> Page[TwoPeople]:
    """Look whether it is the PIN of who has signed in, and whether the matter is theirs; `refused` notes it for the audit.

    Raises what `StaffRoom.sign_in` raises, `NotAllowed`, and `NotYours` for another's card. Nobody is signed in by it: whoever
    has the screen keeps it.
    """

    def work(room: StaffRoom, deadline: Deadline, _report: Report) -> TwoPeople:
        member = room.sign_in(who, pin)
        try:
            if member.number != own.number:
                raise NotYours  # noqa: TRY301 - noted as a role is that isn't enough
            return TwoPeople(matter, member, deadline.clock.monotonic())
        except (NotAllowed, NotYours) as refusal:
            refused(member, refusal)
            raise

    return Wait(
        name="first_agrees",
        shows_after=0.3,
        title=say("正在核对"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(STAFF.job(work, seconds=CHECK_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


def now_the_other(matter: Matter) -> Page[Together]:
    """The first has agreed; now the other comes to the screen."""
    return Notice(
        name="second_person",
        title=say("现在请另一位来"),
        body=(say("{matter}，要他的卡和密码。", matter=Word(MATTERS[matter].message)),),
        picture=Picture.PLACE_CARD,
        actions=(Action(say("我来了"), Together.YES, "users", Tone.GO), Action(say("先不办"), Together.NOT_NOW, "x")),
        after=After(WITHIN_SECONDS, Together.NOT_NOW),
        footer=NO_WAY_OUT,
    )


def agreeing(
    first: TwoPeople,
    who: Who,
    pin: Pin,
    *,
    granted: Callable[[Agreed], None],
    refused: Callable[[StaffMember, StaffRefused], None],
) -> Page[Agreed]:
    """Look whether the second one agrees; `granted` or `refused` notes it for the audit.

    Raises what `StaffRoom.sign_in` and `TwoPeople.joined_by` raise.
    """

    def work(room: StaffRoom, deadline: Deadline, _report: Report) -> Agreed:
        second = room.sign_in(who, pin)
        try:
            agreed = first.joined_by(second, deadline.clock.monotonic())
        except (SamePerson, TooLate, NotAllowed) as refusal:
            refused(second, refusal)
            raise
        granted(agreed)
        return agreed

    return Wait(
        name="second_agrees",
        shows_after=0.3,
        title=say("正在核对"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(STAFF.job(work, seconds=CHECK_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


_WHY: Final[Mapping[type[StaffRefused], tuple[Text, ...]]] = MappingProxyType(
    {
        SamePerson: (say("两次是同一个人。"), say("要请另一位来。")),
        TooLate: (say("隔得太久了，没有算数。"), say("请两位再来一次。")),
        NotAllowed: (say("这两位不能一起定这件事。"), say("请管理员来。")),
        NotYours: (say("这不是您自己的卡。"), say("请放自己的，再来一次。")),
    }
)


def not_agreed(refusal: StaffRefused) -> Page[None]:
    """Why it doesn't count."""
    return Notice(
        name=f"not_agreed_{refusal.code.replace('-', '_')}",
        title=say("还不能办"),
        body=_WHY[type(refusal)],
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        after=After(20.0, None),
        footer=NO_WAY_OUT,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "two": two_are_needed(Matter.CLOCK),
    "other": now_the_other(Matter.IMPORT),
    "same": not_agreed(SamePerson()),
    "late": not_agreed(TooLate(75.0)),
    "not-allowed": not_agreed(NotAllowed()),
    "not-yours": not_agreed(NotYours()),
}
