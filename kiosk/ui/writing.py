"""Writes lines of text: one under another, or beside each other where a script stands in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from kiosk.ui.items import Align
from kiosk.ui.words import font, leans, line_height, reach_of, reads_right_to_left, spoken, upright_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

HANZI_MIDDLE: Final = 0.38
"""Noto Sans SC: the middle of a Hanzi's square is so many ems above the line (880 above, 120 below)."""
MARKS: Final = frozenset("，。、")
AIR: Final = 1.0
"""Pixels between a line and the edge of its piece, so that no stroke that leans out is cut."""


def write(
    painter: QPainter,
    area: QRectF,
    lines: Sequence[str],
    px: int,
    *,
    bold: bool,
    align: Align,
    under: QColor | None = None,
    columns: bool = False,
) -> None:
    """Write lines one under another from the top of `area`, with a stroke of the colour `under` them if there is one.

    In `columns` they stand beside each other from its left side.
    """
    reach = reach_of(lines, px)
    if columns:
        painter.save()
        painter.translate(area.right(), area.top())
        painter.rotate(90)
        # Lines run down now. The first is left of the others, so each is written where it would be the last.
        step = line_height(px)
        lying = QRectF(0, area.width() - step, area.height(), step)
        for line in lines:
            _write_lying(painter, lying, (line,), px, reach, bold=bold, align=align, under=under, columns=True)
            lying.translate(0, -step)
        painter.restore()
    else:
        _write_lying(painter, area, lines, px, reach, bold=bold, align=align, under=under)


def _write_lying(
    painter: QPainter,
    area: QRectF,
    lines: Sequence[str],
    px: int,
    reach: tuple[float, float] | None,
    *,
    bold: bool,
    align: Align,
    under: QColor | None,
    columns: bool = False,
) -> None:
    face = font(px, bold=bold)
    painter.setFont(face)
    metrics = QFontMetricsF(face)
    step = line_height(px)
    above, below = reach or (metrics.ascent(), metrics.descent())
    baseline = area.top() + (step - above - below) / 2 + above - spoken().rise * px
    air = AIR + px / 10 if leans(lines) else AIR
    ems = spoken().thicker
    thicker = ems[bold] * px if ems else 0.0
    for line in lines:
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if reads_right_to_left(line) else Qt.LayoutDirection.LeftToRight
        )
        wide = metrics.horizontalAdvance(line)
        room = area.width() - wide
        slack = {Align.LEFT: air, Align.CENTRE: room / 2, Align.RIGHT: room - air}[align]
        start = QPointF(round(area.left() + slack), round(baseline))
        if columns:
            _letters(painter, start, line, px, thicker)
        else:
            _put(painter, start, line, thicker)
        if under is not None:
            underline(
                painter, QPointF(area.left() + slack, baseline + 0.19 * px), wide, max(2, round(px * 0.09)), under
            )
        baseline += step


def _put(painter: QPainter, start: QPointF, text: str, thicker: float) -> None:
    """Write a text with every stroke wider by so many pixels. Qt's own bold fills the room between strokes, or does nothing."""
    if not thicker:
        painter.drawText(start, text)
        return
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes that cross are one
    path.addText(start, painter.font(), text)
    colour = painter.pen().color()
    edge = QPen(colour, thicker, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, colour)
    painter.strokePath(path, edge)
    painter.restore()


def _letters(painter: QPainter, start: QPointF, line: str, px: int, thicker: float) -> None:
    """Write a line that a turned painter stands up; Hanzi are turned back, each in its own square."""
    metrics = QFontMetricsF(painter.font())
    at = start.x()
    for part, upright in upright_runs(line):
        wide = metrics.horizontalAdvance(part)
        if upright:
            painter.save()
            painter.translate(at + wide / 2, start.y() - HANZI_MIDDLE * px)
            painter.rotate(-90)
            raised = px / 2 if part in MARKS else 0.0  # a full stop stands at the upper right of its square
            _put(painter, QPointF(raised - wide / 2, HANZI_MIDDLE * px - raised), part, thicker)
            painter.restore()
        else:
            _put(painter, QPointF(at, start.y()), part, thicker)
        at += wide


def underline(painter: QPainter, start: QPointF, wide: float, thick: int, colour: QColor) -> None:
    """Draw a stroke under what is being said."""
    pen = painter.pen()
    painter.setPen(QPen(colour, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(start, QPointF(start.x() + wide, start.y()))
    painter.setPen(pen)
