"""The view of how the machine is, line by line: words and a sign for well, not well and unknown, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.core.page import Panel
from kiosk.ui import blocks
from kiosk.ui.items import Box, Give, Icon, Item, Plate, Sheet, Style, Target, Words
from kiosk.ui.words import broken, button_air, button_px, height_of_lines, line_height, provide, width_of

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
    gap = look.gap
    if blocks.height_of(parts, gap) <= box.h:
        return Sheet(blocks.stacked(parts, box, gap))
    if not last:
        return None
    sheets = blocks.in_sheets(parts, box.h - blocks.turning_height(scene), gap, most=99)
    sheet = Sheet(sheet=min(scene.memory.sheet, len(sheets) - 1), sheets=len(sheets))
    sheet.put(*blocks.stacked(sheets[sheet.sheet], box, gap))
    blocks.turning(scene, sheet, box)
    return sheet


class _Column(NamedTuple):
    """Lines of one size under each other, of one colour."""

    key: str
    lines: tuple[str, ...]
    px: int
    bold: bool
    colour: str

    @property
    def high(self) -> int:
        return height_of_lines(self.px, self.lines)


def _line(scene: Scene, number: int, gauge: Gauge[object], width: int) -> Block:
    """A card: its sign, what it is, how it is beside it or under it, and its button."""
    look = scene.look
    px, pad = look.scaled(1.2), look.mm(4)
    inset, side = look.mm(5), round(px * 1.4)
    label, state = scene.write(gauge.label), scene.write(gauge.state)
    detail = "" if gauge.detail is None else scene.write(gauge.detail)
    for text in (label, state, detail):
        provide(text)
    left = inset + (side + px // 2 if gauge.icon else 0)
    button = _button(scene, number, gauge)
    right = 0 if button is None else button.box.w + look.gap
    inner = width - left - inset - right
    sign = round(look.body * 1.3)
    state_wide = sign + look.body // 2 + width_of(state, look.body, bold=True) + 2
    beside = max(width_of(label, px, bold=True), width_of(detail, look.body)) + px + state_wide <= inner
    room = inner - state_wide - px if beside else inner
    columns = [_Column(f"label{number}", broken(label, px, room, bold=True), px, bold=True, colour="text")]
    if detail:
        columns.append(
            _Column(f"detail{number}", broken(detail, look.body, room), look.body, bold=False, colour="quiet")
        )
    states = (state,) if beside else broken(state, look.body, inner - sign - look.body // 2, bold=True)
    own = _Column(f"state{number}", states, look.body, bold=True, colour="text")
    texts = sum(column.high for column in columns) + (0 if beside else own.high)
    high = max(texts + 2 * pad, 0 if button is None else button.box.h + look.mm(3))
    name, role = SIGNS[gauge.well]
    name = gauge.sign or name

    def make(box: Box) -> list[Item]:
        made: list[Item] = [Plate(f"gauge{number}", box)]
        if gauge.icon:
            made.append(Icon(f"icon{number}", Box(box.x + inset, box.y + (box.h - side) // 2, side, side), gauge.icon))
        at = box.y + (box.h - texts) // 2
        for column in columns:
            made.append(_words(column, Box(box.x + left, at, room, column.high)))
            at += column.high
        start = box.x + left + inner - state_wide if beside else box.x + left
        top = box.y + (box.h - own.high) // 2 if beside else at
        first = line_height(own.px)
        made += [
            Icon(f"sign{number}", Box(start, top + (first - sign) // 2, sign, sign), name,
                 "accent" if look.colours.frame else role),
            _words(own, Box(start + sign + look.body // 2, top, box.x + left + inner - start - sign - look.body // 2,
                            own.high)),
        ]  # fmt: skip
        if button is not None:
            b = button.box
            where = Box(box.right - inset - b.w + look.mm(2), box.y + (box.h - b.h) // 2, b.w, b.h)
            made.append(
                Target(button.key, where, button.style, button.words, button.lines, button.px, button.deed, button.icon)
            )
        return made

    return blocks.Block(high, make)


def _words(column: _Column, box: Box) -> Words:
    return Words(column.key, box, column.lines, column.px, bold=column.bold, colour=column.colour)


def _button(scene: Scene, number: int, gauge: Gauge[object]) -> Target | None:
    """The line's button, in a box that only says how large it is."""
    action, look = gauge.action, scene.look
    if action is None:
        return None
    words = scene.write(action.label)
    px = button_px((words,), (look.scaled(1.1), look.body), look.width // 3, icon=bool(action.icon))
    wide = max(look.mm(34), width_of(words, px, bold=True) + button_air(px, icon=bool(action.icon)) + 2)
    box = Box(0, 0, wide, look.primary)
    name = f"{words}，{scene.write(gauge.label)}"
    return Target(f"do{number}", box, Style.PLAIN, name, (words,), px, Give(action.value), action.icon)
