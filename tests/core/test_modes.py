"""Choosing how everything is shown in the middle of a visit, and the pace of 简洁版."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.core.house import Onward as On
from kiosk.core.page import After, Notice
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import EndedBy, PageEnded
from kiosk.core.text import say
from tests.core.rehearsal import Rehearsal, ask, work

BLACK = Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST)
SIMPLE = Presentation(simple=True)


async def service() -> None:
    await ask("home", idle=True)
    await ask("year")
    await work("look_up")
    await Notice(name="short", title=say("好"), after=After(30, "late"))
    await ask("end")


def test_the_modes_lie_over_a_page_which_comes_back_as_it_was() -> None:
    r = Rehearsal(service)
    r.touch("a")
    before = r.ticket
    r.visit.choose_modes()
    assert r.page == "modes"
    assert r.stage.shown[-1].laid_over
    r.visit.present(BLACK)
    assert r.page == "modes"
    assert r.touch(On.GO_ON) == "year"
    assert (r.ticket, r.visit.presentation) == (before, BLACK)
    assert r.stage.endings[-1] == PageEnded("modes", EndedBy.PERSON)


def test_work_goes_on_under_the_modes_and_is_not_begun_again() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    job = r.job_ticket()
    r.visit.choose_modes()
    assert r.job_ticket() == job
    assert r.finish() == "modes"
    assert r.touch(On.GO_ON) == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(30)


def test_the_time_of_a_page_stands_still_while_somebody_chooses() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.finish()
    r.pass_time(20)
    r.visit.choose_modes()
    assert r.pass_time(59) == "modes"
    assert r.pass_time(2) == "short"
    assert r.stage.endings[-1] == PageEnded("modes", EndedBy.TIME)
    assert r.pass_time(8) == "short"
    assert r.pass_time(2) == "end"


def test_the_modes_lie_over_a_page_laid_over_the_visit_and_lead_back_to_it() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.call_help()
    r.pass_time(50)
    r.visit.choose_modes()
    r.visit.choose_modes()  # once more: they are there already
    assert r.pass_time(30) == "modes"
    assert r.touch(On.GO_ON) == "help_here"
    assert r.stage.shown[-1].left_seconds == pytest.approx(10)
    r.visit.choose_modes()
    r.visit.park()
    r.visit.choose_modes()
    r.clock.sleep(100)
    r.visit.resume()
    assert r.page == "modes"
    r.pass_time(30)
    assert r.touch(On.GO_ON) == "help_here"
    assert r.stage.shown[-1].left_seconds == pytest.approx(10)
    assert r.touch(On.GO_ON) == "year"


def test_who_was_away_for_long_while_the_modes_lay_there_is_asked_whether_they_are_there() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.choose_modes()
    r.visit.park()
    r.clock.sleep(200)
    r.visit.resume()
    assert r.page == "still_there"


def test_a_call_for_help_takes_the_place_of_the_modes() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.call_help()
    r.visit.choose_modes()
    r.visit.lay_over(Notice(name="coming", title=say("来了"), after=After(60, On.GO_ON)), r.visit.onward)
    assert r.touch(On.GO_ON) == "year"
    assert [ending.page for ending in r.stage.endings[-3:]] == ["modes", "help_here", "coming"]


def test_where_nobody_is_served_the_modes_are_forgotten_after_a_while() -> None:
    r = Rehearsal(service)
    r.house.out_of_service = True
    r.visit.reconsider()
    r.visit.choose_modes()
    r.visit.present(BLACK)
    assert r.touch(On.GO_ON) == "closed"
    assert r.pass_time(119) == "closed"
    assert r.visit.presentation == BLACK
    r.pass_time(2)
    assert r.visit.presentation == Presentation()


def test_a_page_that_goes_on_by_itself_waits_half_as_long_again_in_the_simple_version() -> None:
    r = Rehearsal(service)
    r.visit.present(SIMPLE)
    r.touch("a")
    r.touch("a")
    r.finish()
    assert r.stage.shown[-1].left_seconds == pytest.approx(45)
    assert r.pass_time(44) == "short"
    assert r.pass_time(2) == "end"


def test_what_is_the_machines_time_lasts_as_long_for_everybody() -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await Notice(name="short", title=say("好"), after=After(30, "late", paced=False))
        await ask("end")

    r = Rehearsal(flow)
    r.visit.present(SIMPLE)
    r.touch("a")
    assert r.pass_time(29) == "short"
    assert r.pass_time(2) == "end"


def test_a_phase_is_shown_half_as_long_again_in_the_simple_version() -> None:
    for presentation, seconds in ((Presentation(), 0.8), (SIMPLE, 1.2)):
        r = Rehearsal(service)
        r.touch("a")
        r.touch("a")
        r.visit.present(replace(presentation, theme=Theme.SOFT))
        r.report("busy")
        r.finish()
        assert r.pass_time(seconds - 0.01) == "look_up"
        assert r.pass_time(0.02) == "short"


def test_a_visit_that_is_closed_takes_another_presentation_and_shows_nothing() -> None:
    r = Rehearsal(service)
    shown = len(r.stage.shown)
    r.visit.close()
    r.visit.present(BLACK)
    assert r.visit.presentation == BLACK
    assert len(r.stage.shown) == shown


def test_how_it_is_spoken_is_chosen_over_a_page_and_in_place_of_the_modes() -> None:
    r = Rehearsal(service)
    r.touch("a")
    before = r.ticket
    r.visit.choose_voice()
    r.visit.choose_voice()  # once more: it is there already
    assert r.page == "hearing"
    assert r.stage.shown[-1].laid_over
    r.visit.choose_modes()
    assert r.page == "modes"
    assert r.stage.endings[-1] == PageEnded("hearing", EndedBy.PERSON)
    r.visit.choose_voice()
    assert r.page == "hearing"
    assert r.touch(On.GO_ON) == "year"
    assert r.ticket == before


def test_back_leads_on_from_the_modes_and_from_how_it_is_spoken() -> None:
    r = Rehearsal(service)
    r.touch("a")
    before = r.ticket
    for chooses in (r.visit.choose_modes, r.visit.choose_voice, r.visit.choose_language):
        chooses()
        assert r.page != "year"
        r.visit.back(before)  # of the page beneath: nobody sees it
        assert r.page != "year"
        r.visit.back(r.ticket)
        assert (r.page, r.ticket) == ("year", before)


def test_the_time_of_a_page_stands_still_while_modes_and_voice_take_turns() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.finish()
    r.pass_time(20)
    r.visit.choose_modes()
    r.pass_time(40)
    r.visit.choose_voice()
    r.pass_time(40)
    assert r.touch(On.GO_ON) == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(10)


def test_what_lies_under_the_modes_may_give_way_to_another_page_which_has_all_its_time() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.call_help()
    r.visit.choose_modes()
    ticket = r.ticket
    r.pass_time(20)
    r.visit.replace(Notice(name="coming", title=say("来了"), after=After(60, On.GO_ON)), r.visit.onward)
    assert (r.page, r.ticket) == ("modes", ticket)
    assert r.stage.endings[-1] == PageEnded("help_here", EndedBy.STAFF)
    assert r.touch(On.GO_ON) == "coming"
    assert r.stage.shown[-1].left_seconds == pytest.approx(60)
    assert r.touch(On.GO_ON) == "year"


def test_what_lies_under_the_modes_may_be_taken_away_and_the_page_beneath_has_waited() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.finish()
    r.pass_time(10)
    r.call_help()
    r.pass_time(15)
    r.visit.choose_modes()
    r.pass_time(20)
    r.visit.lift()
    assert r.page == "modes"
    assert r.touch(On.GO_ON) == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(20)


def test_visits_begin_in_another_way_once_the_terminal_turns_out_not_to_speak() -> None:
    r = Rehearsal(service)
    spoken, silent = (Presentation().simplified(speaks=speaks) for speaks in (True, False))
    r.visit.begin_as(spoken)
    assert r.stage.shown[-1].presentation == spoken
    r.visit.begin_as(silent)
    assert r.stage.shown[-1].presentation == silent
    r.touch("a")
    r.visit.present(BLACK)
    r.visit.begin_as(spoken)
    assert r.stage.shown[-1].presentation == BLACK
    r.visit.leave(r.ticket)
    assert r.pass_time(10) == "home"
    assert r.stage.shown[-1].presentation == spoken
