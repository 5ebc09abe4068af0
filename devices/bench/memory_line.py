"""A line in memory, at true line speed in real or virtual time: the adapter can't tell it from a port."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from devices.bench.line import Line
from devices.errors import DeviceGone

if TYPE_CHECKING:
    from devices.bench.simulator import Simulator
    from devices.deadline import Bell, Deadline, Time
    from devices.link import Link

DRIVER_BYTES: Final = 4096
"""What a serial driver takes before a write has to wait."""


class MemoryLine:
    """A simulator, a cable, and a socket to open it at: `open` is an `OpenLink`."""

    def __init__(self, simulator: Simulator, clock: Time, *, baud: int = 115200) -> None:
        self._clock = clock
        self._baud = baud
        self._bell = clock.bell()
        self._lock = threading.Lock()
        self._plugged = True
        self._running = True
        self._stuck = False
        self._link: _MemoryLink | None = None
        self.line = Line(simulator, clock, baud, self._bell.ring)
        clock.spawn("memory line", self._run)

    def open(self) -> Link:
        """Open the host's end. Raises `DeviceGone` while it is pulled or somebody else holds it."""
        return self.open_at(self._baud)

    def open_at(self, baud: int) -> Link:
        """Open the host's end at a speed. Raises like `open`."""
        with self._lock:
            if not self._plugged:
                raise DeviceGone("memory line: nothing plugged in")
            if self._link is not None and not self._link.gone:
                raise DeviceGone("memory line: in use")
            self.line.host_baud = baud
            self._link = _MemoryLink(self, self._clock.bell())
            return self._link

    def pull(self) -> None:
        """Pull the cable: the open link is gone for good, and no other can be opened."""
        with self._lock:
            self._plugged = False
            link = self._link
        self.line.connect(False)  # noqa: FBT003 - see connect
        if link is not None:
            link.close()

    def plug(self) -> None:
        """Plug the cable in again; the host has to open it anew."""
        with self._lock:
            self._plugged = True
        self.line.connect(True)  # noqa: FBT003 - see connect

    def hold(self, *, stuck: bool) -> None:
        """Make the driver take no more bytes, or take them again."""
        self._stuck = stuck

    def wedge(self) -> None:
        """Let the driver hang: whoever reads from the open link hangs in it until the link is closed. A new one is well."""
        with self._lock:
            link = self._link
        if link is not None:
            link.wedged = True
            link.arrived(b"")

    def unwedge(self) -> None:
        """Let the driver of the open link go on."""
        with self._lock:
            link = self._link
        if link is not None:
            link.wedged = False
            link.arrived(b"")

    def close(self) -> None:
        """End the line and its thread."""
        self.pull()
        self._running = False
        self._bell.ring()

    def room(self) -> int:
        """Bytes the driver would take now."""
        return 0 if self._stuck else DRIVER_BYTES - self.line.waiting_for_device

    def _run(self) -> None:
        while self._running:
            arrived = self.line.step()
            with self._lock:
                link = self._link
            if arrived and link is not None:
                link.arrived(arrived)
            due = self.line.due()
            self._bell.wait(None if due is None else max(0.0, due - self._clock.monotonic()))


class _MemoryLink:
    """The host's end."""

    def __init__(self, socket: MemoryLine, bell: Bell) -> None:
        self._socket = socket
        self._bell = bell
        self._lock = threading.Lock()
        self._inbox = bytearray()
        self.gone = self.wedged = False

    def arrived(self, data: bytes) -> None:
        with self._lock:
            self._inbox += data
        self._bell.ring()

    def read(self, deadline: Deadline) -> bytes:
        """Return what has arrived as soon as something has, or b"" after one slice or when called off. Raises `DeviceGone`."""
        self._hang_if_wedged()
        data = self._take()
        if not data:
            with deadline.woken_by(self._bell.ring):
                if not deadline.cancelled:
                    self._bell.wait(deadline.slice())
            self._hang_if_wedged()
            data = self._take()
        return data

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Hand all of `data` to the line; see `devices.link.Link`."""
        left = data
        while left:
            deadline.check()
            self._check()
            if (room := self._socket.room()) > 0:
                self._socket.line.host_wrote(left[:room])
                left = left[room:]
            else:
                deadline.pause(deadline.slice())

    def drain(self) -> None:
        """Throw away what has arrived and was not read. Raises `DeviceGone`."""
        self._take()

    def close(self) -> None:
        """Let go; whoever reads or writes gets `DeviceGone`."""
        self.gone = True
        self._bell.ring()

    def _hang_if_wedged(self) -> None:
        while self.wedged and not self.gone:
            self._bell.wait(None)

    def _take(self) -> bytes:
        self._check()
        with self._lock:
            data = bytes(self._inbox)
            self._inbox.clear()
        return data

    def _check(self) -> None:
        if self.gone:
            raise DeviceGone("memory line: pulled or closed")
