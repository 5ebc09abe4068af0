"""What the staff's pages have in common: their header, their footer, the words for roles."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.page import Action, Footer, Header, Tone
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Word, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page
    from kiosk.core.text import Text

FOOTER: Final = Footer(help=False)
"""The staff leaves by 退出, and calls nobody."""
NO_WAY_BACK: Final = Footer(back=False, help=False)
NO_WAY_OUT: Final = Footer(back=False, leave=False, help=False)
"""While something is being done."""

ROLES: Final[Mapping[StaffRole, Text]] = MappingProxyType(
    {
        StaffRole.ATTENDANT: say("服务员"),
        StaffRole.TECHNICIAN: say("技术员"),
        StaffRole.AUDITOR: say("审计员"),
        StaffRole.ADMINISTRATOR: say("管理员"),
    }
)

UNDERSTOOD: Final = Action(say("知道了"), None, "check", Tone.GO)

SAMPLE: Final = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
SAMPLE_TECHNICIAN: Final = StaffMember(StaffNumber("1003"), StaffRole.TECHNICIAN)
SAMPLE_AUDITOR: Final = StaffMember(StaffNumber("0441"), StaffRole.AUDITOR)
SAMPLE_ADMINISTRATOR: Final = StaffMember(StaffNumber("10020217"), StaffRole.ADMINISTRATOR)
"""Nobody real."""


A = TypeVar("A")


def without_help(page: Page[A]) -> Page[A]:
    """Return a page without 请人帮忙: one that is made for everybody, before somebody who works here."""
    return replace(page, footer=replace(page.footer, help=False)) if page.footer.help else page


def header(member: StaffMember) -> Header:
    """Who has signed in, over the title."""
    role = ROLES[member.role].message
    return Header(say("{role}　工号{number}", role=Word(role), number=Word(str(member.number))), None)
