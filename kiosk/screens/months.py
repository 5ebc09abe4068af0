"""M6: what was paid every month of a year, as a list first, as bars one touch further on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.page import Action, Bar, Chart, Row, Table, Tone
from kiosk.core.record import ItemKind, PaidTo, Payment, PaymentItem, PaymentState, Scheme
from kiosk.core.text import Money, MonthName, say
from kiosk.pension.payment import has_back_pay
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kiosk.core.page import Header, Page
    from kiosk.core.text import Text


class MonthsWish(StrEnum):
    """What may be wanted next."""

    PRINT = "print"
    EARLIER = "earlier"
    WHY = "why"
    BARS = "bars"
    SEEN = "seen"


_STATES: Final = {PaymentState.SENT: say("已送银行"), PaymentState.RETURNED: say("被银行退回")}
_TITLE: Final = say("每个月发了多少")


def _note(payment: Payment) -> Text | None:
    back_pay = say("有补发", short="") if has_back_pay(payment) else None
    return _STATES.get(payment.state, back_pay)


def every_month(
    payments: Sequence[Payment], today: date, header: Header, *, earlier: bool, explained: bool
) -> Page[MonthsWish]:
    """M6: `payments` are one year's, newest first; `earlier`: there are older years; `explained`: M7 has an answer.

    The bars are offered where the amounts differ: a row of equal bars tells nobody anything.
    """
    rows = tuple(
        Row(say("{month}", month=MonthName(p.month, today.year)), say("{amount}", amount=Money(p.amount)), _note(p))
        for p in payments
    )
    actions = [Action(say("打印对账单"), MonthsWish.PRINT, "printer", Tone.GO)]
    if earlier:
        actions.append(Action(say("更早的"), MonthsWish.EARLIER, "history"))
    if explained:
        actions.append(Action(say("为什么有多有少", short=""), MonthsWish.WHY, "circle-help"))
    if len({p.amount for p in payments}) > 1:
        actions.append(Action(say("看图", short=""), MonthsWish.BARS, "chart-column"))
    return Table(
        name="every_month",
        title=_TITLE,
        rows=rows,
        loudspeaker=LOOK_AT_SCREEN,
        actions=tuple(actions),
        header=header,
    )


def months_as_bars(payments: Sequence[Payment], today: date, header: Header) -> Page[MonthsWish]:
    """M6 as bars, oldest first, of a year whose amounts differ; the sentences say which month was the most."""
    ordered = sorted(payments, key=lambda p: p.month)
    return Chart(
        name="months_as_bars",
        aside=True,
        title=_TITLE,
        body=_most(ordered, today),
        bars=tuple(Bar(say("{month}", month=MonthName(p.month, p.month.year)), Money(p.amount)) for p in ordered),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("明白了"), MonthsWish.SEEN, "check", Tone.GO),),
        header=header,
    )


def _most(ordered: Sequence[Payment], today: date) -> tuple[Text, ...]:
    """Say which month was the most; of several that were, from which one on, or only how much."""
    amount = max(p.amount for p in ordered)
    most = [p.month for p in ordered if p.amount == amount]
    first = MonthName(most[0], today.year)
    if len(most) == 1:
        return say("{month}最多。", month=first), say("那个月是{amount}。", amount=Money(amount))
    if most == [p.month for p in ordered[-len(most) :]]:
        return say("{month}起多了。", month=first), say("那以后每月{amount}。", amount=Money(amount))
    return (say("最多的月份，是{amount}。", amount=Money(amount)),)


def example_year(year: int, last: int, *, amount: Fen = sample.PENSION) -> tuple[Payment, ...]:
    """Make up a year of payments, newest first: July holds back pay, and the newest was only sent."""

    def payment(month: int) -> Payment:
        when = Month(year, month)
        items = [PaymentItem("101", "基础养老金", when, amount)]
        if month == 7:  # noqa: PLR2004 - the month rises are paid in
            items.append(PaymentItem("101", "基础养老金", Month(year, 1), Fen(69720), ItemKind.BACK_PAY))
        total = Fen(sum(item.amount for item in items))
        state = PaymentState.SENT if month == last else PaymentState.PAID
        return Payment(when, Scheme.EMPLOYEE_PENSION, total, tuple(items), state, None, PaidTo.CARD, "0428")

    return tuple(payment(month) for month in range(last, 0, -1))


def _flat(last: int) -> tuple[Payment, ...]:
    """Make up months of last year that are all alike, newest first."""
    return tuple(p._replace(items=p.items[:1], amount=sample.PENSION) for p in example_year(2025, last))


def _less(payments: Sequence[Payment]) -> tuple[Payment, ...]:
    return tuple(p._replace(amount=Fen(p.amount - 11620)) for p in payments)


_THIS_YEAR: Final = example_year(2026, 11)
_LAST_YEAR: Final = example_year(2025, 12, amount=Fen(99_999_000_00))

EXAMPLES: Mapping[str, Page[object]] = {
    "M6": every_month(_THIS_YEAR, sample.TODAY, sample.HEADER, earlier=True, explained=True),
    "M6-last-year": every_month(_LAST_YEAR, sample.TODAY, sample.LONG_HEADER, earlier=False, explained=False),
    "M6-flat": every_month(_flat(12), sample.TODAY, sample.HEADER, earlier=True, explained=False),
    "M6-chart-since": months_as_bars((*_flat(12)[:5], *_less(_flat(7))), sample.TODAY, sample.HEADER),
    "M6-chart-several": months_as_bars(
        (*_less(_flat(12)[:4]), *_flat(8)[:3], *_less(_flat(5))), sample.TODAY, sample.HEADER
    ),
    "M6-chart": months_as_bars(_THIS_YEAR, sample.TODAY, sample.HEADER),
    "M6-chart-longest": months_as_bars(_LAST_YEAR, sample.TODAY, sample.LONG_HEADER),
}
