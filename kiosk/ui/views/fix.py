"""The view of how something is mended: numbered drawings, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Fix
from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Drawing, Item, Plate, Sheet, Words
from kiosk.ui.sides import sides_for
from kiosk.ui.words import broken, line_height

if TYPE_CHECKING:
    from kiosk.core.page import FixStep
    from kiosk.ui.blocks import Block
    from kiosk.ui.scene import Scene

DRAWING_MM = 34
SMALLEST_DRAWING_MM = 22
DRAWINGS_MM = (70, 56, 44, DRAWING_MM, SMALLEST_DRAWING_MM)
"""Heights to try in portrait: as large as the steps leave room for."""


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, then the steps: under each other in portrait, beside each other in landscape where they fit."""
    page, look = scene.page, scene.look
    if not isinstance(page, Fix):
        raise TypeError("nothing to mend")
    said = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.1)) for n, text in enumerate(scene.body)]
    top = blocks.height_of(said, look.mm(1)) + (look.gap if said else 0)
    if not look.portrait and len(page.steps) > 1:
        columns = box.below(top).columns(len(page.steps), look.gap)
        cards = [_card(scene, n, step, columns[0].w) for n, step in enumerate(page.steps)]
        if max(card.height for card in cards) <= box.h - top:
            made = blocks.stacked(said, box, look.mm(1))
            for card, column in zip(cards, columns, strict=True):
                made += card.make(column.top(max(each.height for each in cards)))
            return Sheet(made)
    for drawing in DRAWINGS_MM:
        parts = [*said, *(_line(scene, n, step, box.w, drawing) for n, step in enumerate(page.steps))]
        if blocks.height_of(parts, look.gap) <= box.h:
            return Sheet(blocks.stacked(parts, box, look.gap))
    if not last:
        return None
    parts = [*said, *(_line(scene, n, step, box.w, SMALLEST_DRAWING_MM) for n, step in enumerate(page.steps))]
    sheets = blocks.in_sheets(parts, box.h - blocks.turning_height(scene), look.gap, most=99)
    sheet = Sheet(sheet=min(scene.memory.sheet, len(sheets) - 1), sheets=len(sheets))
    sheet.put(*blocks.stacked(sheets[sheet.sheet], box, look.gap))
    blocks.turning(scene, sheet, box)
    return sheet


def _drawing(scene: Scene, number: int, step: FixStep, box: Box) -> Drawing:
    return Drawing(f"picture{number}", box, step.picture, moving=False, sides=sides_for(scene.places, scene.page))


def _line(scene: Scene, number: int, step: FixStep, width: int, drawing_mm: float) -> Block:
    """The drawing at left, its sentence at right."""
    look = scene.look
    px, pad, side = look.scaled(1.2), look.mm(4), look.mm(drawing_mm)
    wide = round(side * 1.2)
    lines = broken(f"{number + 1}．{scene.write(step.words)}", px, width - wide - 3 * pad, bold=True)
    text = len(lines) * line_height(px)
    high = max(side, text) + 2 * pad

    def make(box: Box) -> list[Item]:
        words = Box(box.x + wide + 2 * pad, box.y + (box.h - text) // 2, box.w - wide - 3 * pad, text)
        return [
            Plate(f"step{number}", box),
            _drawing(scene, number, step, Box(box.x + pad, box.y + (box.h - side) // 2, wide, side)),
            Words(f"words{number}", words, lines, px, bold=True),
        ]

    return blocks.Block(high, make)


def _card(scene: Scene, number: int, step: FixStep, width: int) -> Block:
    """The drawing above, its sentence under it."""
    look = scene.look
    px, pad, side = look.scaled(1.2), look.mm(4), look.mm(DRAWING_MM + 16)
    lines = broken(f"{number + 1}．{scene.write(step.words)}", px, width - 2 * pad, bold=True)
    text = len(lines) * line_height(px)

    def make(box: Box) -> list[Item]:
        words = Box(box.x + pad, box.y + 2 * pad + side, box.w - 2 * pad, text)
        return [
            Plate(f"step{number}", box),
            _drawing(scene, number, step, Box(box.x + pad, box.y + pad, box.w - 2 * pad, side)),
            Words(f"words{number}", words, lines, px, bold=True, align=Align.LEFT),
        ]

    return blocks.Block(side + text + 4 * pad, make)
