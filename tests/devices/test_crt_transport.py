"""The motor reader over a line in virtual time: it draws in, reads, gives back, keeps; and what it says of every trouble."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from devices.bench.cables import Bytewise, Silent, Slow
from devices.crt import codes, orders
from devices.crt.adapter import SPEEDS
from devices.crt.codes import CODES
from devices.crt.exchange import Exchange
from devices.crt.frames import Answer, CardAt, Done, NotDone, Order
from devices.crt.simulator import BIN_CARDS, CrtSimulator, Timings
from devices.deadline import Deadline, SystemTime
from devices.errors import (
    Action,
    CardBinFull,
    CardError,
    CardJam,
    CardLifted,
    CardMute,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    GarbledReply,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
)
from devices.health import DeviceState, Media, Supply
from devices.link import Link
from devices.makes import SOCIAL_CARD_READERS
from devices.roles import Detail
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import ChipFault, SimulatedChip
from devices.social_card.transport import CARD_BIN, CARD_STACKER
from tests.devices.slot_bed import CrtBed, Hand, read_all
from tests.devices.slot_faults import AtBurst, Chatter
from tests.devices.tiny_chip import ATR, READ_NUMBER, SELECT_SSSE, TinyChip


@pytest.fixture
def bed() -> Iterator[CrtBed]:
    made = CrtBed()
    yield made
    made.close()


def drawn_in(bed: CrtBed, chip: TinyChip | None = None) -> TinyChip:
    """Let a card in, and shut the mouth behind it."""
    chip = chip or TinyChip()
    bed.transport.admit(bed.deadline(), on=True)
    bed.simulator.insert(chip)
    while bed.transport.wait_change(bed.deadline()) is not Media.PRESENT:
        pass
    bed.transport.admit(bed.deadline(), on=False)
    return chip


def powered(bed: CrtBed, chip: TinyChip | None = None) -> TinyChip:
    """Let a card in and power it."""
    chip = drawn_in(bed, chip)
    bed.transport.power_on(bed.deadline())
    return chip


class Refusing(CrtSimulator):
    """A reader that refuses one order, a number of times."""

    def __init__(self, order: Order, error: str, times: int = 1000) -> None:
        super().__init__()
        self.refused, self.error, self.times = order, error, times

    def _answer(self, order: Order) -> Answer:
        if (order.cm, order.pm) == (self.refused.cm, self.refused.pm) and self.times:
            self.times -= 1
            return NotDone(order.cm, order.pm, self.error)
        return super()._answer(order)


class Answering(CrtSimulator):
    """A reader that answers one order in its own way."""

    def __init__(self, order: Order, answer: Answer) -> None:
        super().__init__()
        self.order, self.answer = order, answer

    def _answer(self, order: Order) -> Answer:
        return self.answer if order == self.order else super()._answer(order)


def bed_with(simulator: CrtSimulator) -> CrtBed:
    made = CrtBed()
    made.line.close()
    made.simulator = simulator
    made.line = type(made.line)(simulator, made.clock)
    return made


# -- the manual's dialogue


DIALOGUE = [
    ("F200000343303303B2", Done(0x30, 0x33, b"000", b"CRT-571-SIM V1.00").to_bytes().hex().upper()),
    ("F200000343313003B0", "F20000065031303030300396"),
    ("F200000343313103B1", Done(0x31, 0x31, b"000", b"00000000").to_bytes().hex().upper()),
    ("F200000343503003D1", Done(0x50, 0x30, b"000", b"1").to_bytes().hex().upper()),
    ("F200000343333003B2", Done(0x33, 0x30).to_bytes().hex().upper()),
]
CARD_DIALOGUE = [
    ("F200000343313003B0", "F20000065031303230300394"),
    ("F200000343323103B2", Done(0x32, 0x31, b"200").to_bytes().hex().upper()),
    ("F20000044351303303E4", "F2000018505130323030303B6D000000814E43238697159900BF7C7A0307"),
    ("F200001743513300A404000F7378312E73682EC9E7BBE1B1A3D5CF0335", "F20000085051333230306113038B"),
    ("F200000A43513300A4020002EF050394", "F200000850513332303090000369"),
    ("F200000843513300B207000B0366", "F200001350513332303007095830303030303031399000032C"),
    ("F200000343513103D1", Done(0x51, 0x31, b"200").to_bytes().hex().upper()),
    ("F20000044351303503E2", "F2000018505130323030303B6D000000814E43238697159900BF7C7A0307"),
    ("F200000343513803D8", Done(0x51, 0x38, b"200", b"0" + ATR).to_bytes().hex().upper()),
    ("F200000343323903BA", Done(0x32, 0x39, b"100").to_bytes().hex().upper()),
    ("F200000343313003B0", "F20000065031303130300397"),
    ("F200000343333103B3", Done(0x33, 0x31, b"100").to_bytes().hex().upper()),
    ("F200000343323003B3", Done(0x32, 0x30, b"100").to_bytes().hex().upper()),
    ("F200000343323303B0", Done(0x32, 0x33, b"000").to_bytes().hex().upper()),
    ("F200000343323303B0", NotDone(0x32, 0x33, "02").to_bytes().hex().upper()),
]


def test_the_simulated_reader_speaks_the_bytes_of_public_programs() -> None:
    reader = CrtSimulator()
    hand = Hand(reader)
    for host, answer in DIALOGUE:
        assert hand.say(host) == "06" + answer
    reader.insert(TinyChip())
    hand.pass_by()
    for host, answer in CARD_DIALOGUE:
        assert hand.say(host) == "06" + answer
    reader.insert(TinyChip())
    reader.jam()
    assert hand.say("F200000343323103B2") == "06F20000054E3231313003B8"
    assert hand.say("15") == "F20000054E3231313003B8"
    assert reader.forgotten == 1


def test_the_simulated_reader_refuses_what_it_does_not_know() -> None:
    reader = CrtSimulator(speed=115200)
    hand = Hand(reader)
    assert hand.say(Order(0x77, 0x30).to_bytes().hex()) == "06" + NotDone(0x77, 0x30, "00").to_bytes().hex().upper()
    assert hand.say("F200000343313003B1") == "15"
    reader.insert(TinyChip())
    for order, error in ((Order(0x51, 0x77), "02"), (Order(0x32, 0x77), "01")):
        assert hand.say(order.to_bytes().hex()) == "06" + NotDone(order.cm, order.pm, error).to_bytes().hex().upper()
    assert hand.say(orders.INIT_CAPTURE.to_bytes().hex()).startswith("06")
    assert reader.forgotten == 1


def test_a_reader_at_work_hears_only_that_it_shall_let_it_be() -> None:
    reader = CrtSimulator(speed=115200)
    hand = Hand(reader)
    reader.insert(TinyChip())
    reader.received(orders.TO_CONTACTS.to_bytes())
    reader.received(orders.STATUS.to_bytes())
    reader.received(b"\x04")
    assert reader.due() is None
    assert hand.say(orders.STATUS.to_bytes().hex()) == "06F20000065031303130300397"


# -- a whole card


def test_a_card_is_drawn_in_read_given_back_and_taken(bed: CrtBed) -> None:
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT
    bed.transport.admit(bed.deadline(), on=True)
    began = bed.clock.monotonic()
    bed.simulator.insert(TinyChip())
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING
    read_all(bed.transport, bed.deadline())
    assert 1.0 < bed.clock.monotonic() - began < 3.0
    assert bed.transport.health().media is Media.LATCHED
    bed.transport.admit(bed.deadline(), on=False)
    bed.transport.eject(bed.deadline())
    assert bed.transport.health().media is Media.ENTERING
    bed.clock.sleep(5.0)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING
    bed.simulator.remove()
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT
    assert bed.transport.info().firmware == "CRT-571-SIMV1.00"
    assert bed.transport.info().serial == "SIM00000001"
    assert bed.transport.moves


def test_a_card_given_back_is_not_drawn_in_again_by_an_open_mouth(bed: CrtBed) -> None:
    powered(bed)
    bed.transport.eject(bed.deadline())
    bed.transport.admit(bed.deadline(), on=True)
    bed.clock.sleep(5.0)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


def test_a_shut_mouth_draws_nothing_in(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.simulator.insert(TinyChip())
    bed.clock.sleep(5.0)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


def test_a_card_that_lies_at_the_gate_is_left_there_when_it_shall_be_given_back(bed: CrtBed) -> None:
    drawn_in(bed)
    bed.transport.eject(bed.deadline())
    bed.transport.eject(bed.deadline())
    assert list(bed.simulator.orders).count(orders.OUT_OF_GATE) == 1


def test_the_rollers_hold_a_card_where_that_is_configured() -> None:
    bed = CrtBed(hold_at_gate=True)
    drawn_in(bed)
    bed.transport.eject(bed.deadline())
    assert orders.HOLD_AT_GATE in bed.simulator.orders
    bed.close()


def test_a_forgotten_card_is_kept_and_counted(bed: CrtBed) -> None:
    assert not bed.transport.capture(bed.deadline())
    drawn_in(bed)
    bed.transport.eject(bed.deadline())
    assert bed.transport.capture(bed.deadline())
    assert bed.simulator.forgotten == 1
    assert bed.transport.cards_kept(bed.deadline()) == 1
    assert bed.transport.health().media is Media.NOT_PRESENT


def test_a_reader_that_does_not_count_its_bin_says_so() -> None:
    bed = bed_with(Refusing(orders.BIN_COUNTER, "00"))
    assert bed.transport.cards_kept(bed.deadline()) is None
    bed.close()


def test_sensors_and_the_bin_are_asked_for_when_a_technician_looks_and_only_then(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.transport.listen(bed.deadline(1.0))
    assert not {orders.SENSORS, orders.BIN_COUNTER} & set(bed.simulator.orders)
    slot = SocialCardSlot(bed.transport, bed.clock)
    assert slot.details(bed.deadline()) == (
        Detail("感应点S1到S4", "0 0 0 0"),
        Detail("感应点S5到S8", "0 0 0 0"),
        Detail("收卡箱里", "0张卡"),
    )
    drawn_in(bed)
    assert bed.transport.sensors(bed.deadline()) == "00110000"
    assert bed.transport.capture(bed.deadline())
    assert slot.details(bed.deadline())[-1] == Detail("收卡箱里", "1张卡")
    bed.line.pull()
    with pytest.raises(DeviceGone):
        slot.details(bed.deadline())


@pytest.mark.parametrize("answer", [NotDone(0x31, 0x31, "00"), Done(0x31, 0x31, data=b"\x00\x01\xff")])
def test_sensors_that_are_not_told_are_not_made_up(answer: Answer) -> None:
    bed = bed_with(Answering(orders.SENSORS, answer))
    assert bed.transport.sensors(bed.deadline()) == ""
    assert bed.transport.details(bed.deadline())[0] == Detail("感应点S1到S4")
    bed.close()


def test_a_full_bin_shows_in_the_supplies_keeps_no_card_and_stops_no_reading(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    assert bed.transport.health().supplies[CARD_BIN] is Supply.LOW
    bed.simulator.fill_bin()
    drawn_in(bed)
    assert bed.transport.health().supplies[CARD_BIN] is Supply.FULL
    with pytest.raises(CardBinFull):
        bed.transport.capture(bed.deadline())
    health = bed.transport.health()
    assert health.usable
    assert health.last_error is not None
    assert health.last_error.action is Action.CLEAR
    assert bed.transport.power_on(bed.deadline()) == ATR
    bed.simulator.fill_bin(full=False)
    assert bed.transport.capture(bed.deadline())
    assert bed.transport.health().supplies[CARD_BIN] is Supply.LOW


def test_the_bin_is_full_after_so_many_cards(bed: CrtBed) -> None:
    for _ in range(BIN_CARDS):
        bed.simulator.insert(TinyChip())
        assert bed.transport.capture(bed.deadline())
    bed.simulator.insert(TinyChip())
    with pytest.raises(CardBinFull):
        bed.transport.capture(bed.deadline())


def test_a_bin_that_fills_at_the_last_moment_is_full() -> None:
    bed = bed_with(Refusing(orders.CAPTURE, "A1"))
    bed.simulator.insert(TinyChip())
    with pytest.raises(CardBinFull):
        bed.transport.capture(bed.deadline())
    bed.close()


def test_a_card_taken_at_the_last_moment_is_not_kept(bed: CrtBed) -> None:
    drawn_in(bed)
    bed.transport.eject(bed.deadline())
    bed.later(0.1, bed.simulator.remove)
    assert not bed.transport.capture(bed.deadline())


def test_a_stacker_is_a_supply_only_where_there_is_one(bed: CrtBed) -> None:
    class Stacked(CrtSimulator):
        st1 = b"1"

        def _done(self, order: Order, data: bytes = b"") -> Done:
            done = super()._done(order, data)
            return Done(order.cm, order.pm, done.status[:1] + self.st1 + b"?", data)

    bed.transport.probe(bed.deadline())
    assert CARD_STACKER not in bed.transport.health().supplies
    other = bed_with(Stacked())
    assert other.transport.probe(other.deadline()).supplies[CARD_STACKER] is Supply.LOW
    assert other.transport.health().supplies[CARD_BIN] is Supply.UNKNOWN
    Stacked.st1 = b"2"
    assert other.transport.probe(other.deadline()).supplies[CARD_STACKER] is Supply.FULL
    other.close()


# -- the card's troubles


def test_no_card_is_lifted(bed: CrtBed) -> None:
    with pytest.raises(CardLifted):
        bed.transport.power_on(bed.deadline())


def test_a_card_turned_round_is_mute_and_right_again_when_turned_back(bed: CrtBed) -> None:
    drawn_in(bed)
    bed.transport.admit(bed.deadline(), on=True)
    bed.simulator.turn_round()
    bed.clock.sleep(2.0)
    with pytest.raises(CardMute):
        bed.transport.power_on(bed.deadline())
    assert bed.transport.health().usable
    bed.simulator.turn_round()
    bed.clock.sleep(2.0)
    assert bed.transport.power_on(bed.deadline()) == ATR


def test_a_chip_that_is_shorted_is_as_mute_as_any(bed: CrtBed) -> None:
    bed.transport.admit(bed.deadline(), on=True)
    bed.simulator.insert(SimulatedChip(None, ChipFault.SHORTED))
    bed.clock.sleep(2.0)
    with pytest.raises(CardMute):
        bed.transport.power_on(bed.deadline())


def test_a_chip_that_falls_silent_is_unreadable(bed: CrtBed) -> None:
    chip = powered(bed)
    chip.silent = True
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())


def test_a_card_pulled_out_by_hand_is_lifted(bed: CrtBed) -> None:
    powered(bed)
    bed.simulator.remove()
    with pytest.raises(CardLifted):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    drawn_in(bed)
    bed.later(0.3, bed.simulator.remove)
    with pytest.raises(CardLifted):
        bed.transport.power_on(bed.deadline())
    bed.transport.power_off(bed.deadline())


def test_a_card_taken_while_it_is_given_back_was_given_back(bed: CrtBed) -> None:
    powered(bed)
    bed.later(0.3, bed.simulator.remove)
    bed.transport.eject(bed.deadline())
    assert bed.transport.health().media is Media.NOT_PRESENT


def test_a_card_pulled_while_it_is_reset_is_lifted(bed: CrtBed) -> None:
    drawn_in(bed, TinyChip(None))
    bed.later(0.85, bed.simulator.remove)
    with pytest.raises(CardLifted):
        bed.transport.power_on(bed.deadline())


@pytest.mark.parametrize("error", [*CODES, "77"])
def test_every_error_of_the_reader_is_typed(error: str) -> None:
    bed = bed_with(Refusing(orders.apdu(b"", 0), error))
    powered(bed)
    with pytest.raises(DeviceError) as caught:
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    wanted = CODES[error].error if error in CODES else CardUnreadable
    if error in (codes.NOT_NOW, codes.NOT_STARTED):
        wanted = CardUnreadable
    assert type(caught.value) is wanted
    if error != codes.NOT_STARTED:
        assert f"device error {error}" in str(caught.value)
    assert bed.transport.health().usable is isinstance(caught.value, (CardError, CardBinFull))
    bed.close()


@pytest.mark.parametrize(
    ("order", "error", "wanted"),
    [
        (orders.TO_CONTACTS, "43", CardUnreadable),
        (orders.TO_CONTACTS, "10", CardJam),
        (orders.COLD_RESET_5V, "77", CardMute),
        (orders.COLD_RESET_5V, "65", CardMute),
        (orders.ENTRY_OFF, "03", ProtocolFault),
        (orders.STATUS, "77", ProtocolFault),
        (orders.POWER_OFF, "77", ProtocolFault),
        (orders.POWER_OFF, "65", None),
        (orders.OUT_OF_GATE, "43", CardJam),
        (orders.OUT_OF_GATE, "16", CardJam),
        (orders.OUT_OF_GATE, "77", CardJam),
        (orders.CAPTURE, "16", CardJam),
        (orders.INIT_LEAVE, "04", ProtocolFault),
    ],
)
def test_errors_of_every_order_are_typed(order: Order, error: str, wanted: type[DeviceError] | None) -> None:
    bed = bed_with(Refusing(order, error))
    bed.simulator.insert(TinyChip())

    def everything() -> None:
        bed.transport.power_on(bed.deadline())
        bed.transport.power_off(bed.deadline())
        bed.transport.eject(bed.deadline())
        bed.transport.capture(bed.deadline())

    if wanted is None:
        everything()
    else:
        with pytest.raises(DeviceError) as caught:
            everything()
        assert type(caught.value) is wanted
    bed.close()


@pytest.mark.parametrize("answer", [b"", b"0", b"7" + ATR, b"0\x00"])
def test_an_answer_to_reset_that_is_none_is_unreadable(answer: bytes) -> None:
    class Odd(CrtSimulator):
        def _answer(self, order: Order) -> Answer:
            given = super()._answer(order)
            return self._done(order, answer) if order == orders.COLD_RESET_5V else given

    bed = bed_with(Odd())
    bed.simulator.insert(TinyChip())
    with pytest.raises(CardUnreadable):
        bed.transport.power_on(bed.deadline())
    bed.close()


def test_a_chip_that_speaks_t1_is_spoken_to_in_t1() -> None:
    class Other(CrtSimulator):
        def _answer(self, order: Order) -> Answer:
            given = super()._answer(order)
            return self._done(order, b"1" + ATR) if order == orders.COLD_RESET_5V else given

    bed = bed_with(Other())
    bed.simulator.insert(TinyChip())
    assert bed.transport.power_on(bed.deadline()) == ATR
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    assert bed.simulator.orders[-1].pm == 0x34
    bed.close()


def test_an_answer_without_a_status_word_is_unreadable(bed: CrtBed) -> None:
    class Stub(TinyChip):
        def transmit(self, command: bytes) -> bytes:
            del command
            return b"\x90"

    powered(bed, Stub())
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    with pytest.raises(ValueError, match="longer"):
        bed.transport.transmit(bytes(513), bed.deadline())


def test_a_card_where_nobody_can_say_is_nowhere_to_be_told(bed: CrtBed) -> None:
    class Odd(CrtSimulator):
        def _done(self, order: Order, data: bytes = b"") -> Done:
            return Done(order.cm, order.pm, b"900", data)

    other = bed_with(Odd())
    assert other.transport.presence(other.deadline()) is Media.UNKNOWN
    other.close()
    del bed


# -- jams


def test_a_jam_that_resolves_is_none(bed: CrtBed) -> None:
    powered(bed)
    bed.simulator.jam()
    bed.later(0.9, lambda: bed.simulator.jam(jammed=False))
    bed.transport.eject(bed.deadline())
    assert bed.transport.health().usable
    assert bed.simulator.card_at is CardAt.GATE


def test_a_jam_is_told_with_what_staff_do_and_is_over_when_it_was_cleared(bed: CrtBed) -> None:
    powered(bed)
    bed.simulator.jam()
    with pytest.raises(CardJam):
        bed.transport.eject(bed.deadline())
    health = bed.transport.health()
    assert (health.state, health.media) == (DeviceState.HARDWARE_ERROR, Media.JAMMED)
    assert health.last_error is not None
    assert health.last_error.action is Action.CLEAR
    bed.clock.sleep(2.0)
    assert bed.transport.probe(bed.deadline()).media is Media.JAMMED
    bed.simulator.jam(jammed=False)
    bed.clock.sleep(5.0)
    assert bed.transport.probe(bed.deadline()).usable
    bed.transport.eject(bed.deadline())
    assert bed.transport.health().media is Media.ENTERING


def test_reset_brings_a_card_to_the_gate(bed: CrtBed) -> None:
    powered(bed)
    bed.transport.reset(bed.deadline())
    assert bed.simulator.card_at is CardAt.GATE
    assert orders.INIT_TO_GATE in bed.simulator.orders
    assert bed.transport.health().media is Media.ENTERING


# -- power cuts and speeds


def test_a_reader_that_lost_its_power_is_started_again_by_itself_and_its_mouth_set(bed: CrtBed) -> None:
    bed.transport.admit(bed.deadline(), on=True)
    bed.simulator.lose_start()
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT
    bed.simulator.insert(TinyChip())
    bed.clock.sleep(2.0)
    assert bed.transport.presence(bed.deadline()) is Media.PRESENT
    assert bed.transport.health().counters.failures == 0


def test_a_power_cut_in_the_middle_of_a_reading_leaves_an_unreadable_card(bed: CrtBed) -> None:
    powered(bed)
    bed.simulator.lose_start()
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    assert bed.transport.power_on(bed.deadline()) == ATR


def test_a_reader_whose_speed_is_forgotten_too_is_found_again(bed: CrtBed) -> None:
    powered(bed)
    bed.simulator.cut_power()
    with pytest.raises(NoReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    for _ in range(3):
        bed.transport.probe(bed.deadline())
        bed.clock.sleep(1.0)
    assert bed.transport.health().usable
    assert bed.transport.power_on(bed.deadline()) == ATR


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_reader_is_found_at_every_speed_in_the_order_given(speed: int) -> None:
    bed = CrtBed(speed=speed)
    assert bed.transport.probe(bed.deadline()).usable
    assert bed.opened == list(SPEEDS[: SPEEDS.index(speed) + 1])
    bed.transport.close()
    bed.transport.probe(bed.deadline())
    assert bed.opened[-1] == speed
    assert len(bed.opened) == SPEEDS.index(speed) + 2
    bed.close()


def test_a_reader_fresh_from_power_up_takes_the_first_speed() -> None:
    bed = CrtBed()
    assert bed.transport.probe(bed.deadline(3.0)).usable
    assert bed.opened == [115200]
    bed.close()


def test_a_reader_exchanged_for_one_at_another_speed_is_found_in_time(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.simulator._speed = 57600
    for _ in range(20):
        bed.transport.probe(bed.deadline(3.0))
        bed.clock.sleep(3.0)
    assert bed.transport.health().usable
    assert bed.opened[-1] == 57600


def test_a_start_longer_than_a_probe_is_waited_for() -> None:
    bed = CrtBed(Timings(start=12.0))
    for _ in range(8):
        bed.transport.probe(bed.deadline(3.0))
        for _ in range(30):
            bed.transport.listen(bed.deadline(0.1))
    assert bed.transport.health().usable
    assert list(bed.simulator.orders).count(orders.INIT_LEAVE) == 1
    assert bed.transport.info().serial == "SIM00000001"
    bed.close()


def test_a_start_that_never_ends_is_no_reply() -> None:
    bed = CrtBed(Timings(start=1000.0))
    for _ in range(60):
        bed.transport.probe(bed.deadline(3.0))
        bed.clock.sleep(3.0)
    assert not bed.transport.health().usable
    assert bed.transport.health().last_error is not None
    bed.close()


# -- the line and the deadline


def test_a_reader_that_does_not_hear_is_told_four_times(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.simulator.mute()
    bed.clock.sleep(0.1)
    began, before = bed.clock.monotonic(), len(bed.line.line.recorded)
    with pytest.raises(NoReply):
        bed.transport.presence(bed.deadline())
    assert bed.clock.monotonic() - began == pytest.approx(1.2, abs=0.05)
    assert len(bed.line.line.recorded) - before == 4


def test_a_reader_that_hears_and_never_answers_has_the_time_of_its_order(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.line.line.use_cables(to_host=AtBurst(1, lambda _: b"", onwards=True))
    began = bed.clock.monotonic()
    with pytest.raises(NoReply):
        bed.transport.presence(bed.deadline())
    assert bed.clock.monotonic() - began == pytest.approx(2.0, abs=0.1)
    bed.clock.sleep(0.1)
    assert bed.line.line.recorded[-1].data == b"\x04"


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def test_an_answer_that_arrives_damaged_is_asked_for_again_twice(bed: CrtBed) -> None:
    powered(bed)
    bed.line.line.use_cables(to_host=AtBurst(1, flipped))
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    bed.line.line.use_cables(to_host=AtBurst(1, flipped, onwards=True))
    with pytest.raises(GarbledReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    bed.line.line.use_cables()
    assert bed.transport.transmit(READ_NUMBER, bed.deadline())[-2:] == b"\x90\0"


def test_an_order_that_arrives_damaged_is_sent_again(bed: CrtBed) -> None:
    powered(bed)
    bed.line.line.use_cables(to_device=AtBurst(0, flipped))
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    bed.line.line.use_cables(to_device=AtBurst(0, flipped, onwards=True))
    with pytest.raises(GarbledReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())


def test_an_answer_whose_order_was_not_confirmed_is_taken_where_it_can_be_no_other(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.line.line.use_cables(to_host=AtBurst(0, lambda _: b""))
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT


def test_a_second_answer_never_answers_the_next_command(bed: CrtBed) -> None:
    powered(bed)
    for cable in (Bytewise(0.02), Slow(0.35)):
        bed.line.line.use_cables(to_device=cable)
        for command, answer in ((SELECT_SSSE, b"\x61\x13"), (READ_NUMBER, b"\x90\0")) * 3:
            assert bed.transport.transmit(command, bed.deadline(60))[-2:] == answer


def test_an_order_called_off_ends_within_a_slice_and_its_answer_answers_nothing(bed: CrtBed) -> None:
    drawn_in(bed)
    deadline = bed.deadline(None)
    bed.later(0.3, deadline.cancel)
    began = bed.clock.monotonic()
    with pytest.raises(OperationCancelled):
        bed.transport.eject(deadline)
    assert bed.clock.monotonic() - began <= 0.36
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


class CallingOff:
    """A line whose host calls its order off at the n-th thing it does: after a read that brought bytes, or a write."""

    def __init__(self, link: Link, at: int) -> None:
        self.link, self.left, self.deadline = link, at, Deadline(SystemTime(), None)

    def _one_more(self) -> None:
        self.left -= 1
        if not self.left:
            self.deadline.cancel()

    def read(self, deadline: Deadline) -> bytes:
        data = self.link.read(deadline)
        if data:
            self._one_more()
        return data

    def write(self, data: bytes, deadline: Deadline) -> None:
        self.link.write(data, deadline)
        self._one_more()

    def drain(self) -> None:
        self.link.drain()

    def close(self) -> None:
        self.link.close()


@pytest.mark.parametrize("cable", [None, Bytewise(0.002)])
@pytest.mark.parametrize("at", range(1, 12))
@pytest.mark.parametrize("first", [orders.STATUS, orders.TO_CONTACTS, orders.INIT_LEAVE])
@pytest.mark.parametrize("second", [orders.STATUS, orders.TO_CONTACTS, orders.INIT_LEAVE])
def test_whenever_an_order_is_called_off_the_next_is_answered(
    bed: CrtBed, first: Order, second: Order, at: int, cable: Bytewise | None
) -> None:
    drawn_in(bed)
    bed.transport.close()
    if cable is not None:
        bed.line.line.use_cables(to_host=cable)
    link = CallingOff(bed.line.open(), at)
    exchange = Exchange()
    exchange.open(lambda: link)
    link.deadline = bed.deadline(None)
    with contextlib.suppress(OperationCancelled):
        exchange.ask(first, link.deadline)
    began = bed.clock.monotonic()
    answer = exchange.ask(second, bed.deadline())
    assert isinstance(answer, Done)
    assert (answer.cm, answer.pm) == (second.cm, second.pm)
    assert bed.clock.monotonic() - began < 2.5
    assert exchange.ask(orders.STATUS, bed.deadline()).cm == orders.STATUS.cm


def test_an_order_called_off_whose_answer_never_comes_is_let_be(bed: CrtBed) -> None:
    drawn_in(bed)
    with pytest.raises(OperationTimedOut):
        bed.transport.eject(bed.deadline(0.3))
    bed.simulator.mute()
    bed.simulator.mute(mute=False)
    bed.clock.sleep(20.0)
    assert bed.transport.presence(bed.deadline()) is Media.PRESENT
    assert any(piece.data == b"\x04" for piece in bed.line.line.recorded)


def test_a_mouth_whose_order_was_out_of_time_is_shut_later(bed: CrtBed) -> None:
    bed.transport.admit(bed.deadline(), on=True)
    with pytest.raises(OperationTimedOut):
        bed.transport.admit(bed.deadline(0.0), on=False)
    bed.transport.probe(bed.deadline())
    bed.simulator.insert(TinyChip())
    bed.clock.sleep(5.0)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


def test_waiting_for_a_change_ends_within_a_slice_when_called_off(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    deadline = bed.deadline(None)
    deadline.cancel()
    with pytest.raises(OperationCancelled):
        bed.transport.wait_change(deadline)


def test_listening_notices_a_pulled_cable_and_never_raises(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    cancelled = bed.deadline(1.0)
    cancelled.cancel()
    bed.transport.listen(cancelled)
    bed.line.pull()
    bed.transport.listen(bed.deadline(0.05))
    assert bed.transport.health().state is DeviceState.NO_DEVICE
    before = bed.clock.monotonic()
    bed.transport.listen(bed.deadline(0.05))
    assert bed.clock.monotonic() > before


def test_a_stuck_write_is_no_reply_and_hangs_nobody(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.line.hold(stuck=True)
    began = bed.clock.monotonic()
    with pytest.raises(NoReply):
        bed.transport.presence(bed.deadline(None))
    assert bed.clock.monotonic() - began < 1.1


def test_closing_from_another_thread_ends_an_order(bed: CrtBed) -> None:
    drawn_in(bed)
    bed.later(0.3, bed.transport.close)
    with pytest.raises(DeviceGone):
        bed.transport.eject(bed.deadline(None))
    bed.clock.sleep(2.0)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


def pull(bed: CrtBed) -> None:
    bed.line.pull()


def plug(bed: CrtBed) -> None:
    bed.simulator.cut_power()
    bed.line.plug()


def cut_wire(bed: CrtBed) -> None:
    bed.line.line.use_cables(to_device=Silent(), to_host=Silent())


def join_wire(bed: CrtBed) -> None:
    bed.line.line.use_cables()


@pytest.mark.parametrize(("lose", "give_back"), [(pull, plug), (cut_wire, join_wire)], ids=["no port", "no answer"])
def test_whenever_it_is_plugged_in_again_an_idle_lane_has_it_within_five_seconds(
    bed: CrtBed, lose: Callable[[CrtBed], None], give_back: Callable[[CrtBed], None]
) -> None:
    """As a lane does: a probe 3 s after the last was over, and listening in between. The reader's own start takes 1 s."""
    next_probe = 0.0
    waited: list[float] = []
    plugged_at: list[float] = []

    def mend() -> None:
        give_back(bed)
        plugged_at.append(bed.clock.monotonic())

    bed.transport.probe(bed.deadline())
    for attempt in range(20):
        lose(bed)
        bed.later(15.0 + 0.31 * attempt, mend)
        while not (len(plugged_at) > attempt and bed.transport.health().usable):
            if bed.clock.monotonic() >= next_probe:
                bed.transport.probe(bed.deadline(3.0))
                next_probe = bed.clock.monotonic() + 3.0
            bed.transport.listen(bed.deadline(0.05))
        waited.append(bed.clock.monotonic() - plugged_at[-1] - 1.0)
    assert max(waited) <= 5.0


def test_a_closed_line_is_gone(bed: CrtBed) -> None:
    with pytest.raises(DeviceGone):
        Exchange().listen(bed.deadline())


def test_a_late_answer_that_cannot_be_confirmed_makes_no_trouble_to_who_listens(bed: CrtBed) -> None:
    drawn_in(bed)
    with pytest.raises(OperationTimedOut):
        bed.transport.eject(bed.deadline(0.3))
    bed.line.hold(stuck=True)
    bed.transport.listen(bed.deadline(0.4))
    bed.transport.listen(bed.deadline(0.4))
    bed.line.hold(stuck=False)
    assert bed.transport.presence(bed.deadline()) is Media.ENTERING


def test_a_command_that_was_let_in_at_another_speed_by_noise_is_looked_for_anew(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.transport._machine.connection.forget()
    bed.simulator._speed = 9600
    assert bed.transport.probe(bed.deadline()).state is DeviceState.ONLINE  # known before, and one miss
    bed.clock.sleep(1.0)
    for _ in range(3):
        bed.transport.probe(bed.deadline())
    assert bed.opened[-1] == 9600
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT


def test_a_start_that_is_damaged_again_and_again_is_garbled_and_keeps_its_speed(bed: CrtBed) -> None:
    bed.line.line.use_cables(to_host=AtBurst(1, flipped, onwards=True))
    bed.transport.probe(bed.deadline())
    health = bed.transport.health()
    assert health.last_error is not None
    assert health.last_error.code == "garbled-reply"
    bed.line.line.use_cables()
    assert bed.transport.probe(bed.deadline()).usable
    assert set(bed.opened) == {115200}


def test_what_is_heard_badly_at_every_speed_is_no_reader(bed: CrtBed) -> None:
    def complain() -> None:
        for _ in range(200):
            bed.clock.sleep(0.05)
            bed.line.line.send(b"!")

    bed.line.line.use_cables(to_device=Silent(), to_host=Chatter(b"\x15"))
    bed.clock.spawn("complaints", complain)
    assert not bed.transport.probe(bed.deadline()).usable
    assert sorted(set(bed.opened)) == sorted(SPEEDS)


def test_a_probe_called_off_learns_nothing(bed: CrtBed) -> None:
    deadline = bed.deadline()
    deadline.cancel()
    assert bed.transport.probe(deadline).state is DeviceState.UNKNOWN


def test_short_probes_add_up_to_a_lost_reader(bed: CrtBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.simulator.mute()
    for _ in range(3):
        bed.transport.probe(bed.deadline(0.5))
    assert bed.transport.health().state is DeviceState.OFFLINE
    bed.simulator.mute(mute=False)
    bed.clock.sleep(2.0)
    assert bed.transport.probe(bed.deadline()).state is DeviceState.ONLINE


# -- how it is made


def test_the_make_opens_nothing_until_it_is_asked(bed: CrtBed) -> None:
    settings: dict[str, object] = {"port": "/nowhere/reader", "baud": 9600, "hold_at_gate": True}
    reader = SOCIAL_CARD_READERS["crt"](settings, bed.clock)
    assert reader.moves
    assert reader.health().state is DeviceState.UNKNOWN
    assert reader.probe(bed.deadline()).state is DeviceState.NO_DEVICE


@pytest.mark.parametrize("settings", [{}, {"port": "x", "baud": 0}, {"port": "x", "hold_at_gate": 1}])
def test_a_wrong_setting_is_named(bed: CrtBed, settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"port|baud|hold_at_gate"):
        SOCIAL_CARD_READERS["crt"](settings, bed.clock)


def test_a_reader_that_will_not_say_who_it_is_is_as_good() -> None:
    class Nameless(CrtSimulator):
        def _answer(self, order: Order) -> Answer:
            answer = super()._answer(order)
            if order.cm in (orders.SERIAL.cm, orders.VERSION.cm, orders.VERSION_BY_OTHERS.cm):
                return NotDone(order.cm, order.pm, "00")
            return Done(order.cm, order.pm) if order.cm == orders.INIT_LEAVE.cm else answer

    bed = bed_with(Nameless())
    assert bed.transport.probe(bed.deadline()).usable
    assert (bed.transport.info().serial, bed.transport.info().firmware) == ("", "")
    bed.close()
