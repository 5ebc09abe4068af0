"""A visit that somebody of the staff helps with: banner, consent, the staff's question, and everything given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.core.house import Ending, Onward
from kiosk.core.page import After, Choose, Header, Notice
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.staff import Assistance, Figures, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import EndedBy, Tickets
from kiosk.core.text import say
from kiosk.core.visit import Visit
from tests.core.rehearsal import Orders, Rehearsal, Stage, ask, quick, tell, work

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from kiosk.core.page import Page

HEADER = Header(say("您好"), date(2026, 10, 31))
MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
HELP = Assistance(MEMBER)


def about(name: str) -> Page[str]:
    page = ask(name)
    assert isinstance(page, Choose)
    return Choose(name=name, title=page.title, choices=page.choices, header=HEADER)


def trouble(name: str) -> Page[str]:
    return Notice(name=name, title=say("没纸了"), staff=tell(f"{name}_fix"), header=HEADER)


async def two_pages() -> None:
    await ask("home", idle=True)
    await about("result")
    await about("result_two")


def covered(r: Rehearsal) -> bool:
    return r.stage.shown[-1].presentation.covered


def shown_as_helped(r: Rehearsal) -> bool:
    return r.stage.shown[-1].assistance is not None


def test_who_is_known_is_asked_before_the_staff_sees_figures() -> None:
    r = Rehearsal(two_pages)
    assert r.touch("a") == "result"
    r.visit.assist(HELP)
    assert r.page == "consent"
    assert r.stage.shown[-1].presentation.covered
    assert r.touch(value=True) == "result"
    shown = r.stage.shown[-1]
    assert shown.assistance == replace(HELP, figures=Figures.SHOWN)
    assert not shown.presentation.covered


def test_without_consent_figures_stay_covered_and_the_person_may_show_them_later() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(HELP)
    assert r.touch(value=False) == "result"
    assert r.stage.shown[-1].presentation.covered
    r.visit.present(Presentation(covered=False))
    assert r.stage.shown[-1].presentation.covered
    r.visit.ask_consent()
    r.touch(value=True)
    r.visit.ask_consent()
    assert r.page == "result"
    assert not covered(r)


def test_who_says_nothing_has_not_agreed() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(HELP)
    assert r.pass_time(61) == "result"
    assert r.visit.assistance == replace(HELP, figures=Figures.REFUSED)


def test_who_is_helped_from_home_is_asked_once_they_are_known() -> None:
    r = Rehearsal(two_pages)
    r.visit.assist(HELP)
    assert r.page == "home"
    assert r.stage.shown[-1].assistance == HELP
    assert r.touch("a") == "consent"
    r.touch(value=True)
    assert r.touch("a") == "result_two"


def test_what_is_covered_is_not_read_aloud() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(HELP)
    r.touch(value=False)
    r.visit.read_aloud()
    assert (r.page, r.read) == ("result", 0)


def test_the_staff_is_put_its_own_question_and_its_answer_is_the_pages() -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await trouble("no_paper")
        await about("after")

    r = Rehearsal(flow)
    assert r.touch("a") == "no_paper"
    ticket = r.ticket
    r.visit.assist(replace(HELP, figures=Figures.REFUSED))
    assert r.page == "no_paper_fix"
    assert r.ticket == ticket
    assert r.touch("mended") == "after"
    assert r.stage.endings[-1].page == "no_paper"
    assert r.stage.endings[-1].ended_by is EndedBy.STAFF


def test_who_helped_leaves_and_the_person_goes_on_alone() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(replace(HELP, figures=Figures.SHOWN))
    r.visit.helped()
    assert r.page == "helped"
    assert r.stage.shown[-1].assistance is None
    assert r.touch(Onward.GO_ON) == "result"
    r.visit.helped()
    assert r.page == "result"


def test_help_ends_with_the_visit() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(replace(HELP, figures=Figures.SHOWN))
    r.touch("a")
    r.touch("a")
    assert r.page == "home"
    assert r.visit.assistance is None


def test_at_home_who_helps_just_goes() -> None:
    r = Rehearsal(two_pages)
    r.visit.assist(HELP)
    r.visit.helped()
    assert r.page == "home"
    assert r.visit.assistance is None


async def for_the_absent() -> None:
    await about("absent")
    await work("print", seals=True)
    await about("absent_two")


ABSENT = Assistance(MEMBER, Reason.FOR_FAMILY, Figures.NEVER)


def test_who_is_absent_has_their_figures_covered_whoever_asks() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.park()
    r.visit.serve(for_the_absent, ABSENT)
    assert r.page == "absent"
    assert r.stage.shown[-1].presentation.covered
    r.visit.ask_consent()
    assert r.page == "absent"
    assert r.stage.overs == 1


def test_what_is_served_for_somebody_absent_ends_with_who_helps_but_not_in_a_print() -> None:
    r = Rehearsal(two_pages)
    r.visit.serve(for_the_absent, ABSENT)
    assert r.touch("a") == "print"
    r.visit.helped()
    assert r.page == "print"
    assert r.finish() == "absent_two"
    r.visit.helped()
    assert r.house.closings == [Ending.STAFF]
    assert r.page == "bye"
    assert r.pass_time(6) == "home"
    assert r.touch("a") == "result"


def test_back_in_a_served_visit_replays_its_own_script() -> None:
    async def asks() -> None:
        await about("first")
        await about("second")

    r = Rehearsal(two_pages)
    r.visit.serve(asks, ABSENT)
    assert r.touch("a") == "second"
    r.visit.back(r.ticket)
    assert r.page == "first"


@pytest.mark.parametrize("away", [5.0, 100.0])
def test_a_parked_page_has_all_the_time_left_it_had(away: float) -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await Notice(name="short", title=say("好"), after=After(30, "late"))
        await ask("end")

    r = Rehearsal(flow)
    r.touch("a")
    r.pass_time(20)
    r.visit.park()
    r.clock.sleep(away)
    r.visit.resume()
    assert r.page == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(10)
    assert r.pass_time(11) == "end"


def test_who_was_away_for_long_is_asked_before_their_figures_are_shown_again() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.park()
    r.clock.sleep(130)
    r.visit.resume()
    assert r.page == "still_there"
    assert r.touch(Onward.GO_ON) == "result"


def test_parking_twice_and_resuming_what_is_not_parked_changes_nothing() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.resume()
    r.visit.park()
    r.visit.park()
    assert r.visit.parked
    r.visit.resume()
    assert r.page == "result"


def test_nothing_is_laid_over_a_parked_visit_and_what_lies_there_can_be_replaced_or_lifted() -> None:
    r = Rehearsal(two_pages)
    heard: list[object] = []
    over = Notice(name="over", title=say("好"), after=After(60, "late"))
    r.visit.lay_over(over, heard.append)
    assert r.visit.laid_over is over
    r.visit.lay_over(replace_name(over, "other"), heard.append)
    assert r.page == "other"
    r.visit.lift()
    r.visit.lift()
    assert r.page == "home"
    r.visit.park()
    r.visit.lay_over(over, heard.append)
    assert r.page == "home"
    assert heard == []
    assert [(e.page, e.ended_by) for e in r.stage.endings] == [("over", EndedBy.STAFF), ("other", EndedBy.STAFF)]


def replace_name(page: Page[Any], name: str) -> Page[Any]:
    return Notice(name=name, title=page.title, after=page.after)


def test_while_it_is_parked_at_home_out_of_service_waits_for_the_return() -> None:
    r = Rehearsal(two_pages)
    r.visit.park()
    r.house.out_of_service = True
    r.visit.reconsider()
    r.visit.resume()
    assert r.page == "closed"


def staffs(
    script: Callable[[], Coroutine[Page[Any], Any, object]],
) -> tuple[Visit, list[tuple[Ending, object]], Rehearsal]:
    """A visit that is not begun anew, beside another one."""
    r = Rehearsal(two_pages)
    done: list[tuple[Ending, object]] = []
    visit = Visit(
        script,
        house=r.house,
        stage=Stage(),
        orders=Orders(),
        clock=r.clock,
        idle=r.idle,
        on_bug=r.bugs.append,
        read_now=lambda: None,
        tickets=Tickets(),
        done=lambda ending, value: done.append((ending, value)),
    )
    return visit, done, r


def test_a_visit_with_an_end_tells_what_its_flow_returned_and_may_begin_again() -> None:
    async def flow() -> str:
        await ask("menu")
        return "outcome"

    visit, done, _ = staffs(flow)
    for _ in range(2):
        visit.begin()
        assert visit.ticket is not None
        visit.answered(visit.ticket, "a")
    assert done == [(Ending.FINISHED, "outcome")] * 2
    assert visit.page is None


def test_a_visit_that_is_ended_from_outside_says_good_bye_first() -> None:
    visit, done, r = staffs(for_the_absent)
    visit.begin()
    visit.park()
    visit.end(Ending.LIMIT)
    assert visit.page is not None
    assert visit.page.name == "bye"
    r.clock.sleep(6)
    visit.tick()
    assert done == [(Ending.LIMIT, None)]


def test_the_settings_of_who_was_interrupted_come_back() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    wanted = Presentation(TextSize.EXTRA_LARGE, Theme.HIGH_CONTRAST, simple=True)
    r.visit.present(wanted)
    r.visit.park()
    r.visit.resume()
    assert r.stage.shown[-1].presentation == wanted


def test_a_staff_number_is_digits_and_an_administrator_may_do_everything() -> None:
    for wrong in ("12", "123456789", "02a7", ""):
        with pytest.raises(ValueError, match="three to eight digits"):
            StaffNumber(wrong)
    admin = StaffMember(StaffNumber("1003"), StaffRole.ADMINISTRATOR)
    assert all(admin.may_act_as(role) for role in StaffRole)
    assert not MEMBER.may_act_as(StaffRole.TECHNICIAN)
    assert str(MEMBER.number) == "0217"


def test_the_staffs_question_has_its_own_time_and_the_persons_all_of_it_again() -> None:
    fix = Notice(name="fix", title=say("换纸"), after=After(600, "given up"))

    async def flow() -> None:
        await ask("home", idle=True)
        await Notice[str](name="no_paper", title=say("没纸了"), after=After(60, "time over"), staff=fix)
        await about("after")

    r = Rehearsal(flow)
    r.touch("a")
    r.pass_time(50)
    r.visit.assist(replace(HELP, figures=Figures.REFUSED))
    assert r.pass_time(590) == "fix"
    r.visit.helped()
    assert r.touch(Onward.GO_ON) == "no_paper"
    assert r.pass_time(59) == "no_paper"
    assert r.pass_time(2) == "after"


def test_a_question_the_staff_does_not_answer_is_answered_as_it_says() -> None:
    fix = Notice(name="fix", title=say("换纸"), after=After(600, "given up"))
    answers: list[str] = []

    async def flow() -> None:
        await ask("home", idle=True)
        answers.append(await Notice[str](name="no_paper", title=say("没纸了"), after=After(60, "time"), staff=fix))
        await about("after")

    r = Rehearsal(flow)
    r.touch("a")
    r.visit.assist(replace(HELP, figures=Figures.REFUSED))
    assert r.pass_time(601) == "after"
    assert answers == ["given up"]


def test_what_comes_back_after_the_staff_is_shown_at_once() -> None:
    async def flow() -> None:
        await ask("home", idle=True)
        await quick("quick")

    r = Rehearsal(flow)
    r.touch("a")
    r.visit.park()
    r.visit.resume()
    assert r.stage.shown[-1].page.name == "quick"


def test_who_was_to_help_and_went_doesnt_stand_on_the_next_persons_home() -> None:
    r = Rehearsal(two_pages)
    r.visit.assist(HELP)
    assert r.pass_time(r.idle.quiet_seconds - 1) == "home"
    assert shown_as_helped(r)
    r.pass_time(2)
    assert not shown_as_helped(r)
    assert r.visit.assistance is None
    assert r.visit.next_due is None


def test_where_nobody_is_served_nobody_is_helped() -> None:
    r = Rehearsal(two_pages)
    r.house.out_of_service = True
    r.visit.reconsider()
    assert r.page == "closed"
    assert r.visit.closed
    r.visit.assist(HELP)
    assert r.visit.assistance is None
    r.house.out_of_service = False
    r.visit.reconsider()
    assert (r.page, r.visit.closed) == ("home", False)
    r.visit.assist(HELP)
    r.house.out_of_service = True
    r.visit.reconsider()
    assert (r.page, r.visit.assistance) == ("closed", None)


def over(name: str, seconds: float = 60.0) -> Page[str]:
    return Notice(name=name, title=say("好"), after=After(seconds, "late"))


async def a_notice() -> None:
    await ask("home", idle=True)
    await Notice(name="short", title=say("好"), after=After(30, "late"), header=HEADER)
    await ask("end")


def test_what_lay_over_a_parked_visit_lies_there_when_it_comes_back() -> None:
    r = Rehearsal(a_notice)
    r.touch("a")
    heard: list[object] = []
    r.pass_time(5)
    r.visit.lay_over(over("called"), heard.append)
    r.pass_time(10)
    ticket = r.ticket
    r.visit.park()
    r.visit.answered(ticket, "touched")
    r.clock.sleep(300)
    r.visit.resume()
    assert (r.page, r.ticket) == ("called", ticket)
    assert r.stage.shown[-1].left_seconds == pytest.approx(50)
    assert r.touch("touched") == "short"
    assert heard == ["touched"]


def test_what_lies_over_a_parked_visit_may_give_way_or_go_and_no_time_is_lost() -> None:
    r = Rehearsal(a_notice)
    r.touch("a")
    r.pass_time(5)
    r.visit.lay_over(over("called"), lambda _value: None)
    r.pass_time(10)
    r.visit.park()
    r.clock.sleep(20)
    r.visit.lay_over(over("coming"), lambda _value: None)
    r.clock.sleep(20)
    r.visit.lay_over(over("coming_soon"), lambda _value: None)
    r.clock.sleep(20)
    r.visit.resume()
    assert r.page == "coming_soon"
    assert r.stage.shown[-1].left_seconds == pytest.approx(60)
    r.pass_time(10)
    r.visit.lift()
    assert r.page == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(25)
    r.visit.lay_over(over("called"), lambda _value: None)
    r.visit.park()
    r.clock.sleep(20)
    r.visit.lift()
    r.visit.resume()
    assert r.page == "short"
    assert r.stage.shown[-1].left_seconds == pytest.approx(25)


@pytest.mark.parametrize(("away", "page"), [(5.0, "consent"), (200.0, "still_there")])
def test_what_the_visit_asked_itself_gives_way_to_whether_somebody_is_there(away: float, page: str) -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(HELP)
    r.visit.park()
    r.clock.sleep(away)
    r.visit.resume()
    assert r.page == page


def test_help_that_lay_over_a_parked_home_is_gone_when_out_of_service_stands_in_its_place() -> None:
    r = Rehearsal(two_pages)
    r.call_help()
    r.visit.park()
    r.house.out_of_service = True
    r.visit.reconsider()
    r.visit.resume()
    assert r.page == "closed"
    assert r.visit.laid_over is None


def test_what_was_answered_about_one_helper_holds_for_no_other() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.assist(HELP)
    r.visit.park()
    other = Assistance(StaffMember(StaffNumber("0300"), StaffRole.ATTENDANT), figures=Figures.REFUSED)
    r.visit.resume(other)
    assert r.page == "consent"
    r.touch(value=True)
    assert r.visit.assistance == other


def test_help_that_is_over_already_or_set_aside_does_not_end_again() -> None:
    r = Rehearsal(two_pages)
    r.touch("a")
    r.visit.help_is_over(Ending.LIMIT)
    assert r.page == "result"
    r.visit.assist(replace(HELP, figures=Figures.REFUSED))
    r.visit.park()
    r.visit.help_is_over(Ending.LIMIT)
    assert r.visit.assistance is not None
