"""The simulator's paper: what stands on it, as text and as a picture. Development only."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import qrcode
from PIL import Image, ImageDraw, ImageFont

from devices.paper import DOTS

CELL: Final = 24
MARGIN: Final = 32
"""White paper beside the printable width: (80 mm - 72 mm) / 2."""
TEAR: Final = 64
"""White paper above the first line: what the last cut left between cutter and head."""
DRAWN: Final = "▣"
"""Stands in `text` for what was printed as dots."""
_ASCENT: Final = 0.88
_LATIN_ASCENT: Final = 0.82
_LATIN_SIZE: Final = 0.92
_FONT: Final = Path(__file__).parents[2] / "assets" / "fonts" / "noto-sans-sc" / "NotoSansSC-Regular.ttf"


@dataclass(frozen=True, slots=True)
class Printed:
    """Text in the printer's own font, from `x` dots on; double means twice as wide and high."""

    x: int
    text: str
    double: bool
    bold: bool

    @property
    def height(self) -> int:
        """Dots from top to bottom."""
        return 2 * CELL if self.double else CELL

    @property
    def width(self) -> int:
        """Dots from left to right."""
        return sum(self.height if ch > "~" else self.height // 2 for ch in self.text)

    def goes_on_with(self, other: Printed) -> bool:
        """Whether `other` stands right behind it and looks the same."""
        return (self.x + self.width, self.double, self.bold) == (other.x, other.double, other.bold)


@dataclass(frozen=True, slots=True)
class Dots:
    """An inline image of 24 dots height, 3 bytes a column."""

    x: int
    columns: bytes

    @property
    def height(self) -> int:
        """Dots from top to bottom."""
        return CELL

    @property
    def width(self) -> int:
        """Dots from left to right."""
        return len(self.columns) // 3


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code the printer drew."""

    x: int
    data: str
    module_dots: int

    @property
    def height(self) -> int:
        """Dots from top to bottom, and from left to right."""
        return len(_modules(self.data)) * self.module_dots

    @property
    def width(self) -> int:
        """Dots from left to right."""
        return self.height


Element = Printed | Dots | Code


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one line, and how far the paper moved for it."""

    elements: tuple[Element, ...]
    feed: int

    def is_lower_half_of(self, other: Row) -> bool:
        """Whether both are strips of images of the same places without space between, as a double line is drawn."""
        both = (*self.elements, *other.elements)
        places = [[(element.x, element.width) for element in row.elements] for row in (self, other)]
        return all(isinstance(e, Dots) for e in both) and other.feed == CELL and places[0] == places[1]


@dataclass
class Piece:
    """One piece of paper, from one cut to the next."""

    rows: list[Row] = field(default_factory=list[Row])
    data: bytearray = field(default_factory=bytearray)
    """The commands that made it, as they came over the wire."""

    @property
    def height(self) -> int:
        """Length in dots."""
        return sum(row.feed for row in self.rows)

    def text(self) -> str:
        """What a person reads on it, line by line; dots and codes are only named."""
        lines: list[str] = []
        for above, row in pairwise((None, *self.rows)):
            if row is None or not row.elements or (above is not None and row.is_lower_half_of(above)):
                continue
            line = ""
            for element in row.elements:
                line += " " * (element.x // 12 - _columns(line)) + _said(element)
            lines.append(line.rstrip())
        return "\n".join(lines)

    def png(self) -> bytes:
        """A picture of it, one pixel a dot."""
        image = Image.new("L", (DOTS + 2 * MARGIN, TEAR + self.height), 255)
        y = TEAR
        for row in self.rows:
            tallest = max((element.height for element in row.elements), default=0)
            for element in row.elements:
                _draw(image, element, MARGIN + element.x, y + tallest - element.height)
            y += row.feed
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()


def _columns(text: str) -> int:
    return sum(2 if ch > "~" else 1 for ch in text)


def _said(element: Element) -> str:
    match element:
        case Printed():
            return element.text
        case Dots():
            return DRAWN * max(1, element.width // CELL)
        case Code():
            return f"[QR {element.data}]"


@lru_cache(maxsize=8)
def _modules(data: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=0)
    code.add_data(data)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _glyph(character: str, height: int, bold: bool) -> Image.Image:  # noqa: FBT001 - as in Printed
    """Black on white in its cell; what is wider than the cell is squeezed."""
    latin = character <= "~"
    width = height // 2 if latin else height
    font = _font(round(height * _LATIN_SIZE) if latin else height)
    natural = max(width, round(font.getlength(character)))
    drawn = Image.new("L", (natural, height), 255)
    weight = height / CELL * 0.5 if bold else 0
    baseline = round(height * (_LATIN_ASCENT if latin else _ASCENT))
    ImageDraw.Draw(drawn).text((natural / 2, baseline), character, font=font, fill=0, anchor="ms", stroke_width=weight)
    # Pillow's own annotation of resize mentions numpy, which is not installed.
    return (
        drawn
        if natural == width
        else drawn.transform(
            (width, height), Image.Transform.AFFINE, (natural / width, 0, 0, 0, 1, 0), Image.Resampling.BICUBIC
        )
    )


def _draw(image: Image.Image, element: Element, x: int, y: int) -> None:
    match element:
        case Printed():
            for character in element.text:
                glyph = _glyph(character, element.height, element.bold)
                image.paste(glyph, (x, y))
                x += glyph.width
        case Dots():
            ink = Image.frombytes("1", (CELL, element.width), element.columns)
            image.paste(0, (x, y), ink.transpose(Image.Transpose.TRANSPOSE))
        case Code():
            for row, modules in enumerate(_modules(element.data)):
                for column, dark in enumerate(modules):
                    if dark:
                        left, top, size = (
                            x + column * element.module_dots,
                            y + row * element.module_dots,
                            element.module_dots,
                        )
                        image.paste(0, (left, top, left + size, top + size))
