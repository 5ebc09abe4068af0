"""Tables of whole numbers as bytes, column by column, and named tuples made of columns.

    table = one letter for each column (b h i q: 1, 2, 4 or 8 bytes, signed) | the columns, little-endian

A table's rows are counted by its length. Reading a column is one call for all its numbers.
"""

from __future__ import annotations

import sys
from array import array
from functools import partial
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Column = array[int]

T = TypeVar("T")
Row = TypeVar("Row", bound=tuple[Any, ...])
_Code = Literal["b", "h", "i", "q"]
_CODES: Final[tuple[_Code, ...]] = ("b", "h", "i", "q")
_WIDTHS: Final[dict[str, int]] = {code: array(code).itemsize for code in _CODES}


class Table:
    """A table as it was packed: its columns are read when they are asked for, and that can't fail any more."""

    __slots__ = ("_codes", "_content", "rows")

    def __init__(self, content: bytes, columns: int) -> None:
        """Take a table of so many columns. Raises `ValueError` if the bytes are no such table."""
        self._content = content
        self._codes = content[:columns].decode("ascii")
        try:
            width = sum([_WIDTHS[code] for code in self._codes])
        except KeyError:
            raise ValueError("a column of unknown width") from None
        self.rows, over = divmod(len(content) - columns, width or 1)
        if over or len(self._codes) < columns:
            raise ValueError("not a whole number of rows")

    def column(self, number: int) -> Column:
        """Return the numbers of a column."""
        start = len(self._codes)
        for code in self._codes[:number]:
            start += self.rows * _WIDTHS[code]
        code = self._codes[number]
        read: Column = array(code, self._content[start : start + self.rows * _WIDTHS[code]])
        if sys.byteorder == "big":
            read.byteswap()
        return read

    def columns(self) -> Iterator[Column]:
        """Go through all columns."""
        return map(self.column, range(len(self._codes)))


def table(columns: Sequence[Sequence[int]]) -> bytes:
    """Pack columns of the same length, each as narrow as its numbers allow. Raises `OverflowError` beyond 64 bits."""
    packed = [array(_narrowest(column), column) for column in columns]
    if sys.byteorder == "big":
        for column in packed:
            column.byteswap()
    return "".join(column.typecode for column in packed).encode("ascii") + b"".join(
        [column.tobytes() for column in packed]
    )


def _narrowest(column: Sequence[int]) -> _Code:
    bits = max(-min(column, default=0) - 1, max(column, default=0)).bit_length()
    for code in _CODES:
        if bits < 8 * _WIDTHS[code]:
            return code
    raise OverflowError("a number of more than 64 bits")


def steps(numbers: Sequence[int]) -> list[int]:
    """Return the first number and each one's distance from the one before; `itertools.accumulate` undoes it."""
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def shared(values: Iterable[T]) -> tuple[list[int], tuple[T, ...]]:
    """Number repeated values; return the numbers and the values without repeats."""
    places: dict[T, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return numbers, tuple(places)


def fields_at(numbers: Sequence[int], values: Sequence[tuple[Any, ...]]) -> list[Iterator[Any]]:
    """Return the fields of numbered values as columns again. There must be a value."""
    return [map(field.__getitem__, numbers) for field in zip(*values, strict=True)]


def spread(values: Iterable[T], counts: Iterable[int]) -> Iterator[T]:
    """Repeat each value as often as its count says."""
    return chain.from_iterable(map(repeat, values, counts))


def gathered(values: tuple[T, ...], counts: Iterable[int]) -> list[tuple[T, ...]]:
    """Cut values into pieces of so many."""
    ends = list(accumulate(counts))
    return [values[start:end] for start, end in zip((0, *ends), ends, strict=False)]


def named(kind: type[Row], rows: Iterable[tuple[object, ...]]) -> tuple[Row, ...]:
    """Make named tuples of rows that have all their fields; calling the class for each takes three times as long."""
    return tuple(map(partial(tuple.__new__, kind), rows))


def check_numbers(numbers: Sequence[int], values: Sequence[object]) -> None:
    """Raise `ValueError` unless each number stands for a value."""
    if not (min(numbers, default=0) >= 0 and max(numbers, default=-1) < len(values)):
        raise ValueError("a number that stands for nothing")


def check_counts(counts: Sequence[int], total: int) -> None:
    """Raise `ValueError` unless these are counts that add up to the total."""
    if min(counts, default=0) < 0 or sum(counts) != total:
        raise ValueError("counts that don't add up")
