"""The line of one device as its adapter holds it: opened when it is needed, given up when it is lost, opened again in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import DeviceGone, LinkError, NoReply, OperationTimedOut

if TYPE_CHECKING:
    from devices.condition import Condition
    from devices.deadline import Deadline
    from devices.errors import Action, DeviceError
    from devices.link import Link, OpenLink

WRITE_SECONDS: Final = 0.3
"""Orders of such devices have a few dozen bytes, which any driver takes at once: one that doesn't in this time is stuck."""


class HeldLine:
    """Holds at most one open link. Used by the device's lane; only `close` by others."""

    def __init__(self, open_link: OpenLink, condition: Condition) -> None:
        self._open_link = open_link
        self._condition = condition
        self._link: Link | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        return self._link is not None

    def may_open(self, deadline: Deadline) -> bool:
        """Whether a lost device is to be tried again by now."""
        return deadline.clock.monotonic() >= self._condition.retry_at

    def open(self, deadline: Deadline) -> bool:
        """Open the line if need be, not before its time, and say whether it had to be.

        Raises `DeviceGone`, and what the deadline raises.
        """
        if self._link is not None:
            return False
        wait = self._condition.retry_at - deadline.clock.monotonic()
        if wait > 0:
            deadline.pause(wait)
        deadline.check()
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

    def failed(self, error: DeviceError, action: Action | None = None) -> bool:
        """Note what an order ended with, let go of a line that is lost, and say whether the device is out of use."""
        out_of_use = self._condition.failed(error, action)
        if out_of_use and isinstance(error, LinkError):
            self.close()
        return out_of_use

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
