"""The staff's own visit: how long it may be quiet depends on who has signed in, and it is told who does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.audit.declaring import Event
from kiosk.core.config import Config, StaffConfig
from kiosk.core.house import Ending
from kiosk.core.lane import Succeeded
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.staff import Assistance, Figures, SignedIn, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import Tickets
from kiosk.core.visit import Visit
from kiosk.flows.hall import Hall
from kiosk.flows.staff.service import Parked
from kiosk.screens.staff.sign_in import Typed
from kiosk.shift import Shift
from kiosk.staff.session import Over
from kiosk.staffing import Staffing
from tests.core.rehearsal import Rehearsal, ask

STAFF = StaffConfig(idle_seconds=120.0, attendant_idle_seconds=300.0, shuffled_keys=False)


async def person() -> None:
    await ask("home", idle=True)


def page_of(visit: Visit) -> str:
    assert visit.page is not None
    return visit.page.name


@pytest.mark.parametrize(("role", "quiet"), [(StaffRole.ATTENDANT, 300.0), (StaffRole.TECHNICIAN, 120.0)])
def test_an_attendant_may_be_quiet_for_longer_than_who_mends_the_machine(role: StaffRole, quiet: float) -> None:
    r = Rehearsal(person)
    member = StaffMember(StaffNumber("0217"), role)
    hall = Hall(replace(Config(), staff=STAFF), lambda: date(2026, 11, 21))
    noted: list[Event] = []
    staffing = Staffing(
        hall,
        noted.append,
        pseudonym=lambda _number: Pseudonym(bytes(16)),
        arrived=lambda: None,
        leave=lambda _code: None,
    )
    shift = Shift(
        r.visit,
        lambda done: staffing.visit(
            Parked, [], r.orders, r.clock, Tickets(), on_bug=r.bugs.append, bug_code=str, done=done
        ),
        r.clock,
        lambda: staffing,
    )
    for _ in range(2):
        shift.staff_wanted()
        staff = shift.now
        shift.heard(Succeeded("staff", r.job_ticket("staff"), value=True))
        assert page_of(staff) == "staff_card"
        assert staff.ticket is not None
        staff.answered(staff.ticket, Typed.NUMBER)
        assert staff.next_due == r.clock.monotonic() + STAFF.idle_seconds - 30.0
        staff.answered(staff.ticket, member.number)
        staff.answered(staff.ticket, "a PIN")
        assert page_of(staff) == "signing_in"
        shift.heard(Succeeded("staff", r.job_ticket("staff"), SignedIn(member)))
        assert page_of(staff) == "staff_menu"
        assert staff.next_due == r.clock.monotonic() + quiet - 30.0
        staff.end(Ending.LEFT)
        assert page_of(shift.now) == "home"
    assert [event.kind.id for event in noted] == ["signed-in", "signed-out"] * 2


@pytest.mark.parametrize(("role", "quiet"), [(StaffRole.ATTENDANT, 300.0), (StaffRole.ADMINISTRATOR, 120.0)])
def test_help_may_last_as_long_as_the_configuration_says_and_its_end_is_told(role: StaffRole, quiet: float) -> None:
    noted: list[Event] = []
    staffing = Staffing(
        Hall(replace(Config(), staff=replace(STAFF, helping_minutes=10)), lambda: date(2026, 11, 21)),
        noted.append,
        pseudonym=lambda _number: Pseudonym(bytes(16)),
        arrived=lambda: None,
        leave=lambda _code: None,
    )
    assistance = Assistance(StaffMember(StaffNumber("0217"), role), figures=Figures.REFUSED)
    session = staffing.helps(assistance, 1000.0)
    assert (session.ends_at, session.limit_seconds) == (1000.0 + quiet, 600.0)
    staffing.helped(assistance, Over.QUIET)
    assert [event.kind.id for event in noted] == ["assistance-begun", "assistance-ended"]
    assert noted[-1].fields["over"] == "idle"
