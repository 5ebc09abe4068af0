"""Virtual time in which threads take turns: what a terminal does is then the same in every run, down to the instant.

In plain `VirtualClock` all threads that a moment wakes run at once, and which of them is first is the machine's whim. Here one
runs until it waits; then comes who has waited longest of those whose wait is over. So no thread may wait for another but by
this clock.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
from collections import deque
from typing import TYPE_CHECKING

from kiosk.core.clock import ClockClosed, VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.deadline import Bell


class _Waiting:
    """A thread that waits for its turn, or has been waited for. Its gate is shut until it has it."""

    __slots__ = ("gate", "its_turn")

    def __init__(self) -> None:
        self.its_turn = False
        """Whether it is among those who come next."""
        self.gate = threading.Lock()
        self.gate.acquire()


class _TurnBell:
    def __init__(self, clock: TurnClock) -> None:
        self._clock = clock
        self.has_rung = False
        self.heard_by: _Waiting | None = None

    def ring(self) -> None:
        self._clock.rung(self)

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
        self._next_ones: deque[_Waiting] = deque()
        self._sleepers: list[tuple[float, int, _Waiting]] = []
        """A heap: until when they wait, and who began first."""
        self._listeners: set[_Waiting] = set()
        """Those who wait for a bell alone."""
        self._numbers = itertools.count()
        self._nobody_runs = self._over = False

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
        waiting = _Waiting()
        with self._guard:
            self._comes_next(waiting)

        def run() -> None:
            waiting.gate.acquire()
            try:
                with contextlib.suppress(ClockClosed):
                    if not self._over:
                        work()
            finally:
                with self._guard:
                    self._give_turn()

        threading.Thread(target=run, name=name, daemon=True).start()

    def close(self) -> None:
        """Let every thread that waits by this clock end, now or when it next waits; a clock that is over keeps none."""
        with self._guard:
            self._over = True
            asleep = [waiting for _, _, waiting in self._sleepers if not waiting.its_turn]
            for waiting in {*self._next_ones, *asleep, *self._listeners}:
                waiting.gate.release()
            self._next_ones.clear()
            self._sleepers.clear()
            self._listeners.clear()

    def rung(self, bell: _TurnBell) -> None:
        """A bell has rung: who waits for it comes in turn, or at once where nobody runs."""
        with self._guard:
            bell.has_rung = True
            if bell.heard_by is not None and not self._over:
                self._comes_next(bell.heard_by)
                if self._nobody_runs:
                    self._give_turn()

    def take_turns(self, seconds: float | None, bell: _TurnBell | None) -> None:
        """Let others have their turn, until so much time has passed or the bell has rung. Raises `ClockClosed`."""
        waiting = _Waiting()
        with self._guard:
            if self._over:
                raise ClockClosed
            if bell is not None:
                bell.heard_by = waiting
            if (bell is not None and bell.has_rung) or (seconds is not None and seconds <= 0):
                self._comes_next(waiting)
            elif seconds is not None:
                heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._numbers), waiting))
            else:
                self._listeners.add(waiting)
            if not self._give_turn():
                self._listeners.discard(waiting)
                self._nobody_runs = False
                raise RuntimeError("every thread waits for ever")
        waiting.gate.acquire()
        if bell is not None:
            bell.heard_by = None
        if self._over:
            raise ClockClosed

    def _comes_next(self, waiting: _Waiting) -> None:
        if not waiting.its_turn:
            waiting.its_turn = True
            self._listeners.discard(waiting)
            self._next_ones.append(waiting)

    def _give_turn(self) -> bool:
        """Give the turn to who has waited longest, at the next moment somebody waits for; whether there is anybody."""
        while not self._next_ones and self._sleepers:
            until, _, waiting = heapq.heappop(self._sleepers)
            if waiting.its_turn:
                continue  # a bell has woken it before
            self._seconds = until
            self._comes_next(waiting)
            while self._sleepers and self._sleepers[0][0] <= self._seconds:
                self._comes_next(heapq.heappop(self._sleepers)[2])
        self._nobody_runs = not self._next_ones
        if self._next_ones:
            self._next_ones.popleft().gate.release()
        return not self._nobody_runs
