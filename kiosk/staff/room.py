"""The staff's room, what the lane `staff` works with: signing in, and the roll of who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.core.staff import StaffRole
from kiosk.ledger.staff_roll import Gate
from kiosk.staff.deeds import Deed, Did
from kiosk.staff.door import Door
from kiosk.staff.errors import MustChange, NotYours, PinTooOld, SomebodyAlready
from kiosk.staff.roster import Roster
from kiosk.staff.secrets import new_setup_code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kiosk.core.clock import Clock
    from kiosk.core.config import StaffConfig
    from kiosk.core.pin import Pin
    from kiosk.core.staff import StaffCard, StaffMember, StaffNumber
    from kiosk.ledger.staff_roll import Enrolled
    from kiosk.staff.deeds import Watch
    from kiosk.staff.door import Known
    from kiosk.staff.errors import StaffRefused
    from kiosk.staff.secrets import PinWork, StaffKeys


class StaffRoom(Roster):
    """The roll and its door. Any thread may call it; a call that makes or checks a PIN takes some 100 ms."""

    def __init__(
        self,
        path: Path,
        keys: StaffKeys,
        config: StaffConfig,
        clock: Clock,
        *,
        watch: Watch | None = None,
        work: PinWork | None = None,
    ) -> None:
        super().__init__(path, keys, clock, watch=watch, work=work)
        self._config = config
        self._door = Door(self._roll, self._work, keys.cards, config, clock=clock, watch=self._watch)

    # -- signing in -----------------------------------------------------------------------------------------

    def recognise(self, card: StaffCard) -> Known | None:
        """Say whose card this is, None if nobody's. No try is counted: any card put anywhere may be asked about."""
        with self._lock:
            return self._door.known(card)

    def must_own(self, card: StaffCard, number: StaffNumber) -> None:
        """See to it that this card is that member's own. Raises `NotYours`, which the audit notes; no try is counted."""
        with self._lock:
            known = self._door.known(card)
            if known is None or known.number != number:
                self._watch(Deed(Did.REFUSED, number, code=NotYours.code))
                raise NotYours

    def sign_in(self, who: StaffCard | StaffNumber, pin: Pin) -> StaffMember:
        """Return who signs in with this card or number and PIN.

        Raises `WrongPin`, `Locked`, `LockedForGood`, `UnknownStaff`, `CardNeeded` or `NobodyYet`; and `MustChange` or
        `PinTooOld` when the PIN is right but only good for `change_pin`. Takes some 100 ms, as long for the unknown.
        """
        with self._lock:
            member = self._door.opened(who, pin)
            days = (self._clock.now() - member.pin_changed_at).days
            if member.must_change:
                raise self._refused(MustChange(), member)
            if 0 < self._config.pin_days < days:
                raise self._refused(PinTooOld(days), member)
            self._watch(Deed(Did.SIGNED_IN, member.number, member.number))
            return member.member

    def change_pin(self, who: StaffCard | StaffNumber, old: Pin, new: Pin) -> StaffMember:
        """Give oneself another PIN; who did has signed in with it. The old one is looked at, and paid for, as by `sign_in`.

        Raises what `sign_in` raises of a wrong PIN, and `WeakPin`.
        """
        with self._lock:
            member = self._door.opened(who, old)
            pins = self._taken(new, member.role, member.number, member.pins)
            changed = msgspec.structs.replace(member, pins=pins, pin_changed_at=self._clock.now(), must_change=False)
            self._roll.write(changed)
            self._watch(Deed(Did.PIN_CHANGED, member.number, member.number))
            self._watch(Deed(Did.SIGNED_IN, member.number, member.number))
            return member.member

    # -- the first administrator ----------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether the first administrator is still to be made."""
        with self._lock:
            return not self._roll.everybody()

    def make_setup_code(self) -> Pin:
        """Make the code that lets the first administrator in at the screen; an earlier one is void.

        Raises `SomebodyAlready`.
        """
        with self._lock:
            self._must_be_empty()
            code = new_setup_code()
            self._roll.write(gate=Gate(code=self._work.hashed(code)))
            self._watch(Deed(Did.CODE_MADE))
            return code

    def first_administrator(
        self, code: Pin, number: StaffNumber, pin: Pin, cards: Iterable[StaffCard] = ()
    ) -> StaffMember:
        """Make the first administrator, who has signed in then; the code is used up.

        Raises `SomebodyAlready`, `WeakPin`, `NoSetupCode`, `WrongSetupCode` and `Locked`.
        """
        with self._lock:
            self._must_be_empty()
            self._must_be_strong(pin, StaffRole.ADMINISTRATOR, number)
            self._door.code_opened(code)
            member = self._enrolled(number, StaffRole.ADMINISTRATOR, pin, tuple(self._tags(cards)))
            self._roll.write(member, gate=Gate())
            self._watch(Deed(Did.ADDED, number, number))
            self._watch(Deed(Did.SIGNED_IN, number, number))
            return member.member

    def _must_be_empty(self) -> None:
        if self._roll.everybody():
            raise SomebodyAlready

    def _refused(self, refusal: StaffRefused, member: Enrolled) -> StaffRefused:
        self._watch(Deed(Did.REFUSED, member.number, code=refusal.code))
        return refusal
