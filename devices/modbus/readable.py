"""Requests to an I/O board and its answers in words, for a recording of traffic: lamps and contacts are nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.modbus.frames import (
    READ_COILS,
    Answer,
    AnswerDecoder,
    Bits,
    Read,
    Refused,
    Request,
    RequestDecoder,
    WriteCoil,
    answer_to_bytes,
)
from devices.readable import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModbusReadable:
    """Reads the line of one board."""

    def __init__(self) -> None:
        self._requests = RequestDecoder()
        self._asked: Request | None = None
        self._answers: AnswerDecoder | None = None

    def sent(self, data: bytes) -> Sequence[str]:
        """Name requests; an answer that isn't whole by now will not be."""
        told = self._given_up()
        before = self._requests.waiting + len(data)
        found = self._requests.feed(data)
        told += map(_request, found)
        if found:
            self._asked = found[-1]
            self._answers = AnswerDecoder(found[-1])
        strays = before - self._requests.waiting - sum(len(request.to_bytes()) for request in found)
        return [*told, *unknown(strays)]

    def heard(self, data: bytes) -> Sequence[str]:
        """Name answers; what nothing was asked for is counted."""
        if self._answers is None or self._asked is None:
            return unknown(len(data))
        before = self._answers.waiting + len(data)
        answer = self._answers.feed(data)
        strays = before - self._answers.waiting
        if answer is None:
            return unknown(strays)
        return [_answer(answer), *unknown(strays - len(answer_to_bytes(self._asked, answer)))]

    def rest(self) -> Sequence[str]:
        """Count what was never whole."""
        return [*unknown(self._requests.waiting), *self._given_up()]

    def _given_up(self) -> list[str]:
        answers, self._answers = self._answers, None
        return [] if answers is None else unknown(answers.waiting)


def _request(request: Request) -> str:
    board = f"board {request.address}: "
    if isinstance(request, Read):
        what = "coils" if request.function == READ_COILS else "inputs"
        return f"{board}read {request.count} {what} from {request.start}"
    if isinstance(request, WriteCoil):
        return f"{board}coil {request.coil} {'on' if request.on else 'off'}"
    return f"{board}coils from {request.start}: {_bits(request.bits)}"


def _answer(answer: Answer) -> str:
    if isinstance(answer, Bits):
        return _bits(answer.bits)
    if isinstance(answer, Refused):
        return f"refused: {answer.reason.name.lower().replace('_', ' ')} ({answer.code:02X})"
    return "written"


def _bits(bits: tuple[bool, ...]) -> str:
    return "".join("1" if bit else "0" for bit in bits)
