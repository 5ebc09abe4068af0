"""The answer to a tap beside everything: a circle that says the touch was felt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.pieces import brush_up, colour_of

if TYPE_CHECKING:
    from kiosk.ui.theme import Look

LASTS_MS: Final = 400
_FRAME_MS: Final = 33


class Ripple(QWidget):
    """Grows round the tap and is gone; it stands still in 简洁版."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look: Look | None = None
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._grow)
        self.hide()

    def start(self, look: Look, at: QPointF) -> None:
        """Show it round a point."""
        self._look, self._step = look, 0
        side = look.mm(26)
        self.setGeometry(round(at.x()) - side // 2, round(at.y()) - side // 2, side, side)
        self.raise_()
        self.show()
        self._timer.start()

    def _grow(self) -> None:
        self._step += 1
        if self._step * _FRAME_MS >= LASTS_MS:
            self._timer.stop()
            self.hide()
        else:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the circle; it doesn't move in 简洁版."""
        if self._look is None:
            return
        painter = brush_up(self)
        share = 0.7 if self._look.simple else 0.35 + 0.65 * self._step * _FRAME_MS / LASTS_MS
        painter.setPen(QPen(colour_of(self._look, "line"), self._look.stroke * 2))
        radius = self.width() / 2 * share - self._look.stroke * 2
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), radius, radius)
