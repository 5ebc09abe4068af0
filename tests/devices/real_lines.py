"""A pseudo terminal at true line speed with the surface of a `MemoryLine`, so that beds made for virtual time stand on it."""

from __future__ import annotations

import shutil
import tempfile
import termios
from pathlib import Path
from typing import TYPE_CHECKING

from devices.bench.ports import Port, PtyPlug
from devices.link import LineSettings, SerialLink
from kiosk.core.clock import SystemClock

if TYPE_CHECKING:
    from datetime import datetime

    from devices.bench.simulator import Simulator
    from devices.deadline import Time
    from devices.link import Link


class RealTime(SystemClock):
    """The machine's own time, counted from the moment the clock is made, as virtual time is."""

    def __init__(self, start: datetime) -> None:
        del start
        self._begun = super().monotonic()

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return super().monotonic() - self._begun


class RealLine:
    """A simulator on a pty, and the end to open it at."""

    def __init__(self, simulator: Simulator, clock: Time, *, baud: int = 115200) -> None:
        del clock
        self._baud = baud
        self._folder = Path(tempfile.mkdtemp(prefix="yb-"))
        self._plug = PtyPlug(self._folder / "port")
        self._port = Port(simulator, self._plug, baud=baud, minds_speed=True)
        self._stuck = False
        self.line = self._port.line

    def open(self) -> Link:
        """Open the host's end at the device's own speed. Raises `DeviceGone`."""
        return self.open_at(self._baud)

    def open_at(self, baud: int) -> Link:
        """Open the host's end at a speed. Raises `DeviceGone`."""
        return SerialLink(self._port.address, LineSettings(baud=baud))

    def pull(self) -> None:
        """Pull the cable."""
        self._port.pull()

    def plug(self) -> None:
        """Plug it in again: a new pty. A driver that is stuck stays so."""
        self._port.plug()
        self.line.connect(True)  # noqa: FBT003 - see connect
        self.hold(stuck=self._stuck)

    def hold(self, *, stuck: bool) -> None:
        """Stop the terminal's output, as a driver does that takes no more bytes, or let it go on."""
        self._stuck = stuck
        if self._plug._ends is not None:
            termios.tcflow(self._plug._ends[1], termios.TCOOFF if stuck else termios.TCOON)

    def close(self) -> None:
        """End the port."""
        self._port.close()
        shutil.rmtree(self._folder, ignore_errors=True)
