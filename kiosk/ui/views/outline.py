"""The view of a rectangle to hold something against: as large as it is told to be, whatever the panel is thought to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Outline
from kiosk.ui import blocks
from kiosk.ui.items import Box, Plate, Sheet

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, and the rectangle in the middle of what is left."""
    page, look = scene.page, scene.look
    if not isinstance(page, Outline):
        raise TypeError("no outline")
    said = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.1)) for n, text in enumerate(scene.body)]
    top = blocks.height_of(said, look.mm(1)) + (look.gap if said else 0)
    room = box.below(top)
    wide, high = round(page.across * look.width), round(page.down * look.height)
    if (wide > room.w or high > room.h) and not last:
        return None
    wide, high = min(wide, room.w), min(high, room.h)
    at = Box(room.x + (room.w - wide) // 2, room.y + (room.h - high) // 2, wide, high)
    return Sheet([*blocks.stacked(said, box, look.mm(1)), Plate("outline", at, "soft", "primary")])
