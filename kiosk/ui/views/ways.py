"""The view of the modes, or of the voice's, where a page is for them alone: large, and low enough for a wheelchair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Hearing
from kiosk.ui import hearing, modes
from kiosk.ui.blocks import height_of, sentence, stacked
from kiosk.ui.frame import moved
from kiosk.ui.items import Ask, Box, Sheet

if TYPE_CHECKING:
    from kiosk.ui.items import Target
    from kiosk.ui.scene import Scene

ACROSS: Final = 2
"""Modes beside each other in landscape, languages and what is asked of the voice everywhere."""
MOST_MM: Final = 34.0


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:  # noqa: ARG001 - four modes, or six in pairs, always fit
    """Sentences above, the modes under them down to the page's own button."""
    look = scene.look
    blocks = [sentence(f"body{n}", text, box.w, look.scaled(1.3)) for n, text in enumerate(scene.body)]
    if isinstance(scene.page, Hearing):
        rows = _rows(hearing.targets(scene), ACROSS)
    else:
        todo, tongues = modes.targets(scene)
        if tongues and tongues[0].deed is Ask.LANGUAGES:
            tongues = [modes.in_lines(look, tongues[0], box.w)]
        rows = [*_rows(todo, 1 if look.portrait else ACROSS), *_rows(tongues, ACROSS)]
    room = box.below(height_of(blocks, 0) + look.gap)
    high = max(look.primary, min(look.mm(MOST_MM), (room.h + look.gap) // len(rows) - look.gap))
    placed, depth = modes.in_place(look, rows, room.w, high)
    said = stacked(blocks, box, 0) if depth <= room.h else []  # what may be touched says what it does, too
    return Sheet([*said, *(moved(each, room.x, room.bottom - depth) for each in placed)])


def _rows(members: list[Target], across: int) -> list[list[Target]]:
    return [members[at : at + across] for at in range(0, len(members), across)]
