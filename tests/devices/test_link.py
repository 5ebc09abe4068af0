"""The byte pipe: what pyserial does to its users, and that ours don't notice."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from devices import link
from devices.bench.memory_line import MemoryLine
from devices.bench.ports import Port, TcpPlug
from devices.bench.simulator import PLENTY
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceGone, OperationCancelled, OperationTimedOut
from devices.link import LineSettings, SerialLink, line_of, serial_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from devices.bench.ports import Plug
    from devices.deadline import Time
    from devices.link import Link

CLOCK = SystemTime()


class Parrot:
    """A device that says everything back, or takes nothing at all."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.full = False

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        self._send = send
        del clock

    def received(self, data: bytes) -> None:
        self.heard += data
        self._send(data)

    def room(self) -> int:
        return 0 if self.full else PLENTY

    def due(self) -> float | None:
        return None

    def tick(self) -> None:
        return


class Stand:
    def __init__(self, kind: str, folder: Path) -> None:
        self.parrot = Parrot()
        self.port: Port | MemoryLine
        if kind == "memory":
            self.port = MemoryLine(self.parrot, CLOCK)
            self.open: Callable[[], Link] = self.port.open
        else:
            plug: Plug = TcpPlug()
            if kind == "pty" and sys.platform != "win32":
                from devices.bench.ports import PtyPlug

                plug = PtyPlug(folder / "port")
            self.port = Port(self.parrot, plug)
            self.open = serial_opener(self.port.address, LineSettings())
        self.link = self.open()

    def close(self) -> None:
        self.link.close()
        self.port.close()

    def hear(self, size: int, seconds: float = 5.0) -> bytes:
        deadline, heard = Deadline(CLOCK, seconds), bytearray()
        while len(heard) < size:
            deadline.check()
            heard += self.link.read(deadline)
        return bytes(heard)


@pytest.fixture(params=["memory", "pty", "tcp"])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    if request.param == "pty" and sys.platform == "win32":
        pytest.skip("a pty is a POSIX thing")
    with closing(Stand(request.param, tmp_path)) as made:
        yield made


def test_bytes_go_there_and_back(stand: Stand) -> None:
    sent = bytes(range(256)) * 8
    stand.link.write(sent, Deadline(CLOCK, 5.0))
    assert stand.hear(len(sent)) == sent


def test_a_read_returns_as_soon_as_something_is_there_and_nothing_after_a_slice(stand: Stand) -> None:
    start = time.perf_counter()
    assert stand.link.read(Deadline(CLOCK, 5.0)) == b""
    assert time.perf_counter() - start < 0.15
    stand.link.write(b"a", Deadline(CLOCK, 5.0))
    assert stand.hear(1) == b"a"


def test_what_is_drained_is_not_read(stand: Stand) -> None:
    stand.link.write(b"stale", Deadline(CLOCK, 5.0))
    CLOCK.sleep(0.1)
    stand.link.drain()
    stand.link.write(b"fresh", Deadline(CLOCK, 5.0))
    assert stand.hear(5) == b"fresh"


def test_a_device_that_takes_nothing_ends_with_the_deadline(stand: Stand) -> None:
    stand.parrot.full = True
    start = time.perf_counter()
    with pytest.raises(OperationTimedOut):
        stand.link.write(bytes(16_000_000), Deadline(CLOCK, 0.5))
    assert time.perf_counter() - start < 1.0


def test_a_device_that_takes_nothing_ends_with_a_cancel(stand: Stand) -> None:
    stand.parrot.full = True
    deadline = Deadline(CLOCK, None)
    timer = threading.Timer(0.2, deadline.cancel)
    timer.start()
    with pytest.raises(OperationCancelled):
        stand.link.write(bytes(16_000_000), deadline)
    timer.join()


def test_a_device_that_takes_nothing_is_not_gone_where_only_sockets_can_be_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Stand("tcp", tmp_path)) as stand:
        stand.parrot.full = True
        monkeypatch.setattr(link, "os", SimpleNamespace(name="nt"))
        with pytest.raises(OperationTimedOut):
            stand.link.write(bytes(16_000_000), Deadline(CLOCK, 0.5))


def test_a_pulled_cable_is_gone_for_reader_writer_and_drainer(stand: Stand) -> None:
    stand.port.pull()
    with pytest.raises(DeviceGone):
        stand.hear(1)
    with pytest.raises(DeviceGone):
        write_thrice(stand.link)
    with pytest.raises(DeviceGone):
        stand.open()


def write_thrice(link: Link) -> None:
    """A TCP peer that hung up lets one more write pass."""
    for _ in range(3):
        link.write(b"abc", Deadline(CLOCK, 1.0))
        CLOCK.sleep(0.05)


def test_a_replugged_device_is_there_again_at_the_same_address(stand: Stand) -> None:
    stand.port.pull()
    stand.port.plug()
    with pytest.raises(DeviceGone):
        stand.hear(1)
    stand.link.close()
    stand.link = stand.open()
    stand.link.write(b"again", Deadline(CLOCK, 5.0))
    assert stand.hear(5) == b"again"


def test_closing_under_a_reader_is_gone_for_it(stand: Stand) -> None:
    timer = threading.Timer(0.2, stand.link.close)
    timer.start()
    with pytest.raises(DeviceGone):
        stand.hear(1)
    timer.join()
    stand.link.close()
    for use in (stand.link.drain, lambda: stand.link.write(b"a", Deadline(CLOCK, 1.0))):
        with pytest.raises(DeviceGone):
            use()


def test_a_port_that_can_not_be_closed_leaves_nothing_else_open(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(stand.link, SerialLink):
        pytest.skip("a line in memory has no files")
    ear, alarm = stand.link._ear, stand.link._alarm

    def broken() -> None:
        raise OSError(errno.EIO, "the adapter is gone")

    with monkeypatch.context() as patched:
        patched.setattr(stand.link._port, "close", broken)
        stand.link.close()
    assert (ear.fileno(), alarm.fileno()) == (-1, -1)
    stand.link.close()


def test_a_port_that_is_not_there_is_gone_and_says_which() -> None:
    with pytest.raises(DeviceGone, match="ttyNOWHERE"):
        SerialLink("/dev/ttyNOWHERE", LineSettings())
    with pytest.raises(DeviceGone):
        SerialLink("socket://127.0.0.1:1", LineSettings())


@pytest.mark.skipif(os.name != "posix", reason="a file is no port anywhere; here it says so")
def test_a_file_that_is_no_port_is_gone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a port")
    with pytest.raises(DeviceGone):
        SerialLink(str(tmp_path / "file"), LineSettings())


def test_settings_come_from_the_devices_table() -> None:
    line = LineSettings(baud=9600)
    assert line_of({"port": "COM3"}, line) == ("COM3", line)
    assert line_of({"port": "COM3", "baud": 19200, "rtscts": True}, line)[1] == LineSettings(baud=19200, rtscts=True)


def test_the_driver_is_not_imported_until_a_port_is_opened() -> None:
    names = "import sys, devices.link, devices.makes, devices.id_sam.adapter; print('serial' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", names], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
