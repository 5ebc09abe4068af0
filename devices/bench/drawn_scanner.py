"""The scanner's window as the dock draws it: dark glass, and a red line while it would read a code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from devices.bench import look
from devices.bench.front import write

HEIGHT: Final = 52


class DrawnScanner(QWidget):
    """The window codes are held before."""

    def __init__(self) -> None:
        super().__init__()
        self._reads = self._pulled = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_scanner(self, *, reads: bool, pulled: bool) -> None:
        """Show whether it would read a code now."""
        if (reads, pulled) != (self._reads, self._pulled):
            self._reads, self._pulled = reads, pulled
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the glass."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        glass = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(look.TROUBLE if self._pulled else look.LINE), 3))
        painter.setBrush(QColor(look.GLASS))
        painter.drawRoundedRect(glass, 8, 8)
        if self._pulled:
            write(painter, glass, "线拔掉了", 14, look.CARD)
        elif self._reads:
            painter.setPen(QPen(QColor(look.LAMP_BAD), 3))
            middle = glass.center().y()
            painter.drawLine(QPointF(glass.left() + 18, middle), QPointF(glass.right() - 18, middle))
