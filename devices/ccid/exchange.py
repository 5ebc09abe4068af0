"""One order, one answer on the line of a serial CCID reader: numbers, echoes, asking again, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from devices.ccid.frames import ANSWERED_BY, ASK_AGAIN, Again, BadFrame, Decoder, Message, MoreTime, Moved, Went
from devices.errors import DeviceGone, GarbledReply, NoReply, OperationTimedOut

if TYPE_CHECKING:
    from devices.ccid.frames import Item
    from devices.deadline import Deadline
    from devices.link import Link, OpenLink

ANSWER_SECONDS: Final = 3.0
"""How long a reader may be silent over an order; each of its requests for more time starts this anew."""

LONGEST_SECONDS: Final = 30.0
"""However often it asks for more time, it has no more than this."""

IDLE_SECONDS: Final = 0.25
"""A frame that has begun and then pauses this long is over."""

WRITE_SECONDS: Final = 1.0
"""An order has 272 bytes at most: a driver that doesn't take them in this time is stuck."""

RESENDS: Final = 2
"""How often either end sends a frame again when asked to."""


@dataclass(slots=True)
class _Attempt:
    """One order on its way."""

    order: Message
    seconds: float
    latest: float
    """However much time the reader asks for, it ends at this moment."""
    end: float = 0.0
    pause_ends: float | None = None
    """When a frame that has begun, or was damaged, is taken to be over."""
    resent: int = 0
    asked_again: int = 0
    own_echoes: int = 0
    """An echoing reader sends our asking again back, too."""
    heard: bool = False
    garbled: bool = False


class Exchange:
    """The line to one reader. Opened by its owner; after a loss it is opened anew."""

    def __init__(self, open_link: OpenLink, *, echo: bool) -> None:
        self._open_link = open_link
        self._echo = echo
        self._link: Link | None = None
        self._decoder = Decoder()
        self._seq = 0
        self._owed: tuple[int, float] | None = None
        """The number of an order that was called off, and until when its answer may come."""
        self.moved = False
        """Whether the reader told that a card came or went, since somebody looked."""
        self.damaged = 0
        """What arrived damaged at either end, since the start."""

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        return self._link is not None

    @property
    def at_work(self) -> bool:
        """No: what a reader was called off from is over in three seconds, so that its silence always counts."""
        return False

    def open(self) -> None:
        """Open the line anew. Raises `DeviceGone`."""
        self.close()
        self._link = self._open_link()
        self._seq, self._owed, self._decoder = 0, None, Decoder()

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def ask(
        self,
        order: Message,
        deadline: Deadline,
        *,
        seconds: float = ANSWER_SECONDS,
        longest: float = LONGEST_SECONDS,
        repeat_seconds: float = LONGEST_SECONDS,
    ) -> Message:
        """Send an order under the next number and return its answer, whatever it says.

        While nothing at all is heard it goes out again every `repeat_seconds`. Raises `NoReply` if nothing came,
        `GarbledReply` if what came was no answer however often it was asked for, `DeviceGone`, and what the deadline raises.
        """
        link = self._opened()
        self._settle(deadline)
        link.drain()
        self._decoder = Decoder()
        order = replace(order, seq=self._seq)
        self._seq = (self._seq + 1) % 256
        attempt = _Attempt(order, seconds, deadline.clock.monotonic() + longest)
        self._grant(attempt, deadline)
        try:
            answer = self._answer(link, attempt, deadline, repeat_seconds)
        except (NoReply, GarbledReply):
            self._owed = None
            raise
        self._owed = None
        return answer

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice on hearing what is told unasked; a late answer is dropped. Raises `DeviceGone`."""
        _, found = self._hear(self._opened(), deadline)
        for item in found:
            if isinstance(item, Message) and not item.from_host and self._owed and item.seq == self._owed[0]:
                self._owed = None

    def _opened(self) -> Link:
        if self._link is None:
            raise DeviceGone("closed")
        return self._link

    def _settle(self, deadline: Deadline) -> None:
        """Wait for the answer to an order that was called off, and drop it: a reader at work hears nothing."""
        while self._owed is not None and (left := self._owed[1] - deadline.clock.monotonic()) > 0:
            deadline.check()
            self.listen(deadline.within(left))
        self._owed = None

    def _hear(self, link: Link, deadline: Deadline) -> tuple[bool, list[Item]]:
        """Say whether anything came within a slice, and what is now complete."""
        data = link.read(deadline)
        found = self._decoder.feed(data)
        self.moved = self.moved or any(isinstance(item, Moved) for item in found)
        return bool(data), found

    def _grant(self, attempt: _Attempt, deadline: Deadline) -> None:
        """Give the reader its time from now on."""
        attempt.end = min(attempt.latest, deadline.clock.monotonic() + attempt.seconds)
        self._owed = (attempt.order.seq, attempt.end)

    def _answer(self, link: Link, attempt: _Attempt, deadline: Deadline, repeat_seconds: float) -> Message:
        """Send, and hear until the answer is there or the time over."""
        clock = deadline.clock
        self._send(link, attempt.order.to_bytes(), deadline)
        repeat_at = clock.monotonic() + repeat_seconds
        while (now := clock.monotonic()) < attempt.end:
            deadline.check()
            if attempt.pause_ends is not None and now >= attempt.pause_ends:
                answer = self._over(link, attempt, deadline)
            elif now >= repeat_at and not attempt.heard:
                self._send(link, attempt.order.to_bytes(), deadline)
                repeat_at = now + repeat_seconds
                continue
            else:
                until = min(attempt.end, attempt.pause_ends or attempt.end, max(repeat_at, now + IDLE_SECONDS))
                came, found = self._hear(link, deadline.within(until - now))
                attempt.heard = attempt.heard or came
                answer = self._look_through(found, link, attempt, deadline)
                if came and (attempt.garbled or self._decoder.waiting):
                    attempt.pause_ends = clock.monotonic() + IDLE_SECONDS
            if answer is not None:
                return answer
        self.damaged += 1
        if attempt.garbled:
            raise GarbledReply("no valid answer, however often it was asked for")
        raise NoReply

    def _send(self, link: Link, data: bytes, deadline: Deadline) -> None:
        try:
            link.write(data, deadline.within(WRITE_SECONDS))
        except OperationTimedOut:
            deadline.check()
            raise NoReply("the port takes no bytes") from None

    def _over(self, link: Link, attempt: _Attempt, deadline: Deadline) -> Message | None:
        """The line pauses after something that was no answer: ask for it again, if it wasn't hidden in there."""
        attempt.pause_ends = None
        answer = self._look_through(self._decoder.give_up(), link, attempt, deadline)
        if answer is None and attempt.garbled and attempt.asked_again < RESENDS:
            attempt.asked_again += 1
            attempt.own_echoes += self._echo
            self.damaged += 1
            self._send(link, ASK_AGAIN, deadline)
        return answer

    def _look_through(self, found: list[Item], link: Link, attempt: _Attempt, deadline: Deadline) -> Message | None:
        """Return the answer if it is there, and do what else came asks for."""
        for item in found:
            if isinstance(item, Message):
                if self._is_answer(item, attempt.order):
                    if item.went is not Went.ON:
                        return item
                    self._grant(attempt, deadline)
            elif item is MoreTime.PLEASE:
                self._grant(attempt, deadline)
            elif item is Again.PLEASE:
                self._send_again(link, attempt, deadline)
            elif isinstance(item, BadFrame):
                attempt.garbled = True
        return None

    def _is_answer(self, message: Message, order: Message) -> bool:
        """Whether it answers this order; an echo, and a late answer to another one, don't."""
        if message.from_host:
            if not (self._echo and message == order):
                self.damaged += 1
            return False
        return message.seq == order.seq and message.kind is ANSWERED_BY[order.kind] and message.slot == 0

    def _send_again(self, link: Link, attempt: _Attempt, deadline: Deadline) -> None:
        if attempt.own_echoes:
            attempt.own_echoes -= 1
            return
        self.damaged += 1
        if attempt.resent == RESENDS:
            raise GarbledReply("the reader doesn't understand what it is told")
        attempt.resent += 1
        self._send(link, attempt.order.to_bytes(), deadline)
