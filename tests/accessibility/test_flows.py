"""Every flow, end to end, without a touch of the screen: by assistive technology, by keypad and by keyboard (A8, A9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.accessibility import flows
from tests.accessibility.flows import FLOWS, performed
from tests.accessibility.people import ByKeyboard, ByKeypad, ByReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kiosk.core.config import IdleConfig
    from tests.accessibility.flows import Flow
    from tests.accessibility.hall import Hall
    from tests.accessibility.people import Person

    NewHall = Callable[[IdleConfig | None], Hall]
    Part = tuple[type[Person], Sequence[Flow]]

pytestmark = [pytest.mark.wire, pytest.mark.soak]  # halls at their real speed take minutes

ALL = tuple(FLOWS)
ROUNDS = 50
IN_CI: tuple[Part, ...] = (
    (ByReader, (flows.payment, flows.certification, flows.help_called_and_called_off, flows.social_card)),
    (ByReader, (flows.yearly_record_on_a_slip, flows.no_card, flows.modes, flows.read_aloud_and_covered)),
    (ByReader, (flows.yearly_record_on_a_sheet, flows.unreadable_card, flows.staff_signs_in)),
    (ByKeypad, (flows.payment, flows.staff_signs_in)),
    (ByKeyboard, (flows.certification, flows.read_aloud_and_covered)),
)


def at_once(new_hall: NewHall, parts: Iterable[Part], rounds: int = 1) -> list[str]:
    """Let people do their flows, each in a hall of their own, all at the same time; return what went wrong."""

    def does(part: Part) -> str:
        kind, own = part
        at = ""
        try:
            with new_hall(None) as hall:
                person = kind(hall)
                for done in range(rounds):
                    for flow in own:
                        at = f"{flow.__name__} after {done} rounds"
                        performed(person, flow)
        except AssertionError as error:
            return f"{kind.__name__}, {at}: {error}"
        return ""

    todo = list(parts)
    with ThreadPoolExecutor(len(todo)) as pool:
        return [wrong for wrong in pool.map(does, todo) if wrong]


def test_nobody_needs_to_touch_the_screen(new_hall: NewHall) -> None:
    assert {flow for kind, own in IN_CI if kind is ByReader for flow in own} == set(ALL)
    assert at_once(new_hall, IN_CI) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", [ByReader, ByKeypad, ByKeyboard])
def test_fifty_rounds_of_every_flow_and_nothing_else_is_ever_pressed(new_hall: NewHall, kind: type[Person]) -> None:
    third = -(-len(ALL) // 3)
    assert at_once(new_hall, [(kind, ALL[n : n + third]) for n in range(0, len(ALL), third)], ROUNDS) == []
