"""What one month's pension is made of, as bars: the parts that the record names, and what was taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.money import Fen, Month
from kiosk.core.page import Action, Bar, Chart, Tone
from kiosk.core.record import ItemKind, PaidTo, Payment, PaymentItem, PaymentState, Scheme
from kiosk.core.text import Money, MonthName, Word, say
from kiosk.pension.made_of import largest, parts_of
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kiosk.core.page import Header, Page
    from kiosk.core.text import Text
    from kiosk.pension.made_of import Part


def made_of(payment: Payment, today: date, header: Header) -> Page[Onward]:
    """The payment's parts in the record's order. Raises `DoesNotReconcile`."""
    parts = parts_of(payment)
    total = Money(payment.amount)
    body: list[Text] = []
    most = largest(parts)
    if most is not None and len(parts) > 1:
        body.append(say("{part}最多。", part=Word(most.name)))
    if any(part.kind is ItemKind.DEDUCTION for part in parts):
        body.append(say("减去扣的，一共{total}。", total=total))
    else:
        body.append(say("加起来一共{total}。", total=total))
    return Chart(
        name="made_of",
        aside=True,
        title=say("{month}的钱怎么来的？", month=MonthName(payment.month, today.year)),
        body=tuple(body),
        bars=tuple(Bar(_name(part), Money(part.amount)) for part in parts),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("明白了"), Onward.GO_ON, "check", Tone.GO),),
        header=header,
    )


def _name(part: Part) -> Text:
    return say("补发") if part.kind is ItemKind.BACK_PAY else say("{part}", part=Word(part.name))


def _example(*items: tuple[str, int], month: Month = sample.NOVEMBER) -> Payment:
    made = tuple(
        PaymentItem(f"I{n:05d}", name, month, Fen(amount), _kind(name, amount))
        for n, (name, amount) in enumerate(items)
    )
    total = Fen(sum(item.amount for item in made))
    return Payment(month, Scheme.EMPLOYEE_PENSION, total, made, PaymentState.PAID, None, PaidTo.CARD, "0428")


def _kind(name: str, amount: int) -> ItemKind:
    return ItemKind.DEDUCTION if amount < 0 else ItemKind.BACK_PAY if name == _AFTERWARDS else ItemKind.REGULAR


_AFTERWARDS: Final = "补发基本养老金"
_USUAL: Final = (("基础养老金", 182340), ("个人账户养老金", 61976), ("历年增加养老金", 95900))
_LONG: Final = "企业退休军转干部生活困难补贴"
"""Sixteen characters are left for a name in a sentence of twenty; the names of the agencies stay below."""

EXAMPLES: Mapping[str, Page[object]] = {
    "made-of": made_of(_example(*_USUAL), sample.TODAY, sample.HEADER),
    "made-of-taken-off": made_of(_example(*_USUAL, ("扣回多发养老金", -15000)), sample.TODAY, sample.HEADER),
    "made-of-back-pay": made_of(
        _example(*_USUAL, (_AFTERWARDS, 69720), month=Month(2026, 7)), sample.TODAY, sample.HEADER
    ),
    "made-of-one": made_of(_example(("基础养老金", 16300)), sample.TODAY, sample.PLAIN_HEADER),
    "made-of-longest": made_of(
        _example((_LONG, sample.MOST), ("个人账户养老金", sample.MOST // 3), month=Month(2025, 12)),
        sample.TODAY,
        sample.LONG_HEADER,
    ),
    "made-of-many": made_of(
        _example(
            ("基础养老金", 182340),
            ("过渡性养老金", 84321),
            ("个人账户养老金", 61976),
            ("历年增加养老金", 95900),
            ("高龄倾斜养老金", 8000),
            ("独生子女奖励养老金", 8500),
            (_LONG, 41250),
            ("艰苦边远地区津贴", 12000),
            ("冬季采暖补贴", 21300),
            ("扣回多发养老金", -15000),
        ),
        sample.TODAY,
        sample.HEADER,
    ),
}
