"""What goes over the wire of an identity-card reader, as values: orders one way, answers the other. No I/O.

    order    AA AA AA 96 69 | LEN_H LEN_L | CMD PARA [DATA...]       | CHK
    answer   AA AA AA 96 69 | LEN_H LEN_L | SW1 SW2 SW3 [DATA...]    | CHK

LEN counts the bytes after it, CHK included; CHK makes the XOR of LEN, body and CHK zero. There is no escaping: the
preamble may stand in the data, so frames are cut by LEN. Strictly one order, one answer; the reader never speaks unasked.

Source: GA/T 467-2019 (居民身份证验证安全控制模块接口技术规范), business terminal interface, as seen on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from devices.xor import xor

if TYPE_CHECKING:
    from collections.abc import Callable

PREAMBLE: Final = bytes.fromhex("AAAAAA9669")
HEAD_BYTES: Final = len(PREAMBLE) + 2
LONGEST_LEN: Final = 0x0910
"""A text, photo and fingerprint answer has LEN 0x090A; "reject > 0x0910"."""
LONGEST_FRAME: Final = HEAD_BYTES + LONGEST_LEN
SHORTEST_ORDER_LEN: Final = 3
SHORTEST_ANSWER_LEN: Final = 4


def framed(body: bytes) -> bytes:
    """Put preamble, LEN and CHK round a body."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([xor(counted)])


@dataclass(frozen=True, slots=True)
class Order:
    """What the terminal sends."""

    cmd: int
    para: int
    data: bytes = b""

    def to_bytes(self) -> bytes:
        """Return the frame."""
        return framed(bytes([self.cmd, self.para]) + self.data)


RESET: Final = Order(0x10, 0xFF)
STATUS: Final = Order(0x11, 0xFF)
READ_SAM_ID: Final = Order(0x12, 0xFF)
FIND: Final = Order(0x20, 0x01)
SELECT: Final = Order(0x20, 0x02)
READ_TEXT_AND_PHOTO: Final = Order(0x30, 0x01)
READ_APPENDED_ADDRESS: Final = Order(0x30, 0x03)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What the reader sends: SW3 says how it went, SW1 SW2 are the card's own status word or zero."""

    sw3: int
    data: bytes = b""
    card_status: int = 0

    def to_bytes(self) -> bytes:
        """Return the frame."""
        return framed(self.card_status.to_bytes(2, "big") + bytes([self.sw3]) + self.data)

    def __repr__(self) -> str:
        """Leave out the data, which may be a person's."""
        return f"<Answer {self.sw3:02X} card {self.card_status:04X} + {len(self.data)} bytes>"


class Fault(Enum):
    """What was wrong with something that began like a frame."""

    LENGTH = "length"
    CHECK = "check"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class BadFrame:
    """Something began like a frame and was none."""

    fault: Fault


F = TypeVar("F")


class _Decoder(Generic[F]):
    """Finds frames in whatever comes; after a bad one it looks again one byte further. Keeps at most one frame."""

    def __init__(self, shortest_len: int, value: Callable[[bytes], F]) -> None:
        self._shortest = shortest_len
        self._value = value
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of a frame."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[F | BadFrame]:
        """Take in bytes, cut anywhere, and return the frames and bad frames now complete, in order."""
        found: list[F | BadFrame] = []
        for start in range(0, len(data), LONGEST_FRAME):
            self._buffer += data[start : start + LONGEST_FRAME]
            self._scan(found)
        return found

    def give_up(self) -> list[F | BadFrame]:
        """Treat an incomplete frame as bad, because nothing more came, and return what was hidden inside it."""
        found: list[F | BadFrame] = []
        while self._buffer:
            if len(self._buffer) > len(PREAMBLE):
                found.append(BadFrame(Fault.CUT))
            del self._buffer[:1]
            self._scan(found)
        return found

    def _scan(self, found: list[F | BadFrame]) -> None:
        while self._next_candidate():
            length = int.from_bytes(self._buffer[len(PREAMBLE) : HEAD_BYTES], "big")
            if not self._shortest <= length <= LONGEST_LEN:
                found.append(BadFrame(Fault.LENGTH))
                del self._buffer[:1]
                continue
            if len(self._buffer) < HEAD_BYTES + length:
                return
            counted = bytes(self._buffer[len(PREAMBLE) : HEAD_BYTES + length])
            if xor(counted):
                found.append(BadFrame(Fault.CHECK))
                del self._buffer[:1]
                continue
            found.append(self._value(counted[2:-1]))
            del self._buffer[: HEAD_BYTES + length]

    def _next_candidate(self) -> bool:
        """Drop what can't be a frame; say whether preamble and LEN stand at the start of the buffer."""
        at = self._buffer.find(PREAMBLE)
        if at >= 0:
            del self._buffer[:at]
            return len(self._buffer) >= HEAD_BYTES
        tail = len(PREAMBLE) - 1
        while tail and not self._buffer.endswith(PREAMBLE[:tail]):
            tail -= 1
        del self._buffer[: len(self._buffer) - tail]
        return False


class AnswerDecoder(_Decoder[Answer]):
    """Finds answers: the terminal's side."""

    def __init__(self) -> None:
        super().__init__(SHORTEST_ANSWER_LEN, lambda b: Answer(b[2], b[3:], int.from_bytes(b[:2], "big")))


class OrderDecoder(_Decoder[Order]):
    """Finds orders: the reader's side."""

    def __init__(self) -> None:
        super().__init__(SHORTEST_ORDER_LEN, lambda b: Order(b[0], b[1], b[2:]))


@dataclass(frozen=True, slots=True, repr=False)
class CardBlocks:
    """What a READ answer carries. The photo stays where it came: only its length is told."""

    text: bytes
    photo_bytes: int

    @classmethod
    def from_data(cls, data: bytes) -> CardBlocks | None:
        """Cut the data of a READ answer by its own length fields; None if they contradict its length."""
        if len(data) < _LENGTHS_BYTES:
            return None
        text, photo = int.from_bytes(data[0:2], "big"), int.from_bytes(data[2:4], "big")
        if len(data) != _LENGTHS_BYTES + text + photo:
            return None
        return cls(data[_LENGTHS_BYTES : _LENGTHS_BYTES + text], photo)

    def __repr__(self) -> str:
        """Say only the sizes."""
        return f"<CardBlocks {len(self.text)} + {self.photo_bytes} bytes>"


_LENGTHS_BYTES: Final = 4


def card_data(text: bytes, photo: bytes) -> bytes:
    """Return the data of a READ answer: two lengths, text, photo."""
    return len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo


def sam_id_text(data: bytes) -> str:
    """Return the number of a security module (安全模块号) as it is printed on the reader; "" if there are not 16 bytes."""
    if len(data) != _SAM_ID_BYTES:
        return ""
    a, b = (int.from_bytes(data[i : i + 2], "little") for i in (0, 2))
    day, c, d = (int.from_bytes(data[i : i + 4], "little") for i in (4, 8, 12))
    return f"{a:02d}.{b:02d}-{day}-{c:010d}-{d:010d}"


_SAM_ID_BYTES: Final = 16
