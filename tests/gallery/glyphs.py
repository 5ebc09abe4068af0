"""Finds characters that no font has, by what is painted: the box that stands for them, or nothing at all."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColorConstants, QImage, QPainter, QTextLayout

from kiosk.ui.items import Align
from kiosk.ui.pieces import TargetButton, WordsLabel
from kiosk.ui.words import font
from kiosk.ui.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.ui.screen import Piece
    from kiosk.ui.window import Window

PX: Final = 48
"""An em of the letters that are looked at one by one."""
NOBODYS: Final = ("\U000e1fff", "\U0010ffff", "\uffff")
"""Code points that are no characters and never will be: what is painted for them is what stands for a missing one."""
UNSEEN: Final = {"Zs", "Zl", "Zp", "Cf", "Cc"}
"""Categories of spaces and of signs that only tell others how to join."""
JOINS: Final = frozenset("\u180b\u180c\u180d\u180e\u180f\u034f")
"""Mongolian's selectors of forms and vowel separator, and the grapheme joiner: marks by category, never seen."""


def lacking(window: Window) -> Iterator[str]:
    """Yield every line that has a character without a glyph: by the indexes of its glyphs, and by what each paints alone."""
    families = tuple(font(PX).families())
    for key, piece in window.screen.pieces.items():
        for line, px, bold in _lines(piece):
            yield from (f"{key} {problem}" for problem in _lacking(line, px, bold, families))


@lru_cache(maxsize=1 << 16)
def _lacking(line: str, px: int, bold: bool, families: tuple[str, ...]) -> tuple[str, ...]:  # noqa: FBT001 - a cache key
    missing = [hex(ord(character)) for character in line if _is_missing(character, bold, families)]
    index = (f"lacks a glyph: {line}",) if _has_index_of_none(line, px, bold=bold) else ()
    return (*index, f"shows boxes for {missing}: {line}") if missing else index


def is_missing(character: str, *, bold: bool) -> bool:
    """Whether a character is painted as the box that stands for none, or not at all though it should be seen."""
    return _is_missing(character, bold, tuple(font(PX, bold=bold).families()))


@lru_cache(maxsize=1 << 16)
def _is_missing(character: str, bold: bool, _families: tuple[str, ...]) -> bool:  # noqa: FBT001 - a cache key
    if character in JOINS or unicodedata.category(character) in UNSEEN:
        return False
    seen = painted(character, bold=bold)
    return seen.getbbox() is None or any(seen == painted(nobodys, bold=bold) for nobodys in NOBODYS)


def painted(character: str, *, bold: bool) -> Image.Image:
    """Return a character's ink, white on black, as a line of text has it."""
    image = QImage(4 * PX, 4 * PX, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(QColorConstants.White)
    write(painter, QRectF(PX, PX, 2 * PX, 2 * PX), (character,), PX, bold=bold, align=Align.LEFT)
    painter.end()
    return Image.frombytes("L", (4 * PX, 4 * PX), image.constBits(), "raw", "L", image.bytesPerLine())


def _lines(piece: Piece) -> Iterator[tuple[str, int, bool]]:
    if isinstance(piece, WordsLabel):
        yield from ((line, piece.item.px, piece.item.bold) for line in piece.item.lines)
    elif isinstance(piece, TargetButton):
        yield from ((line, piece.item.px, True) for line in piece.item.lines)
        yield from ((line, piece.item.note_px, False) for line in piece.item.note)


def _has_index_of_none(line: str, px: int, *, bold: bool) -> bool:
    layout = QTextLayout(line, font(px, bold=bold))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())
