"""The view of fields that lie as what they stand for does: the keys of a keypad, the parts of the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Grid
from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Item, Meter, Plate, Sheet, Words
from kiosk.ui.words import fitting, line_height, width_of

if TYPE_CHECKING:
    from kiosk.core.page import Cell
    from kiosk.ui.scene import Scene

LARGEST_MM = 30
"""A field is no higher than this: more says nothing more."""
STRIP = 0.22
"""The share of a field's height that shows how full it is."""


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, then the fields over all the width; where letters have no room, only how full each is. No words: no field."""
    page, look = scene.page, scene.look
    if not isinstance(page, Grid):
        raise TypeError("no grid")
    said = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.1)) for n, text in enumerate(scene.body)]
    top = blocks.height_of(said, look.mm(1)) + (look.gap if said else 0)
    gap = look.mm(1.5)
    rows = len(page.cells)
    room = box.below(top)
    high = min(look.mm(LARGEST_MM), (room.h - gap * (rows - 1)) // max(1, rows))
    if high < line_height(look.body) and not last:
        return None
    sheet = Sheet(blocks.stacked(said, box, look.mm(1)))
    for y, row in enumerate(page.cells):
        line = Box(room.x, room.y + y * (high + gap), room.w, high)
        for x, (cell, place) in enumerate(zip(row, line.columns(len(row), gap), strict=True)):
            sheet.put(*_cell(scene, f"{y}-{x}", cell, place))
    return sheet


def _cell(scene: Scene, key: str, cell: Cell, box: Box) -> list[Item]:
    look, full, words = scene.look, cell.share > 0.0, scene.write(cell.words)
    if not words:
        return []
    fill = "soft" if full else "card"
    made: list[Item] = [Plate(f"cell{key}", box, fill, "primary" if full else "edge")]
    strip = max(look.mm(1), round(box.h * STRIP))
    edge = look.stroke + 1
    within = box.inside(edge)
    px = fitting((words,), [look.scaled(f) for f in (1.4, 1.2, 1.0)], within.w, bold=True)
    upper = box.h - strip - look.mm(1) - edge
    if line_height(px) <= upper and width_of(words, px, bold=True) <= within.w:
        at = Box(within.x, within.y + (upper - line_height(px)) // 2, within.w, line_height(px))
        made.append(
            Words(f"words{key}", at, (words,), px, bold=True, colour="on_soft" if full else "text", ground=fill,
                  align=Align.CENTRE)
        )  # fmt: skip
    if full:
        inner = Box(box.x, box.bottom - strip, box.w, strip).inside(look.mm(1), 0)
        made.append(Meter(f"full{key}", Box(inner.x, inner.y, inner.w, strip - look.mm(1)), cell.share, "primary"))
    return made
