"""Outlines as printer dots: how much of each dot is covered, and which dots are then printed. Of no make and no font."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from devices.truetype import polyline

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.truetype import Contour, Point

INK: Final = 0.43
"""A dot is printed when this much of it is covered."""
HAIRLINE: Final = 0.4
"""A line so thin that it covers no dot enough is printed when two neighbours are together covered this much, if
what lies beside them is covered less than `FLANK`: in dense characters white lines must stay white."""
FLANK: Final = 0.15
FIRM_FROM: Final = 48
"""From this height on a printer's own doubled hanzi have no line thinner than two dots."""


def coverage(
    contours: list[Contour], place: Callable[[float, float], Point], width: int, height: int
) -> list[list[float]]:
    """How much of each dot the outline covers, 0 to 1, by exact areas; rows from the top.

    `place` maps font units to dots. Each edge adds, in the rows it crosses, its signed area to the right of it; the running
    sum along a row is then the coverage (the method of font-rs and stb_truetype).
    """
    rows = [[0.0] * (width + 2) for _ in range(height)]
    for contour in contours:
        line = [place(x, y) for x, y in polyline(contour)]
        for start, end in pairwise(line):
            if start[1] != end[1]:
                _add_edge(rows, start, end, width)
    covered: list[list[float]] = []
    for row in rows:
        total, out = 0.0, list[float]()
        for value in row[:width]:
            total += value
            out.append(min(1.0, abs(total)))
        covered.append(out)
    return covered


def _add_edge(rows: list[list[float]], start: Point, end: Point, width: int) -> None:
    (x0, y0), (x1, y1), sign = start, end, 1.0
    if y0 > y1:
        x0, y0, x1, y1, sign = x1, y1, x0, y0, -1.0
    slope = (x1 - x0) / (y1 - y0)
    for y in range(max(0, int(y0)), min(len(rows), int(y1) + 1)):
        top, bottom = max(y0, y), min(y1, y + 1)
        if bottom <= top:
            continue
        left, right = sorted((x0 + slope * (top - y0), x0 + slope * (bottom - y0)))
        _add_slice(rows[y], min(max(left, 0.0), width), min(max(right, 0.0), width), sign * (bottom - top))


def _add_slice(row: list[float], left: float, right: float, area: float) -> None:
    """Spread the part of an edge that lies within one row over the dots it crosses."""
    first, last = int(left), int(right)
    if first == last:
        inside = area * (1 - ((left + right) / 2 - first))
        row[first] += inside
        row[first + 1] += area - inside
        return
    per_dot = area / (right - left)
    before = 0.0
    for x in range(first, last + 1):
        # The edge lies left of `x + 1` by this share; what it covers within dot x is the area right of it.
        a, b = max(left, x), min(right, x + 1)
        passed = per_dot * (a - left)
        inside = passed + per_dot * (b - a) * (x + 1 - (a + b) / 2)
        row[x] += inside - before
        before = inside
    row[last + 1] += area - before


def dots(rows: list[list[float]]) -> list[list[bool]]:
    """Which dots to print. Of a lone hairline that lies across two rows or columns, the darker one is printed."""
    height, width = len(rows), len(rows[0])
    ink = [[dot >= INK for dot in row] for row in rows]

    def at(y: int, x: int) -> float:
        return rows[y][x] if 0 <= y < height and 0 <= x < width else 0.0

    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            for dy, dx in ((1, 0), (0, 1)):
                other = at(y + dy, x + dx)
                alone = max(at(y - dy, x - dx), at(y + 2 * dy, x + 2 * dx)) < FLANK
                if alone and dot < INK and other < INK and dot + other >= HAIRLINE:
                    darker = (y, x) if dot >= other else (y + dy, x + dx)
                    ink[darker[0]][darker[1]] = True
    return _firmer(ink) if height >= FIRM_FROM else ink


def _firmer(ink: list[list[bool]]) -> list[list[bool]]:
    """Lines one dot thin made two thick, where there is room: the big letters must not be the faint ones."""
    firm = [row[:] for row in ink]
    for y in range(1, len(ink) - 2):
        for x, dot in enumerate(ink[y]):
            if dot and not (ink[y - 1][x] or ink[y + 1][x] or ink[y + 2][x]):
                firm[y + 1][x] = True
    return firm
