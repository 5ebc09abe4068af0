"""Lamps and contacts on a board: what shines when, what is told of the contacts, and what becomes of every fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.bench.cables import Silent, Slow
from devices.bench.memory_line import MemoryLine
from devices.connection import BareLine
from devices.deadline import Deadline
from devices.errors import (
    Action,
    DeviceError,
    DeviceGone,
    GarbledReply,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
)
from devices.health import DeviceInfo, DeviceState, Verdict
from devices.makes import INDICATORS
from devices.modbus import frames
from devices.modbus.adapter import DARK_SECONDS, ModbusIndicators
from devices.modbus.frames import Read, Refusal, WriteCoil, WriteCoils
from devices.modbus.master import Master
from devices.modbus.simulator import ALL_FUNCTIONS, ModbusBoardSimulator
from devices.modbus.wiring import Wiring
from devices.roles import DeviceEvent, Glow, Lamp, Sense, Sensed
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.lane import CLOSE_SECONDS, Lane
from kiosk.core.page import Job
from kiosk.core.stage import Ticket
from tests.devices.serial_faults import endure_all, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.health import Health
    from devices.roles import Indicators
    from kiosk.core.page import Report

WIRING = Wiring(
    lamps={Lamp.ID_READER: 0, Lamp.RECEIPT: 1, Lamp.SCANNER: 3},
    senses={Sense.PRESENCE: 0, Sense.HEADSET: 1, Sense.DOOR: 5},
    inverted=frozenset({Sense.DOOR}),
)
CALM = {Sense.PRESENCE: False, Sense.HEADSET: False, Sense.DOOR: False}


class Bed:
    """A board on a line in virtual time."""

    def __init__(self, wiring: Wiring = WIRING, *, functions: frozenset[int] = ALL_FUNCTIONS, coils: int = 8) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.board = ModbusBoardSimulator(wiring, functions=functions, coils=coils)
        self.line = MemoryLine(self.board, self.clock, baud=9600)
        self.indicators = ModbusIndicators(self.line.open, self.clock, wiring)
        self.told: list[tuple[float, Mapping[Sense, bool]]] = []
        self.states: list[DeviceState] = []

    def deadline(self, seconds: float | None = 3.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def live(self, seconds: float, *, probing: bool = True) -> None:
        """Do what an idle lane does."""
        end, probe_at = self.clock.monotonic() + seconds, self.clock.monotonic() + (0.0 if probing else seconds)
        while (left := end - self.clock.monotonic()) > 0:
            if self.clock.monotonic() >= probe_at:
                self.probe()
                probe_at = self.clock.monotonic() + 3.0
            span = min(0.5, left)
            for event in self.indicators.listen(Deadline(self.clock, span, slice_seconds=span)):
                if isinstance(event, Sensed):
                    self.told.append((self.clock.monotonic(), dict(event.senses)))
                else:
                    assert isinstance(event, DeviceEvent)
                    self.states.append(event.health.state)

    def probe(self) -> Health:
        return self.indicators.probe(self.deadline())

    def show(self, lamps: Mapping[Lamp, Glow], seconds: float = 3.0) -> None:
        self.indicators.show(lamps, self.deadline(seconds))

    @property
    def senses(self) -> Mapping[Sense, bool]:
        return self.told[-1][1] if self.told else {}

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)

    def close(self) -> None:
        self.indicators.close()
        self.line.close()


@pytest.fixture
def bed() -> Iterator[Bed]:
    made = Bed()
    yield made
    made.close()


# -- lamps


def test_lamps_shine_as_told_and_those_not_named_go_out(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON, Lamp.SCANNER: Glow.ON})
    assert bed.board.lit == {Lamp.ID_READER, Lamp.SCANNER}
    bed.show({Lamp.RECEIPT: Glow.ON, Lamp.SCANNER: Glow.OFF})
    assert bed.board.lit == {Lamp.RECEIPT}
    bed.show({})
    assert bed.board.lit == frozenset()
    assert bed.indicators.health().counters.operations == 3


def test_a_lamp_that_is_not_wired_is_no_error(bed: Bed) -> None:
    bed.show({Lamp.HELP: Glow.ON})
    assert bed.board.lit == frozenset()


def test_coils_that_are_no_lamps_are_never_touched(bed: Bed) -> None:
    bed.show(dict.fromkeys(Lamp, Glow.ON))
    bed.live(7.0)
    assert bed.board.coils == (True, True, False, True, False, False, False, False)
    written: set[int] = set()
    for request in bed.board.requests:
        if isinstance(request, WriteCoil):
            written.add(request.coil)
        elif isinstance(request, WriteCoils):
            written.update(range(request.start, request.start + len(request.bits)))
    assert written == {0, 1, 3}


def test_only_what_changes_is_written(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.board.requests.clear()
    bed.show({Lamp.ID_READER: Glow.ON, Lamp.RECEIPT: Glow.ON})
    bed.show({Lamp.ID_READER: Glow.ON, Lamp.RECEIPT: Glow.ON})
    assert list(bed.board.requests) == [WriteCoil(1, 1, on=True)]


def test_neighbours_that_change_together_are_written_together(bed: Bed) -> None:
    bed.show({})
    bed.board.requests.clear()
    bed.show(dict.fromkeys(WIRING.lamps, Glow.ON))
    assert list(bed.board.requests) == [WriteCoils(1, 0, (True, True)), WriteCoil(1, 3, on=True)]


def test_a_board_that_switches_one_coil_at_a_time_is_understood() -> None:
    bed = Bed(functions=ALL_FUNCTIONS - {frames.WRITE_COILS})
    bed.show(dict.fromkeys(WIRING.lamps, Glow.ON))
    assert bed.board.lit == set(WIRING.lamps)
    bed.board.requests.clear()
    bed.show({})
    assert bed.board.lit == frozenset()
    assert all(isinstance(request, WriteCoil) for request in bed.board.requests)
    assert bed.indicators.health().usable
    bed.close()


def test_a_pulse_is_a_second_on_and_a_second_off_while_a_hand_is_wanted(bed: Bed) -> None:
    bed.probe()
    start = bed.clock.monotonic()
    bed.show({Lamp.ID_READER: Glow.PULSE, Lamp.SCANNER: Glow.ON})
    bed.live(6.5)
    turns = [s for s in bed.board.switched if s.coil == 0]
    assert [s.on for s in turns] == [True, False, True, False, True, False, True]
    assert [s.at_seconds - start for s in turns] == [pytest.approx(n, abs=0.15) for n in range(7)]
    assert [s.on for s in bed.board.switched if s.coil == 3] == [True]
    bed.show({})
    bed.live(3.0)
    assert bed.board.lit == frozenset()


def test_a_pulse_begins_with_light_and_all_pulse_together(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.PULSE})
    bed.live(1.5)
    assert bed.board.lit == frozenset()
    both = {Lamp.ID_READER: Glow.PULSE, Lamp.RECEIPT: Glow.PULSE}
    bed.show(both)
    assert bed.board.lit == {Lamp.ID_READER, Lamp.RECEIPT}
    bed.live(0.5)
    bed.show(both)
    bed.show({**both, Lamp.SCANNER: Glow.ON})
    bed.live(1.0)
    assert bed.board.lit == {Lamp.SCANNER}
    bed.show({Lamp.RECEIPT: Glow.PULSE})
    assert bed.board.lit == frozenset()
    bed.show({})
    bed.clock.sleep(0.3)
    bed.show({Lamp.SCANNER: Glow.PULSE})
    assert bed.board.lit == {Lamp.SCANNER}


# -- contacts


def test_contacts_are_told_once_they_are_known_and_then_only_on_change(bed: Bed) -> None:
    bed.live(10.0)
    assert bed.senses == CALM
    before = len(bed.told)
    bed.live(10.0)
    assert len(bed.told) == before
    bed.board.set(Sense.HEADSET, value=True)
    bed.live(2.0)
    assert len(bed.told) == before + 1
    assert bed.senses == {**CALM, Sense.HEADSET: True}


def test_an_unknown_sense_is_missing_and_never_false(bed: Bed) -> None:
    assert bed.indicators.listen(bed.deadline(0.1)) == []
    bed.live(0.5)
    assert Sense.PRESENCE not in bed.senses
    assert all(sense in WIRING.senses for sense in bed.senses)


def test_an_inverted_contact_is_read_the_other_way_round(bed: Bed) -> None:
    bed.board.set(Sense.DOOR, value=True)
    bed.live(2.0)
    assert bed.senses[Sense.DOOR] is True


def test_a_case_that_is_tampered_with_makes_the_board_suspect_and_nothing_else() -> None:
    bed = Bed(Wiring(lamps={Lamp.ID_READER: 0}, senses={Sense.TAMPER: 0}))
    bed.live(2.0)
    assert bed.states == [DeviceState.ONLINE]
    bed.board.set(Sense.TAMPER, value=True)
    bed.live(2.0)
    suspect = bed.indicators.health()
    assert bed.states == [DeviceState.ONLINE, DeviceState.POTENTIAL_FRAUD]
    assert suspect.usable
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.live(4.0)
    assert bed.board.lit == {Lamp.ID_READER}
    assert bed.indicators.health().since_seconds == suspect.since_seconds
    assert bed.indicators.self_test(bed.deadline()).verdict is Verdict.PASSED
    bed.board.set(Sense.TAMPER, value=False)
    bed.live(2.0)
    assert bed.states[-1] is DeviceState.ONLINE
    bed.board.set(Sense.TAMPER, value=True)
    bed.live(2.0)
    bed.line.pull()
    bed.live(1.0)
    assert bed.states[-2:] == [DeviceState.POTENTIAL_FRAUD, DeviceState.NO_DEVICE]
    assert not bed.indicators.health().usable
    bed.close()


@pytest.mark.parametrize(("sense", "least", "most"), [(Sense.HEADSET, 0.3, 0.8), (Sense.PRESENCE, 1.0, 1.5)])
def test_a_contact_counts_once_it_has_stood(bed: Bed, sense: Sense, least: float, most: float) -> None:
    bed.live(4.0)
    at = bed.clock.monotonic()
    bed.board.set(sense, value=True)
    bed.live(3.0)
    assert least <= bed.told[-1][0] - at <= most


def test_a_contact_that_bounces_tells_nothing(bed: Bed) -> None:
    bed.live(4.0)
    before = len(bed.told)
    for n in range(20):
        bed.board.set(Sense.HEADSET, value=n % 2 == 0)
        bed.live(0.15)
    bed.live(2.0)
    assert len(bed.told) == before


def test_somebody_who_walks_by_is_nobody(bed: Bed) -> None:
    bed.live(4.0)
    bed.board.set(Sense.PRESENCE, value=True)
    bed.live(0.7)
    bed.board.set(Sense.PRESENCE, value=False)
    bed.live(3.0)
    assert bed.senses == CALM
    assert not any(senses.get(Sense.PRESENCE) for _, senses in bed.told)


def test_an_idle_board_is_asked_four_times_a_second_and_no_more(bed: Bed) -> None:
    bed.live(6.0)
    bed.board.requests.clear()
    bed.live(30.0)
    assert 100 <= len(bed.board.requests) <= 160


def test_a_board_without_contacts_is_asked_only_when_probed() -> None:
    bed = Bed(Wiring(lamps={Lamp.HELP: 2}))
    bed.live(3.0)
    bed.board.requests.clear()
    bed.live(30.0)
    assert set(bed.board.requests) == {Read(1, 1, 2, 1)}
    assert len(bed.board.requests) <= 11
    assert bed.indicators.health().usable
    assert bed.indicators.info() == DeviceInfo()
    bed.close()


# -- a board that is lost


@pytest.mark.parametrize("how", ["pulled", "dark"])
def test_a_lost_board_makes_every_sense_unknown_and_its_lamps_shine_again_when_it_is_back(bed: Bed, how: str) -> None:
    bed.show({Lamp.ID_READER: Glow.ON, Lamp.RECEIPT: Glow.PULSE})
    bed.live(4.0)
    assert bed.senses == CALM
    if how == "pulled":
        bed.line.pull()
    bed.board.power(on=False)
    bed.live(4.0)
    assert bed.senses == {}
    assert bed.indicators.health().state is (DeviceState.NO_DEVICE if how == "pulled" else DeviceState.OFFLINE)
    with pytest.raises(DeviceError):
        bed.show({Lamp.SCANNER: Glow.ON})
    bed.board.power(on=True)
    bed.line.plug()
    bed.live(5.0)
    assert bed.senses == CALM
    assert bed.board.lit == {Lamp.SCANNER}
    assert bed.indicators.health().state is DeviceState.ONLINE
    lost = DeviceState.NO_DEVICE if how == "pulled" else DeviceState.OFFLINE
    assert bed.states == [DeviceState.ONLINE, lost, DeviceState.ONLINE]


def test_a_board_whose_power_failed_for_a_moment_gets_its_lamps_back_at_the_next_probe(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.live(4.0)
    bed.board.power(on=False)
    bed.board.power(on=True)
    assert bed.board.lit == frozenset()
    bed.live(3.5)
    assert bed.board.lit == {Lamp.ID_READER}


def test_a_board_that_can_not_tell_its_coils_is_told_them_again_at_every_probe() -> None:
    bed = Bed(functions=ALL_FUNCTIONS - {frames.READ_COILS})
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.live(4.0)
    bed.board.power(on=False)
    bed.board.power(on=True)
    bed.live(3.5)
    assert bed.board.lit == {Lamp.ID_READER}
    assert bed.indicators.health().usable
    bed.close()


def test_one_lost_answer_is_no_lost_board(bed: Bed) -> None:
    bed.live(4.0)
    bed.line.line.use_cables(to_host=Silent())
    bed.live(0.4, probing=False)
    bed.line.line.use_cables()
    bed.live(3.0)
    assert bed.senses == CALM
    assert bed.states == [DeviceState.ONLINE]
    assert bed.indicators.health().counters.communication_errors > 0


def test_a_board_that_answers_too_late_is_silent(bed: Bed) -> None:
    bed.line.line.use_cables(to_host=Slow(2.0))
    assert bed.probe().state is DeviceState.UNKNOWN
    with pytest.raises(NoReply):
        bed.show({Lamp.ID_READER: Glow.ON})


def test_a_probe_without_enough_time_counts_as_a_miss(bed: Bed) -> None:
    bed.line.line.use_cables(to_host=Silent())
    for _ in range(3):
        bed.indicators.probe(bed.deadline(0.1))
    assert bed.indicators.health().state is DeviceState.OFFLINE


def test_a_probe_that_is_called_off_tells_nothing(bed: Bed) -> None:
    deadline = bed.deadline()
    deadline.cancel()
    assert bed.indicators.probe(deadline).counters.failures == 0


def test_rubbish_instead_of_an_answer_is_garbled(bed: Bed) -> None:
    bed.board.power(on=False)
    bed.later(0.05, lambda: bed.line.line.send(b"\x01\x05\x00\x00rubbish"))
    bed.later(0.35, lambda: bed.line.line.send(b"rubbish"))
    bed.later(0.65, lambda: bed.line.line.send(b"rubbish"))
    with pytest.raises(GarbledReply):
        bed.show({})


def test_a_show_that_is_called_off_ends_at_once_and_is_made_up_for(bed: Bed) -> None:
    bed.probe()
    bed.line.line.use_cables(to_host=Silent())
    deadline = bed.deadline(None)
    bed.later(0.1, deadline.cancel)
    with pytest.raises(OperationCancelled):
        bed.indicators.show({Lamp.ID_READER: Glow.ON}, deadline)
    bed.line.line.use_cables()
    bed.live(1.0, probing=False)
    assert bed.board.lit == {Lamp.ID_READER}


def test_a_show_ends_with_its_deadline(bed: Bed) -> None:
    bed.line.line.use_cables(to_host=Silent())
    with pytest.raises(OperationTimedOut):
        bed.show({}, 0.1)
    assert bed.clock.monotonic() <= 0.1 + 0.051


def test_a_board_not_to_be_tried_again_yet_does_not_hold_anybody_up(bed: Bed) -> None:
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.show({})
    at = bed.clock.monotonic()
    with pytest.raises(DeviceGone):
        bed.show({})
    assert bed.clock.monotonic() == at


# -- a board that refuses


def test_a_coil_the_board_has_not_is_named_and_the_other_lamps_shine() -> None:
    bed = Bed(Wiring(lamps={Lamp.ID_READER: 0, Lamp.HELP: 9}, senses={Sense.HEADSET: 0}))
    with pytest.raises(ProtocolFault, match="code 02 illegal_address"):
        bed.show({Lamp.ID_READER: Glow.ON, Lamp.HELP: Glow.ON})
    assert bed.board.coils[0]
    health = bed.indicators.health()
    assert health.state is DeviceState.HARDWARE_ERROR
    assert health.last_error is not None
    assert health.last_error.action is Action.CONFIGURE
    bed.live(5.0)
    assert bed.senses == {Sense.HEADSET: False}  # its contacts are read all the same
    assert bed.indicators.health().state is DeviceState.HARDWARE_ERROR
    bed.close()


def test_inputs_the_board_has_not_are_unknown_and_its_lamps_shine() -> None:
    bed = Bed(Wiring(lamps={Lamp.ID_READER: 0}, senses={Sense.HEADSET: 0}), functions=frozenset({1, 5}))
    bed.live(2.0)
    bed.show({Lamp.ID_READER: Glow.ON})
    assert bed.board.lit == {Lamp.ID_READER}
    assert bed.senses == {}
    assert bed.indicators.health().state is DeviceState.HARDWARE_ERROR
    bed.close()


def test_a_busy_board_is_asked_again_a_few_times(bed: Bed) -> None:
    bed.board.refuse(Refusal.BUSY)
    bed.later(0.1, lambda: bed.board.refuse(None))
    bed.show({Lamp.ID_READER: Glow.ON})
    assert bed.board.lit == {Lamp.ID_READER}
    bed.board.refuse(Refusal.BUSY)
    bed.board.requests.clear()
    with pytest.raises(ProtocolFault, match="code 06 busy"):
        bed.show({})
    assert 3 <= len(bed.board.requests) <= 6


def test_a_board_that_failed_and_was_mended_is_well_again(bed: Bed) -> None:
    bed.board.refuse(Refusal.BOARD_FAILED)
    bed.live(4.0)
    assert bed.indicators.health().state is DeviceState.HARDWARE_ERROR
    assert bed.senses == {}
    bed.board.refuse(None)
    bed.live(4.0)
    assert bed.indicators.health().state is DeviceState.ONLINE
    assert bed.senses == CALM


def test_a_reset_writes_every_lamp_anew_or_says_why_not(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.board.power(on=False)
    bed.board.power(on=True)
    bed.indicators.reset(bed.deadline())
    assert bed.board.lit == {Lamp.ID_READER}
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.indicators.reset(bed.deadline())


def test_what_was_late_is_thrown_away_before_the_next_question(bed: Bed) -> None:
    line = BareLine(bed.line.open)
    line.open()
    question = Read(1, frames.READ_INPUTS, 0, 6)
    bed.line.line.send(frames.answer_to_bytes(question, frames.Bits((True,) * 6)))
    bed.clock.sleep(0.1)
    said = Master(line, 9600).read(question, bed.deadline())
    assert said == (False, False, False, False, False, True)  # the door's contact is inverted
    line.close()


# -- the end


def test_no_lamp_shines_over_a_dead_screen(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON, Lamp.RECEIPT: Glow.PULSE, Lamp.SCANNER: Glow.ON})
    bed.live(0.5)
    assert bed.board.lit
    bed.indicators.close()
    assert bed.board.lit == frozenset()
    bed.indicators.close()  # twice is no trouble


def test_a_lane_that_ends_leaves_the_board_dark_in_time(bed: Bed) -> None:
    lane = Lane("indicators", lambda: bed.indicators, bed.clock, lambda _: None, tended=True)
    lane.start()

    def light(indicators: Indicators, deadline: Deadline, _report: Report) -> None:
        indicators.show({Lamp.RECEIPT: Glow.PULSE, Lamp.ID_READER: Glow.ON}, deadline)

    lane.submit(Ticket(1), Job("indicators", light, 2.0))
    bed.clock.sleep(2.2)
    assert Lamp.ID_READER in bed.board.lit
    lane.close()
    assert lane.wait_closed(CLOSE_SECONDS)
    assert bed.board.lit == frozenset()


def test_a_board_that_is_away_or_takes_nothing_holds_up_no_end(bed: Bed) -> None:
    bed.show({Lamp.ID_READER: Glow.ON})
    bed.line.hold(stuck=True)
    start = bed.clock.monotonic()
    bed.indicators.close()
    assert bed.clock.monotonic() - start <= DARK_SECONDS + 0.1
    bed.line.pull()
    bed.indicators.close()


def test_who_closes_while_an_order_is_stuck_does_not_wait_for_it(bed: Bed) -> None:
    bed.show({})
    bed.line.hold(stuck=True)
    ended: list[DeviceError] = []

    def order() -> None:
        try:
            bed.show({Lamp.ID_READER: Glow.ON}, 3.0)
        except DeviceError as error:
            ended.append(error)

    bed.clock.spawn("lane", order)
    bed.clock.sleep(0.1)
    start = bed.clock.monotonic()
    bed.indicators.close()
    assert bed.clock.monotonic() == start
    bed.clock.sleep(0.2)
    assert [type(error) for error in ended] == [DeviceGone]


# -- the chime


def test_a_chime_sounds_once_for_a_second_and_again_only_at_the_next_call() -> None:
    bed = Bed(Wiring(lamps={Lamp.HELP: 0, Lamp.CHIME: 4}))
    call = {Lamp.HELP: Glow.PULSE, Lamp.CHIME: Glow.ONCE}
    bed.show(call)
    bed.live(3.2, probing=False)
    bed.show(call)  # the page was drawn anew
    bed.live(3.0)
    sounded = [s.on for s in bed.board.switched if s.coil == 4]
    assert sounded == [True, False]
    first, last = (s.at_seconds for s in bed.board.switched if s.coil == 4)
    assert 0.9 < last - first < 1.3
    bed.show({})
    bed.show(call)
    bed.live(2.0)
    assert [s.on for s in bed.board.switched if s.coil == 4] == [True, False, True, False]
    bed.indicators.close()


def test_a_chime_that_is_not_wired_is_no_error(bed: Bed) -> None:
    bed.show({Lamp.CHIME: Glow.ONCE, Lamp.ID_READER: Glow.ON})
    bed.live(1.5)
    assert bed.board.lit == {Lamp.ID_READER}
    assert bed.indicators.health().state is DeviceState.ONLINE


# -- settings


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"lamps": {"help": 0}, "port": ""}, "port"),
        ({}, "lamps, senses"),
        ({"lamps": {"help": 0}, "address": 0}, "address"),
        ({"lamps": {"help": 0}, "address": True}, "address"),
        ({"lamps": 3}, "lamps"),
        ({"lamps": {"lantern": 0}}, "lamps: lantern"),
        ({"lamps": {"help": "0"}}, "lamps: help"),
        ({"lamps": {"help": 70_000}}, "lamps: help"),
        ({"lamps": {"help": 1, "receipt": 1}}, "lamps: 1 is taken twice"),
        ({"lamps": {"help": 1, "receipt": 4000}}, "lamps"),
        ({"senses": {"smoke": 0}}, "senses: smoke"),
        ({"senses": {"door": 0}, "inverted": ["headset"]}, "inverted"),
        ({"senses": {"door": 0}, "inverted": "door"}, "inverted"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        INDICATORS["modbus"]({"port": "COM3", **settings}, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))


def test_settings_as_in_the_example_are_taken() -> None:
    settings = {"port": "COM3", "lamps": {"id_reader": 0}, "senses": {"door": 0}, "inverted": ["door"], "address": 7}
    made = INDICATORS["modbus"](settings, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))
    assert made.health().state is DeviceState.UNKNOWN


# -- every fault


class InUse(Bed):
    """A board whose lamps change all the time; somebody wears a headset."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = 0
        self.board.set(Sense.HEADSET, value=True)

    def use(self, seconds: float, *, harmless: bool) -> None:
        del harmless  # a check sum tells what was changed, so nothing read may ever be wrong
        self.indicators.probe(self.deadline(seconds / 4))
        self.live(seconds / 4, probing=False)
        assert self.senses.get(Sense.HEADSET, True)
        assert not self.senses.get(Sense.PRESENCE, False)
        lamps = {lamp: (Glow.ON, Glow.OFF, Glow.PULSE)[(self._shown + n) % 3] for n, lamp in enumerate(WIRING.lamps)}
        self._shown += 1
        self.show(lamps, seconds / 2)

    def works(self) -> bool:
        lamp = tuple(WIRING.lamps)[self._shown % 3]
        self._shown += 1
        try:
            self.probe()
            self.show({lamp: Glow.ON}, 0.5)
        except DeviceError:
            self.live(0.2, probing=False)
            return False
        self.live(0.7)
        return self.board.lit == frozenset({lamp}) and self.senses.get(Sense.HEADSET) is True


def test_every_fault_ends_typed_and_in_time_and_the_board_works_again() -> None:
    cases = list(faults())
    assert len(cases) >= 500
    assert all(trial.back_seconds <= 5.0 for trial in endure_all(InUse, cases[::3]))
