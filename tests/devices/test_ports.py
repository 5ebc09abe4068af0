"""Ports by identity: ttyUSB0 becoming ttyUSB1 changes nothing, and what isn't there is told with what is."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from devices import ports
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceGone
from devices.line_scanner.adapter import LINE, LineScanner
from devices.line_scanner.simulator import LineScannerSimulator
from devices.link import LineSettings, line_of, serial_opener
from devices.makes import ID_READERS
from devices.ports import AttachedPort, resolve

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = AttachedPort("/dev/ttyS0")
SCANNER = AttachedPort("/dev/ttyUSB0", 0x1A86, 0x7523, "", "1-1.2")
TWIN = AttachedPort("/dev/ttyUSB1", 0x1A86, 0x7523, "", "1-1.3")
PRINTER = AttachedPort("/dev/ttyACM0", 0x0403, 0x6001, "A10KLOO7", "1-2:1.0")
LISTED = (BUILT_IN, SCANNER, PRINTER)


def found(address: str, *listed: AttachedPort) -> str:
    return resolve(address, lambda: listed)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("usb:1a86:7523", "/dev/ttyUSB0"),
        ("USB:1A86:7523", "/dev/ttyUSB0"),
        ("usb:0403:6001:A10KLOO7", "/dev/ttyACM0"),
        ("usb:0403:6001", "/dev/ttyACM0"),
        ("path:1-1.2", "/dev/ttyUSB0"),
        ("path:1-2", "/dev/ttyACM0"),
        ("path:1-2:1.0", "/dev/ttyACM0"),
    ],
)
def test_an_identity_is_the_port_it_hangs_on_now(address: str, name: str) -> None:
    ports.check(address)
    assert found(address, *LISTED) == name


def test_a_port_that_got_another_name_is_still_the_port() -> None:
    assert found("usb:1a86:7523", BUILT_IN, AttachedPort("/dev/ttyUSB7", 0x1A86, 0x7523)) == "/dev/ttyUSB7"


@pytest.mark.parametrize(
    "name", ["/dev/ttyUSB0", "COM3", "socket://127.0.0.1:7", "/dev/serial/by-id/usb-1a86_USB-if00"]
)
def test_a_name_is_taken_as_it_is_and_nothing_is_listed(name: str) -> None:
    ports.check(name)
    assert resolve(name, lambda: pytest.fail("nobody asked")) == name


def test_what_is_not_there_is_told_with_what_was_found() -> None:
    with pytest.raises(DeviceGone) as caught:
        found("usb:0403:6001:OTHER", *LISTED)
    assert caught.value.detail == (
        "usb:0403:6001:OTHER is not there; "
        "found: 1a86:7523 at 1-1.2 (/dev/ttyUSB0), 0403:6001:A10KLOO7 at 1-2:1.0 (/dev/ttyACM0)"
    )


def test_without_usb_the_other_ports_are_told_and_without_any_that() -> None:
    with pytest.raises(DeviceGone, match=re.escape("path:1-9 is not there; found: /dev/ttyS0")):
        found("path:1-9", BUILT_IN)
    with pytest.raises(DeviceGone, match="found: no serial port"):
        found("path:1-9")


def test_two_that_match_are_no_answer_and_both_are_told() -> None:
    with pytest.raises(DeviceGone) as caught:
        found("usb:1a86:7523", SCANNER, TWIN, PRINTER)
    assert caught.value.detail == (
        "usb:1a86:7523 is 2 ports; add the serial number, or name one by path: "
        "1a86:7523 at 1-1.2 (/dev/ttyUSB0), 1a86:7523 at 1-1.3 (/dev/ttyUSB1)"
    )
    assert found("path:1-1.3", SCANNER, TWIN) == "/dev/ttyUSB1"


@pytest.mark.parametrize(
    "address", ["usb:", "usb:1a86", "usb:1a86:75", "usb:1a86:7523:", "usb:xyzw:7523", "path:", "path:a b"]
)
def test_half_an_identity_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(ValueError, match=r"^port: write "):
        line_of({"port": address}, LineSettings())


@pytest.mark.parametrize("port", ["auto", ["COM3"]])
def test_a_device_that_can_not_be_asked_needs_its_port_named(port: object) -> None:
    with pytest.raises(ValueError, match=r"^port: .*can't be found by asking"):
        line_of({"port": port}, LineSettings())


def test_a_make_says_that_its_port_is_written_wrong() -> None:
    with pytest.raises(ValueError, match=r"^port: write usb:VID:PID"):
        ID_READERS["sam"]({"port": "usb:1a86"}, SystemTime())


def test_the_ports_are_asked_for_at_every_opening() -> None:
    asked: list[int] = []

    def listing() -> list[AttachedPort]:
        asked.append(1)
        return [AttachedPort("/dev/ttyNOWHERE", 0x1A86, 0x7523)]

    open_link = serial_opener("usb:1a86:7523", LineSettings(), listing)
    for _ in range(2):
        with pytest.raises(DeviceGone, match="ttyNOWHERE"):
            open_link()
    assert len(asked) == 2


def test_a_name_that_is_not_there_is_told_with_what_was_found() -> None:
    with pytest.raises(DeviceGone, match=re.escape("found: 1a86:7523 at 1-1.2 (/dev/ttyUSB0)")):
        serial_opener("/dev/ttyNOWHERE", LineSettings(), lambda: LISTED)()


def test_a_list_that_can_not_be_had_hides_no_error() -> None:
    def broken() -> list[AttachedPort]:
        raise DeviceGone("the ports can't be listed: OSError")

    with pytest.raises(DeviceGone, match=r"ttyNOWHERE.*No such file|ttyNOWHERE"):
        serial_opener("/dev/ttyNOWHERE", LineSettings(), broken)()
    with pytest.raises(DeviceGone, match="can't be listed"):
        serial_opener("usb:1a86:7523", LineSettings(), broken)()


def test_this_machines_own_ports_can_be_listed() -> None:
    assert all(port.name for port in ports.attached())


def test_a_device_that_vanishes_while_it_is_listed_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def vanished() -> list[object]:
        raise TypeError("int() argument must be a string, not NoneType")

    monkeypatch.setattr("serial.tools.list_ports.comports", vanished)
    with pytest.raises(DeviceGone, match="TypeError"):
        ports.attached()


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="a pty is a POSIX thing")
def test_a_link_by_id_that_points_elsewhere_after_a_replug_is_followed(tmp_path: Path) -> None:
    from devices.bench.ports import Port, PtyPlug

    simulators = LineScannerSimulator(), LineScannerSimulator()
    sockets = [Port(each, PtyPlug(tmp_path / f"ttyUSB{n}"), baud=9600) for n, each in enumerate(simulators)]
    by_id = tmp_path / "usb-1a86_USB_Serial-if00-port0"
    clock = SystemTime()
    with ExitStack() as stack:
        for socket in sockets:
            stack.callback(socket.close)
        scanner = stack.enter_context(closing(LineScanner(serial_opener(str(by_id), LINE), clock)))
        for simulator, socket in zip(simulators, sockets, strict=True):
            by_id.unlink(missing_ok=True)
            by_id.symlink_to(socket.address)
            clock.spawn("hand", lambda hand=simulator: _shows(hand, clock))  # type: ignore[misc] # the loop's own
            assert len(scanner.scan(Deadline(clock, 5.0)).text) == 12
            socket.pull()
            assert [event.health.usable for event in scanner.listen(Deadline(clock, 1.0))] == [False]


def _shows(hand: LineScannerSimulator, clock: SystemTime) -> None:
    clock.sleep(1.5)
    hand.scan(f"code {id(hand) % 10**7:07d}")
