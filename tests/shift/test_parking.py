"""An attendant parks at every page of whole visits and leaves again, with nothing changed."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.house import Onward
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.flows.menu import SERVICES
from tests.flows.dialogue import PEOPLE
from tests.shift.counter import Counter

CASES = sorted(case for case, person in PEOPLE.items() if person.record is not None)
MOST_PAGES = 40


def snapshot(counter: Counter) -> dict[str, Any]:
    """Everything of a visit that must be as it was."""
    visit = counter.person
    return {
        "page": visit.page,
        "ticket": visit.ticket,
        "presentation": visit.presentation,
        "trail": visit.trail,
        "back": visit.can_go_back,
        "assistance": visit.assistance,
        "over": visit.laid_over,
        "waits_for": sorted({job.lane for job in counter.orders.open.values()} - {"upkeep"}),
        "shown": counter.stage.shown[-1].page,
        "covered": counter.stage.shown[-1].presentation.covered,
    }


def parks_and_leaves(counter: Counter) -> None:
    """Knock, sign in, and go away again; a page that has a question for the staff is put to them at once."""
    sealing = [ticket for ticket, job in counter.orders.open.items() if counter.person.sealing and job.lane != "staff"]
    counter.signs_in()
    if counter.shift.staff_at_it:
        assert counter.page.name == "staff_menu"
        assert counter.person.parked
        ticket = counter.shift.now.ticket
        assert ticket is not None
        counter.shift.now.leave(ticket)
        if counter.shift.staff_at_it:  # 退出 asks nothing, but the page that says good-bye may stand
            counter.touch(Onward.LEAVE)
    else:
        assert counter.person.assistance is not None
        assert counter.page is not None
        counter.person.helped()
        counter.shift.look()
        counter.touch(Onward.GO_ON)
    assert all(ticket in counter.orders.open for ticket in sealing)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", CASES[:12])
def test_who_parks_at_every_page_and_leaves_again_changes_nothing(case: str, seed: int) -> None:
    counter = Counter(case, VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)), Random(f"{case}{seed}"))
    counter.person.present(Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST))
    pages: set[str] = set()
    for _ in range(MOST_PAGES):
        counter.waits(0.3)  # quick work is shown only after a while
        before = snapshot(counter)
        parks_and_leaves(counter)
        assert snapshot(counter) == before
        pages.add(counter.page.name)
        if counter.person.at_home:
            counter.touch(counter.chance.choice(SERVICES))
        else:
            counter.goes_on()
        if counter.person.at_home and len(pages) > 1:
            break
    assert len(pages) > 3
    assert counter.bugs == []
    assert all(step.reason == "help" for step in counter.told.done)


@pytest.mark.parametrize("trouble", ["paper_out", "printer_broken", "end_not_known"])
def test_the_walks_come_past_every_kind_of_fault_that_has_a_fix(trouble: str) -> None:
    """So that what is parked and given back above are fixes, too."""
    found = False
    for seed in range(40):
        counter = Counter("retired", VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)), Random(seed))
        counter.touch(SERVICES[2])
        for _ in range(MOST_PAGES):
            if counter.page.name == trouble:
                before = snapshot(counter)
                parks_and_leaves(counter)
                assert snapshot(counter) == before
                found = True
            counter.goes_on()
            if counter.person.at_home:
                break
    assert found
