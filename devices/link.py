"""The byte pipe between an adapter and its device; beside it, only `devices.ports` knows pyserial.

pyserial 3.5 reports one and the same pulled cable as `SerialException`, as plain `OSError` (`in_waiting`), as `termios.error`
(flushing) or as `TypeError` (closed while another thread reads): here all of them are `DeviceGone`.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from devices import ports
from devices.deadline import SLICE_SECONDS, Deadline
from devices.errors import DeviceGone, OperationTimedOut

if TYPE_CHECKING:
    import serial

WRITE_CHUNK: Final = 512
"""Bytes handed to the driver at a time, so that a cancelled write ends soon."""

CLOSE_PATIENCE_SECONDS: Final = 0.5
"""How long `close` waits for the owner's current slice before it closes under it."""


class Link(Protocol):
    """An open line to a device. One thread reads and writes; any may close."""

    def read(self, deadline: Deadline) -> bytes:
        """Return what has arrived as soon as something has, or b"" after one slice or when called off. Raises `DeviceGone`."""
        ...

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Hand all of `data` to the line.

        Raises `DeviceGone`, and `OperationTimedOut` or `OperationCancelled` when the device doesn't take it in time; how much
        has gone by then is unknown, so who has to know writes in portions.
        """
        ...

    def drain(self) -> None:
        """Throw away what has arrived and was not read. Raises `DeviceGone`."""
        ...

    def close(self) -> None:
        """Let go of the line; a read or write going on in another thread ends with `DeviceGone`. Never raises."""
        ...


OpenLink = Callable[[], Link]
"""Opens the line anew; raises `DeviceGone` if it isn't there. An adapter holds one and uses it after every loss."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How the line is set. `dtr` and `rts` are the states of the control lines from opening on."""

    baud: int = 115200
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    rtscts: bool = False
    xonxoff: bool = False
    dtr: bool = True
    rts: bool = True


OpenPort = Callable[[str, LineSettings], OpenLink]
"""Makes what opens a port; `serial_opener` is one, and a recorder of traffic puts itself round it."""


def _driver_errors() -> tuple[type[Exception], ...]:
    """What pyserial lets through when a device vanishes or a port is closed under it."""
    errors: list[type[Exception]] = [OSError, TypeError, ValueError, AssertionError]
    if sys.platform != "win32":
        import termios  # noqa: PLC0415 - Windows has none

        errors.append(termios.error)
    return tuple(errors)


_DRIVER_ERRORS: Final = _driver_errors()


class SerialLink:
    """A serial port (`/dev/ttyUSB0`, `COM3`) or a line over TCP (`socket://host:port`), held exclusively.

    Raises `DeviceGone` if it can't be opened.
    """

    def __init__(self, address: str, line: LineSettings) -> None:
        # A product without a serial device, and every start, does without the import until a port is opened.
        import serial  # noqa: PLC0415 - see above

        self._address = address
        self._ear, self._alarm = socket.socketpair()
        self._slice = threading.Lock()
        self._closed = False
        try:
            port = serial.serial_for_url(address, do_not_open=True)
            port.baudrate, port.bytesize, port.parity, port.stopbits = (
                line.baud,
                line.bytesize,
                line.parity,
                line.stopbits,
            )
            port.rtscts, port.xonxoff = line.rtscts, line.xonxoff
            port.dtr, port.rts = line.dtr, line.rts
            port.timeout = port.write_timeout = SLICE_SECONDS
            if os.name == "posix" and "://" not in address:
                port.exclusive = True
            port.open()
        except _DRIVER_ERRORS as error:
            self._ear.close()
            self._alarm.close()
            raise self._gone(error) from None
        self._port: serial.Serial = port

    def read(self, deadline: Deadline) -> bytes:
        """Return what has arrived as soon as something has, or b"" after one slice or when called off.

        Raises `DeviceGone`.
        """
        seconds = deadline.slice()
        if seconds == 0.0:
            return b""
        with self._slice, deadline.woken_by(self._wake):
            self._check_open()
            if deadline.cancelled:
                return b""
            try:
                data = self._pull(seconds)
            except _DRIVER_ERRORS as error:
                raise self._gone(error) from None
        self._check_open()
        return data

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Hand all of `data` to the line; see `Link`."""
        left = memoryview(data)
        while left:
            deadline.check()
            with self._slice:
                self._check_open()
                try:
                    taken = self._push(left[:WRITE_CHUNK], deadline.slice())
                except _DRIVER_ERRORS as error:
                    raise self._gone(error) from None
            left = left[taken:]

    def drain(self) -> None:
        """Throw away what has arrived and was not read. Raises `DeviceGone`."""
        with self._slice:
            self._check_open()
            try:
                self._port.reset_input_buffer()
            except _DRIVER_ERRORS as error:
                raise self._gone(error) from None

    def close(self) -> None:
        """Let go of the port; a read or write going on in another thread ends with `DeviceGone`. Never raises."""
        self._closed = True
        self._wake()
        # The owner's slice ends by itself; a port closed under it could pass its number on to another file.
        waited = self._slice.acquire(timeout=CLOSE_PATIENCE_SECONDS)
        # pyserial forgets to close a TCP socket whose peer has hung up.
        peer: socket.socket | None = getattr(self._port, "_socket", None)
        try:
            for end in (self._port, self._ear, self._alarm, peer):
                if end is not None:
                    with contextlib.suppress(
                        *_DRIVER_ERRORS
                    ):  # the device is gone, and so is its port; the others are not
                        end.close()
        finally:
            if waited:
                self._slice.release()

    def _wake(self) -> None:
        """End a read that is going on in another thread."""
        with contextlib.suppress(AttributeError, *_DRIVER_ERRORS):
            self._alarm.send(b"!")
            if os.name != "posix":
                self._port.cancel_read()

    def _pull(self, seconds: float) -> bytes:
        """Return what arrives within `seconds`, b"" when nothing does or somebody wakes us."""
        peer: socket.socket | None = getattr(self._port, "_socket", None)
        if peer is None and os.name != "posix":
            return self._pull_from_windows()
        # pyserial's read waits as long as the port was set to, whatever is left of the deadline, and can't be woken over TCP.
        number, ear = self._port.fileno(), self._ear.fileno()
        ready, _, _ = select.select([number, ear], [], [], seconds)
        if ear in ready:
            self._ear.recv(_READ_LIMIT)
        if number not in ready:
            return b""
        data = os.read(number, _READ_LIMIT) if peer is None else peer.recv(_READ_LIMIT)
        if not data:
            raise OSError("the other end hung up")
        return data

    def _pull_from_windows(self) -> bytes:
        """Do the same where ports can't be waited for together, in one slice of the port's own."""
        data = bytearray(self._port.read(1))
        while data and (waiting := self._port.in_waiting) and len(data) < _READ_LIMIT:
            data += self._port.read(waiting)
        return bytes(data)

    def _push(self, data: memoryview, seconds: float) -> int:
        """Hand over what the driver takes within `seconds`; return how many bytes it took."""
        peer: socket.socket | None = getattr(self._port, "_socket", None)
        if peer is None and os.name != "posix":
            return self._push_to_windows(data)
        # pyserial's write forgets how much it wrote when it times out, and spins while the driver is full.
        number = self._port.fileno()
        _, ready, _ = select.select([], [number], [], seconds)
        if not ready:
            return 0
        try:
            return os.write(number, data) if peer is None else peer.send(data)
        except BlockingIOError:
            return 0

    def _push_to_windows(self, data: memoryview) -> int:
        """Hand over all of it. Windows doesn't say how much went by a time-out, so that it can't be sent on."""
        import serial  # noqa: PLC0415 - loaded long ago, when the port was opened

        try:
            return self._port.write(data) or 0
        except serial.SerialTimeoutException:
            raise OperationTimedOut from None

    def _check_open(self) -> None:
        if self._closed:
            raise DeviceGone(f"{self._address} was closed")

    def _gone(self, error: Exception) -> DeviceGone:
        return DeviceGone(f"{self._address}: {type(error).__name__}: {error}")


_READ_LIMIT: Final = 4096
"""Bytes one read returns at most, more or less: a device that never pauses must not hold its reader."""


def serial_opener(address: str, line: LineSettings, list_ports: ports.ListPorts = ports.attached) -> OpenLink:
    """Return what opens the port at `address` with these settings, again and again.

    Which port that is, is found out anew each time: ttyUSB0 may have become ttyUSB1.
    """

    def open_link() -> Link:
        name = ports.resolve(address, list_ports)
        try:
            return SerialLink(name, line)
        except DeviceGone as error:
            if name != address or "://" in address:
                raise
            try:
                found = ports.told(list_ports())
            except DeviceGone:
                raise error from None
            raise DeviceGone(f"{error.detail}; found: {found}") from None

    return open_link


def line_of(settings: Mapping[str, object], default: LineSettings) -> tuple[str, LineSettings]:
    """Take `port` and, where given, `baud`, `rtscts` and `xonxoff` from a device's table in kiosk.toml.

    `port` is what `devices.ports` knows: a name, usb:VID:PID[:SERIAL], path:LOCATION. Makes that can be asked who they are take
    more through `devices.finding`. Raises `ValueError` naming the setting that is missing or of the wrong type.
    """
    address = settings.get("port")
    if address == ports.AUTO or isinstance(address, list | tuple):
        raise ValueError(
            "port: a device of this make says nothing of itself, so it can't be found by asking; "
            "name its one port, best by usb:VID:PID:SERIAL or path:LOCATION"
        )
    if not isinstance(address, str) or not address:
        raise ValueError("port: the name of a serial port is missing")
    try:
        ports.check(address)
    except ValueError as error:
        raise ValueError(f"port: {error}") from None
    baud = settings.get("baud", default.baud)
    if not isinstance(baud, int) or isinstance(baud, bool) or baud <= 0:
        raise ValueError("baud: not a number of bits per second")
    rtscts = settings.get("rtscts", default.rtscts)
    xonxoff = settings.get("xonxoff", default.xonxoff)
    if not isinstance(rtscts, bool) or not isinstance(xonxoff, bool):
        raise ValueError("rtscts, xonxoff: true or false")  # noqa: TRY004 - a wrong setting, whatever its type
    return address, replace(default, baud=baud, rtscts=rtscts, xonxoff=xonxoff)
