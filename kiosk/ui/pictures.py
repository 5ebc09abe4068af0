"""Drawings of what to do: this terminal with an arrow to the place where a hand is wanted, and large signs."""

from __future__ import annotations

from enum import StrEnum
from math import pi, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.core.page import Picture
from kiosk.ui.icons import icon
from kiosk.ui.insides import INSIDE, Insides
from kiosk.ui.pieces import brush_up, colour_of
from kiosk.ui.strokes import HIGH, WIDE, Strokes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.clock import Clock
    from kiosk.ui import items
    from kiosk.ui.theme import Look

SIGNS: Final = {
    Picture.CALENDAR: ("calendar-days", "accent"),
    Picture.DONE: ("circle-check", "go"),
    Picture.TROUBLE: ("triangle-alert", "trouble"),
    Picture.HELP: ("hand-helping", "help"),
}
"""Pictures that are a large sign, not a drawing of the terminal."""
PULSE_SECONDS: Final = 2.0
"""One slow swing of an arrow; far below the three flashes a second of A22."""
_FRAME_MS: Final = 66

_BESIDE: Final = frozenset({Picture.PLACE_CARD, Picture.TAKE_CARD})
"""Pictures with a card beside the machine, which moves over to make room for it."""


class Side(StrEnum):
    """Where a slot is, seen from in front of the screen."""

    LEFT = "left"
    RIGHT = "right"
    BELOW = "below"


def side_in(words: str) -> Side:
    """Read the side out of the configured words for a place, which people are told as well: 右边亮灯的地方."""
    if "左" in words:
        return Side.LEFT
    return Side.RIGHT if "右" in words else Side.BELOW


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
            painter.translate(_SHIFT[Side(self.item.reader)], 0)
        swing = 0.0
        if self.item.moving:
            swing = sin((self._clock.monotonic() - self._since) / PULSE_SECONDS * 2 * pi)
        if self.item.picture in INSIDE:
            Insides(painter, self.look, swing).draw(self.item.picture)
        else:
            _Terminal(painter, self.look, self.item.reader, self.item.paper, swing).draw(self.item.picture)


class _Terminal(Strokes):
    """The machine as lines."""

    def __init__(self, painter: QPainter, look: Look, reader: str, paper: str, swing: float) -> None:
        super().__init__(painter, look, swing)
        self._reader = Side(reader)
        self._paper = Side(paper)

    def draw(self, picture: Picture) -> None:
        """Draw the machine and what happens at it."""
        self._machine()
        happenings: dict[Picture, Callable[[], None]] = {
            Picture.PLACE_CARD: self._place_card,
            Picture.INSERT_CARD: self._insert_card,
            Picture.TURN_CARD: self._turn_card,
            Picture.PULL_CARD: self._pull_card,
            Picture.SCAN_CODE: self._scan_code,
            Picture.READING: self._reading,
            Picture.TAKE_CARD: self._take_card,
            Picture.TAKE_PAPER: self._take_paper,
            Picture.PRINTING: self._take_paper,
            Picture.NO_PAPER: self._no_paper,
            Picture.SLEEVE: self._sleeve,
        }
        happenings[picture]()

    def _machine(self) -> None:
        self._pen("text", 2.2)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(31, 2, 68, 80), 5, 5)
        self._pen("line", 1.2)
        self._fill("soft")
        self._painter.drawRoundedRect(QRectF(38, 9, 54, 46), 2, 2)
        self._reader_pad(lit=False)
        self._slot("line")

    def _pad_box(self) -> QRectF:
        return {
            Side.RIGHT: QRectF(78, 61, 16, 11),
            Side.LEFT: QRectF(36, 61, 16, 11),
            Side.BELOW: QRectF(57, 60, 16, 11),
        }[self._reader]

    def _slot_box(self) -> QRectF:
        if self._paper is self._reader is Side.BELOW:
            return QRectF(49, 74, 32, 3.6)
        return {
            Side.BELOW: QRectF(46, 72, 28, 3.6) if self._reader is Side.RIGHT else QRectF(56, 72, 28, 3.6),
            Side.RIGHT: QRectF(66, 74, 28, 3.6),
            Side.LEFT: QRectF(36, 74, 28, 3.6),
        }[self._paper]

    def _reader_pad(self, *, lit: bool) -> None:
        self._pen("go" if lit else "line", 2.0 if lit else 1.2)
        self._fill("soft" if lit else "card")
        self._painter.drawRoundedRect(self._pad_box(), 2, 2)

    def _slot(self, role: str) -> None:
        self._pen(role, 0.6)
        self._fill(role)
        self._painter.drawRoundedRect(self._slot_box(), 1.6, 1.6)

    def _outward(self) -> QPointF:
        """From the reader to where a hand comes from."""
        return {Side.RIGHT: QPointF(1, 0), Side.LEFT: QPointF(-1, 0), Side.BELOW: QPointF(0, 1)}[self._reader]

    def _place_card(self) -> None:
        self._reader_pad(lit=True)
        out, pad = self._outward(), self._pad_box()
        if self._reader is Side.BELOW:
            self._arrow(QPointF(pad.center().x(), pad.bottom() + 2), -out)
            self._card(QPointF(pad.center().x(), 102))
        else:
            edge = pad.right() if self._reader is Side.RIGHT else pad.left()
            self._arrow(QPointF(edge + out.x() * 2, pad.center().y()), -out)
            self._card(QPointF(65 + out.x() * 66, pad.center().y()))

    def _reading(self) -> None:
        self._reader_pad(lit=True)
        centre = self._pad_box().center()
        self._card(centre)
        self._pen("go", 1.8)
        self._fill("")
        for radius in (13, 18):
            self._painter.drawArc(
                QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), 60 * 16, 60 * 16
            )

    def _take_card(self) -> None:
        self._reader_pad(lit=True)
        out, pad = self._outward(), self._pad_box()
        if self._reader is Side.BELOW:
            self._card(QPointF(pad.center().x(), pad.bottom() + 12))
            self._arrow(QPointF(pad.center().x(), 110), out)
        else:
            self._card(QPointF(65 + out.x() * 42, pad.center().y()))
            self._arrow(QPointF(65 + out.x() * 78, pad.center().y()), out)

    def _take_paper(self) -> None:
        slot = self._slot_box()
        self._slot("go")
        paper = QRectF(slot.left() + 3, slot.bottom() - 0.6, slot.width() - 6, 16)
        self._pen("go", 1.6)
        self._fill("card")
        self._painter.drawRect(paper)
        self._pen("line", 1.2)
        for y in (4.6, 8.2, 11.8):
            self._painter.drawLine(
                QPointF(paper.left() + 4, paper.top() + y), QPointF(paper.right() - 4, paper.top() + y)
            )
        self._arrow(QPointF(slot.center().x(), paper.bottom() + 1.4), QPointF(0, -1))

    def _no_paper(self) -> None:
        slot = self._slot_box()
        self._slot("trouble")
        pen = QPen(self._colour("trouble"), 1.4)
        pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._fill("")
        self._painter.drawRect(QRectF(slot.left() + 3, slot.bottom(), slot.width() - 6, 16))
        self._arrow(QPointF(slot.center().x(), slot.bottom() + 19), QPointF(0, -1), "trouble")

    # -- the card slot ----------------------------------------------------------------------------------------

    def _card_slot(self) -> QRectF:
        """The slot for social-security cards, lit: on the side where the ID card's reader is not."""
        slot = QRectF(37 if self._reader is Side.RIGHT else 77, 64, 16, 3.2)
        self._pen("go", 2.0)
        self._fill("go")
        self._painter.drawRoundedRect(slot, 1.2, 1.2)
        return slot

    def _chip_card(self, centre: QPointF) -> None:
        """A card on end, its chip towards the slot."""
        self._pen("primary", 1.6)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(centre.x() - 7.6, centre.y() - 12, 15.2, 24), 2, 2)
        self._pen("primary", 1.2)
        self._fill("soft")
        chip = QRectF(centre.x() - 3.6, centre.y() - 8.4, 7.2, 6)
        self._painter.drawRoundedRect(chip, 1, 1)
        self._painter.drawLine(QPointF(chip.left(), chip.center().y()), QPointF(chip.right(), chip.center().y()))
        self._painter.drawLine(QPointF(chip.center().x(), chip.top()), QPointF(chip.center().x(), chip.bottom()))

    def _insert_card(self) -> None:
        slot = self._card_slot()
        self._chip_card(QPointF(slot.center().x(), 99))
        self._arrow(QPointF(slot.center().x(), slot.bottom() + 2), QPointF(0, -1))

    def _pull_card(self) -> None:
        slot = self._card_slot()
        self._painter.save()
        self._painter.setClipRect(QRectF(0, slot.center().y(), WIDE, HIGH))
        self._chip_card(QPointF(slot.center().x(), slot.bottom() + 6))
        self._painter.restore()
        self._arrow(QPointF(slot.center().x(), 106), QPointF(0, 1))

    def _scan_code(self) -> None:
        window = QRectF(58, 62, 14, 5)
        self._pen("go", 2.0)
        self._fill("soft")
        self._painter.drawRoundedRect(window, 1.4, 1.4)
        self._pen("go", 1.2)
        for x in (-9.0, 0.0, 9.0):
            self._painter.drawLine(QPointF(65 + x * 0.4, 69), QPointF(65 + x, 84))
        self._pen("primary", 1.6)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(53, 87, 24, 24), 2, 2)
        self._pen("primary", 1.4)
        self._fill("")
        for x, y in ((56.5, 90.5), (67.5, 90.5), (56.5, 101.5)):
            self._painter.drawRect(QRectF(x, y, 6, 6))
        self._fill("primary")
        for x, y in ((68.0, 102.0), (71.5, 105.5)):
            self._painter.drawRect(QRectF(x, y, 1.6, 1.6))

    def _turn_card(self) -> None:
        slot = self._card_slot()
        centre = QPointF(slot.center().x(), 95)
        self._chip_card(centre)
        self._pen("go", 2.0)
        self._fill("")
        for start in (30, 210):
            self._painter.drawArc(QRectF(centre.x() - 15, centre.y() - 15, 30, 30), start * 16, 110 * 16)
        self._fill("go")
        for sign in (1, -1):
            tip = centre + QPointF(-13.4, 7.0) * sign
            self._painter.drawPolygon(QPolygonF([tip, tip + QPointF(-3.4, -6) * sign, tip + QPointF(4.2, -4.4) * sign]))

    def _sleeve(self) -> None:
        self._reader_pad(lit=True)
        self._pen("line", 1.4)
        self._fill("soft")
        self._painter.drawRoundedRect(QRectF(2, 90, 30, 20), 2, 2)
        self._card(QPointF(40, 100))
        self._arrow(QPointF(74, 100), QPointF(1, 0))
