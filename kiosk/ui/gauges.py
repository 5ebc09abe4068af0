"""Small drawings that show how much: a progress bar and the ring that empties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.items import Align
from kiosk.ui.pieces import brush_up, colour_of
from kiosk.ui.words import line_height
from kiosk.ui.writing import write

if TYPE_CHECKING:
    from kiosk.ui import items
    from kiosk.ui.theme import Look

_FULL_TURN = 360 * 16


class MeterBar(QWidget):
    """A bar filled from the left, or from the right or from above where that is how one reads."""

    def __init__(self, parent: QWidget, look: Look, item: items.Meter) -> None:
        super().__init__(parent)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Meter) -> None:
        """Fill it otherwise."""
        self.look, self.item = look, item
        if not item.plain:  # a bar of a chart has a line that is read
            self.setAccessibleName(f"{round(item.share * 100)}%")
        self.setObjectName(item.key)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the bar."""
        painter = brush_up(self)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        thin = min(area.width(), area.height()) / 2 if self.item.columns else area.height() / 2
        radius = min(thin, self.look.mm(1.2)) if self.item.plain else thin
        if not self.item.plain:
            painter.setPen(QPen(colour_of(self.look, "line"), 2))
            painter.setBrush(colour_of(self.look, "soft"))
            painter.drawRoundedRect(area, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour_of(self.look, self.item.colour))
        if self.item.columns:
            self._from_above(area)
        elif self.item.upright:
            area.setTop(area.bottom() - area.height() * self.item.share)
        else:
            long = max(area.height() if not self.item.plain else 1.0, area.width() * self.item.share)
            area.setLeft(area.right() - long if self.item.mirrored else area.left())
            area.setWidth(long)
        if self.item.share > 0:
            painter.drawRoundedRect(area, radius, radius)

    def _from_above(self, area: QRectF) -> None:
        """Leave of an area what is filled where lines run from top to bottom."""
        if self.item.upright:
            area.setLeft(area.right() - area.width() * self.item.share)
        else:
            area.setHeight(max(area.width() if not self.item.plain else 1.0, area.height() * self.item.share))


class CountdownRing(QLabel):
    """A ring that empties, with the seconds left inside or without."""

    def __init__(self, parent: QWidget, look: Look, item: items.Ring) -> None:
        super().__init__(parent)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Ring) -> None:
        """Show another moment."""
        self.look, self.item = look, item
        self.setText(item.number)
        self.setAccessibleName(item.number)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the ring from the top, clockwise."""
        painter = brush_up(self)
        thick = max(6, min(self.width(), self.height()) // 12)
        area = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        painter.setPen(QPen(colour_of(self.look, "soft" if not self.look.colours.frame else "line"), 2))
        painter.drawEllipse(area)
        pen = QPen(colour_of(self.look, "accent"), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(area, 90 * 16, round(_FULL_TURN * self.item.share))
        if self.item.number:
            painter.setPen(colour_of(self.look, "text"))
            high = line_height(self.item.px)
            middle = QRectF(0, (self.height() - high) / 2, self.width(), high)
            write(painter, middle, (self.item.number,), self.item.px, bold=True, align=Align.CENTRE)
