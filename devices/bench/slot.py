"""The slot for social-security cards, whichever machine is behind it: whose card is in it, which way round, and what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from devices.bench.refusal import BenchRefusal
from devices.bench.state import SlotState, SocialCardState
from devices.crt.frames import CardAt
from devices.crt.simulator import CrtSimulator
from devices.roles import CardGeneration
from devices.social_card.simulated_chip import ChipFault, SimulatedChip

if TYPE_CHECKING:
    from devices.bench.cards import BenchPerson
    from devices.ccid.simulator import CcidSimulator
    from devices.social_card.simulated_chip import Holder

UNDAMAGED: Final = "none"
SOCIAL_DAMAGES: Final[dict[str, str]] = {
    "mute": "芯片没反应",
    "not-social": "不是社保卡",
    "expired": "过期",
    "elsewhere": "外地的",
    "unknown-region": "地区码不明",
    "shorted": "芯片短路",
    "falls-silent": "读到一半没反应",
    "damaged": "数据坏了",
    "blank": "空白卡",
}
"""What can be wrong with a social-security card, and what the dock calls it."""
SLOT_FAULTS: Final = ("none", "hangs", "power-blip")
_CHIP_FAULTS: Final = {
    "mute": ChipFault.MUTE,
    "shorted": ChipFault.SHORTED,
    "not-social": ChipFault.NOT_A_SOCIAL_CARD,
    "falls-silent": ChipFault.FALLS_SILENT,
    "damaged": ChipFault.DAMAGED,
    "blank": ChipFault.BLANK,
}
HAND_SECONDS: Final = 1.0
"""How long a card is out that is turned round, or exchanged."""
_LONG_AGO: Final = date(2011, 6, 30)
_REGIONS: Final = {"elsewhere": "639900", "unknown-region": "990000"}
"""Another province, and none at all. Their people are nobody here, so the card is of generation 3, which tells no holder."""
_PLACES: Final = {CardAt.GATE: "mouth", CardAt.INSIDE: "inside"}


Later = Callable[[float, Callable[[], None]], None]
"""Does something so many seconds later, in whatever thread."""


def in_a_while(seconds: float, act: Callable[[], None]) -> None:
    """Do it later, by the machine's own time."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()


class CardSlot:
    """A hand's slot or a motor's mouth, with at most one card in it. Any thread may use it."""

    def __init__(self, simulator: CcidSimulator | CrtSimulator, later: Later = in_a_while) -> None:
        self.simulator = simulator
        self._later = later
        self._lock = threading.RLock()
        self._in_hand = False
        """Between being taken out and put in again."""
        self._person: BenchPerson | None = None
        self._damage = self._next_damage = UNDAMAGED
        self._turned = False
        self._fault = "none"

    @property
    def _motor(self) -> CrtSimulator | None:
        return self.simulator if isinstance(self.simulator, CrtSimulator) else None

    # -- a person's verbs

    def insert(self, person: BenchPerson) -> None:
        """Put a person's card in. Raises `BenchRefusal` for who has none, and where one is in already."""
        if person.social is None:
            raise BenchRefusal("no-social-card", f"{person.called} has no social-security card")
        with self._lock:
            self._see_kept()
            if self._person is not None:
                there = f"the card of {self._person.called} is in the slot: remove-card first"
                raise BenchRefusal("slot-taken", there)
            self._damage, self._next_damage = self._next_damage, UNDAMAGED
            self._person = person
            self._push()

    def turn(self) -> bool:
        """Take the card out and put it in the other way round, or hold the next one so; return which way it is held now."""
        with self._lock:
            self._turned = not self._turned
            self._see_kept()
            if self._person is not None:
                self._take_out_and_put_in()
            return self._turned

    def damage(self, kind: str) -> bool:
        """Damage the card in the slot, as if put in anew, or else the next one; return whether one was in."""
        with self._lock:
            self._see_kept()
            if self._person is None:
                self._next_damage = kind
                return False
            self._damage = kind
            self._take_out_and_put_in()
            return True

    def remove(self) -> bool:
        """Pull the card out, by force if need be; return whether there was one."""
        with self._lock:
            self._see_kept()
            was_in = self._person is not None
            self.simulator.remove()
            self._person, self._in_hand = None, False
            return was_in

    def take(self) -> bool:
        """Take the card where a hand can reach it. Raises `BenchRefusal` for one that a motor has inside."""
        if self._motor is not None and not self._in_hand and self._motor.card_at is CardAt.INSIDE:
            raise BenchRefusal(
                "card-inside", "the motor has drawn the card in: no hand reaches it (remove-card uses force)"
            )
        return self.remove()

    # -- fate's

    def fail(self, fault: str) -> None:
        """Let the reader hang, mend it, or take its power away for a moment."""
        if fault == "power-blip":
            self.simulator.cut_power()
        else:
            self.simulator.mute(mute=fault == "hangs")
            self._fault = fault

    def jam(self, *, jammed: bool) -> None:
        """Let the rollers stick, or free them. Raises `BenchRefusal` where there are none."""
        self._rollers().jam(jammed=jammed)

    def fill_bin(self, *, full: bool) -> None:
        """Fill the bin for kept cards, or empty it. Raises `BenchRefusal` where there is none."""
        self._rollers().fill_bin(full=full)

    def state(self) -> SlotState:
        """Say how it is."""
        with self._lock:
            return self._state()

    def _state(self) -> SlotState:
        self._see_kept()
        card = None
        if self._person is not None and self._person.social is not None:
            where = "slot" if self._motor is None else _PLACES.get(self._motor.card_at, "mouth")
            where = "hand" if self._in_hand else where
            generation = self._person.social.generation.value[:1]
            card = SocialCardState(
                self._person.number,
                self._person.card.name,
                generation,
                self._damage,
                self._turned,
                where,
                self._person.staff,
            )
        kept = 0 if self._motor is None else self._motor.forgotten
        return SlotState(
            "ccid" if self._motor is None else "crt", card, self._next_damage, self._turned, self._fault, kept
        )

    # -- inside

    def _take_out_and_put_in(self) -> None:
        """Take the card out and put it in again: a hand needs a moment for that, and the reader sees an empty slot."""
        if not self._in_hand:
            self._in_hand = True
            self.simulator.remove()
            self._later(HAND_SECONDS, self._put_in)

    def _put_in(self) -> None:
        with self._lock:
            if self._in_hand:
                self._in_hand = False
                self._push()

    def _push(self) -> None:
        if self._person is None or self._person.social is None:
            return
        chip = _chip(self._person.social, self._damage)
        if isinstance(self.simulator, CrtSimulator):
            self.simulator.insert(chip, turned=self._turned)
            return
        self.simulator.insert(chip)
        if self._turned:
            self.simulator.turn_round()

    def _see_kept(self) -> None:
        """Notice a card that a motor has drawn in and kept."""
        if self._motor is not None and not self._in_hand and self._motor.card_at is CardAt.NOWHERE:
            self._person = None

    def _rollers(self) -> CrtSimulator:
        if self._motor is None:
            raise BenchRefusal("no-motor", "this slot has no motor: start the bench with --social crt")
        return self._motor


def _chip(holder: Holder, damage: str) -> SimulatedChip:
    if damage == "expired":
        holder = replace(holder, issued=_LONG_AGO.replace(year=_LONG_AGO.year - 10), valid_until=_LONG_AGO)
    elif damage in _REGIONS:
        number = f"E{holder.card_number[1:]}"
        holder = replace(holder, generation=CardGeneration.THIRD, region=_REGIONS[damage], card_number=number)
    return SimulatedChip(holder, *([_CHIP_FAULTS[damage]] if damage in _CHIP_FAULTS else []))
