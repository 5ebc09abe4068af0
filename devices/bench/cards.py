"""The people whose cards lie ready, from the `cards.toml` that `yiban demo-data` writes beside the sealed store."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from devices.bench.refusal import BenchRefusal
from devices.roles import DocumentKind, IdCard, Sex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from devices.bench.toml import Table

FOR_EVER: Final = "长期"


@dataclass(frozen=True, slots=True, repr=False)
class BenchPerson:
    """A synthetic person: the number of the verbs, what case she stands for, and her card."""

    number: int
    case: str
    card: IdCard


def people(file: Path) -> Mapping[int, BenchPerson]:
    """Return the people of a `cards.toml` by number. Raises `BenchRefusal` naming what is wrong with the file."""
    try:
        rows = cast("list[Table]", tomllib.loads(file.read_text(encoding="utf-8"))["card"])
        found = [_person(row) for row in rows]
    except OSError as error:
        raise BenchRefusal("no-cards", f"{file}: {error.strerror}; `yiban demo-data` writes it") from None
    except (KeyError, TypeError, ValueError) as error:
        raise BenchRefusal("no-cards", f"{file}: {type(error).__name__}: {error}") from None
    return {person.number: person for person in found}


def _person(row: Table) -> BenchPerson:
    def text(key: str) -> str:
        value = row[key]
        if not isinstance(value, str):
            raise TypeError(f"{key}: a text is wanted")
        return value

    def day(key: str) -> date:
        value = row[key]
        if not isinstance(value, date):
            raise TypeError(f"{key}: a date is wanted")
        return value

    number = row["person"]
    if not isinstance(number, int):
        raise TypeError("person: a whole number is wanted")
    card = IdCard(
        kind=DocumentKind.RESIDENT,
        name=text("name"),
        sex=Sex(text("sex")),
        nation=text("nation"),
        birth=day("birth"),
        address=text("address"),
        number=text("number"),
        issuer=text("issuer"),
        valid_from=day("valid_from"),
        valid_until=None if row["valid_until"] == FOR_EVER else day("valid_until"),
    )
    return BenchPerson(number, text("case"), card)
