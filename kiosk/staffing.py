"""The staff's turn at the screen: the visit they have on the same window and lanes, and what is noted of what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.config import IdleConfig
from kiosk.core.staff import StaffRole
from kiosk.core.stage import Chorus
from kiosk.core.visit import Visit
from kiosk.flows.staff.house import StaffHouse
from kiosk.flows.staff.menu import attend_staff
from kiosk.staff.session import Session, Work
from kiosk.staff_notes import StaffNotes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.audit.declaring import Event
    from kiosk.core.clock import Clock
    from kiosk.core.config import StaffConfig
    from kiosk.core.house import Ending, Orders
    from kiosk.core.money import IdNumber
    from kiosk.core.pseudonym import Pseudonym
    from kiosk.core.staff import Assistance, StaffMember
    from kiosk.core.stage import PageEnded, Showing, Stage, Tickets
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import Parked
    from kiosk.staff.session import Over

ALERT_SECONDS: Final = 30.0
"""How long the idle question stands, out of the quiet that is allowed."""


class Unnoted:
    """A stage that performs pages as it does for people, but hears of no visit that is over: nobody was served."""

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


class Staffing:
    """A `Witness` of the shift.

    `note` takes events for the audit, for which `pseudonym` makes people unreadable; `arrived` hears that somebody is there,
    `leave` ends the program with an exit code.
    """

    def __init__(
        self,
        hall: Hall,
        note: Callable[[Event], None],
        *,
        pseudonym: Callable[[IdNumber], Pseudonym],
        arrived: Callable[[], None],
        leave: Callable[[int], None],
    ) -> None:
        self._hall = hall
        self._arrived = arrived
        self._leave = leave
        self._member: StaffMember | None = None
        self._helping: Assistance | None = None
        self._visit: Visit | None = None
        self.notes = StaffNotes(note, self._acting, pseudonym)

    def visit(
        self,
        parked: Callable[[], Parked],
        stages: Sequence[Stage],
        orders: Orders,
        clock: Clock,
        tickets: Tickets,
        *,
        on_bug: Callable[[BaseException], None],
        bug_code: Callable[[], str],
        done: Callable[[Ending, object], None],
    ) -> Visit:
        """Make the staff's visit. `parked` says what it interrupted."""
        self._visit = Visit(
            lambda: attend_staff(self._hall, parked()),
            house=StaffHouse(self._hall, lambda: None, bug_code),
            stage=Chorus(stages),
            orders=orders,
            clock=clock,
            idle=idle_of(self._hall.config.staff),
            on_bug=on_bug,
            read_now=lambda: None,
            tickets=tickets,
            done=done,
            for_staff=True,
        )
        return self._visit

    def _acting(self) -> StaffMember | None:
        return self._member or (None if self._helping is None else self._helping.member)

    def signed_in(self, member: StaffMember) -> float:
        """Somebody of the staff has signed in."""
        self._member = member
        self._allow_quiet(member)
        self._arrived()
        self.notes.signed_in(member)
        return limit_of(member, self._hall.config.staff)

    def helps(self, assistance: Assistance, now: float) -> Session:
        """Somebody helps with a visit from `now` on; return how long they may."""
        self._helping = assistance
        self.notes.helps(assistance)
        return Session.begun(assistance.member, Work.HELPING, now, self._hall.config.staff)

    def sees(self, assistance: Assistance | None) -> None:
        """What who helps may see now."""
        self.notes.look(assistance)

    def helped(self, assistance: Assistance, over: Over | None = None) -> None:
        """Who helped is done, or their time was `over`."""
        self._helping = None
        self.notes.helped(assistance, over)

    def signed_out(self, member: StaffMember, ending: Ending) -> None:
        """Somebody of the staff is done at the screen."""
        self._member = None
        self._allow_quiet(None)
        self.notes.signed_out(member, ending)

    def _allow_quiet(self, member: StaffMember | None) -> None:
        if self._visit is not None:
            self._visit.allow_quiet(idle_of(self._hall.config.staff, member))

    def exits(self, code: int) -> None:
        """End the program with this exit code."""
        self._leave(code)


def idle_of(config: StaffConfig, member: StaffMember | None = None) -> IdleConfig:
    """How long a member may be quiet, with the question within that time; None: nobody has signed in yet."""
    attends = member is not None and member.role is StaffRole.ATTENDANT
    quiet = max(1.0, (config.attendant_idle_seconds if attends else config.idle_seconds) - ALERT_SECONDS)
    return IdleConfig(quiet, ALERT_SECONDS, quiet, ALERT_SECONDS)


def limit_of(member: StaffMember, config: StaffConfig) -> float:
    """After how many seconds a member is signed out, however busy they are."""
    work = Work.ASSISTING if member.role is StaffRole.ATTENDANT else Work.MAINTENANCE
    return Session.begun(member, work, 0.0, config).limit_seconds
