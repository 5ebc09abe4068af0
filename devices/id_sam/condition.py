"""What is known of the reader without asking it: its health, and when a lost one is to be tried again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.errors import Action, CardError, DeviceError, DeviceGone, LinkError, OperationCancelled, OperationTimedOut
from devices.health import Counters, DeviceState, Health, LastError, Media

if TYPE_CHECKING:
    from devices.deadline import Time

LOST_BACK_OFF: Final = (1.0, 2.0)
"""Seconds before a reader whose port is gone, or that is silent, is tried again; the last repeats. A replugged reader must work
again within 5 s, and an idle lane asks only every 3 s."""

FAULT_BACK_OFF: Final = (1.0, 2.0, 5.0, 10.0)
"""Seconds before a reader that answers and doesn't work is tried again: a reset takes seconds and mends little."""


class Condition:
    """The health of one reader. Changed by its lane only; anybody may look."""

    def __init__(self, clock: Time) -> None:
        self._clock = clock
        now = clock.monotonic()
        self.health = Health(counters=Counters(since_seconds=now), since_seconds=now)
        self.retry_at = now
        """Not before this moment is a lost reader tried again."""
        self._attempts = 0

    def online(self) -> None:
        """It answered, and is well."""
        self.health = self.health.turned(DeviceState.ONLINE, self._clock.monotonic())

    def connected(self) -> None:
        """The line is open and the module told who it is: the next loss is a first one."""
        self._attempts = 0

    def media(self, media: Media) -> None:
        """Note where the card is."""
        if media is not self.health.media:
            self.health = replace(self.health, media=media)

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

    def failed(self, error: DeviceError, action: Action | None) -> bool:
        """Note an error, with what staff do if its status code says more than the error; say whether the reader is lost."""
        if isinstance(error, (OperationCancelled, OperationTimedOut)):
            return False
        now = self._clock.monotonic()
        last = LastError(error.code, action or error.action, error.detail, now)
        self.health = replace(self.health, last_error=last)
        self.count(failures=1)
        if isinstance(error, CardError):
            return False
        pauses = LOST_BACK_OFF if isinstance(error, LinkError) else FAULT_BACK_OFF
        self.retry_at = now + pauses[min(self._attempts, len(pauses) - 1)]
        self._attempts += 1
        self.media(Media.UNKNOWN)
        self.health = self.health.turned(_state_after(error), now)
        return True


def _state_after(error: DeviceError) -> DeviceState:
    if isinstance(error, DeviceGone):
        return DeviceState.NO_DEVICE
    return DeviceState.OFFLINE if isinstance(error, LinkError) else DeviceState.HARDWARE_ERROR
