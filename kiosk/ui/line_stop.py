"""A line of a list or a chart as assistive technology and keys meet it: one thing, whatever it is drawn as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.pieces import ALLOWED_KEYS, brush_up, colour_of, leads_on

if TYPE_CHECKING:
    from kiosk.ui import items
    from kiosk.ui.theme import Look

LINE_RING_MM: Final = 0.8
"""How thick the ring is: words have less room to themselves than buttons."""


class LineStop(QLabel):
    """A line of a list or a chart: read as one, and a place where keys stop."""

    def __init__(self, parent: QWidget, look: Look, item: items.Line) -> None:
        super().__init__(parent)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Line) -> None:
        """Be another line in the same place."""
        self.look, self.item = look, item
        if item.words != self.accessibleName():
            self.setText(item.words)
            self.setAccessibleName(item.words)
        self.setObjectName(item.key)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if item.stop else Qt.FocusPolicy.NoFocus)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Arrows and Tab move on; nothing else does anything."""
        if event.key() in ALLOWED_KEYS:
            self.focusNextPrevChild(leads_on(self, event.key()))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the ring while keys stop here."""
        if self.hasFocus():
            painter, thick = brush_up(self), self.look.mm(LINE_RING_MM)
            painter.setPen(QPen(colour_of(self.look, "focus"), thick))
            frame = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
            painter.drawRoundedRect(frame, self.look.mm(2), self.look.mm(2))
