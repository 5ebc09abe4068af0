"""How the staff's own visits differ from people's: how long they may be quiet, how long they last, what is noted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.config import IdleConfig
from kiosk.core.staff import StaffRole
from kiosk.staff.session import Session, Work

if TYPE_CHECKING:
    from kiosk.core.config import StaffConfig
    from kiosk.core.staff import StaffMember
    from kiosk.core.stage import PageEnded, Showing, Stage

ALERT_SECONDS = 30.0
"""How long the idle question stands, out of the quiet that is allowed."""


class Unnoted:
    """A stage that notes pages as it does for people, but not that a visit is over: nobody was served."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def show(self, showing: Showing) -> None:
        """Perform this page now."""
        self._stage.show(showing)

    def ended(self, ending: PageEnded) -> None:
        """Take note that a page has been left."""
        self._stage.ended(ending)

    def over(self) -> None:
        """Nothing is over."""


def idle_of(config: StaffConfig) -> IdleConfig:
    """How long somebody signed in may be quiet, with the question within that time."""
    quiet = max(1.0, config.idle_seconds - ALERT_SECONDS)
    return IdleConfig(quiet, ALERT_SECONDS, quiet, ALERT_SECONDS)


def limit_of(member: StaffMember, config: StaffConfig) -> float:
    """After how many seconds a member is signed out, however busy they are."""
    work = Work.ASSISTING if member.role is StaffRole.ATTENDANT else Work.MAINTENANCE
    return Session.begun(member, work, 0.0, config).limit_seconds
