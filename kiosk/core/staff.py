"""Who works at the hall and what they may do. Pages and services for people never ask; the staff's own flows do."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from kiosk.core.values import dataclass

_NUMBER: Final = re.compile(r"[0-9]{3,8}")


class StaffRole(StrEnum):
    """What somebody was appointed to. An administrator may do what each of the others may."""

    ATTENDANT = "attendant"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class StaffNumber:
    """A number the hall gave to one of its staff (工号): three to eight digits, shown on the banner. No personal number.

    Raises `ValueError` for anything else.
    """

    digits: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.digits):
            raise ValueError("a staff number has three to eight digits")

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True)
class StaffMember:
    """One of the hall's staff who has signed in."""

    number: StaffNumber
    role: StaffRole

    def may_act_as(self, role: StaffRole) -> bool:
        """Whether what `role` may do is theirs to do."""
        return self.role in (role, StaffRole.ADMINISTRATOR)


class Reason(StrEnum):
    """Why somebody is helped; the audit notes it with every page."""

    HELP = "help"
    UNREADABLE_CARD = "unreadable-card"
    FOR_FAMILY = "for-family"
    BY_AGENT = "by-agent"
    PRESENCE = "presence"


class Figures(StrEnum):
    """What of the amounts is to be seen while somebody of the staff helps.

    `ASK`: the person has not been asked yet, so they are covered. `SHOWN`: the person touched 给看. `REFUSED`: 先不给.
    `NEVER`: the person is absent; nobody can uncover them.
    """

    ASK = "ask"
    SHOWN = "shown"
    REFUSED = "refused"
    NEVER = "never"


@dataclass(frozen=True)
class Assistance:
    """That a visit is helped: by whom, why, and what they may see."""

    member: StaffMember
    reason: Reason = Reason.HELP
    figures: Figures = Figures.ASK

    @property
    def covered(self) -> bool:
        """Whether amounts are covered whatever the person chose."""
        return self.figures is not Figures.SHOWN
