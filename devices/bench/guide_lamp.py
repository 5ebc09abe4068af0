"""A guide light of the machine as the dock draws it: it glows as the board's coil says, and fades as a real one does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRadialGradient
from PySide6.QtWidgets import QWidget

from devices.bench import look

SIZE: Final = 30
FADE_MS: Final = 30
FADE_STEP: Final = 0.12
"""From dark to full in a quarter of a second."""
_BULB: Final = 6.0
GLOWS: Final = {"off": "不亮", "on": "亮着", "pulse": "慢闪：等人伸手"}


class GuideLamp(QWidget):
    """One lamp; what it means stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE, SIZE)
        self._lit = False
        self._shine = 0.0
        self._fading = QTimer(self)
        self._fading.setInterval(FADE_MS)
        self._fading.timeout.connect(self._fade)

    @property
    def lit(self) -> bool:
        """Whether it is lit at this moment."""
        return self._lit

    def show_light(self, glow: str | None, *, lit: bool) -> None:
        """Be lit or dark; `glow` says in words how it shines over time, None: it isn't wired."""
        self.setToolTip("没接线" if glow is None else GLOWS[glow])
        if lit is not self._lit:
            self._lit = lit
            self._fading.start()

    @Slot()
    def _fade(self) -> None:
        aim = 1.0 if self._lit else 0.0
        step = FADE_STEP if aim > self._shine else -FADE_STEP
        self._shine = min(1.0, max(0.0, self._shine + step))
        if self._shine == aim:
            self._fading.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bulb and its halo."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(SIZE / 2, SIZE / 2)
        halo = QRadialGradient(middle, SIZE / 2)
        for place, strength in ((0.0, 1.0), (0.45, 0.75), (1.0, 0.0)):
            colour = QColor(look.GUIDE_ON)
            colour.setAlphaF(strength * self._shine)
            halo.setColorAt(place, colour)
        painter.fillRect(self.rect(), halo)
        painter.setPen(QPen(QColor(look.QUIET), 1))
        painter.setBrush(_between(QColor(look.LAMP_OFF), QColor(look.GUIDE_ON), self._shine))
        painter.drawEllipse(middle, _BULB, _BULB)


def _between(dark: QColor, bright: QColor, share: float) -> QColor:
    def mixed(one: int, other: int) -> int:
        return round(one + (other - one) * share)

    return QColor(
        mixed(dark.red(), bright.red()), mixed(dark.green(), bright.green()), mixed(dark.blue(), bright.blue())
    )
