"""Drawings of what to do: this terminal with an arrow to the place where a hand is wanted, and large signs."""

from __future__ import annotations

from math import pi, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kiosk.core.page import Picture
from kiosk.ui.front import Front
from kiosk.ui.icons import icon
from kiosk.ui.insides import INSIDE, Insides
from kiosk.ui.moments import MOMENTS, Moments
from kiosk.ui.pieces import brush_up, colour_of
from kiosk.ui.sides import Side
from kiosk.ui.strokes import HIGH, WIDE

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from kiosk.core.clock import Clock
    from kiosk.ui import items
    from kiosk.ui.theme import Look

SIGNS: Final = {
    Picture.CALENDAR: ("calendar-days", "accent"),
    Picture.WAITING: ("hourglass", "accent"),
    Picture.DONE: ("circle-check", "go"),
    Picture.TROUBLE: ("triangle-alert", "trouble"),
    Picture.HELP: ("hand-helping", "help"),
    Picture.SHEET: ("file-text", "accent"),
    Picture.CODE: ("qr-code", "accent"),
    Picture.SHIELD: ("shield-check", "accent"),
    Picture.SAVED: ("piggy-bank", "accent"),
    Picture.MONEY: ("wallet", "accent"),
    Picture.GONE: ("log-out", "accent"),
    Picture.KEYS: ("keyboard", "accent"),
}
"""Pictures that are a large sign, not a drawing of the terminal."""
PULSE_SECONDS: Final = 2.0
"""One slow swing of an arrow; far below the three flashes a second of A22."""
_FRAME_MS: Final = 66

_BESIDE: Final = frozenset({Picture.PLACE_CARD, Picture.TAKE_CARD})
"""Pictures with a card beside the machine, which moves over to make room for it."""
_SHIFT: Final = {Side.RIGHT: -20, Side.LEFT: 20, Side.BELOW: 0}


class DrawingWidget(QWidget):
    """A picture; its arrow swings slowly while somebody is to put or take something."""

    def __init__(self, parent: QWidget, look: Look, item: items.Drawing, clock: Clock) -> None:
        super().__init__(parent)
        self._clock = clock
        self._since = clock.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Drawing) -> None:
        """Show another picture in the same place."""
        self.look, self.item = look, item
        if item.moving and item.picture not in SIGNS:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw."""
        painter = brush_up(self)
        if self.item.picture in SIGNS:
            name, role = SIGNS[self.item.picture]
            side = min(self.width(), self.height())
            role = "accent" if self.look.colours.frame else role
            pixmap = icon(name, side, colour_of(self.look, role).name())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
            return
        scale = min(self.width() / WIDE, self.height() / HIGH)
        painter.translate((self.width() - WIDE * scale) / 2, (self.height() - HIGH * scale) / 2)
        painter.scale(scale, scale)
        if self.item.picture in _BESIDE:
            painter.translate(_SHIFT[self.item.sides.reader], 0)
        swing = 0.0
        if self.item.moving:
            swing = sin((self._clock.monotonic() - self._since) / PULSE_SECONDS * 2 * pi)
        if self.item.picture in INSIDE:
            Insides(painter, self.look, swing).draw(self.item.picture)
        elif self.item.picture in MOMENTS:
            Moments(painter, self.look, self.item.sides, swing).draw(self.item.picture)
        else:
            Front(painter, self.look, self.item.sides, swing).draw(self.item.picture)
