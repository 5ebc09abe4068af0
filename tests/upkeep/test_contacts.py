"""A technician watches the contacts of a real board on its line, while its lane goes on telling everybody else."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from devices.bench.board import Board
from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.errors import OperationTimedOut
from devices.modbus.adapter import ModbusIndicators
from devices.modbus.wiring import wiring_of
from devices.roles import Sense, Sensed
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, DeviceConfig
from kiosk.core.lane import Happened, Lane, Lanes
from kiosk.screens.staff.contacts import Contacts, contacts_now, try_contact
from kiosk.screens.staff.device_panel import Looked, Renewed, device
from kiosk.screens.staff.maintenance import Seen
from kiosk.screens.staff.phrases import SAMPLE_TECHNICIAN
from kiosk.screens.staff.testing import Saw
from kiosk.trials import Fittings
from kiosk.upkeep import MachineUpkeep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.core.page import Job

WIRED = {"senses": {"presence": 0, "door": 2, "battery_low": 5}, "inverted": ["door"]}
BAUD = 9600
SEEN_SECONDS = 2.0


class Machine:
    """A board with three contacts, its lane, and the upkeep."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))
        wiring = wiring_of(WIRED)
        self.board = Board(wiring, self.clock)
        self.line = MemoryLine(self.board.simulator, self.clock, baud=BAUD)
        config = Config(data=folder, indicators=DeviceConfig("modbus", WIRED))
        self.told: list[object] = []
        self.lanes = Lanes({}, self.told.append)
        make = lambda: ModbusIndicators(self.line.open, self.clock, wiring, baud=BAUD)  # noqa: E731
        self.lanes.add(Lane("indicators", make, self.clock, self.told.append, tended=True))
        self.upkeep = MachineUpkeep(config, self.clock, self.lanes, Fittings(config), self.told.append)
        self.lanes.start()

    def asks(self, job: Job[Any], deadline: Deadline | None = None) -> Any:
        return job.work(self.upkeep, deadline or Deadline(self.clock, None), lambda _progress: None)

    def later(self, sense: Sense, *, holds: bool) -> None:
        def hand() -> None:
            self.clock.sleep(SEEN_SECONDS)
            self.board.set(sense, holds=holds)

        self.clock.spawn("a hand", hand)

    def close(self) -> None:
        self.lanes.close()
        self.upkeep.close()
        self.line.close()
        self.clock.close()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with closing(Machine(tmp_path)) as machine:
        yield machine


def now(machine: Machine) -> Contacts:
    (job,) = contacts_now().jobs
    found = machine.asks(job)
    assert isinstance(found, Contacts)
    return found


def test_what_is_not_wired_or_not_read_is_not_told(machine: Machine) -> None:
    wired = frozenset({Sense.PRESENCE, Sense.DOOR, Sense.BATTERY_LOW})
    assert now(machine) == Contacts(wired, {})
    machine.clock.sleep(SEEN_SECONDS)
    assert now(machine) == Contacts(wired, dict.fromkeys(wired, False))


def renewed(machine: Machine, looked: Looked) -> Renewed:
    """Let the board's panel stand until it is put anew."""
    seen = Seen("indicators", health=machine.lanes.healths()["indicators"])
    (job,) = device(seen, looked, SAMPLE_TECHNICIAN).jobs
    found = machine.asks(job)
    assert isinstance(found, Renewed)
    return found


def test_a_contact_that_changes_is_seen_and_everybody_else_is_told_too(machine: Machine) -> None:
    machine.clock.sleep(SEEN_SECONDS)
    machine.later(Sense.BATTERY_LOW, holds=True)
    before = machine.clock.monotonic()
    looked = renewed(machine, Looked(contacts=now(machine))).looked
    assert looked.contacts is not None
    assert looked.contacts.says[Sense.BATTERY_LOW]
    assert machine.clock.monotonic() - before < 2 * SEEN_SECONDS
    assert any(isinstance(m, Happened) and m.event == Sensed(looked.contacts.says) for m in machine.told)
    again = renewed(machine, looked).looked
    assert again.contacts == looked.contacts, "a panel is put anew now and then all the same"
    assert machine.clock.monotonic() - before > 60.0


@pytest.mark.parametrize("first", [False, None])
def test_a_test_goes_on_by_itself_when_the_door_is_opened(machine: Machine, first: bool | None) -> None:  # noqa: FBT001
    machine.clock.sleep(0.0 if first is None else SEEN_SECONDS)
    machine.later(Sense.PRESENCE, holds=True)
    (job,) = try_contact(Sense.DOOR, first).jobs
    deadline = Deadline(machine.clock, 10.0)
    with pytest.raises(OperationTimedOut):  # somebody who steps up opens no door
        machine.asks(job, deadline)
    machine.later(Sense.DOOR, holds=True)
    assert machine.asks(job) is Saw.GOOD


def test_a_board_that_is_away_says_nothing_and_its_panel_tells_at_once(machine: Machine) -> None:
    machine.clock.sleep(SEEN_SECONDS)
    known = now(machine)
    machine.line.pull()
    before = machine.clock.monotonic()
    found = renewed(machine, Looked(contacts=known))
    while found.looked.contacts is not None and found.looked.contacts.says:
        found = renewed(machine, found.looked)
    assert not found.health.usable
    assert machine.clock.monotonic() - before < 30.0
