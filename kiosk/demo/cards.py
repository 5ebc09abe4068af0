"""Writing `cards.toml`: the synthetic people's cards of both kinds, for the bench to put on its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.settings import quoted
from kiosk.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kiosk.demo.people import SyntheticPerson, SyntheticSocialCard

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
"""


def write_cards(path: Path, people: Iterable[SyntheticPerson], county: str) -> None:
    """Write the cards file whole or not at all; `county` issued the social-security cards. Raises `DiskFull`."""
    files.write(path, (_HEADING + "".join(_entry(person, county) for person in people)).encode())


def _social(card: SyntheticSocialCard | None, county: str) -> str:
    if card is None:
        return 'social_card = ""\n'
    return (
        f"social_card = {quoted(card.number)}\nsocial_generation = {card.generation}\n"
        f"social_issued = {card.issued.isoformat()}\nsocial_valid_until = {card.valid_until.isoformat()}\n"
        f"social_region = {quoted(county)}\n"
    )


def _entry(person: SyntheticPerson, county: str) -> str:
    card = person.card
    until = quoted(FOR_EVER) if card.valid_until is None else card.valid_until.isoformat()
    return f"""
[[card]]
person = {person.number}
case = {quoted(person.case)}
name = {quoted(card.name)}
sex = {quoted(str(card.sex))}
nation = {quoted(card.nation)}
birth = {card.birth.isoformat()}
address = {quoted(card.address)}
number = {quoted(card.number)}
issuer = {quoted(card.issuer)}
valid_from = {card.valid_from.isoformat()}
valid_until = {until}
""" + _social(person.social_card, county)
