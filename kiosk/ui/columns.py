"""Stands a laid-out page up for a script that is written in columns, the first of them left, as Mongolian is.

Such a page is laid out lying, as for any other script, and then its rows become columns: what stood left stands above, what
stood below stands right. Letters are turned with their lines, Hanzi stand upright, drawings stay as they are. Never turned: the
pad of digits, which is the same everywhere; only the staff is asked for digits so far, in Chinese. On an upright panel all but
title and header begin where somebody in a wheelchair reaches.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.ui.items import Ask, Box, Digit, Meter, Sheet, Target, Words

if TYPE_CHECKING:
    from kiosk.ui.items import Item
    from kiosk.ui.theme import Look


def lying(look: Look) -> Look:
    """Return the look of the page before it is stood up: as wide as its columns are long."""
    head = _head(look)
    return replace(look, width=look.height - head, height=look.width, head=head)


def stood_up(sheet: Sheet, look: Look) -> Sheet:
    """Return a sheet that was laid out in `lying(look)` as it stands on the panel of `look`; the reading order stays."""
    head = _head(look)
    pad = [item.box for item in sheet.items if _on_pad(item)]
    left, top = min((box.x for box in pad), default=0), min((box.y for box in pad), default=0)
    wide, high = max((box.right for box in pad), default=1) - left, max((box.bottom for box in pad), default=1) - top

    def turned(item: Item) -> Item:
        box = item.box
        if _on_pad(item):
            x, right = (top + round((at - left) * high / wide) for at in (box.x, box.right))
            y, bottom = (head + left + round((at - top) * wide / high) for at in (box.y, box.bottom))
            there = Box(x, y, right - x, bottom - y)
        else:
            there = Box(box.y, head + box.x, box.h, box.w)
        if isinstance(item, Words | Target | Meter):
            return replace(item, box=there, columns=not (isinstance(item, Target) and isinstance(item.deed, Digit)))
        return replace(item, box=there)

    return Sheet([turned(item) for item in sheet.items], sheet.sheet, sheet.sheets)


def _head(look: Look) -> int:
    """Pixels above which nothing is to be touched."""
    return look.reach - replace(look, width=look.height, height=look.width).margin if look.portrait else 0


def _on_pad(item: Item) -> bool:
    """Whether an item is a key of the pad of digits."""
    return isinstance(item, Target) and (isinstance(item.deed, Digit) or item.deed in (Ask.RUB_OUT, Ask.ENTER))
