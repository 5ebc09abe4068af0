"""Choosing the language in the middle of a visit: laid over as the modes are, and nothing that was begun is lost."""

from __future__ import annotations

from kiosk.core.house import Onward as On
from kiosk.core.page import Notice
from kiosk.core.people import Presentation
from kiosk.core.staff import Assistance, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import Showing
from kiosk.core.text import say
from tests.core.rehearsal import Rehearsal, ask

ENGLISH = Presentation(language="en")
HELPED = Assistance(StaffMember(StaffNumber("10020217"), StaffRole.ATTENDANT))


async def service() -> None:
    await ask("home", idle=True)
    await ask("year")
    await Notice(name="unclear", title=say("怎么办？"), staff=Notice(name="unclear_staff", title=say("打出来没有？")))


def test_a_language_holds_at_once_and_the_page_keeps_its_ticket() -> None:
    r = Rehearsal(service)
    r.touch("a")
    before = r.ticket
    r.visit.choose_language()
    assert r.page == "languages"
    r.visit.present(ENGLISH)
    assert r.touch(On.GO_ON) == "year"
    assert (r.ticket, r.visit.presentation) == (before, ENGLISH)


def test_from_the_modes_it_leads_back_to_the_modes_and_neither_lies_there_twice() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.choose_modes()
    r.visit.choose_language()
    r.visit.choose_language()
    assert r.page == "languages"
    r.visit.choose_modes()
    assert r.page == "modes"
    r.visit.choose_language()
    assert r.touch(On.GO_ON) == "modes"
    assert r.touch(On.GO_ON) == "year"


def test_a_parked_visit_chooses_nothing_and_comes_back_in_its_language() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.present(ENGLISH)
    r.visit.park()
    r.visit.choose_language()
    assert r.visit.laid_over is None
    r.visit.resume()
    assert (r.page, r.visit.presentation) == ("year", ENGLISH)


def test_the_next_person_finds_the_usual_language() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.present(ENGLISH)
    r.visit.leave(r.ticket)
    assert r.pass_time(5) == "home"
    assert r.visit.presentation.language == "zh"


def test_what_is_put_to_the_staff_is_for_the_staff() -> None:
    r = Rehearsal(service)
    r.touch("a")
    r.visit.present(ENGLISH)
    r.touch("a")
    assert not r.stage.shown[-1].for_staff
    r.visit.assist(HELPED)
    shown: Showing = r.stage.shown[-1]
    assert (shown.page.name, shown.for_staff, shown.presentation.language) == ("unclear_staff", True, "en")
