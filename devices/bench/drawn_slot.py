"""The slot for social-security cards as the dock draws it, with the card sticking out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from devices.bench import look
from devices.bench.front import TRAY_HEIGHT, owner, write
from devices.bench.slot import SOCIAL_DAMAGES, UNDAMAGED

if TYPE_CHECKING:
    from devices.bench.state import SlotState

LIP: Final = 22.0
_CARD_WIDTH: Final = 150.0
_GENERATIONS: Final = {"1": "一代", "2": "二代", "3": "三代"}

_OUT_OF_SIGHT: Final = {"inside": "在机器里", "hand": "在手里"}


class DrawnSlot(QWidget):
    """A slit with a card in it, chip first; a card the wrong way round shows its chip."""

    def __init__(self) -> None:
        super().__init__()
        self._slot: SlotState | None = None
        self._pulled = False
        self.setFixedHeight(TRAY_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_slot(self, slot: SlotState, *, pulled: bool) -> None:
        """Show how the slot is; `pulled`: its cable is."""
        if (slot, pulled) != (self._slot, self._pulled):
            self._slot, self._pulled = slot, pulled
            self.update()

    def words(self) -> str:
        """Return what is written below the slit where no card is seen."""
        slot = self._slot
        if slot is None:
            return ""
        if self._pulled:
            return "读卡器的线拔掉了"
        if slot.card is not None and slot.card.where in _OUT_OF_SIGHT:
            return f"{slot.card.name} 的卡{_OUT_OF_SIGHT[slot.card.where]}"
        if slot.card is None:
            kept = f"收卡盒里有 {slot.kept} 张" if slot.kept else "社保卡插这里"
            return f"{kept}\n（下一张反着插）" if slot.turned else kept
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the slit, and what sticks out of it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(look.TROUBLE if self._pulled else look.QUIET), 3))
        painter.setBrush(QColor(look.STEEL))
        painter.drawRoundedRect(body, 12, 12)
        slit = QRectF(body.center().x() - _CARD_WIDTH / 2 - 16, body.top() + 12, _CARD_WIDTH + 32, LIP)
        slot = self._slot
        if slot is not None and slot.card is not None and slot.card.where not in _OUT_OF_SIGHT and not self._pulled:
            self._draw_card(painter, QRectF(slit.left() + 16, slit.center().y(), _CARD_WIDTH, body.height() - 34))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.QUIET))
        painter.drawRoundedRect(QRectF(slit.left(), slit.top(), slit.width(), LIP / 2 + 3), 6, 6)
        words = self.words()
        if words:
            colour = look.TROUBLE if self._pulled else look.QUIET
            write(painter, body.adjusted(8, LIP, -8, 0), words, 16, colour)

    def _draw_card(self, painter: QPainter, place: QRectF) -> None:
        card = self._slot.card if self._slot is not None else None
        if card is None:
            return
        broken = card.damage != UNDAMAGED or card.turned
        painter.setPen(QPen(QColor(look.TROUBLE if broken else look.PRIMARY), 2))
        painter.setBrush(QColor(look.SOCIAL_CARD))
        painter.drawRoundedRect(place, 9, 9)
        left = Qt.AlignmentFlag.AlignLeft
        words = place.adjusted(12, 22, -10, -8)
        write(painter, words, f"社保卡 {_GENERATIONS.get(card.generation, '')}", 12, look.QUIET, where=left)
        write(painter, words.adjusted(0, 18, 0, 0), card.name, 18, look.TEXT, where=left, bold=True)
        below = owner(card.number, card.staff)
        if card.damage != UNDAMAGED:
            below += f"，{SOCIAL_DAMAGES[card.damage]}"
        elif card.turned:
            below += "，插反了"
        write(
            painter,
            words,
            below,
            12,
            look.TROUBLE if broken else look.QUIET,
            where=left | Qt.AlignmentFlag.AlignBottom,
        )
        if card.turned:
            chip = QRectF(place.right() - 44, place.bottom() - 62, 30, 24)
            painter.setPen(QPen(QColor(look.LINE), 1))
            painter.setBrush(QColor(look.CHIP))
            painter.drawRoundedRect(chip, 4, 4)
            middle = chip.center()
            painter.drawLine(QPointF(middle.x(), chip.top()), QPointF(middle.x(), chip.bottom()))
            painter.drawLine(QPointF(chip.left(), middle.y()), QPointF(chip.right(), middle.y()))
