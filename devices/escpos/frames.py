"""ESC/POS as bytes: commands to the printer, and what it says back. No I/O.

What the printer sends is told apart by its bits (Citizen's and Epson's tables agree):

    11 / 13                     XON / XOFF
    0xx1xx10                    answer to DLE EOT n
    0xx1xx00 0xx0xxxx (3 times) automatic status (ASB), 4 bytes
    0xx0xxxx                    answer to GS r n and GS I 1-3, 1 byte
    37 22 d1 d2 d3 d4 00        process ID: everything before it has been printed
    37 23 causes 00             why it is off line, when asked so
    37 25 00                    the buffers are empty
    5F text 00                  identity (GS I 65 and on)

Source: Epson ESC/POS application programming guide (TM-T88III/L90 p. 428-429 for the process ID), SNBC BT-T080.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.escpos.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

# -- commands -----------------------------------------------------------------------------------------------

INITIALISE: Final = b"\x1b@"
"""Resets the modes; what waits in the receive buffer stays."""
CHINESE_ON: Final = b"\x1c&"
HANZI_CLOSE: Final = b"\x1cS\x00\x00"
"""No extra space beside hanzi, so that two columns are exactly 24 dots."""
LINE_FEED: Final = b"\n"
AUTOMATIC_STATUS: Final = b"\x1da\x0e"
"""Send 4 bytes now and whenever on-line state, errors or paper change."""
CLEAR_BUFFERS: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""Real time: throw away everything received; answered by 37 25 00."""
RECOVER_AND_CLEAR: Final = b"\x10\x05\x02"
"""Real time: leave a recoverable error and throw away the buffers; not answered."""
ASK_PAPER_BUFFERED: Final = b"\x1dr\x01"
"""Answered with one byte when its turn comes; a printer that is off line doesn't get that far."""

REAL_TIME: Final = frozenset({0x04, 0x05, 0x08, 0x14})
"""Second bytes that make a command of a DLE anywhere in the stream, even inside image data."""
DLE: Final = 0x10
BIT_IMAGE_24: Final = 33
ASKS: Final = (1, 2, 3, 4)
"""The n of DLE EOT: printer, cause of being off line, cause of an error, paper."""
MAX_FEED: Final = 255


def ask(n: int) -> bytes:
    """DLE EOT n: ask in real time."""
    return bytes((DLE, 4, n))


def ask_identity(n: int) -> bytes:
    """GS I n: 65 firmware, 66 maker, 67 model, 68 serial number."""
    return bytes((0x1D, 0x49, n))


def align(place: int) -> bytes:
    """ESC a: 0 left, 1 centre, 2 right. Only at the beginning of a line."""
    return bytes((0x1B, 0x61, place))


def bold(*, on: bool) -> bytes:
    """ESC E: heavier, for hanzi and Latin alike."""
    return bytes((0x1B, 0x45, on))


def double(*, on: bool) -> bytes:
    """GS ! and FS !: twice as wide and high; some makers apply only the second to hanzi."""
    return bytes((0x1D, 0x21, 0x11 if on else 0, 0x1C, 0x21, 0x0C if on else 0))


def line_spacing(dots: int) -> bytes:
    """ESC 3: how far a line feed moves the paper, at least; a higher line moves its own height."""
    return bytes((0x1B, 0x33, dots))


def position(dots: int) -> bytes:
    """ESC $: go on at `dots` from the left edge."""
    return b"\x1b$" + dots.to_bytes(2, "little")


def feed(dots: int) -> bytes:
    """ESC J, repeated: print what stands in the line and move the paper."""
    whole, rest = divmod(dots, MAX_FEED)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def cut(dots: int) -> bytes:
    """GS V 66: feed to the cutter and `dots` beyond, then cut, leaving one point."""
    return bytes((0x1D, 0x56, 66, dots))


def bit_image(columns: bytes) -> bytes:
    """ESC * 33: 24 dots high, 3 bytes a column, in the midst of a line of text; 77 bytes for one character."""
    width = len(columns) // 3
    return bytes((0x1B, 0x2A, BIT_IMAGE_24)) + width.to_bytes(2, "little") + columns


def qr_code(data: bytes, module_dots: int) -> bytes:
    """GS ( k: a QR code of model 2, level Q, drawn by the printer."""
    stored = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + data
    size = b"\x1d(k\x03\x00\x31\x43" + bytes((module_dots,))
    return b"".join(
        (b"\x1d(k\x04\x00\x31\x41\x32\x00", size, b"\x1d(k\x03\x00\x31\x45\x32", stored, b"\x1d(k\x03\x00\x31\x51\x30")
    )


def mark(process_id: bytes) -> bytes:
    """GS ( H fn 48: say this 4-byte id back when everything before it has been printed."""
    return b"\x1d(H\x06\x00\x30\x30" + process_id


def without_commands(image: bytes) -> bytes:
    """Flip a dot wherever image data would read as a real-time command (Epson warns of it)."""
    if DLE not in image:
        return image
    dots = bytearray(image)
    for at in range(1, len(dots)):
        if dots[at - 1] == DLE and dots[at] in REAL_TIME:
            dots[at] ^= 2
    return bytes(dots)


# -- what comes back ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """The printer says how it is, unasked."""

    status: Status


@dataclass(frozen=True, slots=True)
class RealTimeAnswer:
    """The answer to a DLE EOT; which n it belongs to only the asker knows."""

    value: int


@dataclass(frozen=True, slots=True)
class BufferedAnswer:
    """The one-byte answer to a command that waited for its turn."""

    value: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything up to the mark with this id has been printed."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class OfflineCauses:
    """Why the printer is off line, in its own coding."""

    causes: bytes


@dataclass(frozen=True, slots=True)
class BuffersCleared:
    """Nothing received so far will be printed any more."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A text the printer says of itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """XON or XOFF: whether the printer takes more."""

    on: bool


Event = AutomaticStatus | RealTimeAnswer | BufferedAnswer | Printed | OfflineCauses | BuffersCleared | Identity | Flow

_XON, _XOFF = 0x11, 0x13
_BLOCK, _IDENTITY = 0x37, 0x5F
_STATUS_BYTES = 4
_KIND_BITS = 0b1001_0011
_STATUS_KIND, _ANSWER_KIND = 0b0001_0000, 0b0001_0010
_MAX_BLOCK = 84
"""The longest identity text is 80 characters."""


class StatusDecoder:
    """Tells the printer's bytes apart. Never raises and never holds more than one unfinished block.

    A block that breaks off is looked through again from its second byte; single-byte answers found that way are noise and
    are dropped, since a spurious one could pass for a proof of printing.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self.noise = 0
        """Bytes that belonged to nothing."""

    @property
    def held(self) -> int:
        """Bytes of a block that is not finished."""
        return len(self._held)

    def feed(self, data: bytes) -> list[Event]:
        """Take in bytes and return what they say, in order."""
        events: list[Event] = []
        for byte in data:
            events.extend(self._take(byte))
        return events

    def _take(self, byte: int) -> Iterator[Event]:
        if byte in (_XON, _XOFF):  # may come in the midst of a block
            yield Flow(byte == _XON)
            return
        self._held.append(byte)
        suspect = len(self._held) - 1 if len(self._held) > 1 and not self._fits(self._held) else 0
        if suspect:
            yield from self._again()
        elif (event := self._complete(self._held)) is not None:
            self._held.clear()
            yield event
        elif len(self._held) == 1 and not self._fits(self._held):
            self._held.clear()
            self.noise += 1

    def _again(self) -> Iterator[Event]:
        """Look through a broken block from its second byte on."""
        broken = bytes(self._held)
        self.noise += 1
        self._held.clear()
        newest = len(broken) - 1
        for at, byte in enumerate(broken[1:], 1):
            for event in self._take(byte):
                if isinstance(event, RealTimeAnswer | BufferedAnswer) and at < newest:
                    self.noise += 1
                else:
                    yield event

    @staticmethod
    def _fits(held: bytearray) -> bool:
        """Whether `held` can still be the beginning of something, or all of it."""
        first, size, last = held[0], len(held), held[-1]
        if size == 1:
            return _starts_status(first) or _is_answer(first) or not first & 0x90 or first in (_BLOCK, _IDENTITY)
        if _starts_status(first):
            return not last & 0x90
        if first == _BLOCK and size == 2:  # noqa: PLR2004 - the second byte names the kind of block
            return last in (0x22, 0x23, 0x25)
        printable = 0x20 <= last <= 0x7E  # noqa: PLR2004 - ASCII
        end = {0x22: 7, 0x25: 3}.get(held[1]) if first == _BLOCK else None
        if end is None:
            return last == 0 or (printable and size < _MAX_BLOCK)
        return last == 0 if size == end else printable

    @staticmethod
    def _complete(held: bytearray) -> Event | None:
        first = held[0]
        if _starts_status(first):
            return AutomaticStatus(Status.automatic(bytes(held))) if len(held) == _STATUS_BYTES else None
        if first in (_BLOCK, _IDENTITY):
            return _block(bytes(held)) if len(held) > 1 and not held[-1] else None
        if _is_answer(first):
            return RealTimeAnswer(first)
        return None if first & 0x90 else BufferedAnswer(first)


def _starts_status(byte: int) -> bool:
    return byte & _KIND_BITS == _STATUS_KIND


def _is_answer(byte: int) -> bool:
    return byte & _KIND_BITS == _ANSWER_KIND


def _block(block: bytes) -> Event:
    if block[0] == _IDENTITY:
        return Identity(block[1:-1].decode("ascii"))
    match block[1]:
        case 0x22:
            return Printed(block[2:-1])
        case 0x25:
            return BuffersCleared()
        case _:
            return OfflineCauses(block[2:-1])
