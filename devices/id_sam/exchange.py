"""One order, one answer: what is sent to the security module, what counts as its answer, and how long it may take.

The answer says not which order it belongs to. A late one (the order was called off, a frame came twice) is told by its
code and length, and an answer still owed is waited for before the next order: the line is half duplex.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.errors import DeviceGone, GarbledReply, NoReply, OperationTimedOut
from devices.id_sam import frames
from devices.id_sam.codes import Outcome, code
from devices.id_sam.frames import Answer, AnswerDecoder, BadFrame, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from devices.link import Link, OpenLink

IDLE_SECONDS: Final = 0.25
"""A frame that has begun and then pauses this long is over."""

WRITE_SECONDS: Final = 1.0
"""An order has a dozen bytes: a driver that doesn't take them in this time is stuck."""

RESENDS: Final = 2
"""How often an order is sent again when it, or its answer, arrived damaged."""

APPENDED_SECONDS: Final = 1.5
"""How long the appended address may take, with everything: the card is read already, and its holder waits."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How an order is answered: success code, fewest and most data bytes with it, codes no other order has; its time."""

    success: int
    fewest: int
    most: int
    own_codes: frozenset[int]
    seconds: float


_TEXT_ALONE: Final = 4 + 256
_MANNERS: Final[Mapping[Order, _Manner]] = {
    frames.RESET: _Manner(0x90, 0, 0, frozenset(), 1.0),
    frames.STATUS: _Manner(0x90, 0, 0, frozenset(), 1.0),
    frames.READ_SAM_ID: _Manner(0x90, 16, 16, frozenset(), 1.0),
    frames.FIND: _Manner(0x9F, 0, 8, frozenset({0x80}), 1.0),
    frames.SELECT: _Manner(0x90, 8, 8, frozenset({0x81, 0x41, 0x47}), 1.0),
    frames.READ_TEXT_AND_PHOTO: _Manner(0x90, _TEXT_ALONE, frames.LONGEST_LEN, frozenset({0x41, 0x47, 0x91}), 3.0),
    frames.READ_APPENDED_ADDRESS: _Manner(0x90, 70, 70, frozenset({0x41, 0x47, 0x91}), APPENDED_SECONDS),
}
_NOT_EVERYBODYS: Final = frozenset({0x90, 0x9F, 0x80, 0x81, 0x41, 0x47, 0x91})
"""Codes that tell which order they answer; all others (and unknown ones) may answer any."""


def answers(order: Order, answer: Answer) -> bool:
    """Whether `answer` can be the answer to `order`."""
    manner = _MANNERS[order]
    if answer.sw3 == manner.success:
        return manner.fewest <= len(answer.data) <= manner.most
    return answer.sw3 in manner.own_codes or answer.sw3 not in _NOT_EVERYBODYS


class Exchange:
    """The line to one reader. Opened by its owner, who says how; after a loss it is opened anew."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._decoder = AnswerDecoder()
        self._owed_until = 0.0
        self.resent = 0
        """How often an order was sent again, since the start, because it or its answer arrived damaged."""

    @property
    def is_open(self) -> bool:
        """Whether there is a line."""
        return self._link is not None

    @property
    def at_work(self) -> bool:
        """Never for as long as three probes: the longest order takes 3 s."""
        return False

    def open(self, open_link: OpenLink) -> None:
        """Open the line anew. Raises `DeviceGone`."""
        self.close()
        self._link = open_link()
        self._owed_until = 0.0

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def ask(self, order: Order, deadline: Deadline) -> Answer:
        """Send an order and return its answer, whatever it says.

        Raises `NoReply` if nothing came, `GarbledReply` if what came was no answer in three attempts, `DeviceGone`, and
        what the deadline raises.
        """
        for attempt in range(1 + RESENDS):
            self.resent += attempt > 0
            link = self._opened()
            self._settle(link, deadline)
            link.drain()
            answer = self._once(link, order, deadline)
            if answer is not None and code(answer.sw3).outcome is not Outcome.RESEND:
                return answer
        raise GarbledReply("no valid answer in three attempts")

    def hear_anything(self, deadline: Deadline) -> None:
        """Ask for the status once, and return when a valid frame comes, whatever it says.

        Raises `DeviceGone`, and what the deadline raises if none comes.
        """
        link, decoder = self._opened(), AnswerDecoder()
        link.drain()
        link.write(frames.STATUS.to_bytes(), deadline)
        while not any(isinstance(frame, Answer) for frame in decoder.feed(link.read(deadline))):
            deadline.check()

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice on hearing whether the line is still there; a late answer is dropped. Raises `DeviceGone`."""
        data = self._opened().read(deadline)
        if any(isinstance(frame, Answer) for frame in self._decoder.feed(data)):
            self._owed_until = 0.0

    def _opened(self) -> Link:
        if self._link is None:
            raise DeviceGone("closed")
        return self._link

    def _settle(self, link: Link, deadline: Deadline) -> None:
        """Wait for the answer to an order that was called off, and drop it."""
        while (left := self._owed_until - deadline.clock.monotonic()) > 0:
            deadline.check()
            data = link.read(deadline.within(left))
            if any(isinstance(frame, Answer) for frame in self._decoder.feed(data)):
                break
        self._owed_until = 0.0

    def _once(self, link: Link, order: Order, deadline: Deadline) -> Answer | None:
        """Send once; return the answer, or None if what came was damaged. Raises `NoReply` if nothing came."""
        clock, decoder = deadline.clock, AnswerDecoder()
        self._decoder = decoder
        try:
            link.write(order.to_bytes(), deadline.within(WRITE_SECONDS))
        except OperationTimedOut:
            deadline.check()
            raise NoReply("the port takes no bytes") from None
        end = self._owed_until = clock.monotonic() + _MANNERS[order].seconds
        limit, heard, damaged = end, False, False
        while (left := limit - clock.monotonic()) > 0:
            deadline.check()
            data = link.read(deadline.within(left))
            if not data:
                continue
            heard = True
            for frame in decoder.feed(data):
                if isinstance(frame, Answer) and answers(order, frame):
                    self._owed_until = 0.0
                    return frame
                damaged = isinstance(frame, BadFrame)
            # Noise and late answers don't shorten the time; what began like a frame ends when it pauses.
            begun = damaged or decoder.waiting
            limit = min(end, clock.monotonic() + IDLE_SECONDS) if begun else end
        self._owed_until = 0.0
        for frame in decoder.give_up():
            if isinstance(frame, Answer) and answers(order, frame):
                return frame
        if not heard:
            raise NoReply
        return None
