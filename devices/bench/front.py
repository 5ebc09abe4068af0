"""The drawn parts of the dock: lamps, the tray a card is put on, the slot paper comes out of."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from devices.bench import look

TRAY_HEIGHT: Final = 150
SLOT_HEIGHT: Final = 26
PAPER_WIDTH: Final = 380
SLIDE_MS: Final = 16
SLIDE_STEPS: Final = 30


class Light(Enum):
    """How a lamp shines."""

    GOOD = look.LAMP_ON
    CARE = look.LAMP_WARN
    BAD = look.LAMP_BAD
    DARK = look.LAMP_OFF


class Lamp(QWidget):
    """A round lamp; what it means stands beside it in words."""

    def __init__(self) -> None:
        super().__init__()
        self._light = Light.DARK
        self.setFixedSize(18, 18)

    def shine(self, light: Light) -> None:
        """Shine so."""
        if light is not self._light:
            self._light = light
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.QUIET), 1))
        painter.setBrush(QColor(self._light.value))
        painter.drawEllipse(QRectF(2, 2, 14, 14))


class CardTray(QWidget):
    """The place on the machine where an identity card is laid, and the card if one lies there."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._below = ""
        self._broken = False
        self._pulled = False
        self.setFixedHeight(TRAY_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def lay(self, name: str, below: str, *, broken: bool, pulled: bool) -> None:
        """Show the card of `name` (nobody: an empty tray); `below` is its second line."""
        if (name, below, broken, pulled) != (self._name, self._below, self._broken, self._pulled):
            self._name, self._below, self._broken, self._pulled = name, below, broken, pulled
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pad, and on it the card or an invitation."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(look.TROUBLE if self._pulled else look.QUIET), 3))
        painter.setBrush(QColor(look.STEEL))
        painter.drawRoundedRect(pad, 12, 12)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._pulled:
            write(painter, pad, "读卡器的线拔掉了", 17, look.TROUBLE)
        elif not self._name:
            painter.setPen(QPen(QColor(look.LINE), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(_card_place(pad), 10, 10)
            write(painter, pad, "身份证放这里", 17, look.QUIET)
        else:
            self._draw_card(painter, _card_place(pad))

    def _draw_card(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(QColor(look.TROUBLE if self._broken else look.PRIMARY), 2))
        painter.setBrush(QColor(look.CARD))
        painter.drawRoundedRect(place, 10, 10)
        head = QRectF(place.right() - 66, place.top() + 24, 50, 62)
        painter.setBrush(QColor(look.FAINT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(head.center().x(), head.top() + 18), 14, 16)
        painter.drawChord(QRectF(head.left(), head.top() + 38, head.width(), 48), 0, 180 * 16)
        words = place.adjusted(16, 12, -74, -10)
        left = Qt.AlignmentFlag.AlignLeft
        write(painter, words, "身份证（模拟）", 12, look.QUIET, where=left | Qt.AlignmentFlag.AlignTop)
        write(painter, words, self._name, 22, look.TEXT, where=left | Qt.AlignmentFlag.AlignVCenter, bold=True)
        colour = look.TROUBLE if self._broken else look.QUIET
        write(painter, words, self._below, 12, colour, where=left | Qt.AlignmentFlag.AlignBottom)


def owner(number: int, staff: str) -> str:
    """Say whose card it is: a person's number, or a staff number (工号)."""
    return f"工号 {staff}" if staff else f"{number} 号人员"


def write(
    painter: QPainter,
    place: QRectF,
    text: str,
    size: int,
    colour: str,
    *,
    where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    bold: bool = False,
) -> None:
    """Write `text` of so many pixels into a place, each of its lines cut short if it is too long."""
    font = QFont(painter.font())
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    width = int(place.width())
    lines = (painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, width) for line in text.splitlines())
    painter.drawText(place, where, "\n".join(lines))


def _card_place(pad: QRectF) -> QRectF:
    """Return where a card lies on the pad: 85.6 by 54 mm, as cards are."""
    height = pad.height() - 28
    width = height * 85.6 / 54
    return QRectF(pad.center().x() - width / 2, pad.top() + 14, width, height)


class _Paper(QWidget):
    """A receipt, seen as far as it has come out."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._out = 1.0

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture.scaledToWidth(PAPER_WIDTH, Qt.TransformationMode.SmoothTransformation)
        self.come_out(0.0)

    def come_out(self, share: float) -> None:
        """Show so much of it: the end that came first is lowest."""
        self._out = share
        height = max(1, int(self._picture.height() * share))
        self.setFixedSize(PAPER_WIDTH, height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the paper hanging from the slot."""
        del event
        painter = QPainter(self)
        painter.drawImage(0, self.height() - self._picture.height(), self._picture)
        painter.setPen(QPen(QColor(look.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, -1, -0.5, -0.5))


class PaperSlot(QWidget):
    """The slot receipts come out of, and the newest one under it."""

    def __init__(self) -> None:
        super().__init__()
        self._paper = _Paper()
        self._steps = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SLIDE_MS)
        self._timer.timeout.connect(self._slide)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._paper)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, SLOT_HEIGHT - 8, 0, 0)
        inside.addWidget(self._scroll)
        self._paper.hide()

    def put_out(self, png: str) -> None:
        """Let the receipt in this file come out."""
        picture = QImage(png)
        if picture.isNull():
            raise ValueError(f"{png} is no picture")
        self._paper.show_picture(picture)
        self._paper.show()
        self._steps = 0
        self._timer.start()

    def clear(self) -> None:
        """Show no paper: somebody has taken it."""
        self._timer.stop()
        self._paper.hide()

    @property
    def is_moving(self) -> bool:
        """Whether paper is coming out."""
        return self._timer.isActive()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a short receipt."""
        return QSize(PAPER_WIDTH + 40, 300)

    @Slot()
    def _slide(self) -> None:
        self._steps += 1
        self._paper.come_out(self._steps / SLIDE_STEPS)
        if self._steps == SLIDE_STEPS:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the slot's lip."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.GO))
        width = PAPER_WIDTH + 36
        painter.drawRoundedRect(QRectF((self.width() - width) / 2, 2, width, SLOT_HEIGHT - 10), 6, 6)
