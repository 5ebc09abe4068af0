"""The hand of all drawings: pens, fills, arrows and cards in the drawings' own units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kiosk.ui.pieces import colour_of

if TYPE_CHECKING:
    from kiosk.ui.theme import Look

WIDE: Final = 130.0
HIGH: Final = 112.0
"""The drawings' own units."""


class Strokes:
    """What every drawing is made of. `swing`, from -1 to 1, is where a moving arrow is."""

    def __init__(self, painter: QPainter, look: Look, swing: float) -> None:
        self._painter = painter
        self._look = look
        self._swing = swing

    def _colour(self, role: str) -> QColor:
        """Return the colour of a role; in high contrast what matters is yellow, as icons are."""
        yellow = self._look.colours.frame and role in {"go", "trouble"}
        return colour_of(self._look, "accent" if yellow else role)

    def _pen(self, role: str, wide: float = 1.4) -> None:
        pen = QPen(self._colour(role), wide)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)

    def _fill(self, role: str) -> None:
        self._painter.setBrush(self._colour(role) if role else QColor(0, 0, 0, 0))

    def _card(self, centre: QPointF, role: str = "primary") -> None:
        self._pen(role, 1.6)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(centre.x() - 12, centre.y() - 7.6, 24, 15.2), 2, 2)
        self._pen(role, 1.2)
        self._painter.drawEllipse(QPointF(centre.x() + 5.6, centre.y() - 2.2), 2.2, 2.2)
        self._painter.drawArc(QRectF(centre.x() + 1.8, centre.y() + 0.8, 7.6, 7.6), 20 * 16, 140 * 16)
        for y in (-3.2, 0.0, 3.2):
            self._painter.drawLine(QPointF(centre.x() - 8.6, centre.y() + y), QPointF(centre.x() - 1.2, centre.y() + y))

    def _arrow(self, tip: QPointF, along: QPointF, role: str = "go") -> None:
        """An arrow that ends at `tip`, coming from where the unit vector `along` points away from."""
        tip = tip - along * (1.6 * self._swing + 1.6)
        across = QPointF(-along.y(), along.x())
        tail = tip - along * 16
        neck = tip - along * 8
        self._pen(role, 1.0)
        self._fill(role)
        shaft = across * 2.2
        self._painter.drawPolygon(
            QPolygonF(
                [tip, neck + across * 7, neck + shaft, tail + shaft, tail - shaft, neck - shaft, neck - across * 7]
            )
        )
