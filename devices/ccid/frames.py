"""What goes over the wire of a serial CCID reader, as values: messages both ways, and what stands between them. No I/O.

    frame           03 06 | TYPE LEN(4, low first) SLOT SEQ X X X | DATA... | LRC
    ask again       03 15 16                 both ways
    card moved      50 03 in, 50 02 out      from the reader, without a check byte
    more time       80..FF                   from the reader, between frames

LRC makes the XOR of the whole frame zero, 03 and 06 included. In an answer the three X are status, error and a parameter.
A reader of the echoing family (GemPC Twin, GemPC PinPad) first sends back what it was told.

Source: USB CCID 1.1 for the messages; the serial wrapping as the free Linux driver (LudovicRousseau/CCID) speaks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from devices.xor import xor

SYNC_ACK: Final = b"\x03\x06"
ASK_AGAIN: Final = b"\x03\x15\x16"
HEADER_BYTES: Final = 10
LONGEST_DATA: Final = 261
"""A message has at most 271 bytes (TPDU level)."""
LONGEST_FRAME: Final = len(SYNC_ACK) + HEADER_BYTES + LONGEST_DATA + 1


class Kind(IntEnum):
    """The types of message this driver uses, and those a reader may answer with."""

    SET_PARAMETERS = 0x61
    POWER_ON = 0x62
    POWER_OFF = 0x63
    GET_SLOT_STATUS = 0x65
    SECURE = 0x69
    ESCAPE = 0x6B
    GET_PARAMETERS = 0x6C
    TRANSFER = 0x6F
    ABORT = 0x72
    DATA_BLOCK = 0x80
    SLOT_STATUS = 0x81
    PARAMETERS = 0x82
    ESCAPED = 0x83


ANSWERED_BY: Final = {
    Kind.SET_PARAMETERS: Kind.PARAMETERS,
    Kind.GET_PARAMETERS: Kind.PARAMETERS,
    Kind.POWER_ON: Kind.DATA_BLOCK,
    Kind.TRANSFER: Kind.DATA_BLOCK,
    Kind.SECURE: Kind.DATA_BLOCK,
    Kind.POWER_OFF: Kind.SLOT_STATUS,
    Kind.GET_SLOT_STATUS: Kind.SLOT_STATUS,
    Kind.ABORT: Kind.SLOT_STATUS,
    Kind.ESCAPE: Kind.ESCAPED,
}
"""Which type answers which."""

_KINDS: Final = frozenset(int(kind) for kind in Kind)


class CardIs(IntEnum):
    """What the two low bits of a status say of the card."""

    POWERED = 0
    THERE = 1
    ABSENT = 2
    UNKNOWN = 3


class Went(IntEnum):
    """What the two high bits of a status say of the order."""

    WELL = 0
    WRONG = 1
    ON = 2
    """It is still going on: wait."""
    UNKNOWN = 3


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One CCID message, either way."""

    kind: Kind
    seq: int
    data: bytes = b""
    extra: bytes = b"\0\0\0"
    slot: int = 0

    def to_bytes(self) -> bytes:
        """Return the frame."""
        head = bytes([self.kind]) + len(self.data).to_bytes(4, "little") + bytes([self.slot, self.seq]) + self.extra
        frame = SYNC_ACK + head + self.data
        return frame + bytes([xor(frame)])

    @property
    def from_host(self) -> bool:
        """Whether it goes to the reader (or is its echo)."""
        return self.kind in ANSWERED_BY

    @property
    def card(self) -> CardIs:
        """What an answer says of the card."""
        return CardIs(self.extra[0] & 3)

    @property
    def went(self) -> Went:
        """How an answer says the order went."""
        return Went(self.extra[0] >> 6)

    @property
    def error(self) -> int:
        """Why it went wrong (bError)."""
        return self.extra[1]

    def __repr__(self) -> str:
        """Leave out the data, which may be a person's."""
        return f"<Message {self.kind.name} {self.seq} {self.extra.hex()} + {len(self.data)} bytes>"


class Moved(Enum):
    """A card's movement, as the reader tells it unasked."""

    IN = 0x03
    OUT = 0x02

    def to_bytes(self) -> bytes:
        """Return the notice."""
        return bytes([_MOVED, self.value])


class Again(Enum):
    """The other end wants the last frame again."""

    PLEASE = ASK_AGAIN


class MoreTime(Enum):
    """The reader is at work and wants more time."""

    PLEASE = "please"


class BadFrame(Enum):
    """What was wrong with something that began like a frame."""

    LENGTH = "length"
    CHECK = "check"
    KIND = "kind"
    CUT = "cut"


Item = Message | Moved | Again | MoreTime | BadFrame
"""What a line carries."""

_MOVED: Final = 0x50
_MORE_TIME: Final = 0x80
_MOVES: Final = {moved.value: moved for moved in Moved}


class Decoder:
    """Finds messages in whatever comes; after a bad one it looks again one byte further. Keeps at most one frame."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._doubtful = 0
        """Bytes at the front that stood inside a bad frame: there only frames are looked for, no notices."""

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of something."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Item]:
        """Take in bytes, cut anywhere, and return what is now complete, in order."""
        found: list[Item] = []
        for start in range(0, len(data), LONGEST_FRAME):
            self._buffer += data[start : start + LONGEST_FRAME]
            self._scan(found)
        return found

    def give_up(self) -> list[Item]:
        """Treat what is incomplete as bad, because nothing more came, and return what was hidden inside it."""
        found: list[Item] = []
        while self._buffer:
            if len(self._buffer) > 1:
                found.append(BadFrame.CUT)
            self._bad(len(self._buffer))
            self._scan(found)
        return found

    def _scan(self, found: list[Item]) -> None:
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

    def _front(self) -> tuple[int, Item | None]:
        """Say how many bytes the thing at the front has (0: not all are there yet), and what it is, if anything."""
        buffer, first = self._buffer, self._buffer[0]
        if first == SYNC_ACK[0]:
            return self._framed()
        if self._doubtful:
            return 1, None
        if first == _MOVED:
            if len(buffer) == 1:
                return 0, None
            moved = _MOVES.get(buffer[1])
            return (1, None) if moved is None else (2, moved)
        return 1, MoreTime.PLEASE if first >= _MORE_TIME else None

    def _framed(self) -> tuple[int, Item | None]:
        buffer = self._buffer
        if ASK_AGAIN.startswith(buffer[: len(ASK_AGAIN)]):
            return (len(ASK_AGAIN), Again.PLEASE) if len(buffer) >= len(ASK_AGAIN) else (0, None)
        if not buffer.startswith(SYNC_ACK):
            return 1, None
        return self._message() if len(buffer) >= _DATA_AT else (0, None)

    def _message(self) -> tuple[int, Item | None]:
        buffer, head = self._buffer, bytes(self._buffer[len(SYNC_ACK) : _DATA_AT])
        if head[0] not in _KINDS:
            return _DATA_AT, BadFrame.KIND
        length = int.from_bytes(head[1:5], "little")
        if length > LONGEST_DATA:
            return _DATA_AT, BadFrame.LENGTH
        whole = _DATA_AT + length + 1
        if len(buffer) < whole:
            return 0, None
        if xor(buffer[:whole]):
            return whole, BadFrame.CHECK
        return whole, Message(Kind(head[0]), head[6], bytes(buffer[_DATA_AT : whole - 1]), head[7:10], head[5])


_DATA_AT: Final = len(SYNC_ACK) + HEADER_BYTES
