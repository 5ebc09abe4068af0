"""Flows have no side effects of their own: the same outcomes lead over the same pages again, as back needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.page import Choose, Page
from kiosk.flows.menu import attend
from kiosk.screens.printing import Prepared
from kiosk.statement.model import Paper
from tests.flows.dialogue import PEOPLE, any_statement, card_of, found, hall

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

CASES = sorted(case for case, person in PEOPLE.items() if person.record is not None)
MOST_PAGES = 60


def _outcomes(page: Page[Any], case: str) -> list[object]:
    """What may come of a page: a touch, time, or what its device brings."""
    brought: dict[str, Callable[[], object]] = {
        "home": lambda: card_of(case),
        "place_id_card": lambda: card_of(case),
        "look_up": lambda: found(case),
        "printing": lambda: 1,
        "printing_goes_on": lambda: 1,
    }
    if page.name.startswith("preparing_"):
        paper = Paper(page.name.removeprefix("preparing_"))
        return [Prepared(paper, any_statement(paper), ready=True, printed_today=False)]
    values: list[object] = [action.value for action in page.actions]
    if isinstance(page, Choose):
        values += [choice.value for choice in page.choices]
    if page.name in brought:
        values.append(brought[page.name]())
    if page.after is not None:
        values.append(page.after.value)
    return values


def _walk(flow: Coroutine[Page[Any], Any, None], answers: list[object]) -> list[str]:
    names = [flow.send(None).name]
    for answer in answers:
        try:
            names.append(flow.send(answer).name)
        except StopIteration:
            break
    flow.close()
    return names


@settings(max_examples=60, deadline=None)
@given(case=st.sampled_from(CASES), data=st.data())
def test_the_same_outcomes_lead_over_the_same_pages(case: str, data: st.DataObject) -> None:
    flow = attend(hall())
    page = flow.send(None)
    names, answers = [page.name], list[object]()
    try:
        while len(answers) < MOST_PAGES:
            options = _outcomes(page, case)
            assert options, page.name
            answers.append(options[data.draw(st.integers(0, len(options) - 1))])
            page = flow.send(answers[-1])
            names.append(page.name)
    except StopIteration:
        pass
    flow.close()
    assert _walk(attend(hall()), answers) == names


@pytest.mark.parametrize("case", CASES)
def test_every_service_has_a_first_page_for_everybody(case: str) -> None:
    for service in range(3):
        flow = attend(hall())
        home = flow.send(None)
        assert isinstance(home, Choose)
        flow.send(home.choices[service].value)
        flow.send(card_of(case))
        page = flow.send(found(case))
        assert page.header is not None or page.actions
        flow.close()
