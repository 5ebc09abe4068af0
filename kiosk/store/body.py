"""A record as the bytes that are sealed, and back.

msgpack, then zstd with a dictionary trained on synthetic people. A person has hundreds of contributions that differ only
in their month, so these are kept as runs: the lines of one month, and for how many months they repeat.

Rows say which format they have. A row can't be opened without its number, so nothing can rewrite all rows for a new
format: a row in an old one is understood when it is read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import zstandard

from kiosk.core.assets import asset
from kiosk.core.money import Fen, IdNumber, Month
from kiosk.core.record import (
    AccountYear,
    Adjustment,
    Benefit,
    Certification,
    Contribution,
    ContributionState,
    Mark,
    Participation,
    Payment,
    Person,
    Record,
    Scheme,
    SocialSecurityCard,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

FORM: Final = 2
"""The format rows are written in. 1: fields by name, no dictionary, no marks."""
DICTIONARY: Final = 1
"""Number of the dictionary rows are compressed with."""
_LEVEL: Final = 3


class BodyDamaged(Exception):
    """An opened row isn't a record this program understands."""


class _Line(msgspec.Struct, array_like=True, frozen=True):
    """A contribution without its month."""

    scheme: Scheme
    base: int
    employer: int
    personal: int
    state: ContributionState


class _Run(msgspec.Struct, array_like=True, frozen=True):
    """The lines of `first` (months since year 0), and again in each month after it, `months` in all."""

    first: int
    months: int
    lines: tuple[_Line, ...]


class _First(msgspec.Struct, frozen=True):
    """What format 1 holds."""

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: tuple[_Run, ...]
    account_years: tuple[AccountYear, ...]
    benefits: tuple[Benefit, ...]
    payments: tuple[Payment, ...]
    adjustments: tuple[Adjustment, ...]
    certification: Certification | None


class _Second(msgspec.Struct, array_like=True, frozen=True):
    """What format 2 holds: the same in order, and the marks."""

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: tuple[_Run, ...]
    account_years: tuple[AccountYear, ...]
    benefits: tuple[Benefit, ...]
    payments: tuple[Payment, ...]
    adjustments: tuple[Adjustment, ...]
    certification: Certification | None
    marks: tuple[Mark, ...]


def unpacked(record: Record) -> bytes:
    """Return a record in format 2 before it is compressed; the dictionary is trained on these."""
    return _encoder().encode(
        _Second(
            record.person,
            record.card,
            record.participations,
            record.deemed_contribution_months,
            tuple(_runs(record.contributions)),
            record.account_years,
            record.benefits,
            record.payments,
            record.adjustments,
            record.certification,
            record.marks,
        )
    )


def pack(record: Record) -> bytes:
    """Return a record in format 2."""
    return _compressor().compress(unpacked(record))


def unpack(form: int, body: bytes) -> Record:
    """Read a record of any known format. Raises `BodyDamaged`, which never says what stood there."""
    reader = _READERS.get(form)
    if reader is None:
        raise BodyDamaged(f"a row has format {form}, which this version doesn't know")
    try:
        return reader(body)
    except (msgspec.MsgspecError, zstandard.ZstdError, ValueError):
        raise BodyDamaged(f"a row is no record of format {form}") from None


def _from_first(body: bytes) -> Record:
    kept = _first().decode(zstandard.ZstdDecompressor().decompress(body))
    return _record(_Second(**msgspec.structs.asdict(kept), marks=()))


def _from_second(body: bytes) -> Record:
    return _record(_second().decode(_decompressor().decompress(body)))


_READERS: Final[dict[int, Callable[[bytes], Record]]] = {1: _from_first, 2: _from_second}


def _record(kept: _Second) -> Record:
    return Record(
        kept.person,
        kept.card,
        kept.participations,
        kept.deemed_contribution_months,
        _contributions(kept.contributions),
        kept.account_years,
        kept.benefits,
        kept.payments,
        kept.adjustments,
        kept.certification,
        kept.marks,
    )


def _runs(contributions: Iterable[Contribution]) -> Iterator[_Run]:
    """Gather contributions that follow each other into runs, keeping their order."""
    first, months = 0, 0
    lines: tuple[_LineValues, ...] = ()
    for index, group in _by_month(contributions):
        if months and index == first + months and group == lines:
            months += 1
            continue
        if months:
            yield _Run(first, months, tuple(_Line(*line) for line in lines))
        first, months, lines = index, 1, group
    if months:
        yield _Run(first, months, tuple(_Line(*line) for line in lines))


_LineValues = tuple[Scheme, int, int, int, ContributionState]


def _by_month(contributions: Iterable[Contribution]) -> Iterator[tuple[int, tuple[_LineValues, ...]]]:
    month: Month | None = None
    lines: list[_LineValues] = []
    for each in contributions:
        if each.month is not month and each.month != month:
            if month is not None:
                yield month.year * 12 + month.month - 1, tuple(lines)
            month, lines = each.month, []
        lines.append((each.scheme, each.base, each.employer, each.personal, each.state))
    if month is not None:
        yield month.year * 12 + month.month - 1, tuple(lines)


def _contributions(runs: Sequence[_Run]) -> tuple[Contribution, ...]:
    found: list[Contribution] = []
    for run in runs:
        lines = [
            (line.scheme, Fen(line.base), Fen(line.employer), Fen(line.personal), line.state) for line in run.lines
        ]
        months = [_month(index) for index in range(run.first, run.first + run.months)]
        found += [Contribution(month, *line) for month in months for line in lines]
    return tuple(found)


@cache
def _month(index: int) -> Month:
    year, month = divmod(index, 12)
    return Month(year, month + 1)


def _plain(value: object) -> object:
    if isinstance(value, IdNumber):
        return value.reveal()
    raise NotImplementedError(type(value).__name__)


def _typed(kind: type, value: object) -> object:
    if kind is IdNumber and isinstance(value, str):
        return IdNumber(value)
    raise NotImplementedError(kind.__name__)


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder(enc_hook=_plain)


@cache
def _first() -> msgspec.msgpack.Decoder[_First]:
    return msgspec.msgpack.Decoder(_First, dec_hook=_typed)


@cache
def _second() -> msgspec.msgpack.Decoder[_Second]:
    return msgspec.msgpack.Decoder(_Second, dec_hook=_typed)


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(asset("store", f"records-{DICTIONARY}.dict").read_bytes())


@cache
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary())


@cache
def _decompressor() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary())
