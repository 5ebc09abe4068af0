"""How much the roll still holds: known from near end on, by what has been printed since.

Before, nobody can tell how long a roll is. The count begins anew when the roll was changed: the paper was out or the cover
open, and then the end isn't near any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import PaperTooLittle
from devices.paper import DOTS_PER_MM

if TYPE_CHECKING:
    from devices.escpos.status import Status


class Forecast:
    """The rest of one printer's roll. Lengths are in dots."""

    def __init__(self, near_end_mm: int) -> None:
        self._near_end = near_end_mm * DOTS_PER_MM
        self._left: int | None = None
        self._maybe_another = False
        """Since the sensors last saw a roll, somebody may have put another one in."""
        self._surely_another = False

    @property
    def left(self) -> int | None:
        """What the roll still holds; None while nobody can tell."""
        return self._left

    def see(self, status: Status) -> None:
        """Take in how the printer is, each time it says so."""
        if status.cover_open or status.paper_end:  # the sensors see no roll that lies as it should
            self._maybe_another = True
            if not status.cover_open:
                self._left, self._surely_another = 0, True
            return
        if not status.near_end:
            if self._maybe_another:
                self._left = None
        elif self._left is None or self._surely_another:
            self._left = self._near_end
        self._maybe_another = self._surely_another = False

    def lost(self) -> None:
        """Nobody looked for a while: the roll may be another one."""
        self._maybe_another = True

    def printed(self, length: int) -> None:
        """Take off what was printed. Who isn't sure how much takes off all that might have been."""
        if self._left is not None:
            self._left = max(0, self._left - length)

    def check(self, length: int) -> None:
        """Raise `PaperTooLittle` if the roll doesn't hold so much."""
        if self._left is not None and length > self._left:
            raise PaperTooLittle(f"{self._left // DOTS_PER_MM} mm left for {length // DOTS_PER_MM} mm")

    def pieces(self, length: int) -> int | None:
        """How many pieces of this length it still holds; None while nobody can tell."""
        return None if self._left is None else self._left // max(1, length)
