"""An A4 sheet as values: its measures in points, and what is placed on it. Made by `layout`, drawn by `a4`.

Body capitals are at least 3.5 mm high, in large print 4.8 mm (A23: "body >= 3.5 mm capitals (10 pt), large-print option
>= 4.8 mm; black on white").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kiosk.statement.fonts import CAPITAL_HEIGHT

POINTS_PER_MM: Final = 72 / 25.4
SHEET: Final = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
LEFT: Final = 17 * POINTS_PER_MM
RIGHT: Final = SHEET[0] - LEFT
TOP: Final = SHEET[1] - 15 * POINTS_PER_MM
BOTTOM: Final = 26 * POINTS_PER_MM
"""Below stands the foot of the page."""
INNER: Final = RIGHT - LEFT
BODY: Final = 3.52 * POINTS_PER_MM / CAPITAL_HEIGHT
LARGE_PRINT: Final = 4.82 * POINTS_PER_MM / CAPITAL_HEIGHT
SHORT_PAPERS: Final = (LARGE_PRINT, (LARGE_PRINT + BODY) / 2, BODY)
"""What a paper without a table is set in, the first in which it takes one sheet; its notes in the last."""
QR_POINTS: Final = 33 * POINTS_PER_MM
"""The code with its quiet zone of four modules, 33 mm as `printing.md` 6 has it."""


@dataclass(frozen=True, slots=True, repr=False)
class PlacedText:
    """One run of characters with its base line."""

    x: float
    y: float
    font: str
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A straight line; `accent` in the product's colour, else in the grey of lines that mean something."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    accent: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PlacedCode:
    """A QR code with its lower left corner."""

    x: float
    y: float
    data: str


@dataclass(slots=True, repr=False)
class Page:
    """What stands on one sheet."""

    texts: list[PlacedText] = field(default_factory=list[PlacedText])
    lines: list[PlacedLine] = field(default_factory=list[PlacedLine])
    codes: list[PlacedCode] = field(default_factory=list[PlacedCode])
