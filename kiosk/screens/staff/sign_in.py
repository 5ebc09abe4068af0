"""Signing in: the card or number, the PIN, why not, a PIN of one's own, and the first administrator."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from devices.errors import CardDataInvalid
from kiosk.core.lane import ID_READER, SCANNER, SOCIAL_CARD_READER
from kiosk.core.page import Action, After, Answer, EnterDigits, LaneKey, Notice, Picture, Progress, Slot, Tone, Wait
from kiosk.core.pin import FEWEST_DIGITS, MOST_DIGITS, Pin, Weakness
from kiosk.core.staff import CardKind, SignedIn, StaffCard, StaffNumber
from kiosk.core.text import Count, say
from kiosk.screens.reading import READING, READING_SOCIAL
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_BACK, NO_WAY_OUT, UNDERSTOOD
from kiosk.staff.errors import (
    CardNeeded,
    Locked,
    LockedForGood,
    NoSetupCode,
    StaffRefused,
    UnknownStaff,
    WrongPin,
    WrongSetupCode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.roles import CodeScanner, IdCard, IdCardReader, SocialCard, SocialCardReader
    from kiosk.core.page import Job, Page, Phase, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.staff.room import StaffRoom

STAFF: Final[LaneKey[StaffRoom]] = LaneKey("staff")
"""The lane that knows who may sign in."""
LOOK_SECONDS: Final = 10.0
CHECK_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""Who signs in does it now; else the screen goes back to whom it belongs."""
LONGEST_NUMBER: Final = 8
DONT: Final = say("不登录了")

T = TypeVar("T")


class Typed(Enum):
    """The other way than a card."""

    NUMBER = auto()
    NOT_NOW = auto()


Who = StaffCard | StaffNumber


def somebody_yet() -> Page[bool]:
    """Whether anybody is on the roll yet."""
    return Wait(
        name="staff_roll",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(STAFF.job(lambda room, _deadline, _report: not room.is_empty, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def _id_card(reader: IdCardReader, deadline: Deadline, report: Report) -> StaffCard:
    card: IdCard = reader.read_card(deadline, found=lambda: report(Progress(READING.name)))
    return _card(CardKind.ID_CARD, card.number)


def _social_card(reader: SocialCardReader, deadline: Deadline, report: Report) -> StaffCard:
    card: SocialCard = reader.read_card(deadline, found=lambda: report(Progress(READING_SOCIAL.name)))
    reader.give_back(deadline)
    return _card(CardKind.SOCIAL_CARD, card.number)


def _code_card(scanner: CodeScanner, deadline: Deadline, _report: Report) -> StaffCard:
    while True:
        card = StaffCard.scanned(scanner.scan(deadline).text)
        if card is not None:
            return card


def _card(kind: CardKind, number: str) -> StaffCard:
    try:
        return StaffCard(kind, number)
    except ValueError:
        raise CardDataInvalid("no card of the staff") from None


_KINDS: Final[Mapping[tuple[bool, bool, bool], Text]] = MappingProxyType(
    {
        (True, True, True): say("身份证、社保卡、工作码都行。"),
        (True, True, False): say("身份证、社保卡都行。"),
        (True, False, True): say("身份证、工作码都行。"),
        (False, True, True): say("社保卡、工作码都行。"),
    }
)
"""What will do where there is a choice: ID card, social-security card, code card."""


def put_staff_card(*, identity: bool, social: bool, scans: bool, typed: bool) -> Page[Who | Typed]:
    """Ask for the staff's card, on whatever reads cards here; `typed`: a number will do, too."""
    jobs: list[Job[StaffCard]] = []
    phases: list[Phase] = []
    if identity:
        jobs.append(ID_READER.job(_id_card, aside=True))
        phases.append(READING)
    if social:
        jobs.append(SOCIAL_CARD_READER.job(_social_card, aside=True))
        phases.append(READING_SOCIAL)
    if scans:
        jobs.append(SCANNER.job(_code_card, aside=True))
    body = _KINDS.get((identity, social, scans), say("放在平常放的地方。"))
    number: tuple[Action[Who | Typed], ...] = (
        (Action(say("输工号"), Typed.NUMBER, "keyboard", Tone.GO),) if typed else ()
    )
    hand, picture = (
        (Slot.ID_READER, Picture.PLACE_CARD)
        if identity
        else (Slot.CARD_SLOT, Picture.INSERT_CARD)
        if social
        else (Slot.SCANNER, Picture.SCAN_CODE)
        if scans
        else (None, Picture.KEYS)
    )
    return Wait["Who | Typed"](
        name="staff_card",
        title=say("请放您的工作卡") if jobs else say("请输工号"),
        body=(body,) if jobs else (),
        picture=picture,
        actions=(*number, Action(DONT, Typed.NOT_NOW, "x")),
        jobs=tuple(jobs),
        phases=tuple(phases),
        after=After(PATIENCE_SECONDS, Typed.NOT_NOW),
        footer=NO_WAY_OUT,
        hand=hand,
    )


def card_not_read() -> Page[bool]:
    """No card could be read: again, or by number. Answers whether somebody wants to go on."""
    return Notice(
        name="staff_card_not_read",
        title=say("没读出来"),
        body=(say("请再放一次，或输工号。"),),
        picture=Picture.TROUBLE,
        actions=(
            Action(UNDERSTOOD.label, value=True, icon=UNDERSTOOD.icon, tone=UNDERSTOOD.tone),
            Action(DONT, value=False, icon="x"),
        ),
        after=After(10.0, value=False),
        footer=NO_WAY_OUT,
    )


def _number(typed: str) -> Answer[StaffNumber] | Text:
    try:
        return Answer(StaffNumber(typed))
    except ValueError:
        return say("工号是三到八位数。")


def enter_number(*, new: bool = False) -> Page[StaffNumber]:
    """The staff number; `new`: one that is to be given."""
    return EnterDigits(
        name="new_staff_number" if new else "staff_number",
        title=say("给他什么工号？") if new else say("请输工号"),
        body=(say("用过的工号，不能再给别人。"),) if new else (say("工号在胸牌上。"),),
        most=LONGEST_NUMBER,
        read=_number,
        footer=FOOTER,
    )


def _pin(typed: str) -> Answer[Pin] | Text:
    try:
        return Answer(Pin(typed))
    except ValueError:
        return say("密码是六到十二位数。")


def enter_pin(*, shuffled: bool, left: int | None = None) -> Page[Pin]:
    """The PIN. `left`: the last one was wrong, and so many tries remain."""
    again = () if left is None else (say("不对，还可以试{left}次。", left=Count(left)),)
    return EnterDigits(
        name="staff_pin" if left is None else "staff_pin_again",
        title=say("请输密码"),
        body=(*again, say("请挡住别人的眼睛。")),
        most=MOST_DIGITS,
        read=_pin,
        covered=True,
        shuffled=shuffled,
        footer=NO_WAY_BACK,
    )


def signing_in(work: Callable[[StaffRoom], StaffMember], *, by_card: bool = False) -> Page[SignedIn]:
    """Sign in, `by_card` or by number. Raises what keeps somebody out."""
    return _pin_work("signing_in", lambda room: SignedIn(work(room), by_card))


def checking(work: Callable[[StaffRoom], StaffMember]) -> Page[StaffMember]:
    """Look at a PIN, or change it, of who has signed in already. Raises what keeps somebody out."""
    return _pin_work("checking_pin", work)


def _pin_work(name: str, work: Callable[[StaffRoom], T]) -> Page[T]:
    return Wait(
        name=name,
        shows_after=0.3,
        title=say("正在核对"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(STAFF.job(lambda room, _deadline, _report: work(room), seconds=CHECK_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


_WHY: Final[Mapping[type[StaffRefused], tuple[Text, ...]]] = MappingProxyType(
    {
        LockedForGood: (say("试错十次，锁上了。"), say("请管理员来解锁。")),
        UnknownStaff: (say("不认识这张卡，或这个号。"), say("请找管理员登记。")),
        CardNeeded: (say("这里要放工作卡，不收工号。"),),
        NoSetupCode: (say("安装码没有了，或用不了了。"), say("请技术员在后台再做一个。")),
    }
)


def _why(refusal: StaffRefused) -> tuple[Text, ...]:
    match refusal:
        case Locked(seconds=seconds) | WrongPin(seconds=seconds):
            return (say("试错太多次了。"), say("请等{seconds}秒，再来试。", seconds=Count(max(1, round(seconds)))))
        case WrongSetupCode(left=left):
            return (say("安装码不对，还可以试{left}次。", left=Count(left)),)
        case _:
            return _WHY.get(type(refusal), (say("请找管理员。"),))


def not_signed_in(refusal: StaffRefused) -> Page[None]:
    """Why not, and what to do. Nothing says whether a number exists."""
    return Notice(
        name=f"not_signed_in_{refusal.code.replace('-', '_')}",
        title=say("还不能登录"),
        body=_why(refusal),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        after=After(20.0, None),
        footer=NO_WAY_OUT,
    )


def room_closed() -> Page[None]:
    """The roll can't be opened: its file is damaged, or the terminal's key is missing."""
    return Notice(
        name="staff_room_closed",
        title=say("现在登录不了"),
        body=(say("工作人员名册打不开。"), say("请技术员到后台看看。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        after=After(20.0, None),
        footer=NO_WAY_OUT,
    )


# -- a PIN of one's own -------------------------------------------------------------------------------------------

WEAK: Final[Mapping[Weakness, Text]] = MappingProxyType(
    {
        Weakness.TOO_SHORT: say("太短了，至少八位数。"),
        Weakness.TOO_ALIKE: say("数字太像，容易被猜到。"),
        Weakness.RUN: say("连着的数，容易被猜到。"),
        Weakness.REPEATED: say("重复的数，容易被猜到。"),
        Weakness.DATE: say("像日期，容易被猜到。"),
        Weakness.WELL_KNOWN: say("常见的数，容易被猜到。"),
        Weakness.OWN_NUMBER: say("里面有工号，换一个吧。"),
        Weakness.USED_BEFORE: say("以前用过了，换一个吧。"),
    }
)


def choose_pin(*, shuffled: bool, weak: Weakness | None = None, differs: bool = False) -> Page[Pin]:
    """A new PIN of one's own. `weak`: the last one was refused; `differs`: the second time it was another one."""
    said = (
        WEAK[weak]
        if weak is not None
        else say("两次不一样，请再来。")
        if differs
        else say("密码要自己想，别告诉别人。")
    )
    return EnterDigits(
        name="new_pin",
        title=say("请想一个新密码"),
        body=(said, say("至少{least}位，管理的人八位。", least=Count(FEWEST_DIGITS))),
        most=MOST_DIGITS,
        read=_pin,
        covered=True,
        shuffled=shuffled,
        footer=NO_WAY_BACK,
    )


def repeat_pin(*, shuffled: bool) -> Page[Pin]:
    """The same once more, against slips."""
    return EnterDigits(
        name="new_pin_again",
        title=say("请再输一次新密码"),
        most=MOST_DIGITS,
        read=_pin,
        covered=True,
        shuffled=shuffled,
        footer=NO_WAY_BACK,
    )


# -- the first administrator --------------------------------------------------------------------------------------


def enter_setup_code() -> Page[Pin]:
    """The code that `yiban init` showed: the roll is empty, and who has it makes the first administrator."""
    return EnterDigits(
        name="setup_code",
        title=say("请输安装码"),
        body=(say("这台机器还没有管理员。"), say("安装码在安装时给的。")),
        most=MOST_DIGITS,
        read=_pin,
        footer=FOOTER,
    )


A = TypeVar("A")


def with_help(page: Page[A]) -> Page[A]:
    """Return a page of the sign-in with 请人帮忙 on it: who knocked by accident may be anybody."""
    return replace(page, footer=replace(page.footer, help=True))


_EXAMPLES: Final[Mapping[str, Page[object]]] = {
    "roll": somebody_yet(),
    "card": put_staff_card(identity=True, social=True, scans=True, typed=True),
    "card-only": put_staff_card(identity=False, social=True, scans=False, typed=False),
    "number-only": put_staff_card(identity=False, social=False, scans=False, typed=True),
    "code-only": put_staff_card(identity=False, social=False, scans=True, typed=False),
    "not-read": card_not_read(),
    "number": enter_number(),
    "new-number": enter_number(new=True),
    "pin": enter_pin(shuffled=False),
    "pin-again": enter_pin(shuffled=True, left=3),
    "signing-in": signing_in(lambda room: room.sign_in(StaffNumber("0217"), Pin("482913"))),
    "checking": checking(lambda room: room.sign_in(StaffNumber("0217"), Pin("482913"))),
    "wait": not_signed_in(Locked(30.0)),
    "wrong": not_signed_in(WrongPin(5, 30.0)),
    "locked": not_signed_in(LockedForGood()),
    "unknown": not_signed_in(UnknownStaff()),
    "card-needed": not_signed_in(CardNeeded()),
    "setup-code-wrong": not_signed_in(WrongSetupCode(4, 0.0)),
    "setup-code-gone": not_signed_in(NoSetupCode()),
    "closed": room_closed(),
    "new-pin": choose_pin(shuffled=True),
    "new-pin-weak": choose_pin(shuffled=True, weak=Weakness.RUN),
    "new-pin-differs": choose_pin(shuffled=True, differs=True),
    "repeat-pin": repeat_pin(shuffled=True),
    "setup-code": enter_setup_code(),
}
EXAMPLES: Mapping[str, Page[object]] = {name: with_help(page) for name, page in _EXAMPLES.items()}
