"""What a month's pension is made of: the parts of the newest payment that holds nothing paid afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.core.money import Fen
from kiosk.core.record import ItemKind, PaymentState
from kiosk.pension.payment import has_back_pay, newest_first, reconcile

if TYPE_CHECKING:
    from kiosk.core.record import Payment, Record


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One part of a payment by its name. What is taken off (扣发) is below zero."""

    name: str
    kind: ItemKind
    amount: Fen


def parts_of(payment: Payment) -> tuple[Part, ...]:
    """Add up a payment's items by name, in the record's order, what is taken off last. Their sum is the payment.

    Raises `DoesNotReconcile`.
    """
    reconcile(payment)
    sums: dict[tuple[str, ItemKind], int] = {}
    for item in payment.items:
        sums[item.name, item.kind] = sums.get((item.name, item.kind), 0) + item.amount
    parts = [Part(name, kind, Fen(amount)) for (name, kind), amount in sums.items()]
    return tuple(sorted(parts, key=lambda part: part.kind is ItemKind.DEDUCTION))


def regular_payment(record: Record) -> Payment | None:
    """Find the newest payment without back pay that the bank did not return.

    None where there is none, and where it is of one part: then there is nothing to tell apart.
    """
    regular = (p for p in newest_first(record) if p.state is not PaymentState.RETURNED and not has_back_pay(p))
    newest = next(regular, None)
    if newest is None or len({(item.name, item.kind) for item in newest.items}) <= 1:
        return None
    return newest


def largest(parts: tuple[Part, ...]) -> Part | None:
    """Find the part that is more than every other; None where two are alike."""
    first, *rest = sorted(parts, key=lambda part: part.amount, reverse=True)
    return None if rest and rest[0].amount == first.amount else first
