"""Simulators on real ports: a pty (POSIX) or a TCP port (anywhere), paced at the line's true speed, with a plug to pull.

A pty swallows 4 kB and more at once and delivers them at once. So the far end takes bytes no faster than the line would
carry them, which holds the writer back, and sends its own no faster either.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import sys
import threading
from typing import TYPE_CHECKING, Final, Protocol

from devices.bench.line import Line
from devices.deadline import SystemTime

if TYPE_CHECKING:
    from pathlib import Path

    from devices.bench.simulator import Simulator

AHEAD_BYTES: Final = 64
"""Bytes taken from the port before the line has carried them."""

_READ_BYTES: Final = 64
_PATIENCE_SECONDS: Final = 5.0
_OUTPUT_SPEED: Final = 5
"""Where the list of `tcgetattr` has it."""


class Plug(Protocol):
    """Where the host's end appears and vanishes. Used by the port's thread only."""

    @property
    def address(self) -> str:
        """What kiosk.toml has as `port`."""
        ...

    def put_in(self) -> None:
        """Let the port appear."""
        ...

    def pull_out(self) -> None:
        """Let the port vanish."""
        ...

    def move(self) -> None:
        """Let another port take its place, under the same address."""
        ...

    def host_baud(self) -> int | None:
        """The speed the host has set, None where there is none to see."""
        ...

    def listened(self) -> list[int]:
        """Files to wait for."""
        ...

    def receive(self, ready: list[int]) -> bytes:
        """Return what came at the files that are ready."""
        ...

    def transmit(self, data: bytes) -> None:
        """Send; what the host's driver has no room for is lost, as in a UART that overruns."""
        ...


if sys.platform != "win32":
    import termios
    import tty

    _SPEEDS: Final = {
        getattr(termios, f"B{baud}"): baud
        for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)
        if hasattr(termios, f"B{baud}")
    }

    class PtyPlug:
        """A pseudo terminal behind a symbolic link that stays where it is."""

        def __init__(self, path: Path) -> None:
            self._path = path
            self._ends: tuple[int, int] | None = None

        @property
        def address(self) -> str:
            """The path of the symbolic link."""
            return str(self._path)

        def put_in(self) -> None:
            """Make a new pty and point the link at it."""
            master, slave = os.openpty()
            # The host's end stays open here too: a master whose host closes the port would only report errors.
            tty.setraw(slave)
            os.set_blocking(master, False)
            self._ends = (master, slave)
            fresh = self._path.with_name(self._path.name + ".new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(os.ttyname(slave))
            fresh.replace(self._path)

        def pull_out(self) -> None:
            """Hang up and take the link away."""
            self._path.unlink(missing_ok=True)
            if self._ends is not None:
                for end in self._ends:
                    os.close(end)
                self._ends = None

        def move(self) -> None:
            """Point the link at another pty, of another number, and hang up the old one."""
            old = self._ends
            self.put_in()
            for end in old or ():
                os.close(end)

        def host_baud(self) -> int | None:
            """What the host's end is set to: both ends of a pty have one setting, which changes nothing by itself."""
            return None if self._ends is None else _SPEEDS.get(termios.tcgetattr(self._ends[0])[_OUTPUT_SPEED])

        def listened(self) -> list[int]:
            """The master."""
            return [] if self._ends is None else [self._ends[0]]

        def receive(self, ready: list[int]) -> bytes:
            """Read from the master."""
            if self._ends is None or self._ends[0] not in ready:
                return b""
            with contextlib.suppress(BlockingIOError):
                return os.read(self._ends[0], _READ_BYTES)
            return b""

        def transmit(self, data: bytes) -> None:
            """Write to the master."""
            if self._ends is not None:
                with contextlib.suppress(BlockingIOError):
                    os.write(self._ends[0], data)


class TcpPlug:
    """A TCP port of this machine that takes one host at a time."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._server: socket.socket | None = None
        self._host: socket.socket | None = None

    @property
    def address(self) -> str:
        """The address in pyserial's form."""
        return f"socket://127.0.0.1:{self._port}"

    def put_in(self) -> None:
        """Listen, at the same port as before."""
        server = socket.socket()
        # On Windows this option means "share with anybody"; there a port is free at once anyway.
        if os.name == "posix":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", self._port))
        server.listen(1)
        server.settimeout(0)
        self._port = server.getsockname()[1]
        self._server = server

    def pull_out(self) -> None:
        """Hang up and listen no more."""
        self._hang_up()
        if self._server is not None:
            self._server.close()
            self._server = None

    def move(self) -> None:
        """Hang up: a TCP port has no other number under the same address."""
        self._hang_up()

    def host_baud(self) -> int | None:
        """None: a line over TCP has no speed."""
        return None

    def listened(self) -> list[int]:
        """The host, and whoever wants to become it."""
        return [s.fileno() for s in (self._server, self._host) if s is not None]

    def receive(self, ready: list[int]) -> bytes:
        """Take in a new host, or bytes of the one there is."""
        if self._server is not None and self._server.fileno() in ready:
            with contextlib.suppress(BlockingIOError):
                host, _ = self._server.accept()
                self._hang_up()
                host.settimeout(0)
                host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._host = host
                return b""
        if self._host is None or self._host.fileno() not in ready:
            return b""
        try:
            data = self._host.recv(_READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._hang_up()
        return data

    def transmit(self, data: bytes) -> None:
        """Send to the host, if there is one."""
        if self._host is not None:
            try:
                self._host.send(data)
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno not in (errno.EPIPE, errno.ECONNRESET, errno.ECONNABORTED):
                    raise
                self._hang_up()

    def _hang_up(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None


class Port:
    """A simulator on a real port. Plugged in from the start; `close` it at the end.

    `minds_speed`: a host that has set another speed than the device's hears nonsense, and is heard as such.
    """

    def __init__(self, simulator: Simulator, plug: Plug, *, baud: int = 115200, minds_speed: bool = False) -> None:
        self._clock = SystemTime()
        self._plug = plug
        self._minds_speed = minds_speed
        self._near, self._far = socket.socketpair()
        self._near.settimeout(0)
        self._far.settimeout(0)
        self._wanted_in = True
        self._is_in = self._moves = self._stuck = False
        self._running = True
        self._done = threading.Event()
        self.line = Line(simulator, self._clock, baud, self._wake)
        self._thread = threading.Thread(target=self._run, name="port", daemon=True)
        self._thread.start()
        self._wait_done()

    @property
    def address(self) -> str:
        """What kiosk.toml has as `port`."""
        return self._plug.address

    def pull(self) -> None:
        """Pull the cable: the port vanishes, and what was under way is lost."""
        self._want(plugged=False)

    def plug(self) -> None:
        """Plug it in again: a new port at the same address."""
        self._want(plugged=True)

    def renumber(self) -> None:
        """Let it come back at once as another port of the system, as a USB adapter may after a jolt; a link names both."""
        self._done.clear()
        self._moves = True
        self._wake()
        self._wait_done()

    def hold(self, *, stuck: bool) -> None:
        """Take no more of what the host writes, so that its driver fills up, or take it again."""
        self._stuck = stuck
        self._wake()

    def close(self) -> None:
        """End the port and its thread."""
        self.pull()
        self._running = False
        self._wake()
        self._thread.join(_PATIENCE_SECONDS)
        self._near.close()
        self._far.close()

    def _want(self, *, plugged: bool) -> None:
        self._done.clear()
        self._wanted_in = plugged
        self._wake()
        self._wait_done()

    def _wait_done(self) -> None:
        if not self._done.wait(_PATIENCE_SECONDS):
            raise TimeoutError("the port's thread does not answer")

    def _wake(self) -> None:
        # A full pipe means that the thread is awake already; a closed one, that it has ended.
        with contextlib.suppress(OSError):
            self._near.send(b"!")

    def _run(self) -> None:
        while self._running:
            self._change_plug()
            self._see_speed()
            back = self.line.step()
            if back:
                self._plug.transmit(back)
            self._hear()

    def _change_plug(self) -> None:
        if self._wanted_in is not self._is_in:
            self.line.connect(self._wanted_in)
            if self._wanted_in:
                self._plug.put_in()
            else:
                self._plug.pull_out()
            self._is_in = self._wanted_in
        if self._moves:
            self._moves = False
            self.line.connect(False)  # noqa: FBT003 - see connect
            self._plug.move()
            self.line.connect(True)  # noqa: FBT003 - see connect
        self._done.set()

    def _hear(self) -> None:
        """Wait for the host, for the line or for a verb."""
        files = [self._far.fileno()]
        if not self._stuck and self.line.waiting_for_device < AHEAD_BYTES:
            files += self._plug.listened()
        due = self.line.due()
        seconds = None if due is None else max(0.0, due - self._clock.monotonic())
        ready, _, _ = select.select(files, [], [], seconds)
        if self._far.fileno() in ready:
            with contextlib.suppress(BlockingIOError):
                self._far.recv(4096)
        data = self._plug.receive(ready)
        if data:
            self._see_speed()
            self.line.host_wrote(data)

    def _see_speed(self) -> None:
        if self._minds_speed and (baud := self._plug.host_baud()) is not None:
            self.line.host_baud = baud
