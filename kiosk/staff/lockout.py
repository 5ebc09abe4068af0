"""How wrong PINs are paid for: five are free, then the wait doubles from 30 s, and the tenth locks.

The counts are the roll's and on the disk before a PIN is looked at; the waits are of steady time, which nobody can set. After
a restart nobody knows how long the machine was off, so a wait begins anew and is never shorter than it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.core.clock import Clock

FREE_TRIES: Final = 5
FIRST_WAIT_SECONDS: Final = 30.0
TRIES: Final = 10
"""So many wrong PINs lock a member, and make a setup code void."""


def wait_after(wrong: int) -> float:
    """Seconds from the latest of `wrong` wrong PINs to the next try."""
    return FIRST_WAIT_SECONDS * 2 ** (min(wrong, TRIES) - FREE_TRIES) if wrong >= FREE_TRIES else 0.0


def is_locked(wrong: int) -> bool:
    """Whether no wait helps any more."""
    return wrong >= TRIES


class Waits:
    """When each may try again, in this run of the program. Everybody who has to wait begins to when it starts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = clock.monotonic()
        self._since: dict[object, float] = {}

    def begin(self, who: object) -> None:
        """Begin somebody's wait now."""
        self._since[who] = self._clock.monotonic()

    def left(self, who: object, wrong: int) -> float:
        """Seconds until they may try again, 0 if at once."""
        since = self._since.get(who, self._started)
        return max(0.0, since + wait_after(wrong) - self._clock.monotonic())
