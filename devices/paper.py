"""Lines of a receipt, of no make: what an encoder turns into bytes and a preview into pixels.

80 mm paper at 203 dpi: 576 dots across, 48 half-width columns of 12 dots; a Chinese character is 24 x 24 dots
and takes two columns. All values are frozen; a `Receipt` is what a `ReceiptPrinter` prints and cuts as one piece.
What holds words has no readable `repr`: they are a person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DOTS: Final = 576
COLUMNS: Final = 48
COLUMN_DOTS: Final = DOTS // COLUMNS
DOTS_PER_MM: Final = 8


class Align(StrEnum):
    """Where a line stands on the paper."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, repr=False)
class TextLine:
    """One line of text; the encoder never wraps it. `double` doubles width and height; `bold` is heavier."""

    text: str
    align: Align = Align.LEFT
    double: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A label at the left edge and a value at the right edge of one line."""

    label: str
    value: str
    bold: bool = False
    double: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """White space of `dots` dots (8 to the millimetre)."""

    dots: int


@dataclass(frozen=True, slots=True, repr=False)
class QrCode:
    """A QR code, drawn by the printer itself. `module_dots` is the size of a module, at least 4; level Q."""

    data: str
    module_dots: int = 5


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """Dots all across the paper: words in letters that no printer has. Each row is 72 bytes, its highest bit at the left."""

    rows: tuple[bytes, ...]


PaperItem = TextLine | Pair | Rule | Feed | QrCode | Picture


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """One piece of paper, cut after its last item."""

    items: tuple[PaperItem, ...]


def columns(text: str) -> int:
    """Half-width columns that `text` takes: one for ASCII, two for anything else."""
    return sum(1 if ch < "\x7f" else 2 for ch in text)
