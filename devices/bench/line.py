"""A simulator on a line: what a pty, a TCP port and a line in memory have in common."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.bench.cables import Cable, Straight
from devices.bench.mishearing import heard
from devices.bench.simulator import PLENTY
from devices.bench.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.bench.simulator import Simulator
    from devices.deadline import Time

RECORDED_PIECES: Final = 8192
"""How much a line remembers of what it carried."""


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """Bytes that arrived, when, and at which end."""

    at_seconds: float
    at_device: bool
    data: bytes


class Line:
    """Two wires between a host and a simulator. One thread steps it; anybody may send."""

    def __init__(self, simulator: Simulator, clock: Time, baud: int, changed: Callable[[], None]) -> None:
        self._simulator = simulator
        self._clock = clock
        self._changed = changed
        self._lock = threading.Lock()
        self._to_device = Wire(baud, Straight())
        self._to_host = Wire(baud, Straight())
        self._connected = True
        self.host_baud = baud
        """The speed the host has set its end to; at another one than the device's each hears nonsense."""
        self.recorded: deque[Recorded] = deque(maxlen=RECORDED_PIECES)
        """What arrived at either end; other threads take a `tuple` of it, never a loop over it."""
        simulator.attach(self.send, clock)

    def use_cables(self, *, to_device: Cable | None = None, to_host: Cable | None = None) -> None:
        """Put other cables in; None: a good one."""
        with self._lock:
            self._to_device.cable = to_device or Straight()
            self._to_host.cable = to_host or Straight()

    def leave_device_at(self, baud: int) -> None:
        """Set the device to a speed, as a former owner may have left it."""
        with self._lock:
            self._to_device.baud = self._to_host.baud = baud

    def send(self, data: bytes) -> None:
        """Send bytes from the device; they are lost while the line is not connected."""
        with self._lock:
            if self._connected and data:
                self._to_host.put(heard(data, self._to_host.baud, self.host_baud), self._clock.monotonic())
        self._changed()

    def host_wrote(self, data: bytes) -> None:
        """Send bytes from the host; they are lost while the line is not connected."""
        with self._lock:
            if self._connected:
                self._to_device.put(heard(data, self.host_baud, self._to_device.baud), self._clock.monotonic())
        self._changed()

    @property
    def waiting_for_device(self) -> int:
        """Bytes from the host that have not arrived yet."""
        with self._lock:
            return self._to_device.pending

    def connect(self, connected: bool) -> None:  # noqa: FBT001 - a plug is in or out
        """Plug in, or pull: then everything under way is lost."""
        with self._lock:
            self._connected = connected
            if not connected:
                self._to_device.cut()
                self._to_host.cut()
        self._changed()

    def due(self) -> float | None:
        """When `step` has something to do."""
        own, room = self._simulator.due(), self._simulator.room()
        with self._lock:
            moments = (own, self._to_host.due(), self._to_device.due() if room > 0 else None)
        return min((m for m in moments if m is not None), default=None)

    def step(self) -> bytes:
        """Let happen what is due by now, and return what has arrived at the host."""
        now = self._clock.monotonic()
        room = self._simulator.room()
        with self._lock:
            arrived = self._to_device.take(now, room) if room > 0 else b""
        if arrived:
            self.recorded.append(Recorded(now, at_device=True, data=arrived))
            self._simulator.received(arrived)
        self._simulator.tick()
        with self._lock:
            back = self._to_host.take(now, PLENTY)
        if back:
            self.recorded.append(Recorded(now, at_device=False, data=back))
        return back
