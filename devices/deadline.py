"""Time as devices see it, and how long one operation may take.

A `Deadline` is made once per operation and handed down through every layer, so that three retries inside an
operation can't outlast it. Whoever waits does so in slices of at most `SLICE_SECONDS`, so that a cancelled
operation ends within one; who only listens waits longer at a time, in waits that a cancel ends.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from devices.errors import OperationCancelled, OperationTimedOut

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

SLICE_SECONDS: Final = 0.05
"""Longest uninterrupted wait of a device thread."""


class Bell(Protocol):
    """Something that can be rung from any thread and waited for by one. A ring is kept until a wait takes it."""

    def ring(self) -> None:
        """Wake the waiter, now or when it next waits."""
        ...

    def wait(self, timeout_seconds: float | None) -> bool:
        """Return True when rung, False when `timeout_seconds` passed (None: wait as long as it takes)."""
        ...


class Time(Protocol):
    """A steady time, real or virtual. Every wait of a device or lane goes through it."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never jumps."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...

    def bell(self) -> Bell:
        """Make a bell of this time."""
        ...

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Start a daemon thread that waits only through this time."""
        ...


class _ThreadingBell:
    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, timeout_seconds: float | None) -> bool:
        rung = self._rung.wait(timeout_seconds)
        self._rung.clear()
        return rung


class SystemTime:
    """The machine's own monotonic time."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never jumps."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        threading.Event().wait(max(0.0, seconds))

    def bell(self) -> Bell:
        """Make a bell that threads ring and wait for."""
        return _ThreadingBell()

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Start a daemon thread that waits only through this time."""
        threading.Thread(target=work, name=name, daemon=True).start()


class _Switch:
    """Whether an operation was called off, what ends the wait it is in, and when it last looked; shared by all its parts."""

    def __init__(self, now: float) -> None:
        self.off = False
        self.looked_at = now
        self.wake: Callable[[], None] | None = None


class Deadline:
    """The moment an operation must be over by, and its cancel switch.

    One thread works against it, any other may `cancel` it. `seconds=None` means: as long as nobody cancels. `slice_seconds` is
    longer only for an operation whose every wait a cancel ends.
    """

    def __init__(self, clock: Time, seconds: float | None, *, slice_seconds: float = SLICE_SECONDS) -> None:
        self._clock = clock
        now = clock.monotonic()
        self._end = None if seconds is None else now + seconds
        self._slice = slice_seconds
        self._switch = _Switch(now)

    @property
    def clock(self) -> Time:
        """The time this deadline is measured in."""
        return self._clock

    @property
    def cancelled(self) -> bool:
        """Whether somebody has called the operation off."""
        return self._switch.off

    def cancel(self) -> None:
        """Call the operation off; it ends within one slice, at once where its wait can be woken."""
        self._switch.off = True
        wake = self._switch.wake
        if wake is not None:
            wake()

    @contextmanager
    def woken_by(self, wake: Callable[[], None]) -> Generator[None]:
        """Have `wake` called by whoever calls the operation off meanwhile, to end a wait at once.

        It is called from another thread, maybe when the wait is just over.
        """
        self._switch.wake = wake
        try:
            yield
        finally:
            self._switch.wake = None

    def remaining(self) -> float | None:
        """Seconds left, never negative; None when there is no limit."""
        return None if self._end is None else max(0.0, self._end - self._clock.monotonic())

    def unseen_seconds(self) -> float:
        """How long nobody has looked at it: for who watches whether a thread that works without a limit still works."""
        return self._clock.monotonic() - self._switch.looked_at

    def check(self) -> None:
        """Raise `OperationCancelled` or `OperationTimedOut` if the operation must end now."""
        self._switch.looked_at = self._clock.monotonic()
        if self.cancelled:
            raise OperationCancelled
        if self.remaining() == 0.0:
            raise OperationTimedOut

    def slice(self) -> float:
        """Seconds the next wait may take: at most one slice, at most what is left."""
        self._switch.looked_at = self._clock.monotonic()
        left = self.remaining()
        return self._slice if left is None else min(self._slice, left)

    def pause(self, seconds: float) -> None:
        """Let `seconds` pass in slices. Raises like `check` as soon as the operation must end."""
        until = self._clock.monotonic() + seconds
        self.check()
        while (left := until - self._clock.monotonic()) > 0:
            self._clock.sleep(min(left, self.slice()))
            self.check()

    def rest(self) -> None:
        """Let a slice pass, less when called off: for who has nothing to listen to. Never raises."""
        bell = self._clock.bell()
        with self.woken_by(bell.ring):
            if not self.cancelled:
                bell.wait(self.slice())

    def within(self, seconds: float, *, slice_seconds: float = SLICE_SECONDS) -> Deadline:
        """Make a tighter deadline for a part of the operation; cancelling either end cancels the part.

        `slice_seconds` is longer only where every wait of the part is one that a cancel ends.
        """
        left = self.remaining()
        limit = seconds if left is None else min(seconds, left)
        part = Deadline(self._clock, limit, slice_seconds=slice_seconds)
        part._switch = self._switch
        return part
