"""The view of the modes, or of the voice's, where a page is for them alone: large, and low enough for a wheelchair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Hearing
from kiosk.ui import hearing, modes
from kiosk.ui.blocks import height_of, sentence, stacked
from kiosk.ui.frame import moved
from kiosk.ui.items import Ask, Box, Sheet
from kiosk.ui.words import spoken

if TYPE_CHECKING:
    from kiosk.ui.items import Target
    from kiosk.ui.scene import Scene

ACROSS: Final = 2
"""Modes beside each other in landscape, or where they would stand too high; languages and what is asked of the voice always."""
MOST_ACROSS: Final = 4
"""So many where lines are so tall that two rows are too high."""
MOST_MM: Final = 34.0


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences above, the modes under them down to the page's own button."""
    look = scene.look
    blocks = [sentence(f"body{n}", text, box.w, look.scaled(1.3)) for n, text in enumerate(scene.body)]
    room = box.below(height_of(blocks, 0) + look.gap)
    tried: list[tuple[list[Target], int]] = []
    for across in (1, ACROSS) if look.portrait else (ACROSS, MOST_ACROSS) if last else (ACROSS,):
        rows = _rows_of(scene, box.w, across)
        high = max(look.primary, min(look.mm(MOST_MM), (room.h + look.gap) // len(rows) - look.gap))
        placed, depth = modes.in_place(look, rows, room.w, high)
        tried.append((placed, depth))
        lowest = room.bottom - depth + placed[0].box.h - look.primary
        if depth <= room.h and (not look.portrait or spoken().vertical or lowest >= look.reach):
            break
    else:
        if not last and tried[-1][1] > room.h:
            return None
        # Where none is low enough too, the lowest; the sentences give way last: what may be touched says what it does.
        usual = tried[::-1] if look.portrait else tried
        placed, depth = next((each for most in (room.h, box.h) for each in usual if each[1] <= most), tried[-1])
    said = stacked(blocks, box, 0) if depth <= room.h else []
    return Sheet([*said, *(moved(each, room.x, room.bottom - depth) for each in placed)])


def _rows_of(scene: Scene, width: int, across: int) -> list[list[Target]]:
    """The rows of what is asked of the voice; or of the modes, so many in a row, and of the languages."""
    if isinstance(scene.page, Hearing):
        return _rows(hearing.targets(scene), ACROSS)
    todo, tongues = modes.targets(scene)
    if tongues and tongues[0].deed is Ask.LANGUAGES:
        tongues = [modes.in_lines(scene.look, tongues[0], width)]
    return [*_rows(todo, across), *_rows(tongues, ACROSS)]


def _rows(members: list[Target], across: int) -> list[list[Target]]:
    return [members[at : at + across] for at in range(0, len(members), across)]
