"""One request, one answer: what is sent to an I/O board, what counts as its answer, and how often it is sent again.

An answer names address and function and, for a write, what was written; but not which of two like requests it belongs to. One
that comes too late is thrown away before the next request; if it slips behind that, it tells what held a moment ago.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from devices.errors import Action, GarbledReply, NoReply, ProtocolFault
from devices.modbus.frames import AnswerDecoder, Refusal, Refused, gap_seconds

if TYPE_CHECKING:
    from devices.connection import BareLine
    from devices.deadline import Deadline
    from devices.modbus.frames import Bits, Read, Request, WriteCoil, WriteCoils, Written

ANSWER_SECONDS: Final = 0.2
"""What a board takes to answer, beside the time on the wire. Unverified: boards are told to answer within some 10 ms."""
IDLE_SECONDS: Final = 0.1
"""An answer that has begun and then pauses this long is over; far more than the 1.5 characters of the book, because of USB."""
ATTEMPTS: Final = 3
BUSY_SECONDS: Final = 0.1
"""After "busy" a board is left alone for a while."""

_LONGEST_WAIT_BITS: Final = (8 + 40) * 11
_NOT_NOW: Final = (Refusal.ACKNOWLEDGED, Refusal.BUSY)
_OUR_FAULT: Final = (Refusal.ILLEGAL_FUNCTION, Refusal.ILLEGAL_ADDRESS, Refusal.ILLEGAL_VALUE)


class BoardRefused(ProtocolFault):
    """The board answered that it can't do what was asked; `staff_action` is to configure where it has no such coil or input."""

    def __init__(self, refused: Refused, request: Request) -> None:
        super().__init__(f"function {request.function:02X}: code {refused.code:02X} {refused.reason.name.lower()}")
        self.reason = refused.reason
        self.staff_action = Action.CONFIGURE if refused.reason in _OUR_FAULT else Action.MAINTENANCE


class Master:
    """Asks one board. Used by its lane only."""

    def __init__(self, line: BareLine, baud: int) -> None:
        self._line = line
        self._gap = gap_seconds(baud)
        self._answer_seconds = ANSWER_SECONDS + _LONGEST_WAIT_BITS / baud
        self._free_at = 0.0

    def read(self, question: Read, deadline: Deadline, *, attempts: int = ATTEMPTS) -> tuple[bool, ...]:
        """Ask for coils or inputs, at most `attempts` times.

        Raises `NoReply` if nothing came, `GarbledReply` if what came was no answer, `BoardRefused`, `DeviceGone`, and what the
        deadline raises.
        """
        return cast("Bits", self._ask(question, deadline, attempts)).bits

    def write(self, order: WriteCoil | WriteCoils, deadline: Deadline, *, attempts: int = ATTEMPTS) -> None:
        """Switch coils, trying at most `attempts` times. Raises like `read`."""
        self._ask(order, deadline, attempts)

    def _ask(self, request: Request, deadline: Deadline, attempts: int) -> Bits | Written:
        failure: NoReply | GarbledReply | BoardRefused = NoReply()
        for _ in range(attempts):
            deadline.pause(max(0.0, self._free_at - deadline.clock.monotonic()))
            self._line.drain()
            answer, heard = self._once(request, deadline)
            if isinstance(answer, Refused):
                failure = BoardRefused(answer, request)
                if answer.reason not in _NOT_NOW:
                    break
                self._free_at += BUSY_SECONDS
            elif answer is not None:
                return answer
            elif heard:
                failure = GarbledReply("no valid answer")
        raise failure

    def _once(self, request: Request, deadline: Deadline) -> tuple[Bits | Written | Refused | None, bool]:
        """Send once; return the answer, and whether anything came at all."""
        clock, decoder, heard = deadline.clock, AnswerDecoder(request), False
        self._line.write(request.to_bytes(), deadline)
        limit = end = clock.monotonic() + self._answer_seconds
        while (left := limit - clock.monotonic()) > 0:
            deadline.check()
            data = self._line.read(deadline.within(left, slice_seconds=left))
            if not data:
                continue
            heard = True
            self._free_at = clock.monotonic() + self._gap
            answer = decoder.feed(data)
            if answer is not None:
                return answer, heard
            limit = min(end, clock.monotonic() + IDLE_SECONDS) if decoder.waiting else end
        return None, heard
