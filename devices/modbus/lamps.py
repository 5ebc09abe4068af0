"""What the coils of a board should be now, and the fewest requests that make them so. No I/O.

A lamp that pulses is on for a second and off for a second: a slow pulse where a hand is wanted. (Never faster: flashing can harm,
and a slow one is seen from the side as well.) What is told once, a chime, is on for one such second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.health import Ability
from devices.modbus.frames import READ_COILS, Read, WriteCoil, WriteCoils
from devices.roles import Glow, Lamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.modbus.wiring import Wiring

PULSE_SECONDS: Final = 1.0
"""On, and off, for so long."""

_ROUNDING: Final = 1e-6


class Lamps:
    """The lamps of one board: what is wanted, and what its coils are as far as known."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._wanted: Mapping[Lamp, Glow] = {}
        self._pulsing_since = 0.0
        self._struck: dict[Lamp, float] = {}
        """When what is wanted once was told so first."""
        self._coils: dict[int, bool] = {}
        self.singly = False
        """Whether the board switches only one coil at a time."""

    @property
    def wired(self) -> bool:
        """Whether there are any."""
        return bool(self._wiring.lamps)

    @property
    def abilities(self) -> frozenset[Ability]:
        """What they are: light, sound."""
        sounds = Lamp.CHIME in self._wiring.lamps
        lights = len(self._wiring.lamps) > sounds
        return frozenset({Ability.LIGHTS} if lights else ()) | frozenset({Ability.CHIMES} if sounds else ())

    def show(self, lamps: Mapping[Lamp, Glow], now: float) -> None:
        """Want the lamps like this from now on; a pulse begins with light, and those that pulse do so together.

        One that begins while others are dark has them begin anew: who calls for help sees the lamp at once, not a second later.
        """
        if self._pulsing(lamps) - self._pulsing(self._wanted):
            self._pulsing_since = now
        self._wanted = dict(lamps)
        self._struck = {lamp: self._struck.get(lamp, now) for lamp, glow in lamps.items() if glow is Glow.ONCE}

    def forget(self) -> None:
        """Note that nobody knows what the coils are: the board was away."""
        self._coils.clear()

    def question(self) -> Read:
        """Return the request that asks what all coils are."""
        coils = self._wiring.lamps.values()
        return Read(self._wiring.address, READ_COILS, min(coils), max(coils) - min(coils) + 1)

    def learn(self, bits: tuple[bool, ...]) -> None:
        """Take in the answer to `question`."""
        first = min(self._wiring.lamps.values())
        self._coils = {coil: bits[coil - first] for coil in self._wiring.lamps.values()}

    def requests(self, now: float) -> list[WriteCoil | WriteCoils]:
        """Return what is to be written; a coil that is no lamp of ours is never touched, it may open a door."""
        should = {coil: self._lit(lamp, now) for lamp, coil in self._wiring.lamps.items()}
        made: list[WriteCoil | WriteCoils] = []
        for row in _rows(sorted(should)):
            changed = [coil for coil in row if self._coils.get(coil) is not should[coil]]
            if len(changed) > 1 and not self.singly:
                made.append(WriteCoils(self._wiring.address, row[0], tuple(should[coil] for coil in row)))
            else:
                made += [WriteCoil(self._wiring.address, coil, should[coil]) for coil in changed]
        return made

    def done(self, request: WriteCoil | WriteCoils) -> None:
        """Note that the board did this."""
        if isinstance(request, WriteCoil):
            self._coils[request.coil] = request.on
        else:
            self._coils.update(enumerate(request.bits, request.start))

    def next_change(self, now: float) -> float | None:
        """When a pulse turns next, or what shines once goes out; None while neither does."""
        ends = [self._struck[lamp] + PULSE_SECONDS for lamp in self._wiring.lamps if self._shines_once(lamp, now)]
        if self._pulsing(self._wanted):
            ends.append(self._pulsing_since + (self._turns(now) + 1) * PULSE_SECONDS)
        return min(ends, default=None)

    def _pulsing(self, lamps: Mapping[Lamp, Glow]) -> set[Lamp]:
        """Return the wired ones that are to pulse."""
        return {lamp for lamp in self._wiring.lamps if lamps.get(lamp) is Glow.PULSE}

    def _turns(self, now: float) -> int:
        # At the very moment of a turn it has turned, whatever floats make of it: else that moment would be due for ever.
        return int((now - self._pulsing_since) / PULSE_SECONDS + _ROUNDING)

    def _lit(self, lamp: Lamp, now: float) -> bool:
        glow = self._wanted.get(lamp, Glow.OFF)
        lit = glow is Glow.ON or (glow is Glow.PULSE and self._turns(now) % 2 == 0)
        return lit or self._shines_once(lamp, now)

    def _shines_once(self, lamp: Lamp, now: float) -> bool:
        struck = self._struck.get(lamp)
        return struck is not None and now - struck < PULSE_SECONDS - _ROUNDING


def _rows(numbers: list[int]) -> Iterator[list[int]]:
    """Split sorted numbers where one is missing."""
    row: list[int] = []
    for number in numbers:
        if row and number != row[-1] + 1:
            yield row
            row = []
        row.append(number)
    if row:
        yield row
