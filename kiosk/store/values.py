"""How the values of the core stand in a sealed record: identity numbers as text, months as months since year 0."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, TypeVar

import msgspec

from kiosk.core.money import IdNumber, Month

T = TypeVar("T")


@cache
def encoder() -> msgspec.msgpack.Encoder:
    """Return what writes a record's bytes."""
    return msgspec.msgpack.Encoder(enc_hook=_plain)


def decoder(kind: type[T]) -> msgspec.msgpack.Decoder[T]:
    """Make what reads such a record's bytes, strictly; to be kept. Its errors are `msgspec.MsgspecError`."""
    return msgspec.msgpack.Decoder(kind, dec_hook=_typed)


def month_index(month: Month) -> int:
    """Return the months since year 0."""
    return month.year * 12 + month.month - 1


class _Months(dict[int, Month]):
    def __missing__(self, index: int) -> Month:
        year, month = divmod(index, 12)
        return self.setdefault(index, Month(year, month + 1))


month_at: Final = _Months().__getitem__
"""Return the month of an index; the same months come in everybody's record, so each is made once."""


def _plain(value: object) -> object:
    if isinstance(value, IdNumber):
        return value.reveal()
    raise NotImplementedError(type(value).__name__)


def _typed(kind: type[Any], value: object) -> object:
    if kind is IdNumber and isinstance(value, str):
        return IdNumber(value)
    raise NotImplementedError(kind.__name__)
