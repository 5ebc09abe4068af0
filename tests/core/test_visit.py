"""A visit: tickets, trail, back, seals, pages laid over, parking, idle, troubles, bugs."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from enum import StrEnum

import pytest

from devices.deadline import Deadline
from devices.errors import CardUnreadable, DeviceError, NoReply, OperationCancelled, PaperOut
from devices.health import DeviceState, Health
from devices.roles import Key, KeyPressed
from kiosk.core.house import Aloud, Ending
from kiosk.core.house import Onward as On
from kiosk.core.lane import Failed, Happened, HealthChanged, Progressed, Succeeded
from kiosk.core.page import After, Choose, Footer, Hint, Job, Notice, Page, Panel, Phase, Progress, Report, Wait
from kiosk.core.people import Presentation, TextSize
from kiosk.core.stage import EndedBy, PageEnded, Ticket
from kiosk.core.text import say
from kiosk.core.visit import ReplayDiffers
from tests.core.rehearsal import CARDS, CardAway, Rehearsal, ask, quick, tell, work


async def service() -> None:
    """Home, a question, some work, a usual question, a sealed print, a good-bye."""
    first = await ask("home", idle=True)
    if first == "b":
        await ask("other")
        raise CardAway
    year = await ask("year")
    await work("look_up")
    await ask("which_paper", usual=True)
    await ask("review")
    if year == "b":
        await work("reading", lane="cards")
    await work("printing", seals=True)
    await ask("more")


def test_a_visit_goes_from_page_to_page_and_ends_at_home() -> None:
    r = Rehearsal(service)
    assert r.page == "home"
    assert r.visit.at_home
    assert r.touch("a") == "year"
    assert r.touch("a") == "look_up"
    assert r.finish() == "which_paper"
    assert r.touch("a") == "review"
    assert r.touch("a") == "printing"
    assert r.finish() == "more"
    assert r.touch("a") == "home"
    assert r.visit.visits == 1
    assert r.house.closings == [Ending.FINISHED]
    assert r.house.farewells == 1
    assert r.visit.trail == ()


def test_a_late_answer_is_dropped() -> None:
    r = Rehearsal(service)
    late = r.ticket
    r.touch("a")
    r.visit.answered(late, "b")
    assert r.page == "year"


def test_a_late_job_is_dropped() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    late = r.job_ticket()
    r.visit.back(r.ticket)
    assert r.page == "year"
    assert late in r.orders.cancelled
    r.hear(Succeeded("desk", late, "done"))
    r.hear(Progressed("desk", late, Progress("busy")))
    assert r.page == "year"


def test_a_cancelled_order_says_nothing() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.hear(Failed("desk", r.job_ticket(), OperationCancelled()))
    assert r.page == "look_up"


def test_back_replays_to_the_last_question() -> None:
    r = Rehearsal(service)
    for answer in ("a", "b"):
        r.touch(answer)
    r.finish()
    assert r.page == "which_paper"
    r.visit.back(r.ticket)
    assert r.page == "year"
    assert r.visit.trail == (("home", EndedBy.PERSON),)
    r.visit.back(r.ticket)
    assert r.page == "home"
    assert r.visit.at_home
    r.visit.back(r.ticket)
    assert r.page == "home"


def test_back_never_crosses_a_seal() -> None:
    r = Rehearsal(service)
    for answer in ("a", "a"):
        r.touch(answer)
    r.finish()
    r.touch("a")
    r.touch("a")
    assert r.page == "printing"
    assert not r.visit.can_go_back
    r.visit.back(r.ticket)
    r.visit.leave(r.ticket)
    assert r.page == "printing"
    r.finish()
    assert r.page == "more"
    assert not r.visit.can_go_back


def test_usual_answers_are_given_by_themselves_in_the_simple_version() -> None:
    r = Rehearsal(service)
    r.visit.present(Presentation(simple=True))
    r.touch("a")
    r.touch("a")
    assert r.finish() == "review"
    assert r.visit.trail[-1] == ("which_paper", EndedBy.USUAL)
    r.visit.back(r.ticket)
    assert r.page == "year"


def test_a_phase_is_shown_for_its_time_and_takes_no_touch() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.report("busy")
    phase = r.stage.shown[-1].phase
    assert phase is not None
    assert phase.name == "busy"
    r.visit.answered(r.ticket, "a")
    assert r.finish() == "look_up"
    r.visit.answered(r.ticket, "a")
    r.visit.leave(r.ticket)
    assert r.pass_time(0.79) == "look_up"
    assert r.pass_time(0.02) == "which_paper"


def test_an_error_without_a_catch_has_its_page_and_goes_back_to_the_question() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    assert r.fail(CardAway()) == "card_away"
    assert r.stage.endings[-1] == PageEnded("look_up", EndedBy.ERROR, "card-away")
    assert r.touch(On.GO_ON) == "year"


def test_after_a_trouble_the_person_may_leave() -> None:
    r = Rehearsal(service)
    r.touch("b")
    assert r.touch("a") == "card_away"
    assert r.touch(On.LEAVE) == "bye"
    assert r.house.closings == [Ending.TROUBLE]
    assert r.pass_time(5) == "home"


def test_a_trouble_nobody_answers_ends_by_itself() -> None:
    r = Rehearsal(service)
    r.touch("b")
    r.touch("a")
    assert r.pass_time(120) == "still_there"
    assert r.pass_time(30) == "bye"
    assert r.house.closings == [Ending.IDLE]


def test_the_code_of_a_device_error_is_recorded() -> None:
    async def script() -> None:
        await ask("home", idle=True)
        try:
            await work("printing", seals=True)
        except PaperOut:
            await tell("paper_out")

    r = Rehearsal(script)
    r.touch("a")
    assert r.fail(PaperOut()) == "paper_out"
    assert r.stage.endings[-1] == PageEnded("printing", EndedBy.ERROR, "paper-out")


def test_a_bug_ends_the_visit_with_an_apology_and_is_reported() -> None:
    async def script() -> None:
        await ask("home", idle=True)
        raise ZeroDivisionError

    r = Rehearsal(script)
    assert r.touch("a") == "bye"
    assert [type(bug) for bug in r.bugs] == [ZeroDivisionError]
    assert r.house.closings == [Ending.BUG]
    assert r.visit.trail == ()


def test_a_flow_that_differs_in_replay_is_a_bug() -> None:
    names = iter(["one", "two"])

    async def script() -> None:
        await ask("home", idle=True)
        await ask(next(names))
        await ask("three")
        await ask("four")

    r = Rehearsal(script)
    for _ in range(3):
        r.touch("a")
    r.visit.back(r.ticket)
    assert [type(bug) for bug in r.bugs] == [ReplayDiffers]


@pytest.mark.parametrize("second", [None, ValueError])
def test_a_flow_that_breaks_in_replay_is_a_bug(second: type[Exception] | None) -> None:
    runs = iter([False, True])

    async def script() -> None:
        again = next(runs, False)
        await ask("home", idle=True)
        if again:
            if second is not None:
                raise second
            return
        await ask("one")
        await ask("two")

    r = Rehearsal(script)
    r.touch("a")
    r.touch("a")
    r.visit.back(r.ticket)
    assert [type(bug) for bug in r.bugs] == [ReplayDiffers]


def test_quiet_brings_the_question_and_a_touch_goes_on() -> None:
    r = Rehearsal(service)
    assert r.pass_time(1000) == "home"
    r.touch("a")
    under = r.ticket
    assert r.pass_time(119) == "year"
    r.visit.touched()
    assert r.pass_time(119) == "year"
    assert r.pass_time(2) == "still_there"
    shown = r.stage.shown[-1]
    assert shown.laid_over
    assert shown.left_seconds == 30
    assert r.touch(On.GO_ON) == "year"
    assert r.ticket == under
    assert r.pass_time(121) == "still_there"
    assert r.pass_time(31) == "bye"
    assert r.house.closings == [Ending.IDLE]
    assert r.stage.overs == 1


def test_a_panel_that_is_put_anew_by_itself_is_no_touch() -> None:
    async def script() -> None:
        await ask("home", idle=True)
        while await Panel[str](name="devices", title=say("设备"), jobs=work("devices").jobs) != "enough":
            pass
        await ask("menu")

    r = Rehearsal(script)
    r.touch("a")
    assert r.pass_time(100) == "devices"
    assert r.finish("changed") == "devices"
    assert r.pass_time(19) == "devices"
    assert r.pass_time(2) == "still_there"
    r.finish("changed")
    laid_over = r.visit.laid_over
    assert laid_over is not None
    assert laid_over.name == "still_there"
    assert r.touch(On.GO_ON) == "devices"
    r.visit.touched()
    assert r.finish("enough") == "menu"
    assert r.pass_time(119) == "menu"


def test_the_simple_version_waits_longer() -> None:
    r = Rehearsal(service)
    r.visit.present(Presentation(simple=True))
    r.touch("a")
    assert r.pass_time(179) == "year"
    assert r.pass_time(2) == "still_there"
    assert r.pass_time(43) == "still_there"
    assert r.pass_time(2) == "bye"


def test_a_print_is_never_interrupted_by_the_question() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.finish()
    r.touch("a")
    assert r.touch("a") == "printing"
    assert r.pass_time(3600) == "printing"


def test_a_patient_page_waits_for_us() -> None:
    async def script() -> None:
        await ask("home", idle=True)
        await work("no_paper", patient=True)

    r = Rehearsal(script)
    r.touch("a")
    assert r.pass_time(3600) == "no_paper"


def test_a_card_read_under_the_question_answers_it() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    assert r.pass_time(121) == "still_there"
    assert r.finish() == "which_paper"


def test_leaving_ends_the_visit() -> None:
    r = Rehearsal(service)
    r.visit.leave(r.ticket)
    assert r.page == "home"
    r.touch("a")
    r.visit.leave(r.ticket)
    assert r.page == "bye"
    assert r.house.closings == [Ending.LEFT]
    assert r.pass_time(5) == "home"


def test_the_closing_page_is_shown_as_the_others_were_to_who_is_still_there() -> None:
    large = Presentation(size=TextSize.LARGE)
    r = Rehearsal(service)
    r.touch("a")
    r.visit.present(large)
    r.visit.leave(r.ticket)
    assert (r.page, r.stage.shown[-1].presentation) == ("bye", large)
    assert r.pass_time(5) == "home"
    assert r.stage.shown[-1].presentation == Presentation()
    r.touch("a")
    r.visit.present(large)
    r.pass_time(121)
    r.pass_time(31)
    assert (r.page, r.house.closings[-1]) == ("bye", Ending.IDLE)
    assert r.stage.shown[-1].presentation == Presentation()


def test_help_lies_over_any_page_and_goes_away() -> None:
    r = Rehearsal(service)
    r.call_help()
    assert r.page == "help_here"
    assert r.touch(On.LEAVE) == "home"
    r.touch("a")
    r.call_help()
    r.call_help()
    stale = r.ticket
    r.visit.back(r.ticket)
    r.visit.leave(r.ticket)
    assert r.page == "help_here"
    r.visit.answered(Ticket(stale + 99), On.GO_ON)
    assert r.page == "help_here"
    assert r.pass_time(60) == "year"
    r.call_help()
    assert r.touch(On.LEAVE) == "bye"


def test_work_goes_on_under_a_page_laid_over() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.touch("a")
    r.call_help()
    assert r.finish() == "help_here"
    assert r.touch(On.GO_ON) == "which_paper"


def test_figures_are_read_aloud_after_one_consent_a_visit() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.read_aloud()
    assert r.page == "read_aloud"
    r.visit.read_aloud()
    assert r.touch(Aloud.NO) == "year"
    assert r.read == 0
    r.visit.read_aloud()
    r.touch(Aloud.YES)
    r.visit.read_aloud()
    assert r.page == "year"
    assert r.read == 2
    r.visit.leave(r.ticket)
    r.pass_time(6)
    r.touch("a")
    r.visit.read_aloud()
    assert r.page == "read_aloud"
    assert r.pass_time(30) == "year"
    assert r.read == 2


def test_as_long_as_they_are_read_to_nobody_asks_whether_they_are_there() -> None:
    r = Rehearsal(service)
    r.touch("a")
    for _ in range(3):
        r.pass_time(100)
        r.visit.listening()
    assert r.page == "year"
    assert r.pass_time(121) == "still_there"


def test_a_change_of_presentation_keeps_the_page_and_its_ticket() -> None:
    r = Rehearsal(service)
    r.touch("a")
    before = r.ticket
    r.visit.present(dataclasses.replace(r.visit.presentation, size=TextSize.LARGE))
    assert r.ticket == before
    assert r.stage.shown[-1].presentation.size is TextSize.LARGE


def test_health_greys_lanes_and_performs_again_only_when_it_matters() -> None:
    r = Rehearsal(service)
    well = Health(DeviceState.ONLINE)
    r.hear(HealthChanged("desk", well))
    shows = len(r.stage.shown)
    r.hear(HealthChanged("desk", dataclasses.replace(well, since_seconds=3)))
    assert len(r.stage.shown) == shows
    r.hear(HealthChanged("desk", Health(DeviceState.OFFLINE)))
    assert r.stage.shown[-1].down == {"desk"}


def test_parking_keeps_page_and_presentation_and_starts_jobs_again() -> None:
    r = Rehearsal(service)
    r.visit.present(Presentation(size=TextSize.LARGE))
    r.touch("a")
    r.touch("a")
    before, job, shows = r.ticket, r.job_ticket(), len(r.stage.shown)
    r.report("busy")
    r.visit.park()
    assert r.visit.parked
    assert job in r.orders.cancelled
    for act in (r.call_help, r.visit.read_aloud, r.visit.tick, lambda: r.visit.back(before)):
        act()
    r.visit.answered(before, "a")
    assert r.visit.next_due is None
    r.clock.sleep(100)
    assert len(r.stage.shown) == shows + 1
    r.visit.resume()
    assert (r.page, r.ticket) == ("look_up", before)
    assert r.stage.shown[-1].phase is None
    assert r.visit.presentation.size is TextSize.LARGE
    assert r.finish() == "which_paper"
    r.visit.resume()
    assert r.page == "which_paper"


def test_a_sealing_job_goes_on_while_parked_and_its_outcome_is_kept() -> None:
    r = Rehearsal(service)
    for _ in range(2):
        r.touch("a")
    r.finish()
    r.touch("a")
    r.touch("a")
    job = r.job_ticket()
    r.visit.park()
    assert job not in r.orders.cancelled
    r.finish()
    assert r.page == "printing"
    r.visit.resume()
    assert r.page == "more"


def test_another_card_asks_and_may_end_the_visit() -> None:
    r = Rehearsal(service)
    r.house.watching = True
    r.touch("a")
    r.finish("a", "cards")
    assert r.page == "year"
    r.touch("b")
    assert r.finish("stranger", "cards") == "another_card"
    assert r.touch(On.GO_ON) == "look_up"
    r.visit.back(r.ticket)
    assert r.finish("stranger", "cards") == "another_card"
    r.visit.park()
    r.visit.resume()
    assert r.finish("stranger", "cards") == "another_card"
    assert r.touch(On.LEAVE) == "bye"


def test_another_card_is_noticed_again_on_the_same_page() -> None:
    r = Rehearsal(service)
    r.house.watching = True
    r.touch("a")
    assert r.finish("stranger", "cards") == "another_card"
    assert r.touch(On.GO_ON) == "year"
    assert r.finish("stranger", "cards") == "another_card"
    assert r.touch(On.GO_ON) == "year"
    watch = r.job_ticket(CARDS.name)
    r.orders.open.pop(watch)
    r.hear(Failed("cards", watch, CardUnreadable("")))
    assert r.finish("stranger", "cards") == "another_card"


def test_a_print_is_not_left_from_a_page_laid_over_it() -> None:
    async def printing() -> None:
        await ask("home", idle=True)
        await work("print", seals=True)
        await ask("more")

    r = Rehearsal(printing)
    r.touch("a")
    r.call_help()
    assert r.touch(On.LEAVE) == "print"
    assert r.orders.cancelled == []
    assert r.finish() == "more"


def test_a_page_that_reads_cards_itself_has_no_watch_beside_it() -> None:
    r = Rehearsal(service)
    r.house.watching = True
    r.touch("a")
    r.touch("b")
    r.finish()
    r.touch("a")
    r.touch("a")
    assert r.page == "reading"
    assert [job.lane for job in r.orders.open.values()].count("cards") == 1


def test_a_watch_that_fails_or_comes_late_changes_nothing() -> None:
    r = Rehearsal(service)
    r.house.watching = True
    r.touch("a")
    watch = r.job_ticket(CARDS.name)
    r.hear(Progressed("cards", watch, Progress()))
    r.orders.open.pop(watch)
    r.hear(Failed("cards", watch, CardAway()))
    assert r.page == "year"
    r.touch("a")
    r.call_help()
    assert r.finish("stranger", "cards") == "help_here"


def test_out_of_service_stands_in_place_of_home_until_it_is_over() -> None:
    r = Rehearsal(service)
    r.house.out_of_service = True
    r.visit.reconsider()
    assert r.page == "closed"
    assert r.pass_time(10_000) == "closed"
    r.house.out_of_service = False
    r.visit.reconsider()
    assert r.page == "home"
    r.touch("a")
    r.house.out_of_service = True
    r.visit.reconsider()
    assert r.page == "year"
    r.visit.leave(r.ticket)
    assert r.pass_time(6) == "closed"


def test_the_cut_off_day_reaches_the_stage() -> None:
    from datetime import date

    r = Rehearsal(service)
    r.visit.know_cut_off(date(2026, 10, 31))
    assert r.stage.shown[-1].cut_off == date(2026, 10, 31)


def test_closing_the_terminal_forgets_everything() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.close()
    assert r.visit.page is None
    assert r.visit.trail == ()
    assert r.visit.next_due is None
    r.visit.tick()
    r.call_help()
    r.hear(HealthChanged("desk", Health()))
    r.visit.know_cut_off(None)
    assert r.stage.overs == 1


def test_every_visit_begins_and_ends_as_the_hall_has_configured_it() -> None:
    usual = Presentation(TextSize.LARGE, voice=True)
    r = Rehearsal(service, usual=usual)
    assert r.visit.next_due is None

    def leave() -> None:
        r.visit.leave(r.ticket)
        r.pass_time(5)

    for end in (leave, r.visit.interrupt, lambda: r.pass_time(200)):
        assert r.stage.shown[-1].presentation == usual
        r.touch("a")
        r.visit.present(Presentation(TextSize.EXTRA_LARGE))
        end()
        assert r.visit.presentation == usual
        r.pass_time(60)
    r.visit.present(Presentation())
    assert r.pass_time(121) == "home"
    assert r.stage.shown[-1].presentation == usual


def test_home_forgets_how_somebody_wanted_it_shown() -> None:
    r = Rehearsal(service)
    r.visit.present(Presentation(size=TextSize.LARGE))
    assert r.pass_time(119) == "home"
    assert r.visit.presentation.size is TextSize.LARGE
    assert r.pass_time(2) == "home"
    assert r.visit.presentation == Presentation()
    assert r.visit.next_due is None


def test_home_tries_again_by_itself_and_keeps_no_trail() -> None:
    async def script() -> None:
        try:
            await work("home", idle=True)
        except CardAway:
            await Choose(name="home_without_reader", title=say("？"), idle=True, after=After(30, None))

    r = Rehearsal(script)
    for _ in range(3):
        assert r.fail(CardAway()) == "home_without_reader"
        assert r.visit.at_home
        r.visit.present(Presentation(size=TextSize.LARGE))
        assert r.pass_time(30) == "home"
        assert r.visit.trail == ()
        assert r.visit.presentation.size is TextSize.LARGE


async def looking() -> None:
    await ask("home", idle=True)
    await quick("look_up")
    await ask("found")


def test_quick_work_does_not_flash_past() -> None:
    r = Rehearsal(looking)
    r.touch("a")
    assert r.page == "look_up"
    r.visit.present(Presentation(simple=True))
    assert r.stage.shown[-1].page.name == "home"
    r.finish()
    assert [showing.page.name for showing in r.stage.shown] == ["home", "found"]


def test_slow_work_is_explained() -> None:
    r = Rehearsal(looking)
    r.touch("a")
    r.pass_time(0.29)
    assert r.stage.shown[-1].page.name == "home"
    r.pass_time(0.02)
    assert r.stage.shown[-1].page.name == "look_up"
    r.call_help()
    assert r.finish() == "help_here"


def test_progress_brings_a_page_up_at_once() -> None:
    r = Rehearsal(looking)
    r.touch("a")
    r.report("")
    assert r.stage.shown[-1].page.name == "home"
    r.report("busy")
    assert r.stage.shown[-1].page.name == "look_up"


def test_something_may_be_announced_at_home_but_never_over_a_visit() -> None:
    from kiosk.core.page import Notice

    page = Notice(name="power_cut", title=say("机器刚才停了一下"), after=After(60, On.GO_ON))
    r = Rehearsal(service)
    r.visit.announce(page)
    assert r.page == "power_cut"
    r.visit.announce(page)
    assert r.pass_time(61) == "home"
    r.touch("a")
    r.visit.announce(page)
    assert r.page == "year"


def test_a_reader_that_is_tried_again_is_nobody_who_touched() -> None:
    r = Rehearsal(looking)
    r.touch("a")
    r.pass_time(60)
    r.report("")
    assert r.pass_time(61) == "still_there"


def test_a_tick_too_early_changes_nothing() -> None:
    r = Rehearsal(service)
    r.call_help()
    r.visit.tick()
    assert r.page == "help_here"


# -- a hint, and answers that are counted ---------------------------------------------------------------------


HINT = Hint(15.0, (say("不会用，没关系。"),))


async def hinting() -> None:
    try:
        await replace(work("home", idle=True), hint=HINT)
    except CardAway:
        await Choose(name="home_without_reader", title=say("？"), idle=True, after=After(30, None), hint=HINT)


def hint_shown(r: Rehearsal) -> bool:
    return r.stage.shown[-1].hint == HINT.sentences


def test_a_hint_comes_up_when_nobody_touches_anything() -> None:
    r = Rehearsal(hinting)
    ticket = r.ticket
    r.pass_time(10)
    r.visit.touched()
    r.pass_time(14)
    assert not hint_shown(r)
    r.pass_time(1)
    assert hint_shown(r)
    assert r.ticket == ticket
    assert r.visit.next_due is None


def test_a_hint_that_has_come_up_stays_while_its_page_stands() -> None:
    r = Rehearsal(hinting)
    r.pass_time(15)
    r.visit.touched()
    r.visit.present(Presentation(size=TextSize.LARGE))
    assert hint_shown(r)
    assert r.pass_time(120) == "home"
    assert hint_shown(r)
    assert r.visit.presentation == Presentation()


def test_a_hint_is_gone_while_a_card_is_read_and_not_over_another_page() -> None:
    r = Rehearsal(hinting)
    r.pass_time(15)
    r.call_help()
    assert not hint_shown(r)
    assert r.pass_time(60) == "home"
    assert hint_shown(r)
    r.report("busy")
    assert not hint_shown(r)


def test_no_hint_comes_up_while_a_card_is_read() -> None:
    r = Rehearsal(hinting)
    r.report("busy")
    r.pass_time(30)
    assert not hint_shown(r)


def test_a_reader_that_is_tried_again_takes_no_hint_away() -> None:
    r = Rehearsal(hinting)
    r.pass_time(15)
    for _ in range(2):
        shown = len(r.stage.shown)
        assert r.fail(CardAway()) == "home_without_reader"
        assert r.pass_time(30) == "home"
        assert [showing.hint for showing in r.stage.shown[shown:]] == [HINT.sentences] * 2


def test_home_without_a_reader_forgets_how_somebody_wanted_it_shown() -> None:
    r = Rehearsal(hinting)
    r.visit.present(Presentation(size=TextSize.LARGE))
    for _ in range(4):
        r.fail(CardAway())
        r.pass_time(30)
    assert r.visit.presentation == Presentation()


def test_the_next_person_is_given_time_before_the_hint() -> None:
    async def script() -> None:
        await replace(ask("home", idle=True), hint=HINT)
        await ask("year")

    r = Rehearsal(script)
    r.touch("a")
    assert r.pass_time(120 + 30 + 5) == "home"
    assert not hint_shown(r)
    r.pass_time(15)
    assert hint_shown(r)


class Liked(StrEnum):
    YES = "yes"


@pytest.mark.parametrize(("answer", "noted"), [(Liked.YES, "yes"), (None, ""), ("王桂芳", "")])
def test_only_a_counted_page_tells_its_answer_and_only_a_name_of_ours(answer: object, noted: str) -> None:
    async def script() -> None:
        await ask("home", idle=True)
        await replace(ask("liked"), counted=True)

    r = Rehearsal(script)
    r.touch(Liked.YES)
    assert r.stage.endings[-1] == PageEnded("home", EndedBy.PERSON)
    r.touch(answer)
    assert r.stage.endings[-1] == PageEnded("liked", EndedBy.PERSON, answer=noted)


# -- somebody there -----------------------------------------------------------------------------------------


def test_who_is_seen_standing_there_is_given_one_more_round_before_they_are_asked() -> None:
    r = Rehearsal(service)
    r.visit.somebody(there=True)
    r.touch("a")
    assert r.pass_time(121) == "year"
    assert r.pass_time(121) == "still_there"


def test_who_has_stepped_away_is_asked_at_once() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.somebody(there=True)
    assert r.pass_time(121) == "year"
    r.visit.somebody(there=False)
    assert r.pass_time(121) == "still_there"


def test_no_hint_comes_up_where_a_sensor_sees_nobody() -> None:
    r = Rehearsal(hinting)
    r.visit.somebody(there=False)
    r.pass_time(100)
    assert not hint_shown(r)


def test_what_a_device_tells_unasked_is_not_a_jobs_outcome() -> None:
    r = Rehearsal(service)
    r.hear(Happened("keypad", KeyPressed(Key.ENTER)))
    assert r.page == "home"


# -- two ways at once -----------------------------------------------------------------------------------------


def two_readers() -> Page[str]:
    def never(_device: object, deadline: Deadline, _report: Report) -> str:
        deadline.pause(1000)
        return ""

    phases = (Phase("reading", say("正在读")), Phase("reading_other", say("正在读")))
    jobs = (Job("desk", never), Job("other", never, aside=True))
    return Wait(name="two", title=say("？"), jobs=jobs, phases=phases)


async def two_ways() -> None:
    try:
        answer = await two_readers()
    except DeviceError as error:
        await ask(error.code)
    else:
        await ask(answer)


def test_trouble_of_a_way_aside_doesnt_end_the_page_while_another_is_left() -> None:
    r = Rehearsal(two_ways)
    r.hear(Failed("other", r.job_ticket("other"), NoReply()))
    assert r.page == "two"
    r.hear(Failed("desk", r.job_ticket(), NoReply()))
    assert r.page == "no-reply"


def test_trouble_of_the_first_way_and_of_a_card_are_told() -> None:
    r = Rehearsal(two_ways)
    r.hear(Failed("desk", r.job_ticket(), NoReply()))
    assert r.page == "no-reply"
    r = Rehearsal(two_ways)
    r.hear(Failed("other", r.job_ticket("other"), CardUnreadable()))
    assert r.page == "card-unreadable"


def test_what_reads_is_not_disturbed_by_what_is_looked_for() -> None:
    r = Rehearsal(two_ways)
    r.hear(Progressed("other", r.job_ticket("other"), Progress("reading_other")))
    r.hear(Progressed("desk", r.job_ticket(), Progress()))
    assert r.stage.shown[-1].phase is not None
    r.hear(Failed("desk", r.job_ticket(), NoReply()))
    assert r.page == "two"
    assert r.finish("read", lane="other") == "read"


def test_a_way_aside_that_breaks_while_it_reads_shows_the_page_again() -> None:
    r = Rehearsal(two_ways)
    r.hear(Progressed("other", r.job_ticket("other"), Progress("reading_other")))
    r.hear(Failed("other", r.job_ticket("other"), NoReply()))
    assert r.stage.shown[-1].phase is None
    assert r.finish("read") == "read"


async def waiting_for_a_hand() -> None:
    await ask("home", idle=True)
    await replace(work("card_out", patient=True), footer=Footer(back=False, leave=False))


def test_help_cant_be_used_to_leave_what_waits_for_a_hand() -> None:
    r = Rehearsal(waiting_for_a_hand)
    r.touch("a")
    r.call_help()
    assert r.page == "help_here"
    assert r.touch(On.LEAVE) == "card_out"


def test_who_steps_up_is_not_hinted_at_once() -> None:
    r = Rehearsal(hinting)
    r.visit.somebody(there=False)
    r.pass_time(100)
    r.visit.somebody(there=True)
    r.visit.tick()
    assert not hint_shown(r)
    r.pass_time(16)
    assert hint_shown(r)


def test_a_pages_own_time_stands_still_under_a_page_laid_over_it() -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await Notice(name="short", title=say("好"), after=After(30, "late"))
        await ask("end")

    r = Rehearsal(flow)
    r.touch("a")
    r.pass_time(20)
    r.call_help()
    assert r.pass_time(50) == "help_here"
    assert r.touch(On.GO_ON) == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(10)
    r.call_help()
    assert r.pass_time(61) == "short"
    assert r.pass_time(8) == "short"
    assert r.pass_time(2) == "end"


def test_a_page_that_came_up_under_another_has_all_its_time_once_it_is_seen() -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await work("print", seals=True)
        await Notice(name="short", title=say("好"), after=After(30, "late"))
        await ask("end")

    r = Rehearsal(flow)
    r.touch("a")
    r.call_help()
    r.pass_time(20)
    r.finish()
    r.pass_time(35)
    assert r.touch(On.GO_ON) == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(30)


def test_where_nobody_is_served_there_is_nothing_to_leave_and_no_visit_to_count() -> None:
    r = Rehearsal(service)
    r.house.out_of_service = True
    r.visit.reconsider()
    r.call_help()
    assert r.touch(On.LEAVE) == "closed"
    r.visit.interrupt()
    assert r.page == "closed"
    assert (r.visit.visits, r.stage.overs, r.house.farewells) == (0, 0, 0)
