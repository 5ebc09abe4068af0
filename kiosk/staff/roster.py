"""The roll of staff: who may sign in, with which cards and PIN, and who may say so.

Only an administrator changes the roll, or whoever may use the terminal's key at the machine itself (`MACHINE`).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.clock import SHANGHAI
from kiosk.core.pin import Weakness, weakness
from kiosk.core.staff import StaffMember, StaffRole
from kiosk.ledger.staff_roll import Enrolled, Gate, StaffRoll
from kiosk.staff.deeds import Deed, Did
from kiosk.staff.errors import (
    CardTaken,
    LastAdministrator,
    NobodyYet,
    NoSuchStaff,
    NotAllowed,
    NumberTaken,
    SamePerson,
    WeakPin,
)
from kiosk.staff.lockout import is_locked
from kiosk.staff.secrets import PinWork, card_tag, new_pin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from kiosk.core.clock import Clock
    from kiosk.core.pin import Pin
    from kiosk.core.staff import CardKind, StaffCard, StaffNumber
    from kiosk.ledger.staff_roll import CardTag, PinHash
    from kiosk.staff.deeds import Watch
    from kiosk.staff.secrets import StaffKeys

PINS_KEPT: Final = 3
"""The present PIN and the two before it are not taken again."""


class Machine(Enum):
    """Not one of the staff: somebody who may use the terminal's key at the machine's own command line."""

    ITSELF = "machine"


MACHINE: Final = Machine.ITSELF


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the roll as staff see it. Times are of Asia/Shanghai."""

    number: StaffNumber
    role: StaffRole
    cards: tuple[CardKind, ...]
    made_at: datetime
    pin_changed_at: datetime
    must_change: bool
    may_unlock: bool
    wrong: int
    locked: bool
    removed_at: datetime | None


class Roster:
    """The roll in the file at `path`. Calls take turns, each is on the disk when it returns.

    `watch` hears of everything once it is on the disk, and must not raise. Opening and every call may raise what
    `StaffRoll` raises; what is refused raises a `StaffRefused`.
    """

    def __init__(
        self, path: Path, keys: StaffKeys, clock: Clock, *, watch: Watch | None = None, work: PinWork | None = None
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._cards = keys.cards
        self._watch: Watch = watch or (lambda _deed: None)
        self._work = work or PinWork(keys.pepper)
        self._roll = StaffRoll(path, keys.roll)

    def close(self) -> None:
        """Let go of the roll, once what is being done is done."""
        with self._lock:
            self._roll.close()

    # -- the roll -------------------------------------------------------------------------------------------

    def everybody(self) -> tuple[Listed, ...]:
        """List all who are or were on the roll, by number."""
        with self._lock:
            return tuple(_listed(member) for member in self._roll.everybody())

    def add(
        self,
        by: StaffMember | Machine,
        number: StaffNumber,
        role: StaffRole,
        *,
        cards: Iterable[StaffCard] = (),
        pin: Pin | None = None,
        may_unlock: bool = False,
    ) -> Pin:
        """Put somebody on the roll and return their PIN: a new random one that they have to change, or `pin`, their own.

        `may_unlock`: they may unlock others without being an administrator. Raises `NotAllowed`, `NumberTaken`, `CardTaken`,
        `WeakPin`, and `NobodyYet` for anybody before the first administrator.
        """
        with self._lock:
            everybody = self._roll.everybody()
            self._must_administer(by)
            if not everybody and role is not StaffRole.ADMINISTRATOR:
                raise NobodyYet
            if any(member.digits == number.digits for member in everybody):
                raise NumberTaken
            tags = tuple(self._tags(cards))
            self._must_be_free(tags, everybody)
            given = pin or new_pin(role, number)
            self._must_be_strong(given, role, number)
            member = self._enrolled(number, role, given, tags, must_change=pin is None, may_unlock=may_unlock)
            self._roll.write(member, gate=None if everybody else Gate())
            self._watch(Deed(Did.ADDED, number, _who(by), role=role))
            return given

    def reset(self, by: StaffMember | Machine, whom: StaffNumber, pin: Pin | None = None) -> Pin:
        """Unlock somebody and return their next PIN: a new random one that they have to change, or `pin`, their own.

        Raises `NotAllowed`, `SamePerson`, `NoSuchStaff` and `WeakPin`.
        """
        with self._lock:
            self._must_administer(by, whom)
            member = self._active(whom)
            given = pin or new_pin(member.role, whom)
            pins = self._taken(given, member.role, whom, member.pins)
            now = self._clock.now()
            self._roll.write(
                msgspec.structs.replace(member, pins=pins, pin_changed_at=now, must_change=pin is None, wrong=0)
            )
            self._watch(Deed(Did.RESET, whom, _who(by), wrong=member.wrong))
            return given

    def unlock(self, by: StaffMember | Machine, whom: StaffNumber) -> None:
        """Let somebody try their PIN again who was locked or has to wait: takes a second person who may.

        Raises `NotAllowed`, `SamePerson` and `NoSuchStaff`.
        """
        with self._lock:
            if isinstance(by, StaffMember):
                if by.number == whom:
                    raise SamePerson
                unlocker = self._active(by.number)
                if not (unlocker.may_unlock or unlocker.role is StaffRole.ADMINISTRATOR):
                    raise NotAllowed
            member = self._active(whom)
            self._roll.write(msgspec.structs.replace(member, wrong=0))
            self._watch(Deed(Did.UNLOCKED, whom, _who(by), wrong=member.wrong))

    def remove(self, by: StaffMember | Machine, whom: StaffNumber) -> None:
        """Take somebody off; their number stays theirs, their cards are free.

        Raises `NotAllowed`, `NoSuchStaff` and `LastAdministrator`.
        """
        with self._lock:
            self._must_administer(by)
            member = self._active(whom)
            others = (each for each in self._roll.everybody() if each.active and each.digits != member.digits)
            if not any(each.role is StaffRole.ADMINISTRATOR for each in others):
                raise LastAdministrator
            self._roll.write(msgspec.structs.replace(member, removed_at=self._clock.now(), cards=(), pins=()))
            self._watch(Deed(Did.REMOVED, whom, _who(by)))

    def give_card(self, by: StaffMember | Machine, whom: StaffNumber, card: StaffCard) -> None:
        """Note a card as somebody's, in the place of an earlier one of its kind.

        Raises `NotAllowed`, `NoSuchStaff`, and `CardTaken` if it is anybody's.
        """
        with self._lock:
            self._must_administer(by)
            member = self._active(whom)
            tag = card_tag(self._cards, card)
            self._must_be_free((tag,), self._roll.everybody())
            others = tuple(each for each in member.cards if each.kind is not card.kind)
            self._roll.write(msgspec.structs.replace(member, cards=(*others, tag)))
            self._watch(Deed(Did.CARD_GIVEN, whom, _who(by)))

    def take_cards(self, by: StaffMember | Machine, whom: StaffNumber) -> None:
        """Forget all of somebody's cards, as when one is lost. Raises `NotAllowed` and `NoSuchStaff`."""
        with self._lock:
            self._must_administer(by)
            self._roll.write(msgspec.structs.replace(self._active(whom), cards=()))
            self._watch(Deed(Did.CARDS_TAKEN, whom, _who(by)))

    # -- what has to hold -----------------------------------------------------------------------------------

    def _must_administer(self, by: StaffMember | Machine, whom: StaffNumber | None = None) -> None:
        """See that who asks may change the roll, as it says now, and not of themselves if `whom` is given."""
        if isinstance(by, StaffMember):
            if by.number == whom:
                raise SamePerson
            if self._active(by.number).role is not StaffRole.ADMINISTRATOR:
                raise NotAllowed

    def _active(self, number: StaffNumber) -> Enrolled:
        for member in self._roll.everybody():
            if member.active and member.digits == number.digits:
                return member
        raise NoSuchStaff

    def _must_be_free(self, tags: tuple[CardTag, ...], everybody: tuple[Enrolled, ...]) -> None:
        if len(set(tags)) < len(tags) or any(tag in member.cards for member in everybody for tag in tags):
            raise CardTaken

    def _must_be_strong(self, pin: Pin, role: StaffRole, number: StaffNumber) -> None:
        weak = weakness(pin, role, number)
        if weak is not None:
            raise WeakPin(weak)

    def _taken(
        self, pin: Pin, role: StaffRole, number: StaffNumber, before: tuple[PinHash, ...]
    ) -> tuple[PinHash, ...]:
        """Return the hashes to keep once this PIN is taken. Raises `WeakPin`."""
        self._must_be_strong(pin, role, number)
        if any(self._work.matches(pin, earlier) for earlier in before):
            raise WeakPin(Weakness.USED_BEFORE)
        return (self._work.hashed(pin), *before)[:PINS_KEPT]

    def _tags(self, cards: Iterable[StaffCard]) -> Iterable[CardTag]:
        return (card_tag(self._cards, card) for card in cards)

    def _enrolled(
        self,
        number: StaffNumber,
        role: StaffRole,
        pin: Pin,
        cards: tuple[CardTag, ...],
        *,
        must_change: bool = False,
        may_unlock: bool = False,
    ) -> Enrolled:
        now = self._clock.now()
        return Enrolled(
            digits=number.digits,
            role=role,
            pins=(self._work.hashed(pin),),
            made_at=now,
            pin_changed_at=now,
            cards=cards,
            must_change=must_change,
            may_unlock=may_unlock,
        )


def _who(by: StaffMember | Machine) -> StaffNumber | None:
    return by.number if isinstance(by, StaffMember) else None


def _listed(member: Enrolled) -> Listed:
    return Listed(
        member.number,
        member.role,
        tuple(card.kind for card in member.cards),
        member.made_at.astimezone(SHANGHAI),
        member.pin_changed_at.astimezone(SHANGHAI),
        member.must_change,
        member.may_unlock,
        member.wrong,
        is_locked(member.wrong),
        member.removed_at and member.removed_at.astimezone(SHANGHAI),
    )
