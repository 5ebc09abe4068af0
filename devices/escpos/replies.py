"""What an ESC/POS printer says back, told apart byte by byte. No I/O.

It is told apart by its bits (Citizen's and Epson's tables agree):

    11 / 13                     XON / XOFF
    0xx1xx10                    answer to DLE EOT n
    0xx1xx00 0xx0xxxx (3 times) automatic status (ASB), 4 bytes
    0xx0xxxx                    answer to GS r n and GS I 1-3, 1 byte
    37 22 d1 d2 d3 d4 00        process ID: everything before it has been printed
    37 23 causes 00             why it is off line, when asked so
    37 25 00                    the buffers are empty
    5F text 00                  identity (GS I 65 and on)
    10 0F and 4 bytes           full status of Custom's, instead of the first two kinds

Source: Epson ESC/POS application programming guide (TM-T88III/L90 p. 428-429 for the process ID); `status` for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.escpos.status import EPSON_CODING, Coding, Status

if TYPE_CHECKING:
    from collections.abc import Iterator


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
_KIND_BITS = 0b1001_0011
_STATUS_KIND, _ANSWER_KIND = 0b0001_0000, 0b0001_0010
_NOT_A_STATUS_BYTE = 0b1001_0000
_NEVER_IN_A_FULL_STATUS = 0b0001_0000
"""Bit 4 is unused in all four bytes, so that the beginning of the next block shows that a byte was lost."""
_MAX_BLOCK = 84
"""The longest identity text is 80 characters."""


class StatusDecoder:
    """Tells the printer's bytes apart. Never raises and never holds more than one unfinished block.

    A block that breaks off is looked through again from its second byte; single-byte answers found that way are noise and
    are dropped, since a spurious one could pass for a proof of printing.
    """

    def __init__(self, coding: Coding = EPSON_CODING) -> None:
        self._coding = coding
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
        fits = self._fits(self._held)
        if not fits and len(self._held) > 1:
            yield from self._again()
        elif not fits:
            self._held.clear()
            self.noise += 1
        elif (event := self._complete(self._held)) is not None:
            self._held.clear()
            yield event

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

    def _fits(self, held: bytearray) -> bool:
        """Whether `held` can still be the beginning of something, or all of it."""
        first, size, last = held[0], len(held), held[-1]
        if size == 1:
            return self._starts_status(first) or self._is_answer(first) or _may_stand_first(first)
        if self._starts_status(first):
            prefix = self._coding.prefix
            if not prefix:
                return not last & _NOT_A_STATUS_BYTE
            return last == prefix[size - 1] if size <= len(prefix) else not last & _NEVER_IN_A_FULL_STATUS
        if first == _BLOCK and size == 2:  # noqa: PLR2004 - the second byte names the kind of block
            return last in (0x22, 0x23, 0x25)
        printable = 0x20 <= last <= 0x7E  # noqa: PLR2004 - ASCII
        end = {0x22: 7, 0x25: 3}.get(held[1]) if first == _BLOCK else None
        if end is None:
            return last == 0 or (printable and size < _MAX_BLOCK)
        return last == 0 if size == end else printable

    def _complete(self, held: bytearray) -> Event | None:
        first = held[0]
        if self._starts_status(first):
            whole = len(held) == len(self._coding.well)
            return AutomaticStatus(self._coding.status(bytes(held))) if whole else None
        if first in (_BLOCK, _IDENTITY):
            return _block(bytes(held)) if len(held) > 1 and not held[-1] else None
        return RealTimeAnswer(first) if self._is_answer(first) else BufferedAnswer(first)

    def _starts_status(self, byte: int) -> bool:
        prefix = self._coding.prefix
        return byte == prefix[0] if prefix else byte & _KIND_BITS == _STATUS_KIND

    def _is_answer(self, byte: int) -> bool:
        return bool(self._coding.answers) and byte & _KIND_BITS == _ANSWER_KIND


def _may_stand_first(byte: int) -> bool:
    """Whether it is the answer to a buffered question, or begins a block."""
    return not byte & _NOT_A_STATUS_BYTE or byte in (_BLOCK, _IDENTITY)


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
