"""Drawings of what happens without a hand: looking up, what else may be done, what was printed, who hears what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from kiosk.core.page import Picture
from kiosk.ui.front import Front
from kiosk.ui.strokes import HIGH, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENTS: Final = frozenset({Picture.LOOKING, Picture.MORE, Picture.PRINTED, Picture.ALOUD})
_SCREEN: Final = QRectF(38, 19, 54, 46)
"""The machine's screen as it stands in the middle here, where nothing hangs out of a slot."""
_DOWN: Final = 10.0


class Moments(Front):
    """What the machine does, and what was done."""

    def draw(self, picture: Picture) -> None:
        """Draw one of them."""
        happenings: dict[Picture, Callable[[], None]] = {
            Picture.LOOKING: self._looking,
            Picture.MORE: self._more,
            Picture.PRINTED: self._printed,
            Picture.ALOUD: self._aloud,
        }
        happenings[picture]()

    def _standing(self) -> None:
        """The machine with nothing lit."""
        self._painter.save()
        self._painter.translate(0, _DOWN)
        self._machine(QRectF(0, 0, 0, 0))
        self._painter.restore()

    def _looking(self) -> None:
        """A page of the records on the screen, under a lens."""
        self._standing()
        sheet = QRectF(_SCREEN.left() + 8, _SCREEN.top() + 5, 26, 36)
        self._sheet(sheet, "primary")
        centre = QPointF(_SCREEN.left() + 34, _SCREEN.top() + 24)
        self._pen("go", 5.0)
        self._painter.drawLine(centre + QPointF(8.6, 8.6), centre + QPointF(16, 16))
        self._pen("go", 3.0)
        self._fill("card")
        self._painter.drawEllipse(centre, 11, 11)
        self._pen("primary", 1.6)
        for y, reach in ((-3.4, 6.0), (0.6, 7.0), (4.6, 4.6)):
            self._painter.drawLine(centre + QPointF(-reach, y), centre + QPointF(reach, y))

    def _more(self) -> None:
        """What may be done next, on the screen as home shows it."""
        self._standing()
        for number in range(4):
            down, across = divmod(number, 2)
            tile = QRectF(_SCREEN.left() + 6 + across * 22, _SCREEN.top() + 5 + down * 19, 20, 17)
            self._pen("go" if number == 0 else "primary", 2.0 if number == 0 else 1.4)
            self._fill("card")
            self._painter.drawRoundedRect(tile, 2, 2)
            self._painter.drawRoundedRect(QRectF(tile.left() + 3, tile.top() + 3, 5, 5), 1, 1)
            for y in (11.0, 14.0):
                self._painter.drawLine(tile.topLeft() + QPointF(3, y), tile.topRight() + QPointF(-y / 2, y))

    def _printed(self) -> None:
        """A paper that is done, and the one that may be wanted beside it."""
        wanted, done = QRectF(74, 18, 44, 62), QRectF(14, 18, 44, 62)
        self._sheet(done, "primary")
        self._pen("line", 1.6)
        pen = self._painter.pen()
        pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._fill("card")
        self._painter.drawRoundedRect(wanted, 2, 2)
        self._pen("line", 3.0)
        middle, arm = wanted.center(), 7.0
        self._painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        self._painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
        centre = done.bottomRight()
        self._pen("go", 2.6)
        self._fill("card")
        self._painter.drawEllipse(centre, 13, 13)
        self._pen("go", 3.6)
        self._painter.drawPolyline(
            QPolygonF([centre + QPointF(-6, 0.4), centre + QPointF(-1.6, 5), centre + QPointF(6.4, -4.6)])
        )

    def _aloud(self) -> None:
        """A loudspeaker, and two who hear it."""
        middle = HIGH / 2
        self._pen("primary", 2.4)
        self._fill("soft")
        self._painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(8, middle - 9),
                    QPointF(20, middle - 9),
                    QPointF(34, middle - 22),
                    QPointF(34, middle + 22),
                    QPointF(20, middle + 9),
                    QPointF(8, middle + 9),
                ]
            )
        )
        self._pen("go", 2.8)
        self._fill("")
        for radius in (12, 21, 30):
            self._painter.drawArc(QRectF(36 - radius, middle - radius, 2 * radius, 2 * radius), -45 * 16, 90 * 16)
        for centre, role in ((WIDE - 42, "primary"), (WIDE - 16, "line")):
            self._person(centre, middle, role)

    def _person(self, across: float, middle: float, role: str) -> None:
        self._pen(role, 2.4)
        self._fill("card")
        self._painter.drawEllipse(QPointF(across, middle - 14), 8, 8)
        shoulders = QRectF(across - 12, middle, 24, 40)
        self._painter.drawChord(shoulders, 0, 180 * 16)

    def _sheet(self, paper: QRectF, role: str) -> None:
        """A written sheet."""
        self._pen(role, 1.8)
        self._fill("card")
        self._painter.drawRoundedRect(paper, 2, 2)
        self._pen("line", 1.6)
        for number in range(1, 5):
            y = paper.top() + paper.height() * number / 6
            left, right = paper.left() + paper.width() * 0.16, paper.right() - paper.width() * 0.16
            self._painter.drawLine(QPointF(left, y), QPointF(right, y))
