"""What a technician asks of the machine: trials that go back, a configuration that stays sound, kept tests, ports by name."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from devices import ports
from devices.deadline import Deadline
from devices.health import DeviceState, Health
from devices.ports import AttachedPort
from kiosk import settings
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, DeviceConfig
from kiosk.core.lane import HealthChanged, Lane, Lanes
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.upkeep import (
    Check,
    ClockRefused,
    LoudnessSet,
    Missed,
    Pause,
    PauseReason,
    PauseTurned,
    SettingsRefused,
    TriedAgain,
)
from kiosk.trials import Fittings
from kiosk.upkeep import MachineUpkeep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from devices.roles import Event

NINE = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)
TECHNICIAN = StaffMember(StaffNumber("1003"), StaffRole.TECHNICIAN)
SCANNER = {"port": "/dev/ttyUSB0", "baud": 9600}


class Scanner:
    """A device made of the settings that hold, well or not as it is told."""

    def __init__(self, made_with: object) -> None:
        self.made_with = made_with
        self.state = DeviceState.ONLINE

    def health(self) -> Health:
        return Health(self.state)

    def probe(self, deadline: Deadline) -> Health:
        del deadline
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        deadline.clock.sleep(0.1)
        return ()

    def close(self) -> None:
        self.state = DeviceState.NO_DEVICE


class Machine:
    """A configuration with one scanner, its lane, and the upkeep of both."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kiosk.toml"
        fitted = Config(data=folder / "data", scanner=DeviceConfig("line", SCANNER))
        fitted.data.mkdir()
        self.file.write_text(settings.written(fitted), encoding="utf-8")
        self.clock = VirtualClock(NINE)
        self.told: list[object] = []
        self.made: list[Scanner] = []
        self.set_to: list[datetime] = []
        self.lanes = Lanes({}, self.told.append)
        self.tables = Fittings(fitted)
        self.lanes.add(Lane("scanner", self._made, self.clock, self.told.append, tended=True))
        self.lanes.add(Lane("store", object, self.clock, self.told.append))
        self.upkeep = MachineUpkeep(
            fitted,
            self.clock,
            self.lanes,
            self.tables,
            self.told.append,
            path=self.file,
            missed=lambda: Missed(((1, 2),)),
            setting_clock=self.set_to.append,
        )

    def _made(self) -> Scanner:
        self.made.append(Scanner(self.tables.of("scanner").settings))
        return self.made[-1]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    with closing(machine.clock), closing(machine.upkeep):
        yield machine


def test_a_trial_makes_the_device_anew_and_goes_back(machine: Machine) -> None:
    machine.lanes.start()
    machine.clock.sleep(1.0)
    machine.upkeep.try_settings("scanner", {**SCANNER, "baud": 19200})
    assert machine.upkeep.settings("scanner")["baud"] == 19200
    machine.clock.sleep(1.0)
    machine.upkeep.put_back()
    machine.clock.sleep(1.0)
    assert [dict(scanner.made_with) for scanner in machine.made] == [SCANNER, {**SCANNER, "baud": 19200}, SCANNER]  # type: ignore[call-overload]
    assert [scanner.state for scanner in machine.made[:2]] == [DeviceState.NO_DEVICE] * 2
    told = [message.health.state for message in machine.told if isinstance(message, HealthChanged)]
    assert DeviceState.UNKNOWN in told  # the new one has to be asked first
    assert settings.read(machine.file).scanner.settings["baud"] == 9600


def test_what_is_kept_is_written_and_stays_after_what_follows(machine: Machine) -> None:
    machine.upkeep.try_settings("scanner", {**SCANNER, "baud": 19200})
    assert machine.upkeep.keep("scanner") == ("scanner.baud",)
    machine.upkeep.put_back()
    assert machine.upkeep.settings("scanner")["baud"] == 19200
    assert settings.read(machine.file).scanner.settings["baud"] == 19200
    assert machine.file.with_name("kiosk.toml.1").exists()
    assert machine.upkeep.keep("scanner") == ()


def test_who_leaves_ends_every_trial(machine: Machine) -> None:
    assert machine.upkeep.begin(TECHNICIAN)
    assert not machine.upkeep.begin(TECHNICIAN)
    machine.upkeep.try_settings("scanner", {**SCANNER, "port": "COM7"})
    assert machine.upkeep.end() == TECHNICIAN
    assert machine.upkeep.settings("scanner") == SCANNER
    assert machine.upkeep.end() is None


def test_a_setting_the_terminal_would_not_start_with_is_refused(machine: Machine) -> None:
    machine.upkeep.try_settings("scanner", {**SCANNER, "baud": -1})
    with pytest.raises(SettingsRefused, match="baud"):
        machine.upkeep.keep("scanner")
    assert settings.read(machine.file).scanner.settings["baud"] == 9600


def test_the_configuration_is_changed_and_read_back(machine: Machine) -> None:
    assert machine.upkeep.change({"services.payment": False, "sound.loudness": 60}) == ("services.payment",)
    assert machine.upkeep.value("services.payment") is False
    assert machine.upkeep.value("key") == "file"
    machine.file.write_text("no toml", encoding="utf-8")
    with pytest.raises(SettingsRefused):
        machine.upkeep.value("key")


def test_how_loud_the_voice_begins_is_told_as_soon_as_it_is_written(machine: Machine) -> None:
    assert machine.upkeep.change({"sound.loudness": 80, "services.payment": False})
    assert machine.told == [LoudnessSet(80)]
    assert machine.upkeep.change({"sound.loudness": 80}) == ()
    assert machine.told == [LoudnessSet(80)]


def test_without_a_file_nothing_can_be_changed(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    config = Config(data=tmp_path / "other")
    upkeep = MachineUpkeep(config, machine.clock, machine.lanes, machine.tables, machine.told.append)
    with closing(upkeep), pytest.raises(SettingsRefused, match="without a configuration file"):
        upkeep.change({"key": "file"})
    assert upkeep.missed().total == 0


def test_health_is_told_as_soon_as_it_is_another(machine: Machine) -> None:
    machine.lanes.start()
    machine.clock.sleep(1.0)
    known = machine.upkeep.healths()
    assert {lane: health.state for lane, health in known.items()} == {"scanner": DeviceState.ONLINE}
    before = machine.clock.monotonic()
    assert machine.upkeep.changed(known, Deadline(machine.clock, None), 5.0)["scanner"].state is DeviceState.ONLINE
    assert machine.clock.monotonic() - before >= 5.0
    machine.made[0].state = DeviceState.OFFLINE
    before = machine.clock.monotonic()
    assert machine.upkeep.changed(known, Deadline(machine.clock, None), 60.0)["scanner"].state is DeviceState.OFFLINE
    assert machine.clock.monotonic() - before < 5.0
    machine.upkeep.renew("scanner")
    machine.upkeep.renew("not-fitted")
    machine.clock.sleep(1.0)
    assert len(machine.made) == 2


def test_the_health_of_one_device_is_told_as_soon_as_it_is_another(machine: Machine) -> None:
    machine.lanes.start()
    machine.clock.sleep(1.0)
    known = machine.upkeep.healths()["scanner"]

    def waits(lane: str) -> tuple[Health, float]:
        before = machine.clock.monotonic()
        health = machine.upkeep.device_changed(lane, known, {}, Deadline(machine.clock, None), 60.0)
        return health, machine.clock.monotonic() - before

    found, seconds = waits("scanner")
    assert (found.state, seconds >= 60.0) == (DeviceState.ONLINE, True)
    machine.made[0].state = DeviceState.OFFLINE
    found, seconds = waits("scanner")
    assert (found.state, seconds < 5.0) == (DeviceState.OFFLINE, True)
    assert waits("not-fitted")[0] is known


def test_tests_a_pause_and_the_clock(machine: Machine) -> None:
    done = machine.upkeep.tested("scanner", Check.SCAN, passed=True, by=TECHNICIAN.number)
    assert machine.upkeep.tests() == {("scanner", Check.SCAN): done}
    pause = Pause(PauseReason.REPAIR, machine.upkeep.now() + timedelta(hours=1))
    machine.upkeep.begin_pause(pause)
    assert machine.upkeep.pause() == pause
    machine.upkeep.end_pause()
    assert machine.upkeep.pause() is None
    assert [message for message in machine.told if isinstance(message, PauseTurned)] == [PauseTurned(), PauseTurned()]
    assert not machine.upkeep.rests()
    machine.upkeep.try_again()
    assert machine.told[-1] == TriedAgain()
    assert machine.upkeep.set_clock(NINE + timedelta(seconds=90)) == 90
    assert machine.set_to == [NINE + timedelta(seconds=90)]
    assert machine.upkeep.missed().total == 3


def test_a_clock_that_may_not_be_set_is_left_alone(machine: Machine, tmp_path: Path) -> None:
    def refusing(_to: datetime) -> None:
        raise ClockRefused("Access denied")

    (tmp_path / "other").mkdir()
    config = Config(data=tmp_path / "other")
    upkeep = MachineUpkeep(
        config, machine.clock, machine.lanes, machine.tables, machine.told.append, setting_clock=refusing
    )
    with closing(upkeep), pytest.raises(ClockRefused, match="Access denied"):
        upkeep.set_clock(NINE)


def test_ports_are_named_so_that_they_are_found_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    attached = [
        AttachedPort("/dev/ttyS0"),
        AttachedPort("/dev/ttyUSB0", 0x1A86, 0x7523, "", "1-1"),
        AttachedPort("/dev/ttyUSB1", 0x0403, 0x6001, "A1", "1-2"),
        AttachedPort("/dev/ttyUSB2", 0x0403, 0x6001, "A2", "1-3"),
        AttachedPort("/dev/ttyUSB3", 0x067B, 0x2303, "", "1-4"),
        AttachedPort("/dev/ttyUSB4", 0x067B, 0x2303, "", ""),
    ]
    monkeypatch.setattr(ports, "attached", lambda: attached)
    found = machine.upkeep.ports()
    wanted = ["/dev/ttyS0", "usb:1a86:7523", "usb:0403:6001:A1", "usb:0403:6001:A2", "path:1-4", "/dev/ttyUSB4"]
    assert [port.address for port in found] == wanted
    for port, really in zip(found, attached, strict=True):
        assert ports.resolve(port.address, lambda: attached) == really.name


def test_a_moment_of_the_steady_clock_is_told_as_the_machines_clock_stands_now(machine: Machine) -> None:
    machine.clock.sleep(100.0)
    assert machine.upkeep.moment(40.0) == NINE + timedelta(seconds=40)
    machine.clock.jump(timedelta(hours=1))
    assert machine.upkeep.moment(40.0) == NINE + timedelta(hours=1, seconds=40)
