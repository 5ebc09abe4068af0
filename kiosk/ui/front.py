"""The terminal from its front as lines: where a card is put or paper comes out, and what a hand does there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from kiosk.core.page import Picture
from kiosk.ui.sides import Side
from kiosk.ui.strokes import HIGH, WIDE, Strokes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.ui.sides import Sides
    from kiosk.ui.theme import Look

_CARD_SLOT: Final = frozenset({Picture.INSERT_CARD, Picture.TURN_CARD, Picture.PULL_CARD, Picture.READING_SLOT})
_PAPER: Final = frozenset({Picture.TAKE_PAPER, Picture.PRINTING, Picture.NO_PAPER})
_APART: Final = 1.2
"""How far the lit place stays from the others."""


class Front(Strokes):
    """The machine as lines; `sides` are where its slots are."""

    def __init__(self, painter: QPainter, look: Look, sides: Sides, swing: float) -> None:
        super().__init__(painter, look, swing)
        self._sides = sides
        self._reader, self._paper = sides.reader, sides.paper

    def draw(self, picture: Picture) -> None:
        """Draw the machine and what happens at it."""
        self._machine(self._lit_box(picture))
        happenings: dict[Picture, Callable[[], None]] = {
            Picture.PLACE_CARD: self._place_card,
            Picture.INSERT_CARD: self._insert_card,
            Picture.TURN_CARD: self._turn_card,
            Picture.PULL_CARD: self._pull_card,
            Picture.SCAN_CODE: self._scan_code,
            Picture.READING: self._reading,
            Picture.READING_SLOT: self._reading_slot,
            Picture.TAKE_CARD: self._take_card,
            Picture.TAKE_PAPER: self._take_paper,
            Picture.PRINTING: self._take_paper,
            Picture.NO_PAPER: self._no_paper,
            Picture.SLEEVE: self._sleeve,
        }
        happenings[picture]()

    def _lit_box(self, picture: Picture) -> QRectF:
        """Return the place that a picture is about."""
        if picture in _CARD_SLOT:
            return self._card_slot_box()
        if picture in _PAPER:
            return self._slot_box()
        return self._scanner_box() if picture is Picture.SCAN_CODE else self._pad_box()

    def _machine(self, lit: QRectF) -> None:
        """The body, and those of its other places that the lit one doesn't cover."""
        self._pen("text", 2.2)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(31, 2, 68, 80), 5, 5)
        self._pen("line", 1.2)
        self._fill("soft")
        self._painter.drawRoundedRect(QRectF(38, 9, 54, 46), 2, 2)
        around = lit.adjusted(-_APART, -_APART, _APART, _APART)
        if not around.intersects(self._pad_box()):
            self._reader_pad(lit=False)
        if not around.intersects(self._slot_box()):
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
        paper = QRectF(slot.left() + 3, slot.bottom() - 0.6, slot.width() - 6, 15)
        self._pen("go", 1.6)
        self._fill("card")
        self._painter.drawRect(paper)
        self._pen("line", 1.2)
        for y in (4.2, 7.6, 11.0):
            self._painter.drawLine(
                QPointF(paper.left() + 4, paper.top() + y), QPointF(paper.right() - 4, paper.top() + y)
            )
        self._arrow(QPointF(slot.center().x(), HIGH), QPointF(0, 1))

    def _no_paper(self) -> None:
        """Where paper would hang there is none; nothing of it is for the person to do, so no arrow leads to it."""
        slot = self._slot_box()
        self._slot("trouble")
        pen = QPen(self._colour("trouble"), 1.4)
        pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._fill("")
        missing = QRectF(slot.left() + 3, slot.bottom(), slot.width() - 6, 24)
        self._painter.drawRect(missing)
        self._pen("trouble", 2.4)
        middle = missing.center()
        for across in (6.0, -6.0):
            self._painter.drawLine(middle + QPointF(-across, -6), middle + QPointF(across, 6))

    # -- the card slot ----------------------------------------------------------------------------------------

    def _card_slot_box(self) -> QRectF:
        return QRectF({Side.LEFT: 37.0, Side.RIGHT: 77.0, Side.BELOW: 57.0}[self._sides.card], 64, 16, 3.2)

    def _card_slot(self) -> QRectF:
        """The slot for social-security cards, lit."""
        slot = self._card_slot_box()
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

    def _card_inside(self) -> QRectF:
        """A card of which a part is in the slot."""
        slot = self._card_slot()
        self._painter.save()
        self._painter.setClipRect(QRectF(0, slot.center().y(), WIDE, HIGH))
        self._chip_card(QPointF(slot.center().x(), slot.bottom() + 6))
        self._painter.restore()
        return slot

    def _reading_slot(self) -> None:
        slot = self._card_inside()
        self._pen("go", 1.8)
        self._fill("")
        for radius in (13, 18):
            around = QRectF(slot.center().x() - radius, slot.bottom() + 6 - radius, 2 * radius, 2 * radius)
            self._painter.drawArc(around, -30 * 16, 60 * 16)
            self._painter.drawArc(around, 150 * 16, 60 * 16)

    def _pull_card(self) -> None:
        slot = self._card_inside()
        self._arrow(QPointF(slot.center().x(), 106), QPointF(0, 1))

    def _scanner_box(self) -> QRectF:
        return QRectF({Side.LEFT: 36.0, Side.RIGHT: 80.0, Side.BELOW: 58.0}[self._sides.scanner], 62, 14, 5)

    def _scan_code(self) -> None:
        window = self._scanner_box()
        self._pen("go", 2.0)
        self._fill("soft")
        self._painter.drawRoundedRect(window, 1.4, 1.4)
        self._pen("go", 1.2)
        middle = window.center().x()
        for x in (-9.0, 0.0, 9.0):
            self._painter.drawLine(QPointF(middle + x * 0.4, 69), QPointF(middle + x, 84))
        self._pen("primary", 1.6)
        self._fill("card")
        self._painter.drawRoundedRect(QRectF(middle - 12, 87, 24, 24), 2, 2)
        self._pen("primary", 1.4)
        self._fill("")
        for x, y in ((-8.5, 90.5), (2.5, 90.5), (-8.5, 101.5)):
            self._painter.drawRect(QRectF(middle + x, y, 6, 6))
        self._fill("primary")
        for x, y in ((3.0, 102.0), (6.5, 105.5)):
            self._painter.drawRect(QRectF(middle + x, y, 1.6, 1.6))

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
