"""Every device says what it can do and tests itself, the same way for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.memory_line import MemoryLine
from devices.ccid.simulator import CcidSimulator
from devices.crt.simulator import CrtSimulator
from devices.deadline import Deadline, SystemTime
from devices.errors import Action, OperationCancelled
from devices.escpos.simulator import EscPosSimulator
from devices.health import Ability, DeviceState, Verdict
from devices.id_sam.simulator import ModuleFault, SamSimulator
from devices.line_scanner.simulator import LineScannerSimulator
from devices.makes import (
    DOCUMENT_PRINTERS,
    ID_READERS,
    INDICATORS,
    KEYPADS,
    RECEIPT_PRINTERS,
    SCANNERS,
    SOCIAL_CARD_READERS,
)
from devices.modbus.simulator import ModbusBoardSimulator
from devices.modbus.wiring import Wiring
from devices.roles import Lamp, Sense
from kiosk.core.clock import SHANGHAI, VirtualClock

if TYPE_CHECKING:
    from pathlib import Path

    from devices.bench.simulator import Simulator
    from devices.link import LineSettings, Link, OpenLink
    from devices.roles import Device

BOARD: dict[str, object] = {"lamps": {"help": 0, "chime": 1}, "senses": {"door": 0}}
WIRING = Wiring(lamps={Lamp.HELP: 0, Lamp.CHIME: 1}, senses={Sense.DOOR: 0})

FITTED: dict[str, tuple[Callable[..., Any], Callable[[], Simulator], dict[str, object], int]] = {
    "sam": (ID_READERS["sam"], SamSimulator, {}, 115200),
    "ccid": (SOCIAL_CARD_READERS["ccid"], CcidSimulator, {}, 115200),
    "crt": (SOCIAL_CARD_READERS["crt"], CrtSimulator, {}, 115200),
    "escpos": (RECEIPT_PRINTERS["escpos"], EscPosSimulator, {}, 115200),
    "modbus": (INDICATORS["modbus"], lambda: ModbusBoardSimulator(WIRING), BOARD, 9600),
    "line": (SCANNERS["line"], LineScannerSimulator, {}, 9600),
    "ascii": (KEYPADS["ascii"], AsciiKeypadSimulator, {}, 9600),
}
MUTE = ("line", "ascii")
"""Makes that can't be asked anything."""


class Bed:
    """One device on a line in virtual time."""

    def __init__(self, make: str) -> None:
        factory, simulator, settings, baud = FITTED[make]
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.simulator: Any = simulator()
        self.line = MemoryLine(self.simulator, self.clock, baud=baud)
        self.device: Device = factory({"port": "COM3", **settings}, self.clock, self._port)

    def _port(self, _address: str, line: LineSettings) -> OpenLink:
        def opened() -> Link:
            link = self.line.open_at(line.baud)
            if isinstance(self.simulator, CrtSimulator):
                self.simulator.host_speed(line.baud)
            return link

        return opened

    def within(self, seconds: float = 20.0) -> Deadline:
        return Deadline(self.clock, seconds)


@pytest.fixture(params=FITTED)
def make(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bed(make: str) -> Iterator[Bed]:
    bed = Bed(make)
    yield bed
    bed.device.close()
    bed.line.close()


def test_a_device_that_is_well_passes_and_one_that_can_not_be_asked_is_left_to_a_person(bed: Bed, make: str) -> None:
    outcome = bed.device.self_test(bed.within())
    assert outcome.verdict is (Verdict.UNKNOWN if make in MUTE else Verdict.PASSED)
    assert outcome.error is None
    assert (Ability.ANSWERS in bed.device.capabilities().abilities) is (make not in MUTE)


def test_a_device_that_is_pulled_fails_with_what_staff_do_and_passes_once_it_is_back(bed: Bed, make: str) -> None:
    bed.device.probe(bed.within(3.0))
    bed.line.pull()
    outcome = bed.device.self_test(bed.within())
    assert (outcome.verdict, outcome.state) == (Verdict.FAILED, DeviceState.NO_DEVICE)
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.action) == ("device-gone", Action.MAINTENANCE)
    bed.line.plug()
    assert bed.device.self_test(bed.within()).verdict is not Verdict.FAILED, make


def test_a_test_that_runs_out_of_time_is_a_device_that_was_not_heard(bed: Bed) -> None:
    bed.line.hold(stuck=True)
    start = bed.clock.monotonic()
    outcome = bed.device.self_test(bed.within(0.2))
    assert bed.clock.monotonic() - start < 1.0
    if outcome.verdict is Verdict.FAILED:
        assert outcome.error is not None
        assert outcome.error.code in {"no-reply", "timed-out", "garbled-reply"}


def test_a_test_can_be_called_off(bed: Bed) -> None:
    deadline = bed.within()
    deadline.cancel()
    with pytest.raises(OperationCancelled):
        bed.device.self_test(deadline)


def test_the_supplies_that_health_tells_are_those_that_were_announced(bed: Bed) -> None:
    bed.device.probe(bed.within(3.0))
    assert set(bed.device.health().supplies) <= set(bed.device.capabilities().supplies)
    assert bed.device.capabilities().interface == "serial"


def test_who_it_is_is_known_after_a_test_where_it_says_so(bed: Bed, make: str) -> None:
    bed.device.self_test(bed.within())
    info = bed.device.info()
    said = {"sam": info.serial, "ccid": info.firmware, "crt": info.serial, "escpos": info.serial}
    assert all(text for name, text in said.items() if name == make)


def test_a_printer_without_paper_names_the_paper() -> None:
    bed = Bed("escpos")
    bed.simulator.paper_out()
    outcome = bed.device.self_test(bed.within())
    assert (outcome.verdict, outcome.empty) == (Verdict.FAILED, ("paper",))
    bed.simulator.refill()
    assert bed.device.self_test(bed.within()).verdict is Verdict.PASSED
    bed.line.close()


def test_a_reader_whose_module_failed_says_what_staff_do() -> None:
    bed = Bed("sam")
    bed.simulator.fail(ModuleFault.SELF_TEST)
    outcome = bed.device.self_test(bed.within())
    assert outcome.verdict is Verdict.FAILED
    assert outcome.error is not None
    assert outcome.error.code == "reader-out-of-service"
    bed.line.close()


def test_what_a_board_has_is_what_is_wired() -> None:
    def able(settings: Mapping[str, object]) -> frozenset[Ability]:
        board: Device = INDICATORS["modbus"]({"port": "COM3", **settings}, SystemTime())
        return board.capabilities().abilities - {Ability.ANSWERS}

    assert able(BOARD) == {Ability.LIGHTS, Ability.CHIMES, Ability.SENSES}
    assert able({"lamps": {"chime": 0}}) == {Ability.CHIMES}
    assert able({"senses": {"door": 0}}) == {Ability.SENSES}


def test_motors_presenters_and_triggers_are_told() -> None:
    def able(device: Device) -> frozenset[Ability]:
        return device.capabilities().abilities

    crt: Device = SOCIAL_CARD_READERS["crt"]({"port": "COM3"}, SystemTime())
    ccid: Device = SOCIAL_CARD_READERS["ccid"]({"port": "COM3"}, SystemTime())
    assert Ability.MOVES_CARDS in able(crt)
    assert Ability.MOVES_CARDS not in able(ccid)
    custom: Device = RECEIPT_PRINTERS["escpos"]({"port": "COM3", "model": "custom"}, SystemTime())
    epson: Device = RECEIPT_PRINTERS["escpos"]({"port": "COM3"}, SystemTime())
    assert Ability.PRESENTS in able(custom)
    assert Ability.PRESENTS not in able(epson)
    scanner: Device = SCANNERS["line"]({"port": "COM3", "trigger_on": "16 54 0D"}, SystemTime())
    assert able(scanner) == {Ability.TRIGGERED}


def test_devices_without_a_line_say_what_they_hang_on(tmp_path: Path) -> None:
    folder: Device = DOCUMENT_PRINTERS["folder"]({"folder": str(tmp_path)}, SystemTime())
    assert folder.capabilities().interface == "folder"
    assert folder.self_test(Deadline(SystemTime(), 3.0)).verdict is Verdict.PASSED
    gone: Device = DOCUMENT_PRINTERS["folder"]({"folder": str(tmp_path / "gone")}, SystemTime())
    outcome = gone.self_test(Deadline(SystemTime(), 3.0))
    assert (outcome.verdict, outcome.state) == (Verdict.FAILED, DeviceState.OFFLINE)
    assert outcome.error is not None
    assert outcome.error.code == "document-fault"
    cups: Device = DOCUMENT_PRINTERS["cups"]({"printer": "a4"}, SystemTime())
    assert cups.capabilities().interface == "cups"
    pcsc: Device = SOCIAL_CARD_READERS["pcsc"]({}, SystemTime())
    assert pcsc.capabilities().interface == "pcsc"
    vendor: Device = SOCIAL_CARD_READERS["sscard_driver"]({"library": str(tmp_path / "none.so")}, SystemTime())
    assert vendor.capabilities().interface == "library"
    outcome = vendor.self_test(Deadline(SystemTime(), 10.0))
    assert outcome.error is not None
    assert outcome.error.action is Action.CONFIGURE
    with suppress(OSError):
        vendor.close()
