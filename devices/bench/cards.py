"""The people and the staff whose cards lie ready, from the `cards.toml` that `yiban demo-data` writes beside the sealed store."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar, cast

from devices.bench.refusal import BenchRefusal
from devices.id_sam.document import NATIONS
from devices.roles import CardGeneration, DocumentKind, IdCard, Sex
from devices.social_card.simulated_chip import Holder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.bench.toml import Table

R = TypeVar("R")

FOR_EVER: Final = "长期"
GENERATIONS: Final = {1: CardGeneration.FIRST, 2: CardGeneration.SECOND, 3: CardGeneration.THIRD}


@dataclass(frozen=True, slots=True, repr=False)
class BenchPerson:
    """A synthetic person: the number of the verbs, what case she stands for, and her cards.

    `social` is what her social-security card's chip says, None for who has none. `staff` is the staff number (工号) of who
    works at the demo hall; their `number` is the same as a whole number, and their case is their role.
    """

    number: int
    case: str
    card: IdCard
    social: Holder | None = None
    staff: str = ""

    @property
    def called(self) -> str:
        """What the verbs call them: `person 7`, `staff 0217`."""
        return f"staff {self.staff}" if self.staff else f"person {self.number}"


@dataclass(frozen=True, slots=True, repr=False)
class BenchStaff:
    """Somebody who works at the demo hall, the text of their code card, and the PIN of the demo terminal ("" if not told)."""

    person: BenchPerson
    code: str
    pin: str = ""


def people(file: Path) -> Mapping[int, BenchPerson]:
    """Return the people of a `cards.toml` by number. Raises `BenchRefusal` naming what is wrong with the file."""
    return {person.number: person for person in _read(file, "card", _person)}


def staff(file: Path) -> Mapping[str, BenchStaff]:
    """Return the staff of a `cards.toml` by staff number, none of an older file. Raises `BenchRefusal`, as `people`."""
    return {member.person.staff: member for member in _read(file, "staff", _staff)}


def _read(file: Path, section: str, make: Callable[[Table], R]) -> list[R]:
    try:
        table: Table = tomllib.loads(file.read_text(encoding="utf-8"))
        rows = cast("list[Table]", table.get(section, []) if section == "staff" else table[section])
        return [make(row) for row in rows]
    except OSError as error:
        raise BenchRefusal("no-cards", f"{file}: {error.strerror}; `yiban demo-data` writes it") from None
    except (KeyError, TypeError, ValueError) as error:
        raise BenchRefusal("no-cards", f"{file}: {type(error).__name__}: {error}") from None


def _person(row: Table) -> BenchPerson:
    number, case = row["person"], row["case"]
    if not isinstance(number, int) or not isinstance(case, str):
        raise TypeError("person: a whole number is wanted; case: a text")
    card = _identity(row)
    return BenchPerson(number, case, card, _social(row, card))


def _staff(row: Table) -> BenchStaff:
    number, role, code, pin = row["number"], row["role"], row["code"], row.get("pin", "")
    texts = (number, role, code, pin)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("number, role, code, pin: texts are wanted")
    if not isinstance(row["card"], dict):
        raise TypeError("card: a table is wanted")
    cards = cast("Table", row["card"])
    card = _identity(cards)
    number, role, code, pin = map(str, texts)
    return BenchStaff(BenchPerson(int(number), role, card, _social(cards, card), number), code, pin)


def _identity(row: Table) -> IdCard:
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

    return IdCard(
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
