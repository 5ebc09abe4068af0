"""Working out what a synthetic person is paid each month, with the yearly rise that July pays back to January."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    Adjustment,
    Benefit,
    BenefitStatus,
    ItemKind,
    Payment,
    PaymentItem,
    PaymentState,
)
from kiosk.demo.life import Drawing, LatestPayment
from kiosk.demo.wages import rise

if TYPE_CHECKING:
    from collections.abc import Iterator

PAY_DAY: Final = 15
RISE_MONTH: Final = 7
"""The rise counts from January and is paid with July's payment."""
KEPT_YEARS: Final = 3
"""Payments are kept for the current year and the two before."""
_OLD_AGE: Final = 80
_DEDUCTED_PAYMENTS: Final = 3
_RETURN_REASON: Final = "账户状态异常"


@dataclass(frozen=True, slots=True)
class Paid:
    """A pension as records have it."""

    benefit: Benefit
    payments: tuple[Payment, ...]
    adjustments: tuple[Adjustment, ...]


def first_month(drawing: Drawing) -> Month:
    """Return the first month paid: the one after retirement."""
    return Month.of(drawing.retired_on) + 1


def paid(drawing: Drawing, birth: date, account_part: Fen, cut_off: date, tail: str) -> Paid:
    """Work out the payments of the last years and every rise."""
    first = first_month(drawing)
    this = Month.of(cut_off)
    started = drawing.status != BenefitStatus.NOT_STARTED
    last = this + -drawing.suspended_months if started else first + -1
    rises = _rises(drawing, birth, this.year)
    amounts = _amounts(drawing, rises, first.year, max(this.year, first.year))
    shown = max(first, Month(this.year - KEPT_YEARS + 1, 1))
    ledger = _Ledger(drawing, {each.paid_in.year: each for each in rises}, amounts, account_part, cut_off, tail)
    payments = tuple(ledger.payments(shown, last))
    rise_waits = this.year in ledger.rises and this.month < RISE_MONTH
    now = amounts[max(this.year, first.year) - rise_waits]
    stopped = drawing.status in (BenefitStatus.SUSPENDED_CERTIFICATION, BenefitStatus.SUSPENDED_OTHER)
    benefit = Benefit(drawing.scheme, first, drawing.retired_on, now, drawing.status, last + 1 if stopped else None)
    return Paid(benefit, payments, tuple(each for each in rises if each.paid_in <= last))


def _rises(drawing: Drawing, birth: date, last_year: int) -> list[Adjustment]:
    """Work out the rises backwards and forwards from the amount of the anchor year."""
    first = first_month(drawing)
    amount = drawing.amount
    found: list[Adjustment] = []
    for year in range(drawing.anchor, first.year, -1):
        each = _rise(drawing, birth, year, after=amount)
        found.insert(0, each)
        amount = Fen(amount - each.monthly)
    amount = drawing.amount
    for year in range(max(drawing.anchor, first.year) + 1, last_year + 1):
        each = _rise(drawing, birth, year, before=amount)
        found.append(each)
        amount = Fen(amount + each.monthly)
    return found


def _rise(
    drawing: Drawing, birth: date, year: int, *, before: Fen | None = None, after: Fen | None = None
) -> Adjustment:
    rule = rise(drawing.scheme, year)
    by_years = Fen(rule.per_year * drawing.years)
    by_age = rule.from_80 if year - birth.year >= _OLD_AGE else Fen(0)
    rest = rule.fixed + by_years + by_age
    if after is not None:
        before = Fen(((after - rest) * 10_000 * 2 + 10_000 + rule.level) // (2 * (10_000 + rule.level)))
        by_level = Fen(after - rest - before)
    else:
        by_level = Fen(((before or 0) * rule.level * 2 + 10_000) // 20_000)
    return Adjustment(
        effective=Month(year, 1),
        paid_in=Month(year, RISE_MONTH),
        monthly=Fen(rest + by_level),
        fixed=rule.fixed,
        by_years=by_years,
        by_level=by_level,
        by_age=by_age,
        back_pay_months=RISE_MONTH - 1,
        document=rule.document,
    )


def _amounts(drawing: Drawing, rises: list[Adjustment], first: int, last: int) -> dict[int, Fen]:
    """Return each year's monthly amount, its own rise included."""
    by_year = {each.paid_in.year: each.monthly for each in rises}
    known = [year for year in by_year if year <= drawing.anchor]
    amounts: dict[int, Fen] = {}
    amount = Fen(drawing.amount - sum(by_year[year] for year in known))
    for year in range(first, last + 1):
        amount = Fen(amount + by_year.get(year, 0))
        amounts[year] = amount
    return amounts


@dataclass(frozen=True, slots=True)
class _Ledger:
    drawing: Drawing
    rises: dict[int, Adjustment]
    amounts: dict[int, Fen]
    account_part: Fen
    cut_off: date
    tail: str

    def payments(self, first: Month, last: Month) -> Iterator[Payment]:
        this = Month.of(self.cut_off)
        for month in first.to(last):
            newest = month == this
            if newest and self.drawing.latest == LatestPayment.MISSING:
                continue
            deducted = self.drawing.deduction and last - month < _DEDUCTED_PAYMENTS
            items = tuple(self._items(month, deduct=bool(deducted)))
            state = _STATES[self.drawing.latest] if newest else PaymentState.PAID
            sent = state == PaymentState.SENT
            reason = _RETURN_REASON if newest and self.drawing.latest == LatestPayment.RETURNED else ""
            yield Payment(
                month,
                self.drawing.scheme,
                Fen(sum(item.amount for item in items)),
                items,
                state,
                None if sent else self._pay_day(month),
                self.drawing.paid_to,
                self.tail,
                reason,
            )

    def _pay_day(self, month: Month) -> date:
        """Return the 15th; earlier in the month of the cut-off, so that synthetic data always hold its payment."""
        newest = month == Month.of(self.cut_off)
        return date(month.year, month.month, min(PAY_DAY, self.cut_off.day) if newest else PAY_DAY)

    def _items(self, month: Month, *, deduct: bool) -> Iterator[PaymentItem]:
        change = self.rises.get(month.year)
        waiting = change is not None and month.month < RISE_MONTH
        amount = self.amounts[month.year] - (change.monthly if change is not None and waiting else 0)
        start = self.amounts[min(self.amounts)]
        account_part = Fen(min(self.account_part, start // 2))
        yield PaymentItem("I00001", "基础养老金", month, Fen(start - account_part))
        if account_part:
            yield PaymentItem("I00003", "个人账户养老金", month, account_part)
        if amount != start:
            yield PaymentItem("I00004", "历年增加养老金", month, Fen(amount - start))
        if change is not None and month.month == RISE_MONTH:
            for earlier in Month(month.year, 1).to(month + -1):
                yield PaymentItem("I00004", "补发增加养老金", earlier, change.monthly, ItemKind.BACK_PAY)
        if deduct:
            yield PaymentItem("I00090", "扣回多发养老金", month, Fen(-self.drawing.deduction), ItemKind.DEDUCTION)


_STATES: Final = {
    LatestPayment.PAID: PaymentState.PAID,
    LatestPayment.SENT: PaymentState.SENT,
    LatestPayment.RETURNED: PaymentState.RETURNED,
    LatestPayment.RETURNED_NO_REASON: PaymentState.RETURNED,
    LatestPayment.MISSING: PaymentState.PAID,
}
