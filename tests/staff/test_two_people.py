"""Import, export, wipe, clock and keys take two different people within a minute."""

from __future__ import annotations

import itertools

import pytest

from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.staff.errors import NotAllowed, SamePerson, TooLate
from kiosk.staff.two_people import Agreed, Matter, TwoPeople

PEOPLE = {role: StaffMember(StaffNumber(f"{place:03d}"), role) for place, role in enumerate(StaffRole)}
OTHERS = {role: StaffMember(StaffNumber(f"{place:03d}"), role) for place, role in enumerate(StaffRole, start=100)}
ROLES = list(StaffRole)
ATTENDANT, TECHNICIAN, AUDITOR, ADMINISTRATOR = ROLES


def agreed(matter: Matter, first: StaffRole, second: StaffRole) -> bool:
    try:
        both = TwoPeople(matter, PEOPLE[first], 0.0).joined_by(OTHERS[second], 60.0)
    except NotAllowed:
        return False
    assert both == Agreed(matter, PEOPLE[first], OTHERS[second])
    return True


NOBODY: set[StaffRole] = set()


@pytest.mark.parametrize(
    ("matter", "needs_one_of", "shuts_out"),
    [
        (Matter.IMPORT, {TECHNICIAN, ADMINISTRATOR}, NOBODY),
        (Matter.EXPORT, {AUDITOR, ADMINISTRATOR}, NOBODY),
        (Matter.CLOCK, {TECHNICIAN, ADMINISTRATOR}, NOBODY),
        (Matter.WIPE, {ADMINISTRATOR}, {ATTENDANT}),
        (Matter.KEYS, {ADMINISTRATOR}, {ATTENDANT}),
    ],
)
def test_each_matter_has_the_roles_it_takes(
    matter: Matter, needs_one_of: set[StaffRole], shuts_out: set[StaffRole]
) -> None:
    for first, second in itertools.product(ROLES, ROLES):
        pair = {first, second}
        assert agreed(matter, first, second) == (bool(pair & needs_one_of) and not pair & shuts_out)
        assert agreed(matter, first, second) == agreed(matter, second, first)


@pytest.mark.parametrize("matter", list(Matter))
def test_the_same_person_twice_is_refused_whatever_their_role(matter: Matter) -> None:
    first = TwoPeople(matter, PEOPLE[ADMINISTRATOR], 0.0)
    for role in StaffRole:
        with pytest.raises(SamePerson):
            first.joined_by(StaffMember(PEOPLE[ADMINISTRATOR].number, role), 1.0)


def test_a_second_person_after_a_minute_is_too_late() -> None:
    first = TwoPeople(Matter.IMPORT, PEOPLE[TECHNICIAN], 1000.0)
    assert first.ends_at == 1060.0
    assert first.joined_by(PEOPLE[ATTENDANT], 1060.0).second == PEOPLE[ATTENDANT]
    with pytest.raises(TooLate) as late:
        first.joined_by(PEOPLE[ATTENDANT], 1061.0)
    assert late.value.seconds == 61.0
