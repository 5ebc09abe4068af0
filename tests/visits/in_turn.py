"""Virtual time in which threads take turns: what a terminal does is then the same in every run, down to the instant.

In plain `VirtualClock` all threads that a moment wakes run at once, and which of them is first is the machine's whim. Here one
runs until it waits; then comes who has waited longest of those whose wait is over. So no thread may wait for another but by
this clock.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from kiosk.core.clock import ClockClosed, VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.deadline import Bell


class _Waiting:
    """A thread that waits for its turn: until a moment (None: for ever) or until its bell rings."""

    __slots__ = ("bell", "gate", "until")

    def __init__(self, until: float | None, bell: _TurnBell | None) -> None:
        self.until = until
        self.bell = bell
        self.gate = threading.Lock()
        self.gate.acquire()

    def over(self, now: float) -> bool:
        return (self.until is not None and self.until <= now) or (self.bell is not None and self.bell.has_rung)


class _TurnBell:
    def __init__(self, clock: TurnClock) -> None:
        self._clock = clock
        self.has_rung = False

    def ring(self) -> None:
        self.has_rung = True
        self._clock.rung()

    def wait(self, timeout_seconds: float | None) -> bool:
        self._clock.take_turns(timeout_seconds, self)
        rang, self.has_rung = self.has_rung, False
        return rang


class TurnClock(VirtualClock):
    """Raises `RuntimeError` in the last thread to wait when all of them would wait for ever."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._guard = threading.Lock()
        self._seconds = 0.0
        self._queue: list[_Waiting] = []
        self._nobody_runs = False
        self._over = False

    def monotonic(self) -> float:
        """Virtual seconds since the clock was made."""
        return self._seconds

    def bell(self) -> Bell:
        """Make a bell of this time."""
        return _TurnBell(self)

    def sleep(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass."""
        self.take_turns(max(0.0, seconds), None)

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Start a thread of this time; it has its first turn when those before it have had theirs."""
        waiting = _Waiting(self._seconds, None)
        with self._guard:
            self._queue.append(waiting)

        def run() -> None:
            waiting.gate.acquire()
            try:
                with contextlib.suppress(ClockClosed):
                    if not self._over:
                        work()
            finally:
                with self._guard:
                    self._next()

        threading.Thread(target=run, name=name, daemon=True).start()

    def close(self) -> None:
        """Let every thread that waits by this clock end, now or when it next waits; a clock that is over keeps none."""
        with self._guard:
            self._over = True
            for waiting in self._queue:
                waiting.gate.release()
            self._queue.clear()

    def rung(self) -> None:
        """A bell has rung: who waits for it comes in turn, or at once where nobody runs."""
        with self._guard:
            if self._nobody_runs:
                self._next()

    def take_turns(self, seconds: float | None, bell: _TurnBell | None) -> None:
        """Let others have their turn, until so much time has passed or the bell has rung. Raises `ClockClosed`."""
        with self._guard:
            if self._over:
                raise ClockClosed
            waiting = _Waiting(None if seconds is None else self._seconds + seconds, bell)
            self._queue.append(waiting)
            if not self._next():
                self._queue.remove(waiting)
                self._nobody_runs = False
                raise RuntimeError("every thread waits for ever")
        waiting.gate.acquire()
        if self._over:
            raise ClockClosed

    def _next(self) -> bool:
        """Give the turn to who has waited longest, at the next moment somebody waits for; whether there is anybody."""
        found = self._first()
        if found is None:
            moments = [waiting.until for waiting in self._queue if waiting.until is not None]
            if moments:
                self._seconds = min(moments)
                found = self._first()
        self._nobody_runs = found is None
        if found is not None:
            self._queue.remove(found)
            found.gate.release()
        return found is not None

    def _first(self) -> _Waiting | None:
        return next((waiting for waiting in self._queue if waiting.over(self._seconds)), None)
