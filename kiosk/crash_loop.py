"""Counts ends that nobody asked for, and keeps a terminal that crashes again and again from being tried on people.

A small file in the data folder is there from the start of the program to its orderly end: found at a start, it says that
the last run was killed, crashed, or lost its power. Five such ends within ten minutes, and the terminal begins out of
service; after a rest it tries again by itself, and rests twice as long each time that the next ten minutes are no better.
One power cut, or one in a while, never closes it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.clock import Clock

FILE: Final = "running"
TOO_MANY: Final = 5
"""So many ends within the window close the terminal."""
TOO_MANY_AGAIN: Final = 2
"""As many while it tries again; one could be the mains."""
WINDOW_SECONDS: Final = 600.0
FIRST_REST_SECONDS: Final = 300.0
LONGEST_REST_SECONDS: Final = 3600.0
_MOST_LINES: Final = 64


class CrashLoop:
    """One run of the program. `begin` it before anything can crash, `end` it when it ends in order.

    The wall clock is all that runs on while the machine is off. Where it was set meanwhile, ends too far away in either
    direction are forgotten, and no rest is longer than the longest.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._began = clock.monotonic()
        self._ends: list[float] = []
        self._rests = 0
        self._until: float | None = None
        self._tried_since = self._began

    @property
    def rests(self) -> bool:
        """Whether the terminal is out of service because it crashed too often."""
        return self._until is not None

    @property
    def count(self) -> int:
        """How many ends nobody asked for lie within the window."""
        return len(self._ends)

    def begin(self) -> None:
        """Note the start, and rest if there were too many. A file that can't be kept closes nothing."""
        now, steady = self._clock.now().timestamp(), self._clock.monotonic()
        lines = self._read()
        left = 0.0
        if lines is not None:
            rest_ends, self._rests, self._ends = lines
            left = min(rest_ends - now, LONGEST_REST_SECONDS)
            if not left > 0.0:
                self._ends.append(now)
        self._ends = [end for end in self._ends if abs(now - end) <= WINDOW_SECONDS]
        if not left > 0.0 and len(self._ends) >= (TOO_MANY_AGAIN if self._rests else TOO_MANY):
            left = min(FIRST_REST_SECONDS * 2**self._rests, LONGEST_REST_SECONDS)
            self._rests += 1
        if left > 0.0:
            self._until = steady + left
        self._tried_since = steady
        self._write(now + left if left > 0.0 else 0.0)

    def turn(self) -> bool:
        """Do what time has brought; say whether the terminal serves again now. Called every second or so."""
        steady = self._clock.monotonic()
        if self._until is not None:
            if steady < self._until:
                return False
            self.end_rest()
            return True
        if (self._rests or self._ends) and steady - self._tried_since >= WINDOW_SECONDS:
            self._rests, self._ends = 0, []
            self._write(0.0)
        return False

    def end_rest(self) -> None:
        """Try again now: the rest is over, or a technician says so."""
        self._until, self._ends = None, []
        self._tried_since = self._clock.monotonic()
        self._write(0.0)

    def end(self) -> None:
        """The program ends in order: there is nothing to count."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[float, int, list[float]] | None:
        """Return when the rest ends, how many there were, and the ends; None if the last run ended in order.

        A file that a power cut left empty still says that there was one.
        """
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()[:_MOST_LINES]
        except OSError:
            return None
        try:
            return float(lines[0]), max(0, min(int(lines[1]), 8)), [float(line) for line in lines[2:]]
        except (ValueError, IndexError):
            return 0.0, 0, []

    def _write(self, rest_ends: float) -> None:
        """Keep it whole or not at all. Not waited for: only a power cut could lose it, and a lost one is not counted."""
        new = self._path.with_name(f"{FILE}.new")
        with suppress(OSError):
            new.write_text(
                "\n".join([repr(rest_ends), str(self._rests), *map(repr, self._ends)]) + "\n", encoding="ascii"
            )
            new.replace(self._path)
