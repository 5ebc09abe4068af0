"""A session ends by quiet or by its limit, and nothing prolongs one that has ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.config import StaffConfig
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.staff.session import Over, Session, Work

MEMBERS = st.sampled_from([StaffMember(StaffNumber("0217"), role) for role in StaffRole])


def begun(role: StaffRole, work: Work) -> Session:
    return Session.begun(StaffMember(StaffNumber("0217"), role), work, 1000.0, StaffConfig())


@pytest.mark.parametrize(
    ("role", "seconds"),
    [
        (StaffRole.ATTENDANT, 300),
        (StaffRole.TECHNICIAN, 180),
        (StaffRole.AUDITOR, 180),
        (StaffRole.ADMINISTRATOR, 180),
    ],
)
@pytest.mark.parametrize("work", list(Work))
def test_three_quiet_minutes_end_it_and_an_attendants_five(role: StaffRole, seconds: float, work: Work) -> None:
    session = begun(role, work)
    assert session.ends_at == 1000 + seconds
    assert session.over(1000 + seconds - 0.1) is None
    assert session.over(1000 + seconds) is Over.QUIET
    touched = session.touched(1100)
    assert touched.ends_at == 1100 + seconds
    assert session.touched(1000 + seconds) == session


@pytest.mark.parametrize(
    ("work", "seconds"), [(Work.MAINTENANCE, 3600), (Work.ASSISTING, 12 * 3600), (Work.HELPING, 1800)]
)
def test_however_busy_it_ends_at_its_limit(work: Work, seconds: int) -> None:
    session = begun(StaffRole.TECHNICIAN, work)
    now = 1000
    while session.over(now + 100) is None:
        now += 100
        session = session.touched(now)
    assert now + 100 == 1000 + seconds
    assert session.over(now + 100) is Over.LIMIT


def test_nobody_helps_for_longer_than_any_session_may_last() -> None:
    config = StaffConfig(absolute_hours=1, helping_minutes=240)
    member = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
    assert Session.begun(member, Work.HELPING, 0.0, config).limit_seconds == 3600


@given(MEMBERS, st.sampled_from(Work), st.lists(st.floats(0, 50_000), max_size=30))
def test_no_touch_brings_back_a_session_or_takes_it_over_its_limit(
    member: StaffMember, work: Work, moments: list[float]
) -> None:
    session = Session.begun(member, work, 0.0, StaffConfig())
    ended = False
    for now in sorted(moments):
        ended = ended or session.over(now) is not None
        session = session.touched(now)
        assert (session.over(now) is not None) == ended
        assert session.ends_at <= session.limit_seconds
