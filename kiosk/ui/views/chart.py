"""The view of amounts as bars from zero: upright where every amount fits over its bar, else lying.

Behind the bars is a table for who can't see them: every bar is a line of label and figure, which keys stop at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Chart
from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Item, Line, Meter, Plate, Sheet, Words
from kiosk.ui.words import broken, line_height, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.ui.scene import Scene

_MOST_UPRIGHT = 4
_SHORTEST_MM = 22
"""A bar that lies between its label and its figure has at least this much room, else it lies under them."""


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """The sentence that says the same, then the bars."""
    page, look = scene.page, scene.look
    if not isinstance(page, Chart):
        raise TypeError("not a chart")
    said = [blocks.sentence(f"body{n}", t, box.w - 2 * look.pad, look.scaled(1.25)) for n, t in enumerate(scene.body)]
    inset = look.mm(5)
    above = blocks.height_of(said, look.mm(1)) + 2 * inset
    sheet = Sheet()
    room = box
    if said:
        plate = box.top(above)
        sheet.put(Plate("said", plate), *blocks.stacked(said, plate.inside(look.pad, inset), look.mm(1)))
        room = box.below(above + look.gap)
    figures = [(scene.write(b.label), scene.wording.put(b.figure)) for b in page.bars]
    largest = max((bar.figure.size for bar in page.bars), default=0)
    shares = [0.0 if scene.wording.covered or largest <= 0 else max(0, b.figure.size) / largest for b in page.bars]
    px = look.body
    column = (room.w - 2 * look.pad) // max(1, len(figures))
    roomy = all(width_of(text, px, bold=True) + px // 2 <= column for pair in figures for text in pair)
    if len(figures) <= _MOST_UPRIGHT and roomy and room.h >= look.mm(70):
        sheet.put(Plate("plate", room), *_upright(scene, figures, shares, room.inside(look.pad, look.mm(6))))
        return sheet
    lines = _lying(scene, figures, shares, room.w - 2 * look.pad)
    inner = room
    parts = [lines]
    if blocks.height_of(lines, look.mm(1.5)) + 2 * inset > room.h:
        if not last:
            return None
        inner = Box(room.x, room.y, room.w, room.h - blocks.turning_height(scene))
        parts = blocks.in_sheets(lines, inner.h - 2 * inset, look.mm(1.5), most=99)
        alone = Box(box.x, box.y, box.w, box.h - blocks.turning_height(scene))
        words = blocks.in_sheets(said, alone.h - 2 * inset, look.mm(1), most=99)
        apart = [*words, *blocks.in_sheets(lines, alone.h - 2 * inset, look.mm(1.5), most=99)]
        crowded = lines[0].height > inner.h - 2 * inset
        if said and (crowded or len(apart) < len(parts)):  # the sentences have a sheet of their own
            sheet, inner, parts = Sheet(), alone, apart
    sheet.sheets = len(parts)
    sheet.sheet = min(scene.memory.sheet, len(parts) - 1)
    shown = parts[sheet.sheet]
    spread = (inner.h - 2 * inset - blocks.height_of(shown, 0)) // max(1, len(shown))
    gap = max(look.mm(1.5), min(spread, look.mm(14)))
    plate = inner.top(min(inner.h, blocks.height_of(shown, gap) + 2 * inset))
    sheet.put(Plate("plate", plate), *blocks.stacked(shown, plate.inside(look.pad, inset), gap))
    blocks.turning(scene, sheet, box)
    return sheet


def _upright(scene: Scene, figures: Sequence[tuple[str, str]], shares: Sequence[float], box: Box) -> list[Item]:
    px = scene.look.body
    step = line_height(px)
    made: list[Item] = []
    base = box.bottom - step - px // 4
    most = base - box.y - step - px // 6
    for number, ((label, value), share, column) in enumerate(
        zip(figures, shares, box.columns(len(figures), 0), strict=True)
    ):
        high = round(most * share)
        wide = min(round(column.w * 0.62), scene.look.mm(44))
        bar = Box(column.x + (column.w - wide) // 2, base - high, wide, high)
        top = bar.y - step - px // 6
        made += [
            _line(number, (label, value), Box(column.x, top, column.w, box.bottom - top)),
            Words(f"value{number}", Box(column.x, top, column.w, step), (value,), px, bold=True, align=Align.CENTRE,
                  read=""),
        ]  # fmt: skip
        if high:
            made.append(Meter(f"bar{number}", bar, 1.0, "bar", plain=True, upright=True))
        made.append(
            Words(
                f"label{number}",
                Box(column.x, base + px // 4, column.w, step),
                (label,),
                px,
                align=Align.CENTRE,
                read="",
            )
        )
    made.append(Plate("zero", Box(box.x, base, box.w, 3), "line", "line"))
    return made


def _lying(scene: Scene, figures: Sequence[tuple[str, str]], shares: Sequence[float], width: int) -> list[blocks.Block]:
    """Bars between label and figure or, where these leave no room, under them."""
    px = scene.look.body
    label_wide = max(width_of(label, px) for label, _ in figures) + px // 2
    value_wide = max(width_of(value, px, bold=True) for _, value in figures) + px // 2
    if label_wide + value_wide + scene.look.mm(_SHORTEST_MM) <= width:
        return [_between(scene, n, figures[n], shares[n], (label_wide, value_wide)) for n in range(len(figures))]
    return [_under(scene, n, figures[n], shares[n], width) for n in range(len(figures))]


def _between(scene: Scene, number: int, figure: tuple[str, str], share: float, sides: tuple[int, int]) -> blocks.Block:
    px = scene.look.body
    step = line_height(px)
    label, value = figure
    label_wide, value_wide = sides

    def make(box: Box) -> list[Item]:
        middle = Box(box.x + label_wide, box.y, box.w - label_wide - value_wide, step)
        thick = round(step * 0.62)
        end = Box(box.right - value_wide, box.y, value_wide, step)
        return [
            _beside(scene, number, figure, box),
            Words(f"label{number}", Box(box.x, box.y, label_wide, step), (label,), px, read=""),
            *_bar(number, Box(middle.x, box.y + (step - thick) // 2, middle.w, thick), share),
            Words(f"value{number}", end, (value,), px, bold=True, align=Align.RIGHT, read=""),
        ]

    return blocks.Block(step, make)


def _under(scene: Scene, number: int, figure: tuple[str, str], share: float, width: int) -> blocks.Block:
    px = scene.look.body
    step = line_height(px)
    label, value = figure
    wide = width_of(value, px, bold=True) + 2
    label_lines = broken(label, px, width)
    together = len(label_lines) == 1 and width_of(label, px) + px // 2 + wide <= width
    thick = round(step * 0.5)
    words = step * (len(label_lines) + (0 if together else 1))

    def make(box: Box) -> list[Item]:
        label_box = Box(box.x, box.y, box.w - wide if together else box.w, step * len(label_lines))
        value_box = Box(box.right - wide, box.y + words - step, wide, step)
        return [
            _beside(scene, number, figure, box),
            Words(f"label{number}", label_box, label_lines, px, read=""),
            Words(f"value{number}", value_box, (value,), px, bold=True, align=Align.RIGHT, read=""),
            *_bar(number, Box(box.x, box.bottom - thick - px // 4, box.w, thick), share),
        ]

    return blocks.Block(words + thick + px // 6 + px // 4, make)  # the ring has its room under the bar


def _bar(number: int, room: Box, share: float) -> list[Item]:
    wide = round(room.w * share)
    return [Meter(f"bar{number}", Box(room.x, room.y, wide, room.h), 1.0, "bar", plain=True)] if wide > 0 else []


def _beside(scene: Scene, number: int, figure: tuple[str, str], box: Box) -> Line:
    """A line whose ring stands off what it is round."""
    off = scene.look.mm(2)
    return _line(number, figure, Box(box.x - off, box.y, box.w + 2 * off, box.h))


def _line(number: int, figure: tuple[str, str], box: Box) -> Line:
    """What is read of a bar, and where keys stop at it."""
    return Line(f"line{number}", box, "，".join(figure), stop=True)
