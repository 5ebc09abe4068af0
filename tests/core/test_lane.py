"""Lanes: orders in turn, listening between them, hanging orders given up, all in virtual time with real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone, NoReply, NotConfigured, OperationCancelled, OperationTimedOut
from devices.health import DeviceState, Health
from devices.roles import DeviceEvent, Event, Key, KeyPressed, Sense, Sensed
from kiosk.core.clock import VirtualClock
from kiosk.core.lane import (
    MOST_REST_SECONDS,
    Failed,
    Happened,
    HealthChanged,
    Lane,
    Lanes,
    LaneStuck,
    Message,
    OutOfService,
    Progressed,
    Succeeded,
)
from kiosk.core.page import LaneKey, Progress, Report
from kiosk.core.stage import Ticket


class Machine:
    """A device that does as it is told."""

    def __init__(self) -> None:
        self.state = DeviceState.STARTING
        self.probes = 0
        self.listens = 0
        self.unasked: list[Event] = []
        self.deaf_seconds = 0.0
        self.meanwhile: list[Callable[[], None]] = []
        self.closed = threading.Event()
        self.hangs_in = ""
        """`probe` or `listen`: its driver hangs there until the port is closed."""

    def health(self) -> Health:
        return Health(self.state)

    def probe(self, deadline: Deadline) -> Health:
        deadline.check()
        self._hang("probe", deadline)
        self.probes += 1
        self.state = DeviceState.ONLINE
        while self.meanwhile:
            self.meanwhile.pop()()
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        self.listens += 1
        if self.deaf_seconds:
            deadline.clock.sleep(self.deaf_seconds)
        self._hang("listen", deadline)
        deadline.rest()
        told, self.unasked = self.unasked, []
        return told

    def close(self) -> None:
        self.closed.set()

    def _hang(self, place: str, deadline: Deadline) -> None:
        while self.hangs_in == place and not self.closed.is_set():
            deadline.clock.sleep(0.5)


KEY: LaneKey[Machine] = LaneKey("machine")


class Hall:
    """A lane, its clock and what it said."""

    def __init__(self, *, tended: bool = True) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
        self.said: list[Message] = []
        self.machines: list[Machine] = []
        self.lane: Lane[Machine] = Lane("machine", self.open, self.clock, self.said.append, tended=tended)
        Lanes({"machine": self.lane}, self.said.append).start()

    def open(self) -> Machine:
        self.machines.append(Machine())
        return self.machines[-1]

    def outcomes(self) -> list[Message]:
        return [message for message in self.said if isinstance(message, Succeeded | Failed)]


@pytest.fixture
def hall() -> Iterator[Hall]:
    made = Hall()
    yield made
    made.lane.close()
    made.clock.sleep(1)


def test_an_order_brings_its_value_under_its_ticket(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(lambda _machine, _deadline, _report: 42, seconds=1))
    hall.clock.sleep(0.2)
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), 42)]


def test_progress_is_told_under_the_ticket(hall: Hall) -> None:
    def work(_machine: Machine, deadline: Deadline, report: Report) -> str:
        report(Progress(done=1, total=2))
        deadline.pause(0.3)
        return "done"

    hall.lane.submit(Ticket(7), KEY.job(work, seconds=5))
    hall.clock.sleep(0.2)
    assert Progressed("machine", Ticket(7), Progress(done=1, total=2)) in hall.said
    hall.clock.sleep(0.4)
    assert hall.outcomes() == [Succeeded("machine", Ticket(7), "done")]


def test_orders_are_worked_in_turn_and_errors_come_back(hall: Hall) -> None:
    def gone(_machine: Machine, _deadline: Deadline, _report: Report) -> None:
        raise DeviceGone

    hall.lane.submit(Ticket(1), KEY.job(gone))
    hall.lane.submit(Ticket(2), KEY.job(lambda _m, _d, _r: "well"))
    hall.clock.sleep(0.5)
    first, second = hall.outcomes()
    assert isinstance(first, Failed)
    assert isinstance(first.error, DeviceGone)
    assert second == Succeeded("machine", Ticket(2), "well")


def test_between_orders_the_device_is_probed_and_listened_to(hall: Hall) -> None:
    hall.clock.sleep(10)
    machine = hall.machines[0]
    assert 3 <= machine.probes <= 4
    assert 15 <= machine.listens <= 21
    assert [m.health.state for m in hall.said if isinstance(m, HealthChanged)] == [DeviceState.ONLINE]


def test_an_order_that_comes_during_a_probe_is_worked_before_anything_is_listened_to(hall: Hall) -> None:
    hall.clock.sleep(0.1)
    machine = hall.machines[0]
    machine.meanwhile = [lambda: hall.lane.submit(Ticket(1), KEY.job(lambda m, _d, _r: m.listens))]
    hall.clock.sleep(10)
    (outcome,) = hall.outcomes()
    assert outcome == Succeeded("machine", Ticket(1), 6)


def test_what_the_device_tells_unasked_is_passed_on_and_its_health_told_once(hall: Hall) -> None:
    hall.clock.sleep(0.1)
    key = KeyPressed(Key.HELP)
    hall.machines[0].unasked = [DeviceEvent(Health(DeviceState.ONLINE)), key]
    hall.clock.sleep(1)
    assert [m for m in hall.said if isinstance(m, Happened)] == [Happened("machine", key)]
    assert len([m for m in hall.said if isinstance(m, HealthChanged)]) == 1


def test_what_contacts_last_told_is_known_until_the_device_is_opened_anew(hall: Hall) -> None:
    hall.clock.sleep(0.1)
    lanes = Lanes({"machine": hall.lane}, hall.said.append)
    assert lanes.senses("machine") == {}
    hall.machines[0].unasked = [Sensed({Sense.DOOR: True})]
    hall.clock.sleep(1)
    assert lanes.senses("machine") == {Sense.DOOR: True}
    assert Happened("machine", Sensed({Sense.DOOR: True})) in hall.said
    assert lanes.senses("not-fitted") == {}
    lanes.renew("machine")
    hall.clock.sleep(1)
    assert lanes.senses("machine") == {}


def test_a_lane_of_a_store_waits_without_a_sound() -> None:
    hall = Hall(tended=False)
    hall.clock.sleep(100)
    assert hall.machines == []
    hall.lane.submit(Ticket(1), KEY.job(lambda machine, _d, _r: machine.listens))
    hall.clock.sleep(0.1)
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), 0)]
    hall.lane.close()
    hall.clock.sleep(0.1)
    assert hall.machines[0].closed.is_set()


def test_a_cancelled_order_ends_within_a_slice(hall: Hall) -> None:
    def wait(_machine: Machine, deadline: Deadline, _report: Report) -> None:
        deadline.pause(3600)

    hall.lane.submit(Ticket(1), KEY.job(wait))
    hall.lane.submit(Ticket(2), KEY.job(wait))
    hall.clock.sleep(1)
    hall.lane.cancel(Ticket(2))
    hall.lane.cancel(Ticket(1))
    hall.lane.cancel(Ticket(99))
    hall.clock.sleep(0.11)
    assert [type(m.error) for m in hall.outcomes() if isinstance(m, Failed)] == [OperationCancelled] * 2


def test_an_order_past_its_deadline_ends_by_itself(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, deadline, _r: deadline.pause(60), seconds=2))
    hall.clock.sleep(2.2)
    (outcome,) = hall.outcomes()
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, OperationTimedOut)


def hang(machine: Machine, deadline: Deadline, report: Report) -> None:
    """Not look at the deadline until the port is closed under it."""
    while not machine.closed.is_set():
        deadline.clock.sleep(0.5)
    report(Progress())


def supervised(hall: Hall, seconds: int) -> None:
    for _ in range(seconds):
        hall.clock.sleep(1)
        hall.lane.supervise()


def test_a_hanging_order_is_given_up_and_the_lane_lives_on(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(hang, seconds=1))
    supervised(hall, 6)
    (outcome,) = hall.outcomes()
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, LaneStuck)
    assert hall.machines[0].closed.is_set()
    hall.lane.submit(Ticket(2), KEY.job(lambda _m, _d, _r: "well"))
    supervised(hall, 1)
    assert hall.outcomes()[-1] == Succeeded("machine", Ticket(2), "well")
    assert len(hall.machines) == 2
    assert not hall.lane.out_of_service


def test_an_order_without_a_limit_that_hangs_is_given_up_and_one_that_waits_is_not(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, deadline, _r: deadline.pause(1000)))
    supervised(hall, 60)
    assert hall.outcomes() == []
    hall.lane.cancel(Ticket(1))
    supervised(hall, 1)
    hall.lane.submit(Ticket(2), KEY.job(hang))
    supervised(hall, 9)
    assert len(hall.outcomes()) == 1
    supervised(hall, 5)
    outcome = hall.outcomes()[-1]
    assert isinstance(outcome, Failed)
    assert (outcome.ticket, type(outcome.error)) == (Ticket(2), LaneStuck)
    assert hall.machines[0].closed.is_set()


def test_who_was_given_up_and_goes_on_all_the_same_ends_at_the_next_look(hall: Hall) -> None:
    ended: list[type[Exception]] = []

    def hangs_and_goes_on(machine: Machine, deadline: Deadline, report: Report) -> None:
        hang(machine, deadline, report)
        try:
            deadline.pause(1000)
        except Exception as error:
            ended.append(type(error))
            raise

    hall.lane.submit(Ticket(1), KEY.job(hangs_and_goes_on))
    supervised(hall, 20)
    assert len(hall.outcomes()) == 1
    assert ended == [OperationCancelled]


def test_a_store_may_work_as_long_as_it_likes() -> None:
    hall = Hall(tended=False)
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, deadline, _r: deadline.clock.sleep(100)))
    supervised(hall, 60)
    assert hall.outcomes() == []
    supervised(hall, 45)
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), None)]
    hall.lane.close()
    hall.clock.sleep(1)


def test_nobody_knows_how_a_device_is_whose_lane_hung_and_a_store_is_asked_nothing() -> None:
    for tended in (True, False):
        clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
        said: list[Message] = []
        lane: Lane[Machine] = Lane("machine", Machine, clock, said.append, tended=tended)
        lane.start()
        lane.submit(Ticket(1), KEY.job(hang, seconds=1))
        for _ in range(6):
            clock.sleep(1)
            lane.supervise()
        states = [message.health.state for message in said if isinstance(message, HealthChanged)]
        assert (DeviceState.UNKNOWN in states) is tended
        lane.close()
        clock.close()


def test_an_order_that_is_merely_late_is_left_alone(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, deadline, _r: deadline.clock.sleep(2.5), seconds=1))
    supervised(hall, 5)
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), None)]


def test_hanging_twice_in_a_row_takes_the_device_out_of_service(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(hang, seconds=1))
    hall.lane.submit(Ticket(2), KEY.job(hang, seconds=1))
    hall.lane.submit(Ticket(3), KEY.job(hang, seconds=1))
    supervised(hall, 12)
    hall.lane.submit(Ticket(4), KEY.job(hang, seconds=1))
    errors = {m.ticket: type(m.error) for m in hall.outcomes() if isinstance(m, Failed)}
    assert errors == {1: LaneStuck, 2: LaneStuck, 3: OutOfService, 4: OutOfService}
    assert hall.lane.out_of_service


@pytest.mark.parametrize("place", ["probe", "listen"])
def test_a_driver_that_hangs_between_orders_is_given_up_before_the_next_one_waits_for_ever(
    hall: Hall, place: str
) -> None:
    hall.clock.sleep(1)
    hall.machines[0].hangs_in = place
    hall.clock.sleep(5)
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, _d, _r: "well", seconds=1))
    supervised(hall, 6)
    assert hall.machines[0].closed.is_set()
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), "well")]


def test_a_driver_that_hangs_between_orders_now_and_then_stays_in_service(hall: Hall) -> None:
    for _ in range(3):
        hall.clock.sleep(1)
        hall.machines[-1].hangs_in = "listen"
        supervised(hall, 10)
    assert len(hall.machines) == 4
    assert hall.outcomes() == []
    assert not hall.lane.out_of_service


class Hung(Hall):
    """Whoever asks the device how it is, or listens to it, hangs in it, as long as it isn't mended."""

    mended, place = False, "probe"

    def open(self) -> Machine:
        machine = super().open()
        machine.hangs_in = "" if self.mended else self.place
        return machine


def refusal(hall: Hall) -> Exception:
    refused = hall.outcomes()[-1]
    assert isinstance(refused, Failed)
    return refused.error


def test_a_driver_that_hangs_between_orders_again_at_once_is_out_of_service() -> None:
    hall = Hung()
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, _d, _r: "well"))
    supervised(hall, 16)
    assert hall.lane.out_of_service
    assert isinstance(refusal(hall), OutOfService)
    assert len(hall.machines) == 2
    hall.lane.submit(Ticket(2), KEY.job(lambda _m, _d, _r: "well"))
    ended = [m.ticket for m in hall.outcomes() if isinstance(m, (Succeeded, Failed))]
    assert ended == [Ticket(1), Ticket(2)]
    hall.lane.close()
    hall.clock.sleep(1)


def test_a_driver_that_answers_and_then_hangs_whenever_it_is_listened_to_is_out_of_service() -> None:
    class Deaf(Hung):
        place = "listen"

    hall = Deaf()
    supervised(hall, 30)
    assert hall.lane.out_of_service
    assert len(hall.machines) == 2
    hall.lane.close()
    hall.clock.sleep(1)


def test_a_device_out_of_service_is_tried_again_after_a_rest_and_ever_longer_ones() -> None:
    hall = Hung()
    tried: list[float] = []
    begun = hall.clock.monotonic()
    for _ in range(3 * 3600):
        supervised(hall, 1)
        if len(hall.machines) > len(tried):
            tried.append(hall.clock.monotonic() - begun)
    rests = [later - earlier for earlier, later in pairwise(tried[1:])]
    assert [round(rest / 10) * 10 for rest in rests[:5]] == [300, 600, 1200, 2400, 3600]
    hall.mended = True
    supervised(hall, round(MOST_REST_SECONDS) + 10)
    assert not hall.lane.out_of_service
    assert hall.lane.health is not None
    assert hall.lane.health.usable
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, _d, _r: "well"))
    supervised(hall, 1)
    assert hall.outcomes() == [Succeeded("machine", Ticket(1), "well")]
    hall.lane.close()
    hall.clock.sleep(1)


def test_a_device_that_hung_is_known_to_be_well_while_an_order_waits_for_a_person(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(hang, seconds=1))
    hall.lane.submit(Ticket(2), KEY.job(lambda _m, deadline, _r: deadline.pause(600.0)))
    supervised(hall, 8)
    assert hall.lane.health is not None
    assert hall.lane.health.usable
    hall.lane.cancel(Ticket(2))


def test_a_device_that_cannot_be_made_is_out_of_order_until_it_can() -> None:
    clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
    said: list[Message] = []
    failing = [DeviceGone(), ValueError("a setting is wrong")]

    def open_device() -> Machine:
        if failing:
            raise failing.pop()
        return Machine()

    lane: Lane[Machine] = Lane("machine", open_device, clock, said.append, tended=True)
    lane.start()
    clock.sleep(10)
    states = [
        (m.health.state, m.health.last_error and m.health.last_error.code) for m in said if isinstance(m, HealthChanged)
    ]
    broken = DeviceState.HARDWARE_ERROR
    assert states == [(broken, "ValueError"), (broken, "device-gone"), (DeviceState.ONLINE, None)]
    lane.close()
    clock.sleep(1)


def test_an_order_for_a_lane_that_is_not_fitted_fails_at_once() -> None:
    said: list[Message] = []
    hall = Hall(tended=False)
    lanes = Lanes({"machine": hall.lane}, said.append)
    nowhere: LaneKey[Machine] = LaneKey("nowhere")
    job = nowhere.job(lambda _m, _d, _r: None)
    lanes.submit(Ticket(1), job)
    lanes.cancel(Ticket(1), job)
    (failed,) = said
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, NoReply)
    here = KEY.job(lambda _m, _d, _r: "here")
    lanes.submit(Ticket(2), here)
    lanes.cancel(Ticket(2), here)
    lanes.supervise()
    assert list(lanes) == [hall.lane]
    lanes.close()
    assert hall.lane.wait_closed(0) is False


def test_closing_waits_for_an_order_to_note_down_what_it_was_at(hall: Hall) -> None:
    noted: list[str] = []

    def work(_machine: Machine, deadline: Deadline, _report: Report) -> None:
        try:
            deadline.pause(60)
        finally:
            deadline.clock.sleep(0.2)
            noted.append("unproven")

    hall.lane.submit(Ticket(1), KEY.job(work))
    hall.clock.sleep(1)
    Lanes({"machine": hall.lane}, hall.said.append).close()
    assert noted == ["unproven"]
    never_started: Lane[Machine] = Lane("machine", hall.open, hall.clock, hall.said.append)
    assert never_started.wait_closed(0)


# -- whether the program may go on: what the watchdog asks ---------------------------------------------------------


def test_a_lane_that_rests_listens_or_works_is_alive(hall: Hall) -> None:
    assert hall.lane.alive
    hall.clock.sleep(3600)
    assert hall.lane.alive
    hall.lane.submit(Ticket(1), KEY.job(lambda _m, deadline, _r: deadline.pause(3600)))
    hall.clock.sleep(600)  # it waits for a card, for as long as the page stands
    assert hall.lane.alive
    hall.lane.close()
    assert hall.lane.alive
    store = Hall(tended=False)
    store.clock.sleep(3600)
    assert store.lane.alive
    never_started: Lane[Machine] = Lane("machine", hall.open, hall.clock, hall.said.append)
    assert never_started.alive


def test_a_lane_whose_device_hangs_between_orders_is_not_alive_until_it_listens_again(hall: Hall) -> None:
    hall.clock.sleep(1)
    hall.machines[0].deaf_seconds = 60.0
    hall.clock.sleep(40)
    assert not Lanes({"machine": hall.lane}, hall.said.append).alive
    hall.machines[0].deaf_seconds = 0.0
    hall.clock.sleep(60)
    assert hall.lane.alive


def test_a_lane_whose_thread_has_ended_is_not_alive() -> None:
    class Fatal(BaseException):
        """What nobody expects."""

    def dies() -> Machine:
        raise Fatal

    clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
    lane: Lane[Machine] = Lane("machine", dies, clock, lambda _message: None, tended=True)
    lane._run.turned_at = clock.monotonic()
    with pytest.raises(Fatal):
        lane._live(lane._run)
    lane._started = True
    assert not lane.alive


def test_a_device_out_of_service_is_alive_and_a_store_is_not(hall: Hall) -> None:
    store = Hall(tended=False)
    for place in (hall, store):
        place.lane.submit(Ticket(1), KEY.job(hang, seconds=1))
        place.lane.submit(Ticket(2), KEY.job(hang, seconds=1))
        supervised(place, 12)
        assert place.lane.out_of_service
    assert hall.lane.alive
    assert not store.lane.alive


def test_a_renewed_lane_lets_go_of_its_device_and_opens_another(hall: Hall) -> None:
    hall.clock.sleep(1)
    assert hall.lane.tended
    assert hall.lane.health is not None
    hall.lane.renew()
    hall.lane.submit(Ticket(1), KEY.job(lambda machine, _d, _r: machine is hall.machines[-1]))
    hall.clock.sleep(1)
    (outcome,) = hall.outcomes()
    assert isinstance(outcome, Succeeded)
    assert outcome.value is True
    assert len(hall.machines) == 2


def test_a_device_out_of_service_is_tried_again_when_its_lane_is_renewed(hall: Hall) -> None:
    hall.lane.submit(Ticket(1), KEY.job(hang, seconds=1))
    hall.lane.submit(Ticket(2), KEY.job(hang, seconds=1))
    supervised(hall, 12)
    before = [hall.lane.out_of_service]
    hall.lane.renew()
    assert [*before, hall.lane.out_of_service] == [True, False]
    hall.lane.submit(Ticket(3), KEY.job(lambda _machine, _d, _r: "well"))
    hall.clock.sleep(1)
    assert isinstance(hall.outcomes()[-1], Succeeded)


def test_a_store_is_opened_anew_without_a_word_of_its_health() -> None:
    hall = Hall(tended=False)
    lanes = Lanes({}, hall.said.append)
    lanes.add(hall.lane)
    lanes.renew("machine")
    lanes.renew("nowhere")
    hall.clock.sleep(1)
    assert lanes.healths() == {}
    assert [message for message in hall.said if isinstance(message, HealthChanged)] == []
    hall.lane.close()
    hall.clock.sleep(1)


def test_a_device_that_cannot_be_made_is_in_trouble_since_the_first_try_and_says_so_once() -> None:
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=UTC))
    said: list[Message] = []
    wrong: list[DeviceError] = [NotConfigured("port"), NoReply("bus")]

    def unmade() -> object:
        raise wrong[0]

    lane = Lane("machine", unmade, clock, said.append, tended=True)
    clock.sleep(30)
    lane.start()
    clock.sleep(20)
    (told,) = [m.health for m in said if isinstance(m, HealthChanged)]
    assert told.last_error is not None
    assert (told.last_error.code, told.last_error.at_seconds) == ("not-configured", 30.0)
    wrong.pop(0)
    clock.sleep(20)
    told = [m.health for m in said if isinstance(m, HealthChanged)][-1]
    assert told.last_error is not None
    assert told.last_error.code == "no-reply"
    assert told.last_error.at_seconds > 50.0
    lane.close()
    clock.sleep(1)
    clock.close()
