"""The slot over any transport, in virtual time: what a person does with a card, and what the slot says of every trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.deadline import Deadline
from devices.errors import (
    Action,
    CardBinFull,
    CardError,
    CardJam,
    CardLeftBehind,
    CardLifted,
    CardMute,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    GarbledReply,
    LinkError,
    NoReply,
    NotASocialCard,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
    SlotBlocked,
    SocialCardDataInvalid,
    SocialCardLifted,
    SocialCardUnreadable,
)
from devices.health import DeviceState, Media
from devices.roles import CardGeneration, CardMoved, DeviceEvent, InSlot
from devices.social_card.reader import AFTERWARDS_SECONDS, ATTEMPTS, BLOCKED_SECONDS
from devices.social_card.simulated_chip import ChipFault, Holder, SimulatedChip
from devices.social_card.watch import JAM_SETTLE_SECONDS, LOOK_SECONDS, SETTLE_SECONDS
from tests.devices.social_card_bed import CALL_SECONDS, MOVE_SECONDS, POLL_SECONDS, Bed

OTHER = Holder(name="测试乙", identity_number="440308199901101512", card_number="Y00000027")


@pytest.fixture
def bed() -> Bed:
    return Bed()


@pytest.fixture
def motor() -> Bed:
    return Bed(moves=True)


def chip(*faults: ChipFault) -> SimulatedChip:
    return SimulatedChip(Holder(), *faults)


# -- a hand's slot


def test_a_card_pushed_in_is_read_and_has_no_power_afterwards(bed: Bed) -> None:
    card = chip()
    assert bed.read_inserted(card).name == "测试"
    assert len(bed.seen) == 1
    assert not card.powered
    assert bed.reader.health().counters.operations == 1
    assert bed.reader.health().usable


def test_a_card_that_is_in_already_is_read(bed: Bed) -> None:
    bed.slot.insert(chip())
    assert bed.read().number == "X00000019"


def test_found_is_told_before_the_reading_once_the_card_lies_still(bed: Bed) -> None:
    bed.read_inserted(chip())
    assert 0.5 + SETTLE_SECONDS <= bed.seen[0] <= 0.5 + SETTLE_SECONDS + 3 * (POLL_SECONDS + CALL_SECONDS)
    assert bed.clock.monotonic() > bed.seen[0]


def test_a_card_whose_contacts_bounce_is_found_once_they_lie_still(bed: Bed) -> None:
    card = chip()

    def push() -> None:
        for _ in range(6):
            bed.slot.insert(card)
            bed.clock.sleep(0.06)
            bed.slot.draw()
            bed.clock.sleep(0.1)
        bed.slot.insert(card)

    bed.later(0.5, push)
    assert bed.read().number == "X00000019"
    assert bed.seen[0] >= 0.5 + 6 * 0.16 + SETTLE_SECONDS


def test_a_card_that_stays_is_not_read_again(bed: Bed) -> None:
    bed.read_inserted(chip())
    with pytest.raises(OperationTimedOut):
        bed.read(30.0)
    assert len(bed.seen) == 1


def test_a_card_that_bounces_while_it_stays_is_not_read_again(bed: Bed) -> None:
    card = chip()
    bed.read_inserted(card)

    def wobble() -> None:
        bed.slot.draw()
        bed.clock.sleep(0.1)
        bed.slot.insert(card)

    bed.later(1.0, wobble)
    with pytest.raises(OperationTimedOut):
        bed.read(10.0)


def test_the_next_card_is_read_after_the_first_was_drawn(bed: Bed) -> None:
    bed.read_inserted(chip())
    bed.later(2.0, bed.slot.draw)
    bed.later(3.0, lambda: bed.slot.insert(SimulatedChip(OTHER)))
    assert bed.read().number == "Y00000027"


def test_a_card_drawn_while_the_lane_only_listens_was_drawn(bed: Bed) -> None:
    bed.read_inserted(chip())
    bed.slot.draw()
    until = bed.clock.monotonic() + 3 * LOOK_SECONDS
    while bed.clock.monotonic() < until:
        bed.reader.listen(bed.deadline(0.05))
    bed.slot.insert(chip())
    assert bed.read().number == "X00000019"


def test_an_idle_lane_looks_after_a_read_card_and_not_after_an_empty_slot(bed: Bed) -> None:
    def looks() -> int:
        bed.slot.calls.clear()
        until = bed.clock.monotonic() + 10.0
        while bed.clock.monotonic() < until:
            bed.reader.listen(bed.deadline(0.05))
        return bed.slot.calls.count("presence")

    assert looks() == 0
    bed.read_inserted(chip())
    assert 10 <= looks() <= 10.0 / LOOK_SECONDS + 1
    bed.slot.draw()
    assert looks() <= 4


def test_a_card_that_failed_must_be_drawn_as_well(bed: Bed) -> None:
    with pytest.raises(CardMute):
        bed.read_inserted(chip(ChipFault.MUTE))
    with pytest.raises(OperationTimedOut):
        bed.read(10.0)
    bed.later(1.0, bed.slot.draw)
    bed.later(2.0, lambda: bed.slot.insert(chip()))
    assert bed.read().number == "X00000019"


def test_a_machine_that_has_no_more_to_tell_tells_nothing(bed: Bed) -> None:
    assert bed.reader.details(bed.deadline()) == ()
    assert bed.slot.calls == []


def test_the_hand_gives_and_takes_itself(bed: Bed) -> None:
    bed.read_inserted(chip())
    assert not bed.reader.moves
    bed.reader.give_back(bed.deadline())
    assert bed.reader.keep(bed.deadline()) is False
    with pytest.raises(OperationTimedOut):
        bed.reader.wait_taken(bed.deadline(5.0))
    bed.later(4.0, bed.slot.draw)
    began = bed.clock.monotonic()
    bed.reader.wait_taken(bed.deadline())
    assert 4.0 <= bed.clock.monotonic() - began <= 4.0 + SETTLE_SECONDS + 0.2
    assert bed.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


# -- a card that nobody took


def test_a_contact_that_sticks_takes_the_slot_out_of_order_until_it_was_seen_empty(bed: Bed) -> None:
    bed.slot.insert(chip(ChipFault.MUTE))  # as good as none
    bed.reader.give_back(bed.deadline())
    began = bed.clock.monotonic()
    with pytest.raises(SlotBlocked):
        bed.reader.wait_taken(bed.deadline(None))
    assert BLOCKED_SECONDS <= bed.clock.monotonic() - began < BLOCKED_SECONDS + 5.0
    health = bed.reader.probe(bed.deadline())
    assert (health.state, health.media, health.usable) == (DeviceState.HARDWARE_ERROR, Media.UNKNOWN, False)
    assert health.last_error is not None
    assert (health.last_error.code, health.last_error.action) == ("slot-blocked", Action.CLEAR)
    with pytest.raises(SlotBlocked):
        bed.read()
    assert bed.reader.in_slot(bed.deadline()) is InSlot.UNKNOWN
    bed.slot.draw()
    bed.reader.probe(bed.deadline())
    bed.clock.sleep(2 * SETTLE_SECONDS)
    assert bed.reader.probe(bed.deadline()).state is DeviceState.ONLINE
    assert bed.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


@pytest.mark.parametrize("fault", [None, ChipFault.NOT_A_SOCIAL_CARD, ChipFault.BLANK])
def test_a_forgotten_card_whose_chip_answers_is_waited_for_as_long_as_it_takes(
    bed: Bed, fault: ChipFault | None
) -> None:
    card = chip() if fault is None else chip(fault)
    bed.slot.insert(card)
    bed.reader.give_back(bed.deadline())
    with pytest.raises(OperationTimedOut):
        bed.reader.wait_taken(bed.deadline(3 * BLOCKED_SECONDS))
    assert bed.reader.health().usable
    assert not card.powered


@pytest.mark.parametrize("error", [CardJam("gate"), ProtocolFault("not now")])
def test_a_motor_that_cannot_draw_a_card_in_is_out_of_order_until_the_slot_was_seen_empty(
    motor: Bed, error: DeviceError
) -> None:
    motor.read_inserted(chip())
    motor.reader.give_back(motor.deadline())
    motor.slot.trouble = failing_at("capture", error)
    with pytest.raises(type(error)):
        motor.reader.keep(motor.deadline())
    motor.recovered()  # it answers as before, and tells of the card as before
    assert motor.reader.probe(motor.deadline()).state is DeviceState.HARDWARE_ERROR
    with pytest.raises(SlotBlocked):
        motor.read()
    motor.slot.draw()
    motor.reader.probe(motor.deadline())
    motor.clock.sleep(2 * SETTLE_SECONDS)
    assert motor.reader.probe(motor.deadline()).usable
    assert motor.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_motor_whose_sensor_still_tells_of_a_card_that_is_kept_is_out_of_order(motor: Bed) -> None:
    motor.read_inserted(chip())
    motor.reader.give_back(motor.deadline())
    motor.slot.sticks = True
    with pytest.raises(SlotBlocked):
        motor.reader.keep(motor.deadline())
    assert motor.reader.health().state is DeviceState.HARDWARE_ERROR
    motor.slot.draw()
    motor.reader.wait_taken(motor.deadline())
    assert motor.reader.health().usable


@pytest.fixture(params=[False, True], ids=["hand", "motor"])
def either(request: pytest.FixtureRequest) -> Bed:
    return Bed(moves=request.param)


def test_a_card_that_was_given_back_and_not_taken_is_nobodys_who_comes_next(either: Bed) -> None:
    either.read_inserted(chip())
    assert either.reader.in_slot(either.deadline()) is InSlot.A_CARD
    either.reader.give_back(either.deadline())
    assert either.reader.in_slot(either.deadline()) is InSlot.LEFT_BEHIND
    for _ in range(2):
        with pytest.raises(CardLeftBehind):
            either.read(None)
    assert len(either.seen) == 1
    assert either.reader.health().counters.failures == 0
    either.slot.draw()
    either.reader.wait_taken(either.deadline())
    assert either.reader.in_slot(either.deadline()) is InSlot.NOTHING
    assert either.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_card_that_was_taken_while_nobody_looked_stops_nobody(either: Bed) -> None:
    either.read_inserted(chip())
    either.reader.give_back(either.deadline())
    either.slot.draw()
    assert either.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_card_put_in_just_before_a_visit_ended_is_not_read_in_the_next(bed: Bed) -> None:
    bed.slot.insert(chip())
    bed.reader.probe(bed.deadline())
    bed.reader.give_back(bed.deadline())
    with pytest.raises(CardLeftBehind):
        bed.read()
    assert bed.seen == []


def test_a_card_whose_giving_back_was_lost_with_the_line_is_left_behind(bed: Bed) -> None:
    bed.slot.insert(chip())
    bed.reader.probe(bed.deadline())

    def gone(_call: str, _deadline: Deadline) -> None:
        raise DeviceGone

    bed.slot.trouble = gone
    with pytest.raises(DeviceGone):
        bed.reader.give_back(bed.deadline())
    assert bed.reader.in_slot(bed.deadline()) is InSlot.UNKNOWN
    bed.recovered()
    with pytest.raises(CardLeftBehind):
        bed.read()


def test_a_slot_that_cant_see_says_so(bed: Bed) -> None:
    bed.slot.place = Media.UNKNOWN
    assert bed.reader.in_slot(bed.deadline()) is InSlot.UNKNOWN
    bed.reader.give_back(bed.deadline())
    with pytest.raises(OperationTimedOut):
        bed.read(2.0)


@given(
    moves=st.booleans(),
    deeds=st.lists(st.sampled_from(("insert", "draw", "read", "give back", "wait")), max_size=12),
)
@example(moves=False, deeds=["read", "insert", "give back", "read", "read"])
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_a_card_that_was_given_back_is_never_read_before_it_was_drawn(
    *, moves: bool, deeds: list[str]
) -> None:
    bed = Bed(moves=moves)
    offered = False
    for deed in deeds:
        if deed == "insert" and bed.slot.chip is None:
            bed.slot.insert(chip())
            offered = False
        elif deed == "draw":
            bed.slot.draw()
            offered = False
        elif deed == "give back":
            bed.reader.give_back(bed.deadline())
            offered = bed.slot.chip is not None
        elif deed == "wait":
            bed.reader.listen(bed.deadline(1.0))
        elif deed == "read":
            try:
                bed.read(3.0)
            except (CardLeftBehind, OperationTimedOut):
                continue
            assert not offered


def test_no_card_proves_anything_without_keys(either: Bed) -> None:
    assert either.reader.proves_card is False


# -- the card's troubles


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (ChipFault.MUTE, CardMute),
        (ChipFault.NOT_A_SOCIAL_CARD, NotASocialCard),
        (ChipFault.FALLS_SILENT, SocialCardUnreadable),
        (ChipFault.MEMORY, SocialCardUnreadable),
        (ChipFault.DAMAGED, SocialCardDataInvalid),
        (ChipFault.WRONG_TAG, SocialCardDataInvalid),
        (ChipFault.BLANK, SocialCardDataInvalid),
    ],
)
@pytest.mark.parametrize("kind", ["hand", "motor"])
def test_every_fault_of_a_card_has_its_error_and_is_the_cards(
    fault: ChipFault, error: type[DeviceError], kind: str
) -> None:
    bed = Bed(moves=kind == "motor")
    card = chip(fault)
    with pytest.raises(DeviceError) as caught:
        bed.read_inserted(card)
    assert type(caught.value) is error
    assert not card.powered
    health = bed.reader.health()
    assert health.usable
    assert health.last_error is not None
    # The health has it as the card said it, the error says of which slot it was.
    assert error.code.endswith(health.last_error.code)
    assert health.counters.failures >= 1
    assert bed.slot.place is (Media.ENTERING if kind == "motor" else Media.PRESENT)
    bed.slot.draw()
    bed.later(1.0, lambda: bed.slot.insert(chip()))
    assert bed.read().number == "X00000019"


def test_an_expired_card_is_no_error(bed: Bed) -> None:
    expired = replace(Holder(), issued=None, valid_until=replace(Holder()).issued)
    assert bed.read_inserted(SimulatedChip(expired)).valid_until == expired.valid_until


def test_generation_3_is_no_error(bed: Bed) -> None:
    assert bed.read_inserted(SimulatedChip(Holder(generation=CardGeneration.THIRD))).holder_protected


def test_a_card_drawn_while_it_is_read_was_lifted(bed: Bed) -> None:
    bed.later(0.5 + SETTLE_SECONDS + 0.3, bed.slot.draw)
    with pytest.raises(CardLifted):
        bed.read_inserted(chip())
    assert bed.read_inserted(chip()).number == "X00000019"


def test_a_card_that_was_lifted_and_is_back_at_once_is_read_by_the_next_order(bed: Bed) -> None:
    bed.later(0.5 + SETTLE_SECONDS + 0.3, bed.slot.draw)
    with pytest.raises(CardLifted):
        bed.read_inserted(chip())
    bed.slot.insert(chip())
    assert bed.read().number == "X00000019"


def failing_at(name: str, error: DeviceError, times: int = 1) -> Callable[[str, Deadline], bytes | None]:
    """Have a call fail the first times."""
    left = [times]

    def trouble(call: str, deadline: Deadline) -> bytes | None:
        del deadline
        if call == name and left[0]:
            left[0] -= 1
            raise error
        return None

    return trouble


@pytest.mark.parametrize("error", [CardMute(), CardUnreadable(), NoReply(), GarbledReply()])
@pytest.mark.parametrize("call", ["power_on", "transmit"])
def test_what_went_wrong_once_is_tried_once_more_from_a_cold_reset(bed: Bed, call: str, error: DeviceError) -> None:
    bed.slot.trouble = failing_at(call, error)
    assert bed.read_inserted(chip()).number == "X00000019"
    assert bed.slot.calls.count("power_on") == ATTEMPTS


@pytest.mark.parametrize("error", [CardMute, CardUnreadable, NoReply, GarbledReply])
def test_what_stays_wrong_is_said_after_two_attempts(bed: Bed, error: type[DeviceError]) -> None:
    bed.slot.trouble = failing_at("power_on", error(), 100)
    with pytest.raises(error):
        bed.read_inserted(chip())
    assert bed.slot.calls.count("power_on") == ATTEMPTS


@pytest.mark.parametrize("error", [CardLifted(), DeviceGone(), ProtocolFault()])
def test_what_no_second_attempt_mends_is_said_at_once(bed: Bed, error: DeviceError) -> None:
    bed.slot.trouble = failing_at("transmit", error)
    with pytest.raises(type(error)):
        bed.read_inserted(chip())
    assert bed.slot.calls.count("power_on") == 1


def test_a_card_that_was_read_is_read_even_if_its_power_stays_on(bed: Bed) -> None:
    bed.slot.trouble = failing_at("power_off", NoReply())
    assert bed.read_inserted(chip()).number == "X00000019"


def test_an_error_the_transport_noted_is_counted_once(bed: Bed) -> None:
    bed.slot.trouble = failing_at("transmit", CardLifted())
    with pytest.raises(CardLifted):
        bed.read_inserted(chip())
    assert bed.reader.health().counters.failures == 1
    bed.slot.trouble = None
    bed.slot.draw()
    with pytest.raises(NotASocialCard):
        bed.read_inserted(chip(ChipFault.NOT_A_SOCIAL_CARD))
    assert bed.reader.health().counters.failures == 2


@pytest.mark.parametrize("kind", ["hand", "motor"])
def test_a_card_whose_reading_the_line_tore_off_is_read_by_the_next_order(kind: str) -> None:
    bed = Bed(moves=kind == "motor")
    bed.slot.trouble = failing_at("transmit", DeviceGone())
    with pytest.raises(DeviceGone):
        bed.read_inserted(chip())
    bed.recovered()
    assert bed.read().number == "X00000019"


# -- a motor


def test_a_motor_opens_its_mouth_only_while_it_waits(motor: Bed) -> None:
    assert motor.read_inserted(chip()).number == "X00000019"
    assert motor.slot.calls.count("admit") == motor.slot.calls.count("shut") == 1
    assert not motor.slot.open
    assert motor.slot.place is Media.PRESENT  # it holds the card


def test_a_motor_gives_back_and_notices_that_the_card_was_taken(motor: Bed) -> None:
    motor.read_inserted(chip())
    motor.reader.give_back(motor.deadline())
    assert motor.slot.place is Media.ENTERING
    motor.later(3.0, motor.slot.draw)
    motor.reader.wait_taken(motor.deadline())
    assert motor.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_forgotten_card_is_kept(motor: Bed) -> None:
    motor.read_inserted(chip())
    motor.reader.give_back(motor.deadline())
    with pytest.raises(OperationTimedOut):
        motor.reader.wait_taken(motor.deadline(20.0))
    assert motor.reader.keep(motor.deadline()) is True
    assert motor.reader.keep(motor.deadline()) is False
    assert motor.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_full_bin_is_said(motor: Bed) -> None:
    motor.read_inserted(chip())
    motor.slot.bin_full = True
    with pytest.raises(CardBinFull):
        motor.reader.keep(motor.deadline())


def test_a_card_left_in_a_motor_from_before_is_given_back_and_not_read(motor: Bed) -> None:
    motor.slot.chip, motor.slot.place = chip(), Media.PRESENT
    with pytest.raises(CardLeftBehind):
        motor.read(10.0)
    assert motor.slot.place is Media.ENTERING
    assert motor.seen == []
    motor.slot.draw()
    assert motor.read_inserted(SimulatedChip(OTHER)).number == "Y00000027"


def test_a_card_the_motor_took_in_when_the_order_was_called_off_is_read_by_the_next(motor: Bed) -> None:
    deadline = motor.deadline()
    motor.later(0.5, lambda: motor.slot.insert(chip()))
    motor.later(0.6, deadline.cancel)
    with pytest.raises(OperationCancelled):
        motor.reader.read_card(deadline, found=lambda: None)
    assert motor.slot.place is Media.PRESENT
    assert not motor.slot.open
    assert motor.read().number == "X00000019"


def test_a_card_nobody_gave_back_is_given_back_by_the_next_order_and_not_read(motor: Bed) -> None:
    motor.read_inserted(chip())
    with pytest.raises(OperationTimedOut):
        motor.read(10.0)
    assert motor.slot.place is Media.ENTERING
    assert len(motor.seen) == 1


def test_a_bad_card_that_does_not_come_out_is_a_jam(motor: Bed) -> None:
    motor.slot.jams = True
    with pytest.raises(CardJam):
        motor.read_inserted(chip(ChipFault.MUTE))


def test_a_bad_card_is_still_said_bad_when_the_time_for_its_way_out_is_over(motor: Bed) -> None:
    with pytest.raises(NotASocialCard):
        motor.read_inserted(chip(ChipFault.NOT_A_SOCIAL_CARD), 0.5 + SETTLE_SECONDS + MOVE_SECONDS)


def test_a_jam_that_stays_is_said_and_one_that_passes_is_not(motor: Bed) -> None:
    def jam(seconds: float) -> None:
        motor.slot.place = Media.JAMMED
        motor.clock.sleep(seconds)
        motor.slot.insert(chip())

    motor.later(1.0, partial(jam, JAM_SETTLE_SECONDS / 2))
    assert motor.read().number == "X00000019"
    motor.slot.draw()
    motor.reader.wait_taken(motor.deadline())
    motor.later(1.0, partial(jam, JAM_SETTLE_SECONDS * 2))
    with pytest.raises(CardJam):
        motor.read()


def test_a_mouth_that_cannot_be_opened_is_said(motor: Bed) -> None:
    motor.slot.trouble = failing_at("admit", NoReply())
    with pytest.raises(NoReply):
        motor.read()


# -- deadlines


@pytest.mark.parametrize("kind", ["hand", "motor"])
@pytest.mark.parametrize("after", [0.05, 0.3, 0.55, 0.72, 0.8, 0.9, 1.0])
def test_an_order_called_off_ends_at_once_with_the_power_off_and_the_mouth_shut(kind: str, after: float) -> None:
    bed = Bed(moves=kind == "motor")
    card = chip()
    deadline = bed.deadline()
    bed.later(0.5, lambda: bed.slot.insert(card))
    bed.later(after, deadline.cancel)
    with pytest.raises(OperationCancelled):
        bed.reader.read_card(deadline, found=lambda: None)
    assert bed.clock.monotonic() <= after + POLL_SECONDS + 4 * CALL_SECONDS
    assert not card.powered
    assert not bed.slot.open
    assert bed.reader.health().counters.failures == 0


def test_nothing_within_the_time_is_a_time_out(bed: Bed) -> None:
    with pytest.raises(OperationTimedOut):
        bed.read(3.0)
    assert 3.0 <= bed.clock.monotonic() <= 3.2


# -- what is told unasked


def test_a_card_that_moves_and_a_reader_that_goes_are_told_once(bed: Bed) -> None:
    listen = partial(bed.reader.listen, bed.deadline(None))
    assert listen() == []
    bed.slot.insert(chip())
    bed.reader.probe(bed.deadline())
    assert listen() == [CardMoved(Media.PRESENT)]
    assert listen() == []
    bed.slot.condition.failed(DeviceGone())
    events = listen()
    assert events[0] == CardMoved(Media.UNKNOWN)
    assert isinstance(events[1], DeviceEvent)
    assert events[1].health.state is DeviceState.NO_DEVICE
    assert listen() == []


def test_listening_survives_a_reader_that_goes_while_it_looks(bed: Bed) -> None:
    bed.read_inserted(chip())
    bed.slot.trouble = failing_at("presence", DeviceGone())
    told = [event for _ in range(30) for event in bed.reader.listen(bed.deadline(None))]
    assert [type(event) for event in told].count(DeviceEvent) == 1
    assert bed.reader.health().state is DeviceState.NO_DEVICE


def test_the_rest_is_the_transports(bed: Bed) -> None:
    assert bed.reader.info().maker == "direct"
    bed.reader.reset(bed.deadline())
    bed.reader.close()
    assert bed.slot.calls == ["reset", "close"]


# -- every fault at every moment


@dataclass(frozen=True)
class FaultCase:
    """One trouble, that lasts, beginning at one call of a reading."""

    moves: bool
    generation: CardGeneration
    call: int
    trouble: str


TROUBLES = (
    "gone",
    "silent",
    "garbled",
    "protocol",
    "lifted",
    "mute",
    "unreadable",
    "jam",
    "slow",
    "stuck",
    "empty answer",
    "half an answer",
    "noise",
    "another length",
    "more and more",
    "another answer",
)
ANSWERS = {
    "empty answer": b"",
    "half an answer": b"\x07\x09X0000",
    "noise": bytes(range(40)),
    "another length": b"\x6c\x11",
    "more and more": b"\x61\xff",
    "another answer": b"\x0a\x011\x90\x00",
}
ERRORS: dict[str, type[DeviceError]] = {
    "gone": DeviceGone,
    "silent": NoReply,
    "garbled": GarbledReply,
    "protocol": ProtocolFault,
    "lifted": SocialCardLifted,
    "mute": CardMute,
    "unreadable": SocialCardUnreadable,
    "jam": CardJam,
}


def fault_cases() -> Iterator[FaultCase]:
    """Every trouble at each of the first calls of a reading, for both kinds of slot and two generations."""
    for moves in (False, True):
        for generation in (CardGeneration.SECOND, CardGeneration.THIRD):
            for trouble in TROUBLES:
                yield from (FaultCase(moves, generation, call, trouble) for call in range(0, 34, 2))


def run(case: FaultCase) -> str:
    """Read through the trouble; return how it ended. Asserts what always holds."""
    bed = Bed(moves=case.moves)
    count = [0]

    def trouble(name: str, deadline: Deadline) -> bytes | None:
        count[0] += 1
        if count[0] <= case.call:
            return None
        if case.trouble in ERRORS:
            raise ERRORS[case.trouble](name)
        if case.trouble == "slow":
            deadline.pause(0.3)
        elif case.trouble == "stuck":
            deadline.pause(1000.0)
        elif name in ("transmit", "power_on"):
            return ANSWERS[case.trouble]
        return None

    bed.slot.trouble = trouble
    limit = 15.0
    card = SimulatedChip(Holder(generation=case.generation))
    try:
        ended = bed.read_inserted(card, limit).generation.name
    except DeviceError as error:
        ended = type(error).__name__
    assert bed.clock.monotonic() <= limit + 2 * AFTERWARDS_SECONDS + 0.1
    bed.clock.sleep(1.0)  # the first card is in by now, whether it was read or not
    # The cable is back, the card taken out: within five seconds the slot reads again.
    bed.recovered()
    mended = bed.clock.monotonic()
    bed.slot.draw()
    bed.slot.open = False
    assert bed.read_inserted(SimulatedChip(OTHER), 5.0).number == "Y00000027"
    assert bed.clock.monotonic() - mended <= 5.0
    return ended


def test_every_fault_at_every_moment_ends_typed_in_time_and_is_recovered_from() -> None:
    cases = list(fault_cases())
    ended = [run(case) for case in cases]
    assert len(cases) >= 500
    # Not every trouble shows: one that comes after the last call it touches doesn't.
    assert {"SECOND", "THIRD", "DeviceGone", "NoReply", "SocialCardLifted", "CardMute", "OperationTimedOut"} <= set(
        ended
    )
    assert sum(end not in ("SECOND", "THIRD") for end in ended) >= 500


def test_errors_of_cards_and_of_lines_are_told_apart() -> None:
    for trouble, kind in (("lifted", CardError), ("mute", CardError), ("gone", LinkError), ("silent", LinkError)):
        ended = run(FaultCase(moves=False, generation=CardGeneration.SECOND, call=20, trouble=trouble))
        assert issubclass(ERRORS[trouble], kind)
        assert ended == ERRORS[trouble].__name__
