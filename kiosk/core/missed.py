"""Counts taps that met nothing, by where on the panel, for one day: a panel that is off shows a pattern."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kiosk.core.upkeep import COLUMNS, ROWS, Missed

if TYPE_CHECKING:
    from kiosk.core.clock import Clock


class MissedTaps:
    """The counts of today. The window adds, a lane reads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._day = clock.now().date()
        self._cells = [[0] * COLUMNS for _ in range(ROWS)]

    def add(self, across: float, down: float) -> None:
        """A tap met nothing, at these shares of the panel's width and height."""
        column = min(COLUMNS - 1, max(0, int(across * COLUMNS)))
        row = min(ROWS - 1, max(0, int(down * ROWS)))
        with self._lock:
            self._turn()
            self._cells[row][column] += 1

    def today(self) -> Missed:
        """Return the counts."""
        with self._lock:
            self._turn()
            return Missed(tuple(map(tuple, self._cells)))

    def _turn(self) -> None:
        today = self._clock.now().date()
        if today != self._day:
            self._day = today
            self._cells = [[0] * COLUMNS for _ in range(ROWS)]
