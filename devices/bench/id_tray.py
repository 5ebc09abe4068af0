"""The place for ID cards, whichever reader is behind it: whose card lies there, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.state import CardState
from devices.id_sam.simulator import CardFault, ModuleFault, SamSimulator

if TYPE_CHECKING:
    from devices.bench.cards import BenchPerson

UNDAMAGED: Final = "none"
DAMAGES: Final = {
    UNDAMAGED: CardFault.NONE,
    "unreadable": CardFault.UNREADABLE,
    "counterfeit": CardFault.COUNTERFEIT,
    "not-an-id-card": CardFault.NOT_AN_ID_CARD,
    "lifted-early": CardFault.LIFTED_TOO_EARLY,
    "unsupported": CardFault.UNSUPPORTED,
    "contradictory": CardFault.CONTRADICTORY,
}
"""What the verb calls what can be wrong with a card."""


class IdTray:
    """At most one card on a reader. `next_damage` is what will be wrong with the next one."""

    def __init__(self, reader: SamSimulator) -> None:
        self.reader = reader
        self.next_damage = UNDAMAGED
        self._lies: BenchPerson | None = None
        self._damage = UNDAMAGED

    def place(self, person: BenchPerson) -> None:
        """Put the card of a person there."""
        self._damage, self.next_damage = self.next_damage, UNDAMAGED
        self.reader.place(person.card, DAMAGES[self._damage])
        self._lies = person

    def lift(self) -> bool:
        """Take the card away; return whether there was one."""
        lay = self._lies is not None
        self.reader.lift()
        self._lies = None
        return lay

    def damage(self, damage: str) -> bool:
        """Damage the card that lies there, as if put anew, or else the next one; return whether one lay there."""
        self.next_damage = damage
        if self._lies is None:
            return False
        self.place(self._lies)
        return True

    def fail(self, fault: ModuleFault) -> None:
        """Break the reader's security module, or mend it."""
        self.reader.fail(fault)

    def be_restless(self, *, restless: bool) -> None:
        """Let the reader find a card that lies again and again, or once."""
        self.reader.be_restless(restless=restless)

    def know_appended(self, *, knows: bool) -> None:
        """Make it a reader that knows the order for an appended address, or an old one that doesn't."""
        self.reader.know_appended(knows=knows)

    def state(self) -> CardState | None:
        """Say whose card lies there, if one does."""
        person = self._lies
        return None if person is None else CardState(person.number, person.card.name, self._damage, person.staff)
