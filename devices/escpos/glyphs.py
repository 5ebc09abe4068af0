"""Draws single characters as printer dots, from TrueType outlines, for those the printer's own font lacks.

Fonts are asked in order; the first that has the character draws it, in about 5 ms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from devices.dots import coverage, dots
from devices.truetype import TrueTypeFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from devices.truetype import Point

ASCENT: Final = 0.88
"""The ideographic em box stands this far above the baseline, in all fonts we bundle (0.88 or 0.86)."""


class FontGlyphs:
    """Draws characters with the first of several fonts that has them. Nothing is opened before it is needed."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._open: dict[int, TrueTypeFont] = {}
        self._drawn = lru_cache(maxsize=512)(self._draw)

    def draw(self, character: str, width: int, height: int) -> bytes | None:
        """`width` columns of `height` dots (a multiple of 8), top dot in the highest bit; None: no font has it.

        Raises `FontUnreadable` when a font is missing or damaged.
        """
        return self._drawn(character, width, height)

    def _draw(self, character: str, width: int, height: int) -> bytes | None:
        found = next(((font, glyph) for font in self._fonts() if (glyph := font.glyph(character))), None)
        if found is None:
            return None
        font, glyph = found
        scale = height / font.units
        advance = font.advance(glyph) * scale
        squeeze = min(1.0, width / advance) if advance else 1.0
        margin = (width - advance * squeeze) / 2

        def place(x: float, y: float) -> Point:
            return margin + x * scale * squeeze, ASCENT * height - y * scale

        rows = coverage(font.outline(glyph), place, width, height)
        return _columns(dots(rows), width, height)

    def _fonts(self) -> Iterator[TrueTypeFont]:
        for number, path in enumerate(self._paths):
            if number not in self._open:
                self._open[number] = TrueTypeFont(path)
            yield self._open[number]


def _columns(rows: list[list[bool]], width: int, height: int) -> bytes:
    out = bytearray()
    for x in range(width):
        bits = 0
        for y in range(height):
            bits = bits << 1 | rows[y][x]
        out += bits.to_bytes(height // 8, "big")
    return bytes(out)
