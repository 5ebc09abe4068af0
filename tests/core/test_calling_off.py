"""A10: what takes longer than ten seconds can be called off, unless it can't be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.errors import NoReply
from kiosk.core.house import Ending
from kiosk.core.lane import Failed, Progressed
from kiosk.core.page import LATE_SECONDS, Footer, Progress
from kiosk.core.stage import EndedBy, PageEnded
from tests.core.rehearsal import Rehearsal, ask, work
from tests.core.test_visit import two_ways

if TYPE_CHECKING:
    from kiosk.core.page import Page

BUSY = replace(work("look_up"), phases=(), footer=Footer(back=False, leave=False), patient=True, may_be_called_off=True)


def standing(page: Page[str]) -> Rehearsal:
    async def script() -> None:
        await ask("home", idle=True)
        await page
        await ask("more")

    r = Rehearsal(script)
    r.touch("a")
    return r


def late(r: Rehearsal) -> bool:
    return r.stage.shown[-1].late


def test_what_takes_long_can_be_called_off_and_ends_the_visit() -> None:
    r = standing(BUSY)
    r.visit.leave(r.ticket)
    assert r.page == "look_up"
    r.pass_time(LATE_SECONDS - 0.1)
    assert not late(r)
    r.pass_time(0.2)
    assert late(r)
    ticket = r.job_ticket()
    r.visit.leave(r.ticket)
    assert r.house.closings == [Ending.LEFT]
    assert ticket in r.orders.cancelled
    assert r.stage.endings[-1] == PageEnded("look_up", EndedBy.LEFT)


def test_what_ends_in_time_is_never_offered_to_be_called_off() -> None:
    r = standing(BUSY)
    r.pass_time(LATE_SECONDS - 1)
    assert r.finish() == "more"
    r.pass_time(LATE_SECONDS * 2)
    assert not any(showing.late for showing in r.stage.shown)


def test_a_late_leave_of_an_earlier_page_does_nothing() -> None:
    r = standing(BUSY)
    ticket = r.ticket
    r.pass_time(LATE_SECONDS + 1)
    r.finish()
    r.visit.leave(ticket)
    assert r.page == "more"


@pytest.mark.parametrize("change", [{"seals": True}, {"may_be_called_off": False}])
def test_what_seals_or_holds_something_of_a_person_cannot_be_called_off(change: dict[str, bool]) -> None:
    r = standing(replace(BUSY, **change))  # type: ignore[arg-type]
    r.pass_time(LATE_SECONDS * 3)
    r.visit.leave(r.ticket)
    assert r.page == "look_up"
    assert not late(r)


def test_a_phase_that_takes_long_can_be_called_off_from_its_own_beginning_on() -> None:
    r = standing(work("reading"))
    r.pass_time(LATE_SECONDS * 2)
    assert not late(r)
    r.report("busy")
    r.pass_time(LATE_SECONDS - 0.1)
    r.visit.leave(r.ticket)
    assert r.page == "reading"
    r.pass_time(0.2)
    assert late(r)
    r.visit.leave(r.ticket)
    assert r.house.closings == [Ending.LEFT]


def test_a_phase_that_has_passed_takes_its_button_with_it() -> None:
    r = standing(work("reading"))
    r.report("busy")
    r.pass_time(LATE_SECONDS + 1)
    assert late(r)
    r.report("")
    assert not late(r)
    assert r.stage.shown[-1].phase is None


def test_an_outcome_that_came_is_not_called_off() -> None:
    """It waits for its phase to have been seen, and is taken then."""
    r = standing(replace(work("reading"), phases=(replace(work("reading").phases[0], at_least=30.0),)))
    r.report("busy")
    r.pass_time(LATE_SECONDS + 1)
    r.finish()
    assert r.page == "reading"
    r.visit.leave(r.ticket)
    assert r.page == "reading"
    assert r.pass_time(30.0) == "more"


def test_at_home_a_card_that_is_read_for_long_can_be_given_up() -> None:
    async def script() -> None:
        await work("home", idle=True)

    r = Rehearsal(script)
    r.visit.leave(r.ticket)
    assert r.page == "home"
    r.report("busy")
    r.pass_time(LATE_SECONDS + 0.1)
    assert late(r)
    r.visit.leave(r.ticket)
    assert r.house.farewells == 1
    assert r.house.closings == [Ending.LEFT]


def test_pages_of_the_staff_without_a_way_out_have_their_own() -> None:
    r = standing(replace(work("staff_card"), footer=Footer(back=False, leave=False, help=False)))
    r.report("busy")
    r.pass_time(LATE_SECONDS * 3)
    assert not late(r)


def test_a_parked_page_begins_anew_and_has_its_time_again() -> None:
    r = standing(work("reading"))
    r.report("busy")
    r.pass_time(LATE_SECONDS + 1)
    ticket = r.ticket
    r.visit.park()
    r.visit.leave(ticket)
    r.pass_time(1)
    r.visit.resume()
    assert r.page == "reading"
    assert not late(r)


def test_nothing_is_called_off_beneath_another_page() -> None:
    r = standing(BUSY)
    r.pass_time(LATE_SECONDS + 1)
    beneath = r.ticket
    r.call_help()
    assert r.page == "help_here"
    r.visit.leave(beneath)
    assert r.page == "help_here"
    assert not r.stage.shown[-1].late


def test_a_reader_that_breaks_while_it_reads_for_long_takes_the_button_with_it() -> None:
    r = Rehearsal(two_ways)
    r.hear(Progressed("other", r.job_ticket("other"), Progress("reading_other")))
    r.pass_time(LATE_SECONDS + 1)
    assert late(r)
    r.hear(Failed("other", r.job_ticket("other"), NoReply()))
    assert not late(r)
