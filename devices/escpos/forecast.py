"""How much the roll still holds: known from near end on, by what has been printed since.

Before, nobody can tell how long a roll is, unless its length stands in kiosk.toml and somebody said when it was put in. The
count begins anew when the roll was changed: the paper was out or the cover open, and then the end isn't near any more; or
whoever changed it says so. What is known outlives the program in a `RollBook`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.errors import PaperTooLittle
from devices.escpos.roll_book import Roll
from devices.paper import DOTS_PER_MM

if TYPE_CHECKING:
    from devices.escpos.roll_book import RollBook
    from devices.escpos.status import Status

LOW_PIECES: Final = 3
"""Staff are told while at least so many of the longest pieces can still be printed."""

FLUTTER_MM: Final = 300
"""So much printed while the sensor doesn't see the end any more, and it was none: a thin roll, which may lie askew and let the
sensor flutter, turns once in some 100 mm."""

USUAL_MM: Final = 300
"""Taken for the length of a statement before any was printed."""


class Forecast:
    """The rest of one printer's roll. Lengths are in dots, but for those in the names."""

    def __init__(self, near_end_mm: int, *, roll_mm: int = 0, book: RollBook | None = None) -> None:
        self._near_end = near_end_mm * DOTS_PER_MM
        self._whole = roll_mm * DOTS_PER_MM
        self._book = book
        self._roll = Roll() if book is None else book.read()
        self._written = self._roll
        self._maybe_another = self._roll != Roll()
        """Since the sensors last saw a roll, somebody may have put another one in."""
        self._enough: int | None = None
        """How much was printed since the sensor saw enough paper; None while it sees the end near, or nothing."""

    @property
    def left(self) -> int | None:
        """What the roll still holds; None while nobody can tell."""
        roll = self._roll
        if roll.left is not None:
            return roll.left
        if self._whole and roll.dots is not None:
            return max(self._whole - roll.dots, self._near_end)  # the sensor sees more than that
        return None

    @property
    def printed_pieces(self) -> int | None:
        """How many pieces came from this roll; None while nobody can tell when it was put in."""
        return self._roll.pieces

    @property
    def low(self) -> bool:
        """Whether only a few more of the longest pieces are known to fit."""
        left = self.left
        return left is not None and left < (LOW_PIECES + 1) * self._roll.longest

    def of_printer(self, serial: str) -> None:
        """Learn which printer it is; what was kept of another one's roll is forgotten."""
        if not serial or serial == self._roll.serial:
            return
        known = self._roll if not self._roll.serial else Roll(longest=self._roll.longest)
        self._keep(replace(known, serial=serial))

    def see(self, status: Status) -> None:
        """Take in how the printer is, each time it says so."""
        roll = self._roll
        if status.cover_open or status.paper_end:  # the sensors see no roll that lies as it should
            self._maybe_another = True
            self._enough = None
            if not status.cover_open:
                self._keep(replace(roll, left=0, out=True))
            return
        if not status.near_end:
            if self._maybe_another and (roll.out or roll.left is not None):
                roll = replace(roll, left=None, dots=0, pieces=0, out=False)
            self._enough = self._enough or 0
        elif roll.out:
            roll = replace(roll, left=self._near_end, dots=0, pieces=0, out=False)
        elif roll.left is None:
            roll = replace(roll, left=self._near_end)
        if status.near_end:
            self._enough = None
        self._maybe_another = False
        self._keep(roll)

    def changed(self) -> None:
        """Somebody says that a new roll, a whole one, is in."""
        self._maybe_another = False
        self._keep(replace(self._roll, left=None, dots=0, pieces=0, out=False))

    def lost(self) -> None:
        """Nobody looked for a while: the roll may be another one."""
        self._maybe_another = True

    def begun(self, length: int) -> None:
        """Keep how it will be after what is about to be printed, for whoever starts after a print that was torn off."""
        if self._book is not None:
            self._written = self._without(length)
            self._book.write(self._written, lasting=False)

    def printed(self, length: int) -> None:
        """Take off what was printed. Who isn't sure how much takes off all that might have been."""
        roll = self._without(length)
        if self._enough is not None:
            self._enough += length
            if self._enough > FLUTTER_MM * DOTS_PER_MM:
                roll = replace(roll, left=None)
        self._keep(roll)

    def check(self, length: int) -> None:
        """Raise `PaperTooLittle` if the roll is known not to hold so much: only the sensor knows, no reckoning does."""
        left = self._roll.left
        if left is not None and length > left:
            raise PaperTooLittle(f"{left // DOTS_PER_MM} mm left for {length // DOTS_PER_MM} mm")

    def pieces(self, length: int | None = None) -> int | None:
        """How many pieces of this length it still holds, or of the longest there was; None while nobody can tell."""
        left = self.left
        if length is None:
            length = self._roll.longest or USUAL_MM * DOTS_PER_MM
        return None if left is None else left // max(1, length)

    def _without(self, length: int) -> Roll:
        roll = self._roll
        return replace(
            roll,
            left=None if roll.left is None else max(0, roll.left - length),
            dots=None if roll.dots is None else roll.dots + length,
            pieces=None if roll.pieces is None else roll.pieces + 1,
            longest=max(roll.longest, length),
        )

    def _keep(self, roll: Roll) -> None:
        self._roll = roll
        if self._book is not None and roll != self._written:
            self._written = roll
            self._book.write(roll)
