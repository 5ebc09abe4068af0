"""The people whose cards lie ready, from the `cards.toml` that `yiban demo-data` writes beside the sealed store."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from devices.bench.refusal import BenchRefusal
from devices.id_sam.document import NATIONS
from devices.roles import CardGeneration, DocumentKind, IdCard, Sex
from devices.social_card.simulated_chip import Holder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from devices.bench.toml import Table

FOR_EVER: Final = "长期"
GENERATIONS: Final = {1: CardGeneration.FIRST, 2: CardGeneration.SECOND, 3: CardGeneration.THIRD}


@dataclass(frozen=True, slots=True, repr=False)
class BenchPerson:
    """A synthetic person: the number of the verbs, what case she stands for, and her cards.

    `social` is what her social-security card's chip says, None for who has none.
    """

    number: int
    case: str
    card: IdCard
    social: Holder | None = None


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
    return BenchPerson(number, text("case"), card, _social(row, card))


def _social(row: Table, card: IdCard) -> Holder | None:
    """Return the social-security card of a row. An older file tells only its number; the rest is then made up."""
    number, generation = row.get("social_card", ""), row.get("social_generation", 2)
    region = row.get("social_region", card.number[:6])
    issued, until = row.get("social_issued"), row.get("social_valid_until")
    if not isinstance(number, str) or not isinstance(region, str) or not isinstance(generation, int):
        raise TypeError("social_card and social_region are texts, social_generation is a number")
    if not isinstance(issued, date | None) or not isinstance(until, date | None):
        raise TypeError("social_issued, social_valid_until: a date is wanted")
    if not number:
        return None
    codes = {name: code for code, name in NATIONS.items()}
    return Holder(
        name=card.name,
        identity_number=card.number,
        sex=card.sex,
        nation=codes.get(card.nation, "97"),
        birthplace=card.number[:6],
        birth=card.birth,
        generation=GENERATIONS[generation],
        card_number=number,
        region=region,
        serial=zlib.crc32(number.encode()).to_bytes(8, "big"),
        issued=issued,
        valid_until=until,
    )
