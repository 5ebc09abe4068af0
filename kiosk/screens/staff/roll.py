"""The roll on the screen: who may sign in here, somebody new, a card, a PIN that is shown once, a lock undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.clock import SHANGHAI
from kiosk.core.page import Action, Choice, Choose, Gauge, Notice, Panel, Picture, Review, Row, Tone
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffNumber, StaffRole
from kiosk.core.text import Digits, Word, say
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, ROLES, SAMPLE_ADMINISTRATOR, UNDERSTOOD, header
from kiosk.screens.staff.sign_in import STAFF, Typed, put_staff_card
from kiosk.screens.staff.working import looking
from kiosk.staff.errors import (
    CardTaken,
    LastAdministrator,
    NoSuchStaff,
    NotAllowed,
    NotYours,
    NumberTaken,
    SamePerson,
    StaffRefused,
)
from kiosk.staff.roster import Listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.core.page import Page
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.staff.room import StaffRoom

T = TypeVar("T")
SECONDS: Final = 20.0


def on_the_roll(name: str, work: Callable[[StaffRoom], T]) -> Page[T]:
    """Do something to the roll. Raises `StaffRefused` and what the roll raises."""
    page: Page[T] = looking(name, STAFF.job(lambda room, _deadline, _report: work(room), seconds=SECONDS))
    return replace(page, seals=True)


def reading_roll() -> Page[tuple[Listed, ...]]:
    """See who is on it now."""

    def work(room: StaffRoom) -> tuple[Listed, ...]:
        return tuple(each for each in room.everybody() if each.removed_at is None)

    return looking("reading_roll", STAFF.job(lambda room, _deadline, _report: work(room), seconds=SECONDS))


class RollWish(Enum):
    """What next, other than one of them."""

    ADD = auto()
    ENOUGH = auto()


def roll(everybody: tuple[Listed, ...], member: StaffMember) -> Page[Listed | RollWish]:
    """Who may sign in here."""
    return Panel["Listed | RollWish"](
        name="staff_list",
        title=say("工作人员"),
        gauges=tuple(_gauge(each) for each in everybody),
        actions=(
            Action(say("加一位"), RollWish.ADD, "users", Tone.GO),
            Action(say("看好了"), RollWish.ENOUGH, "check"),
        ),
        header=header(member),
        footer=FOOTER,
    )


_CARDS: Final = {CardKind.ID_CARD: "身份证", CardKind.SOCIAL_CARD: "社保卡", CardKind.CODE_CARD: "工作码"}


def _gauge(each: Listed) -> Gauge[Listed | RollWish]:
    if each.locked:
        state, well = say("锁上了"), False
    elif each.must_change:
        state, well = say("还没换密码"), False
    else:
        state, well = say("正常"), True
    cards = "、".join(_CARDS[kind] for kind in each.cards) or "没有卡"
    detail = say("{role}，{cards}", role=Word(ROLES[each.role].message), cards=Word(cards))
    label = say("工号{number}", number=Word(str(each.number)))
    return Gauge(label, state, well=well, detail=detail, action=Action(say("改"), each, "wrench"), icon="users")


class MemberWish(Enum):
    """What to do for one of them."""

    RESET = auto()
    UNLOCK = auto()
    CARD = auto()
    NO_CARDS = auto()
    REMOVE = auto()
    ENOUGH = auto()


def one_of_them(each: Listed, member: StaffMember) -> Page[MemberWish]:
    """What to do for one of them. What nobody may do for themselves is not offered."""
    others = each.number != member.number
    choices = [
        Choice(say("换一张工作卡"), MemberWish.CARD, "id-card", say("原来那种卡就不认了")),
        Choice(say("看好了"), MemberWish.ENOUGH, "check"),
    ]
    if others:
        reset = Choice(say("重设密码"), MemberWish.RESET, "keyboard", say("给一个新密码，只显示一次"))
        choices.insert(0, reset)
        choices.insert(2, Choice(say("去掉这个人"), MemberWish.REMOVE, "x", say("工号不会再给别人")))
    if each.cards:
        choices.insert(-1, Choice(say("卡丢了"), MemberWish.NO_CARDS, "ban", say("他的卡都不认了")))
    if others and (each.locked or each.wrong):
        choices.insert(0, Choice(say("解锁"), MemberWish.UNLOCK, "shield-check", say("让他再试自己的密码")))
    return Choose(
        name="staff_member",
        title=say("工号{number}，{role}", number=Word(str(each.number)), role=Word(ROLES[each.role].message)),
        choices=tuple(choices),
        header=header(member),
        footer=FOOTER,
    )


def which_role() -> Page[StaffRole]:
    """What somebody new is appointed to."""
    said = {
        StaffRole.ATTENDANT: ("hand-helping", say("帮人办，换纸")),
        StaffRole.TECHNICIAN: ("wrench", say("修机器，换数据")),
        StaffRole.AUDITOR: ("eye", say("看记录，导出记录")),
        StaffRole.ADMINISTRATOR: ("users", say("都可以，还管人")),
    }
    return Choose(
        name="which_role",
        title=say("他做什么？"),
        choices=tuple(Choice(ROLES[role], role, icon, hint) for role, (icon, hint) in said.items()),
        footer=FOOTER,
    )


def put_their_card(*, identity: bool, social: bool, scans: bool) -> Page[StaffCard | StaffNumber | Typed]:
    """Ask for the card that will be theirs, on whatever reads cards here."""
    page = put_staff_card(identity=identity, social=social, scans=scans, typed=False)
    return replace(
        page,
        name="their_card",
        title=say("请放他的工作卡"),
        actions=(Action(say("先不给卡"), Typed.NOT_NOW, "x"),),
    )


def first_pin(number: StaffNumber, pin: Pin) -> Page[None]:
    """The PIN somebody gets, in large type, this once."""
    digits = pin.reveal()
    grouped = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
    return Review(
        name="first_pin",
        title=say("请他记住这个密码"),
        body=(say("只显示这一次。"), say("第一次登录，要换成自己的。")),
        rows=(
            Row(say("工号"), say("{number}", number=Word(str(number)))),
            Row(say("密码"), say("{pin}", pin=Digits(grouped))),
        ),
        actions=(Action(say("记住了"), None, "check", Tone.GO),),
        footer=NO_WAY_OUT,
    )


def sure_to_remove(number: StaffNumber) -> Page[bool]:
    """Whether somebody is really to be taken off."""
    return Notice(
        name="sure_to_remove",
        title=say("去掉工号{number}吗？", number=Word(str(number))),
        body=(say("他不能再登录，卡也不认了。"), say("这个工号，不会再给别人。")),
        picture=Picture.TROUBLE,
        actions=(Action(say("去掉"), value=True, icon="x", tone=Tone.GO), Action(say("不去掉"), value=False)),
        footer=NO_WAY_OUT,
    )


class Done(Enum):
    """What was done to the roll."""

    UNLOCKED = auto()
    CARD_GIVEN = auto()
    CARDS_TAKEN = auto()
    REMOVED = auto()
    PIN_CHANGED = auto()


_DONE: Final = {
    Done.UNLOCKED: say("解锁了"),
    Done.CARD_GIVEN: say("新卡记下了"),
    Done.CARDS_TAKEN: say("他的卡都不认了"),
    Done.REMOVED: say("去掉了"),
    Done.PIN_CHANGED: say("密码换好了"),
}


def roll_done(done: Done, number: StaffNumber) -> Page[None]:
    """What holds now."""
    return Notice(
        name=f"roll_{done.name.lower()}",
        title=_DONE[done],
        body=(say("工号{number}。", number=Word(str(number))),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_WHY: Final[Mapping[type[StaffRefused], tuple[Text, ...]]] = MappingProxyType(
    {
        NumberTaken: (say("这个工号有人用过了。"), say("请换一个。")),
        CardTaken: (say("这张卡，已经是别人的了。"),),
        LastAdministrator: (say("这是最后一位管理员。"), say("先加一位，再去掉他。")),
        SamePerson: (say("自己的，要请另一位来办。"),),
        NoSuchStaff: (say("这里没有这个工号。"),),
        NotAllowed: (say("这件事，要管理员来办。"),),
        NotYours: (say("这不是您自己的卡。"), say("请放自己的，再来一次。")),
    }
)


def roll_refused(refusal: StaffRefused) -> Page[None]:
    """Why nothing was done."""
    return Notice(
        name=f"roll_refused_{refusal.code.replace('-', '_')}",
        title=say("没有改"),
        body=_WHY.get(type(refusal), (say("请找管理员。"),)),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


class PinWish(Enum):
    """What somebody wants who is not an administrator."""

    OWN_PIN = auto()
    UNLOCK = auto()


def pin_or_unlock() -> Page[PinWish]:
    """Asked of who may unlock others."""
    return Choose(
        name="pin_or_unlock",
        title=say("您要做什么？"),
        choices=(
            Choice(say("换自己的密码"), PinWish.OWN_PIN, "keyboard"),
            Choice(say("给同事解锁"), PinWish.UNLOCK, "shield-check"),
        ),
        footer=FOOTER,
    )


def nobody_locked() -> Page[None]:
    """Nobody has to be unlocked."""
    return Notice(
        name="nobody_locked",
        title=say("没有人锁上"),
        body=(say("大家都能登录。"),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


MOST_LOCKED: Final = 6


def whom_to_unlock(locked: tuple[Listed, ...]) -> Page[Listed]:
    """Who is to be let in again."""
    return Choose(
        name="whom_to_unlock",
        title=say("给谁解锁？"),
        choices=tuple(
            Choice(say("工号{number}", number=Word(str(each.number))), each, "users", ROLES[each.role])
            for each in locked[:MOST_LOCKED]
        ),
        footer=FOOTER,
    )


_SINCE: Final = datetime(2026, 11, 1, 9, tzinfo=SHANGHAI)


def _listed(digits: str, role: StaffRole, *cards: CardKind, wrong: int = 0, must_change: bool = False) -> Listed:
    return Listed(
        StaffNumber(digits), role, cards, _SINCE, _SINCE, must_change, may_unlock=False, wrong=wrong,
        locked=wrong >= 10, removed_at=None,  # noqa: PLR2004 - as `kiosk.staff.lockout`
    )  # fmt: skip


_SOME: Final = (
    _listed("0100", StaffRole.ADMINISTRATOR, CardKind.ID_CARD),
    _listed("0217", StaffRole.ATTENDANT, CardKind.ID_CARD, CardKind.CODE_CARD, wrong=10),
    _listed("0330", StaffRole.TECHNICIAN, must_change=True),
)

EXAMPLES: Mapping[str, Page[object]] = {
    "roll": roll(_SOME, SAMPLE_ADMINISTRATOR),
    "member": one_of_them(_SOME[1], SAMPLE_ADMINISTRATOR),
    "member-plain": one_of_them(_SOME[2], SAMPLE_ADMINISTRATOR),
    "role": which_role(),
    "card": put_their_card(identity=True, social=True, scans=True),
    "pin": first_pin(StaffNumber("0330"), Pin("48291357")),
    "remove": sure_to_remove(StaffNumber("0217")),
    **{f"done-{done.name.lower()}": roll_done(done, StaffNumber("0217")) for done in Done},
    **{f"not-{kind.code}": roll_refused(kind()) for kind in _WHY},
    "pin-or-unlock": pin_or_unlock(),
    "whom": whom_to_unlock(_SOME[1:2]),
    "nobody-locked": nobody_locked(),
}
