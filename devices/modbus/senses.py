"""What the contacts of a board say, once they have said it for a while. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.condition import Settled
from devices.health import Ability
from devices.modbus.frames import READ_INPUTS, Read
from devices.roles import Sense

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Time
    from devices.modbus.wiring import Wiring

SETTLE_SECONDS: Final[Mapping[Sense, float]] = {
    Sense.PRESENCE: 1.0,
    Sense.HEADSET: 0.3,
    Sense.DOOR: 0.3,
    Sense.TAMPER: 0.1,
    Sense.MAINS_LOST: 0.5,
    Sense.BATTERY_LOW: 0.5,
}
"""How long a contact must say the same before it counts. Presence takes longest: radar loses people who stand still, and
everybody who walks by is somebody for a moment."""


class Senses:
    """The contacts of one board. One that isn't wired, or wasn't heard of yet, is missing: unknown is not false."""

    def __init__(self, wiring: Wiring, clock: Time) -> None:
        self._wiring = wiring
        self._clock = clock
        self._settled: dict[Sense, Settled[bool | None]] = {}
        self.settling = False
        """Whether a contact says something else than what counts."""
        self.forget()

    @property
    def wired(self) -> bool:
        """Whether there are any."""
        return bool(self._wiring.senses)

    @property
    def abilities(self) -> frozenset[Ability]:
        """Whether it senses anything."""
        return frozenset({Ability.SENSES} if self.wired else ())

    def forget(self) -> None:
        """Note that nothing is known: the board is away."""
        self.settling = False
        self._settled = {sense: Settled(self._clock, None, SETTLE_SECONDS[sense]) for sense in self._wiring.senses}

    def question(self) -> Read:
        """Return the request that asks for all inputs."""
        inputs = self._wiring.senses.values()
        return Read(self._wiring.address, READ_INPUTS, min(inputs), max(inputs) - min(inputs) + 1)

    def learn(self, bits: tuple[bool, ...]) -> None:
        """Take in the answer to `question`."""
        first = min(self._wiring.senses.values())
        said = {
            sense: bits[place - first] is not (sense in self._wiring.inverted)
            for sense, place in self._wiring.senses.items()
        }
        counts = {sense: self._settled[sense].see(value) for sense, value in said.items()}
        self.settling = counts != said

    def known(self) -> dict[Sense, bool]:
        """Return what counts now."""
        return {sense: each.value for sense, each in self._settled.items() if each.value is not None}
