"""How a pension stands: whether this month's was paid, what a year brought, and why one month was more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.record import PENSIONS, Benefit, BenefitStatus, ItemKind, Payment, PaymentState
from kiosk.pension.errors import DoesNotReconcile

if TYPE_CHECKING:
    from datetime import date

    from kiosk.core.record import Found, Record


class PaymentCase(StrEnum):
    """What is to be said about this month's pension; one page each."""

    PAID = "paid"
    SENT = "sent"
    TOO_OLD = "too_old"
    RETURNED = "returned"
    STOPPED_CERTIFICATION = "stopped_certification"
    STOPPED_OTHER = "stopped_other"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, repr=False)
class PaymentStanding:
    """How this month's pension stands.

    `month` is the month asked about. `payment` is what the page speaks of: this month's payment; the one that came back;
    or, when the data are too old, the newest one paid. `also_returned` is an earlier payment that came back and was not
    made good since, while this month's is fine.
    """

    case: PaymentCase
    month: Month
    payment: Payment | None = None
    also_returned: Payment | None = None


_FIRST: Final = (
    BenefitStatus.PAYING,
    BenefitStatus.SUSPENDED_CERTIFICATION,
    BenefitStatus.SUSPENDED_OTHER,
    BenefitStatus.NOT_STARTED,
    BenefitStatus.ENDED,
)


def pension(record: Record) -> Benefit | None:
    """Find the pension that matters: one being paid before a suspended one, that before one not begun or ended."""
    return min((b for b in record.benefits if b.scheme in PENSIONS), key=lambda b: _FIRST.index(b.status), default=None)


def payments(record: Record) -> tuple[Payment, ...]:
    """All pension payments, oldest first."""
    return tuple(sorted((p for p in record.payments if p.scheme in PENSIONS), key=lambda p: p.month))


def newest_first(record: Record) -> tuple[Payment, ...]:
    """All pension payments, newest first, as 每个月发了多少 lists them."""
    return payments(record)[::-1]


def reconcile(payment: Payment) -> None:
    """Check that a payment is the sum of its items. Raises `DoesNotReconcile`."""
    if sum(item.amount for item in payment.items) != payment.amount:
        raise DoesNotReconcile("payment")


def payments_of(record: Record, year: int) -> tuple[Payment, ...]:
    """The payments of one year, oldest first, each of them reconciled. Raises `DoesNotReconcile`."""
    found = tuple(p for p in payments(record) if p.month.year == year)
    for payment in found:
        reconcile(payment)
    return found


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """What was paid in a year: in how many months, and how much in all. Sent and returned payments don't count."""

    months: int
    total: Fen


def months_received(found: Found, year: int) -> Received:
    """Add up what was paid in a year. Raises `DoesNotReconcile`."""
    paid = [p for p in payments_of(found.record, year) if p.state == PaymentState.PAID]
    return Received(len({p.month for p in paid}), Fen(sum(p.amount for p in paid)))


def has_back_pay(payment: Payment) -> bool:
    """Whether the payment holds something paid afterwards (有补发)."""
    return any(item.kind == ItemKind.BACK_PAY for item in payment.items)


def unsettled_return(record: Record) -> Payment | None:
    """Find the newest payment the bank returned that no later payment made good."""
    made_good: Counter[Month] = Counter()
    for payment in newest_first(record):
        if payment.state != PaymentState.RETURNED:
            for item in payment.items:
                made_good[item.for_month] += item.amount
        elif made_good[payment.month] < payment.amount:
            return payment
    return None


def payment_status(found: Found, today: date) -> PaymentStanding:
    """Judge this month's pension. A marked record is a matter for a window, without saying why."""
    record, month = found.record, Month.of(today)
    benefit = pension(record)
    if record.marks:
        return PaymentStanding(PaymentCase.STOPPED_OTHER, month)
    if benefit is None or benefit.status == BenefitStatus.NOT_STARTED or benefit.first_month > month:
        return PaymentStanding(PaymentCase.NOT_YET, month)
    if benefit.status == BenefitStatus.SUSPENDED_CERTIFICATION:
        return PaymentStanding(PaymentCase.STOPPED_CERTIFICATION, month)
    if benefit.status != BenefitStatus.PAYING:
        return PaymentStanding(PaymentCase.STOPPED_OTHER, month)
    return _standing(record, month)


def _standing(record: Record, month: Month) -> PaymentStanding:
    known = newest_first(record)
    returned = unsettled_return(record)
    for payment in (p for p in known if p.month == month):
        if payment.state == PaymentState.PAID:
            return PaymentStanding(PaymentCase.PAID, month, payment, returned)
        if payment.state == PaymentState.SENT:
            return PaymentStanding(PaymentCase.SENT, month, payment, returned)
    newest_paid = next((p for p in known if p.state == PaymentState.PAID), None)
    if returned is not None and (newest_paid is None or returned.month > newest_paid.month):
        return PaymentStanding(PaymentCase.RETURNED, month, returned)
    return PaymentStanding(PaymentCase.TOO_OLD, month, newest_paid, returned)


@dataclass(frozen=True, slots=True, repr=False)
class WhyMore:
    """Why a month was more: the yearly rise, from when it counts, and what was paid afterwards in that month.

    `rise` is by how much the pension rose each month, None when the month holds back pay without a rise.
    """

    month: Month
    back_pay: Fen
    back_pay_months: int
    rise: Fen | None = None
    counted_from: Month | None = None


def why_more(record: Record, month: Month) -> WhyMore | None:
    """Explain a month in which something was paid afterwards; None if nothing was. The items are the truth."""
    items = [
        item
        for payment in payments(record)
        if payment.month == month
        for item in payment.items
        if item.kind == ItemKind.BACK_PAY
    ]
    if not items:
        return None
    amount = Fen(sum(item.amount for item in items))
    months = len({item.for_month for item in items})
    rise = next((a for a in record.adjustments if a.paid_in == month), None)
    if rise is None or rise.monthly * rise.back_pay_months != amount:
        return WhyMore(month, amount, months)
    return WhyMore(month, amount, rise.back_pay_months, rise.monthly, rise.effective)


def payment_years(found: Found) -> tuple[int, ...]:
    """Years in which something was paid, newest first, this year included."""
    return tuple(sorted({p.month.year for p in payments(found.record)}, reverse=True))
