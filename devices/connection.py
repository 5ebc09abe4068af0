"""One device's line and what is known of it: opened when needed, not before its time, closed after a loss, each ending noted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from devices.errors import (
    CardBinFull,
    DeviceError,
    LinkError,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from devices.condition import Condition
    from devices.deadline import Deadline
    from devices.errors import Action
    from devices.health import Health


class Talk(Protocol):
    """The conversation on a line."""

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        ...

    @property
    def at_work(self) -> bool:
        """Whether the device may still be at work on an order that was called off, so that its silence means nothing."""
        ...

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        ...


class Connection:
    """Keeps a device's line. `begin` opens it if need be and brings the device to where it takes orders."""

    def __init__(self, condition: Condition, talk: Talk, begin: Callable[[Deadline], None]) -> None:
        self._condition = condition
        self._talk = talk
        self._begin = begin
        self._begun = False
        self._advice: tuple[DeviceError, Action] | None = None

    @property
    def begun(self) -> bool:
        """Whether the line is open and the device was brought to where it takes orders."""
        return self._begun and self._talk.is_open

    def connect(self, deadline: Deadline) -> None:
        """Begin if need be, not before a lost device is to be tried again. Raises `DeviceError`."""
        if self.begun:
            return
        wait = self._condition.retry_at - deadline.clock.monotonic()
        if wait > 0:
            deadline.pause(wait)
        self._begun = False
        self._begin(deadline)
        self._begun = True
        self._condition.online()

    @contextmanager
    def order(self, deadline: Deadline) -> Generator[None]:
        """Do something with the device connected, and note how it ended. One order is never inside another."""
        try:
            self.connect(deadline)
            yield
        except DeviceError as error:
            self.failed(error)
            raise
        self._condition.answered()

    def probe(self, deadline: Deadline, ask: Callable[[Deadline], object]) -> Health:
        """Ask the device how it is, or begin; while a lost one is not to be tried again yet, say what is known. Never raises."""
        if not self.begun and deadline.clock.monotonic() < self._condition.retry_at:
            return self._condition.health
        try:
            if self.begun:
                ask(deadline)
                self._condition.online()
            else:
                self.connect(deadline)
        except OperationCancelled:
            pass  # nothing was learned
        except OperationTimedOut:
            if not self._talk.at_work:
                self.failed(NoReply("no answer within a probe's time"))
        except DeviceError as error:
            self.failed(error)
        return self._condition.health

    def listen(self, deadline: Deadline, hear: Callable[[Deadline], None]) -> None:
        """Spend a slice with an ear on the line, if there is one. Never raises."""
        if not self._talk.is_open:
            deadline.rest()
            return
        try:
            hear(deadline)
        except (OperationCancelled, OperationTimedOut):
            pass  # somebody has an order, or the slice was over
        except LinkError as error:
            self.failed(error)

    def advise(self, error: DeviceError, action: Action) -> None:
        """Keep what staff do about an error that is about to be raised, where the device said more than its kind does."""
        self._advice = (error, action)

    def failed(self, error: DeviceError) -> None:
        """Note an error. A lost device's line is opened anew, one out of order is begun anew, after a pause."""
        action = self._advice[1] if self._advice is not None and self._advice[0] is error else None
        self._advice = None
        if isinstance(error, CardBinFull):
            self._condition.noted(error, action)  # it reads cards as before
        elif self._condition.failed(error, action):
            self._begun = False
            if isinstance(error, LinkError):
                self._talk.close()

    def forget(self) -> None:
        """Begin anew with the next order."""
        self._begun = False

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        self._talk.close()
