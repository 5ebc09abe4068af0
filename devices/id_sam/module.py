"""The security module behind the line: found at its speed, asked, mended by one reset, given up and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from devices.condition import MISSES
from devices.connection import Connection
from devices.errors import DeviceError, GarbledReply, LinkError, NoReply, ProtocolFault, ReaderOutOfService
from devices.health import DeviceInfo
from devices.id_sam import frames
from devices.id_sam.codes import Outcome, code
from devices.id_sam.exchange import Exchange
from devices.id_sam.speeds import Speeds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.condition import Condition
    from devices.deadline import Deadline
    from devices.health import Health
    from devices.id_sam.frames import Answer, Order
    from devices.link import OpenLink

RESET_SECONDS: Final = 1.5
"""What a module needs for its self-test after a reset."""

_SELF_TEST_FAILED: Final = 0x60
_ABOUT_ITSELF: Final = (frames.STATUS, frames.RESET)


class Module:
    """One security module. Used by its reader's lane; only `close` by others.

    `openers` open the same port, each at another speed. `begun` is called whenever the line was opened anew, or the module
    had been out of order.
    """

    def __init__(self, openers: Sequence[OpenLink], condition: Condition, begun: Callable[[], None]) -> None:
        self._exchange = Exchange()
        self._speeds = Speeds(openers, condition)
        self._condition = condition
        self._begun = begun
        self.connection = Connection(condition, self._exchange, self._begin)
        self.info = DeviceInfo()

    def probe(self, deadline: Deadline) -> Health:
        """Ask the module how it is. While a lost one is not to be tried again yet, say what is known."""
        fresh = not self.connection.begun
        return self.connection.probe(deadline, lambda part: None if fresh else self.check(part))

    def check(self, deadline: Deadline) -> None:
        """See that the module works; reset it once if its self-test failed. Raises `LinkError`, `ReaderOutOfService`."""
        answer = self._status(deadline)
        if answer.sw3 == _SELF_TEST_FAILED:
            self.reset(deadline)
            answer = self._status(deadline)
        entry = code(answer.sw3)
        if entry.outcome is not Outcome.DONE:
            self.refuse(entry.error if issubclass(entry.error, ReaderOutOfService) else ProtocolFault, answer)

    def reset(self, deadline: Deadline) -> None:
        """Reset it and give it the time for its self-test."""
        self.ask(frames.RESET, deadline)
        deadline.pause(RESET_SECONDS)

    def ask(self, order: Order, deadline: Deadline) -> Answer:
        """Send an order. A module that failed its self-test is reset once; raises if it can't work."""
        answer = self._asked(order, deadline)
        if answer.sw3 == _SELF_TEST_FAILED and order not in _ABOUT_ITSELF:
            self.check(deadline)
            answer = self._asked(order, deadline)
        entry = code(answer.sw3)
        if entry.outcome is Outcome.MODULE and order not in _ABOUT_ITSELF:
            self.refuse(entry.error, answer)
        return answer

    def missed(self, error: LinkError) -> None:
        """Count an order that no answer came to, and that is tried again; raise what ended it if it is one too many."""
        if self._condition.misses + 1 >= MISSES:
            raise error
        self._condition.misses += 1
        self._condition.count(communication_errors=1)

    def refuse(self, error: type[DeviceError], answer: Answer) -> NoReturn:
        """Raise an error that a status code told, and keep what staff do about it."""
        entry = code(answer.sw3)
        told = error(f"SW3 {answer.sw3:02X} SW1SW2 {answer.card_status:04X} {entry.meaning}。{entry.advice}")
        self.connection.advise(told, entry.action)
        raise told

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice, and notice a pulled cable: a module never speaks unasked. Raises `DeviceGone`."""
        self._exchange.listen(deadline)

    def _begin(self, deadline: Deadline) -> None:
        if not self._exchange.is_open:
            self._speeds.open(self._exchange, deadline)
        self.check(deadline)
        identity = self.ask(frames.READ_SAM_ID, deadline)
        self.info = DeviceInfo(model="SAM", serial=frames.sam_id_text(identity.data))
        self._begun()

    def _asked(self, order: Order, deadline: Deadline) -> Answer:
        resent = self._exchange.resent
        try:
            answer = self._exchange.ask(order, deadline)
        finally:
            self._condition.count(communication_errors=self._exchange.resent - resent)
        self._condition.answered()
        return answer

    def _status(self, deadline: Deadline) -> Answer:
        while True:
            try:
                return self.ask(frames.STATUS, deadline)
            except (NoReply, GarbledReply) as error:
                self.missed(error)
