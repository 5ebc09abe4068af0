"""Code scanner, keypad and indicators on real ports at true line speed."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.cables import Bytewise, Doubled, Silent
from devices.bench.ports import Plug, Port, TcpPlug
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceGone, LinkError, OperationCancelled, OperationTimedOut
from devices.health import DeviceState
from devices.line_scanner.simulator import LineScannerSimulator
from devices.makes import INDICATORS, KEYPADS, SCANNERS
from devices.modbus.simulator import ModbusBoardSimulator
from devices.modbus.wiring import wiring_of
from devices.roles import Device, Glow, Key, KeyPressed, Lamp, Sense, Sensed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

    from devices.bench.cables import Cable
    from devices.bench.simulator import Simulator
    from devices.roles import CodeScanner, Indicators, Keypad

pytestmark = pytest.mark.wire

KINDS = ["pty", "tcp"] if sys.platform != "win32" else ["tcp"]
CLOCK = SystemTime()
CODE = "8a6f0c51d2e94b07TESTTOKEN"
D = TypeVar("D", bound=Device)


@pytest.fixture(params=KINDS)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Simulator], Port]]:
    made: list[Port] = []

    def make(simulator: Simulator) -> Port:
        plug: Plug = TcpPlug()
        if request.param == "pty" and sys.platform != "win32":
            from devices.bench.ports import PtyPlug

            plug = PtyPlug(tmp_path / "port")
        made.append(Port(simulator, plug, baud=9600))
        return made[-1]

    yield make
    for each in made:
        each.close()


@contextmanager
def later(seconds: float, deed: Callable[[], object]) -> Generator[None]:
    """Do something after some time, and be sure that it was done."""
    timer = threading.Timer(seconds, deed)
    timer.start()
    try:
        yield
    finally:
        timer.join()


@contextmanager
def closing(device: D) -> Generator[D]:
    try:
        yield device
    finally:
        device.close()


def slice_of(seconds: float) -> Deadline:
    """What a lane listens with."""
    return Deadline(CLOCK, seconds, slice_seconds=seconds)


def back_within_five_seconds(device: Device) -> None:
    start = time.perf_counter()
    while device.probe(Deadline(CLOCK, 3.0)).state is not DeviceState.ONLINE:
        assert time.perf_counter() - start < 5.0
        device.listen(slice_of(0.5))


# -- the code scanner

TRIGGERED = {"trigger_on": "16 54 0D", "trigger_off": "16 55 0D"}


def scanner_on(port: Port) -> CodeScanner:
    return SCANNERS["line"]({"port": port.address, **TRIGGERED}, CLOCK)


def scanner_simulator() -> LineScannerSimulator:
    return LineScannerSimulator(on=bytes.fromhex("16540D"), off=bytes.fromhex("16550D"))


def test_a_code_is_scanned_at_true_line_speed(port: Callable[[Simulator], Port]) -> None:
    simulator = scanner_simulator()
    with closing(scanner_on(port(simulator))) as scanner:
        shown: list[float] = []

        def show() -> None:
            shown.append(time.perf_counter())
            simulator.scan(CODE)

        with later(0.5, show):
            assert scanner.scan(Deadline(CLOCK, 5.0)).text == CODE
        on_the_wire = (len(CODE) + 1) * 10 / 9600
        assert on_the_wire * 0.9 <= time.perf_counter() - shown[0] < on_the_wire + 0.25
        CLOCK.sleep(0.1)
        assert list(simulator.orders) == ["on", "off"]


def test_a_scan_is_called_off_at_once_and_the_scanner_goes_dark(port: Callable[[Simulator], Port]) -> None:
    simulator = scanner_simulator()
    with closing(scanner_on(port(simulator))) as scanner:
        deadline = Deadline(CLOCK, None)
        with later(0.5, deadline.cancel), pytest.raises(OperationCancelled):
            scanner.scan(deadline)
        CLOCK.sleep(0.1)
        assert not simulator.reads


def test_a_scanner_pulled_while_it_scans_is_gone_and_back_by_itself(port: Callable[[Simulator], Port]) -> None:
    simulator = scanner_simulator()
    plugged = port(simulator)
    with closing(scanner_on(plugged)) as scanner:
        with later(0.5, plugged.pull), pytest.raises(DeviceGone):
            scanner.scan(Deadline(CLOCK, 5.0))
        assert scanner.health().state is DeviceState.NO_DEVICE
        plugged.plug()
        back_within_five_seconds(scanner)
        with later(0.5, lambda: simulator.scan(CODE)):
            assert scanner.scan(Deadline(CLOCK, 5.0)).text == CODE


@pytest.mark.parametrize("cable", [Bytewise(0.01), Doubled(1, 1.0)], ids=["trickle", "twice"])
def test_a_code_on_a_bad_cable_is_one_code(port: Callable[[Simulator], Port], cable: Cable) -> None:
    simulator = scanner_simulator()
    plugged = port(simulator)
    with closing(scanner_on(plugged)) as scanner:
        scanner.probe(Deadline(CLOCK, 1.0))
        plugged.line.use_cables(to_host=cable)
        with later(0.5, lambda: simulator.scan(CODE)):
            assert scanner.scan(Deadline(CLOCK, 5.0)).text == CODE
        with pytest.raises(OperationTimedOut):
            scanner.scan(Deadline(CLOCK, 0.5))


# -- the keypad


def test_keys_come_one_by_one(port: Callable[[Simulator], Port]) -> None:
    simulator = AsciiKeypadSimulator()
    plugged = port(simulator)
    with closing(KEYPADS["ascii"]({"port": plugged.address}, CLOCK)) as keypad:
        keypad.probe(Deadline(CLOCK, 1.0))
        CLOCK.sleep(0.1)
        for key in (Key.DIGIT_1, Key.DIGIT_0, Key.ENTER, Key.HELP):
            with later(0.1, lambda key=key: simulator.press(key)):  # type: ignore[misc] # the loop's own
                assert keys(keypad, 1.0) == [key]


def keys(keypad: Keypad, seconds: float) -> list[Key]:
    """Listen until a key comes."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pressed = [event.key for event in keypad.listen(slice_of(0.5)) if isinstance(event, KeyPressed)]
        if pressed:
            return pressed
    return []


def test_what_was_typed_before_the_port_was_open_is_for_nobody(port: Callable[[Simulator], Port]) -> None:
    simulator = AsciiKeypadSimulator()
    plugged = port(simulator)
    with closing(KEYPADS["ascii"]({"port": plugged.address}, CLOCK)) as keypad:
        simulator.press(Key.DIGIT_1)
        CLOCK.sleep(0.2)
        keypad.probe(Deadline(CLOCK, 1.0))
        assert keys(keypad, 0.6) == []


def test_a_pulled_keypad_is_told_and_back_by_itself(port: Callable[[Simulator], Port]) -> None:
    simulator = AsciiKeypadSimulator()
    plugged = port(simulator)
    with closing(KEYPADS["ascii"]({"port": plugged.address}, CLOCK)) as keypad:
        keypad.probe(Deadline(CLOCK, 1.0))
        with later(0.2, plugged.pull):
            assert len(keypad.listen(slice_of(2.0))) == 1
        assert keypad.health().state is DeviceState.NO_DEVICE
        plugged.plug()
        back_within_five_seconds(keypad)
        with later(0.2, lambda: simulator.press(Key.ENTER)):
            assert keys(keypad, 2.0) == [Key.ENTER]


# -- the indicators

WIRED: dict[str, object] = {"lamps": {"id_reader": 0, "receipt": 1}, "senses": {"headset": 0, "door": 1}}


class Board:
    def __init__(self, port: Callable[[Simulator], Port]) -> None:
        self.simulator = ModbusBoardSimulator(wiring_of(WIRED))
        self.port = port(self.simulator)
        self.indicators: Indicators = INDICATORS["modbus"]({"port": self.port.address, **WIRED}, CLOCK)

    def listen(self, seconds: float) -> list[Mapping[Sense, bool]]:
        told: list[Mapping[Sense, bool]] = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            told += [e.senses for e in self.indicators.listen(slice_of(0.5)) if isinstance(e, Sensed)]
        return told


def test_lamps_shine_and_pulse_and_contacts_are_told(port: Callable[[Simulator], Port]) -> None:
    board = Board(port)
    with closing(board.indicators) as indicators:
        indicators.show({Lamp.ID_READER: Glow.PULSE, Lamp.RECEIPT: Glow.ON}, Deadline(CLOCK, 2.0))
        assert board.simulator.lit == {Lamp.ID_READER, Lamp.RECEIPT}
        assert board.listen(1.4)[-1] == {Sense.HEADSET: False, Sense.DOOR: False}
        assert board.simulator.lit == {Lamp.RECEIPT}
        board.simulator.set(Sense.HEADSET, value=True)
        assert board.listen(1.2) == [{Sense.HEADSET: True, Sense.DOOR: False}]


@pytest.mark.parametrize("how", ["pulled", "silent"])
def test_a_lost_board_is_unknown_and_gets_its_lamps_back(port: Callable[[Simulator], Port], how: str) -> None:
    board = Board(port)
    with closing(board.indicators) as indicators:
        indicators.show({Lamp.RECEIPT: Glow.ON}, Deadline(CLOCK, 2.0))
        board.listen(1.0)
        if how == "pulled":
            board.port.pull()
            board.simulator.power(on=False)
        else:
            board.port.line.use_cables(to_host=Silent())
        assert board.listen(2.0) == [{}]
        with pytest.raises(LinkError):
            indicators.show({Lamp.ID_READER: Glow.ON}, Deadline(CLOCK, 2.0))
        board.simulator.power(on=True)
        board.port.line.use_cables()
        board.port.plug()
        back_within_five_seconds(indicators)
        assert board.simulator.lit == {Lamp.ID_READER}
        assert board.listen(1.5)[-1] == {Sense.HEADSET: False, Sense.DOOR: False}


def test_idle_devices_cost_next_to_nothing(port: Callable[[Simulator], Port]) -> None:
    board = Board(port)
    with closing(board.indicators):
        board.indicators.probe(Deadline(CLOCK, 2.0))
        board.listen(0.5)
        start, cpu = time.perf_counter(), time.thread_time()
        board.listen(3.0)
        assert (time.thread_time() - cpu) / (
            time.perf_counter() - start
        ) < 0.02  # of one core; all devices may take 0.03
