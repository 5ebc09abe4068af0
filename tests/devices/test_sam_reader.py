"""The identity-card reader over a line in virtual time: what it reads, and what it says of every trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from devices.bench.cables import Bytewise, Cable, Doubled, Piece, Silent, Slow, together
from devices.errors import (
    Action,
    CardDataInvalid,
    CardLifted,
    CardNotAuthentic,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    LinkError,
    NoReply,
    NotAnIdCard,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
    ReaderOutOfService,
    UnsupportedDocument,
)
from devices.health import DeviceInfo, DeviceState, Media
from devices.id_sam import adapter, frames
from devices.id_sam.adapter import POLL_SECONDS, SamIdReader
from devices.id_sam.frames import Answer
from devices.id_sam.simulated_card import chip_text
from devices.id_sam.simulator import CardFault, ModuleFault, SamSimulator, Timings
from devices.id_sam.speeds import SPEEDS
from devices.link import LineSettings
from tests.devices.sam_bed import ALL_KINDS, FOREIGN_2017, FOREIGN_2023, HMT, OTHER, PERSON, Bed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.link import Link
    from devices.roles import IdCard


@pytest.fixture
def bed() -> Iterator[Bed]:
    made = Bed()
    yield made
    made.close()


class Answering(SamSimulator):
    """A module that gives one order an answer of the test's own, a number of times."""

    def __init__(self, order: frames.Order, answer: Answer, times: int = 1000) -> None:
        super().__init__()
        self._order, self._own, self._times = order, answer, times

    def _answer(self, order: frames.Order) -> Answer:
        answer = super()._answer(order)
        if order == self._order and self._times:
            self._times -= 1
            return self._own
        return answer


def bed_with(simulator: SamSimulator) -> Bed:
    return Bed(simulator=simulator)


# -- reading


def test_a_card_that_lies_is_read(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    assert len(bed.seen) == 1
    assert bed.reader.health().usable
    assert bed.reader.health().counters.operations == 1
    assert bed.reader.info().serial == "05.01-20120411-0002011994-0123456789"


def test_a_card_placed_later_is_read_within_the_poll_interval_and_the_cards_own_time(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.later(3.0, lambda: bed.simulator.place(PERSON))
    assert bed.read() == PERSON
    own = 0.03 + 0.05 + 0.5 + (1295 + 15 + 19 + 30) * 10 / 115200
    assert bed.clock.monotonic() - 3.0 <= POLL_SECONDS + 0.03 + own + 0.05


def test_found_is_told_before_the_reading(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    bed.read()
    assert bed.seen[0] <= bed.clock.monotonic() - 0.5


def test_the_same_card_counts_again_only_after_it_was_lifted(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    bed.read()
    with pytest.raises(OperationTimedOut):
        bed.read(10.0)
    bed.simulator.lift()
    bed.simulator.place(OTHER)
    assert bed.read() == OTHER


def test_a_reader_that_finds_the_lying_card_again_and_again_is_not_believed() -> None:
    bed = Bed(restless=True)
    bed.simulator.place(PERSON)
    bed.read()
    with pytest.raises(OperationTimedOut):
        bed.read(30.0)
    bed.later(1.0, bed.simulator.lift)
    bed.later(2.0, lambda: bed.simulator.place(OTHER))
    assert bed.read() == OTHER
    bed.close()


def test_a_card_changed_while_nobody_asked_is_a_new_one() -> None:
    bed = Bed(restless=True)
    bed.simulator.place(PERSON)
    bed.read()
    bed.clock.sleep(60)
    bed.simulator.place(OTHER)
    assert bed.read() == OTHER
    bed.close()


def test_media_is_unknown_once_a_card_was_read_because_a_lying_card_answers_like_none(bed: Bed) -> None:
    with pytest.raises(OperationTimedOut):
        bed.read(1.0)
    assert bed.reader.health().media is Media.NOT_PRESENT
    bed.simulator.place(PERSON)
    bed.read()
    assert bed.reader.health().media is Media.UNKNOWN


def test_neither_repr_nor_health_tells_the_person(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    told = repr(bed.read()) + repr(bed.reader.health()) + repr(frames.Answer(0x90, chip_text(PERSON)))
    assert PERSON.number not in told
    assert PERSON.name not in told


# -- the card's troubles


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (CardFault.UNREADABLE, CardUnreadable),
        (CardFault.COUNTERFEIT, CardNotAuthentic),
        (CardFault.NOT_AN_ID_CARD, NotAnIdCard),
        (CardFault.LIFTED_TOO_EARLY, CardLifted),
        (CardFault.UNSUPPORTED, UnsupportedDocument),
        (CardFault.CONTRADICTORY, CardDataInvalid),
    ],
)
def test_every_fault_of_a_card_has_its_error(bed: Bed, fault: CardFault, error: type[DeviceError]) -> None:
    bed.simulator.place(PERSON, fault)
    with pytest.raises(DeviceError) as caught:
        bed.read()
    assert type(caught.value) is error
    assert bed.reader.health().usable
    assert bed.reader.health().last_error is not None
    bed.simulator.lift()
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


def test_a_card_lifted_while_it_is_read_is_lifted_and_not_unreadable(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.place(PERSON)
    bed.later(0.3, bed.simulator.lift)
    with pytest.raises(CardLifted):
        bed.read()


def test_a_card_lifted_before_it_is_selected_is_lifted(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.place(PERSON)
    bed.later(0.05, bed.simulator.lift)
    with pytest.raises(CardLifted):
        bed.read()


def test_a_card_that_fails_silently_twice_is_called_unreadable() -> None:
    bed = bed_with(Answering(frames.READ_TEXT_AND_PHOTO, Answer(0x41)))
    for error in (CardLifted, CardUnreadable, CardUnreadable):
        bed.simulator.place(PERSON)
        with pytest.raises(error):
            bed.read()
        bed.simulator.lift()
    bed.close()


def test_a_card_that_slips_once_is_read_at_the_second_go() -> None:
    bed = bed_with(Answering(frames.SELECT, Answer(0x81), times=1))
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    bed.close()


def test_a_card_that_is_found_and_never_selected_is_unreadable() -> None:
    bed = bed_with(Answering(frames.SELECT, Answer(0x81)))
    bed.simulator.place(PERSON)
    with pytest.raises(CardUnreadable):
        bed.read()
    bed.close()


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
def test_every_kind_of_document_is_read(bed: Bed, card: IdCard) -> None:
    bed.simulator.place(card)
    assert bed.read() == card


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
def test_a_document_of_any_kind_that_lies_still_counts_once_even_with_a_restless_reader(card: IdCard) -> None:
    bed = Bed(restless=True)
    bed.simulator.place(card)
    assert bed.read() == card
    with pytest.raises(OperationTimedOut):
        bed.read(30.0)
    bed.simulator.lift()
    bed.later(1.0, lambda: bed.simulator.place(card))
    assert bed.read() == card
    bed.close()


def test_a_document_of_another_kind_is_refused_by_name(bed: Bed) -> None:
    block = bytearray(chip_text(PERSON))
    block[248:250] = "Z".encode("utf-16-le")
    bed.simulator.place_chip(bytes(block))
    with pytest.raises(UnsupportedDocument):
        bed.read()


# -- the appended address


@pytest.mark.parametrize("card", [PERSON, HMT], ids=lambda card: card.kind)
def test_an_appended_address_takes_the_place_of_the_first(bed: Bed, card: IdCard) -> None:
    bed.simulator.place(card, moved_to="北京市海淀区测试路3号")
    assert bed.read() == replace(card, address="北京市海淀区测试路3号")


def test_an_empty_appended_address_leaves_the_first(bed: Bed) -> None:
    bed.simulator.place(PERSON, moved_to="")
    assert bed.read() == PERSON
    assert frames.READ_APPENDED_ADDRESS in bed.simulator.orders


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
def test_a_document_without_an_address_is_not_asked_for_another(bed: Bed, card: IdCard) -> None:
    bed.simulator.place(card)
    bed.read()
    assert frames.READ_APPENDED_ADDRESS not in bed.simulator.orders


def test_an_old_reader_that_does_not_know_appended_addresses_is_asked_once() -> None:
    bed = Bed(appends=False)
    for person in (PERSON, OTHER):
        bed.simulator.place(person, moved_to="北京市海淀区测试路3号")
        assert bed.read() == person
        bed.simulator.lift()
    assert bed.simulator.orders.count(frames.READ_APPENDED_ADDRESS) == 1
    assert bed.reader.health().usable
    assert bed.reader.health().last_error is None
    bed.close()


@pytest.mark.parametrize("sw3", [0x23, 0x24, 0x31, 0x41, 0x61, 0x66, 0x60, 0x10])
def test_whatever_is_answered_for_an_appended_address_the_card_is_read_in_time(sw3: int) -> None:
    bed = bed_with(Answering(frames.READ_APPENDED_ADDRESS, Answer(sw3)))
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    assert bed.clock.monotonic() < 0.1 + 0.03 + 0.05 + 0.5 + (1295 + 15 + 19 + 30) * 10 / 115200 + 1.5 + 0.1
    bed.simulator.lift()
    bed.simulator.place(OTHER)
    assert bed.read() == OTHER
    bed.close()


def test_a_reader_that_never_answers_for_an_appended_address_costs_a_second_and_a_half_three_times() -> None:
    bed = Bed(Timings(appended=1e3))
    for number in range(5):
        bed.simulator.restart()  # which ends the order it is at
        bed.clock.sleep(2.0)
        bed.simulator.place(PERSON)
        before = bed.clock.monotonic()
        assert bed.read() == PERSON
        assert (bed.clock.monotonic() - before > 1.5) is (number < 3)
        bed.simulator.lift()
    assert bed.reader.health().usable
    bed.close()


def test_a_card_that_is_read_is_read_though_the_cable_is_pulled_a_moment_later(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.place(PERSON)
    bed.later(0.73, bed.line.pull)
    assert bed.read() == PERSON
    bed.reader.listen(bed.deadline(0.05))
    assert bed.reader.health().state is DeviceState.NO_DEVICE


def test_a_card_that_contradicts_itself_is_refused_without_saying_what_it_holds(bed: Bed) -> None:
    bed.simulator.place(replace(PERSON, number="110105194912310021"))
    with pytest.raises(CardDataInvalid) as caught:
        bed.read()
    assert "1101" not in str(caught.value)


def test_lengths_that_contradict_the_answer_are_refused() -> None:
    data = frames.card_data(chip_text(PERSON), b"") + b"!"
    bed = bed_with(Answering(frames.READ_TEXT_AND_PHOTO, Answer(0x90, data)))
    bed.simulator.place(PERSON)
    with pytest.raises(CardDataInvalid):
        bed.read()
    bed.close()


def test_a_reader_that_tells_a_strange_card_when_it_finds_it_is_understood() -> None:
    bed = bed_with(Answering(frames.FIND, Answer(0x40)))
    with pytest.raises(NotAnIdCard):
        bed.read()
    with pytest.raises(OperationTimedOut):
        bed.read(5.0)
    bed.close()


# -- the module's troubles


def test_a_failed_self_test_is_mended_by_one_reset(bed: Bed) -> None:
    bed.simulator.fail(ModuleFault.SELF_TEST_ONCE)
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    assert bed.simulator.orders.count(frames.RESET) == 1


def test_a_self_test_that_fails_while_reading_is_mended_too(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    bed.later(0.2, lambda: bed.simulator.fail(ModuleFault.SELF_TEST_ONCE))
    assert bed.read() == PERSON


@pytest.mark.parametrize("fault", [ModuleFault.SELF_TEST, ModuleFault.UNAUTHORISED])
def test_a_module_that_cannot_work_takes_the_reader_out_of_service(bed: Bed, fault: ModuleFault) -> None:
    bed.simulator.fail(fault)
    with pytest.raises(ReaderOutOfService):
        bed.read()
    health = bed.reader.health()
    assert health.state is DeviceState.HARDWARE_ERROR
    assert health.last_error is not None
    assert health.last_error.action is Action.REPLACE
    bed.simulator.fail(ModuleFault.NONE)
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


def test_a_module_that_loses_its_authorisation_between_two_cards_is_out_of_service(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.fail(ModuleFault.UNAUTHORISED)
    with pytest.raises(ReaderOutOfService):
        bed.read()


def test_a_mute_module_is_lost_after_three_silent_status_orders_and_found_again(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.fail(ModuleFault.MUTE)
    with pytest.raises(NoReply):
        bed.read(None)
    assert bed.clock.monotonic() < 5.0
    assert bed.reader.health().state is DeviceState.OFFLINE
    bed.simulator.fail(ModuleFault.NONE)
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


def test_short_probes_add_up_to_a_lost_reader(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.fail(ModuleFault.MUTE)
    bed.reader.probe(bed.deadline(0.5))
    assert bed.reader.health().usable, "one is no proof"
    for _ in range(5):
        bed.reader.probe(bed.deadline(0.5))
    assert bed.reader.health().state is DeviceState.OFFLINE


def test_one_or_two_orders_without_an_answer_are_no_loss(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.fail(ModuleFault.MUTE)
    bed.later(1.5, lambda: bed.simulator.fail(ModuleFault.NONE))
    bed.later(4.0, lambda: bed.simulator.place(PERSON))
    assert bed.read() == PERSON
    assert bed.reader.health().counters.communication_errors == 2
    assert bed.reader.health().counters.failures == 0


def test_a_find_that_is_never_answered_by_a_module_that_is_well_ends_too() -> None:
    class Deaf(SamSimulator):
        def _work_seconds(self, order: frames.Order) -> float:
            return 1e9 if order == frames.FIND else super()._work_seconds(order)

        def received(self, data: bytes) -> None:
            if self._working is not None and self._working[0] > 1e8:
                self._working = None
            super().received(data)

    bed = bed_with(Deaf())
    with pytest.raises(ProtocolFault):
        bed.read(None)
    assert bed.reader.health().state is DeviceState.HARDWARE_ERROR
    bed.close()


@pytest.mark.parametrize(
    "sw3",
    [0x24, 0x61, 0x21, 0x10],
)
def test_a_module_that_answers_nonsense_to_every_find_is_not_asked_for_ever(sw3: int) -> None:
    bed = bed_with(Answering(frames.FIND, Answer(sw3)))
    with pytest.raises(ProtocolFault):
        bed.read(None)
    assert not bed.reader.health().usable
    bed.close()


def test_an_order_that_arrived_damaged_is_sent_again_twice() -> None:
    bed = bed_with(Answering(frames.FIND, Answer(0x10), times=2))
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    assert bed.reader.health().counters.communication_errors == 2
    bed.close()


def test_an_answer_damaged_in_every_attempt_counts_as_often_as_it_was_sent() -> None:
    bed = bed_with(Answering(frames.STATUS, Answer(0x10), times=8))  # the first is for the speed
    assert bed.reader.probe(bed.deadline()).usable
    assert bed.reader.health().counters.communication_errors == 7
    bed.close()


def test_a_module_without_power_for_a_moment_is_asked_again(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.later(1.0, bed.simulator.restart)
    bed.later(3.0, lambda: bed.simulator.place(PERSON))
    assert bed.read() == PERSON


def test_the_module_number_is_read_at_every_opening(bed: Bed) -> None:
    assert bed.reader.info() == DeviceInfo()
    bed.reader.probe(bed.deadline())
    assert bed.reader.info() == DeviceInfo(model="SAM", serial="05.01-20120411-0002011994-0123456789")


def test_a_failed_self_test_is_followed_by_reset_a_second_and_a_half_and_status(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.simulator.fail(ModuleFault.SELF_TEST)
    before = bed.clock.monotonic()
    bed.reader.probe(bed.deadline())
    assert list(bed.simulator.orders)[-3:] == [frames.STATUS, frames.RESET, frames.STATUS]
    assert 1.5 < bed.clock.monotonic() - before < 1.6
    health = bed.reader.health()
    assert health.last_error is not None
    assert (health.last_error.code, health.last_error.action) == ("reader-out-of-service", Action.REPLACE)


# -- the speed


@pytest.mark.parametrize("baud", SPEEDS)
def test_a_reader_left_at_any_speed_is_found_within_one_probe(bed: Bed, baud: int) -> None:
    bed.line.line.leave_device_at(baud)
    assert bed.reader.probe(bed.deadline(3.0)).usable
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON
    assert not any(order.cmd == 0x60 for order in bed.simulator.orders), "it never sets a speed"


def test_the_speed_that_worked_is_tried_first(bed: Bed) -> None:
    bed.line.line.leave_device_at(9600)
    bed.reader.probe(bed.deadline())
    bed.line.pull()
    bed.reader.listen(bed.deadline(0.05))
    bed.clock.sleep(3.0)
    bed.line.plug()
    before = bed.clock.monotonic()
    assert bed.reader.probe(bed.deadline()).usable
    assert bed.clock.monotonic() - before < 0.3


def test_speeds_are_tried_in_the_order_given_and_the_first_once_more(bed: Bed) -> None:
    tried: list[int] = []

    def opener(baud: int) -> Link:
        tried.append(baud)
        return bed.line.open_at(baud)

    first, *others = [partial(opener, baud) for baud in SPEEDS]
    reader = SamIdReader(first, bed.clock, at_other_speeds=others)
    bed.simulator.fail(ModuleFault.MUTE)
    assert reader.probe(bed.deadline(3.0)).state is DeviceState.OFFLINE
    assert tried == [115200, 57600, 38400, 19200, 9600, 115200]
    assert bed.clock.monotonic() < 3.0


@pytest.mark.parametrize("seconds", [0.1, 0.5, 0.9])
def test_probes_too_short_for_all_speeds_go_on_where_the_last_one_ended(bed: Bed, seconds: float) -> None:
    bed.line.line.leave_device_at(19200)
    for _ in range(12):
        bed.reader.probe(bed.deadline(seconds))
        bed.clock.sleep(2.0)
    assert bed.reader.health().usable


def test_a_reader_set_to_another_speed_while_it_is_in_use_is_found_again(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    bed.read()
    bed.line.line.leave_device_at(38400)
    with pytest.raises(LinkError):
        bed.read(None)
    bed.simulator.place(OTHER)
    assert bed.read() == OTHER


def test_a_search_that_is_called_off_ends_within_a_slice(bed: Bed) -> None:
    bed.simulator.fail(ModuleFault.MUTE)
    deadline = bed.deadline(None)
    bed.later(1.0, deadline.cancel)
    with pytest.raises(OperationCancelled):
        bed.reader.read_card(deadline, found=lambda: None)
    assert bed.clock.monotonic() < 1.06


def test_reset_resets(bed: Bed) -> None:
    bed.reader.reset(bed.deadline())
    assert frames.RESET in bed.simulator.orders
    assert bed.reader.health().usable


# -- the deadline


def test_no_card_ends_with_the_deadline(bed: Bed) -> None:
    with pytest.raises(OperationTimedOut):
        bed.read(5.0)
    assert bed.clock.monotonic() == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize("after", [0.2, 0.55, 0.61, 0.7, 1.0, 1.15, 1.22])
def test_a_called_off_order_ends_within_a_slice_and_its_late_answer_answers_nothing(bed: Bed, after: float) -> None:
    bed.reader.probe(bed.deadline())
    start = bed.clock.monotonic()
    bed.simulator.place(PERSON)
    deadline = bed.deadline(None)
    ended: list[float] = []

    def cancel() -> None:
        ended.append(bed.clock.monotonic())
        deadline.cancel()

    bed.later(after - 0.5, cancel) if after > 0.5 else cancel()
    try:
        bed.reader.read_card(deadline, found=lambda: None)
    except OperationCancelled:
        assert bed.clock.monotonic() - ended[0] <= 0.051
    else:
        assert bed.clock.monotonic() - start < 1.0
    bed.simulator.lift()
    bed.simulator.place(OTHER)
    assert bed.read() == OTHER


# -- the cable


def test_a_reader_that_is_not_there_is_gone_and_never_shown_as_ok(bed: Bed) -> None:
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.read()
    assert bed.reader.health().state is DeviceState.NO_DEVICE
    assert not bed.reader.probe(bed.deadline()).usable


def test_a_reader_pulled_while_a_card_is_awaited_is_gone_at_once_and_found_again_within_five_seconds(bed: Bed) -> None:
    bed.later(2.0, bed.line.pull)
    with pytest.raises(DeviceGone):
        bed.read(None)
    assert bed.clock.monotonic() < 2.05
    for _ in range(40):  # long enough for the longest pause between two attempts
        bed.clock.sleep(1.0)
        assert not bed.reader.probe(bed.deadline(2.0)).usable
    bed.line.plug()
    back = bed.clock.monotonic()
    bed.simulator.place(PERSON)
    while not bed.reader.probe(bed.deadline(2.0)).usable:
        bed.clock.sleep(0.5)
    assert bed.clock.monotonic() - back <= 5.0
    assert bed.read() == PERSON


def pull_port(bed: Bed) -> None:
    bed.line.pull()


def plug_port(bed: Bed) -> None:
    bed.line.plug()


def break_wire(bed: Bed) -> None:
    bed.line.line.use_cables(to_device=Silent(), to_host=Silent())


def mend_wire(bed: Bed) -> None:
    bed.line.line.use_cables()


@pytest.mark.parametrize(
    ("lose", "give_back"),
    [(pull_port, plug_port), (break_wire, mend_wire)],
    ids=["the port vanishes", "the port stays"],
)
def test_whenever_it_is_plugged_in_again_an_idle_lane_has_it_within_five_seconds(
    bed: Bed, lose: Callable[[Bed], None], give_back: Callable[[Bed], None]
) -> None:
    """As a lane does: a probe every 3 s, and listening in between."""
    probed_at = -10.0
    waited: list[float] = []
    plugged_at: list[float] = []

    def plug() -> None:
        give_back(bed)
        plugged_at.append(bed.clock.monotonic())

    bed.reader.probe(bed.deadline())
    for attempt in range(30):
        lose(bed)
        bed.later(12.0 + 0.27 * attempt, plug)
        while not (len(plugged_at) > attempt and bed.reader.health().usable):
            if bed.clock.monotonic() >= probed_at + 3.0:
                bed.reader.probe(bed.deadline(3.0))
                probed_at = bed.clock.monotonic()
            bed.reader.listen(bed.deadline(0.05))
        waited.append(bed.clock.monotonic() - plugged_at[-1])
    assert 1.0 < max(waited) <= 5.0


def test_waiting_for_a_lost_reader_ends_with_the_deadline_and_with_a_cancel(bed: Bed) -> None:
    bed.line.pull()
    for _ in range(5):
        with pytest.raises((DeviceGone, OperationTimedOut)):
            bed.read(10.0)
    with pytest.raises(OperationTimedOut):
        bed.read(0.1)
    deadline = bed.deadline(None)
    bed.later(0.2, deadline.cancel)
    with pytest.raises((OperationCancelled, DeviceGone)):
        bed.reader.read_card(deadline, found=lambda: None)


def test_listening_notices_a_pulled_cable(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    assert bed.reader.listen(bed.deadline(0.05)) == ()
    bed.line.pull()
    (event,) = bed.reader.listen(bed.deadline(0.05))
    assert event.health.state is DeviceState.NO_DEVICE
    before = bed.clock.monotonic()
    assert bed.reader.listen(bed.deadline(0.05)) == ()
    assert bed.clock.monotonic() > before


def test_closing_from_another_thread_ends_an_order(bed: Bed) -> None:
    bed.later(1.0, bed.reader.close)
    with pytest.raises(DeviceGone):
        bed.read(None)
    assert bed.clock.monotonic() < 1.06
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


def test_closing_between_two_orders_costs_nothing(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.reader.close()
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


def test_a_stuck_write_is_no_reply_and_hangs_nobody(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.line.hold(stuck=True)
    with pytest.raises(NoReply):
        bed.read(None)
    assert bed.clock.monotonic() < 6.0
    bed.line.hold(stuck=False)
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


class Flip:
    """Turns the check byte of every long burst, so many times."""

    def __init__(self, times: int) -> None:
        self._times = times

    def carry(self, data: bytes) -> Iterable[Piece]:
        if len(data) > 1000 and self._times:
            self._times -= 1
            return [Piece(data[:-1] + bytes([data[-1] ^ 1]))]
        return [Piece(data)]


def test_a_reading_that_arrives_damaged_is_a_card_to_be_put_again_not_a_broken_reader(bed: Bed) -> None:
    bed.line.line.use_cables(to_host=Flip(1))
    bed.simulator.place(PERSON)
    with pytest.raises(CardUnreadable):
        bed.read()
    assert bed.reader.health().usable
    bed.simulator.place(PERSON)
    assert bed.read() == PERSON


HARMLESS: dict[str, Callable[[], Cable]] = {
    "one byte at a time": Bytewise,
    "a pause of a millisecond after each byte": lambda: Bytewise(0.001),
    "every burst late": lambda: Slow(0.3),
    "everything twice": lambda: Doubled(1, 1.0),
    "twice, and one byte at a time": lambda: together(Doubled(1, 1.0), Bytewise()),
}


@pytest.mark.parametrize("cable", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize("way", ["to_host", "to_device"])
def test_a_cable_that_loses_nothing_loses_nothing(bed: Bed, cable: Callable[[], Cable], way: str) -> None:
    bed.line.line.use_cables(**{way: cable()})
    for person in (PERSON, OTHER):
        bed.simulator.place(person)
        assert bed.read() == person
        bed.simulator.lift()


# -- how it is made


def test_the_make_opens_nothing_until_it_is_asked() -> None:
    bed = Bed()
    reader = adapter.reader({"port": "/nowhere/reader"}, bed.clock)
    assert reader.health().state is DeviceState.UNKNOWN
    assert reader.probe(bed.deadline()).state is DeviceState.NO_DEVICE
    bed.close()


@pytest.mark.parametrize(
    ("settings", "speeds"),
    [
        ({"port": "/dev/ttyS9"}, [115200, 57600, 38400, 19200, 9600, 115200]),
        ({"port": "/dev/ttyS9", "baud": 9600}, [9600, 115200, 57600, 38400, 19200, 9600]),
        ({"port": "/dev/ttyS9", "baud": 4800}, [4800, *SPEEDS, 4800]),
        ({"port": "socket://127.0.0.1:1"}, [115200]),
    ],
)
def test_the_speed_that_is_set_comes_first_and_a_line_over_tcp_has_none(
    settings: dict[str, object], speeds: list[int]
) -> None:
    bed = Bed()
    bed.simulator.fail(ModuleFault.MUTE)
    opened: list[int] = []

    def open_port(address: str, line: LineSettings) -> Callable[[], Link]:
        assert address == settings["port"]

        def open_link() -> Link:
            opened.append(line.baud)
            return bed.line.open_at(line.baud)

        return open_link

    reader = adapter.reader(settings, bed.clock, open_port)
    assert reader.probe(bed.deadline(5.0)).state is DeviceState.OFFLINE
    assert opened == speeds
    bed.close()


@pytest.mark.parametrize("settings", [{}, {"port": ""}, {"port": "x", "baud": "fast"}, {"port": "x", "rtscts": 1}])
def test_a_wrong_setting_is_named(settings: dict[str, object]) -> None:
    bed = Bed()
    with pytest.raises(ValueError, match=r"port|baud|rtscts"):
        adapter.reader(settings, bed.clock)
    bed.close()


def test_the_line_is_8n1_at_115200_without_flow_control() -> None:
    line = LineSettings()
    assert (line.baud, line.bytesize, line.parity, line.stopbits) == (115200, 8, "N", 1)
    assert not line.rtscts
    assert not line.xonxoff
