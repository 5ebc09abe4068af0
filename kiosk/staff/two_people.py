"""What one person may not do alone: two different people give their PINs within a minute (accessibility.md 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.staff import StaffMember, StaffRole
from kiosk.staff.errors import NotAllowed, SamePerson, TooLate

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHIN_SECONDS: Final = 60.0


class Matter(StrEnum):
    """What takes two people."""

    IMPORT = "import"
    EXPORT = "export"
    WIPE = "wipe"
    CLOCK = "clock"
    KEYS = "keys"


_ANYBODY: Final = frozenset(StaffRole)
_NO_ATTENDANT: Final = _ANYBODY - {StaffRole.ATTENDANT}
_REQUIRED: Final[Mapping[Matter, tuple[StaffRole, frozenset[StaffRole]]]] = {
    Matter.IMPORT: (StaffRole.TECHNICIAN, _ANYBODY),
    Matter.EXPORT: (StaffRole.AUDITOR, _ANYBODY),
    Matter.CLOCK: (StaffRole.TECHNICIAN, _ANYBODY),
    Matter.WIPE: (StaffRole.ADMINISTRATOR, _NO_ATTENDANT),
    Matter.KEYS: (StaffRole.ADMINISTRATOR, _NO_ATTENDANT),
}
"""Who one of the two has to be, and who either may be. An administrator may be anybody."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two different people agreed to it, one of them with the role it takes."""

    matter: Matter
    first: StaffMember
    second: StaffMember


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """The first has given their PIN for this matter at `at`, in steady seconds. Raises `NotAllowed` for a role it isn't for.

    Both give their PINs for the matter itself: having signed in before is not enough.
    """

    matter: Matter
    first: StaffMember
    at: float

    def __post_init__(self) -> None:
        if self.first.role not in _REQUIRED[self.matter][1]:
            raise NotAllowed

    @property
    def ends_at(self) -> float:
        """Until when the second person may come."""
        return self.at + WITHIN_SECONDS

    def joined_by(self, second: StaffMember, at: float) -> Agreed:
        """Return what they agreed to. Raises `SamePerson`, `TooLate`, and `NotAllowed` if neither or not both may."""
        if second.number == self.first.number:
            raise SamePerson
        if at > self.ends_at:
            raise TooLate(at - self.at)
        leads, may = _REQUIRED[self.matter]
        if second.role not in may or not (self.first.may_act_as(leads) or second.may_act_as(leads)):
            raise NotAllowed
        return Agreed(self.matter, self.first, second)
