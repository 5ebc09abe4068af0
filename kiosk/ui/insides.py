"""Drawings for the staff: the insides of the machine, and what a hand does there."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from kiosk.core.page import Picture
from kiosk.ui.strokes import Strokes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UP: Final = QPointF(0, -1)
DOWN: Final = QPointF(0, 1)
OUT: Final = QPointF(1, 0)
IN: Final = QPointF(-1, 0)
Points = tuple[tuple[float, float], ...]

INSIDE: Final = frozenset(
    {
        Picture.OPEN_COVER,
        Picture.PUT_ROLL,
        Picture.SHUT_COVER,
        Picture.CLEAR_JAM,
        Picture.TURN_CUTTER,
        Picture.PULL_TRAY,
        Picture.FILL_TRAY,
        Picture.PUSH_TRAY,
        Picture.OPEN_BACK,
        Picture.PULL_SHEET,
        Picture.SHUT_BACK,
        Picture.CHANGE_TONER,
        Picture.EMPTY_OUTPUT,
        Picture.PLUG_CABLE,
        Picture.SWITCH_POWER,
        Picture.OPEN_DOOR,
        Picture.FREE_CARD,
        Picture.CARD_BIN,
        Picture.HAND_BACK,
    }
)
"""Pictures of the machine's insides."""

_COVER_UP: Final[Points] = ((30, 52), (39, 52), (25, 10), (16, 13))
_DOOR_OUT: Final[Points] = ((98, 34), (102, 34), (122, 66), (117, 69))
_TRAY_OUT: Final[Points] = ((30, 74), (100, 74), (110, 102), (20, 102))


class Insides(Strokes):
    """The printers, their trays and cables, and the card reader behind its door."""

    def draw(self, picture: Picture) -> None:
        """Draw one step."""
        steps: dict[Picture, Callable[[], None]] = {
            Picture.OPEN_COVER: self._open_cover,
            Picture.PUT_ROLL: self._put_roll,
            Picture.SHUT_COVER: self._shut_cover,
            Picture.CLEAR_JAM: self._clear_jam,
            Picture.TURN_CUTTER: self._turn_cutter,
            Picture.PULL_TRAY: self._pull_tray,
            Picture.FILL_TRAY: self._fill_tray,
            Picture.PUSH_TRAY: self._push_tray,
            Picture.OPEN_BACK: self._open_back,
            Picture.PULL_SHEET: self._pull_sheet,
            Picture.SHUT_BACK: self._shut_back,
            Picture.CHANGE_TONER: self._change_toner,
            Picture.EMPTY_OUTPUT: self._empty_output,
            Picture.PLUG_CABLE: self._plug_cable,
            Picture.SWITCH_POWER: self._switch_power,
            Picture.OPEN_DOOR: self._open_door,
            Picture.FREE_CARD: self._free_card,
            Picture.CARD_BIN: self._card_bin,
            Picture.HAND_BACK: self._hand_back,
        }
        steps[picture]()

    # -- shapes -----------------------------------------------------------------------------------------------

    def _shape(self, points: Points, fill: str = "card", pen: str = "text", wide: float = 2.0) -> None:
        self._pen(pen, wide)
        self._fill(fill)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def _box(
        self, at: tuple[float, float, float, float], *, fill: str = "card", pen: str = "text", line: float = 2.0
    ) -> None:
        """A box at x and y, so wide and so high."""
        self._pen(pen, line)
        self._fill(fill)
        self._painter.drawRoundedRect(QRectF(*at), 3, 3)

    def _lines(self, *points: tuple[float, float], pen: str = "line", wide: float = 1.4) -> None:
        self._pen(pen, wide)
        self._fill("")
        self._painter.drawPolyline([QPointF(x, y) for x, y in points])

    def _written_sheet(self, x: float, y: float, wide: float, high: float) -> None:
        """A sheet of paper with lines on it."""
        self._box((x, y, wide, high), pen="go", line=1.6)
        for at in range(3):
            line = y + high * (at + 1) / 4
            self._lines((x + 4, line), (x + wide - 4, line), wide=1.2)

    def _crumpled(self, points: Sequence[tuple[float, float]]) -> None:
        """Paper that is stuck."""
        self._lines(*points, pen="trouble", wide=3.0)

    def _turning(self, centre: QPointF, radius: float) -> None:
        """An arrow in a circle: turn it."""
        self._pen("go", 2.4)
        self._fill("")
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        self._painter.drawArc(box, 40 * 16, 260 * 16)
        end = radians(40)
        tip = centre + QPointF(cos(end) * radius, -sin(end) * radius)
        self._fill("go")
        self._painter.drawPolygon(
            QPolygonF([tip + QPointF(3.4, 3.6), tip + QPointF(-5, 1.6), tip + QPointF(1.6, -5.2)])
        )

    # -- the slip printer -------------------------------------------------------------------------------------

    def _slip_printer(self, *, opened: bool) -> None:
        if opened:
            self._shape(_COVER_UP)
        self._box((30, 52, 72, 50))
        if opened:
            self._box((40, 52, 54, 14), fill="soft", pen="line", line=1.2)
        else:
            self._box((30, 40, 72, 14))
        self._box((84, 74, 12, 6), fill="line", pen="line", line=0.6)

    def _roll(self, x: float, y: float) -> None:
        self._pen("primary", 1.8)
        self._fill("card")
        self._painter.drawEllipse(QPointF(x, y), 17, 17)
        self._fill("soft")
        self._painter.drawEllipse(QPointF(x, y), 5.5, 5.5)

    def _open_cover(self) -> None:
        self._slip_printer(opened=True)
        self._arrow(QPointF(66, 14), UP)
        self._arrow(QPointF(66, 14) + QPointF(0, 24), UP)

    def _put_roll(self) -> None:
        self._slip_printer(opened=True)
        self._roll(64, 46)
        self._lines((81, 46), (81, 54), (112, 60), (112, 70), pen="primary", wide=3.0)
        self._arrow(QPointF(64, 26), DOWN)

    def _shut_cover(self) -> None:
        self._slip_printer(opened=False)
        self._lines((102, 54), (114, 58), (114, 68), pen="primary", wide=3.0)
        self._arrow(QPointF(66, 36), DOWN)
        self._arrow(QPointF(66, 36) - QPointF(0, 18), DOWN)

    def _clear_jam(self) -> None:
        self._slip_printer(opened=True)
        self._crumpled([(58, 66), (74, 60), (56, 54), (76, 47), (60, 40), (72, 34)])
        self._arrow(QPointF(66, 8), UP)

    def _turn_cutter(self) -> None:
        self._slip_printer(opened=True)
        self._shape(
            ((44, 56), (44, 48), (49, 53), (54, 48), (59, 53), (64, 48), (69, 53), (74, 48), (74, 56)),
            fill="soft",
            pen="trouble",
            wide=1.8,
        )
        self._pen("text", 1.8)
        self._fill("soft")
        self._painter.drawEllipse(QPointF(90, 50), 5, 5)
        self._turning(QPointF(90, 46), 17)

    # -- the A4 printer ---------------------------------------------------------------------------------------

    def _sheet_printer(self, *, tray_in: bool = True) -> None:
        self._box((26, 22, 78, 68))
        self._box((36, 26, 58, 8), fill="soft", pen="line", line=1.2)
        if tray_in:
            self._box((30, 72, 70, 14), fill="soft", pen="line", line=1.4)
            self._lines((58, 79), (72, 79), pen="text", wide=2.4)

    def _tray_out(self, *, filled: bool) -> None:
        self._sheet_printer(tray_in=False)
        self._shape(_TRAY_OUT, fill="soft", pen="go")
        if filled:
            for at in range(3):
                self._shape(
                    ((36, 80 - at * 2), (94, 80 - at * 2), (98, 96 - at * 2), (32, 96 - at * 2)),
                    pen="primary",
                    wide=1.2,
                )

    def _pull_tray(self) -> None:
        self._tray_out(filled=False)
        self._arrow(QPointF(65, 100), DOWN)

    def _fill_tray(self) -> None:
        self._tray_out(filled=True)
        self._arrow(QPointF(65, 68), DOWN)
        self._arrow(QPointF(65, 68) - QPointF(0, 18), DOWN)

    def _push_tray(self) -> None:
        self._tray_out(filled=True)
        self._arrow(QPointF(65, 52), UP)
        self._arrow(QPointF(65, 52) + QPointF(0, 18), UP)

    def _from_the_side(self) -> None:
        self._box((20, 30, 78, 62))
        self._box((10, 72, 16, 8), fill="soft", pen="line", line=1.2)
        self._shape(_DOOR_OUT, fill="soft", pen="go")

    def _open_back(self) -> None:
        self._from_the_side()
        self._arrow(QPointF(114, 46) + QPointF(8, -16), QPointF(0.8, -0.6))

    def _pull_sheet(self) -> None:
        self._from_the_side()
        self._crumpled([(60, 58), (72, 50), (78, 62), (88, 48), (94, 58), (104, 50)])
        self._arrow(QPointF(126, 44), OUT)

    def _shut_back(self) -> None:
        self._from_the_side()
        self._arrow(QPointF(98, 46), IN)

    def _change_toner(self) -> None:
        self._sheet_printer()
        self._box((34, 40, 62, 24), fill="soft", pen="line", line=1.2)
        self._box((44, 42, 42, 18), fill="card", pen="primary", line=2.0)
        self._lines((58, 51), (72, 51), pen="primary", wide=2.4)
        self._arrow(QPointF(52, 10), UP)
        self._arrow(QPointF(78, 38), DOWN)
        self._lines((52, 38), (52, 22), pen="go", wide=4.0)
        self._lines((78, 8), (78, 24), pen="go", wide=4.0)

    def _empty_output(self) -> None:
        self._sheet_printer()
        for at in range(3):
            self._written_sheet(40 - at * 2, 20 - at * 4, 50, 26)
        self._arrow(QPointF(110, 6), UP)
        self._arrow(QPointF(110, 24), UP)

    # -- cables, power ----------------------------------------------------------------------------------------

    def _plug_cable(self) -> None:
        self._box((8, 26, 44, 62))
        self._box((40, 50, 12, 16), fill="soft", pen="line", line=1.4)
        self._box((78, 50, 22, 16), pen="primary")
        self._lines((72, 55), (78, 55), pen="primary", wide=3.0)
        self._lines((72, 61), (78, 61), pen="primary", wide=3.0)
        self._lines((100, 58), (112, 58), (118, 72), (112, 92), (124, 104), pen="primary", wide=3.0)
        self._arrow(QPointF(54, 38), IN)
        self._lines((70, 38), (88, 38), pen="go", wide=4.4)

    def _switch_power(self) -> None:
        self._box((46, 26, 38, 60))
        self._box((53, 33, 24, 22), fill="soft", pen="line", line=1.4)
        self._lines((65, 38), (65, 50), pen="text", wide=2.6)
        self._box((53, 57, 24, 22), pen="line", line=1.4)
        self._pen("text", 2.6)
        self._fill("")
        self._painter.drawEllipse(QPointF(65, 68), 5.5, 5.5)
        self._turning(QPointF(65, 56), 48)

    # -- the card reader --------------------------------------------------------------------------------------

    def _behind_the_door(self) -> None:
        self._box((24, 10, 66, 92))
        self._box((30, 16, 54, 80), fill="soft", pen="line", line=1.2)
        self._shape(((90, 12), (94, 12), (116, 22), (116, 108), (94, 100), (90, 100)), pen="text")

    def _open_door(self) -> None:
        self._behind_the_door()
        self._pen("go", 2.2)
        self._fill("")
        self._painter.drawEllipse(QPointF(108, 60), 4, 4)
        self._arrow(QPointF(86, 48), OUT)
        self._lines((52, 48), (70, 48), pen="go", wide=4.4)

    def _reader(self) -> None:
        self._behind_the_door()
        self._box((38, 32, 38, 26), pen="primary")
        self._lines((42, 45), (72, 45), pen="primary", wide=2.2)

    def _free_card(self) -> None:
        self._reader()
        self._card(QPointF(57, 62), role="trouble")
        self._arrow(QPointF(57, 92), DOWN)

    def _card_bin(self) -> None:
        self._behind_the_door()
        self._card(QPointF(57, 62), role="primary")
        self._shape(((38, 64), (76, 64), (72, 90), (42, 90)), pen="primary")
        self._arrow(QPointF(57, 32), UP)

    def _hand_back(self) -> None:
        self._card(QPointF(24, 66))
        self._arrow(QPointF(66, 66), OUT)
        self._pen("text", 2.2)
        self._fill("card")
        self._painter.drawEllipse(QPointF(98, 34), 14, 14)
        self._shape(((74, 102), (76, 68), (86, 56), (110, 56), (120, 68), (122, 102)))
