"""One device's line and what is known of it: opened when needed, not before its time, closed after a loss, each ending noted.

`Connection` knows when; what talks on the line knows how: a protocol's exchange, or for a device without orders and answers
the `BareLine`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from devices.errors import (
    CardBinFull,
    DeviceError,
    DeviceGone,
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
    from devices.link import Link, OpenLink

WRITE_SECONDS: Final = 0.3
"""A bare line is told a few dozen bytes, which any driver takes at once: one that doesn't in this time is stuck."""


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


class BareLine:
    """A `Talk` that is no more than its bytes. Holds at most one open link; used by the device's lane, only `close` by others."""

    at_work = False

    def __init__(self, open_link: OpenLink) -> None:
        self._open_link = open_link
        self._link: Link | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        return self._link is not None

    def open(self) -> bool:
        """Open the line if need be, and say whether it had to be. Raises `DeviceGone`."""
        if self._link is not None:
            return False
        self._link = self._open_link()
        return True

    def read(self, deadline: Deadline) -> bytes:
        """Return what has arrived as soon as something has, b"" after one slice or when called off. Raises `DeviceGone`."""
        return self._opened().read(deadline)

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Hand all of `data` to the line. Raises `NoReply` if it takes nothing, `DeviceGone`, and what the deadline raises."""
        try:
            self._opened().write(data, deadline.within(WRITE_SECONDS))
        except OperationTimedOut:
            deadline.check()
            raise NoReply("the port takes no bytes") from None

    def drain(self) -> None:
        """Throw away what has arrived and was not read. Raises `DeviceGone`."""
        self._opened().drain()

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _opened(self) -> Link:
        link = self._link
        if link is None:
            raise DeviceGone("closed")
        return link


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

    def due(self, deadline: Deadline) -> bool:
        """Whether a lost device is to be tried again by now."""
        return deadline.clock.monotonic() >= self._condition.retry_at

    def wait_due(self, deadline: Deadline) -> None:
        """Return when a lost device is to be tried again. Raises what the deadline raises."""
        wait = self._condition.retry_at - deadline.clock.monotonic()
        if wait > 0:
            deadline.pause(wait)
        deadline.check()

    def connect(self, deadline: Deadline) -> None:
        """Begin if need be, not before a lost device is to be tried again. Raises `DeviceError`."""
        if self.begun:
            return
        self.wait_due(deadline)
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

    def probe(self, deadline: Deadline, ask: Callable[[Deadline], object] | None = None) -> Health:
        """Ask the device how it is, or begin; while a lost one is not to be tried again yet, say what is known. Never raises.

        Without `ask` it is one that can't be asked: whether its port opens is all that is learned.
        """
        if ask is None if self.begun else not self.due(deadline):
            return self._condition.health
        try:
            if self.begun and ask is not None:
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

    def listen(self, deadline: Deadline, hear: Callable[[Deadline], object]) -> None:
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

    def failed(self, error: DeviceError, action: Action | None = None) -> None:
        """Note an error. A lost device's line is opened anew, one out of order is begun anew, after a pause."""
        if self._advice is not None and self._advice[0] is error:
            action = self._advice[1]
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
