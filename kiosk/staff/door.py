"""The door of the staff's room: whether a PIN is the right one, every try of it paid for before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from kiosk.core.staff import StaffCard, StaffNumber
from kiosk.staff.deeds import Deed, Did
from kiosk.staff.errors import (
    CardNeeded,
    Locked,
    LockedForGood,
    NobodyYet,
    NoSetupCode,
    StaffRefused,
    UnknownStaff,
    WrongPin,
    WrongSetupCode,
)
from kiosk.staff.lockout import TRIES, Waits, is_locked, wait_after
from kiosk.staff.secrets import card_tag

if TYPE_CHECKING:
    from kiosk.core.clock import Clock
    from kiosk.core.config import StaffConfig
    from kiosk.core.pin import Pin
    from kiosk.core.staff import StaffRole
    from kiosk.ledger.staff_roll import Enrolled, StaffRoll
    from kiosk.staff.deeds import Watch
    from kiosk.staff.secrets import PinWork

_STRANGERS = "strangers"
_CODE = "code"
_MOST_STRANGERS_WAIT = TRIES - 1
"""Strangers wait as for a ninth wrong PIN at the most: nobody may shut out the staff for good who is none of them."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whose card it is, before any PIN. `locked`: it takes a second person; `seconds`: how long until the next try."""

    number: StaffNumber
    role: StaffRole
    locked: bool
    seconds: float


class Door:
    """Lets in who knows their PIN. Whoever calls it holds the room's lock."""

    def __init__(
        self,
        roll: StaffRoll,
        work: PinWork,
        cards: bytes,
        config: StaffConfig,
        *,
        clock: Clock,
        watch: Watch,
    ) -> None:
        self._roll = roll
        self._work = work
        self._cards = cards
        self._config = config
        self._watch = watch
        self._waits = Waits(clock)

    def known(self, card: StaffCard) -> Known | None:
        """Say whose card this is. Costs nothing, so that any card put anywhere may be asked about."""
        member = self._find(self._roll.everybody(), card)
        if member is None:
            return None
        seconds = self._waits.left(member.number, member.wrong)
        return Known(member.number, member.role, is_locked(member.wrong), seconds)

    def opened(self, who: StaffCard | StaffNumber, pin: Pin) -> Enrolled:
        """Return whose PIN this is. Raises what keeps them out; a try is on the disk before the PIN is looked at."""
        everybody = self._roll.everybody()
        if not everybody:
            raise NobodyYet
        if isinstance(who, StaffNumber) and self._config.card_needed:
            raise self._refused(CardNeeded())
        member = self._find(everybody, who)
        if member is None or isinstance(who, StaffNumber):
            # Typed numbers may be guessed: they wait together, whether there is such a number or not.
            self._wait_of_strangers()
        if member is None:
            raise self._stranger(pin)
        self._wait_of(member)
        member = msgspec.structs.replace(member, wrong=member.wrong + 1)
        self._roll.write(member)
        if not self._work.matches(pin, member.pins[0]):
            raise self._wrong(member)
        member = msgspec.structs.replace(member, wrong=0)
        self._roll.write(member, gate=msgspec.structs.replace(self._roll.gate(), strangers=0))
        return member

    def code_opened(self, code: Pin) -> None:
        """Accept the setup code. Raises `NoSetupCode`, `Locked` and `WrongSetupCode`; paid for as a PIN is."""
        gate = self._roll.gate()
        if gate.code is None or is_locked(gate.code_tries):
            raise self._refused(NoSetupCode(), did=Did.CODE_REFUSED)
        seconds = self._waits.left(_CODE, gate.code_tries)
        if seconds:
            raise self._refused(Locked(seconds), wrong=gate.code_tries, did=Did.CODE_REFUSED)
        gate = msgspec.structs.replace(gate, code_tries=gate.code_tries + 1)
        self._roll.write(gate=gate)
        if not self._work.matches(code, gate.code):
            self._waits.begin(_CODE)
            refusal = (
                NoSetupCode()
                if is_locked(gate.code_tries)
                else WrongSetupCode(TRIES - gate.code_tries, wait_after(gate.code_tries))
            )
            raise self._refused(refusal, wrong=gate.code_tries, did=Did.CODE_REFUSED)

    def _find(self, everybody: tuple[Enrolled, ...], who: StaffCard | StaffNumber) -> Enrolled | None:
        active = (member for member in everybody if member.active)
        if isinstance(who, StaffNumber):
            return next((member for member in active if member.digits == who.digits), None)
        tag = card_tag(self._cards, who)
        return next((member for member in active if tag in member.cards), None)

    def _wait_of(self, member: Enrolled) -> None:
        if is_locked(member.wrong):
            raise self._refused(LockedForGood(), member.number, member.wrong)
        seconds = self._waits.left(member.number, member.wrong)
        if seconds:
            raise self._refused(Locked(seconds), member.number, member.wrong)

    def _wrong(self, member: Enrolled) -> StaffRefused:
        self._waits.begin(member.number)
        if is_locked(member.wrong):
            self._watch(Deed(Did.LOCKED, member.number, wrong=member.wrong))
            return LockedForGood()
        refusal = WrongPin(TRIES - member.wrong, wait_after(member.wrong))
        return self._refused(refusal, member.number, member.wrong)

    def _wait_of_strangers(self) -> None:
        strangers = self._roll.gate().strangers
        seconds = self._waits.left(_STRANGERS, min(strangers, _MOST_STRANGERS_WAIT))
        if seconds:
            raise self._refused(Locked(seconds), wrong=strangers)

    def _stranger(self, pin: Pin) -> StaffRefused:
        """Count and refuse somebody unknown, with the same work in the same order as for a wrong PIN."""
        gate = self._roll.gate()
        gate = msgspec.structs.replace(gate, strangers=gate.strangers + 1)
        self._roll.write(gate=gate)
        self._work.matches(pin, None)
        self._waits.begin(_STRANGERS)
        refusal = UnknownStaff(wait_after(min(gate.strangers, _MOST_STRANGERS_WAIT)))
        return self._refused(refusal, wrong=gate.strangers)

    def _refused(
        self, refusal: StaffRefused, whom: StaffNumber | None = None, wrong: int = 0, did: Did = Did.REFUSED
    ) -> StaffRefused:
        self._watch(Deed(did, whom, code=refusal.code, wrong=wrong))
        return refusal
