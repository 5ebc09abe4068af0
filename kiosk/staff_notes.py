"""What the audit is told of the staff: who signed in, who was kept out, who changed the roll, and who helped whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit import staff_events as events
from kiosk.audit.declaring import Unnamed
from kiosk.core.house import Ending
from kiosk.core.staff import Figures
from kiosk.staff.deeds import Did

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.declaring import Actor, Event
    from kiosk.core.staff import Assistance, StaffMember
    from kiosk.staff.deeds import Deed

_MOST_TRIES = 999
_WHY = {Ending.IDLE: events.SignedOutBy.IDLE, Ending.LIMIT: events.SignedOutBy.LIMIT}


class StaffNotes:
    """Makes events of what happens, and hands them to `note`. `member` is who has signed in now, None if nobody has."""

    def __init__(self, note: Callable[[Event], None], member: Callable[[], StaffMember | None]) -> None:
        self._note = note
        self._member = member
        self._asked: Assistance | None = None

    # -- signing in ---------------------------------------------------------------------------------------------

    def signed_in(self, member: StaffMember) -> None:
        """Somebody has signed in at the screen."""
        self._note(events.SIGNED_IN(member, role=member.role))

    def signed_out(self, member: StaffMember, ending: Ending) -> None:
        """Whoever had signed in is done."""
        self._note(events.SIGNED_OUT(member, why=_WHY.get(ending, events.SignedOutBy.DONE)))

    def deed(self, deed: Deed) -> None:
        """Something was done to the roll or at its door; that somebody signed in is told by `signed_in`."""
        event = staff_event(deed, self._member())
        if event is not None:
            self._note(event)

    # -- helping ------------------------------------------------------------------------------------------------

    def helps(self, assistance: Assistance) -> None:
        """Somebody helps with a visit from now on."""
        self._asked = assistance
        self._note(events.ASSISTANCE_BEGUN(assistance.member, reason=assistance.reason))

    def look(self, assistance: Assistance | None) -> None:
        """Note what the person has answered, once: whether their figures may be seen."""
        before = self._asked
        if assistance is None or before is None or assistance.figures is before.figures:
            return
        self._asked = assistance
        if assistance.figures in (Figures.SHOWN, Figures.REFUSED):
            answered = events.FIGURES_ANSWERED(
                Unnamed.PERSON, figures=assistance.figures, staff=assistance.member.number
            )
            self._note(answered)

    def helped(self, assistance: Assistance) -> None:
        """Who helped is done."""
        self._asked = None
        done = events.ASSISTANCE_ENDED(assistance.member, reason=assistance.reason, figures=assistance.figures)
        self._note(done)


def staff_event(deed: Deed, member: StaffMember | None) -> Event | None:
    """Return the event of a deed; `member` is who has signed in, None at the machine's own command line or before that.

    None for what other events tell.
    """
    tries = min(deed.wrong, _MOST_TRIES)
    match deed.did:
        case Did.REFUSED:
            return events.SIGN_IN_REFUSED(Unnamed.PERSON, staff=deed.whom, reason=deed.code, tries=tries)
        case Did.CODE_REFUSED:
            return events.SETUP_CODE_REFUSED(Unnamed.PERSON, reason=deed.code, tries=tries)
        case Did.LOCKED:
            return events.SIGN_IN_LOCKED(staff=deed.whom)
        case Did.SIGNED_IN:
            return None
        case Did.PIN_CHANGED:
            return events.PIN_CHANGED(Unnamed.PERSON, subject=deed.whom)
        case _:
            return _of_the_roll(deed, member)


def _of_the_roll(deed: Deed, member: StaffMember | None) -> Event | None:
    by: Actor = Unnamed.CONSOLE if member is None or deed.by is None else member
    match deed.did:
        case Did.ADDED if deed.by == deed.whom:
            return events.FIRST_ADMINISTRATOR(Unnamed.PERSON, subject=deed.whom)
        case Did.ADDED:
            return events.STAFF_ADDED(by, subject=deed.whom, role=deed.role)
        case Did.CARD_GIVEN | Did.CARDS_TAKEN:
            return events.STAFF_CARDS_CHANGED(by, subject=deed.whom, given=deed.did is Did.CARD_GIVEN)
        case Did.CODE_MADE:
            return events.SETUP_CODE_MADE(by)
        case _:
            return _ABOUT[deed.did](by, subject=deed.whom)


_ABOUT = {
    Did.RESET: events.STAFF_RESET,
    Did.REMOVED: events.STAFF_REMOVED,
    Did.UNLOCKED: events.SIGN_IN_UNLOCKED,
}
"""Events that name only whom they are about."""
