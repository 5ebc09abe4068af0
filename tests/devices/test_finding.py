"""Ports found by asking: each make finds its own device among strangers, harms none of them, and fights with no other lane."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.memory_line import MemoryLine
from devices.ccid import adapter as ccid
from devices.ccid.asking import question as ccid_question
from devices.ccid.simulator import CcidSimulator
from devices.crt import adapter as crt
from devices.crt.asking import question as crt_question
from devices.crt.simulator import CrtSimulator
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceError, DeviceGone
from devices.escpos.asking import question as escpos_question
from devices.escpos.makes import MAKES
from devices.escpos.simulator import EscPosSimulator
from devices.finding import BUDGET_SECONDS, REST_SECONDS, UNSAFE, Finder, Question, looked_for
from devices.health import DeviceState
from devices.id_sam import adapter as sam
from devices.id_sam.asking import question as sam_question
from devices.id_sam.simulator import SamSimulator
from devices.line_scanner.simulator import LineScannerSimulator
from devices.link import LineSettings, serial_opener
from devices.makes import ID_READERS, INDICATORS, KEYPADS, RECEIPT_PRINTERS, SCANNERS, SOCIAL_CARD_READERS
from devices.modbus import adapter as modbus
from devices.modbus.asking import question as modbus_question
from devices.modbus.simulator import ModbusBoardSimulator
from devices.modbus.wiring import Wiring
from devices.ports import AttachedPort, candidates
from devices.roles import Lamp, Sense
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.lane import GRACE_SECONDS, PROBE_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from devices.bench.simulator import Simulator
    from devices.link import Link, OpenLink

WIRING = Wiring(lamps={Lamp.HELP: 0}, senses={Sense.DOOR: 0})
BOARD = {"lamps": {"help": 0}, "senses": {"door": 0}}
SPEEDS = {"modbus": 9600, "line": 9600, "ascii": 9600}

SIMULATORS: dict[str, Callable[[], Simulator]] = {
    "sam": SamSimulator,
    "ccid": CcidSimulator,
    "crt": CrtSimulator,
    "escpos": EscPosSimulator,
    "modbus": lambda: ModbusBoardSimulator(WIRING),
    "line": lambda: LineScannerSimulator(on=bytes.fromhex("16540D"), off=bytes.fromhex("16550D")),
    "ascii": AsciiKeypadSimulator,
}
MAKERS: dict[str, Callable[[dict[str, object], Any, Any], Any]] = {
    "sam": ID_READERS["sam"],
    "ccid": SOCIAL_CARD_READERS["ccid"],
    "crt": SOCIAL_CARD_READERS["crt"],
    "escpos": RECEIPT_PRINTERS["escpos"],
    "modbus": INDICATORS["modbus"],
}
QUESTIONS: dict[str, Question] = {
    "sam": sam_question(sam.LINE),
    "ccid": ccid_question(ccid.LINE),
    "crt": crt_question(crt.LINE, crt.SPEEDS),
    "modbus": modbus_question(modbus.LINE, 1),
    **{f"escpos {name}": escpos_question(LineSettings(), make.coding) for name, make in MAKES.items()},
}


@dataclass
class Hall:
    """A machine with many ports, in virtual time."""

    clock: VirtualClock = field(default_factory=lambda: VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI)))
    lines: dict[str, MemoryLine] = field(default_factory=dict[str, MemoryLine])
    devices: dict[str, Any] = field(default_factory=dict[str, Any])
    opened: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def hang(self, name: str, make: str, simulator: Simulator | None = None, baud: int | None = None) -> Any:
        device = simulator or SIMULATORS[make]()
        self.devices[make] = device
        self.lines[name] = MemoryLine(device, self.clock, baud=baud or SPEEDS.get(make, 115200))
        return device

    def open_port(self, name: str, line: LineSettings) -> OpenLink:
        def opened() -> Link:
            if name not in self.lines:
                raise DeviceGone(f"{name} is not there")
            link = self.lines[name].open_at(line.baud)
            self.opened.append((name, line.baud))
            for device in self.devices.values():
                if isinstance(device, CrtSimulator) and self.lines[name].line._simulator is device:
                    device.host_speed(line.baud)
            return link

        return opened

    def listed(self) -> list[AttachedPort]:
        return [AttachedPort(name, 0x1A86, 0x7523, "", f"1-{name[-1]}") for name in self.lines]

    def make(self, make: str, ports: list[str] | None = None) -> Any:
        settings: dict[str, object] = {"port": ports or list(self.lines), **(BOARD if make == "modbus" else {})}
        return MAKERS[make](settings, self.clock, self.open_port)

    def finder(self, question: Question, *addresses: str) -> Finder:
        return Finder(addresses or ("auto",), question, self.open_port, self.clock, self.listed)

    def live(self, device: Any, seconds: float) -> float:
        """Do what an idle lane does until the device is on line; return how long that took."""
        start = self.clock.monotonic()
        while device.probe(Deadline(self.clock, 3.0)).state is not DeviceState.ONLINE:
            assert self.clock.monotonic() - start < seconds, device.health()
            device.listen(Deadline(self.clock, 0.5, slice_seconds=0.5))
        return self.clock.monotonic() - start

    def close(self) -> None:
        for line in self.lines.values():
            line.close()


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.close()


def crowd(hall: Hall, seed: int) -> None:
    """Hang one of each on ports in any order."""
    names = [f"/dev/ttyUSB{n}" for n in range(len(SIMULATORS))]
    random.Random(seed).shuffle(names)
    for name, make in zip(names, SIMULATORS, strict=True):
        hall.hang(name, make)


def unharmed(hall: Hall) -> None:
    """See that no stranger did anything."""
    printer, scanner, reader = hall.devices["escpos"], hall.devices["line"], hall.devices["crt"]
    assert isinstance(printer, EscPosSimulator)
    assert isinstance(scanner, LineScannerSimulator)
    assert isinstance(reader, CrtSimulator)
    assert list(printer.receipts()) == []
    assert list(scanner.orders) == []
    assert {order.cm for order in reader.orders} <= {0x30, 0x31, 0x33, 0xA2, 0xA4, 0xDC}


# -- among strangers


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("make", MAKERS)
def test_each_make_finds_its_own_device_among_all_others(hall: Hall, make: str, seed: int) -> None:
    crowd(hall, seed)
    device = hall.make(make)
    hall.live(device, 30.0)
    unharmed(hall)
    device.close()


@pytest.mark.parametrize("seed", range(6))
def test_all_lanes_look_at_once_and_each_finds_its_own(hall: Hall, seed: int) -> None:
    crowd(hall, seed)
    found: dict[str, float] = {}
    devices = {make: hall.make(make) for make in MAKERS}

    def lane(make: str) -> Callable[[], None]:
        def live() -> None:
            found[make] = hall.live(devices[make], 60.0)
            while True:  # it goes on living, or its port would be free for the others
                devices[make].probe(Deadline(hall.clock, 3.0))
                devices[make].listen(Deadline(hall.clock, 0.5, slice_seconds=0.5))

        return live

    for make in MAKERS:
        hall.clock.spawn(make, lane(make))
    hall.clock.sleep(60.0)
    assert sorted(found) == sorted(MAKERS)
    assert max(found.values()) < 30.0
    unharmed(hall)
    states = {make: device.health().state for make, device in devices.items()}
    assert set(states.values()) == {DeviceState.ONLINE}
    hall.clock.close()


@pytest.mark.parametrize("baud", [115200, 57600, 38400, 19200, 9600])
def test_a_reader_left_at_another_speed_is_found_too(hall: Hall, baud: int) -> None:
    hall.hang("/dev/ttyUSB0", "line")
    hall.hang("/dev/ttyUSB1", "sam", baud=baud)
    reader = hall.make("sam")
    hall.live(reader, 30.0)
    assert ("/dev/ttyUSB1", baud) in hall.opened
    reader.close()


@pytest.mark.parametrize("model", MAKES)
def test_a_printer_of_any_make_is_known_by_its_own_bits(hall: Hall, model: str) -> None:
    hall.hang("/dev/ttyUSB0", "sam")
    hall.hang("/dev/ttyUSB1", "ccid")
    hall.hang("/dev/ttyUSB2", "escpos", EscPosSimulator(model=model))
    settings = {"port": list(hall.lines), "model": model}
    printer = RECEIPT_PRINTERS["escpos"](settings, hall.clock, hall.open_port)
    hall.live(printer, 20.0)
    printer.close()


def test_a_printer_without_paper_is_found_all_the_same(hall: Hall) -> None:
    printer = hall.hang("/dev/ttyUSB0", "escpos")
    printer.paper_out()
    finder = hall.finder(QUESTIONS["escpos epson"])
    finder.open().close()
    assert finder.found is not None


# -- what becomes of a port


def test_what_was_found_is_asked_first_after_a_loss_whatever_its_name_is_then(hall: Hall) -> None:
    for n in range(6):
        hall.hang(f"/dev/ttyUSB{n}", "line")
    hall.hang("/dev/ttyUSB6", "sam")
    places = {name: at for at, name in enumerate(hall.lines)}

    def listed() -> list[AttachedPort]:
        return [AttachedPort(name, 0x1A86, 0x7523, "", f"1-{places[name]}") for name in hall.lines]

    finder = Finder(("auto",), QUESTIONS["sam"], hall.open_port, hall.clock, listed)
    link = opened(hall, finder)
    assert finder.found is not None
    assert finder.found.name == "/dev/ttyUSB6"
    hall.lines["/dev/ttyUSB6"].pull()
    link.close()
    moved = hall.lines.pop("/dev/ttyUSB6")
    moved.plug()
    hall.lines["/dev/ttyUSB9"] = moved
    places["/dev/ttyUSB9"] = 6
    hall.opened.clear()
    opened(hall, finder).close()
    assert hall.opened == [("/dev/ttyUSB9", 115200)]
    assert finder.found.name == "/dev/ttyUSB9"


def opened(hall: Hall, finder: Finder, seconds: float = 20.0) -> Link:
    start = hall.clock.monotonic()
    while True:
        try:
            return finder.open()
        except DeviceGone:
            assert hall.clock.monotonic() - start < seconds
            hall.clock.sleep(1.0)


def test_a_device_that_moved_to_another_socket_is_found_within_five_seconds(hall: Hall) -> None:
    hall.hang("/dev/ttyUSB0", "line")
    hall.hang("/dev/ttyUSB1", "sam")
    reader = MAKERS["sam"]({"port": ["/dev/ttyUSB0", "/dev/ttyUSB1", "/dev/ttyUSB2"]}, hall.clock, hall.open_port)
    hall.live(reader, 10.0)
    line = hall.lines.pop("/dev/ttyUSB1")
    line.pull()
    for _ in range(4):
        reader.probe(Deadline(hall.clock, 3.0))
        hall.clock.sleep(1.0)
    assert reader.health().state is DeviceState.NO_DEVICE
    line.plug()
    hall.lines["/dev/ttyUSB2"] = line
    assert hall.live(reader, 10.0) < 5.0
    reader.close()


def test_a_port_somebody_holds_is_never_asked_and_tried_again_when_it_is_free(hall: Hall) -> None:
    hall.hang("/dev/ttyUSB0", "sam")
    held = hall.lines["/dev/ttyUSB0"].open()
    hall.lines["/dev/ttyUSB0"].line.recorded.clear()
    finder = hall.finder(QUESTIONS["sam"])
    for _ in range(5):
        with pytest.raises(DeviceGone, match="in use"):
            finder.open()
        hall.clock.sleep(REST_SECONDS)
    assert list(hall.lines["/dev/ttyUSB0"].line.recorded) == []
    held.close()
    opened(hall, finder, REST_SECONDS + 3).close()


def test_one_opening_takes_bounded_time_however_many_ports_there_are_and_the_next_goes_on(hall: Hall) -> None:
    for n in range(10):
        hall.hang(f"/dev/ttyUSB{n}", "line")
    hall.hang("/dev/ttyUSBx", "sam")
    finder = hall.finder(QUESTIONS["sam"])
    asked: list[int] = []
    while finder.found is None:
        start = hall.clock.monotonic()
        with suppress(DeviceGone):
            finder.open().close()
        assert hall.clock.monotonic() - start < BUDGET_SECONDS + 1.0
        asked.append(len(hall.opened))
    assert len(hall.opened) == len(set(hall.opened)), "nobody is asked twice in a round"
    assert len(asked) < 5


def test_an_opening_ends_in_a_lanes_time_though_something_strange_answers_where_the_device_was(hall: Hall) -> None:
    class Mumbler(LineScannerSimulator):
        def received(self, data: bytes) -> None:
            super().received(data)
            self._send(b"?")

    hall.hang("/dev/ttyUSB0", "crt")
    finder = hall.finder(QUESTIONS["crt"])
    finder.open().close()
    hall.hang("/dev/ttyUSB0", "line", Mumbler(), 115200)
    for n in range(1, 4):
        hall.hang(f"/dev/ttyUSB{n}", "line", None, 115200)
    hall.hang("/dev/ttyUSB4", "line", Mumbler(), 115200)
    for _ in range(6):
        start = hall.clock.monotonic()
        with pytest.raises(DeviceGone):
            finder.open()
        assert hall.clock.monotonic() - start < PROBE_SECONDS + GRACE_SECONDS
    assert ("/dev/ttyUSB4", 115200) in hall.opened


def test_after_a_round_in_vain_everybody_is_left_in_peace_until_a_port_comes(hall: Hall) -> None:
    hall.hang("/dev/ttyUSB0", "line")
    finder = hall.finder(QUESTIONS["ccid"])
    with pytest.raises(DeviceGone, match="no device answers as this make does; found: 1a86:7523"):
        finder.open()
    hall.opened.clear()
    with pytest.raises(DeviceGone, match="a moment ago"):
        finder.open()
    assert hall.opened == []
    hall.hang("/dev/ttyUSB1", "ccid")
    finder.open().close()
    assert finder.found is not None


def test_a_device_that_talks_without_end_is_not_the_one(hall: Hall) -> None:
    class Chatterer(AsciiKeypadSimulator):
        def received(self, data: bytes) -> None:
            for _ in range(3):
                self._send(b"0123456789" * 100)
            super().received(data)

    hall.hang("/dev/ttyUSB0", "ascii", Chatterer(), 115200)
    start = hall.clock.monotonic()
    with pytest.raises(DeviceGone):
        hall.finder(QUESTIONS["escpos epson"]).open()
    assert hall.clock.monotonic() - start < 2.0


def test_a_port_that_takes_no_bytes_or_vanishes_meanwhile_is_not_the_one(hall: Hall) -> None:
    hall.hang("/dev/ttyUSB0", "sam")
    hall.lines["/dev/ttyUSB0"].hold(stuck=True)
    hall.hang("/dev/ttyUSB1", "line")

    def pull() -> None:
        hall.clock.sleep(0.8)
        hall.lines["/dev/ttyUSB1"].pull()

    hall.clock.spawn("hand", pull)
    finder = hall.finder(QUESTIONS["sam"])
    for _ in range(3):
        with pytest.raises(DeviceGone):
            finder.open()
    hall.lines["/dev/ttyUSB0"].hold(stuck=False)
    opened(hall, finder).close()


# -- what is asked


@pytest.mark.parametrize("make", QUESTIONS)
def test_no_question_holds_a_byte_that_prints_moves_or_triggers(make: str) -> None:
    for order in QUESTIONS[make].orders:
        if make.startswith("escpos"):
            assert order[:2] == b"\x10\x04"  # DLE EOT: a real-time question, which is never printed
            assert len(order) == 3
        else:
            assert not UNSAFE & set(order)


@given(address=st.integers(1, 247))
def test_a_board_at_any_address_is_asked_safely_or_not_at_all(address: int) -> None:
    if address in UNSAFE:
        with pytest.raises(ValueError, match=r"^port: "):
            modbus_question(modbus.LINE, address)
    else:
        assert not UNSAFE & set(modbus_question(modbus.LINE, address).orders[0])


@pytest.mark.parametrize("make", [make for make in QUESTIONS if not make.startswith("escpos")])
@given(heard=st.binary(max_size=60))
def test_noise_is_no_answer(make: str, heard: bytes) -> None:
    assert not QUESTIONS[make].answered(0, heard)


@pytest.mark.parametrize("model", MAKES)
def test_one_byte_that_chance_may_bring_is_not_enough_for_a_printer(model: str) -> None:
    question, coding = QUESTIONS[f"escpos {model}"], MAKES[model].coding
    assert len(question.orders) > 2 or len(coding.prefix) > 1
    assert not question.answered(0, bytes((0x12, 0xFF)))
    assert not question.answered(0, b"12345")


# -- settings


@pytest.mark.parametrize(
    ("port", "wanted"),
    [
        ("auto", ("auto",)),
        (["usb:1a86:7523", "auto"], ("usb:1a86:7523", "auto")),
        ("COM3", None),
        (["COM3", "usb:1a86:7523"], ("COM3", "usb:1a86:7523")),
        (None, None),
    ],
)
def test_one_port_several_or_any(port: object, wanted: object) -> None:
    assert looked_for({"port": port}) == wanted


@pytest.mark.parametrize("port", [[], [3], ["COM3", ""], ["socket://1.2.3.4:5"], ["usb:12"]])
def test_a_wrong_list_is_named(port: object) -> None:
    with pytest.raises(ValueError, match=r"^port: "):
        looked_for({"port": port})


@pytest.mark.parametrize("port", ["auto", ["COM3", "COM4"]])
def test_a_scanner_and_a_keypad_say_that_they_can_not_be_asked(port: object) -> None:
    for make in (SCANNERS["line"], KEYPADS["ascii"]):
        with pytest.raises(ValueError, match=r"^port: a device of this make says nothing of itself"):
            make({"port": port}, SystemTime())


def _nobody_opens(_address: str, _line: LineSettings) -> OpenLink:
    raise AssertionError("opened")


@pytest.mark.parametrize("make", MAKERS)
def test_auto_opens_nothing_before_its_lane_does(make: str) -> None:
    settings: dict[str, object] = {"port": "auto", **(BOARD if make == "modbus" else {})}
    device = MAKERS[make](settings, SystemTime(), _nobody_opens)
    assert device.health().state is DeviceState.UNKNOWN


def test_identities_come_in_the_order_they_are_named_and_usb_before_built_in_ports() -> None:
    built_in, twin, printer = (
        AttachedPort("/dev/ttyS0"),
        AttachedPort("/dev/ttyUSB1", 0x1A86, 0x7523, "", "1-1.3"),
        AttachedPort("/dev/ttyACM0", 0x0403, 0x6001, "A10KLOO7", "1-2"),
    )

    def there() -> list[AttachedPort]:
        return [built_in, twin, printer]

    assert candidates(("auto",), there) == (twin, printer, built_in)
    assert candidates(("path:1-2", "auto"), there) == (printer, twin, built_in)
    assert candidates(("path:1-2", "usb:1a86:7523", "COM9", "/dev/ttyACM0"), there) == (
        printer,
        twin,
        AttachedPort("COM9"),
    )
    assert candidates(("usb:ffff:0001",), there) == ()


# -- on real ports


@pytest.mark.skipif(sys.platform == "win32", reason="ptys")
@pytest.mark.parametrize("seed", [1, 2])
def test_on_real_ports_all_find_their_own_at_once(tmp_path: Path, seed: int) -> None:
    from devices.bench.ports import Port, PtyPlug

    clock = SystemTime()
    names = [tmp_path / f"port{n}" for n in range(len(SIMULATORS))]
    random.Random(seed).shuffle(names)
    with ExitStack() as stack:
        simulators = {make: SIMULATORS[make]() for make in SIMULATORS}
        for name, make in zip(names, SIMULATORS, strict=True):
            port = Port(simulators[make], PtyPlug(name), baud=SPEEDS.get(make, 115200))
            stack.callback(port.close)
        listed = [str(name) for name in sorted(names)]
        found: dict[str, float] = {}
        devices: dict[str, Any] = {}
        for make, factory in MAKERS.items():
            settings: dict[str, object] = {"port": listed, **(BOARD if make == "modbus" else {})}
            devices[make] = factory(settings, clock, serial_opener)
            stack.callback(devices[make].close)
        start, over = time.perf_counter(), threading.Event()

        def lane(make: str) -> None:
            while not over.is_set() and time.perf_counter() - start < 25.0:
                state = devices[make].probe(Deadline(clock, 3.0)).state
                if state is DeviceState.ONLINE:
                    found.setdefault(make, time.perf_counter() - start)
                devices[make].listen(Deadline(clock, 0.2))
                if len(found) == len(MAKERS):
                    over.set()

        lanes = [threading.Thread(target=lane, args=(make,)) for make in MAKERS]
        for each in lanes:
            each.start()
        for each in lanes:
            each.join(30.0)
        assert sorted(found) == sorted(MAKERS), {make: device.health() for make, device in devices.items()}
        printer = simulators["escpos"]
        assert isinstance(printer, EscPosSimulator)
        assert list(printer.receipts()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="ptys")
def test_on_real_ports_two_can_not_hold_one(tmp_path: Path) -> None:
    from devices.bench.ports import Port, PtyPlug

    port = Port(SamSimulator(), PtyPlug(tmp_path / "port"))
    first = Finder((port.address,), QUESTIONS["sam"], serial_opener, SystemTime())
    second = Finder((port.address,), QUESTIONS["sam"], serial_opener, SystemTime())
    link = first.open()
    with pytest.raises(DeviceGone, match="in use"):
        second.open()
    link.close()
    second.open().close()
    port.pull()
    with pytest.raises(DeviceError):
        first.open()
    port.close()
