"""What a code scanner sends, as values: a code is a line of text. No I/O.

    TEXT CR    TEXT LF    TEXT CR LF    TEXT and then 50 to 100 ms of nothing

A line of more than 2048 bytes is no code and is dropped to its end, control bytes are taken out, and the text is UTF-8 or
else GB18030. There is no check sum: a scanner has checked the code itself, a bad line can still cut or change it, and whoever
takes the code finds that it isn't one.

Source: manuals of Honeywell, Cino, Datalogic and Newland engines; CR is the commonest suffix.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

LONGEST_LINE: Final = 2048
IDLE_SECONDS: Final = 0.1
"""A pause this long ends a code of a scanner without a suffix; manuals say 50 to 100 ms."""
PATIENCE_SECONDS: Final = 1.0
"""A code of a scanner with a suffix that pauses this long has lost its end."""

NO_READ: Final = "%%NoRead"
"""What some scanners send when they were triggered and found nothing."""

_ENDS: Final = b"\r\n"
_CONTROL: Final = bytes(range(0x20)) + b"\x7f"
"""No byte of UTF-8 or GB18030 that belongs to a longer character is one of these."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One line of text. Has no readable `repr`: it may be somebody's electronic card."""

    text: str

    def __repr__(self) -> str:
        """Say only how long it is."""
        return f"<Line of {len(self.text)} characters>"


class Fault(Enum):
    """Why something that came is no code."""

    TOO_LONG = "too long"
    UNDECODABLE = "undecodable"
    CUT = "cut"
    NOTHING_READ = "nothing read"
    """The scanner says so itself."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """Something came and was no code."""

    fault: Fault


class LineDecoder:
    """Cuts lines out of whatever comes, and keeps at most one. `reply` is what the scanner answers to a trigger: no code.

    A scanner that has ended one line with CR or LF does so with all: from then on a pause ends none, and what comes after a
    long one is the tail of a line and dropped with it. If that has no end either, the CR was noise, and pauses count again.
    """

    def __init__(self, reply: bytes = b"") -> None:
        self._reply = reply
        self._buffer = bytearray()
        self._discarding = False
        self._has_suffix = False
        self._cut = False

    @property
    def waiting(self) -> int:
        """Bytes kept because a line has begun."""
        return len(self._buffer)

    @property
    def in_line(self) -> bool:
        """Whether a line has begun and not ended, be it one that is dropped."""
        return self._discarding or bool(self._buffer)

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which `pause` is to be told; None while no line has begun, or its tail is awaited."""
        if not self.in_line or self._cut:
            return None
        return PATIENCE_SECONDS if self._has_suffix else IDLE_SECONDS

    def feed(self, data: bytes) -> list[Line | BadLine]:
        """Take in bytes, cut anywhere, and return the lines now complete, in order."""
        found: list[Line | BadLine] = []
        start = 0
        self._cut = self._cut and not data
        while start < len(data):
            end = _next_end(data, start)
            self._keep(data[start : len(data) if end is None else end], found)
            if end is None:
                break
            self._has_suffix = True
            self._finish(found)
            start = end + 1
        return found

    def pause(self) -> list[Line | BadLine]:
        """Note that nothing came for `patience` seconds; return the line that ended so."""
        found: list[Line | BadLine] = []
        if self._has_suffix and self._buffer:
            found.append(BadLine(Fault.CUT))
            self._buffer.clear()
            self._discarding = self._cut = True
        elif self._has_suffix:
            self._has_suffix = self._discarding = False
        else:
            self._finish(found)
        return found

    def forget(self) -> None:
        """Drop the line that has begun, and what still comes of it."""
        self._discarding = self.in_line and self._has_suffix
        self._buffer.clear()

    def _keep(self, part: bytes, found: list[Line | BadLine]) -> None:
        if self._discarding:
            return
        self._buffer += part[: LONGEST_LINE + 1]
        if len(self._buffer) > LONGEST_LINE:
            found.append(BadLine(Fault.TOO_LONG))
            self._discarding = True
            self._buffer.clear()

    def _finish(self, found: list[Line | BadLine]) -> None:
        raw, self._discarding = bytes(self._buffer), False
        self._buffer.clear()
        while self._reply and raw.startswith(self._reply):
            raw = raw.removeprefix(self._reply)
        if raw := raw.translate(None, _CONTROL):
            text = _decoded(raw)
            if text is None:
                found.append(BadLine(Fault.UNDECODABLE))
            elif text == NO_READ:
                found.append(BadLine(Fault.NOTHING_READ))
            elif text.strip():
                found.append(Line(text))


def _next_end(data: bytes, start: int) -> int | None:
    """Return where the next CR or LF is."""
    ends = [at for at in (data.find(end, start) for end in _ENDS) if at >= 0]
    return min(ends) if ends else None


def _decoded(raw: bytes) -> str | None:
    """Read text as UTF-8, else as GB18030; None if it is neither."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
    return None
