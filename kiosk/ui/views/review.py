"""The view of what was found: the amount large, sentences, lines of label and figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Review
from kiosk.ui import blocks
from kiosk.ui.items import Box, Plate, Sheet
from kiosk.ui.pictures import SIGNS
from kiosk.ui.views.notice import SIGN_MM, drawing, picture_of

if TYPE_CHECKING:
    from kiosk.ui.blocks import Block
    from kiosk.ui.scene import Scene


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """One card with everything, or several sheets of it."""
    look, page = scene.look, scene.page
    if not isinstance(page, Review):
        raise TypeError("not a review")
    pad = look.pad
    picture = picture_of(scene)
    side = look.mm(SIGN_MM if picture in SIGNS else SIGN_MM * 1.5) if picture is not None else 0
    beside = side + pad if side else 0
    for factor, largest in ((1.7, 4.4), (1.45, 4.4), (1.3, 3.4), (1.15, 2.6), (1.0, 2.2)):
        px = look.scaled(factor)
        above = bool(side) and look.portrait and box.h > look.mm(150)
        width = box.w - 2 * pad - (0 if above else beside)
        parts = _blocks(scene, page, width, px, largest)
        if not parts and picture is None:
            return Sheet()
        gap = round(px * 0.4)
        high = blocks.height_of(parts, gap) + (side + pad if above else 0)
        if max(high, side) + 2 * pad <= box.h:
            plate = box.top(min(box.h, max(high, 0 if above else side) + 2 * pad))
            inner = plate.inside(pad)
            sheet = Sheet([Plate("plate", plate)])
            if picture is not None:
                across = inner.w if above and picture not in SIGNS else side
                sheet.put(drawing(scene, picture, Box(inner.x, inner.y, across, side)))
            words = inner.below(side + pad) if above else Box(inner.x + beside, inner.y, width, inner.h)
            sheet.put(*blocks.stacked(parts, words, gap))
            return sheet
    return _split(scene, page, box) if last else None


def _blocks(scene: Scene, page: Review[object], width: int, px: int, largest: float) -> list[Block]:
    parts: list[Block] = []
    if page.figure is not None:
        parts.append(blocks.figure(scene, width, largest=largest))
    parts += [blocks.sentence(f"body{n}", text, width, px) for n, text in enumerate(scene.body)]
    parts += [blocks.row(scene, n, line, width, px) for n, line in enumerate(page.rows)]
    return parts


def _split(scene: Scene, page: Review[object], box: Box) -> Sheet:
    look = scene.look
    pad, gap = min(look.pad, look.mm(4)), round(look.body * 0.35)
    parts = _blocks(scene, page, box.w - 2 * look.pad, look.body, 1.9)
    if blocks.height_of(parts, gap) + 2 * pad <= box.h:
        sheets, inner = [parts], box
    else:
        inner = Box(box.x, box.y, box.w, box.h - blocks.turning_height(scene))
        tallest = max((part.height for part in parts), default=0)
        for largest in (1.4, 1.0):
            if tallest > inner.h:
                parts = _blocks(scene, page, box.w - 2 * look.pad, look.body, largest)
                tallest = max(part.height for part in parts)
        pad = max(0, min(pad, (inner.h - tallest) // 2))
        sheets = blocks.in_sheets(parts, inner.h - 2 * pad, gap, most=99)
    sheet = Sheet(sheet=min(scene.memory.sheet, len(sheets) - 1), sheets=len(sheets))
    sheet.put(Plate("plate", inner), *blocks.stacked(sheets[sheet.sheet], inner.inside(look.pad, pad), gap))
    blocks.turning(scene, sheet, box)
    return sheet
