"""The view of how the machine is, line by line: words and a sign for well, not well and unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Panel
from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Icon, Item, Plate, Sheet, Words
from kiosk.ui.words import broken, line_height, width_of

if TYPE_CHECKING:
    from kiosk.core.page import Gauge
    from kiosk.ui.blocks import Block
    from kiosk.ui.scene import Scene

SIGNS: Final = {
    True: ("circle-check", "go"),
    False: ("triangle-alert", "trouble"),
    None: ("circle-question-mark", "quiet"),
}


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, then a card for every line."""
    page, look = scene.page, scene.look
    if not isinstance(page, Panel):
        raise TypeError("not a panel")
    parts = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.1)) for n, text in enumerate(scene.body)]
    parts += [_line(scene, n, gauge, box.w) for n, gauge in enumerate(page.gauges)]
    gap = look.mm(3)
    if blocks.height_of(parts, gap) <= box.h:
        return Sheet(blocks.stacked(parts, box, gap))
    if not last:
        return None
    sheets = blocks.in_sheets(parts, box.h - blocks.turning_height(scene), gap, most=99)
    sheet = Sheet(sheet=min(scene.memory.sheet, len(sheets) - 1), sheets=len(sheets))
    sheet.put(*blocks.stacked(sheets[sheet.sheet], box, gap))
    blocks.turning(scene, sheet, box)
    return sheet


def _line(scene: Scene, number: int, gauge: Gauge, width: int) -> Block:
    look = scene.look
    px = look.scaled(1.2)
    inset, side = look.mm(5), round(px * 1.4)
    label, state = scene.write(gauge.label), scene.write(gauge.state)
    name, role = SIGNS[gauge.well]
    inner = width - 2 * inset - side - px // 2
    one_line = width_of(label, px, bold=True) + width_of(state, px) + px <= inner
    step = line_height(px)
    labels = broken(label, px, inner, bold=True)
    states = (state,) if one_line else broken(state, px, inner)
    high = (step if one_line else step * (len(labels) + len(states))) + look.mm(6)

    def make(box: Box) -> list[Item]:
        top = box.y + look.mm(3)
        at = box.x + inset + side + px // 2
        wide = width_of(label, px, bold=True) + 2 if one_line else inner
        state_box = (
            Box(at + wide, top, inner - wide, step)
            if one_line
            else Box(at, top + step * len(labels), inner, step * len(states))
        )
        return [
            Plate(f"gauge{number}", box),
            Icon(f"sign{number}", Box(box.x + inset, box.y + (box.h - side) // 2, side, side), name,
                 "accent" if look.colours.frame else role),
            Words(f"label{number}", Box(at, top, wide, step * len(labels)), labels, px, bold=True),
            Words(f"state{number}", state_box, states, px, align=Align.RIGHT if one_line else Align.LEFT),
        ]  # fmt: skip

    return blocks.Block(high, make)
