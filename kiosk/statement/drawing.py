"""Words of any script as dots, for a printer that has no letters of it: the same glyphs as on A4, set where they are on A4.

Outlines come from the bundled fonts and become dots as a rare name's do on the same slip (`devices.dots`).
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.dots import coverage, dots
from devices.truetype import TrueTypeFont, polyline
from kiosk.statement import scripts

if TYPE_CHECKING:
    from devices.truetype import Point
    from kiosk.statement.scripts import Run

_FONTS_KEPT: Final = 8
_GLYPHS_KEPT: Final = 1024


class Board:
    """Rows of dots, `width` across, that grow as something is written on them. A row is a number, its highest bit at the left."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: list[int] = []

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def reach(self, height: int) -> None:
        """Be at least so high."""
        self._rows += [0] * (height - len(self._rows))

    def write(self, line: tuple[Run, ...], x: float, base: float, size: float) -> None:
        """Write a line of `size` dots to the em, from `x` on, its base line above row `base`; what lies outside is cut."""
        for run in line:
            for glyph, along, up in scripts.glyphs(run, size):
                left, top, width, rows = _glyph(run.font, glyph, size)
                left += round(x + along)
                first = round(base - up) - top
                self.reach(first + len(rows))
                shift = self._width - left - width
                for at, row in enumerate(rows, first):
                    if at >= 0:
                        self._rows[at] |= (row << shift if shift >= 0 else row >> -shift) & ((1 << self._width) - 1)
            x += run.width

    def rows(self) -> tuple[bytes, ...]:
        """Return the rows down to the last that has ink, eight dots to a byte."""
        last = max((at for at, row in enumerate(self._rows) if row), default=-1)
        return tuple(row.to_bytes(self._width // 8, "big") for row in self._rows[: last + 1])

    def turned(self) -> Board:
        """Return it turned so that its first line is the first column from the left and is read downwards.

        For lines that were written from the bottom of the board upwards, the first at its foot.
        """
        lying = [f"{row:0{self._width}b}" for row in reversed(self._rows)]
        board = Board(len(self._rows))
        board._rows = [int("".join(column), 2) for column in zip(*lying, strict=True)]
        return board


@lru_cache(maxsize=_FONTS_KEPT)
def _font(name: str) -> TrueTypeFont:
    return TrueTypeFont(Path(scripts.file_of(name)))


@lru_cache(maxsize=_GLYPHS_KEPT)
def _glyph(font: str, glyph: int, size: float) -> tuple[int, int, int, tuple[int, ...]]:
    """Return how far right of the pen it begins, how far above the base line, how wide it is, and its rows from the top."""
    outlines = _font(font)
    contours = outlines.outline(glyph)
    scale = size / outlines.units
    points = [(x * scale, y * scale) for contour in contours for x, y in polyline(contour)]
    if not points:
        return 0, 0, 0, ()
    left, right = math.floor(min(x for x, _ in points)), math.ceil(max(x for x, _ in points))
    bottom, top = math.floor(min(y for _, y in points)), math.ceil(max(y for _, y in points))

    def place(x: float, y: float) -> Point:
        return x * scale - left, top - y * scale

    width = right - left
    drawn = dots(coverage(contours, place, width, top - bottom))
    return left, top, width, tuple(int("".join("1" if dot else "0" for dot in row), 2) for row in drawn)
