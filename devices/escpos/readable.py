"""What goes to a receipt printer and comes back in words, for a recording of traffic: commands and status; print data is counted.

A piece of a receipt is told as what it holds, in the order in which each kind of thing first comes:

    text, 212 bytes masked; line feed ×9; emphasis ×4; image ×2, 144 bytes masked; cut; end mark 3
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from devices.escpos import frames, replies
from devices.escpos.status import EPSON_CODING, Coding, Status
from devices.readable import masked, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

REMEMBERED: Final = 64
"""Marks and questions whose answers may still come."""


@dataclass(frozen=True, slots=True)
class _Command:
    """A command: its name, its bytes up to data of variable length, and where the length of that data stands (low byte first).

    `unit` is how many bytes each counted thing has.
    """

    name: str
    size: int
    length_at: int = 0
    unit: int = 1


_COMMANDS: Final = {
    b"\n": _Command("line feed", 1),
    b"\x1b@": _Command("initialise", 2),
    b"\x1ba": _Command("alignment", 3),
    b"\x1bE": _Command("emphasis", 3),
    b"\x1b3": _Command("line spacing", 3),
    b"\x1bJ": _Command("feed", 3),
    b"\x1b$": _Command("position", 4),
    b"\x1b*": _Command("image", 5, length_at=3, unit=3),
    b"\x1c&": _Command("Chinese on", 2),
    b"\x1c.": _Command("Chinese off", 2),
    b"\x1cS": _Command("hanzi spacing", 4),
    b"\x1c!": _Command("hanzi size", 3),
    b"\x1d!": _Command("size", 3),
    b"\x1dV": _Command("cut", 4),
    b"\x1da": _Command("automatic status on", 3),
    b"\x1d\xe0": _Command("automatic full status on", 3),
    b"\x1dI": _Command("ask identity", 3),
    b"\x1dr": _Command("ask paper in its turn", 3),
    b"\x1d(k": _Command("QR code", 5, length_at=3),
    b"\x1d(H": _Command("end mark", 11),
    b"\x1de": _Command("presenter", 3),
    b"\x1dR": _Command("presenter", 3),
    b"\x10\x04": _Command("ask status", 3),
    b"\x10\x05": _Command("recover and clear", 3),
    b"\x10\x08": _Command("ask room in the buffer", 3),
    b"\x10\x14": _Command("clear buffers", len(frames.CLEAR_BUFFERS)),
}
_WITH_STEPS: Final = (b"\x1de\x03", b"\x1dR1")
"""These have one byte more."""
_LONGEST_NAME: Final = max(map(len, _COMMANDS))
_TEXT_FROM: Final = 0x20
_PLAIN: Final = ("text", "not understood")
"""Kinds that are only counted by their bytes."""
_MARK, _QUESTION = b"\x1d(H", b"\x10\x04"


class EscPosReadable:
    """Reads the line of one receipt printer that speaks `coding`."""

    def __init__(self, coding: Coding = EPSON_CODING) -> None:
        self._coding = coding
        self._held = b""
        """The beginning of a command that isn't whole."""
        self._data = 0
        """Bytes of a command's data that are still to come."""
        self._data_of = ""
        self._marks: OrderedDict[bytes, int] = OrderedDict()
        self._marked = 0
        self._questions: deque[int] = deque(maxlen=REMEMBERED)
        self._replies = replies.StatusDecoder(coding)
        self._buffered = 0
        self._noise = 0

    # -- to the printer -------------------------------------------------------------------------------------------

    def sent(self, data: bytes) -> Sequence[str]:
        """Name commands; what is printed is counted."""
        tally = _Tally()
        rest = self._held + data
        self._held = b""
        while rest:
            rest = self._step(rest, tally)
        return tally.told()

    def _step(self, rest: bytes, tally: _Tally) -> bytes:
        """Take the first thing of what is left; return what is left then."""
        if self._data:
            part = min(self._data, len(rest))
            tally.count(self._data_of, part, times=0)
            self._data -= part
            return rest[part:]
        text = next((at for at, byte in enumerate(rest) if byte < _TEXT_FROM), len(rest))
        if text:
            tally.count("text", text, times=0)
            return rest[text:]
        prefix = next((rest[:size] for size in range(_LONGEST_NAME, 0, -1) if rest[:size] in _COMMANDS), None)
        if prefix is None:
            if len(rest) < _LONGEST_NAME and any(name.startswith(rest) for name in _COMMANDS):
                self._held = rest
                return b""
            tally.count("not understood", 1, times=0)
            return rest[1:]
        return self._command(prefix, _COMMANDS[prefix], rest, tally)

    def _command(self, prefix: bytes, command: _Command, rest: bytes, tally: _Tally) -> bytes:
        size = command.size + rest.startswith(_WITH_STEPS)
        if len(rest) < size:
            self._held = rest
            return b""
        name = command.name
        if prefix == _MARK:
            self._marked += 1
            self._marks[rest[7:size]] = self._marked
            if len(self._marks) > REMEMBERED:
                self._marks.popitem(last=False)
            name = f"{name} {self._marked}"
        elif prefix == _QUESTION:
            self._questions.append(rest[2])
            name = f"{name} {rest[2]}"
        elif prefix == frames.ASK_PAPER_BUFFERED[:2]:
            self._buffered += 1
        if command.length_at:
            self._data = command.unit * int.from_bytes(rest[command.length_at : command.length_at + 2], "little")
            self._data_of = name
        tally.count(name)
        return rest[size:]

    # -- from the printer -----------------------------------------------------------------------------------------

    def heard(self, data: bytes) -> Sequence[str]:
        """Name status and answers; those nobody asked for are counted."""
        told = [self._event(event) for event in self._replies.feed(data)]
        strays, self._noise = self._replies.noise - self._noise, self._replies.noise
        return [*told, *unknown(strays)]

    def rest(self) -> Sequence[str]:
        """Count what was never whole."""
        return [*unknown(len(self._held)), *unknown(self._replies.held)]

    def _event(self, event: replies.Event) -> str:
        told = unknown(1)[0]
        match event:
            case replies.AutomaticStatus(status):
                told = f"status: {_status(status)}"
            case replies.RealTimeAnswer(value) if self._questions:
                n = self._questions.popleft()
                told = f"answer to {n}: {_status(self._coding.answered(Status(), n, value))}"
            case replies.BufferedAnswer() if self._buffered:
                self._buffered -= 1
                told = "answer in its turn"
            case replies.Printed(process_id):
                mark = self._marks.get(process_id)
                told = "printed up to a mark of another's" if mark is None else f"printed up to end mark {mark}"
            case replies.Identity(text):
                told = f"identity, {masked(len(text))}"
            case replies.OfflineCauses(causes):
                told = f"causes of being off line, {masked(len(causes))}"
            case replies.BuffersCleared():
                told = "buffers cleared"
            case replies.Flow(on):
                told = "XON" if on else "XOFF"
            case _:
                pass
        return told


class _Tally:
    """What one piece holds, by kind."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[int, int]] = {}

    def count(self, name: str, size: int = 0, *, times: int = 1) -> None:
        """Count a thing, and bytes of its data."""
        known, masked_bytes = self._kinds.get(name, (0, 0))
        self._kinds[name] = (known + times, masked_bytes + size)

    def told(self) -> list[str]:
        """Name each kind, how often it came, and how much of it is masked."""
        out: list[str] = []
        for name, (times, size) in self._kinds.items():
            often = f"{name} ×{times}" if times > 1 else name if times or name in _PLAIN else f"rest of {name}"
            out.append(f"{often}, {masked(size)}" if size else often)
        return out


def _status(status: Status) -> str:
    names = [field.name.replace("_", " ") for field in fields(status) if getattr(status, field.name)]
    return ", ".join(names) or "well"
