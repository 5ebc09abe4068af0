"""The view of the languages: one large button each with its own name, low enough for a wheelchair."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.ui import modes
from kiosk.ui.blocks import height_of, sentence, stacked
from kiosk.ui.frame import moved
from kiosk.ui.items import Box, Present, Sheet
from kiosk.ui.words import spoken

if TYPE_CHECKING:
    from kiosk.ui.items import Target
    from kiosk.ui.scene import Scene

ACROSS, ACROSS_WIDE = 2, 4
"""Languages beside each other, upright and in landscape."""
MOST_MM: Final = 34.0


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """The languages that are on offer, down to the page's own button."""
    look, now = scene.look, scene.showing.presentation
    blocks = [sentence(f"body{n}", text, box.w, look.scaled(1.3)) for n, text in enumerate(scene.body)]
    members = [modes.tongue(scene, code, Present(replace(now, language=code), onward=True)) for code in scene.languages]
    if not members:
        return Sheet([*stacked(blocks, box, 0)])
    usual = ACROSS if look.portrait else ACROSS_WIDE
    room = box.below(height_of(blocks, 0) + look.gap)
    placed: list[Target] = []
    depth = 0
    for across in (usual, usual + 1):
        rows = [members[at : at + across] for at in range(0, len(members), across)]
        high = max(look.primary, min(look.mm(MOST_MM), (room.h + look.gap) // len(rows) - look.gap))
        placed, depth = modes.in_place(look, rows, room.w, high, across=across)
        lowest = room.bottom - depth + placed[0].box.h - look.primary
        if depth <= box.h and (not look.portrait or spoken().vertical or lowest >= look.reach):
            break
    if depth > box.h and not last:
        return None
    said = stacked(blocks, box, 0) if depth <= room.h else []  # what may be touched says what it does, too
    return Sheet([*said, *(moved(each, room.x, room.bottom - depth) for each in placed)])
