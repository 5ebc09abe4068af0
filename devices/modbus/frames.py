"""What goes over the wire to an I/O board, as values: requests one way, answers the other. No I/O.

    read      ADDR 01|02 | START_H START_L | COUNT_H COUNT_L               | CRC_L CRC_H
    write     ADDR 05    | COIL_H COIL_L   | FF 00 or 00 00                | CRC_L CRC_H
    write     ADDR 0F    | START_H START_L | COUNT_H COUNT_L | BYTES BITS...| CRC_L CRC_H
    bits      ADDR 01|02 | BYTES BITS...                                   | CRC_L CRC_H
    written   ADDR 05|0F | the first four bytes of the request's data      | CRC_L CRC_H
    refused   ADDR function+80 | CODE                                      | CRC_L CRC_H

Nothing marks where a frame begins but a pause of 3.5 characters, which USB adapters blur: so an answer is looked for by what
the request lets it be, byte after byte, and counts only with its check sum. CRC-16/MODBUS: poly A001, from FFFF, low byte first.

Source: MODBUS over Serial Line 1.02; MODBUS Application Protocol 1.1b3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

READ_COILS: Final = 0x01
READ_INPUTS: Final = 0x02
WRITE_COIL: Final = 0x05
WRITE_COILS: Final = 0x0F
REFUSAL: Final = 0x80

LONGEST_FRAME: Final = 256
MOST_BITS: Final = 256
"""What one of our requests may carry. The book allows 1968; boards have 4 to 64, and more makes noise dear to look through."""
MOST_ADDRESS: Final = 247
MOST_BIT: Final = 0xFFFF

GAP_CHARACTERS: Final = 3.5
_BITS_A_CHARACTER: Final = 11
_SHORTEST_GAP_SECONDS: Final = 0.00175
"""Above 19200 baud the pause is fixed."""

_ON: Final = 0xFF00
_CRC_BYTES: Final = 2
_FIXED_BYTES: Final = 8
_REFUSED_BYTES: Final = 5


def gap_seconds(baud: int) -> float:
    """Return the pause between two frames."""
    return max(_SHORTEST_GAP_SECONDS, GAP_CHARACTERS * _BITS_A_CHARACTER / baud)


def _crc_row(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value


_CRC_TABLE: Final = tuple(map(_crc_row, range(256)))


def crc(data: bytes) -> int:
    """CRC-16/MODBUS of some bytes."""
    value = 0xFFFF
    for byte in data:
        value = (value >> 8) ^ _CRC_TABLE[(value ^ byte) & 0xFF]
    return value


def framed(body: bytes) -> bytes:
    """Put the check sum behind a body."""
    return body + crc(body).to_bytes(_CRC_BYTES, "little")


def whole(frame: bytes) -> bool:
    """Whether the check sum is right."""
    return crc(frame[:-_CRC_BYTES]) == int.from_bytes(frame[-_CRC_BYTES:], "little")


def packed(bits: tuple[bool, ...]) -> bytes:
    """Put bits into bytes, the first into the lowest bit of the first byte."""
    value = sum(1 << at for at, bit in enumerate(bits) if bit)
    return value.to_bytes((len(bits) + 7) // 8, "little")


def unpacked(data: bytes, count: int) -> tuple[bool, ...]:
    """Take the first `count` bits out of bytes."""
    value = int.from_bytes(data, "little")
    return tuple(bool(value >> at & 1) for at in range(count))


@dataclass(frozen=True, slots=True)
class Read:
    """Asks for `count` coils (01) or inputs (02) from `start` on."""

    address: int
    function: int
    start: int
    count: int

    def to_bytes(self) -> bytes:
        """Return the frame."""
        head = bytes([self.address, self.function])
        return framed(head + self.start.to_bytes(2, "big") + self.count.to_bytes(2, "big"))


@dataclass(frozen=True, slots=True)
class WriteCoil:
    """Switches one coil (05)."""

    address: int
    coil: int
    on: bool

    @property
    def function(self) -> int:
        """05."""
        return WRITE_COIL

    def to_bytes(self) -> bytes:
        """Return the frame."""
        head = bytes([self.address, WRITE_COIL])
        return framed(head + self.coil.to_bytes(2, "big") + (_ON if self.on else 0).to_bytes(2, "big"))


@dataclass(frozen=True, slots=True)
class WriteCoils:
    """Switches several coils in a row (0F)."""

    address: int
    start: int
    bits: tuple[bool, ...]

    @property
    def function(self) -> int:
        """0F."""
        return WRITE_COILS

    def to_bytes(self) -> bytes:
        """Return the frame."""
        data = packed(self.bits)
        span = self.start.to_bytes(2, "big") + len(self.bits).to_bytes(2, "big")
        return framed(bytes([self.address, WRITE_COILS]) + span + bytes([len(data)]) + data)


Request = Read | WriteCoil | WriteCoils


class Refusal(IntEnum):
    """Why a board refuses (exception codes)."""

    ILLEGAL_FUNCTION = 0x01
    ILLEGAL_ADDRESS = 0x02
    ILLEGAL_VALUE = 0x03
    BOARD_FAILED = 0x04
    ACKNOWLEDGED = 0x05
    BUSY = 0x06
    MEMORY_PARITY = 0x08
    NO_GATEWAY_PATH = 0x0A
    GATEWAY_TARGET_SILENT = 0x0B
    UNKNOWN = 0xFF
    """Any other code."""


@dataclass(frozen=True, slots=True)
class Bits:
    """The answer to `Read`."""

    bits: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The answer to `WriteCoil` and `WriteCoils`: it was done."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The board can't do it, or not now."""

    reason: Refusal
    code: int


Answer = Bits | Written | Refused


def answer_to_bytes(request: Request, answer: Answer) -> bytes:
    """Return the frame that answers `request`: the board's side."""
    head = bytes([request.address, request.function])
    if isinstance(answer, Refused):
        return framed(bytes([request.address, request.function | REFUSAL, answer.code]))
    if isinstance(answer, Bits):
        data = packed(answer.bits)
        return framed(head + bytes([len(data)]) + data)
    return framed(request.to_bytes()[: _FIXED_BYTES - _CRC_BYTES])


class AnswerDecoder:
    """Looks for the answer to one request in whatever comes; keeps at most one frame.

    What is from another address, to another function, of another length or damaged is passed over, a byte at a time.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._head = bytes([request.address, request.function])
        self._refusal = bytes([request.address, request.function | REFUSAL])
        if isinstance(request, Read):
            size = (request.count + 7) // 8
            self._start = self._head + bytes([size])
            self._size = len(self._start) + size + _CRC_BYTES
        else:
            self._start = request.to_bytes()[: _FIXED_BYTES - _CRC_BYTES]
            self._size = _FIXED_BYTES
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of the answer."""
        return len(self._buffer)

    def feed(self, data: bytes) -> Answer | None:
        """Take in bytes, cut anywhere; return the answer once it is whole. What comes behind it is dropped."""
        for start in range(0, len(data), LONGEST_FRAME):
            self._buffer += data[start : start + LONGEST_FRAME]
            answer = self._scan()
            if answer is not None:
                self._buffer.clear()
                return answer
        return None

    def _scan(self) -> Answer | None:
        held, keep_from = bytes(self._buffer), len(self._buffer)
        for at in range(len(held)):
            found = self._at(held, at)
            if isinstance(found, Bits | Written | Refused):
                return found
            if found:  # what is here may still become the answer; a shorter one may stand behind it
                keep_from = min(keep_from, at)
        del self._buffer[:keep_from]
        return None

    def _at(self, held: bytes, at: int) -> Answer | bool:
        """Return the answer that stands here, True if it may yet, False if it can't."""
        left = len(held) - at
        for start, size in ((self._start, self._size), (self._refusal, _REFUSED_BYTES)):
            if not start.startswith(held[at : at + len(start)]):
                continue
            if left < size:
                return True
            frame = held[at : at + size]
            if whole(frame):
                return self._value(frame)
        return False

    def _value(self, frame: bytes) -> Answer:
        if frame.startswith(self._refusal):
            known = frame[2] in _REFUSALS
            return Refused(Refusal(frame[2]) if known else Refusal.UNKNOWN, frame[2])
        if isinstance(self._request, Read):
            return Bits(unpacked(frame[len(self._start) : -_CRC_BYTES], self._request.count))
        return Written()


_REFUSALS: Final = frozenset(int(reason) for reason in Refusal)


class RequestDecoder:
    """Finds requests in whatever comes: the board's side. Keeps at most one frame."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of a request."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Request]:
        """Take in bytes, cut anywhere, and return the requests now complete, in order."""
        found: list[Request] = []
        for start in range(0, len(data), LONGEST_FRAME):
            self._buffer += data[start : start + LONGEST_FRAME]
            while (size := self._size()) is not None:
                frame = bytes(self._buffer[:size])
                request = _request(frame) if size and whole(frame) else None
                del self._buffer[: 1 if request is None else size]
                if request is not None:
                    found.append(request)
        return found

    def _size(self) -> int | None:
        """Return how long the request in front is, 0 if none is there, None while more has to come."""
        held = self._buffer
        if len(held) < 2:  # noqa: PLR2004 - address and function
            return None
        size = 0
        if held[1] in (READ_COILS, READ_INPUTS, WRITE_COIL):
            size = _FIXED_BYTES
        elif held[1] == WRITE_COILS:
            if len(held) < _FIXED_BYTES:
                return None
            size = 7 + held[6] + _CRC_BYTES
        if size > LONGEST_FRAME:
            size = 0
        return None if len(held) < size else size


def _request(frame: bytes) -> Request | None:
    """Read a frame whose check sum is right; None if it contradicts itself."""
    address, function = frame[0], frame[1]
    first, second = int.from_bytes(frame[2:4], "big"), int.from_bytes(frame[4:6], "big")
    if function == WRITE_COIL:
        return WriteCoil(address, first, second == _ON) if second in (_ON, 0) else None
    if function == WRITE_COILS:
        return WriteCoils(address, first, unpacked(frame[7:-2], second)) if frame[6] == (second + 7) // 8 else None
    return Read(address, function, first, second)
