"""Reading records in the formats of earlier versions: a row can't be opened without its number, so old ones stay about.

    1   msgpack, fields by name, zstd without a dictionary; no marks
    2   msgpack, an array of the fields, zstd with dictionary 1

In both, contributions are runs: the lines of one month, and for how many months they repeat.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations when it runs
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import astuple

from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    AccountYear,
    Adjustment,
    Benefit,
    Certification,
    Contribution,
    ContributionState,
    ItemKind,
    Mark,
    PaidTo,
    Participation,
    Payment,
    PaymentItem,
    PaymentState,
    Person,
    Record,
    Scheme,
    SocialSecurityCard,
)
from kiosk.store.compression import decompressed
from kiosk.store.values import decoder, month_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Line(msgspec.Struct, array_like=True, frozen=True):
    """A contribution without its month."""

    scheme: Scheme
    base: int
    employer: int
    personal: int
    state: ContributionState


class Run(msgspec.Struct, array_like=True, frozen=True):
    """The lines of `first` (months since year 0), and again in each month after it, `months` in all."""

    first: int
    months: int
    lines: tuple[Line, ...]


class Item(msgspec.Struct, frozen=True):
    """An item of a payment, by name."""

    code: str
    name: str
    for_month: Month
    amount: int
    kind: ItemKind = ItemKind.REGULAR


class Paid(msgspec.Struct, frozen=True):
    """A payment, by name."""

    month: Month
    scheme: Scheme
    amount: int
    items: tuple[Item, ...]
    state: PaymentState
    paid_on: date | None
    paid_to: PaidTo
    account_tail: str
    return_reason: str = ""

    def payment(self) -> Payment:
        """Return it as it is known today."""
        items = tuple(PaymentItem(i.code, i.name, i.for_month, Fen(i.amount), i.kind) for i in self.items)
        return Payment(
            self.month,
            self.scheme,
            Fen(self.amount),
            items,
            self.state,
            self.paid_on,
            self.paid_to,
            self.account_tail,
            self.return_reason,
        )


class Year(msgspec.Struct, frozen=True):
    """A year of an account, by name."""

    year: int
    scheme: Scheme
    opening: Fen
    credited: Fen
    interest_on_opening: Fen
    interest_on_credits: Fen
    paid_out: Fen
    closing: Fen
    months: int
    total_months: int


class Rise(msgspec.Struct, frozen=True):
    """An adjustment, by name."""

    effective: Month
    paid_in: Month
    monthly: Fen
    fixed: Fen
    by_years: Fen
    by_level: Fen
    by_age: Fen
    back_pay_months: int
    document: str


class First(msgspec.Struct, frozen=True):
    """What format 1 holds."""

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: tuple[Run, ...]
    account_years: tuple[Year, ...]
    benefits: tuple[Benefit, ...]
    payments: tuple[Paid, ...]
    adjustments: tuple[Rise, ...]
    certification: Certification | None


class Second(msgspec.Struct, array_like=True, frozen=True):
    """What format 2 holds: the same in order, and the marks."""

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: tuple[Run, ...]
    account_years: tuple[Year, ...]
    benefits: tuple[Benefit, ...]
    payments: tuple[Paid, ...]
    adjustments: tuple[Rise, ...]
    certification: Certification | None
    marks: tuple[Mark, ...]


def from_first(body: bytes) -> Record:
    """Read format 1. Raises `zstandard.ZstdError`, `msgspec.MsgspecError` or `ValueError`, as `from_second` does."""
    kept = _first().decode(decompressed(body, None))
    return _record(kept, ())


def from_second(body: bytes) -> Record:
    """Read format 2."""
    kept = _second().decode(decompressed(body, 1))
    return _record(kept, kept.marks)


@cache
def _first() -> msgspec.msgpack.Decoder[First]:
    return decoder(First)


@cache
def _second() -> msgspec.msgpack.Decoder[Second]:
    return decoder(Second)


def _record(kept: First | Second, marks: tuple[Mark, ...]) -> Record:
    return Record(
        kept.person,
        kept.card,
        kept.participations,
        kept.deemed_contribution_months,
        tuple(_contributions(kept.contributions)),
        tuple(AccountYear(*astuple(year)) for year in kept.account_years),
        kept.benefits,
        tuple(paid.payment() for paid in kept.payments),
        tuple(Adjustment(*astuple(rise)) for rise in kept.adjustments),
        kept.certification,
        marks,
    )


def _contributions(runs: Iterable[Run]) -> Iterator[Contribution]:
    for run in runs:
        for index in range(run.first, run.first + run.months):
            month = month_at(index)
            for line in run.lines:
                base, employer, personal = Fen(line.base), Fen(line.employer), Fen(line.personal)
                yield Contribution(month, line.scheme, base, employer, personal, line.state)
