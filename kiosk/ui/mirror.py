"""Turns a laid-out page round for a language that is read from the right.

What stands left stands right then, lines begin at the right, and arrows that mean on and back point the other way. Never
turned: digits and the pad they are typed on, which is the same everywhere, and the drawing of the machine, whose slots stand
where they stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.ui.items import Align, Ask, Box, Digit, Meter, Sheet, Target, Words

if TYPE_CHECKING:
    from kiosk.ui.items import Item

_OTHER: Final = {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT, Align.CENTRE: Align.CENTRE}


def mirrored(sheet: Sheet, width: int) -> Sheet:
    """Return the sheet as it stands in a mirror `width` pixels wide; the reading order stays."""
    pad = [item.box for item in sheet.items if _on_pad(item)]
    left, right = min((box.x for box in pad), default=0), max((box.right for box in pad), default=0)

    def turned(item: Item) -> Item:
        box = item.box
        x = width - left - right + box.x if _on_pad(item) else width - box.right
        there = Box(x, box.y, box.w, box.h)
        if isinstance(item, Words):
            return replace(item, box=there, align=_OTHER[item.align])
        if isinstance(item, Target | Meter):
            return replace(item, box=there, mirrored=True)
        return replace(item, box=there)

    return Sheet([turned(item) for item in sheet.items], sheet.sheet, sheet.sheets)


def _on_pad(item: Item) -> bool:
    """Whether an item is a key of the pad of digits."""
    return isinstance(item, Target) and (isinstance(item.deed, Digit) or item.deed in (Ask.RUB_OUT, Ask.ENTER))
