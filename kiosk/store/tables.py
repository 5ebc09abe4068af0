"""Account years, payments and adjustments as tables of whole numbers, and back.

What repeats (schemes, states, names of items) stands once beside its table and is numbered in it. Months are months since
year 0. What stands in steps is each row's distance from the one before.

`later` checks a table whole and raises `ValueError`; making the values afterwards can't fail.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kiosk.core.record import (
    AccountYear,
    Adjustment,
    ItemKind,
    PaidTo,
    Payment,
    PaymentItem,
    PaymentState,
    Scheme,
)
from kiosk.store.columns import (
    Table,
    check_counts,
    check_numbers,
    fields_at,
    gathered,
    named,
    shared,
    spread,
    steps,
    table,
)
from kiosk.store.later import Later
from kiosk.store.values import month_at, month_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LAST_DAY: Final = date.max.toordinal()


class AccountYears(msgspec.Struct, array_like=True, frozen=True):
    """Years of accounts, in the columns of `AccountYear`: the year in steps, the scheme numbered, all months in steps."""

    schemes: tuple[Scheme, ...]
    rows: bytes

    @classmethod
    def of(cls, years: Sequence[AccountYear]) -> AccountYears:
        """Pack."""
        numbers, schemes = shared(year.scheme for year in years)
        return cls(
            schemes,
            table(
                (
                    steps([year.year for year in years]),
                    numbers,
                    [year.opening for year in years],
                    [year.credited for year in years],
                    [year.interest_on_opening for year in years],
                    [year.interest_on_credits for year in years],
                    [year.paid_out for year in years],
                    [year.closing for year in years],
                    [year.months for year in years],
                    steps([year.total_months for year in years]),
                )
            ),
        )

    def later(self) -> Later[AccountYear]:
        """Check, and return what makes them."""
        rows = Table(self.rows, 10)
        check_numbers(rows.column(1), self.schemes)
        return Later(rows.rows, partial(self._made, rows))

    def _made(self, rows: Table) -> tuple[AccountYear, ...]:
        year, scheme, *amounts, total_months = rows.columns()
        schemes = map(self.schemes.__getitem__, scheme)
        years = zip(accumulate(year), schemes, *amounts, accumulate(total_months), strict=True)
        return named(AccountYear, years)


class _Manner(NamedTuple):
    """What payments have in common."""

    scheme: Scheme
    state: PaymentState
    paid_to: PaidTo
    account_tail: str
    return_reason: str


class _Item(NamedTuple):
    """What items have in common."""

    code: str
    name: str
    kind: ItemKind


class Payments(msgspec.Struct, array_like=True, frozen=True):
    """Payments and their items.

    rows: month (steps), manner, amount, how many items, day paid (ordinal, 0 for none, steps).
    items: kind, months from the payment's to the one it is for, amount.
    """

    manners: tuple[_Manner, ...]
    rows: bytes
    kinds: tuple[_Item, ...]
    items: bytes

    @classmethod
    def of(cls, payments: Sequence[Payment]) -> Payments:
        """Pack."""
        manner, manners = shared(
            _Manner(paid.scheme, paid.state, paid.paid_to, paid.account_tail, paid.return_reason) for paid in payments
        )
        items = [(paid.month, item) for paid in payments for item in paid.items]
        kind, kinds = shared(_Item(item.code, item.name, item.kind) for _, item in items)
        return cls(
            manners,
            table(
                (
                    steps([month_index(paid.month) for paid in payments]),
                    manner,
                    [paid.amount for paid in payments],
                    [len(paid.items) for paid in payments],
                    steps([0 if paid.paid_on is None else paid.paid_on.toordinal() for paid in payments]),
                )
            ),
            kinds,
            table((kind, [item.for_month - month for month, item in items], [item.amount for _, item in items])),
        )

    def later(self) -> Later[Payment]:
        """Check, and return what makes them."""
        rows, items = Table(self.rows, 5), Table(self.items, 3)
        check_numbers(rows.column(1), self.manners)
        check_counts(rows.column(3), items.rows)
        check_numbers(items.column(0), self.kinds)
        days = list(accumulate(rows.column(4)))
        if min(days, default=0) < 0 or max(days, default=0) > _LAST_DAY:
            raise ValueError("a day that isn't one")
        return Later(rows.rows, partial(self._made, rows, items))

    def _made(self, rows: Table, items: Table) -> tuple[Payment, ...]:
        month, manner, amount, counts, day = rows.columns()
        months = list(accumulate(month))
        lines = gathered(self._made_items(items, spread(months, counts)), counts)
        days = [date.fromordinal(number) if number else None for number in accumulate(day)]
        scheme, state, paid_to, tail, reason = fields_at(manner, self.manners)
        columns = (map(month_at, months), scheme, amount, lines, state, days, paid_to, tail, reason)
        return named(Payment, zip(*columns, strict=True))

    def _made_items(self, items: Table, months: Iterable[int]) -> tuple[PaymentItem, ...]:
        if not items.rows:
            return ()
        number, away, amount = items.columns()
        code, name, kind = fields_at(number, self.kinds)
        for_month = map(month_at, map(add, months, away))
        return named(PaymentItem, zip(code, name, for_month, amount, kind, strict=True))


class Adjustments(msgspec.Struct, array_like=True, frozen=True):
    """Rises, in the columns of `Adjustment`: effective in steps, paid_in as months from it, the document numbered."""

    documents: tuple[str, ...]
    rows: bytes

    @classmethod
    def of(cls, rises: Sequence[Adjustment]) -> Adjustments:
        """Pack."""
        numbers, documents = shared(rise.document for rise in rises)
        return cls(
            documents,
            table(
                (
                    steps([month_index(rise.effective) for rise in rises]),
                    [rise.paid_in - rise.effective for rise in rises],
                    [rise.monthly for rise in rises],
                    [rise.fixed for rise in rises],
                    [rise.by_years for rise in rises],
                    [rise.by_level for rise in rises],
                    [rise.by_age for rise in rises],
                    [rise.back_pay_months for rise in rises],
                    numbers,
                )
            ),
        )

    def later(self) -> Later[Adjustment]:
        """Check, and return what makes them."""
        rows = Table(self.rows, 9)
        check_numbers(rows.column(8), self.documents)
        return Later(rows.rows, partial(self._made, rows))

    def _made(self, rows: Table) -> tuple[Adjustment, ...]:
        effective, away, *amounts, document = rows.columns()
        months = list(accumulate(effective))
        paid_in = map(month_at, map(add, months, away))
        documents = map(self.documents.__getitem__, document)
        return named(Adjustment, zip(map(month_at, months), paid_in, *amounts, documents, strict=True))
