"""How wide the columns of a table are on a sheet: natural widths, the rest shared out, two lines a row if need be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.statement.fonts import BOLD, width
from kiosk.statement.model import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.statement.model import Table

_PADDING: Final = 0.3
"""Least space on either side of a cell, as a share of the type size."""
_PENSION: Final = "养老金"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's columns on a sheet of `room` points.

    `titles` are the heading lines of each column. `lines` are the lines that one row takes; in each, (column, x, side).
    """

    titles: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[tuple[int, float, Side], ...], ...]


def grid(table: Table, size: float, room: float, start: float) -> Grid:
    """Work out the columns. Type is never made smaller: what doesn't fit one line takes two."""
    cells = [
        max((width(row[at], BOLD, size) for row in table.all_rows), default=0.0) for at in range(len(table.columns))
    ]
    whole = [(column.title,) for column in table.columns]
    widths = _widths(whole, cells, size)
    titles: list[tuple[str, ...]] = [*whole]
    if sum(widths) > room:
        titles = [_title_lines(column.title, cell, size) for column, cell in zip(table.columns, cells, strict=True)]
        widths = _widths(titles, cells, size)
    groups: list[list[int]] = [[]]
    for at, wide in enumerate(widths):
        if groups[-1] and sum(widths[i] for i in groups[-1]) + wide > room:
            groups.append([])
        groups[-1].append(at)
    return Grid(
        tuple(titles),
        tuple(_line(table, group, widths, start=start, room=room, size=size) for group in groups),
    )


def _widths(titles: Sequence[tuple[str, ...]], cells: Sequence[float], size: float) -> list[float]:
    padding = 2 * _PADDING * size
    return [
        max(cell, *(width(line, BOLD, size) for line in lines)) + padding
        for cell, lines in zip(cells, titles, strict=True)
    ]


def _title_lines(title: str, cell: float, size: float) -> tuple[str, ...]:
    """Break a title in two where it is wider than its cells, before 养老金 if it ends so."""
    if len(title) == 1 or width(title, BOLD, size) <= cell:
        return (title,)
    stem = title.removesuffix(_PENSION)
    at = len(stem) if 0 < len(stem) < len(title) else (len(title) + 1) // 2
    return title[:at], title[at:]


def _line(
    table: Table, group: list[int], widths: list[float], *, start: float, room: float, size: float
) -> tuple[tuple[int, float, Side], ...]:
    """Place a line's columns from edge to edge with the same space between any two; one alone at the right."""
    spare = (room - sum(widths[at] for at in group)) / max(1, len(group) - 1)
    if len(group) == 1:
        start += spare
    inner = _PADDING * size
    placed: list[tuple[int, float, Side]] = []
    x = start
    for at in group:
        wide, side = widths[at], table.columns[at].side
        anchor = {Side.LEFT: x + inner, Side.CENTRE: x + wide / 2, Side.RIGHT: x + wide - inner}[side]
        placed.append((at, anchor, side))
        x += wide + spare
    return tuple(placed)
