"""The simulator's understanding of ESC/POS: one command at a time out of the receive buffer. Development only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from devices.escpos.makes import CITIZEN, CUSTOM, EPSON, Make
from devices.escpos.roll import Code, Dots, Element, Printed, Row
from devices.paper import DOTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DRAWS_BACK_AFTER: Final = 5
"""Seconds until a Citizen presenter draws the paper back, unless it is told otherwise."""
CUTTER_DOTS: Final = 96
"""From the print head to the cutter."""
IDENTITIES: Final = {65: b"2.03 ESC/POS", 66: b"YIBAN BENCH", 67: b"SIM-80", 68: b"SIM0000001"}
_DEFAULT_SPACING: Final = 30
_DOUBLE: Final = 0x11
_DOUBLE_HANZI: Final = 0x0C
_PRINTABLE: Final = range(0x20, 0x7F)
_LEADS: Final = range(0x81, 0xFF)


class Then(Enum):
    """What becomes of the paper when it has moved."""

    STAYS = "stays"
    CUT = "cut"
    OFFERED = "offered"
    DRAWN_BACK = "drawn back"
    EJECTED = "ejected"


@dataclass(frozen=True, slots=True)
class Motion:
    """The paper moves by so many dots, and then something becomes of it."""

    row: Row
    dots: int
    then: Then = Then.STAYS


@dataclass
class Done:
    """What one command has brought about."""

    motion: Motion | None = None
    automatic: bool | None = None
    process_id: bytes | None = None
    draws_back_after: int | None = None
    stays_in: bool | None = None
    paper_asked: bool = False
    identity: bytes | None = None
    faults: list[str] = field(default_factory=list[str])


_SIZES: Final = {
    b"\x1b@": 2,
    b"\x1ba": 3,
    b"\x1bE": 3,
    b"\x1b3": 3,
    b"\x1bJ": 3,
    b"\x1b$": 4,
    b"\x1b*": 5,
    b"\x1c&": 2,
    b"\x1c.": 2,
    b"\x1cS": 4,
    b"\x1c!": 3,
    b"\x1d!": 3,
    b"\x1dV": 4,
    b"\x1da": 3,
    b"\x1dI": 3,
    b"\x1dr": 3,
    b"\x1d(": 5,
    b"\x1d\xe0": 3,
    b"\x1de": 3,
    b"\x1dR": 3,
}
"""Commands by their first two bytes, with their lengths before data of variable length."""


class Interpreter:
    """Modes, the line being composed, and what the commands mean. Strict: what its make doesn't know is a fault."""

    def __init__(self, make: Make = EPSON) -> None:
        self._make = make
        self._done = Done()
        self._initialise()
        self._orders: dict[bytes, Callable[[bytes], None]] = {
            b"\x1b@": lambda _: self._initialise_all(),
            b"\x1ba": self._align,
            b"\x1bE": lambda c: setattr(self, "_bold", bool(c[2] & 1)),
            b"\x1b3": lambda c: setattr(self, "_spacing", c[2]),
            b"\x1bJ": lambda c: self._feed(c[2]),
            b"\x1b$": lambda c: setattr(self, "_x", int.from_bytes(c[2:4], "little")),
            b"\x1b*": self._bit_image,
            b"\x1c&": lambda _: setattr(self, "_chinese", True),
            b"\x1c.": lambda _: setattr(self, "_chinese", False),
            b"\x1cS": lambda c: self._expect(c[2:] == b"\0\0", "hanzi spacing"),
            b"\x1c!": lambda c: setattr(self, "_double_hanzi", c[2] == _DOUBLE_HANZI),
            b"\x1d!": self._size,
            b"\x1dV": self._cut,
            b"\x1da": lambda c: setattr(self._done, "automatic", bool(c[2])),
            b"\x1dI": self._identify,
            b"\x1dr": lambda c: setattr(self._done, "paper_asked", c[2] in (1, 49)),
            b"\x1d(": self._function,
        }
        if make is CUSTOM:
            del self._orders[b"\x1da"]
            self._orders[b"\x1d\xe0"] = lambda c: setattr(self._done, "automatic", bool(c[2]))
            self._orders[b"\x1de"] = self._ejector
        if make is CITIZEN:
            self._orders[b"\x1dR"] = self._presenter

    def _initialise(self) -> None:
        self._place = 0
        self._bold = self._double = self._double_hanzi = self._chinese = False
        self._spacing = _DEFAULT_SPACING
        self._qr_module = 3
        self._qr_level = 0x30
        self._qr_data = b""
        self.drop_line()

    def _initialise_all(self) -> None:
        self._initialise()
        self._done.automatic = self._done.stays_in = False
        self._done.draws_back_after = DRAWS_BACK_AFTER

    def drop_line(self) -> None:
        """Forget the line being composed."""
        self._x = 0
        self._elements: list[Element] = []

    def take(self) -> Done:
        """Return what the last command brought about."""
        done, self._done = self._done, Done()
        return done

    def step(self, buffer: bytes) -> int:
        """Execute the first command of `buffer`; return its length, 0 if it is not all there yet."""
        first = buffer[0]
        if first == ord("\n"):
            self._line_feed()
            return 1
        if first in _PRINTABLE:
            self._print(chr(first))
            return 1
        if len(buffer) < 2:  # noqa: PLR2004 - commands and hanzi have two bytes at least
            return 0
        return self._hanzi(buffer) if first in _LEADS else self._command(buffer)

    def _command(self, buffer: bytes) -> int:
        name = buffer[:2]
        size = _SIZES.get(name, 0) if name in self._orders else 0
        if not size:
            self._done.faults.append(f"unknown command {name.hex(' ')}")
            return 1
        if len(buffer) < size:
            return 0
        if name == b"\x1b*":
            size += 3 * int.from_bytes(buffer[3:5], "little")
        elif name == b"\x1d(":
            size += int.from_bytes(buffer[3:5], "little")
        elif name in (b"\x1de", b"\x1dR"):
            size += {(b"\x1de", 3): 1, (b"\x1dR", ord("1")): 1}.get((name, buffer[2]), 0)
        if len(buffer) < size:
            return 0
        self._orders[name](buffer[:size])
        return size

    # -- text and images ----------------------------------------------------------------------------------

    def _hanzi(self, buffer: bytes) -> int:
        try:
            character = buffer[:2].decode("gbk")
        except UnicodeDecodeError:
            self._done.faults.append(f"no such hanzi {buffer[:2].hex(' ')}")
            return 1
        self._expect(self._chinese, "hanzi without FS &")
        self._expect(self._double == self._double_hanzi, "hanzi and Latin of different size")
        self._print(character)
        return 2

    def _print(self, character: str) -> None:
        printed = Printed(self._x, character, self._double, self._bold)
        if self._x + printed.width > DOTS:
            self._line_feed()
            printed = Printed(0, character, self._double, self._bold)
        self._x += printed.width
        before = self._elements[-1] if self._elements else None
        if isinstance(before, Printed) and before.goes_on_with(printed):
            printed = replace(before, text=before.text + character)
            self._elements.pop()
        self._elements.append(printed)

    def _bit_image(self, command: bytes) -> None:
        self._expect(command[2] == 33, "bit image mode")  # noqa: PLR2004 - 24 dots, double density
        image = Dots(self._x, command[5:])
        self._expect(image.x + image.width <= DOTS, "image beyond the edge")
        self._x += image.width
        self._elements.append(image)

    # -- the paper ----------------------------------------------------------------------------------------

    def _line_feed(self) -> None:
        tallest = max((element.height for element in self._elements), default=0)
        self._move(max(self._spacing, tallest))

    def _feed(self, dots: int) -> None:
        tallest = max((element.height for element in self._elements), default=0)
        self._move(max(dots, tallest))

    def _move(self, dots: int, then: Then = Then.STAYS) -> None:
        width = max((element.x + element.width for element in self._elements), default=0)
        shift = {0: 0, 1: (DOTS - width) // 2, 2: DOTS - width}[self._place]
        self._done.motion = Motion(Row(_shifted(self._elements, shift), dots), dots, then)
        self.drop_line()

    def _cut(self, command: bytes) -> None:
        self._expect(command[2] in (65, 66), "cut without feed")
        self._expect(not self._elements, "cut in the midst of a line")
        self._move(CUTTER_DOTS + command[3], Then.CUT)

    def _handle(self, then: Then) -> None:
        self._done.motion = Motion(Row((), 0), 0, then)

    def _ejector(self, command: bytes) -> None:
        """GS e of Custom's and Reliance."""
        match command[2]:
            case 2:
                self._handle(Then.DRAWN_BACK)
            case 3:
                self._expect(command[3] > 0, "steps of the presenter")
                self._handle(Then.OFFERED)
            case 5:
                self._handle(Then.EJECTED)
            case 18:
                self._done.stays_in = True
            case _:
                self._done.faults.append(f"ejector {command[2]}")

    def _presenter(self, command: bytes) -> None:
        """GS R of Citizen's."""
        if command[2:] == b"0":
            self._handle(Then.DRAWN_BACK)
        elif command[2:3] == b"1" and command[3] <= 9:  # noqa: PLR2004 - the most it takes
            self._done.draws_back_after = command[3]
        else:
            self._done.faults.append(f"presenter {command.hex(' ')}")

    # -- modes and questions ------------------------------------------------------------------------------

    def _align(self, command: bytes) -> None:
        self._expect(not self._elements, "alignment in the midst of a line")
        self._expect(command[2] in (0, 1, 2), "alignment")
        self._place = command[2] % 3

    def _size(self, command: bytes) -> None:
        self._expect(command[2] in (0, _DOUBLE), "size")
        self._double = command[2] == _DOUBLE

    def _identify(self, command: bytes) -> None:
        self._expect(command[2] in self._make.identities, "identity")
        self._done.identity = IDENTITIES.get(command[2], b"")

    def _function(self, command: bytes) -> None:
        """GS ( H and GS ( k."""
        kind, data = command[2:3], command[5:]
        if kind == b"H" and data[:2] == b"\x30\x30" and len(data) == 6:  # noqa: PLR2004 - with 4 bytes of id
            self._done.process_id = data[2:]
        elif kind == b"k" and data[:1] == b"1":
            self._qr(data[1:2], data[2:])
        else:
            self._done.faults.append(f"unknown function {command[:7].hex(' ')}")

    def _qr(self, function: bytes, data: bytes) -> None:
        match function:
            case b"A":
                self._expect(data == b"2\0", "QR model")
            case b"C":
                self._qr_module = data[0]
            case b"E":
                self._qr_level = data[0]
            case b"P":
                self._qr_data = data[1:]
            case b"Q":
                self._expect(self._qr_level == 0x32, "QR level Q")  # noqa: PLR2004 - what the bench can draw
                code = Code(0, self._qr_data.decode("ascii"), self._qr_module)
                self._expect(not self._elements and code.width <= DOTS, "QR code in the midst of a line or too wide")
                self._elements.append(code)
                self._move(code.height)
            case _:
                self._done.faults.append(f"unknown QR function {function.hex()}")

    def _expect(self, kept: bool, rule: str) -> None:  # noqa: FBT001 - a condition
        if not kept:
            self._done.faults.append(rule)


def _shifted(elements: Sequence[Element], shift: int) -> tuple[Element, ...]:
    out: list[Element] = []
    for element in elements:
        match element:
            case Printed(x, text, double, bold):
                out.append(Printed(x + shift, text, double, bold))
            case Dots(x, columns):
                out.append(Dots(x + shift, columns))
            case Code(x, data, module_dots):
                out.append(Code(x + shift, data, module_dots))
    return tuple(out)
