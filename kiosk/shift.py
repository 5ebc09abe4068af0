"""Whose turn it is at the screen: a person's, or somebody's of the staff while the person's visit is parked.

Both are visits that share window, lanes and tickets. What devices tell goes to both; touches and time go to whose turn it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiosk.core.house import Ending
from kiosk.core.lane import Succeeded
from kiosk.core.staff import SignedIn
from kiosk.flows.staff.outcome import Exits, Helps, Serves
from kiosk.flows.staff.service import Parked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kiosk.core.clock import Clock
    from kiosk.core.lane import Message
    from kiosk.core.staff import Assistance, StaffMember, StaffNumber
    from kiosk.core.stage import Ticket
    from kiosk.core.visit import Visit
    from kiosk.staff.session import Over, Session

    MakeVisit = Callable[[Callable[[Ending, object], None]], Visit]


class Witness(Protocol):
    """Who wants to know what the staff does: the app, for the audit, the desk and the end of the program."""

    def signed_in(self, member: StaffMember) -> float:
        """Somebody of the staff is there; return after how many seconds they are signed out, however busy they are."""
        ...

    def helps(self, assistance: Assistance, now: float) -> Session:
        """Somebody helps with a visit from `now` on, in steady seconds; return how long they may."""
        ...

    def sees(self, assistance: Assistance | None) -> None:
        """What who helps may see now; called often, whether it has changed or not."""
        ...

    def helped(self, assistance: Assistance, over: Over | None = None) -> None:
        """Who helped is done, or their time was `over`."""
        ...

    def signed_out(self, member: StaffMember, ending: Ending) -> None:
        """Whoever had signed in has the screen no longer."""
        ...

    def exits(self, code: int) -> None:
        """The program is to end with this exit code."""
        ...


class Shift:
    """See the module. `make_staff` makes the staff's visit, once, when somebody first knocks; `witness` is asked for then."""

    def __init__(self, person: Visit, make_staff: MakeVisit, clock: Clock, witness: Callable[[], Witness]) -> None:
        self.person = person
        self.parked = Parked()
        """What was set aside when somebody knocked."""
        self._make_staff = make_staff
        self._clock = clock
        self._witness = witness
        self._staff: Visit | None = None
        self._at_it = False
        self._member: StaffMember | None = None
        self._limit_at: float | None = None
        self._helping: Assistance | None = None
        self._session: Session | None = None
        """How long who helps may."""

    @property
    def now(self) -> Visit:
        """The visit whose turn it is."""
        return self._staff if self._at_it and self._staff is not None else self.person

    @property
    def staff_at_it(self) -> bool:
        """Whether the staff has the screen."""
        return self._at_it

    @property
    def staff_sealing(self) -> bool:
        """Whether the staff has the screen, and something of theirs is being done that can't be taken back."""
        return self._at_it and self.now.sealing

    @property
    def member(self) -> StaffMember | None:
        """Who of the staff acts now: signed in, or helping. Any thread may ask."""
        assistance = self.person.assistance
        return self._member or (None if assistance is None else assistance.member)

    @property
    def on_duty(self) -> StaffNumber | None:
        """The number of who acts now."""
        member = self.member
        return None if member is None else member.number

    def staff_wanted(self) -> None:
        """Somebody knocked: park the visit and ask who they are."""
        if self._at_it:
            return
        self.person.park()
        person = self.person
        self.parked = Parked(person.page if person.serves_somebody else person.instead, closed=person.closed)
        if self._staff is None:
            self._staff = self._make_staff(self._over)
        self._at_it = True
        self._staff.begin()

    def help_wanted(self) -> bool:
        """请人帮忙 was touched; return whether somebody is to be called, over the person's visit, who has the screen then.

        The staff give it up on a page that offers 请人帮忙: nobody has signed in yet, or who had has walked away and is asked
        whether they are there. On any other page of theirs they are the help, and nobody is called.
        """
        if self._at_it:
            page = self.now.page
            if self._member is not None and page is not None and not page.footer.help:
                return False
            self._dismiss(Ending.IDLE)
            self.person.resume()
            self.look()
        return True

    def heard(self, message: Message) -> None:
        """A lane has something to say. Who acts changes by `SignedIn` alone, which no job brings but that of signing in.

        One whose page has gone meanwhile hasn't: the power failed while their PIN was looked at.
        """
        if isinstance(message, Succeeded) and isinstance(message.value, SignedIn) and self._signs_in(message.ticket):
            self._member = message.value.member
            self._limit_at = self._clock.monotonic() + self._witness().signed_in(message.value.member)
        self.person.heard(message)
        if self._staff is not None:
            self._staff.heard(message)

    def _signs_in(self, ticket: Ticket) -> bool:
        return self._at_it and self._staff is not None and self._staff.awaits(ticket)

    def somebody(self, *, there: bool | None) -> None:
        """Somebody stands before the terminal, or nobody."""
        self.person.somebody(there=there)

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out: it is the person's, whoever has the screen."""
        self.person.headset(plugged=plugged)

    def know_cut_off(self, cut_off: date | None) -> None:
        """The records reach to this day."""
        self.person.know_cut_off(cut_off)
        if self._staff is not None:
            self._staff.know_cut_off(cut_off)

    @property
    def next_due(self) -> float | None:
        """When `tick` has something to do."""
        moments = (self.now.next_due, self._limit_at, self._help_ends_at)
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def _help_ends_at(self) -> float | None:
        """When help ends by itself; None while nobody helps, or the staff has the screen."""
        if self._session is None or self._at_it:
            return None
        ends_at = self._session.touched(self.person.quiet_since).ends_at
        # What can't be taken back of an absent person's visit is waited for.
        return max(ends_at, self._clock.monotonic() + 1.0) if self.person.sealing else ends_at

    def _end_help(self) -> None:
        """End help whose time is over: nobody is to act as somebody who has gone. A person's own visit goes on."""
        if self._session is None or self._at_it:
            return
        self._session = self._session.touched(self.person.quiet_since)
        over = self._session.over(self._clock.monotonic())
        if over is not None:
            self.person.help_is_over(Ending.LIMIT)
            self.look(over)

    def tick(self) -> None:
        """Do what time has brought."""
        self._end_help()
        if self._limit_at is not None and self._limit_at <= self._clock.monotonic():
            self._limit_at = None
            if not self.now.sealing:
                self.now.end(Ending.LIMIT)
                return
            self._limit_at = self._clock.monotonic() + 1.0
        self.now.tick()

    def interrupt(self) -> None:
        """End whatever stands, a person's visit and the staff's, with its farewell, and show what stands in place of home."""
        self._dismiss()
        self.person.interrupt()
        self.look()

    def close(self) -> None:
        """Forget everybody: the terminal is being shut down."""
        self._dismiss()
        if self._helping is not None:
            self._witness().helped(self._helping)
            self._helping = self._session = None
        self.person.close()

    def _dismiss(self, ending: Ending = Ending.STAFF) -> None:
        """Take the screen from the staff. What they had parked stays parked: nobody is to see it now."""
        if self._staff is not None and self._at_it:
            self._staff.close()
            self._sign_out(ending)

    def _over(self, ending: Ending, outcome: object) -> None:
        """The staff is done: go on with the person's visit, or with the one that was ordered."""
        self._sign_out(ending)
        match outcome:
            case Helps(assistance):
                self.person.resume(assistance)
            case Serves(script, assistance):
                self.person.serve(script, assistance)
            case Exits(code):
                self.person.resume()
                self._witness().exits(code)
            case _:
                self.person.resume()
        self.look()

    def _sign_out(self, ending: Ending) -> None:
        member, self._member, self._limit_at, self._at_it = self._member, None, None, False
        if member is not None:
            self._witness().signed_out(member, ending)

    def look(self, over: Over | None = None) -> None:
        """See whether somebody has begun or ended to help, and tell; `over` is why it ended by itself."""
        now = self.person.assistance
        before, self._helping = self._helping, now
        if now is None and before is None:
            return
        if before is not None and (now is None or now.member != before.member or now.reason != before.reason):
            self._witness().helped(before, over)
            self._session = None
            before = None
        if now is not None and before is None:
            self._session = self._witness().helps(now, self._clock.monotonic())
        self._witness().sees(now)
