"""What goes over the wire of a CRT card reader, as values: orders one way, answers the other, and single bytes. No I/O.

    frame     F2 ADDR LEN_H LEN_L | TEXT... | 03 BCC        LEN counts TEXT; BCC is the XOR from F2 to 03
    order     'C' CM PM DATA...
    answer    'P' CM PM st0 st1 st2 DATA...                 done; where the card is, stacker, bin
              'N' CM PM e1 e0 DATA...                       not done, and why (some firmwares: 'E')
    bytes     06 heard, 15 heard badly, 04 let it be

The order is heard (06) within 0.3 s, its answer follows when it is done and is confirmed by 06 in turn.

Source: the public protocol of CRT-571 and CRT-591, as five independent programs speak it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from devices.xor import xor

if TYPE_CHECKING:
    from collections.abc import Callable

START: Final = 0xF2
END: Final = 0x03
HIGHEST_ADDRESS: Final = 0x0F
HEAD_BYTES: Final = 4
TAIL_BYTES: Final = 2
LONGEST_DATA: Final = 512
LONGEST_TEXT: Final = 6 + LONGEST_DATA
LONGEST_FRAME: Final = HEAD_BYTES + LONGEST_TEXT + TAIL_BYTES
_ORDER_HEAD: Final = 3
_DONE_HEAD: Final = 6
_NOT_DONE_HEAD: Final = 5


def framed(text: bytes, address: int = 0) -> bytes:
    """Put head and tail round a text."""
    frame = bytes([START, address]) + len(text).to_bytes(2, "big") + text + bytes([END])
    return frame + bytes([xor(frame)])


class Sign(Enum):
    """A single byte between frames."""

    HEARD = 0x06
    BADLY = 0x15
    LET_BE = 0x04

    def to_bytes(self) -> bytes:
        """Return the byte."""
        return bytes([self.value])


_SIGNS: Final = {sign.value: sign for sign in Sign}


class BadFrame(Enum):
    """What was wrong with something that began like a frame."""

    HEAD = "head"
    CHECK = "check"
    TEXT = "text"
    CUT = "cut"


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """What the terminal sends."""

    cm: int
    pm: int
    data: bytes = b""

    def to_bytes(self, address: int = 0) -> bytes:
        """Return the frame."""
        return framed(bytes([_ORDER, self.cm, self.pm]) + self.data, address)

    def __repr__(self) -> str:
        """Leave out the data, which may be a person's."""
        return f"<Order {self.cm:02X} {self.pm:02X} + {len(self.data)} bytes>"


class CardAt(Enum):
    """Where the reader says the card is (st0)."""

    NOWHERE = "0"
    GATE = "1"
    INSIDE = "2"


class Stacker(Enum):
    """How many new cards a reader with a stacker has (st1)."""

    NONE = "0"
    FEW = "1"
    ENOUGH = "2"


class Bin(Enum):
    """How the bin for kept cards is (st2)."""

    ROOM = "0"
    FULL = "1"


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """The answer to an order that was carried out."""

    cm: int
    pm: int
    status: bytes = b"000"
    data: bytes = b""

    def to_bytes(self, address: int = 0) -> bytes:
        """Return the frame."""
        return framed(bytes([_DONE, self.cm, self.pm]) + self.status + self.data, address)

    @property
    def card(self) -> CardAt | None:
        """Where the card is; None for a value nobody knows."""
        return _CARD_AT.get(self.status[0])

    @property
    def stacker(self) -> Stacker | None:
        """How many new cards there are."""
        return _STACKER.get(self.status[1])

    @property
    def bin(self) -> Bin | None:
        """How the bin is."""
        return _BIN.get(self.status[2])

    def __repr__(self) -> str:
        """Leave out the data, which may be a person's."""
        return f"<Done {self.cm:02X} {self.pm:02X} {self.status!r} + {len(self.data)} bytes>"


_CARD_AT: Final = {ord(member.value): member for member in CardAt}
_STACKER: Final = {ord(member.value): member for member in Stacker}
_BIN: Final = {ord(member.value): member for member in Bin}


@dataclass(frozen=True, slots=True, repr=False)
class NotDone:
    """The answer to an order that was not carried out. `error` are two characters, as the manual lists them."""

    cm: int
    pm: int
    error: str
    data: bytes = b""

    def to_bytes(self, address: int = 0) -> bytes:
        """Return the frame."""
        return framed(bytes([_NOT_DONE, self.cm, self.pm]) + self.error.encode("latin-1") + self.data, address)

    def __repr__(self) -> str:
        """Say the error."""
        return f"<NotDone {self.cm:02X} {self.pm:02X} {self.error!r} + {len(self.data)} bytes>"


Answer = Done | NotDone

_ORDER: Final = 0x43
_DONE: Final = 0x50
_NOT_DONE: Final = 0x4E
_NOT_DONE_MISPRINTED: Final = 0x45
"""What the manual prints for 'N'; some firmwares believe it."""


def order_of(text: bytes) -> Order | None:
    """Read the text of an order; None for anything else."""
    if len(text) < _ORDER_HEAD or text[0] != _ORDER:
        return None
    return Order(text[1], text[2], text[3:])


def answer_of(text: bytes) -> Answer | None:
    """Read the text of an answer; None for anything else."""
    first = text[:1]
    if first == bytes([_DONE]) and len(text) >= _DONE_HEAD:
        return Done(text[1], text[2], text[3:6], text[6:])
    if first in (bytes([_NOT_DONE]), bytes([_NOT_DONE_MISPRINTED])) and len(text) >= _NOT_DONE_HEAD:
        return NotDone(text[1], text[2], text[3:5].decode("latin-1"), text[5:])
    return None


F = TypeVar("F", Order, Answer)


class _Decoder(Generic[F]):
    """Finds frames and signs in whatever comes; after a bad frame it looks again one byte further. Keeps at most one frame."""

    def __init__(self, value: Callable[[bytes], F | None]) -> None:
        self._value: Callable[[bytes], F | None] = value
        self._buffer = bytearray()
        self._doubtful = 0
        """Bytes at the front that stood inside a bad frame: there only frames are looked for, no signs."""

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of a frame."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[F | Sign | BadFrame]:
        """Take in bytes, cut anywhere, and return what is now complete, in order."""
        found: list[F | Sign | BadFrame] = []
        for start in range(0, len(data), LONGEST_FRAME):
            self._buffer += data[start : start + LONGEST_FRAME]
            self._scan(found)
        return found

    def give_up(self) -> list[F | Sign | BadFrame]:
        """Treat an incomplete frame as bad, because nothing more came, and return what was hidden inside it."""
        found: list[F | Sign | BadFrame] = []
        while self._buffer:
            found.append(BadFrame.CUT)
            self._bad(len(self._buffer))
            self._scan(found)
        return found

    def _scan(self, found: list[F | Sign | BadFrame]) -> None:
        while self._buffer:
            used, item = self._front()
            if used == 0:
                return
            if item is not None:
                found.append(item)
            if isinstance(item, BadFrame):
                self._bad(used)
            else:
                self._drop(used)

    def _bad(self, length: int) -> None:
        """Drop the first byte of a bad frame this long; what is left of it is in doubt."""
        self._doubtful = max(self._doubtful, length)
        self._drop(1)

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._doubtful = max(0, self._doubtful - count)

    def _front(self) -> tuple[int, F | Sign | BadFrame | None]:
        """Say how many bytes the thing at the front has (0: not all are there yet), and what it is, if anything."""
        buffer = self._buffer
        if buffer[0] != START:
            return 1, None if self._doubtful else _SIGNS.get(buffer[0])
        if len(buffer) < HEAD_BYTES:
            return 0, None
        length = int.from_bytes(buffer[2:HEAD_BYTES], "big")
        if buffer[1] > HIGHEST_ADDRESS or length > LONGEST_TEXT:
            return HEAD_BYTES, BadFrame.HEAD
        whole = HEAD_BYTES + length + TAIL_BYTES
        if len(buffer) < whole:
            return 0, None
        if buffer[whole - TAIL_BYTES] != END or xor(buffer[:whole]):
            return whole, BadFrame.CHECK
        value = self._value(bytes(buffer[HEAD_BYTES : whole - TAIL_BYTES]))
        return whole, BadFrame.TEXT if value is None else value


class AnswerDecoder(_Decoder[Answer]):
    """Finds answers: the terminal's side."""

    def __init__(self) -> None:
        super().__init__(answer_of)


class OrderDecoder(_Decoder[Order]):
    """Finds orders: the reader's side."""

    def __init__(self) -> None:
        super().__init__(order_of)
