"""The serial CCID reader over a line in virtual time: the manual's dialogue, and what it says of every trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from devices.bench.cables import Bytewise, Silent, Slow
from devices.ccid.adapter import POLL_SECONDS
from devices.ccid.codes import CODES
from devices.ccid.exchange import Exchange
from devices.ccid.frames import CardIs, Kind, Message, Went
from devices.ccid.simulator import CcidSimulator, Timings
from devices.errors import (
    Action,
    CardError,
    CardLifted,
    CardMute,
    CardUnreadable,
    ChipWorn,
    DeviceError,
    DeviceGone,
    GarbledReply,
    LinkError,
    NoReply,
    NotASocialCard,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
    ReaderOutOfService,
)
from devices.health import DeviceState, Media
from devices.makes import SOCIAL_CARD_READERS
from devices.social_card.simulated_chip import ChipFault, SimulatedChip
from tests.devices.slot_bed import CcidBed, Hand, read_all
from tests.devices.slot_faults import AtBurst
from tests.devices.tiny_chip import ATR, READ_NUMBER, SELECT_SSSE, TinyChip


@pytest.fixture
def bed() -> Iterator[CcidBed]:
    made = CcidBed()
    yield made
    made.close()


def powered(bed: CcidBed, chip: TinyChip | None = None) -> TinyChip:
    """Put a card in and power it."""
    chip = chip or TinyChip()
    bed.simulator.insert(chip)
    bed.transport.power_on(bed.deadline())
    return chip


def wire(bed: CcidBed, *, at_device: bool) -> str:
    """What arrived at one end."""
    return b"".join(piece.data for piece in tuple(bed.line.line.recorded) if piece.at_device is at_device).hex()


# -- the manual's dialogue


DIALOGUE = [
    ("03066b010000000000000000026d", "03068311000000000001000047656d5477696e2d56322e30302d53494de0"),
    ("03066b0300000000010000000101016d", "03068300000000000101000086"),
    ("03066500000000000200000062", "03068100000000000201000087"),
    ("0306620000000000080100006e", "0306801100000000080000003b6d000000814e43238697159900bf7c7a41"),
    ("0306610500000000150000001100000a006f", "0306820500000000150000001100000a008c"),
    ("03066f14000000001600000000a404000f7378312e73682ec9e7bbe1b1a3d5cf9a", "0306800200000000160000006113e3"),
    ("03066f05000000001700000000c0000013ab", "0306801500000000170000006f11840f7378312e73682ec9e7bbe1b1a3d5cf9000bf"),
    ("03066f07000000001800000000a4020002ef053b", "03068002000000001800000090000f"),
    ("03066f05000000001a00000000b2070000c0", "03068002000000001a0000006c0bfa"),
    ("03066f05000000001b00000000b207000bca", "0306800d000000001b000000070958303030303030313990005d"),
]


@pytest.mark.parametrize("echo", [True, False])
def test_the_simulated_reader_speaks_the_recorded_dialogue(*, echo: bool) -> None:
    reader = CcidSimulator(echo=echo)
    hand = Hand(reader)
    reader.insert(TinyChip())
    for host, answer in DIALOGUE:
        assert hand.say(host).lower() == (host if echo else "") + answer


def test_the_start_is_the_recorded_one(bed: CcidBed) -> None:
    bed.simulator.insert(TinyChip())
    assert bed.transport.probe(bed.deadline()).state is DeviceState.ONLINE
    assert wire(bed, at_device=True) == "".join(host for host, _ in DIALOGUE[:3])
    assert wire(bed, at_device=False) == "5003" + "".join(host + answer for host, answer in DIALOGUE[:3])
    assert bed.transport.info().firmware == "GemTwin-V2.00-SIM"


@pytest.mark.parametrize(("echo", "told"), [(True, True), (False, False), (False, True), (True, False)])
def test_a_card_is_read_with_and_without_echo_whatever_is_configured(*, echo: bool, told: bool) -> None:
    bed = CcidBed(echo=echo, told=told)
    bed.put_in()
    read_all(bed.transport, bed.deadline())
    assert bed.transport.health().counters.operations == 5
    assert bed.transport.health().usable
    bed.close()


def test_a_command_of_four_bytes_is_sent_as_five(bed: CcidBed) -> None:
    powered(bed)
    assert bed.transport.transmit(bytes.fromhex("00200000"), bed.deadline()) == b"\x6d\x00"
    assert bed.simulator.orders[-1].data == bytes.fromhex("0020000000")


def test_the_numbers_of_orders_go_round(bed: CcidBed) -> None:
    powered(bed)
    for _ in range(300):
        assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    assert bed.transport.health().counters.communication_errors == 0


# -- where the card is


def test_a_card_pushed_in_is_seen_within_the_poll_interval(bed: CcidBed) -> None:
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT
    bed.later(2.0, lambda: bed.simulator.insert(TinyChip()))
    began = bed.clock.monotonic()
    while bed.transport.wait_change(bed.deadline()) is Media.NOT_PRESENT:
        pass
    assert 2.0 <= bed.clock.monotonic() - began <= 2.0 + POLL_SECONDS + 0.05
    bed.simulator.remove()
    while bed.transport.wait_change(bed.deadline()) is Media.PRESENT:
        pass
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT


def test_a_movement_told_unasked_is_seen_at_once() -> None:
    class Talkative(CcidSimulator):
        def _escape(self, order: Message) -> Message:
            return self._message(order, b"", Went.WRONG, 0)

    bed = CcidBed()
    bed.line.close()
    bed.simulator = Talkative()
    bed.line = type(bed.line)(bed.simulator, bed.clock)
    bed.transport = type(bed.transport)(bed.line.open, bed.clock)
    bed.transport.probe(bed.deadline())
    assert bed.transport.info().firmware == ""
    began = bed.clock.monotonic()
    bed.later(0.03, lambda: bed.simulator.insert(TinyChip()))
    assert bed.transport.wait_change(bed.deadline()) is Media.PRESENT
    assert bed.clock.monotonic() - began < 0.05
    bed.close()


def test_waiting_for_a_change_ends_within_a_slice_when_called_off(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())
    deadline = bed.deadline(None)
    deadline.cancel()
    with pytest.raises(OperationCancelled):
        bed.transport.wait_change(deadline)


def test_nothing_here_moves_a_card(bed: CcidBed) -> None:
    assert not bed.transport.moves
    bed.transport.admit(bed.deadline(), on=True)
    bed.transport.eject(bed.deadline())
    assert not bed.transport.capture(bed.deadline())
    assert not bed.simulator.orders


# -- the card's troubles


def test_no_card_is_lifted_and_a_mute_one_is_mute(bed: CcidBed) -> None:
    with pytest.raises(CardLifted):
        bed.transport.power_on(bed.deadline())
    bed.simulator.insert(TinyChip(None))
    with pytest.raises(CardMute):
        bed.transport.power_on(bed.deadline())
    assert bed.transport.health().usable


def test_a_chip_that_is_shorted_is_worn(bed: CcidBed) -> None:
    bed.simulator.insert(SimulatedChip(None, ChipFault.SHORTED))
    with pytest.raises(ChipWorn):
        bed.transport.power_on(bed.deadline())
    assert bed.transport.health().usable


def test_a_card_turned_round_is_mute_and_right_again_when_turned_back(bed: CcidBed) -> None:
    bed.simulator.insert(TinyChip())
    bed.simulator.turn_round()
    with pytest.raises(CardMute):
        bed.transport.power_on(bed.deadline())
    bed.simulator.turn_round()
    assert bed.transport.power_on(bed.deadline()) == ATR


def test_a_card_that_wants_three_volts_gets_them(bed: CcidBed) -> None:
    class Particular(CcidSimulator):
        def _answer(self, order: Message) -> Message:
            if order.kind is Kind.POWER_ON and order.extra[0] != 2:
                return self._message(order, b"", Went.WRONG, 0xFE)
            return super()._answer(order)

    bed.line.close()
    bed.line = type(bed.line)(Particular(), bed.clock)
    bed.simulator = bed.line.line._simulator  # type: ignore[assignment]
    bed.transport = type(bed.transport)(bed.line.open, bed.clock)
    bed.simulator.insert(TinyChip())
    assert bed.transport.power_on(bed.deadline()) == ATR


def test_a_card_pulled_out_between_two_commands_is_lifted(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.remove()
    with pytest.raises(CardLifted):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    bed.transport.power_off(bed.deadline())
    assert bed.transport.health().media is Media.NOT_PRESENT


def test_a_card_that_falls_silent_is_unreadable(bed: CcidBed) -> None:
    chip = powered(bed)
    chip.silent = True
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())


@pytest.mark.parametrize(
    ("chip", "error"),
    [
        (TinyChip(b"\x3f\x00"), None),
        (TinyChip(b"\x00\x01"), CardUnreadable),
        (TinyChip(b"\x3b\x80\x01"), NotASocialCard),
    ],
)
def test_an_answer_to_reset_that_is_none_is_refused(
    bed: CcidBed, chip: TinyChip, error: type[CardError] | None
) -> None:
    bed.simulator.insert(chip)
    if error is None:
        assert bed.transport.power_on(bed.deadline()) == chip.atr
    else:
        with pytest.raises(error):
            bed.transport.power_on(bed.deadline())


def test_an_answer_without_a_status_word_is_unreadable(bed: CcidBed) -> None:
    class Stub(TinyChip):
        def transmit(self, command: bytes) -> bytes:
            del command
            return b"\x90"

    powered(bed, Stub())
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())


@pytest.mark.parametrize("error", [*CODES, 0x77])
def test_every_error_of_the_reader_is_typed(bed: CcidBed, error: int) -> None:
    powered(bed)
    bed.simulator.fail(Kind.TRANSFER, error)
    with pytest.raises(DeviceError) as caught:
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    wanted = CODES[error].error if error in CODES else ProtocolFault
    assert type(caught.value) is (CardUnreadable if wanted is CardMute else wanted)
    assert f"{error:02X}" in str(caught.value)
    health = bed.transport.health()
    assert health.last_error is not None
    if error in CODES and wanted is not CardMute:
        assert health.last_error.action is CODES[error].action
    assert health.usable is isinstance(caught.value, CardError)
    bed.simulator.fail(Kind.TRANSFER, None)
    assert bed.transport.power_on(bed.deadline()) == ATR


@pytest.mark.parametrize(
    ("kind", "error", "wanted"),
    [
        (Kind.POWER_ON, 0xF8, CardUnreadable),
        (Kind.POWER_ON, 0xA2, ChipWorn),
        (Kind.POWER_ON, 0xFB, ReaderOutOfService),
        (Kind.SET_PARAMETERS, 0xF6, CardUnreadable),
        (Kind.SET_PARAMETERS, 0x00, None),
        (Kind.POWER_OFF, 0xFB, ReaderOutOfService),
        (Kind.POWER_OFF, 0xFE, None),
    ],
)
def test_errors_in_powering_are_typed(bed: CcidBed, kind: Kind, error: int, wanted: type[DeviceError] | None) -> None:
    bed.simulator.insert(TinyChip())
    bed.simulator.fail(kind, error)

    def power() -> None:
        bed.transport.power_on(bed.deadline())
        bed.transport.power_off(bed.deadline())

    if wanted is None:
        power()
    else:
        with pytest.raises(wanted):
            power()


def test_a_reader_that_cannot_tell_its_slot_is_out_of_use(bed: CcidBed) -> None:
    bed.simulator.fail(Kind.GET_SLOT_STATUS, 0xFB)
    assert bed.transport.probe(bed.deadline()).state is DeviceState.HARDWARE_ERROR
    bed.simulator.fail(Kind.GET_SLOT_STATUS, 0xFE)
    bed.clock.sleep(2)
    assert bed.transport.probe(bed.deadline()).state is DeviceState.ONLINE
    bed.simulator.fail(Kind.GET_SLOT_STATUS, 0xF8)
    with pytest.raises(ProtocolFault):
        bed.transport.presence(bed.deadline())


def test_a_status_nobody_knows_is_a_protocol_fault(bed: CcidBed) -> None:
    class Odd(CcidSimulator):
        def _answer(self, order: Message) -> Message:
            if order.kind is Kind.GET_SLOT_STATUS:
                return Message(Kind.SLOT_STATUS, order.seq, b"", bytes([Went.UNKNOWN << 6 | CardIs.UNKNOWN, 0, 0]))
            return super()._answer(order)

    bed.line.close()
    bed.line = type(bed.line)(Odd(), bed.clock)
    bed.transport = type(bed.transport)(bed.line.open, bed.clock)
    with pytest.raises(ProtocolFault):
        bed.transport.presence(bed.deadline())


# -- time


def test_a_slow_card_is_waited_for_as_long_as_the_reader_asks_for_time(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(14.0)
    began = bed.clock.monotonic()
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline(60)) == b"\x61\x13"
    assert bed.clock.monotonic() - began > 14.0


def test_a_card_that_is_too_slow_is_waited_for_half_a_minute(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(50.0)
    began = bed.clock.monotonic()
    with pytest.raises(NoReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline(60))
    assert bed.clock.monotonic() - began == pytest.approx(30.0, abs=0.2)


def test_a_silent_reader_has_three_seconds(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.mute()
    began = bed.clock.monotonic()
    with pytest.raises(NoReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    assert bed.clock.monotonic() - began == pytest.approx(3.0, abs=0.1)


def test_a_busy_slot_is_asked_again(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.fail(Kind.TRANSFER, 0xE0)
    bed.later(1.0, lambda: bed.simulator.fail(Kind.TRANSFER, None))
    assert bed.transport.transmit(READ_NUMBER, bed.deadline())[-2:] == b"\x90\0"


def test_an_order_called_off_ends_within_a_slice_and_its_late_answer_answers_nothing(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(1.0)
    deadline = bed.deadline(None)
    bed.later(0.3, deadline.cancel)
    began = bed.clock.monotonic()
    with pytest.raises(OperationCancelled):
        bed.transport.transmit(SELECT_SSSE, deadline)
    assert bed.clock.monotonic() - began <= 0.36
    bed.simulator.slow(0.0)
    assert bed.transport.transmit(READ_NUMBER, bed.deadline())[-2:] == b"\x90\0"
    assert bed.transport.health().usable


def test_a_late_answer_may_come_while_nobody_asks(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(1.0)
    with pytest.raises(OperationTimedOut):
        bed.transport.transmit(SELECT_SSSE, bed.deadline(0.3))
    bed.simulator.slow(0.0)
    for _ in range(30):
        bed.transport.listen(bed.deadline(0.05))
    began = bed.clock.monotonic()
    assert bed.transport.transmit(READ_NUMBER, bed.deadline())[-2:] == b"\x90\0"
    assert bed.clock.monotonic() - began < 0.1


# -- the line


def test_an_order_that_arrives_damaged_is_sent_again_twice(bed: CcidBed) -> None:
    powered(bed)
    bed.line.line.use_cables(to_device=AtBurst(0, lambda data: data[:-1] + b"\xaa"))
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    bed.line.line.use_cables(to_device=AtBurst(0, lambda data: data[:-1] + b"\xaa", onwards=True))
    with pytest.raises(GarbledReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    assert bed.transport.health().counters.communication_errors >= 3


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("echo", [True, False])
def test_an_answer_that_arrives_damaged_is_asked_for_again_twice(*, echo: bool) -> None:
    bed = CcidBed(echo=echo)
    powered(bed)
    answer = 2 if echo else 0  # an echo of 31 bytes comes in two portions of the line's
    bed.line.line.use_cables(to_host=AtBurst(answer, flipped))
    assert bed.transport.transmit(SELECT_SSSE, bed.deadline()) == b"\x61\x13"
    bed.line.line.use_cables(to_host=AtBurst(answer, flipped, onwards=True))
    with pytest.raises(GarbledReply):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    bed.close()


def test_a_reader_at_work_may_be_late_and_trickle(bed: CcidBed) -> None:
    for cable in (Bytewise(), Bytewise(0.002), Slow(0.3)):
        bed.line.line.use_cables(to_host=cable)
        bed.put_in()
        read_all(bed.transport, bed.deadline(60))


def test_a_line_that_only_echoes_is_no_reader(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())

    class Loop(CcidSimulator):
        def received(self, data: bytes) -> None:
            self._send(data)

    bed.line.close()
    bed.line = type(bed.line)(Loop(), bed.clock)
    bed.transport = type(bed.transport)(bed.line.open, bed.clock)
    with pytest.raises(LinkError):
        bed.transport.presence(bed.deadline())


def test_a_stuck_write_is_no_reply_and_hangs_nobody(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.line.hold(stuck=True)
    with pytest.raises(NoReply):
        bed.transport.presence(bed.deadline(None))
    assert bed.clock.monotonic() < 2.0
    bed.line.hold(stuck=False)
    assert bed.transport.presence(bed.deadline()) is Media.NOT_PRESENT


def test_a_reader_that_is_not_there_is_gone_and_never_shown_as_ok(bed: CcidBed) -> None:
    assert bed.transport.health().state is DeviceState.UNKNOWN
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.transport.presence(bed.deadline())
    assert bed.transport.health().state is DeviceState.NO_DEVICE
    assert not bed.transport.probe(bed.deadline()).usable


def test_listening_notices_a_pulled_cable_and_never_raises(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.transport.listen(bed.deadline(0.05))
    bed.line.pull()
    bed.transport.listen(bed.deadline(0.05))
    assert bed.transport.health().state is DeviceState.NO_DEVICE
    before = bed.clock.monotonic()
    bed.transport.listen(bed.deadline(0.05))
    assert bed.clock.monotonic() > before


def test_closing_from_another_thread_ends_an_order(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(5.0)
    bed.later(1.0, bed.transport.close)
    with pytest.raises(DeviceGone):
        bed.transport.transmit(SELECT_SSSE, bed.deadline(None))
    bed.simulator.slow(0.0)
    bed.clock.sleep(10)
    assert bed.transport.power_on(bed.deadline()) == ATR


def test_reset_starts_from_the_beginning(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())
    before = len(bed.simulator.orders)
    bed.transport.reset(bed.deadline())
    assert [order.kind for order in list(bed.simulator.orders)[before:]] == [
        Kind.ESCAPE,
        Kind.ESCAPE,
        Kind.GET_SLOT_STATUS,
    ]


def test_a_reader_that_lost_its_power_is_ready_and_the_card_must_be_powered_again(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.cut_power()
    with pytest.raises(CardUnreadable):
        bed.transport.transmit(SELECT_SSSE, bed.deadline())
    assert bed.transport.power_on(bed.deadline()) == ATR


def pull(bed: CcidBed) -> None:
    bed.line.pull()


def plug(bed: CcidBed) -> None:
    bed.line.plug()


def cut_wire(bed: CcidBed) -> None:
    bed.line.line.use_cables(to_device=Silent(), to_host=Silent())


def join_wire(bed: CcidBed) -> None:
    bed.line.line.use_cables()


@pytest.mark.parametrize(("lose", "give_back"), [(pull, plug), (cut_wire, join_wire)], ids=["no port", "no answer"])
def test_whenever_it_is_plugged_in_again_an_idle_lane_has_it_within_five_seconds(
    bed: CcidBed, lose: Callable[[CcidBed], None], give_back: Callable[[CcidBed], None]
) -> None:
    """As a lane does: a probe 3 s after the last was over, and listening in between."""
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
        waited.append(bed.clock.monotonic() - plugged_at[-1])
    assert max(waited) <= 5.0


def test_closing_while_a_late_answer_is_awaited_ends_the_order(bed: CcidBed) -> None:
    powered(bed)
    bed.simulator.slow(20.0)
    with pytest.raises(OperationTimedOut):
        bed.transport.transmit(SELECT_SSSE, bed.deadline(0.3))
    bed.later(1.0, bed.transport.close)
    with pytest.raises(DeviceGone):
        bed.transport.presence(bed.deadline())


def test_a_closed_line_is_gone(bed: CcidBed) -> None:
    with pytest.raises(DeviceGone):
        Exchange(bed.line.open, echo=True).listen(bed.deadline())


def test_a_probe_called_off_learns_nothing(bed: CcidBed) -> None:
    deadline = bed.deadline()
    deadline.cancel()
    assert bed.transport.probe(deadline).state is DeviceState.UNKNOWN


def test_short_probes_add_up_to_a_lost_reader(bed: CcidBed) -> None:
    bed.transport.probe(bed.deadline())
    bed.simulator.mute()
    for _ in range(3):
        bed.transport.probe(bed.deadline(0.5))
    assert bed.transport.health().state is DeviceState.OFFLINE
    bed.simulator.mute(mute=False)
    bed.clock.sleep(2.0)
    assert bed.transport.probe(bed.deadline()).state is DeviceState.ONLINE


# -- how it is made


def test_the_line_is_8n2_at_115200_with_rts_low() -> None:
    from devices.ccid.adapter import LINE

    assert (LINE.baud, LINE.bytesize, LINE.parity, LINE.stopbits, LINE.rts) == (115200, 8, "N", 2, False)


def test_the_make_opens_nothing_until_it_is_asked(bed: CcidBed) -> None:
    reader = SOCIAL_CARD_READERS["ccid"]({"port": "/nowhere/reader", "echo": False}, bed.clock)
    assert not reader.moves
    assert reader.health().state is DeviceState.UNKNOWN
    assert reader.probe(bed.deadline()).state is DeviceState.NO_DEVICE


@pytest.mark.parametrize("settings", [{}, {"port": "x", "baud": "fast"}, {"port": "x", "echo": "yes"}])
def test_a_wrong_setting_is_named(bed: CcidBed, settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"port|baud|echo"):
        SOCIAL_CARD_READERS["ccid"](settings, bed.clock)


def test_neither_health_nor_errors_tell_what_the_card_said(bed: CcidBed) -> None:
    powered(bed)
    bed.transport.transmit(READ_NUMBER, bed.deadline())
    bed.simulator.remove()
    with pytest.raises(CardLifted) as caught:
        bed.transport.transmit(READ_NUMBER, bed.deadline())
    assert "X0000" not in repr(bed.transport.health()) + str(caught.value) + repr(bed.simulator.orders)
    assert bed.transport.health().last_error is not None
    assert bed.transport.health().last_error.action is Action.NONE  # type: ignore[union-attr]


def test_the_work_of_the_reader_takes_its_time() -> None:
    bed = CcidBed(Timings(power_on=0.5))
    bed.transport.probe(bed.deadline())
    bed.put_in()
    began = bed.clock.monotonic()
    bed.transport.power_on(bed.deadline())
    assert bed.clock.monotonic() - began > 0.5
    bed.close()
