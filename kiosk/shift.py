"""Whose turn it is at the screen: a person's, or somebody's of the staff while the person's visit is parked.

Both are visits that share window, lanes and tickets. What devices tell goes to both; touches and time go to whose turn it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Ending
from kiosk.core.lane import Succeeded
from kiosk.core.staff import StaffMember
from kiosk.flows.staff.outcome import Exits, Helps, Serves

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kiosk.core.clock import Clock
    from kiosk.core.lane import Message
    from kiosk.core.staff import Assistance, StaffNumber
    from kiosk.core.visit import Visit

    MakeVisit = Callable[[Callable[[Ending, object], None]], Visit]


class Shift:
    """See the module. `make_staff` makes the staff's visit; it is made once, when somebody first signs in.

    `limit` says how many seconds a member may stay signed in. `arrived` hears that somebody of the staff is there,
    `signed_in` who it is, `helps` whom a visit is helped by from now on, `left` how it ended; `exits` takes an exit code.
    """

    def __init__(
        self,
        person: Visit,
        make_staff: MakeVisit,
        clock: Clock,
        *,
        limit: Callable[[StaffMember], float],
        arrived: Callable[[], None],
        signed_in: Callable[[StaffMember], None],
        helps: Callable[[Assistance], None],
        left: Callable[[StaffMember, Ending], None],
        exits: Callable[[int], None],
    ) -> None:
        self.person = person
        self._make_staff = make_staff
        self._clock = clock
        self._limit = limit
        self._arrived = arrived
        self._tell_signed_in = signed_in
        self._tell_helps = helps
        self._tell_left = left
        self._exits = exits
        self._staff: Visit | None = None
        self._at_it = False
        self._member: StaffMember | None = None
        self._limit_at: float | None = None

    @property
    def now(self) -> Visit:
        """The visit whose turn it is."""
        return self._staff if self._at_it and self._staff is not None else self.person

    @property
    def staff_at_it(self) -> bool:
        """Whether the staff has the screen."""
        return self._at_it

    @property
    def on_duty(self) -> StaffNumber | None:
        """Who of the staff acts now: signed in, or helping. Any thread may ask."""
        assistance = self.person.assistance
        if self._member is not None:
            return self._member.number
        return None if assistance is None else assistance.member.number

    def staff_wanted(self) -> None:
        """Somebody knocked: park the visit and ask who they are."""
        if self._at_it:
            return
        self.person.park()
        if self._staff is None:
            self._staff = self._make_staff(self._over)
        self._at_it = True
        self._staff.begin()

    def heard(self, message: Message) -> None:
        """A lane has something to say. A member as the value of a job is somebody who has signed in."""
        if isinstance(message, Succeeded) and isinstance(message.value, StaffMember) and self._at_it:
            self._member = message.value
            self._limit_at = self._clock.monotonic() + self._limit(message.value)
            self._arrived()
            self._tell_signed_in(message.value)
        self.person.heard(message)
        if self._staff is not None:
            self._staff.heard(message)

    def somebody(self, *, there: bool | None) -> None:
        """Somebody stands before the terminal, or nobody."""
        self.person.somebody(there=there)

    def know_cut_off(self, cut_off: date | None) -> None:
        """The records reach to this day."""
        self.person.know_cut_off(cut_off)
        if self._staff is not None:
            self._staff.know_cut_off(cut_off)

    @property
    def next_due(self) -> float | None:
        """When `tick` has something to do."""
        moments = (self.now.next_due, self._limit_at)
        return min((moment for moment in moments if moment is not None), default=None)

    def tick(self) -> None:
        """Do what time has brought."""
        if self._limit_at is not None and self._limit_at <= self._clock.monotonic():
            self._limit_at = None
            if not self.now.sealing:
                self.now.end(Ending.LIMIT)
                return
            self._limit_at = self._clock.monotonic() + 1.0
        self.now.tick()

    def close(self) -> None:
        """Forget everybody: the terminal is being shut down."""
        if self._staff is not None:
            self._staff.close()
        self.person.close()

    def _over(self, ending: Ending, outcome: object) -> None:
        """The staff is done: go on with the person's visit, or with the one that was ordered."""
        member, self._member, self._limit_at, self._at_it = self._member, None, None, False
        if member is not None:
            self._tell_left(member, ending)
        match outcome:
            case Helps(assistance):
                self._tell_helps(assistance)
                self.person.resume()
                self.person.assist(assistance)
            case Serves(script, assistance):
                self._tell_helps(assistance)
                self.person.serve(script, assistance)
            case Exits(code):
                self.person.resume()
                self._exits(code)
            case _:
                self.person.resume()
