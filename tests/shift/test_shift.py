"""Whose turn it is: the staff parks a visit, and whatever they do, it comes back or is replaced by what they ordered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.core.config import IdleConfig, StaffConfig
from kiosk.core.house import Ending, Onward
from kiosk.core.lane import Progressed, Succeeded
from kiosk.core.page import Footer, Progress
from kiosk.core.people import Presentation, TextSize
from kiosk.core.staff import Assistance, Figures, Reason, SignedIn, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import Tickets
from kiosk.core.visit import Visit
from kiosk.flows.staff.outcome import Exits, Helps, Serves
from kiosk.flows.staff.service import Parked
from kiosk.shift import Shift
from kiosk.staff.session import Over, Session, Work
from tests.core.rehearsal import House, Rehearsal, ask, work

if TYPE_CHECKING:
    from collections.abc import Callable

    Script = Callable[[], Any]

MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
LIMIT = 3600.0


async def person() -> None:
    await ask("home", idle=True)
    await ask("question")
    await work("print", seals=True)
    await ask("end")


async def staffs() -> object:
    await work("sign_in", lane="staff")
    return await ask("menu")


async def other() -> None:
    await ask("other")


async def technician() -> object:
    await work("sign_in", lane="staff")
    await work("looking_somebody_up", lane="staff")
    return await ask("menu")


class StaffHouse(House):
    """A house that is never closed to its staff."""

    def closed(self) -> None:
        return None


class Hall:
    """A shift over a rehearsed visit, and what it told."""

    def __init__(self, script: Script = staffs, person_script: Script = person) -> None:
        self.told: list[object] = []
        self.staff_house = StaffHouse()
        self.r = Rehearsal(person)
        self.r.visit.close()
        tickets = Tickets()

        def visit(script: Callable[[], Any], done: Callable[[Ending, object], None] | None) -> Visit:
            return Visit(
                script,
                house=self.r.house if done is None else self.staff_house,
                stage=self.r.stage,
                orders=self.r.orders,
                clock=self.r.clock,
                idle=IdleConfig(),
                on_bug=self.r.bugs.append,
                read_now=lambda: None,
                tickets=tickets,
                done=done,
            )

        self.shift = Shift(
            visit(person_script, None),
            lambda done: visit(script, done),
            self.r.clock,
            lambda: self,
        )
        self.shift.person.begin()

    def signed_in(self, member: StaffMember) -> float:
        self.told.append(member)
        return LIMIT

    def helps(self, assistance: Assistance, now: float) -> Session:
        self.told.append(assistance)
        return Session.begun(assistance.member, Work.HELPING, now, StaffConfig())

    def sees(self, assistance: Assistance | None) -> None:
        """Too often to remember."""

    def helped(self, assistance: Assistance, over: Over | None = None) -> None:
        self.told.append(("helped", assistance) if over is None else (over, assistance))

    def signed_out(self, member: StaffMember, ending: Ending) -> None:
        self.told.append((member, ending))

    def exits(self, code: int) -> None:
        self.told.append(code)

    @property
    def page(self) -> str:
        page = self.shift.now.page
        assert page is not None
        return page.name

    def touch(self, value: object) -> str:
        assert self.shift.now.ticket is not None
        self.shift.now.answered(self.shift.now.ticket, value)
        return self.page

    def sign_in(self) -> str:
        self.shift.staff_wanted()
        ticket = self.r.job_ticket("staff")
        self.shift.heard(Succeeded("staff", ticket, SignedIn(MEMBER)))
        return self.page


def nobody_on_duty(hall: Hall) -> bool:
    return hall.shift.on_duty is None


def test_who_signs_in_and_leaves_again_changes_nothing() -> None:
    hall = Hall()
    hall.touch("a")
    hall.shift.person.present(Presentation(TextSize.LARGE))
    ticket = hall.shift.person.ticket
    assert hall.sign_in() == "menu"
    assert hall.shift.person.parked
    assert hall.shift.on_duty == MEMBER.number
    assert hall.touch(None) == "question"
    assert nobody_on_duty(hall)
    assert hall.shift.person.ticket == ticket
    assert hall.shift.person.presentation == Presentation(TextSize.LARGE)
    assert hall.told == [MEMBER, (MEMBER, Ending.FINISHED)]


def test_a_second_knock_changes_nothing() -> None:
    hall = Hall()
    hall.shift.staff_wanted()
    hall.shift.staff_wanted()
    assert hall.page == "sign_in"


def test_who_helps_stands_on_the_persons_page() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    help_ = Assistance(MEMBER, figures=Figures.REFUSED)
    assert hall.touch(Helps(help_)) == "question"
    assert hall.shift.person.assistance == help_
    assert hall.shift.on_duty == MEMBER.number
    hall.shift.person.helped()
    hall.shift.look()
    assert hall.told[-2:] == [help_, ("helped", help_)]


def busy_until(hall: Hall, seconds: float) -> None:
    """Somebody touches the screen every minute for so long, and time does what it brings."""
    began = hall.r.clock.monotonic()
    while hall.r.clock.monotonic() < began + seconds:
        hall.r.clock.sleep(60)
        hall.shift.person.touched()
        hall.shift.tick()


def test_help_ends_at_its_limit_and_the_visit_goes_on_as_the_persons_own() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    help_ = Assistance(MEMBER, figures=Figures.REFUSED)
    hall.touch(Helps(help_))
    busy_until(hall, 29 * 60)
    assert (hall.page, hall.shift.on_duty) == ("question", MEMBER.number)
    assert hall.r.stage.shown[-1].presentation.covered
    busy_until(hall, 60)
    assert hall.page == "helped"
    assert nobody_on_duty(hall)
    assert hall.told[-1] == (Over.LIMIT, help_)
    hall.touch(Onward.GO_ON)
    shown = hall.r.stage.shown[-1]
    assert (hall.page, shown.assistance, shown.presentation.covered) == ("question", None, False)
    assert hall.touch("a") == "print"
    hall.shift.heard(Succeeded("desk", hall.r.job_ticket(), "done"))
    hall.sign_in()
    assert hall.touch(Helps(help_)) == "end"
    busy_until(hall, 29 * 60)
    assert hall.shift.on_duty == MEMBER.number


async def waiting() -> None:
    await ask("home", idle=True)
    await replace(work("slow"), patient=True)
    await ask("end")


def test_help_ends_when_nobody_has_touched_anything_for_long() -> None:
    hall = Hall(person_script=waiting)
    hall.touch("a")
    hall.sign_in()
    help_ = Assistance(MEMBER, figures=Figures.SHOWN)
    hall.touch(Helps(help_))
    hall.r.clock.sleep(299)
    hall.shift.person.touched()
    hall.r.clock.sleep(299)
    hall.shift.tick()
    assert hall.shift.on_duty == MEMBER.number
    assert hall.shift.next_due == hall.r.clock.monotonic() + 1
    hall.r.clock.sleep(1)
    hall.shift.tick()
    assert (hall.page, hall.told[-1]) == ("helped", (Over.QUIET, help_))
    assert nobody_on_duty(hall)


def test_the_idle_question_stays_where_help_ends_behind_it() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    hall.touch(Helps(Assistance(MEMBER, figures=Figures.REFUSED)))
    busy_until(hall, 28 * 60)
    hall.r.clock.sleep(IdleConfig().quiet_seconds)
    hall.shift.person.tick()
    assert hall.page == "still_there"
    hall.shift.tick()
    assert (hall.page, hall.shift.person.assistance) == ("still_there", None)
    assert hall.touch(Onward.GO_ON) == "question"


def test_help_doesnt_end_under_who_has_signed_in_anew() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    hall.touch(Helps(Assistance(MEMBER, figures=Figures.REFUSED)))
    busy_until(hall, 29 * 60)
    hall.sign_in()
    before = len(hall.told)
    hall.r.clock.sleep(70)
    hall.shift.tick()
    assert hall.page == "menu"
    assert hall.told[before:] == []
    assert hall.touch(None) == "question"
    hall.shift.tick()
    assert hall.page == "helped"


@pytest.mark.parametrize("sealing", [False, True])
def test_what_is_done_for_who_is_absent_ends_with_the_help_and_never_in_the_middle_of_it(*, sealing: bool) -> None:
    hall = Hall()
    hall.sign_in()
    absent = Assistance(MEMBER, Reason.FOR_FAMILY, Figures.NEVER)
    hall.touch(Serves(work_sealing if sealing else other, absent))
    busy_until(hall, 30 * 60)
    if sealing:
        assert hall.page == "work"
        assert hall.shift.next_due == hall.r.clock.monotonic() + 1
        hall.shift.heard(Succeeded("desk", hall.r.job_ticket(), "done"))
        hall.shift.tick()
    assert hall.page == "bye"
    assert (hall.told[-1], hall.shift.person.assistance) == ((Over.LIMIT, absent), None)


def test_who_serves_somebody_absent_takes_the_place_of_the_parked_visit() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    order = Serves(other, Assistance(MEMBER, Reason.FOR_FAMILY, Figures.NEVER))
    assert hall.touch(order) == "other"
    assert hall.touch("a") == "home"
    assert hall.shift.person.assistance is None


def test_who_ends_the_program_is_heard() -> None:
    hall = Hall()
    hall.sign_in()
    hall.touch(Exits(20))
    assert hall.told[-1] == 20


@pytest.mark.parametrize("sealing", [False, True])
def test_nobody_stays_signed_in_beyond_the_limit(*, sealing: bool) -> None:
    hall = Hall()
    hall.sign_in()
    if sealing:
        hall.shift.now.serve(work_sealing, Assistance(MEMBER))
    hall.r.clock.sleep(LIMIT)
    assert hall.shift.next_due is not None
    hall.shift.tick()
    if sealing:
        assert hall.page == "work"
        hall.shift.heard(Succeeded("desk", hall.r.job_ticket(), "done"))
        hall.r.clock.sleep(2)
        hall.shift.tick()
    assert hall.page == "bye"
    hall.r.clock.sleep(6)
    hall.shift.tick()
    assert hall.page == "home"
    assert hall.told[-1] == (MEMBER, Ending.LIMIT)


async def work_sealing() -> None:
    await work("work", seals=True)
    await ask("more")


def test_a_print_goes_on_while_the_staff_is_at_it() -> None:
    hall = Hall()
    hall.touch("a")
    hall.touch("a")
    assert hall.page == "print"
    job = hall.r.job_ticket()
    hall.sign_in()
    hall.shift.heard(Succeeded("desk", job, "done"))
    assert hall.page == "menu"
    assert hall.touch(None) == "end"


def test_what_concerns_both_reaches_both_and_closing_forgets_both() -> None:
    hall = Hall()
    hall.shift.know_cut_off(None)
    hall.shift.somebody(there=True)
    hall.sign_in()
    hall.shift.know_cut_off(None)
    hall.shift.close()
    assert hall.shift.person.page is None
    assert hall.shift.now.page is None


def test_out_of_service_nobodys_visit_is_set_aside() -> None:
    hall = Hall()
    hall.r.house.out_of_service = True
    hall.shift.person.reconsider()
    hall.sign_in()
    assert hall.shift.parked == Parked(hall.shift.person.instead, closed=True)
    assert not hall.shift.parked.somebody
    assert hall.touch(Helps(Assistance(MEMBER))) == "closed"
    assert nobody_on_duty(hall)


def test_a_visit_that_stands_is_set_aside_even_if_it_is_the_last_one() -> None:
    hall = Hall()
    hall.touch("a")
    hall.r.house.out_of_service = True
    hall.shift.person.reconsider()
    hall.shift.staff_wanted()
    assert hall.shift.parked.somebody
    assert not hall.shift.parked.closed


def test_when_everything_is_interrupted_the_parked_page_isnt_shown_again() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    before = len(hall.r.stage.shown)
    hall.r.house.out_of_service = True
    hall.shift.interrupt()
    assert [showing.page.name for showing in hall.r.stage.shown[before:]] == ["closed"]
    assert hall.told[-1] == (MEMBER, Ending.STAFF)
    assert nobody_on_duty(hall)
    assert hall.r.house.farewells == 1


def test_who_was_being_looked_at_when_everything_was_interrupted_has_not_signed_in() -> None:
    hall = Hall()
    hall.shift.staff_wanted()
    late = hall.r.job_ticket("staff")
    hall.shift.interrupt()
    hall.shift.staff_wanted()
    hall.shift.heard(Succeeded("staff", late, SignedIn(MEMBER)))
    assert hall.page == "sign_in"
    assert nobody_on_duty(hall)
    assert hall.told == []


@pytest.mark.parametrize("role", StaffRole)
def test_a_member_whom_another_page_brings_signs_nobody_in(role: StaffRole) -> None:
    other = StaffMember(StaffNumber("0999"), role)
    hall = Hall(technician)
    hall.shift.staff_wanted()
    hall.shift.heard(Succeeded("staff", hall.r.job_ticket("staff"), other))
    assert hall.page == "looking_somebody_up"
    assert nobody_on_duty(hall)
    assert hall.told == []
    hall.shift.interrupt()
    hall.sign_in()
    hall.shift.heard(Succeeded("staff", hall.r.job_ticket("staff"), other))
    assert hall.page == "menu"
    assert hall.shift.member == MEMBER
    assert hall.told == [MEMBER]


async def wiping() -> object:
    await work("sign_in", lane="staff", seals=True)
    await work("wiping", lane="staff", seals=True)
    return await ask("menu")


def test_what_the_staff_has_begun_is_said_to_seal_and_a_persons_is_not() -> None:
    hall = Hall(wiping)
    hall.touch("a")
    assert hall.touch("b") == "print"
    before = hall.shift.staff_sealing
    assert hall.sign_in() == "wiping"
    during = hall.shift.staff_sealing
    hall.shift.heard(Succeeded("staff", hall.r.job_ticket("staff"), "done"))
    assert hall.page == "menu"
    assert (before, during, hall.shift.staff_sealing) == (False, True, False)


def test_who_is_signed_in_or_helps_when_the_program_ends_is_noted_as_done() -> None:
    hall = Hall()
    hall.sign_in()
    hall.shift.close()
    assert hall.told == [MEMBER, (MEMBER, Ending.STAFF)]
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    help_ = Assistance(MEMBER, figures=Figures.REFUSED)
    hall.touch(Helps(help_))
    hall.shift.close()
    assert hall.told[-2:] == [help_, ("helped", help_)]


def test_no_figure_is_seen_between_the_menu_and_the_persons_answer() -> None:
    hall = Hall()
    hall.touch("a")
    hall.sign_in()
    before = len(hall.r.stage.shown)
    hall.touch(Helps(Assistance(MEMBER)))
    shown = hall.r.stage.shown[before:]
    assert shown
    assert all(showing.presentation.covered and showing.assistance is not None for showing in shown)


async def broken() -> object:
    await ask("menu")
    raise ZeroDivisionError


def test_a_bug_in_what_the_staff_does_is_apologised_for_and_the_persons_page_comes_back() -> None:
    hall = Hall(broken)
    hall.touch("a")
    ticket = hall.shift.person.ticket
    hall.shift.staff_wanted()
    assert hall.touch("a") == "bye"
    assert len(hall.r.bugs) == 1
    hall.r.clock.sleep(6)
    hall.shift.tick()
    assert (hall.page, hall.shift.person.ticket) == ("question", ticket)
    hall.shift.staff_wanted()
    assert hall.page == "menu"


def test_who_knocks_on_the_idle_question_gives_it_back_with_the_time_it_had() -> None:
    hall = Hall()
    hall.touch("a")
    hall.r.clock.sleep(IdleConfig().quiet_seconds)
    hall.shift.tick()
    hall.r.clock.sleep(10)
    assert hall.page == "still_there"
    hall.sign_in()
    hall.r.clock.sleep(60)
    hall.shift.tick()
    assert hall.touch(None) == "still_there"
    assert hall.r.stage.shown[-1].left_seconds == pytest.approx(IdleConfig().alert_seconds - 10)


def test_a_card_that_is_being_read_is_read_again_after_a_knock_and_a_late_answer_is_dropped() -> None:
    async def reads() -> None:
        await ask("home", idle=True)
        await work("card")
        await ask("end")

    hall = Hall(person_script=reads)
    hall.touch("a")
    first = hall.r.job_ticket()
    hall.shift.heard(Progressed("desk", first, Progress("busy")))
    hall.sign_in()
    hall.shift.heard(Succeeded("desk", first, "late"))
    assert hall.touch(None) == "card"
    again = hall.r.job_ticket()
    assert again != first
    assert hall.r.stage.shown[-1].phase is None
    hall.shift.heard(Succeeded("desk", again, "done"))
    assert hall.page == "end"


def test_help_that_is_wanted_before_anybody_signed_in_gives_the_screen_back() -> None:
    hall = Hall()
    hall.touch("a")
    ticket = hall.shift.person.ticket
    assert hall.shift.help_wanted()  # nobody knocked
    assert hall.page == "question"
    hall.shift.staff_wanted()
    checked = hall.r.job_ticket("staff")
    assert hall.shift.help_wanted()
    assert (hall.page, hall.shift.person.ticket, hall.shift.staff_at_it) == ("question", ticket, False)
    hall.shift.heard(Succeeded("staff", checked, MEMBER))  # their PIN was being looked at
    assert nobody_on_duty(hall)
    assert hall.told == []
    assert nobody_on_duty(hall)


async def alone() -> object:
    await work("sign_in", lane="staff")
    return await replace(ask("menu"), footer=Footer(help=False))


def test_on_a_page_of_somebody_who_has_signed_in_nobody_is_called() -> None:
    hall = Hall(alone)
    hall.touch("a")
    hall.sign_in()
    assert not hall.shift.help_wanted()
    assert (hall.page, hall.shift.on_duty) == ("menu", MEMBER.number)
    assert hall.told == [MEMBER]


def test_who_touches_help_where_the_staff_walked_away_has_the_screen_again() -> None:
    hall = Hall(alone)
    hall.sign_in()
    hall.r.clock.sleep(IdleConfig().quiet_seconds)
    hall.shift.tick()
    assert hall.page == "still_there"
    assert hall.shift.help_wanted()
    assert (hall.page, hall.shift.now) == ("home", hall.shift.person)
    assert nobody_on_duty(hall)
    assert hall.told == [MEMBER, (MEMBER, Ending.IDLE)]
