"""The security module behind the line: opened and checked, asked, mended by one reset, given up and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from devices.errors import (
    Action,
    DeviceError,
    LinkError,
    NoReply,
    ProtocolFault,
    ReaderOutOfService,
)
from devices.health import DeviceInfo
from devices.id_sam import frames
from devices.id_sam.codes import Outcome, code
from devices.id_sam.exchange import Exchange

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.id_sam.condition import Condition
    from devices.id_sam.frames import Answer, Order
    from devices.link import OpenLink

RESET_SECONDS: Final = 1.5
"""What a module needs for its self-test after a reset."""

SILENT_STATUS: Final = 3
"""So many status orders without an answer, and the reader is lost."""

_SELF_TEST_FAILED: Final = 0x60
_ABOUT_ITSELF: Final = (frames.STATUS, frames.RESET)


class Module:
    """One security module. Used by its reader's lane; only `close` by others."""

    def __init__(self, open_link: OpenLink, condition: Condition) -> None:
        self._exchange = Exchange(open_link)
        self._condition = condition
        self._known = False
        self._silent = 0
        self._action: Action | None = None
        self.info = DeviceInfo()

    @property
    def connected(self) -> bool:
        """Whether the line is open and the module was well when last asked."""
        return self._known and self._exchange.is_open

    def connect(self, deadline: Deadline) -> bool:
        """Open the line if need be, not before its time, and see that the module works. Say whether it had to be."""
        if self.connected:
            return False
        wait = self._condition.retry_at - deadline.clock.monotonic()
        if wait > 0:
            deadline.pause(wait)
        if not self._exchange.is_open:
            self._exchange.open()
        self.check(deadline)
        identity = self.ask(frames.READ_SAM_ID, deadline)
        self.info = DeviceInfo(model="SAM", serial=frames.sam_id_text(identity.data))
        self._known = True
        self._condition.connected()
        return True

    def check(self, deadline: Deadline) -> None:
        """See that the module works; reset it once if its self-test failed. Raises `LinkError`, `ReaderOutOfService`."""
        answer = self._status(deadline)
        if answer.sw3 == _SELF_TEST_FAILED:
            self.reset(deadline)
            answer = self._status(deadline)
        entry = code(answer.sw3)
        if entry.outcome is not Outcome.DONE:
            self.refuse(entry.error if issubclass(entry.error, ReaderOutOfService) else ProtocolFault, answer)
        self._condition.online()

    def reset(self, deadline: Deadline) -> None:
        """Reset it and give it the time for its self-test."""
        self.ask(frames.RESET, deadline)
        deadline.pause(RESET_SECONDS)

    def ask(self, order: Order, deadline: Deadline) -> Answer:
        """Send an order. A module that failed its self-test is reset once; raises if it can't work."""
        damaged = self._exchange.damaged
        try:
            answer = self._exchange.ask(order, deadline)
            if answer.sw3 == _SELF_TEST_FAILED and order not in _ABOUT_ITSELF:
                self.check(deadline)
                answer = self._exchange.ask(order, deadline)
        finally:
            self._condition.count(communication_errors=self._exchange.damaged - damaged)
        entry = code(answer.sw3)
        if entry.outcome is Outcome.MODULE and order not in _ABOUT_ITSELF:
            self.refuse(entry.error, answer)
        return answer

    def refuse(self, error: type[DeviceError], answer: Answer) -> NoReturn:
        """Raise an error that a status code told, and keep what staff do about it."""
        entry = code(answer.sw3)
        self._action = entry.action
        raise error(f"SW3 {answer.sw3:02X} SW1SW2 {answer.card_status:04X} {entry.meaning}。{entry.advice}")

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice, and notice a pulled cable: a module never speaks unasked. Raises `DeviceGone`."""
        if self._exchange.is_open:
            self._exchange.listen(deadline)
        else:
            deadline.rest()

    def failed(self, error: DeviceError) -> None:
        """Note what an order ended with; a lost reader is opened anew, one out of order is checked anew, after a pause."""
        action, self._action = self._action, None
        if self._condition.failed(error, action):
            self._known, self._silent = False, 0
            if isinstance(error, LinkError):
                self._exchange.close()

    def hurried(self) -> None:
        """Note that a probe's time was over before an answer came: three of them are silence, too."""
        self._silent += 1
        if self._silent >= SILENT_STATUS:
            self.failed(NoReply("no status within the time of three probes"))

    def close(self) -> None:
        """Let go of the line; safe from another thread."""
        self._exchange.close()

    def _status(self, deadline: Deadline) -> Answer:
        while True:
            try:
                answer = self.ask(frames.STATUS, deadline)
            except NoReply:
                self._silent += 1
                if self._silent >= SILENT_STATUS:
                    raise
            else:
                self._silent = 0
                return answer
