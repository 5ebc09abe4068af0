"""Commands to a chip and its answers in words, for a recording of traffic: which file and record, and how long, never what."""

from __future__ import annotations

from typing import Final

from devices.readable import masked
from devices.social_card.card import SSSE
from devices.social_card.records import HEAD_BYTES, Tag

_SELECT, _READ_RECORD, _GET_RESPONSE = 0xA4, 0xB2, 0xC0
_HEADER: Final = 4
_STATUS_BYTES: Final = 2
_BY_NUMBER: Final = 4
_MODE_BITS: Final = 7
_STATUS_CLASSES: Final = frozenset((*range(0x60, 0x70), 0x90))
_FILES: Final = {
    b"\xef\x05": "EF05, the issuer's",
    b"\xef\x06": "EF06, the holder's",
    SSSE: "the social-security application",
}
_TAGS: Final = {int(tag): tag for tag in Tag}


class Commands:
    """Reads one chip's dialogue, command after answer."""

    def __init__(self) -> None:
        self._reading = False

    def command(self, data: bytes) -> str:
        """Name a command."""
        self._reading = False
        if len(data) < _HEADER:
            return f"command, {masked(len(data))}"
        instruction, first, second = data[1], data[2], data[3]
        if instruction == _SELECT:
            given = data[_HEADER + 1 :][: data[_HEADER]] if len(data) > _HEADER else b""
            return f"select {_FILES.get(given, masked(len(given)))}"
        if instruction == _READ_RECORD:
            self._reading = True
            if second & _MODE_BITS == _BY_NUMBER:
                return f"read record number {first}"
            return f"read record {_tag(first)}"
        if instruction == _GET_RESPONSE:
            self._reading = True
            return "get response"
        return f"command {instruction:02X}, {masked(len(data) - _HEADER)}"

    def answer(self, data: bytes) -> str:
        """Name an answer: of a record its tag and length."""
        if len(data) < _STATUS_BYTES or data[-_STATUS_BYTES] not in _STATUS_CLASSES:
            return f"answer, {masked(len(data))}"
        body, status = data[:-_STATUS_BYTES], data[-_STATUS_BYTES:].hex().upper()
        if not body:
            return f"status {status}"
        whole = len(body) >= HEAD_BYTES and body[1] == len(body) - HEAD_BYTES
        if self._reading and whole and body[0] in _TAGS:
            return f"status {status}, record {_tag(body[0])}, {masked(len(body) - HEAD_BYTES)}"
        return f"status {status}, {masked(len(body))}"


def _tag(number: int) -> str:
    tag = _TAGS.get(number)
    return f"{number:02X}" if tag is None else f"{number:02X} {tag.name.lower().replace('_', ' ')}"
