"""The view of what is said or waited for: a drawing, its sentences, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Picture
from kiosk.ui.blocks import Block, height_of, in_sheets, sentence, stacked, turning, turning_height
from kiosk.ui.items import Align, Box, Drawing, Item, Meter, Plate, Ring, Sheet
from kiosk.ui.pictures import SIGNS
from kiosk.ui.sides import sides_for
from kiosk.ui.words import line_height

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene

_PUT_OR_TAKE: Final = frozenset(
    {
        Picture.PLACE_CARD,
        Picture.INSERT_CARD,
        Picture.PULL_CARD,
        Picture.TAKE_CARD,
        Picture.TAKE_PAPER,
        Picture.SLEEVE,
    }
)
SMALLEST_DRAWING_MM: Final = 42
SIGN_MM: Final = 46
ROOMY: Final = (2.1, 1.9)
"""How many times as large as the body's the words beside a picture are where each sentence stands on one line so."""
BESIDE: Final = 0.57
"""How much of a card in landscape is for the sentences beside the picture."""


def picture_of(scene: Scene) -> Picture | None:
    """Return the picture that holds now."""
    phase = scene.showing.phase
    return scene.page.picture if phase is None or phase.picture is None else phase.picture


def drawing(scene: Scene, picture: Picture, box: Box) -> Drawing:
    """Return the drawing of this terminal or the sign, in a box."""
    moving = picture in _PUT_OR_TAKE and not scene.simple
    return Drawing("picture", box, picture, moving, sides_for(scene.places, scene.page))


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """A card with the picture and the sentences: under each other in portrait, beside each other in landscape."""
    look = scene.look
    shown = picture_of(scene) is not None or scene.counts_down
    pad = look.pad
    beside = shown and not look.portrait
    width = round((box.w - 3 * pad) * BESIDE) if beside else box.w - 2 * pad
    align = Align.CENTRE if shown and not beside else Align.LEFT
    for factor in (*(ROOMY if beside else ()), 1.7, 1.5, 1.3, 1.15, 1.0):
        px = look.scaled(factor)
        blocks = _blocks(scene, width, px, align)
        if factor in ROOMY and any(block.height > line_height(px) for block in blocks):
            continue
        gap = round(px * 0.45)
        text = height_of(blocks, gap)
        least = look.mm(SMALLEST_DRAWING_MM) + pad if shown and not beside else 0
        if text + 2 * pad + least <= box.h:
            return Sheet(_whole(scene, box, blocks, gap, beside=beside))
    if not last:
        return None
    px = look.body
    blocks = _blocks(scene, box.w - 2 * pad, px, Align.LEFT)
    gap = round(px * 0.35)
    pad = min(pad, look.mm(4))
    if height_of(blocks, gap) + 2 * pad <= box.h:
        return Sheet([Plate("plate", box), *stacked(blocks, box.inside(look.pad, pad), gap)])
    high = box.h - turning_height(scene)
    pad = max(0, min(pad, (high - max((block.height for block in blocks), default=0)) // 2))
    parts = in_sheets(blocks, high - 2 * pad, gap, most=99)
    sheet = Sheet(sheet=min(scene.memory.sheet, len(parts) - 1), sheets=len(parts))
    inner = Box(box.x, box.y, box.w, box.h - turning_height(scene))
    sheet.put(Plate("plate", inner), *stacked(parts[sheet.sheet], inner.inside(look.pad, pad), gap))
    turning(scene, sheet, box)
    return sheet


def _blocks(scene: Scene, width: int, px: int, align: Align) -> list[Block]:
    blocks = [
        sentence(
            f"body{n}", text, width, px, bold=n == 0 and len(scene.body) > 1 and align is Align.CENTRE, align=align
        )
        for n, text in enumerate(scene.body)
    ]
    progress = scene.showing.progress
    if progress is not None and progress.total > 0:
        share = min(1.0, progress.done / progress.total)
        high = scene.look.mm(7)

        def meter(box: Box) -> list[Item]:
            inset = box.w // 8 if align is Align.CENTRE else 0
            return [Meter("progress", Box(box.x + inset, box.y, box.w - 2 * inset, high), share)]

        blocks.insert(0, Block(high + px // 2, meter))
    return blocks


def _whole(scene: Scene, box: Box, blocks: list[Block], gap: int, *, beside: bool) -> list[Item]:
    look, pad = scene.look, scene.look.pad
    picture = picture_of(scene)
    text = height_of(blocks, gap)
    if picture is None and not scene.counts_down:
        if not blocks:
            return []
        plate = box.top(min(box.h, text + 2 * pad))
        return [Plate("plate", plate), *stacked(blocks, plate.inside(pad), gap)]
    inner = box.inside(pad)
    made: list[Item] = [Plate("plate", box)]
    if beside:
        wide = round((inner.w - pad) * BESIDE)
        area = Box(inner.x, inner.y, inner.w - pad - wide if blocks else inner.w, inner.h)
        words = Box(inner.right - wide, inner.y + (inner.h - text) // 2, wide, text)
    else:
        side = min(inner.h - text - pad, round(inner.w * 0.9))
        if picture in SIGNS or scene.counts_down:
            side = min(side, look.mm(SIGN_MM * 1.5))
        top = inner.y + (inner.h - text - pad - side) // 2
        area = Box(inner.x, top, inner.w, side)
        words = Box(inner.x, top + side + pad, inner.w, text)
    made.append(_sign(scene, picture, area))
    return made + stacked(blocks, words, gap)


def _sign(scene: Scene, picture: Picture | None, area: Box) -> Item:
    look = scene.look
    if scene.counts_down and scene.seconds_left is not None:
        side = min(area.w, area.h, look.mm(SIGN_MM * 1.6))
        ring = Box(area.x + (area.w - side) // 2, area.y + (area.h - side) // 2, side, side)
        number = "" if scene.simple else str(round(scene.seconds_left))
        return Ring("ring", ring, min(1.0, scene.seconds_left / scene.seconds_whole), number, side // 3)
    if picture is None:
        raise ValueError("a page without a picture or ring")
    if picture in SIGNS:
        side = min(area.w, area.h, look.mm(SIGN_MM * 1.4))
        area = Box(area.x + (area.w - side) // 2, area.y + (area.h - side) // 2, side, side)
    return drawing(scene, picture, area)
