"""The knock by which the staff asks to sign in: the upper corners in turn, left right left right. Nothing shows where.

At the keypad it is 清除, 0, 清除, 0, where no digits are asked for: a panel that feels no touch locks nobody out.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.core.clock import Clock

CORNER_MM: Final = 22.0
"""Side of the corners that count."""
PAUSE_SECONDS: Final = 2.0
"""How long the next tap may take."""
TAPS: Final = ("left", "right", "left", "right")
KEYS: Final = ("clear", "0", "clear", "0")


class Heard(Enum):
    """What a tap was."""

    NOTHING = auto()
    PART = auto()
    """It goes on with a knock: no tap that missed what it meant."""
    KNOCK = auto()


class Knock:
    """Listens to taps that met nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taps = 0
        self._at = 0.0

    @property
    def begun(self) -> bool:
        """Whether the last tap may be the first of a knock."""
        return self._taps > 0

    def tap(self, x: float, y: float, width: int, side: float) -> Heard:
        """Take a tap on a screen of this width; `side` is that of the corners, in pixels."""
        now = self._clock.monotonic()
        if now - self._at > PAUSE_SECONDS:
            self._taps = 0
        self._at = now
        corner = "" if y >= side else "left" if x < side else "right" if x >= width - side else ""
        if corner != TAPS[self._taps]:
            self._taps = int(corner == TAPS[0])
            return Heard.NOTHING
        self._taps += 1
        if self._taps == len(TAPS):
            self._taps = 0
            return Heard.KNOCK
        return Heard.PART if self._taps > 1 else Heard.NOTHING


class KeyKnock:
    """Listens to the keypad's keys where they type nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys = 0
        self._at = 0.0

    def key(self, key: str) -> bool:
        """Take a key by its name; say whether it ends a knock."""
        now = self._clock.monotonic()
        if now - self._at > PAUSE_SECONDS or key != KEYS[self._keys]:
            self._keys = 0
        self._at = now
        self._keys += key == KEYS[self._keys]
        if self._keys < len(KEYS):
            return False
        self._keys = 0
        return True
