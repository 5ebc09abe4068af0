"""How long somebody of the staff stays signed in: until it is quiet for long, and never beyond a limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.staff import StaffRole

if TYPE_CHECKING:
    from kiosk.core.config import StaffConfig
    from kiosk.core.staff import StaffMember

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


class Work(StrEnum):
    """What somebody signed in for."""

    ASSISTING = "assisting"
    HELPING = "helping"
    """Beside a person, whose visit has the screen again: they touch it themselves, and nobody sees who it was."""
    MAINTENANCE = "maintenance"


class Over(StrEnum):
    """Why a session has ended by itself."""

    QUIET = "quiet"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in. Times are steady seconds: nobody ends or prolongs a session by setting the clock."""

    member: StaffMember
    work: Work
    began: float
    touched_at: float
    quiet_seconds: float
    limit_seconds: float

    @classmethod
    def begun(cls, member: StaffMember, work: Work, now: float, config: StaffConfig) -> Session:
        """Begin a session at `now` with the limits of the configuration."""
        attends = member.role is StaffRole.ATTENDANT
        quiet = config.attendant_idle_seconds if attends else config.idle_seconds
        limit = config.absolute_hours * _HOUR
        if work is Work.MAINTENANCE:
            limit = config.maintenance_minutes * _MINUTE
        elif work is Work.HELPING:
            limit = min(limit, config.helping_minutes * _MINUTE)
        return cls(member, work, now, now, quiet, limit)

    @property
    def ends_at(self) -> float:
        """When it ends if nobody touches anything."""
        return min(self.touched_at + self.quiet_seconds, self.began + self.limit_seconds)

    def over(self, now: float) -> Over | None:
        """Say why it has ended; None while it goes on."""
        if now < self.ends_at:
            return None
        return Over.QUIET if self.touched_at + self.quiet_seconds < self.began + self.limit_seconds else Over.LIMIT

    def touched(self, now: float) -> Session:
        """Return it with a touch at `now`; one that is over stays over."""
        return self if self.over(now) else replace(self, touched_at=max(now, self.touched_at))
