"""What is known of a device without asking it: its health, when a lost one is tried again, and what only flickered.

Every adapter keeps one. A silent device is lost only after three misses in a row, one whose port is gone at once; either
comes back by itself with the next answer.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from devices.errors import (
    Action,
    CardError,
    CardJam,
    DeviceError,
    DeviceGone,
    LinkError,
    OperationCancelled,
    OperationTimedOut,
)
from devices.health import Counters, DeviceState, Health, LastError, Media, Supply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Time

T = TypeVar("T")

MISSES: Final = 3
"""So many orders in a row without an answer, and the device is lost."""

LOST_BACK_OFF: Final = (1.0, 2.0)
"""Seconds before a device whose port is gone, or that is silent, is tried again; the last repeats. A replugged device must work
again within 5 s, and an idle lane asks only every 3 s."""

FAULT_BACK_OFF: Final = (1.0, 2.0, 5.0, 10.0)
"""Seconds before a device that answers and doesn't work is tried again: a reset takes seconds and mends little."""


class Condition:
    """The health of one device. Changed by its lane only; anybody may look."""

    def __init__(
        self, clock: Time, *, supplies: Mapping[str, Supply] | None = None, media: Media = Media.UNKNOWN
    ) -> None:
        self._clock = clock
        now = clock.monotonic()
        self.health = Health(
            media=media,
            supplies=MappingProxyType(dict(supplies or {})),
            counters=Counters(since_seconds=now),
            since_seconds=now,
        )
        self.retry_at = now
        """Not before this moment is a lost device tried again."""
        self.misses = 0
        """Orders in a row that no answer came to."""
        self._attempts = 0

    @property
    def lost(self) -> bool:
        """Whether it is out of reach: the port gone, or silent too often in a row."""
        return self.health.state in (DeviceState.NO_DEVICE, DeviceState.OFFLINE)

    def answered(self) -> None:
        """Something sensible came from it: it is there, whatever it says."""
        self.misses = 0

    def online(self, state: DeviceState = DeviceState.ONLINE) -> None:
        """It answered, and is well, or works on in a `state` of its own."""
        self.answered()
        self._attempts = 0
        self.turned(state)

    def turned(self, state: DeviceState) -> None:
        """Note another state."""
        self.health = self.health.turned(state, self._clock.monotonic())

    def media(self, media: Media) -> None:
        """Note where the card or sheet is."""
        if media is not self.health.media:
            self.health = replace(self.health, media=media)

    def supply(self, name: str, supply: Supply) -> None:
        """Note how much of a supply is left."""
        if self.health.supplies.get(name) is not supply:
            self.health = replace(self.health, supplies=MappingProxyType({**self.health.supplies, name: supply}))

    def count(self, *, operations: int = 0, failures: int = 0, communication_errors: int = 0) -> None:
        """Count up."""
        if operations or failures or communication_errors:
            old = self.health.counters
            counters = replace(
                old,
                operations=old.operations + operations,
                failures=old.failures + failures,
                communication_errors=old.communication_errors + communication_errors,
            )
            self.health = replace(self.health, counters=counters)

    def noted(self, error: DeviceError, action: Action | None = None) -> None:
        """Keep an error that changes nothing about the device's being in use."""
        last = LastError(error.code, action or error.action, error.detail, self._clock.monotonic())
        self.health = replace(self.health, last_error=last)
        self.count(failures=1)

    def failed(self, error: DeviceError, action: Action | None = None) -> bool:
        """Note an error, with what staff do if more is known than the error says; say whether the device is out of use.

        What a person or the deadline ended is no failure, and a card's trouble is not the device's.
        """
        if isinstance(error, (OperationCancelled, OperationTimedOut)):
            return False
        self.noted(error, action)
        now = self._clock.monotonic()
        if isinstance(error, CardError):
            return False
        if isinstance(error, LinkError):
            self.count(communication_errors=1)
            self.misses += 1
            if not isinstance(error, DeviceGone) and self.misses < MISSES:
                self.retry_at = now
                return False
        pauses = LOST_BACK_OFF if isinstance(error, LinkError) else FAULT_BACK_OFF
        self.retry_at = now + pauses[min(self._attempts, len(pauses) - 1)]
        self._attempts += 1
        self.media(Media.JAMMED if isinstance(error, CardJam) else Media.UNKNOWN)
        self.turned(_state_after(error))
        return True


def _state_after(error: DeviceError) -> DeviceState:
    if isinstance(error, DeviceGone):
        return DeviceState.NO_DEVICE
    return DeviceState.OFFLINE if isinstance(error, LinkError) else DeviceState.HARDWARE_ERROR


class Settled(Generic[T]):
    """A reading that counts only once it has stood for a while: a contact that bounces, a jam that appears and resolves."""

    def __init__(self, clock: Time, first: T, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self.value = first
        """What holds."""
        self._seen = first
        self._since = clock.monotonic()

    def see(self, value: T) -> T:
        """Take a reading; return what holds now."""
        now = self._clock.monotonic()
        if value != self._seen:
            self._seen, self._since = value, now
        if now - self._since >= self._seconds:
            self.value = value
        return self.value
