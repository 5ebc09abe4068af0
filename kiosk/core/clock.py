"""Time, real or virtual: the steady time of deadlines, and the wall clock of dates, always Asia/Shanghai.

In virtual time the whole product runs unchanged, threads and all: the clock stands still while any thread works and
jumps to the next moment somebody waits for once all of them wait.
"""

from __future__ import annotations

import contextlib
import threading
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, Protocol

from devices.deadline import Bell, SystemTime, Time
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""UTC+8 all year: China has had no summer time since 1991, so no time-zone table is needed."""
JUMP_SECONDS: Final = 30.0
"""Wall time that passes faster or slower than steady time by more than this has jumped."""


class Clock(Time, Protocol):
    """Steady time and wall time."""

    def now(self) -> datetime:
        """Wall time in Asia/Shanghai."""
        ...


class SystemClock(SystemTime):
    """The machine's own clock."""

    def now(self) -> datetime:
        """Wall time in Asia/Shanghai."""
        return datetime.now(SHANGHAI)


class _Wait:
    """One thread's wait: until `until` (None: for ever) or until its bell rings. Only who has to go on is woken."""

    __slots__ = ("bell", "gate", "until")

    def __init__(self, until: float | None, bell: _VirtualBell | None) -> None:
        self.until = until
        self.bell = bell
        self.gate = threading.Lock()
        """Shut while the thread stands before it. A plain lock: a `Condition` takes twice as long, a million times a soak."""
        self.gate.acquire()

    def over(self, now: float) -> bool:
        return (self.bell is not None and self.bell.rung) or (self.until is not None and self.until <= now)

    def wake(self) -> None:
        if self.gate.locked():
            self.gate.release()


class _VirtualBell:
    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.rung = False

    def ring(self) -> None:
        self._clock.ring(self)

    def wait(self, timeout_seconds: float | None) -> bool:
        return self._clock.wait(self, timeout_seconds)


class ClockClosed(BaseException):
    """The virtual clock is closed: the thread that waits by it ends. Not an `Exception`: nobody is to go on after it."""


class VirtualClock:
    """Time that passes only while every thread of it waits. The thread that makes the clock is one of them.

    Raises `RuntimeError` in the last thread to wait when all of them would wait for ever.
    """

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._start = start.astimezone(SHANGHAI)
        self._now = 0.0
        self._threads = 1
        self._waits: list[_Wait] = []
        self._offset = timedelta()
        self._closed = False

    def close(self) -> None:
        """Let every thread that waits by this clock end, now or when it next waits; a clock that is over keeps none."""
        with self._lock:
            self._closed = True
            for wait in self._waits:
                wait.wake()

    def monotonic(self) -> float:
        """Virtual seconds since the clock was made."""
        with self._lock:
            return self._now

    def now(self) -> datetime:
        """Virtual wall time in Asia/Shanghai."""
        return self._start + timedelta(seconds=self.monotonic()) + self._offset

    def jump(self, by: timedelta) -> None:
        """Set the wall clock forward or back, as somebody turning the machine's clock would."""
        self._offset += by

    def bell(self) -> Bell:
        """Make a bell of this time."""
        return _VirtualBell(self)

    def sleep(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass."""
        self.wait(None, max(0.0, seconds))

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Start a thread of this time."""
        with self._lock:
            self._threads += 1

        def run() -> None:
            try:
                with contextlib.suppress(ClockClosed):
                    work()
            finally:
                with self._lock:
                    self._threads -= 1
                    if any(w.until is not None for w in self._waits):
                        self._advance()

        threading.Thread(target=run, name=name, daemon=True).start()

    def ring(self, bell: _VirtualBell) -> None:
        """Ring a bell of this time."""
        with self._lock:
            bell.rung = True
            for wait in self._waits:
                if wait.bell is bell:
                    wait.wake()

    def wait(self, bell: _VirtualBell | None, timeout_seconds: float | None) -> bool:
        """Wait for `bell` or for time to pass; return whether the bell rang. Raises `ClockClosed`."""
        with self._lock:
            until = None if timeout_seconds is None else self._now + timeout_seconds
            wait = _Wait(until, bell)
            self._waits.append(wait)
            try:
                while not wait.over(self._now):
                    if self._closed:
                        raise ClockClosed
                    if not self._advance():
                        self._lock.release()
                        try:
                            wait.gate.acquire()
                        finally:
                            self._lock.acquire()
            finally:
                self._waits.remove(wait)
            rang = bell is not None and bell.rung
            if bell is not None:
                bell.rung = False
            return rang

    def _advance(self) -> bool:
        """Jump to the next moment if every thread waits; say whether time moved."""
        if len(self._waits) < self._threads or any(w.over(self._now) for w in self._waits):
            return False
        moments = [w.until for w in self._waits if w.until is not None]
        if not moments:
            raise RuntimeError("every thread waits for ever")
        self._now = min(moments)
        for wait in self._waits:
            if wait.over(self._now):
                wait.wake()
        return True


@dataclass(frozen=True)
class ClockJump:
    """The wall clock moved by `seconds` more than time really passed (negative: back)."""

    seconds: float


class WallWatch:
    """Notices when the wall clock is set.

    The rule for clock jumps: deadlines and idle times never see one, since they are steady; a visit keeps the date it
    began with; between visits the jump is audited, and a date before the data's cut-off takes the terminal out of
    service, because no date on a page or paper could then be trusted.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall = clock.now()
        self._steady = clock.monotonic()

    def check(self) -> ClockJump | None:
        """Return the jump since the last check, if there was one."""
        wall, steady = self._clock.now(), self._clock.monotonic()
        drift = (wall - self._wall).total_seconds() - (steady - self._steady)
        self._wall, self._steady = wall, steady
        return ClockJump(drift) if abs(drift) > JUMP_SECONDS else None


def is_plausible(today: date, cut_off: date) -> bool:
    """Whether `today` can be true: data can't come from the future."""
    return today >= cut_off
