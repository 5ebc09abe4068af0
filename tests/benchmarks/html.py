"""The page that stands as HTML: every box, word, sign and button where the terminal has it, in the same font."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kiosk.core.assets import asset
from kiosk.ui import items
from kiosk.ui.pieces import icon_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.ui.items import Item, Sheet
    from kiosk.ui.theme import Look

_HEAD = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: own; src: url("{regular}"); }}
@font-face {{ font-family: own; font-weight: bold; src: url("{bold}"); }}
body {{ margin: 0; font-family: own; background: {ground}; }}
div {{ position: absolute; white-space: pre; line-height: 1.5; box-sizing: border-box; }}
.button {{ border: 4px solid {edge}; border-radius: 24px; display: flex; align-items: center; justify-content: center; }}
</style>
"""


def written(sheet: Sheet, look: Look) -> str:
    """Write a laid-out page."""
    fonts = [asset("fonts", "noto-sans-sc", f"NotoSansSC-{weight}.ttf").as_uri() for weight in ("Regular", "Bold")]
    colours = look.colours
    head = _HEAD.format(regular=fonts[0], bold=fonts[1], ground=colours.ground, edge=colours.primary)
    return head + "\n".join(_item(item, look) for item in sheet.items)


def _item(item: Item, look: Look) -> str:
    box = item.box
    place = f"left:{box.x}px;top:{box.y}px;width:{box.w}px;height:{box.h}px"
    match item:
        case items.Words():
            colour = getattr(look.colours, item.colour)
            style = f"{place};font-size:{item.px}px;color:{colour};font-weight:{'bold' if item.bold else 'normal'}"
            return f'<div style="{style}">{_text(item.lines)}</div>'
        case items.Target():
            picture = f'<img src="{_icon(item.icon)}" width="{icon_side(item)}">' if item.icon else ""
            note = f'<span style="font-size:{item.note_px}px;font-weight:normal">{_text(item.note)}</span>'
            style = f"{place};font-size:{item.px}px;font-weight:bold;background:{look.colours.card}"
            return f'<div class="button" style="{style}">{picture}{_text(item.lines)}{note}</div>'
        case items.Icon():
            return f'<div style="{place}"><img src="{_icon(item.name)}" width="{box.w}"></div>'
        case _:
            return f'<div style="{place};background:{look.colours.card}"></div>'


def _icon(name: str) -> str:
    return asset("icons", f"{name}.svg").as_uri()


def _text(lines: Sequence[str]) -> str:
    return escape("\n".join(lines))
