"""Icons (Lucide) in any size and colour."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.core.assets import asset

POINTING: Final = frozenset({"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "list"})
"""Icons that say where something leads, or where lines begin."""


@lru_cache(maxsize=256)
def icon(name: str, px: int, colour: str, *, mirrored: bool = False, columns: bool = False) -> QPixmap:
    """Return the icon as a square of `px` pixels; what points on or back points as one reads: from the right, or down.

    Raises `FileNotFoundError` for an icon that is not in the assets.
    """
    drawing = asset("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(px, px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mirrored and name in POINTING:
        painter.translate(px, 0)
        painter.scale(-1, 1)
    if columns and name in POINTING:
        painter.translate(px, 0)
        painter.rotate(90)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap
