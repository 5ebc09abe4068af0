"""A24: how far it is. Every service of the menu is walked, for everybody of the cast, over every button in both wordings.

A step is what somebody does: a touch, or putting the card. What the machine does by itself is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from kiosk.core.page import Choose, Tone
from kiosk.core.text import Wording
from kiosk.flows.menu import SERVICES, attend
from tests.flows.dialogue import PEOPLE, Dialogue, card_of, found, hall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.flows.menu import Service

MOST: Final = 7
"""A24: so many steps at most, to whatever a service has to show or print."""
CLOSING: Final = frozenset({"anything_else", "everything_in_hand", "goodbye"})
"""What is asked once somebody has what they came for."""
CARD: Final = "the card"
ITSELF: Final = "by itself"
KNOWN: Final = sorted(case for case, person in PEOPLE.items() if person.record is not None)


class Seen(NamedTuple):
    """A page, and how it was come to."""

    page: Any
    steps: int
    way: tuple[str, ...]


def moved(talk: Dialogue, move: str, case: str) -> Dialogue:
    """Do one thing at the page."""
    name = talk.page.name
    if move == CARD:
        return talk.brings(card_of(case))
    if move != ITSELF:
        return talk.touches(move)
    if name == "look_up":
        return talk.brings(found(case))
    if name.startswith("preparing_"):
        return talk.prepares()
    if talk.page.jobs:
        return talk.brings(1)
    return talk.waits()


def moves(talk: Dialogue) -> list[str]:
    """What may be done at the page: what the machine does alone, else every button, and the card where one is asked for."""
    page = talk.page
    if page.name in ("look_up", "printing") or page.name.startswith("preparing_"):
        return [ITSELF]
    buttons = talk.buttons()
    if page.jobs and page.hand is not None and not page.idle:
        return [CARD, *buttons]
    return buttons or [ITSELF]


def begun(case: str, service: Service, way: tuple[str, ...], *, simple: bool) -> Dialogue:
    """Stand where a way from home leads."""
    talk = Dialogue(attend(hall(social=False)), simple=simple)
    talk.touches(service.label.written(Wording(simple=simple)))
    for move in way:
        moved(talk, move, case)
    return talk


def walked(case: str, service: Service, *, simple: bool) -> Iterator[Seen]:
    """Yield every page of a service that is not of its end, nearest first, over the shortest way to it."""
    ahead: list[tuple[int, tuple[str, ...]]] = [(1, ())]
    known: set[tuple[str, str]] = set()
    while ahead:
        ahead.sort(key=lambda each: each[0])
        steps, way = ahead.pop(0)
        talk = begun(case, service, way, simple=simple)
        if talk.over or talk.page.name in CLOSING:
            continue
        page = talk.page
        place = (page.name, page.title.written(Wording(simple=simple)))
        if place in known:
            continue
        known.add(place)
        yield Seen(page, steps, way)
        ahead += [(steps + (move != ITSELF), (*way, move)) for move in moves(talk)]


@pytest.mark.parametrize("simple", [False, True], ids=["normal", "simple"])
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_nothing_of_a_service_is_more_than_seven_steps_from_home(service: Service, *, simple: bool) -> None:
    seen = [each for case in KNOWN for each in walked(case, service, simple=simple)]
    assert [(each.page.name, each.way) for each in seen if each.steps > MOST] == []
    assert {"place_id_card", "look_up", "take_paper"} <= {each.page.name for each in seen}


GOALS: Final = {("payment", False): 3, ("payment", True): 2, ("yearly_record", False): 4, ("yearly_record", True): 2}
"""How many touches from home to the paper; the card is none."""


@pytest.mark.parametrize(("code", "simple"), GOALS)
def test_the_straight_way_to_the_paper_is_as_short_as_it_was_meant_to_be(code: str, *, simple: bool) -> None:
    service = next(service for service in SERVICES if service.code == code)
    talk, touches, acted = begun("retired", service, (), simple=simple), 1, 1
    while talk.page.name != "take_paper":
        move = straight(talk)
        touches += move not in (CARD, ITSELF)
        acted += move != ITSELF
        moved(talk, move, "retired")
    assert touches == GOALS[code, simple]
    assert acted < MOST


@pytest.mark.parametrize("simple", [False, True], ids=["normal", "simple"])
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_who_does_what_each_page_proposes_has_it_in_hand_after_seven_steps(service: Service, *, simple: bool) -> None:
    for case in KNOWN:
        talk, acted = begun(case, service, (), simple=simple), 1
        while not talk.over and talk.page.name not in CLOSING:
            move = straight(talk)
            acted += move != ITSELF
            moved(talk, move, case)
        assert acted <= MOST, (case, [page.name for page in talk.pages])


def straight(talk: Dialogue) -> str:
    """What the page proposes: what the machine does, the card, the green button, or the first answer."""
    offered = moves(talk)
    if offered[0] in (ITSELF, CARD):
        return offered[0]
    if isinstance(talk.page, Choose) and talk.page.choices:
        return offered[0]
    green = [action.label for action in talk.page.actions if action.tone is Tone.GO]
    written = [label.written(talk.wording) for label in green]
    return next((label for label in written if label), offered[0])
