"""One order, one answer on the line of a CRT card reader: heard, done, confirmed; and how long each may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.crt import orders
from devices.crt.frames import AnswerDecoder, BadFrame, Done, NotDone, Order, Sign
from devices.errors import DeviceGone, GarbledReply, NoReply, OperationTimedOut

if TYPE_CHECKING:
    from devices.crt.frames import Answer
    from devices.deadline import Deadline
    from devices.link import Link, OpenLink

HEARD_SECONDS: Final = 0.3
"""Within this time the reader says that it heard an order."""

RESENDS: Final = 3
"""How often an order goes out again that wasn't heard, or was heard badly."""

REPEATS: Final = 2
"""How often an answer that arrived damaged is asked for again."""

IDLE_SECONDS: Final = 0.25
"""A frame that has begun and then pauses this long is over."""

WRITE_SECONDS: Final = 1.0
"""An order has 521 bytes at most: a driver that doesn't take them in this time is stuck."""


class NotHeard(NoReply):
    """The reader didn't even say that it heard the order: it isn't there, or speaks at another speed."""


@dataclass(slots=True)
class _Attempt:
    """One order on its way."""

    order: Order
    resends: int
    begun: float
    end: float
    heard_at: float | None = None
    copies: int = 1
    """How often the reader may carry it out: sent again because it wasn't heard in time, or heard twice."""
    sent: int = 1
    repeats: int = 0
    pause_ends: float | None = None
    garbled: bool = False
    bad: bool = False
    """Something damaged came since the answer was last asked for."""


class Exchange:
    """The line to one reader. Opened by its owner; after a loss it is opened anew."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._decoder = AnswerDecoder()
        self._owed: tuple[Order, float] | None = None
        """An order that was heard and called off before it was done, and until when its answer may come."""
        self._unheard: tuple[Order, float] | None = None
        """An order that was called off before it was heard, and until when the reader may still say that it heard it."""
        self._early: Answer | None = None
        """The answer to a start that was called off: a start takes longer than a lane's probe."""
        self._strays_until = self._strays_seconds = 0.0
        """Until when, and how long after each byte, an answer may come that nobody waits for."""
        self.heard = False
        """Whether the reader heard anything since the line was opened."""
        self.damaged = 0
        """What arrived damaged at either end, since the start."""

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        return self._link is not None

    @property
    def at_work(self) -> bool:
        """Whether the reader heard an order that was called off, and may still be at work on it."""
        return self._owed is not None

    def open(self, open_link: OpenLink) -> None:
        """Open the line anew. Raises `DeviceGone`."""
        self.close()
        self._link = open_link()
        self._decoder, self._owed, self._unheard, self._early = AnswerDecoder(), None, None, None
        self.heard, self._strays_until = False, 0.0

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def ask(self, order: Order, deadline: Deadline, *, resends: int = RESENDS) -> Answer:
        """Send an order and return its answer, whatever it says.

        The same order called off a moment ago and still in work is not sent again: its answer is waited for. Raises `NoReply`
        if it wasn't heard or never done, `GarbledReply` if what came was no answer however often it was asked for,
        `DeviceGone`, and what the deadline raises.
        """
        late = self._settle(order, deadline)
        if late is not None:
            return late
        link = self._opened()
        link.drain()
        self._decoder = AnswerDecoder()
        now = deadline.clock.monotonic()
        attempt = _Attempt(order, resends, now, now + _patience(order))
        self._unheard = (order, attempt.end)
        self._send(link, order.to_bytes(), deadline)
        try:
            answer = self._answer(link, attempt, deadline)
        except (NoReply, GarbledReply):
            self._owed = self._unheard = None
            self.damaged += 1
            raise
        finally:
            self._expect_strays(attempt, deadline)
        self._owed = self._unheard = self._early = None
        return answer

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice with an ear on the line, and take the answer to an order that was called off. Raises `DeviceGone`."""
        link = self._opened()
        data, now = link.read(deadline), deadline.clock.monotonic()
        if data and now < self._strays_until:
            self._strays_until = now + self._strays_seconds
        for item in self._decoder.feed(data):
            if isinstance(item, Sign) and self._unheard is not None:
                order, self._unheard = self._unheard[0], None
                if item is Sign.HEARD:
                    self._owes(order, now)
            elif isinstance(item, (Done, NotDone)):
                self._came(item)
                self._send(link, Sign.HEARD.to_bytes(), deadline)

    def _opened(self) -> Link:
        if self._link is None:
            raise DeviceGone("closed")
        return self._link

    def _owes(self, order: Order, now: float) -> float:
        """Note that the reader heard an order; return until when it must have answered."""
        end = now + orders.seconds(order)
        self._owed, self._unheard = (order, end), None
        return end

    def _came(self, answer: Answer) -> None:
        """Note an answer before anything else is done, for that may be called off: what came is not waited for again."""
        waited_for = self._owed or self._unheard
        if waited_for is not None and _answers(answer, waited_for[0]):
            self._early = answer if answer.cm == orders.INIT_LEAVE.cm else None
            self._owed = self._unheard = None

    def _settle(self, order: Order, deadline: Deadline) -> Answer | None:
        """Wait for what is owed; return it if it is what is asked for now. A reader that never answers is told to let it be."""
        while self._unheard is not None:
            left = self._unheard[1] - deadline.clock.monotonic()
            if left <= 0:
                self._unheard = None
                break
            deadline.check()
            self.listen(deadline.within(left))
        while self._owed is not None:
            left = self._owed[1] - deadline.clock.monotonic()
            if left <= 0:
                again = self._owed[0] == order
                self._let_be(self._opened(), deadline)
                if again:
                    raise NoReply("heard, and never answered")
                break
            deadline.check()
            self.listen(deadline.within(left))
        while (left := self._strays_until - deadline.clock.monotonic()) > 0:
            deadline.check()
            self.listen(deadline.within(left))
        early, self._early = self._early, None
        return early if early is not None and _answers(early, order) else None

    def _expect_strays(self, attempt: _Attempt, deadline: Deadline) -> None:
        """An order that went out twice may be carried out and answered twice; the second answer must not be the next one's.

        A copy arrives later than the first by no more than the first took to be heard, and the time between the sendings.
        """
        if attempt.copies > 1:
            heard_at = attempt.heard_at or deadline.clock.monotonic()
            self._strays_seconds = heard_at - attempt.begun + HEARD_SECONDS
            self._strays_until = deadline.clock.monotonic() + self._strays_seconds

    def _answer(self, link: Link, attempt: _Attempt, deadline: Deadline) -> Answer:
        clock = deadline.clock
        while True:
            now = clock.monotonic()
            deadline.check()
            if now >= attempt.end:
                self._late(link, attempt, deadline)
                continue
            if attempt.pause_ends is not None and now >= attempt.pause_ends:
                found = self._decoder.give_up()
                came, attempt.pause_ends, over = b"", None, True
            else:
                until = attempt.end if attempt.pause_ends is None else min(attempt.end, attempt.pause_ends)
                came = link.read(deadline.within(until - now))
                found, over = self._decoder.feed(came), False
            answer: Answer | None = None
            for item in found:
                answer = self._meet(item, link, attempt, deadline) or answer
            if answer is not None:
                return answer
            if over and attempt.bad:
                self._ask_again(link, attempt, deadline)
            elif came and (attempt.bad or self._decoder.waiting):
                attempt.pause_ends = clock.monotonic() + IDLE_SECONDS

    def _meet(self, item: Answer | Sign | BadFrame, link: Link, attempt: _Attempt, deadline: Deadline) -> Answer | None:
        """Take one thing that came; return it if it is the answer."""
        if isinstance(item, BadFrame):
            attempt.garbled = attempt.bad = True
            return None
        if isinstance(item, Sign):
            if item is Sign.HEARD:
                self._was_heard(attempt, deadline)
            elif item is Sign.BADLY and attempt.heard_at is None:
                self.damaged += 1
                attempt.garbled = True
                self._resend(link, attempt, deadline)
            return None
        self._came(item)
        self._send(link, Sign.HEARD.to_bytes(), deadline)
        # Nothing tells one chip's answer from the next: one that comes before its order was heard is an earlier one's.
        trusted = attempt.heard_at is not None or attempt.order.cm != orders.POWER_OFF.cm
        return item if trusted and _answers(item, attempt.order) else None

    def _was_heard(self, attempt: _Attempt, deadline: Deadline) -> None:
        if attempt.heard_at is not None:
            attempt.copies += 1
            return
        self.heard, attempt.heard_at = True, deadline.clock.monotonic()
        attempt.end = self._owes(attempt.order, attempt.heard_at)

    def _late(self, link: Link, attempt: _Attempt, deadline: Deadline) -> None:
        """The time is over: send again what wasn't heard; give up what was heard and is not done."""
        if attempt.heard_at is None:
            attempt.copies += 1
            self._resend(link, attempt, deadline)
            return
        self._let_be(link, deadline)
        if attempt.garbled:
            raise GarbledReply("no valid answer, however often it was asked for")
        raise NoReply("heard, and never answered")

    def _resend(self, link: Link, attempt: _Attempt, deadline: Deadline) -> None:
        if attempt.sent > attempt.resends:
            if attempt.garbled:
                raise GarbledReply("the reader doesn't understand what it is told")
            raise NotHeard
        attempt.sent += 1
        attempt.end = deadline.clock.monotonic() + _patience(attempt.order)
        self._unheard = (attempt.order, attempt.end)
        self._send(link, attempt.order.to_bytes(), deadline)

    def _ask_again(self, link: Link, attempt: _Attempt, deadline: Deadline) -> None:
        """The line pauses after a damaged answer: ask for it again."""
        attempt.bad = False
        self.damaged += 1
        if attempt.repeats < REPEATS:
            attempt.repeats += 1
            self._send(link, Sign.BADLY.to_bytes(), deadline)
        elif attempt.heard_at is not None:
            raise GarbledReply("no valid answer, however often it was asked for")

    def _let_be(self, link: Link, deadline: Deadline) -> None:
        """Have the reader forget the order."""
        self._owed = None
        self._send(link, Sign.LET_BE.to_bytes(), deadline)

    def _send(self, link: Link, data: bytes, deadline: Deadline) -> None:
        try:
            link.write(data, deadline.within(WRITE_SECONDS))
        except OperationTimedOut:
            deadline.check()
            raise NoReply("the port takes no bytes") from None


def _patience(order: Order) -> float:
    """How long after sending an order the reader must have heard it: its bytes take a millisecond each at 9600 bits."""
    return HEARD_SECONDS + len(order.data) / _SLOWEST_BYTES_A_SECOND


_SLOWEST_BYTES_A_SECOND: Final = 960


def _answers(answer: Answer, order: Order) -> bool:
    """Whether it says that it answers this order; a late one to another order doesn't."""
    return (answer.cm, answer.pm) == (order.cm, order.pm)
