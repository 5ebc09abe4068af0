"""What a payment is made of, part by part. What is paid afterwards is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen
from kiosk.core.record import ItemKind
from kiosk.pension.payment import reconcile

if TYPE_CHECKING:
    from kiosk.core.record import Payment, PaymentItem

_ORDER: Final = (ItemKind.REGULAR, ItemKind.BACK_PAY, ItemKind.DEDUCTION)


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One part of a payment by its name. What is taken off (扣发) is below zero."""

    name: str
    kind: ItemKind
    amount: Fen


def parts_of(payment: Payment) -> tuple[Part, ...]:
    """Add up a payment's items by name, in the record's order, what is taken off last. Their sum is the payment.

    What is paid afterwards (补发) is one part before that, whatever it is for; its name is empty. Raises `DoesNotReconcile`.
    """
    reconcile(payment)
    sums: dict[tuple[str, ItemKind], int] = {}
    for item in payment.items:
        sums[_part(item)] = sums.get(_part(item), 0) + item.amount
    parts = [Part(name, kind, Fen(amount)) for (name, kind), amount in sums.items()]
    return tuple(sorted(parts, key=lambda part: _ORDER.index(part.kind)))


def has_parts(payment: Payment) -> bool:
    """Whether a payment is of more than one part: else there is nothing to tell apart."""
    return len({_part(item) for item in payment.items}) > 1


def _part(item: PaymentItem) -> tuple[str, ItemKind]:
    return "" if item.kind is ItemKind.BACK_PAY else item.name, item.kind


def largest(parts: tuple[Part, ...]) -> Part | None:
    """Find the part that is more than every other; None where two are alike, and where it is what was paid afterwards."""
    first, *rest = sorted(parts, key=lambda part: part.amount, reverse=True)
    alike = bool(rest) and rest[0].amount == first.amount
    return None if alike or first.kind is ItemKind.BACK_PAY else first
