"""Both serial slots, split at every byte: a holder's whole card is read through a line that pauses once, anywhere.

Counted over all bursts, from the first byte of the opening to the card given back, so that no border of a burst is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.errors import DeviceError
from devices.roles import CardGeneration, Sex
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import Holder, SimulatedChip
from devices.social_card.watch import SETTLE_SECONDS
from tests.devices.slot_bed import QUICK, CcidBed, CrtBed
from tests.devices.slot_faults import mend
from tests.devices.slot_trial import BACK_SECONDS, DEADLINE_SECONDS
from tests.devices.stream_cables import Counted, Split
from tests.devices.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from devices.roles import SocialCard

PERSON: Final = Holder(name="阿不都热合曼·买买提明·吐尔逊江")
"""The longest kind of card: a name that goes on in the record behind it."""
OTHER: Final = Holder(
    name="李某",
    identity_number="440308199901101512",
    sex=Sex.MALE,
    birth=date(1999, 1, 10),
    generation=CardGeneration.THIRD,
    card_number="Y00000027",
)
PAUSE_SECONDS: Final = 0.05
LONG_PAUSE_SECONDS: Final = 0.4
"""Longer than either reader waits for the rest of a frame."""
LONG_EVERY: Final = 7

MAKES: Final[Mapping[str, Callable[[], CcidBed | CrtBed]]] = {
    "CCID with echo": CcidBed,
    "CCID without echo": partial(CcidBed, echo=False),
    "motor": partial(CrtBed, QUICK),
}
SPOKEN_BYTES: Final = {"CCID with echo": (521, 1177), "CCID without echo": (521, 656), "motor": (500, 763)}
"""So many bytes go to a reader that is well and come from it while one card is read and given back."""
READING_SECONDS: Final = {"CCID with echo": 1.35, "CCID without echo": 1.35, "motor": 1.89}
"""What one card takes on a good line, from being put in to the slot seen empty, where the reader is open already."""


@dataclass(frozen=True, slots=True)
class SplitCase:
    """Where a reading pauses; `harmless`: so shortly that the card must be read all the same."""

    name: str
    at: int
    to_host: bool
    harmless: bool


def split_cases(make: str) -> Iterator[SplitCase]:
    """List every byte of both directions, and a longer pause at some."""
    for to_host, size in zip((False, True), SPOKEN_BYTES[make], strict=True):
        what = "answers" if to_host else "orders"
        for at in range(1, size):
            yield SplitCase(f"{what} of a whole reading split at {at}", at, to_host, harmless=True)
        for at in range(1, size, LONG_EVERY):
            yield SplitCase(f"{what} of a whole reading split long at {at}", at, to_host, harmless=False)


class Reading:
    """A slot with the card logic on it, on a line in virtual time."""

    def __init__(self, make: str) -> None:
        self.bed = MAKES[make]()
        self.slot = SocialCardSlot(self.bed.transport, self.bed.clock)

    def read(self, holder: Holder, seconds: float) -> SocialCard:
        """Put a card in, read it, give it back and take it. Raises `DeviceError`."""
        self.bed.simulator.insert(SimulatedChip(holder))
        try:
            card = self.slot.read_card(self.bed.deadline(seconds), found=lambda: None)
            self.slot.give_back(self.bed.deadline(seconds))
        finally:
            self.bed.take_out()
        self.slot.wait_taken(self.bed.deadline(seconds))
        return card

    def see_it_empty(self) -> None:
        """Look at the slot as an idle lane does, until it counts as empty."""
        for _ in range(2):
            self.slot.probe(self.bed.deadline(BACK_SECONDS))
            self.bed.clock.sleep(SETTLE_SECONDS)


def spoken_bytes(make: str) -> tuple[int, int]:
    """Read once on a good line, and count what goes to the reader and what comes from it."""
    reading = Reading(make)
    orders, answers = Counted(), Counted()
    reading.bed.line.line.use_cables(to_device=orders, to_host=answers)
    try:
        assert is_of(reading.read(PERSON, DEADLINE_SECONDS), PERSON)
    finally:
        reading.bed.close()
    return orders.count, answers.count


def is_of(card: SocialCard, holder: Holder) -> bool:
    """Whether that is what the holder's card says."""
    kept = holder.generation is CardGeneration.THIRD
    told = (card.number, card.generation, card.name, card.identity_number)
    return told == (
        holder.card_number,
        holder.generation,
        None if kept else holder.name,
        None if kept else holder.identity_number,
    )


def endure(make: str, case: SplitCase) -> Trial:
    """Read a card through one pause, and the next person's behind it: never another card, never an untyped end."""
    reading = Reading(make)
    bed = reading.bed
    cable = Split(case.at, PAUSE_SECONDS if case.harmless else LONG_PAUSE_SECONDS)
    bed.line.line.use_cables(**{"to_host" if case.to_host else "to_device": cable})
    try:
        try:
            assert is_of(reading.read(PERSON, DEADLINE_SECONDS), PERSON), f"{make}: {case.name}"
        except DeviceError:
            assert not case.harmless, f"{make}: {case.name}"
        seconds = bed.clock.monotonic()
        assert seconds <= DEADLINE_SECONDS, f"{make}: {case.name}"
        mend(bed)
        back = _back(reading) - READING_SECONDS[make]
        assert back <= BACK_SECONDS, f"{make}: {case.name}"
        return Trial(case.name, seconds, max(0.0, back))
    finally:
        bed.close()


def _back(reading: Reading) -> float:
    """Return after how long the next person's card was read."""
    clock = reading.bed.clock
    mended = clock.monotonic()
    while True:
        reading.see_it_empty()
        try:
            assert is_of(reading.read(OTHER, BACK_SECONDS), OTHER)
        except DeviceError:
            assert clock.monotonic() <= mended + BACK_SECONDS
        else:
            return clock.monotonic() - mended
