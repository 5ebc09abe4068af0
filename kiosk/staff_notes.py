"""What the audit is told of the staff: who signed in, who was kept out, who changed the roll, and who helped whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit import maintenance_events
from kiosk.audit import staff_events as events
from kiosk.audit.declaring import Event, Unnamed
from kiosk.core.deeds import LookedUp, NumberTyped, PaperChanged
from kiosk.core.house import Ending
from kiosk.core.mandate import MandateDid, MandateFact
from kiosk.core.staff import Figures, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.document import PrintState
from kiosk.ledger.requests import Request
from kiosk.staff.deeds import Did
from kiosk.staff.session import Over

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.declaring import Actor
    from kiosk.core.money import IdNumber
    from kiosk.core.pseudonym import Pseudonym
    from kiosk.core.staff import Assistance
    from kiosk.ledger.document import Entry
    from kiosk.staff.deeds import Deed

_MOST_TRIES = 999
_WHY = {Ending.IDLE: events.SignedOutBy.IDLE, Ending.LIMIT: events.SignedOutBy.LIMIT}
_OVER = {Over.QUIET: events.SignedOutBy.IDLE, Over.LIMIT: events.SignedOutBy.LIMIT}


class StaffNotes:
    """Makes events of what happens, and hands them to `note`.

    `member` is who has signed in now, None if nobody has. `pseudonym` makes somebody unreadable for the audit.
    """

    def __init__(
        self,
        note: Callable[[Event], None],
        member: Callable[[], StaffMember | None],
        pseudonym: Callable[[IdNumber], Pseudonym],
    ) -> None:
        self._note = note
        self._member = member
        self._pseudonym = pseudonym
        self._asked: Assistance | None = None
        self._seen: dict[StaffNumber, StaffMember] = {}

    def _who(self, number: StaffNumber) -> StaffMember:
        """Who it was, signed in perhaps no longer. Only attendants and who may act as one help people."""
        return self._seen.get(number, StaffMember(number, StaffRole.ATTENDANT))

    # -- signing in ---------------------------------------------------------------------------------------------

    def signed_in(self, member: StaffMember) -> None:
        """Somebody has signed in at the screen."""
        self._seen[member.number] = member
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

    def helped(self, assistance: Assistance, over: Over | None = None) -> None:
        """Who helped is done, or their time was `over`."""
        self._asked = None
        why = None if over is None else _OVER[over]
        done = events.ASSISTANCE_ENDED(
            assistance.member, reason=assistance.reason, figures=assistance.figures, over=why
        )
        self._note(done)

    # -- what was done for people -------------------------------------------------------------------------------

    def told(self, fact: object) -> None:
        """A ledger, or a job of the staff's, tells what was done."""
        match fact:
            case Event():
                self._note(fact)
            case PaperChanged(lane=lane, by=by, printed=printed):
                device = lane.replace("_", "-")
                self._note(maintenance_events.PAPER_CHANGED(self._who(by), device=device, counter=printed))
            case MandateFact():
                self._note(self._mandate(fact))
            case NumberTyped() | LookedUp() | Request():
                self._note(self._about_somebody(fact))
            case _:
                pass

    def _about_somebody(self, fact: NumberTyped | LookedUp | Request) -> Event:
        match fact:
            case NumberTyped(subject=subject, by=by):
                return events.ID_NUMBER_TYPED(self._who(by), subject=self._pseudonym(subject))
            case LookedUp(subject=subject, by=by):
                reason = Reason.HELP if self._asked is None else self._asked.reason
                return events.ASSISTED_LOOK_UP(self._who(by), subject=self._pseudonym(subject), reason=reason)
            case Request(person=person, by=by):
                return events.PRESENCE_REGISTERED(self._who(by), subject=self._pseudonym(person))

    def _mandate(self, fact: MandateFact) -> Event:
        who, draft, number = self._who(fact.by), fact.mandate.draft, fact.mandate.number
        if fact.did is MandateDid.REVOKED:
            return events.MANDATE_REVOKED(who, subject=draft.person, mandate=number)
        kind = events.MANDATE_MADE if fact.did is MandateDid.MADE else events.MANDATE_USED
        purposes = tuple(errand.value for errand in fact.errands)
        return kind(
            who,
            subject=draft.person,
            mandate=number,
            agent=draft.agent,
            acting=fact.mandate.acting,
            kind=draft.kind,
            purposes=purposes,
        )

    def settled(self, entry: Entry) -> None:
        """Somebody has looked whether a print came out."""
        if entry.by and entry.state in (PrintState.SETTLED_PRINTED, PrintState.SETTLED_NOT_PRINTED):
            printed = entry.state is PrintState.SETTLED_PRINTED
            self._note(
                events.PRINT_SETTLED(self._who(StaffNumber(entry.by)), serial=entry.ticket.serial, printed=printed)
            )


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
            return events.SIGN_IN_LOCKED(staff=deed.whom, tries=tries)
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
