"""Contributions as tables, and back: hundreds of them differ only in their month, so they are runs.

A run is the lines of one month, and for how many months they repeat.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate, groupby
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kiosk.core.money import Fen
from kiosk.core.record import Contribution, ContributionState, Scheme
from kiosk.store.columns import Table, check_counts, check_numbers, fields_at, gathered, named, shared, steps, table
from kiosk.store.later import Later
from kiosk.store.values import month_at, month_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST: Final = 100_000
"""Contributions nobody can have: seven schemes for a hundred years are a tenth of them."""


_Line = tuple[Scheme, Fen, Fen, Fen, ContributionState]
"""A contribution without its month."""


class _Kind(NamedTuple):
    """What contributions have in common."""

    scheme: Scheme
    state: ContributionState


class Contributions(msgspec.Struct, array_like=True, frozen=True):
    """Contributions in their order. runs: first month (steps), months, lines. lines: kind, base, employer's, own amount."""

    kinds: tuple[_Kind, ...]
    runs: bytes
    lines: bytes

    @classmethod
    def of(cls, contributions: Sequence[Contribution]) -> Contributions:
        """Pack. Raises `OverflowError` for more than `MOST`."""
        if len(contributions) > MOST:
            raise OverflowError("more contributions than anybody can have")
        runs = list(_runs(contributions))
        lines = [line for run in runs for line in run.lines]
        numbers, kinds = shared(_Kind(scheme, state) for scheme, _, _, _, state in lines)
        return cls(
            kinds,
            table((steps([run.first for run in runs]), [run.months for run in runs], [len(run.lines) for run in runs])),
            table((numbers, [line[1] for line in lines], [line[2] for line in lines], [line[3] for line in lines])),
        )

    def later(self) -> Later[Contribution]:
        """Check, and return what makes them."""
        runs, lines = Table(self.runs, 3), Table(self.lines, 4)
        months, counts = runs.column(1), runs.column(2)
        check_numbers(lines.column(0), self.kinds)
        check_counts(counts, lines.rows)
        length = sum(map(mul, months, counts))
        if length > MOST or min(months, default=1) < 1 or min(counts, default=1) < 1:
            raise ValueError("runs that nobody can have")
        return Later(length, partial(self._made, runs, lines))

    def _made(self, runs: Table, lines: Table) -> tuple[Contribution, ...]:
        first, months, counts = runs.columns()
        number, *amounts = lines.columns()
        scheme, state = fields_at(number, self.kinds)
        values = tuple(zip(scheme, *amounts, state, strict=True))
        runs_of_lines = zip(accumulate(first), months, gathered(values, counts), strict=True)
        return named(
            Contribution,
            [
                (month, *line)
                for start, length, of_month in runs_of_lines
                for month in map(month_at, range(start, start + length))
                for line in of_month
            ],
        )


class _Run(NamedTuple):
    """The lines of `first`, and again in each month after it, `months` in all."""

    first: int
    months: int
    lines: list[_Line]


def _runs(contributions: Iterable[Contribution]) -> Iterator[_Run]:
    """Gather contributions that follow each other into runs, keeping their order."""
    first, months, lines = 0, 0, list[_Line]()
    for index, of_month in groupby(contributions, lambda each: month_index(each.month)):
        repeated = [each[1:] for each in of_month]
        if index == first + months and repeated == lines:
            months += 1
            continue
        if months:
            yield _Run(first, months, lines)
        first, months, lines = index, 1, repeated
    if months:
        yield _Run(first, months, lines)
