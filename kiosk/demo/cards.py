"""Writing `cards.toml`: the cards of synthetic people and of the demo hall's staff, for the bench to put on its readers."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from kiosk.settings import quoted
from kiosk.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kiosk.demo.people import SyntheticCard, SyntheticPerson, SyntheticSocialCard
    from kiosk.demo.staff import SyntheticStaff

CARDS: Final = "cards.toml"
FOR_EVER: Final = "长期"
_HEADING: Final = """\
# Cards of made-up people, for the bench. Nobody in this file exists: their numbers begin with 99, which no province has.
# Never put a real person's card in here.
#
# Persons 1 to 40 play one case each (retired, arrears, returned, ...); `case` says which. A person without a
# record of their own (case "nobody") has a card all the same.
# sex: 1 male, 2 female. valid_until: a date or 长期. social_card: number of the social-security card, "" for none;
# social_generation: 1, 2 or 3 (which keeps its holder's name and number); social_region: where it was issued.
# [[staff]] are ten made-up people who work at the demo hall: number (工号), role (attendant, technician, auditor or
# administrator), code (the text of a code card: YBS1: and 128 random bits in base32), pin (what they sign in with at a
# demo terminal) and [staff.card], with the same keys as a person's card. None of them is in the records, and only the
# demo terminal knows them: `yiban staff add` makes real ones.
# records: the state digest of the records they are in. `yiban demo-data` replaces these records, and no others.
"""


def write_cards(
    path: Path, people: Iterable[SyntheticPerson], staff: Sequence[SyntheticStaff], county: str, records: str
) -> None:
    """Write the cards file whole or not at all; `county` issued the social-security cards. Raises `DiskFull`.

    `records` is the state digest of the records these people were sealed into.
    """
    entries = (*(_entry(person, county) for person in people), *(_staff(member, county) for member in staff))
    files.write(path, (f"{_HEADING}records = {quoted(records)}\n" + "".join(entries)).encode())


def made_by_demo_data(path: Path, records: str) -> bool:
    """Whether these are the records, by their state digest, that the cards file was written with."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(records) and written.get("records") == records


def _social(card: SyntheticSocialCard | None, county: str) -> str:
    if card is None:
        return 'social_card = ""\n'
    return (
        f"social_card = {quoted(card.number)}\nsocial_generation = {card.generation}\n"
        f"social_issued = {card.issued.isoformat()}\nsocial_valid_until = {card.valid_until.isoformat()}\n"
        f"social_region = {quoted(county)}\n"
    )


def _entry(person: SyntheticPerson, county: str) -> str:
    head = f"\n[[card]]\nperson = {person.number}\ncase = {quoted(person.case)}\n"
    return head + _identity(person.card) + _social(person.social_card, county)


def _staff(member: SyntheticStaff, county: str) -> str:
    head = f"\n[[staff]]\nnumber = {quoted(str(member.number))}\nrole = {quoted(member.role)}\n"
    code = f"code = {quoted(member.code)}\npin = {quoted(member.pin.reveal())}\n[staff.card]\n"
    return head + code + _identity(member.card) + _social(member.social_card, county)


def _identity(card: SyntheticCard) -> str:
    until = quoted(FOR_EVER) if card.valid_until is None else card.valid_until.isoformat()
    return f"""\
name = {quoted(card.name)}
sex = {quoted(str(card.sex))}
nation = {quoted(card.nation)}
birth = {card.birth.isoformat()}
address = {quoted(card.address)}
number = {quoted(card.number)}
issuer = {quoted(card.issuer)}
valid_from = {card.valid_from.isoformat()}
valid_until = {until}
"""
