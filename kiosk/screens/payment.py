"""M4: this month's pension, one page for each way it may stand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.page import Action, Picture, Review, Tone
from kiosk.core.record import PaidTo, Payment, PaymentState, Scheme
from kiosk.core.text import Day, Digits, Money, MonthName, say
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN, look_at_pictures, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Header, Page
    from kiosk.core.text import Text


class PaymentWish(StrEnum):
    """What may be wanted next."""

    PRINT = "print"
    EVERY_MONTH = "every_month"
    SLIP = "slip"
    CONTRIBUTIONS = "contributions"
    MADE_OF = "made_of"
    YEARS = "years"
    ACCOUNT = "account"
    DONE = "done"


_PRINT: Final = Action(say("打印"), PaymentWish.PRINT, "printer", Tone.GO)
_SLIP: Final = Action(say("打印办事条"), PaymentWish.SLIP, "printer", Tone.GO)
_SLIP_UNLESS_SIMPLE: Final = Action(say("打印办事条", short=""), PaymentWish.SLIP, "printer", Tone.GO)
_DONE: Final = Action(say("办完了"), PaymentWish.DONE, "check")
_DONE_FIRST: Final = Action(say("办完了"), PaymentWish.DONE, "check", Tone.GO)


def _every_month(tone: Tone = Tone.PLAIN) -> Action[PaymentWish]:
    return Action(say("看每个月"), PaymentWish.EVERY_MONTH, "list", tone)


def _sent_to(payment: Payment, today: date) -> tuple[Text, ...]:
    """Where the money went, and when: in one sentence unless the year stands in it, too."""
    card = payment.paid_to is PaidTo.CARD
    plainly = "发到您的社保卡了。" if card else "发到您的存折了。"
    if payment.paid_on is None or not payment.account_tail:
        return (say("发到您的社保卡了。") if card else say("发到您的存折了。"),)
    day, tail = Day(payment.paid_on, today.year), Digits(payment.account_tail)
    if payment.paid_on.year != today.year:
        to = say("发到尾号{tail}的社保卡。" if card else "发到尾号{tail}的存折。", short=plainly, tail=tail)
        return say("{day}发的。", short="", day=day), to
    if card:
        return (say("{day}发到尾号{tail}的社保卡。", short=plainly, day=day, tail=tail),)
    return (say("{day}发到尾号{tail}的存折。", short=plainly, day=day, tail=tail),)


def payment_paid(
    payment: Payment, returned: Payment | None, *, today: date, places: PlaceConfig, header: Header, parts: bool = False
) -> Page[PaymentWish]:
    """M4a: paid. `returned` is an earlier payment that came back from the bank and is still open.

    `parts`: what a month's pension is made of can be looked at.
    """
    month = MonthName(payment.month, today.year)
    body = [*_sent_to(payment, today)]
    if returned is not None:
        body.append(say("{month}的，被银行退回了。", month=MonthName(returned.month, today.year)))
        body.append(say("钱没有丢，请到{window}。", window=window(places)))
    made_of = (Action(say("钱怎么来的", short=""), PaymentWish.MADE_OF, "chart-column"),) if parts else ()
    return Review(
        name="payment_paid",
        title=say("{month}养老金发了", month=month),
        figure=Money(payment.amount),
        body=tuple(body),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_PRINT, _every_month(), *made_of),
        header=header,
    )


def payment_sent(payment: Payment, today: date, header: Header) -> Page[PaymentWish]:
    """M4b: sent to the bank."""
    month, amount = MonthName(payment.month, today.year), Money(payment.amount)
    sent: tuple[Text, ...] = (say("{month}的养老金{amount}。", short="", month=month, amount=amount),)
    if payment.month.year != today.year:
        sent = (say("是{month}的养老金。", short="", month=month), say("一共{amount}。", short="", amount=amount))
    return Review(
        name="payment_sent",
        title=say("已经送到银行了"),
        body=(*sent, say("银行入账还要等等。", short="过两天再来看。")),
        picture=Picture.MONEY,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_every_month(Tone.GO), _DONE),
        header=header,
    )


def payment_too_old(
    month: Month, newest: Payment | None, cut_off: date, *, today: date, places: PlaceConfig, header: Header
) -> Page[PaymentWish]:
    """M4c: the data end before this month's payment. Without this page people think the money is lost."""
    year = today.year
    body = [say("机器的数据到{day}。", short="", day=Day(cut_off, year)), say("看不到，不等于没发。")]
    if newest is None:
        body.append(say("可以到{window}问问。", window=window(places)))
    else:
        known = MonthName(newest.month, year)
        body.append(say("{month}发了{amount}。", short="", month=known, amount=Money(newest.amount)))
        body.append(say("", short="可以请人帮忙问问。"))
    return Review(
        name="payment_too_old",
        title=say("还看不到{month}的", month=MonthName(month, year)),
        body=tuple(body),
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_DONE_FIRST,) if newest is None else (_every_month(Tone.GO), _DONE),
        header=header,
    )


def payment_returned(places: PlaceConfig, header: Header) -> Page[PaymentWish]:
    """M4d: the bank sent it back. The bank's reason stands on the paper for the window, not here."""
    return Review(
        name="payment_returned",
        title=say("这笔钱被银行退回了", short="这笔钱没发成"),
        body=(
            say("钱没有丢，别着急。"),
            say("请到{window}改账号。", short="请到{window}。", window=window(places)),
        ),
        picture=Picture.MONEY,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_SLIP, _DONE),
        header=header,
    )


def ask_in_person(places: PlaceConfig, header: Header) -> Page[PaymentWish]:
    """M4f: stopped for any other reason, or a record with a mark. Never why."""
    return Review(
        name="ask_in_person",
        title=say("请到{window}问问", window=window(places)),
        body=(say("这件事，要当面帮您看。", short="那里的人会帮您看。"),),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(_SLIP_UNLESS_SIMPLE, _DONE),
        header=header,
    )


def pension_not_begun(
    header: Header, *, contributions: bool, years: bool = False, account: bool = False
) -> Page[PaymentWish]:
    """M4g: no pension yet. `contributions`: whether there is a year of them to look at.

    `years` and `account`: how many years were paid, and how the account has grown, can be looked at as pictures.
    """
    look = Action(say("看我的缴费"), PaymentWish.CONTRIBUTIONS, "piggy-bank", Tone.GO)
    pictures = look_at_pictures(PaymentWish.YEARS if years else None, PaymentWish.ACCOUNT if account else None)
    return Review(
        name="pension_not_begun",
        title=say("您还没开始领养老金"),
        body=(say("可以看看缴了多少。") if contributions else say("这里也没有缴费的记录。"),),
        picture=Picture.SAVED,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(look, *pictures, _DONE) if contributions else (_DONE_FIRST,),
        header=header,
    )


def _example(
    month: Month = sample.NOVEMBER,
    amount: Fen = sample.PENSION,
    paid_on: date | None = date(2026, 11, 15),
    paid_to: PaidTo = PaidTo.CARD,
    state: PaymentState = PaymentState.PAID,
) -> Payment:
    return Payment(month, Scheme.EMPLOYEE_PENSION, amount, (), state, paid_on, paid_to, "0428")


_RETURNED: Final = _example(sample.OCTOBER, state=PaymentState.RETURNED)
_LAST_YEAR: Final = _example(Month(2025, 12), sample.MOST, date(2025, 12, 15), PaidTo.PASSBOOK)
_TODAY, _PLACES, _FAR, _HEADER = sample.TODAY, sample.PLACES, sample.FAR, sample.HEADER

EXAMPLES: Mapping[str, Page[object]] = {
    "M4a": payment_paid(_example(), None, today=_TODAY, places=_PLACES, header=_HEADER),
    "M4a-passbook": payment_paid(_LAST_YEAR, None, today=_TODAY, places=_PLACES, header=sample.LONG_HEADER),
    "M4a-one-returned": payment_paid(_example(), _RETURNED, today=_TODAY, places=_FAR, header=_HEADER),
    "M4a-made-of": payment_paid(_example(), None, today=_TODAY, places=_PLACES, header=_HEADER, parts=True),
    "M4a-most": payment_paid(_LAST_YEAR, _RETURNED, today=_TODAY, places=_FAR, header=sample.LONG_HEADER, parts=True),
    "M4a-no-day": payment_paid(_example(paid_on=None), None, today=_TODAY, places=_PLACES, header=sample.PLAIN_HEADER),
    "M4b": payment_sent(_example(state=PaymentState.SENT), _TODAY, _HEADER),
    "M4b-longest": payment_sent(_LAST_YEAR, _TODAY, sample.LONG_HEADER),
    "M4c": payment_too_old(
        sample.NOVEMBER, _example(sample.OCTOBER), date(2026, 10, 31), today=_TODAY, places=_PLACES, header=_HEADER
    ),
    "M4c-longest": payment_too_old(
        sample.NOVEMBER, _LAST_YEAR, date(2025, 12, 31), today=_TODAY, places=_FAR, header=sample.LONG_HEADER
    ),
    "M4c-nothing": payment_too_old(sample.NOVEMBER, None, sample.CUT_OFF, today=_TODAY, places=_PLACES, header=_HEADER),
    "M4d": payment_returned(_PLACES, _HEADER),
    "M4d-far": payment_returned(_FAR, _HEADER),
    "M4f": ask_in_person(_PLACES, _HEADER),
    "M4f-far": ask_in_person(_FAR, _HEADER),
    "M4g": pension_not_begun(_HEADER, contributions=True),
    "M4g-pictures": pension_not_begun(_HEADER, contributions=True, years=True, account=True),
    "M4g-nothing": pension_not_begun(_HEADER, contributions=False),
}
