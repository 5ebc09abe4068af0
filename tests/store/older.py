"""Writes bodies as earlier versions did, from the values alone: the product only reads them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
import zstandard

from kiosk.core.assets import asset
from kiosk.core.money import IdNumber

if TYPE_CHECKING:
    from kiosk.core.record import Record

_FIRST = (
    "person", "card", "participations", "deemed_contribution_months", "contributions", "account_years", "benefits",
    "payments", "adjustments", "certification",
)  # fmt: skip


def first_body(record: Record) -> bytes:
    """Format 1: fields by name, without marks and without a dictionary."""
    return zstandard.ZstdCompressor().compress(msgspec.msgpack.encode({name: _field(record, name) for name in _FIRST}))


def second_body(record: Record) -> bytes:
    """Format 2: fields in order, marks, dictionary 1."""
    dictionary = zstandard.ZstdCompressionDict(asset("store", "records-1.dict").read_bytes())
    plain = msgspec.msgpack.encode([_field(record, name) for name in (*_FIRST, "marks")])
    return zstandard.ZstdCompressor(dict_data=dictionary).compress(plain)


def _field(record: Record, name: str) -> object:
    if name == "contributions":
        return _runs(record)
    value = getattr(record, name)
    return [_plain(each) for each in value] if name in {"account_years", "payments", "adjustments"} else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, IdNumber):
        return value.reveal()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if value is None or isinstance(value, str | int | date):
        return value
    by_name = getattr(value, "_asdict", None)
    return [_plain(each) for each in value] if by_name is None else {k: _plain(v) for k, v in by_name().items()}


def _runs(record: Record) -> list[list[Any]]:
    """First month, how many months, and the lines of each of them."""
    runs: list[list[Any]] = []
    for (year, month), contributions in groupby(record.contributions, lambda each: (each.month.year, each.month.month)):
        lines = [[each.scheme, *each[2:]] for each in contributions]
        index = year * 12 + month - 1
        if runs and runs[-1][0] + runs[-1][1] == index and runs[-1][2] == lines:
            runs[-1][1] += 1
        else:
            runs.append([index, 1, lines])
    return runs
