"""Icons (Lucide) in any size and colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.core.assets import asset


@lru_cache(maxsize=256)
def icon(name: str, px: int, colour: str) -> QPixmap:
    """Return the icon as a square of `px` pixels. Raises `FileNotFoundError` for an icon that is not in the assets."""
    drawing = asset("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(px, px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap
