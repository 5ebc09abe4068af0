"""One thread per device: takes orders in turn, listens between them, and survives an order that hangs.

Everything a lane has to say goes one way, through `post`: outcomes, progress, health. The visit reads them on its own
thread. A lane whose order is still running past its deadline is abandoned by `supervise`: the port is closed first,
which ends most hangs, then a new thread opens it again; twice in a row takes the device out of service for some minutes. So is
one that hangs between orders, where it asks its device how it is and listens: the next order would wait for ever.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from devices.deadline import Deadline
from devices.errors import Action, DeviceError, NoReply
from kiosk.core.page import Job, LaneKey, Progress
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from devices.health import Health
    from devices.roles import CodeScanner, Event, IdCardReader, Indicators, Sense, SocialCardReader
    from kiosk.core.clock import Clock
    from kiosk.core.stage import Ticket

ID_READER: Final[LaneKey[IdCardReader]] = LaneKey("id_reader")
SOCIAL_CARD_READER: Final[LaneKey[SocialCardReader]] = LaneKey("social_card_reader")
SCANNER: Final[LaneKey[CodeScanner]] = LaneKey("scanner")
INDICATORS: Final[LaneKey[Indicators]] = LaneKey("indicators")

GRACE_SECONDS: Final = 2.0
"""How long past its deadline, or past being called off, an order may take before its thread is given up."""
CLOSE_SECONDS: Final = 0.5
"""How long the end of the program waits for a lane."""
PROBE_SECONDS: Final = 3.0
"""How often an idle device is asked how it is."""
LISTEN_SECONDS: Final = 0.5
"""How long an idle lane listens at a time; an order ends it at once."""
REST_SECONDS: Final = 300.0
MOST_REST_SECONDS: Final = 3600.0
"""A device out of service is tried again after the first, then after twice as long each time, at most after the second."""

STILL_SECONDS: Final = 30.0
"""How long a device may keep its lane between orders, listening and being opened, before the lane counts as hung."""
ASLEEP_SECONDS: Final = 10.0
"""How long an order without a limit may go without looking at its deadline, which drivers do many times a second."""


class LaneStuck(DeviceError):
    """An order hung past its deadline; the lane was given a new thread and the port opened again."""

    code = "lane-stuck"
    action = Action.RESET


class OutOfService(DeviceError):
    """The device hung twice in a row and gets no orders for some minutes, or until staff have it opened anew."""

    code = "out-of-service"
    action = Action.MAINTENANCE


@dataclass(frozen=True, repr=False)
class Succeeded:
    """The order with this ticket has its value."""

    lane: str
    ticket: Ticket
    value: object


@dataclass(frozen=True)
class Failed:
    """The order with this ticket ended with an error."""

    lane: str
    ticket: Ticket
    error: Exception

    def __post_init__(self) -> None:
        """Say of a device's error whose it is: staff are told which one to see to."""
        if isinstance(self.error, DeviceError):
            self.error.device = self.lane


@dataclass(frozen=True)
class Progressed:
    """The order with this ticket has come this far."""

    lane: str
    ticket: Ticket
    progress: Progress


@dataclass(frozen=True)
class HealthChanged:
    """The lane's device is now like this."""

    lane: str
    health: Health


@dataclass(frozen=True, repr=False)
class Happened:
    """The lane's device told something unasked."""

    lane: str
    event: Event


Message = Succeeded | Failed | Progressed | HealthChanged | Happened

D = TypeVar("D")


class Tended(Protocol):
    """What a lane can do with the device it carries between orders. Lanes of stores have none of it."""

    def health(self) -> Health:
        """Say how it is, without I/O."""
        ...

    def probe(self, deadline: Deadline) -> Health:
        """Ask it how it is."""
        ...

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        """Take in what arrives unasked; return what changed."""
        ...


@dataclass()
class _Order:
    """An order and its deadline: without a limit while it waits in turn, the job's own once it is worked on."""

    ticket: Ticket
    job: Job[Any]
    deadline: Deadline


class _Run(Generic[D]):
    """One life of a lane: its thread, its device and the order it is at. Given up as a whole when stuck.

    `tending` is until when it looks after the device between orders.
    """

    def __init__(self) -> None:
        self.order: _Order | None = None
        self.tending: Deadline | None = None
        self.device: D | None = None
        self.given_up = False
        self.broken = False
        self.stale = False
        self.asked = False
        """Whether the device was asked how it is, by a lane that had hung before."""
        self.senses: Mapping[Sense, bool] = {}
        """What its contacts last told."""
        self.turned_at = 0.0


class Lane(Generic[D]):
    """A device's thread and queue. `open_device` runs in the lane's thread, so that slow imports stall nobody."""

    def __init__(
        self,
        name: str,
        open_device: Callable[[], D],
        clock: Clock,
        post: Callable[[Message], None],
        *,
        tended: bool = False,
    ) -> None:
        self.name = name
        self._open_device = open_device
        self._clock = clock
        self._post = post
        self._tended = tended
        self._orders: deque[_Order] = deque()
        self._lock = threading.Lock()
        self._bell = clock.bell()
        self._listening = Deadline(clock, 0.0)
        """Called off by a new order, so that nobody who touched 打印 waits until an ear is taken from the line."""
        self._health: Health | None = None
        self._stuck_in_a_row = 0
        self._stuck_between = False
        """Whether it last hung between orders: then tending it once is enough to be well again."""
        self._rests = 0
        """How often it was taken out of service since an order was last done."""
        self._again_at = 0.0
        self._late_since: float | None = None
        self._closing = False
        self._ended = clock.bell()
        self._started = False
        self._run: _Run[D] = _Run()

    def start(self) -> None:
        """Start the thread. Orders taken before wait for it, so that home is painted before anything else is loaded."""
        run = self._run
        run.turned_at = self._clock.monotonic()
        self._started = True
        self._clock.spawn(f"lane-{self.name}", lambda: self._live(run))

    def submit(self, ticket: Ticket, job: Job[object]) -> None:
        """Take an order; its outcome is posted under `ticket`."""
        if self._stuck_in_a_row > 1:
            self._post(Failed(self.name, ticket, OutOfService()))
            return
        with self._lock:
            self._orders.append(_Order(ticket, job, Deadline(self._clock, None)))
            listening = self._listening
        listening.cancel()
        self._bell.ring()

    def cancel(self, ticket: Ticket) -> None:
        """Call the order with this ticket off; its outcome, if one still comes, is the visit's to drop."""
        with self._lock:
            for order in (*self._orders, *([self._run.order] if self._run.order else [])):
                if order.ticket == ticket:
                    order.deadline.cancel()
        self._bell.ring()

    def supervise(self) -> None:
        """Give up a thread that is past its deadline by more than the grace. Called every second or so."""
        now = self._clock.monotonic()
        self._try_again(now)
        with self._lock:
            order = self._run.order
            due = self._run.tending if order is None else order.deadline
            if due is None or not (due.cancelled or due.remaining() == 0.0 or self._sleeps(due)):
                self._late_since = None
                return
            if self._late_since is None:
                self._late_since = now
            if now - self._late_since < GRACE_SECONDS:
                return
            stuck, self._run, self._late_since = self._run, _Run(), None
            stuck.given_up = True
            due.cancel()  # should it ever go on, it ends there instead of taking the port from the next life
            self._stuck_in_a_row += 1
            self._stuck_between = order is None
            waiting = list(self._orders) if self._stuck_in_a_row > 1 else []
            if waiting:
                self._orders.clear()
            if self._stuck_in_a_row > 1:
                self._again_at = now + min(MOST_REST_SECONDS, REST_SECONDS * 2**self._rests)
                self._rests += 1
        _close(stuck.device)
        if self._tended:
            self._tell(_not_known())
        if order is not None:
            self._post(Failed(self.name, order.ticket, LaneStuck()))
        for refused in waiting:
            self._post(Failed(self.name, refused.ticket, OutOfService()))
        if self._stuck_in_a_row == 1:
            self.start()

    def _sleeps(self, due: Deadline) -> bool:
        """Whether what may go on for ever, as waiting for a card may, has long not asked whether it still may."""
        return self._tended and due.remaining() is None and due.unseen_seconds() >= ASLEEP_SECONDS

    def _try_again(self, now: float) -> None:
        """Give a device that has rested long enough another life. If it hangs once more, it rests for longer."""
        if self._tended and self._stuck_in_a_row > 1 and now >= self._again_at and not self._closing:
            with self._lock:
                self._stuck_in_a_row, self._stuck_between = 1, True
            self.start()

    def renew(self) -> None:
        """Let go of the device once its order is done; the next one opens it anew, maybe with other settings.

        A device that was taken out of service is tried again.
        """
        with self._lock:
            self._run.stale = True
            again = self._stuck_in_a_row > 1
            self._stuck_in_a_row = self._rests = 0
            listening = self._listening
        listening.cancel()
        self._bell.ring()
        if again and self._started:
            self.start()

    @property
    def health(self) -> Health | None:
        """How the device is, as far as the lane has told; None before it has."""
        return self._health

    @property
    def senses(self) -> Mapping[Sense, bool]:
        """What the device's contacts last told; those that are missing are unknown."""
        return self._run.senses

    @property
    def tended(self) -> bool:
        """Whether it carries a device, not a store."""
        return self._tended

    @property
    def out_of_service(self) -> bool:
        """Whether the device hung twice in a row, and rests."""
        return self._stuck_in_a_row > 1

    @property
    def alive(self) -> bool:
        """Whether the lane would still do what it is asked. A device out of service is said to be so, and others go on.

        What carries no device can't be done without: a store whose orders hang needs the program to start again.
        """
        run = self._run
        if not self._started or self._closing:
            return True
        if self._stuck_in_a_row > 1:
            return self._tended
        if not self._tended or run.order is not None:  # orders have deadlines, which `supervise` looks after
            return not run.broken
        return not run.broken and self._clock.monotonic() - run.turned_at < STILL_SECONDS

    def close(self) -> None:
        """End the thread and let go of the device."""
        self._closing = True
        with self._lock:
            for order in self._orders:
                order.deadline.cancel()
            if self._run.order is not None:
                self._run.order.deadline.cancel()
            listening = self._listening
        listening.cancel()
        self._bell.ring()

    def wait_closed(self, seconds: float) -> bool:
        """Wait until the thread has ended after `close`, so that what its order leaves behind is noted; say whether it has."""
        return not self._started or self._ended.wait(seconds)

    def _live(self, run: _Run[D]) -> None:
        try:
            self._go_round(run)
        finally:
            run.broken = not (run.given_up or self._closing)

    def _go_round(self, run: _Run[D]) -> None:
        next_probe = 0.0
        while not (run.given_up or self._closing):
            run.turned_at = self._clock.monotonic()
            if run.stale:
                run.stale, next_probe = False, 0.0
                _close(run.device)
                run.device, run.senses = None, {}
                if self._tended:
                    self._tell(_not_known())
            # One that hung is asked first: an order may wait for a person for minutes, and nobody would know that it is well.
            asks = self._tended and self._stuck_in_a_row > 0 and not run.asked
            run.asked = True
            order = None if asks else self._take(run)
            if order is not None:
                self._perform(run, order)
            elif not self._tended:
                self._bell.wait(None)
            else:
                next_probe = self._tend(run, next_probe)
        if run.given_up:  # it may have opened the port again on its way out
            _close(run.device)
        if self._closing:
            _close(run.device)
            self._ended.ring()

    def _tend(self, run: _Run[D], next_probe: float) -> float:
        """Probe the device when it is time to, listen for a slice; return when to probe next."""
        try:
            if run.device is None:
                run.device = self._open_device()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the terminal goes on without this device
            self._tell(_unopened(error, self._clock.monotonic(), self._health))
            self._bell.wait(PROBE_SECONDS)
            return next_probe
        device: Tended = run.device  # type: ignore[assignment]  # a tended lane carries a device; the app makes it so
        if self._clock.monotonic() >= next_probe:
            run.tending = Deadline(self._clock, PROBE_SECONDS)
            device.probe(run.tending)
            with self._lock:
                run.tending = None
                if run.given_up:
                    return next_probe
            next_probe = self._clock.monotonic() + PROBE_SECONDS
            self._tell(device.health())
        with self._lock:
            if self._orders or self._closing or self._run is not run:
                return next_probe
            self._listening = Deadline(self._clock, LISTEN_SECONDS, slice_seconds=LISTEN_SECONDS)
            run.tending = self._listening
        events = device.listen(self._listening)
        with self._lock:
            run.tending = None
            if run.given_up:
                return next_probe
            if self._stuck_between:
                self._stuck_between, self._stuck_in_a_row = False, 0
        self._tell(device.health())
        self._pass_on(run, events)
        return next_probe

    def _pass_on(self, run: _Run[D], events: Sequence[Event]) -> None:
        """Post what the device told, but for its health, which is told already."""
        from devices.roles import DeviceEvent, Sensed  # noqa: PLC0415 - home is painted before this is needed

        for event in events:
            if isinstance(event, Sensed):
                run.senses = event.senses
            if not isinstance(event, DeviceEvent) and not run.given_up:
                self._post(Happened(self.name, event))

    def _take(self, run: _Run[D]) -> _Order | None:
        with self._lock:
            run.order = self._orders.popleft() if self._orders else None
            if run.order is not None and run.order.job.seconds is not None:
                run.order.deadline = run.order.deadline.within(run.order.job.seconds)
            return run.order

    def _perform(self, run: _Run[D], order: _Order) -> None:
        def report(progress: Progress) -> None:
            if not run.given_up:
                self._tell_health(run)
                self._post(Progressed(self.name, order.ticket, progress))

        outcome: Message
        try:
            order.deadline.check()
            if run.device is None:
                run.device = self._open_device()
            outcome = Succeeded(self.name, order.ticket, order.job.work(run.device, order.deadline, report))
        except Exception as error:  # noqa: BLE001 - whatever a job raises is its page's to hear
            outcome = Failed(self.name, order.ticket, error)
        with self._lock:
            if run.given_up:
                return
            run.order = None
            self._stuck_in_a_row = self._rests = 0
        self._tell_health(run)
        self._post(outcome)

    def _tell_health(self, run: _Run[D]) -> None:
        if self._tended and run.device is not None:
            self._tell(run.device.health())  # type: ignore[attr-defined]  # as in _tend

    def _tell(self, health: Health) -> None:
        if health != self._health:
            self._health = health
            self._post(HealthChanged(self.name, health))


def _unopened(error: Exception, now: float, before: Health | None) -> Health:
    """How a device is that can't even be made: its settings are wrong, or what it needs beside its port is missing.

    It is tried again and again; what was told `before` of the same error holds since then.
    """
    from devices.health import DeviceState, Health, LastError  # noqa: PLC0415 - home is painted before this is needed

    code = error.code if isinstance(error, DeviceError) else type(error).__name__
    known = None if before is None else before.last_error
    if before is not None and known is not None and (known.code, before.state) == (code, DeviceState.HARDWARE_ERROR):
        return before
    return Health(DeviceState.HARDWARE_ERROR, last_error=LastError(code, Action.CONFIGURE, "", now), since_seconds=now)


def _not_known() -> Health:
    """How a device is whose thread was given up, until its next life has asked it; whatever it was told is to be told anew."""
    from devices.health import Health  # noqa: PLC0415 - home is painted before this is needed

    return Health()


def _close(device: object) -> None:
    close = getattr(device, "close", None)
    if callable(close):
        close()


class Lanes:
    """All lanes of the terminal, by name. An order for a lane that isn't fitted fails with `NoReply`."""

    def __init__(self, lanes: Mapping[str, Lane[Any]], post: Callable[[Message], None]) -> None:
        self._lanes = dict(lanes)
        self._post = post

    def add(self, lane: Lane[Any]) -> None:
        """Take one more, before any is started: one whose work is about the others."""
        self._lanes[lane.name] = lane

    def __iter__(self) -> Iterator[Lane[Any]]:
        return iter(self._lanes.values())

    def submit(self, ticket: Ticket, job: Job[object]) -> None:
        """Hand a page's job to its lane."""
        lane = self._lanes.get(job.lane)
        if lane is None:
            self._post(Failed(job.lane, ticket, NoReply("not fitted")))
        else:
            lane.submit(ticket, job)

    def cancel(self, ticket: Ticket, job: Job[object]) -> None:
        """Call a page's job off."""
        lane = self._lanes.get(job.lane)
        if lane is not None:
            lane.cancel(ticket)

    def start(self) -> None:
        """Start every lane."""
        for lane in self._lanes.values():
            lane.start()

    def supervise(self) -> None:
        """Look after every lane."""
        for lane in self._lanes.values():
            lane.supervise()

    def healths(self) -> dict[str, Health]:
        """Return how each device is, as far as its lane has told; unknown before. Any thread may ask."""
        return {name: lane.health or _not_known() for name, lane in self._lanes.items() if lane.tended}

    def senses(self, name: str) -> Mapping[Sense, bool]:
        """Return what the contacts of a lane's device last told; nothing of one that isn't fitted. Any thread may ask."""
        lane = self._lanes.get(name)
        return {} if lane is None else lane.senses

    def renew(self, name: str) -> None:
        """Have a lane open its device anew."""
        lane = self._lanes.get(name)
        if lane is not None:
            lane.renew()

    @property
    def alive(self) -> bool:
        """Whether every lane would still do what it is asked."""
        return all(lane.alive for lane in self._lanes.values())

    def close(self) -> None:
        """End every lane, and wait a moment for each to note down what it was at."""
        for lane in self._lanes.values():
            lane.close()
        for lane in self._lanes.values():
            lane.wait_closed(CLOSE_SECONDS)
