"""The view of a list: label and figure a line, at most six a sheet, three in 简洁版."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Table
from kiosk.ui import blocks
from kiosk.ui.blocks import EARLIER
from kiosk.ui.items import Box, Plate, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.ui.blocks import Block
    from kiosk.ui.scene import Scene

ROWS: Final = 6
SIMPLE_ROWS: Final = 3
TWO_COLUMNS_MM: Final = 300
"""From this width on lines stand in two columns: an eye loses a line that is longer than a hand's span."""


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, then lines; 更早的 turns to the next sheet."""
    page, look = scene.page, scene.look
    if not isinstance(page, Table):
        raise TypeError("not a table")
    most = SIMPLE_ROWS if scene.simple else ROWS
    columns = 2 if box.w >= look.mm(TWO_COLUMNS_MM) and not scene.simple and len(page.rows) > 1 else 1
    said = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.15)) for n, text in enumerate(scene.body)]
    above = blocks.height_of(said, look.mm(1)) + (look.gap if said else 0)
    room = box.below(above)
    if len(page.rows) > most:
        room = Box(room.x, room.y, room.w, room.h - blocks.turning_height(scene))
    width = (box.w - (columns - 1) * look.gap) // columns - 2 * look.pad
    for factor in (1.6, 1.45, 1.3, 1.15, 1.0):
        px = look.scaled(factor)
        lines = [blocks.row(scene, n, row, width, px) for n, row in enumerate(page.rows)]
        sheets = [lines[n : n + most] for n in range(0, len(lines), most)] or [[]]
        if all(_height(part, columns, px) <= room.h for part in sheets):
            return _placed(scene, said, sheets, room, box, px=px, columns=columns)
    if not last:
        return None
    px = look.body
    inner = Box(box.x, room.y, box.w, box.bottom - room.y - blocks.turning_height(scene))
    lines = [blocks.row(scene, n, row, box.w - 2 * look.pad, px) for n, row in enumerate(page.rows)]
    return _placed(scene, said, blocks.in_sheets(lines, inner.h - px, _gap(px), most), inner, box, px=px, columns=1)


def _gap(px: int) -> int:
    return round(px * 0.7)


def _split(lines: Sequence[Block], columns: int) -> list[Sequence[Block]]:
    size = -(-len(lines) // columns)
    return [lines[n : n + size] for n in range(0, len(lines), size)]


def _height(lines: Sequence[Block], columns: int, px: int) -> int:
    return max((blocks.height_of(part, _gap(px)) for part in _split(lines, columns)), default=0) + px


def _placed(
    scene: Scene,
    said: Sequence[Block],
    sheets: Sequence[Sequence[Block]],
    room: Box,
    box: Box,
    *,
    px: int,
    columns: int,
) -> Sheet:
    """Place one sheet's lines, with a thin line between two."""
    look = scene.look
    sheet = Sheet(sheet=min(scene.memory.sheet, len(sheets) - 1), sheets=len(sheets))
    sheet.put(*blocks.stacked(said, box, look.mm(1)))
    parts = _split(sheets[sheet.sheet], columns) if sheets[sheet.sheet] else []
    needed = max((blocks.height_of(part, 0) for part in parts), default=0)
    most = max(map(len, parts), default=1)
    gap = max(2, min(round(px * 1.4), (room.h - px - needed) // most))
    high = min(room.h, needed + gap * most + px)
    top = (high - max((blocks.height_of(part, gap) for part in parts), default=0)) // 2
    for number, (part, area) in enumerate(zip(parts, room.top(high).columns(columns, look.gap), strict=False)):
        _column(scene, sheet, part, area, top=top, gap=gap, number=number)
    taken = {scene.write(action.label) for action in scene.page.actions}
    blocks.turning(scene, sheet, box, onward=blocks.NEXT if scene.write(EARLIER) in taken else EARLIER)
    return sheet


def _column(scene: Scene, sheet: Sheet, lines: Sequence[Block], plate: Box, *, top: int, gap: int, number: int) -> None:
    """Place the lines of a column from `top` pixels below its edge: both columns begin at one height."""
    pad = scene.look.pad
    sheet.put(Plate(f"plate{number}", plate))
    at = plate.y + top
    for place, line in enumerate(lines):
        sheet.put(*line.make(Box(plate.x + pad, at, plate.w - 2 * pad, line.height)))
        at += line.height + gap
        if place < len(lines) - 1:
            rule = Box(plate.x + pad, at - gap // 2 - 1, plate.w - 2 * pad, 2)
            sheet.put(Plate(f"rule{number}-{place}", rule, "edge"))
