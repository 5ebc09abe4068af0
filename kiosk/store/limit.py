"""A limit on look-ups: as many as a hall can have, too few to try numbers one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.deadline import Time

_MINUTE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class LookUpLimit:
    """So many look-ups at once, and afterwards so many a minute."""

    at_once: int = 60
    per_minute: float = 30.0


class Bucket:
    """Counts look-ups and says when there are too many (token bucket)."""

    def __init__(self, limit: LookUpLimit, time: Time) -> None:
        self._limit = limit
        self._time = time
        self._left = float(limit.at_once)
        self._last = time.monotonic()
        self.taken = 0
        self.refused = 0

    def take(self) -> bool:
        """Count one look-up; return whether it is allowed."""
        now = self._time.monotonic()
        gained = (now - self._last) * self._limit.per_minute / _MINUTE_SECONDS
        self._left, self._last = min(float(self._limit.at_once), self._left + gained), now
        if self._left < 1:
            self.refused += 1
            return False
        self._left -= 1
        self.taken += 1
        return True
