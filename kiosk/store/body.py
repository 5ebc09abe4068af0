"""A record as the bytes that are sealed, and back.

msgpack, then zstd with a dictionary trained on synthetic people. What a person has many of stands in tables
(`contributions`, `tables`). Everything is checked when a row is read; the values of the tables are made when somebody first
wants them.

Rows say which format they have. A row can't be opened without its number, so nothing can rewrite all rows for a new
format: a row in an old one is understood when it is read (`earlier`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import zstandard

from kiosk.core.record import Benefit, Certification, Mark, Participation, Person, Record, SocialSecurityCard
from kiosk.store import earlier
from kiosk.store.compression import compressed, decompressed
from kiosk.store.contributions import Contributions
from kiosk.store.tables import AccountYears, Adjustments, Payments
from kiosk.store.values import decoder, encoder

if TYPE_CHECKING:
    from collections.abc import Callable

FORM: Final = 3
"""The format rows are written in. 1 and 2: see `earlier`."""
DICTIONARY: Final = 2
"""Number of the dictionary rows of this format are compressed with. Another dictionary makes another format."""


class BodyDamaged(Exception):
    """An opened row isn't a record this program understands."""


class _Third(msgspec.Struct, array_like=True, frozen=True):
    """What format 3 holds."""

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: Contributions
    account_years: AccountYears
    benefits: tuple[Benefit, ...]
    payments: Payments
    adjustments: Adjustments
    certification: Certification | None
    marks: tuple[Mark, ...]


def unpacked(record: Record) -> bytes:
    """Return a record in format 3 before it is compressed; the dictionary is trained on these.

    Raises `OverflowError` for an amount of more than 64 bits, and for more contributions than anybody can have.
    """
    return encoder().encode(
        _Third(
            record.person,
            record.card,
            record.participations,
            record.deemed_contribution_months,
            Contributions.of(record.contributions),
            AccountYears.of(record.account_years),
            record.benefits,
            Payments.of(record.payments),
            Adjustments.of(record.adjustments),
            record.certification,
            record.marks,
        )
    )


def pack(record: Record) -> bytes:
    """Return a record in format 3. Raises as `unpacked` does."""
    return compressed(unpacked(record), DICTIONARY)


def unpack(form: int, body: bytes) -> Record:
    """Read a record of any known format. Raises `BodyDamaged`, which never says what stood there."""
    reader = _READERS.get(form)
    if reader is None:
        raise BodyDamaged(f"a row has format {form}, which this version doesn't know")
    try:
        return reader(body)
    except (msgspec.MsgspecError, zstandard.ZstdError, ValueError):
        raise BodyDamaged(f"a row is no record of format {form}") from None


def _from_third(body: bytes) -> Record:
    kept = _decoder().decode(decompressed(body, DICTIONARY))
    return Record(
        kept.person,
        kept.card,
        kept.participations,
        kept.deemed_contribution_months,
        kept.contributions.later(),
        kept.account_years.later(),
        kept.benefits,
        kept.payments.later(),
        kept.adjustments.later(),
        kept.certification,
        kept.marks,
    )


@cache
def _decoder() -> msgspec.msgpack.Decoder[_Third]:
    return decoder(_Third)


_READERS: Final[dict[int, Callable[[bytes], Record]]] = {1: earlier.from_first, 2: earlier.from_second, 3: _from_third}
