"""The I/O board with the machine's lamps and contacts: how each lamp shines, as seen from outside, and what each contact says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.refusal import BenchRefusal
from devices.deadline import SystemTime
from devices.modbus.simulator import ModbusBoardSimulator
from devices.roles import Glow, Lamp, Sense

if TYPE_CHECKING:
    from devices.deadline import Time
    from devices.modbus.wiring import Wiring

LOOK_BACK_SECONDS: Final = 2.6
"""Longer than a lamp that pulses (a second on, a second off) takes to turn twice."""
_TURNS: Final = 2
LAMP_LABELS: Final[dict[Lamp, str]] = {
    Lamp.ID_READER: "身份证",
    Lamp.CARD_SLOT: "社保卡口",
    Lamp.RECEIPT: "小票出口",
    Lamp.DOCUMENT: "A4出口",
    Lamp.SCANNER: "扫码口",
    Lamp.HELP: "求助灯",
    Lamp.IN_SERVICE: "服务中",
    Lamp.CHIME: "呼叫铃",
}
"""What people call the lamps."""


class Board:
    """The simulated board as people see it: lamps that shine, contacts that are made."""

    def __init__(self, wiring: Wiring, clock: Time | None = None) -> None:
        self._wiring = wiring
        self._clock = clock or SystemTime()
        self.simulator = ModbusBoardSimulator(
            wiring,
            coils=1 + max((7, *wiring.lamps.values())),
            inputs=1 + max((7, *wiring.senses.values())),
        )
        self._senses = dict.fromkeys(wiring.senses, False)

    def set(self, sense: Sense, *, holds: bool) -> None:
        """Make a contact say so. Raises `BenchRefusal` for one that isn't wired."""
        if sense not in self._senses:
            raise BenchRefusal("not-wired", f"{sense} isn't wired in this terminal's kiosk.toml")
        self._senses[sense] = holds
        self.simulator.set(sense, value=holds)

    @property
    def senses(self) -> dict[str, bool]:
        """What each wired contact says."""
        return {sense.value: holds for sense, holds in self._senses.items()}

    @property
    def lit(self) -> tuple[str, ...]:
        """The lamps that are lit at this moment."""
        lit = self.simulator.lit
        return tuple(lamp.value for lamp in Lamp if lamp in lit)

    @property
    def glows(self) -> dict[str, str]:
        """How each wired lamp shines: one that turned twice within a moment pulses."""
        since = self._clock.monotonic() - LOOK_BACK_SECONDS
        turned = [switched.coil for switched in list(self.simulator.switched) if switched.at_seconds >= since]
        lit = self.simulator.lit
        glows: dict[str, str] = {}
        for lamp in Lamp:
            coil = self._wiring.lamps.get(lamp)
            if coil is None:
                continue
            steady = Glow.ON if lamp in lit else Glow.OFF
            glows[lamp.value] = (Glow.PULSE if turned.count(coil) >= _TURNS else steady).value
        return glows
