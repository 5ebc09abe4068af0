"""A receipt as ESC/POS bytes: native text where the printer has the characters, drawn dots where it doesn't.

Native GB18030 text is a hundredth of the bytes of a picture, so a receipt prints as fast as the paper moves. Only
one- and two-byte characters are sent as text: four-byte GB18030 comes out as garbage on most firmware. The rest (names
with characters of CJK extensions A to F and later) is drawn inline. A picture goes out in bands of 24 dots, white paper left out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from devices.escpos import frames
from devices.paper import COLUMNS, DOTS, Align, Feed, Pair, Picture, QrCode, Receipt, Rule, TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator

CELL_DOTS: Final = 24
"""Width and height of a hanzi."""
LINE_DOTS: Final = 34
"""Height of an ordinary line, with the air a reader of 75 needs."""
DOUBLE_LINE_DOTS: Final = 60
RULE_DOTS: Final = 24
QUIET_MODULES: Final = 4
"""White that ISO/IEC 18004 wants round a QR code; printers leave it to the host."""
MISSING: Final = "〓"
"""Printers' mark (geta) for a character nobody has; it is in every Chinese printer's font."""

_JUMP: Final = 8 * 3
"""Bytes of a strip that are rather jumped over when they are white."""
_PLACES: Final = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}


class Charset(Enum):
    """The characters in the printer's own font, as ranges of the first and second byte."""

    GB2312 = ((0xA1, 0xF7), (0xA1, 0xFE))
    GBK = ((0x81, 0xFE), (0x40, 0xFE))

    def native(self, character: str) -> bytes | None:
        """The bytes that print `character`, or None if the printer doesn't have it."""
        if " " <= character <= "~":
            return character.encode("ascii")
        try:
            code = character.encode("gbk")
        except UnicodeEncodeError:
            return None
        (low, high), (second_low, second_high) = self.value
        fits = len(code) > 1 and low <= code[0] <= high and second_low <= code[1] <= second_high
        return code if fits else None


class Glyphs(Protocol):
    """Draws characters that the printer doesn't have."""

    def draw(self, character: str, width: int, height: int) -> bytes | None:
        """`width` columns of `height` dots (a multiple of 8), top dot in the highest bit; None: no such character."""
        ...


def drawable(text: str) -> str:
    """Return `text` without what has no shape of its own (variation selectors, joiners); control characters show as 〓."""
    kept = (
        ch for ch in text if unicodedata.category(ch) != "Cf" and not unicodedata.name(ch, "").startswith("VARIATION")
    )
    return "".join(MISSING if unicodedata.category(ch) == "Cc" else ch for ch in kept)


def columns(character: str) -> int:
    """Half-width columns the character takes."""
    return 1 if " " <= character <= "~" else 2


@dataclass(frozen=True, slots=True, repr=False)
class Band:
    """A strip of a picture: the white rows above it, and its columns of 24 dots as ESC * wants them; none behind the last ink."""

    white: int
    columns: bytes


def bands(picture: Picture) -> Iterator[Band]:
    """Part a picture into strips, each beginning with a row that has ink. The last may reach below the picture."""
    rows, at, white = picture.rows, 0, 0
    while at < len(rows):
        if not any(rows[at]):
            at, white = at + 1, white + 1
            continue
        strip = [f"{int.from_bytes(row, 'big'):0{DOTS}b}" for row in rows[at : at + CELL_DOTS]]
        strip += ["0" * DOTS] * (CELL_DOTS - len(strip))
        columns = b"".join(int("".join(column), 2).to_bytes(3, "big") for column in zip(*strip, strict=True))
        yield Band(white, columns)
        at, white = at + CELL_DOTS, 0
    if white:
        yield Band(white, b"")


def _inked(columns: bytes) -> Iterator[tuple[int, bytes]]:
    """Go through the parts of a strip that have ink, each with where it begins: to jump costs as much as three columns."""
    dark = [at for at in range(0, len(columns), 3) if any(columns[at : at + 3])]
    starts = [
        at for before, at in pairwise((None, *dark)) if at is not None and (before is None or at - before > _JUMP)
    ]
    for start, after in pairwise((*starts, len(columns))):
        end = max(at for at in dark if at < after) + 3
        yield start // 3, columns[start:end]


def _width(text: str) -> int:
    return sum(map(columns, text))


def pair_fits(label: str, value: str, *, double: bool) -> bool:
    """Whether both stand on one line; else the value takes the next, at the right."""
    return _width(label) + _width(value) < (COLUMNS // 2 if double else COLUMNS)


def _heavier(image: bytes, height_bytes: int) -> bytes:
    """Each column ORed with the one before it: the printer's bold doesn't touch images."""
    shifted = bytes(height_bytes) + image[:-height_bytes]
    return bytes(a | b for a, b in zip(image, shifted, strict=True))


@dataclass
class _Modes:
    """What the printer is set to, so that nothing is sent twice."""

    align: Align = Align.LEFT
    bold: bool = False
    double: bool = False
    spacing: int = 0


class Encoder:
    """Turns receipts into bytes, for a printer with the characters of `charset`; `glyphs` draws the others.

    `setup` is what the make needs to be told after each ESC @, which also ends the automatic status the adapter lives by.
    """

    def __init__(self, glyphs: Glyphs, charset: Charset = Charset.GBK, setup: bytes = frames.AUTOMATIC_STATUS) -> None:
        self._glyphs = glyphs
        self._setup = setup
        self.charset = charset

    def pieces(self, receipt: Receipt) -> tuple[bytes, ...]:
        """The bytes of a receipt without its cut, split where a command may stand in between: one piece an item, or a band."""
        modes = _Modes()
        start = frames.INITIALISE + frames.CHINESE_ON + frames.HANZI_CLOSE + self._setup
        pieces = [start]
        for item in receipt.items:
            if isinstance(item, Picture):
                pieces += (b"".join(self._band(band, modes)) for band in bands(item))
            else:
                pieces.append(b"".join(self._item(item, modes)))
        return tuple(pieces)

    def _band(self, band: Band, modes: _Modes) -> Iterator[bytes]:
        yield frames.feed(band.white)
        if not band.columns:
            return
        yield from self._set(modes, Align.LEFT, spacing=CELL_DOTS)
        for x, columns in _inked(band.columns):
            yield frames.position(x)
            yield frames.bit_image(frames.without_commands(columns))
        yield frames.LINE_FEED

    def _item(self, item: TextLine | Pair | Rule | Feed | QrCode, modes: _Modes) -> Iterator[bytes]:
        match item:
            case TextLine():
                yield from self._line(((item.text, item.align),), modes, double=item.double, bold=item.bold)
            case Pair():
                yield from self._pair(item, modes)
            case Rule():
                yield from self._set(modes, Align.LEFT, spacing=RULE_DOTS)
                yield "─".encode("gbk") * (COLUMNS // 2) + frames.LINE_FEED
            case Feed():
                yield frames.feed(item.dots)
            case QrCode():
                yield from self._set(modes, Align.CENTRE, spacing=LINE_DOTS)
                quiet = frames.feed(QUIET_MODULES * item.module_dots)
                yield quiet + frames.qr_code(item.data.encode("ascii"), item.module_dots) + quiet

    def _pair(self, pair: Pair, modes: _Modes) -> Iterator[bytes]:
        label, value = drawable(pair.label), drawable(pair.value)
        if not pair_fits(label, value, double=pair.double):
            yield from self._line(((label, Align.LEFT),), modes, double=pair.double, bold=pair.bold)
            yield from self._line(((value, Align.RIGHT),), modes, double=pair.double, bold=pair.bold)
        elif pair.double and not self._all_native(label + value):
            yield from self._line(
                ((label, Align.LEFT), (value, Align.RIGHT)), modes, double=pair.double, bold=pair.bold
            )
        else:
            room = (COLUMNS // 2 if pair.double else COLUMNS) - _width(label) - _width(value)
            text = label + " " * room + value
            yield from self._line(((text, Align.LEFT),), modes, double=pair.double, bold=pair.bold)

    def _line(
        self,
        parts: tuple[tuple[str, Align], ...],
        modes: _Modes,
        *,
        double: bool,
        bold: bool,
    ) -> Iterator[bytes]:
        parts = tuple((drawable(text), place) for text, place in parts)
        if double and not all(self._all_native(text) for text, _ in parts):
            yield from self._drawn(parts, bold, modes)
            return
        for text, place in parts:
            spacing = DOUBLE_LINE_DOTS if double else LINE_DOTS
            yield from self._set(modes, place, bold=bold, double=double, spacing=spacing)
            yield from self._characters(text, bold)
            yield frames.LINE_FEED

    def _all_native(self, text: str) -> bool:
        return all(self.charset.native(ch) is not None for ch in text)

    def _characters(self, text: str, bold: bool) -> Iterator[bytes]:  # noqa: FBT001 - as in TextLine
        """A line's characters. The printer wraps text at the edge by itself, but an image there would be cut off."""
        column = 0
        for ch in text:
            if column + columns(ch) > COLUMNS:
                column = 0
                if self.charset.native(ch) is None:
                    yield frames.LINE_FEED
            column += columns(ch)
            yield self._character(ch, bold)

    def _character(self, character: str, bold: bool) -> bytes:  # noqa: FBT001 - as in TextLine
        """One character of an ordinary line, as text or as an inline image."""
        if (code := self.charset.native(character)) is not None:
            return code
        image = self._glyphs.draw(character, CELL_DOTS, CELL_DOTS)
        if image is None:
            return MISSING.encode("gbk")
        return frames.bit_image(frames.without_commands(_heavier(image, 3) if bold else image))

    def _drawn(self, parts: tuple[tuple[str, Align], ...], bold: bool, modes: _Modes) -> Iterator[bytes]:  # noqa: FBT001
        """A double line that holds a character the printer lacks, drawn whole.

        An inline image is only 24 dots high, so the upper and lower halves are printed as two lines without space between.
        """
        placed = [(self._image(text, bold), text, place) for text, place in parts]
        yield from self._set(modes, Align.LEFT, spacing=CELL_DOTS)
        for half in (0, 1):
            for image, _, place in placed:
                columns = b"".join(image[at + 3 * half : at + 3 * half + 3] for at in range(0, len(image), 6))
                columns = columns[: DOTS * 3]
                room = DOTS - len(columns) // 3
                if columns:
                    yield frames.position({Align.LEFT: 0, Align.CENTRE: room // 2, Align.RIGHT: room}[place])
                    yield frames.bit_image(frames.without_commands(columns))
            yield frames.LINE_FEED
        yield frames.feed(DOUBLE_LINE_DOTS - 2 * CELL_DOTS)

    def _image(self, text: str, bold: bool) -> bytes:  # noqa: FBT001 - as in TextLine
        """A line of text as columns of 48 dots."""
        image = b""
        for ch in text:
            width = columns(ch) * CELL_DOTS
            drawn = self._glyphs.draw(ch, width, 2 * CELL_DOTS) or self._glyphs.draw(MISSING, width, 2 * CELL_DOTS)
            image += drawn or bytes(width * 6)
        return _heavier(image, 6) if bold and image else image

    @staticmethod
    def _set(modes: _Modes, place: Align, *, bold: bool = False, double: bool = False, spacing: int) -> Iterator[bytes]:
        """Send the modes that differ from what the printer is set to."""
        if modes.align is not place:
            modes.align = place
            yield frames.align(_PLACES[place])
        if modes.bold is not bold:
            modes.bold = bold
            yield frames.bold(on=bold)
        if modes.double is not double:
            modes.double = double
            yield frames.double(on=double)
        if modes.spacing != spacing:
            modes.spacing = spacing
            yield frames.line_spacing(spacing)
