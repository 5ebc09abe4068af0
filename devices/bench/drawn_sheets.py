"""The A4 printer's output tray as the dock draws it: a pile of sheets that grows, the newest sliding in from above."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QRectF, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from devices.bench import look
from devices.bench.front import write

HEIGHT: Final = 84
SLIDE_MS: Final = 16
SLIDE_STEPS: Final = 24
MOST_DRAWN: Final = 6
"""So many sheets of the pile are told apart."""
_SHEET: Final = (128.0, 46.0)
"""A sheet lying, seen from the front and above, in pixels."""
_STEP: Final = 3.0
_LINES: Final = 5


class DrawnSheets(QWidget):
    """The tray; `pulled`: the printer isn't there."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._shown_before = False
        self._pulled = False
        self._slid = 1.0
        self._timer = QTimer(self)
        self._timer.setInterval(SLIDE_MS)
        self._timer.timeout.connect(self._slide)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def is_moving(self) -> bool:
        """Whether a sheet is coming out."""
        return self._timer.isActive()

    def show_sheets(self, count: int, *, pulled: bool) -> None:
        """Show so many; one more than before slides in."""
        if (count, pulled) == (self._count, self._pulled) and self._shown_before:
            return
        if self._shown_before and count > self._count:
            self._slid = 0.0
            self._timer.start()
        self._count, self._pulled, self._shown_before = count, pulled, True
        self.update()

    @Slot()
    def _slide(self) -> None:
        self._slid = min(1.0, self._slid + 1 / SLIDE_STEPS)
        if self._slid == 1.0:
            self._timer.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the tray and what lies in it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tray = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(look.TROUBLE if self._pulled else look.QUIET), 3))
        painter.setBrush(QColor(look.STEEL))
        painter.drawRoundedRect(tray, 10, 10)
        if self._pulled:
            write(painter, tray, "A4打印机断电了", 16, look.TROUBLE)
            return
        if not self._count:
            write(painter, tray, "A4纸从这里出来", 16, look.QUIET)
            return
        painter.setClipRect(tray.adjusted(2, 2, -2, -2))
        drawn = min(self._count, MOST_DRAWN)
        width, height = _SHEET
        for number in range(drawn):
            newest = number == drawn - 1
            left = tray.center().x() - width / 2
            top = tray.bottom() - 10 - height - number * _STEP
            top -= (1.0 - self._slid) * (height + 20) if newest else 0.0
            self._draw_sheet(painter, QRectF(left, top, width, height))
        painter.setClipping(False)

    def _draw_sheet(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(QColor(look.LINE), 1))
        painter.setBrush(QColor(look.CARD))
        painter.drawRect(place)
        painter.setPen(QPen(QColor(look.FAINT), 2))
        for line in range(_LINES):
            y = place.top() + 9 + line * 7
            painter.drawLine(QLineF(place.left() + 12, y, place.right() - (12 if line else 60), y))
