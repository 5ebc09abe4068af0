"""The view of amounts as bars from zero: upright where every amount fits over its bar, else lying.

Behind the bars is a table for who can't see them: every bar is a line of label and figure, which keys stop at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import Chart
from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Item, Line, Meter, Plate, Sheet, Words
from kiosk.ui.words import line_height, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.ui.blocks import Block
    from kiosk.ui.scene import Scene

_MOST_UPRIGHT = 4


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
    figures = [
        (scene.write(b.label), b.figure.covered() if scene.wording.covered else b.figure.written()) for b in page.bars
    ]
    largest = max((bar.figure.amount for bar in page.bars), default=0)
    shares = [0.0 if scene.wording.covered or largest <= 0 else max(0, b.figure.amount) / largest for b in page.bars]
    px = look.body
    column = (room.w - 2 * look.pad) // max(1, len(figures))
    roomy = all(width_of(text, px, bold=True) + px // 2 <= column for pair in figures for text in pair)
    if len(figures) <= _MOST_UPRIGHT and roomy and room.h >= look.mm(70):
        sheet.put(Plate("plate", room), *_upright(scene, figures, shares, room.inside(look.pad, look.mm(6))))
        return sheet
    lines = [_lying(scene, n, figures, shares) for n in range(len(figures))]
    needed = blocks.height_of(lines, look.mm(1.5)) + 2 * inset
    if needed > room.h and not last:
        return None
    inner = room
    parts = [lines]
    if needed > room.h:
        inner = Box(room.x, room.y, room.w, room.h - blocks.turning_height(scene))
        parts = blocks.in_sheets(lines, inner.h - 2 * inset, look.mm(1.5), most=99)
    sheet.sheets = len(parts)
    sheet.sheet = min(scene.memory.sheet, len(parts) - 1)
    shown = parts[sheet.sheet]
    spread = (inner.h - 2 * inset - blocks.height_of(shown, 0)) // max(1, len(shown))
    gap = max(look.mm(1.5), min(spread, look.mm(9)))
    plate = inner.top(min(inner.h, blocks.height_of(shown, gap) + 2 * inset))
    sheet.put(Plate("plate", plate), *blocks.stacked(shown, plate.inside(look.pad, inset), gap))
    blocks.turning(scene, sheet, box)
    return sheet


def _upright(scene: Scene, figures: Sequence[tuple[str, str]], shares: Sequence[float], box: Box) -> list[Item]:
    px = scene.look.body
    step = line_height(px)
    made: list[Item] = []
    base = box.bottom - step - px // 4
    most = min(base - box.y - step, scene.look.mm(130))
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


def _lying(scene: Scene, number: int, figures: Sequence[tuple[str, str]], shares: Sequence[float]) -> Block:
    px = scene.look.body
    step = line_height(px)
    label_wide = max(width_of(label, px) for label, _ in figures) + px // 2
    value_wide = max(width_of(value, px, bold=True) for _, value in figures) + px // 2
    label, value = figures[number]

    def make(box: Box) -> list[Item]:
        middle = Box(box.x + label_wide, box.y, box.w - label_wide - value_wide, step)
        thick = round(step * 0.62)
        beside = scene.look.mm(2)  # the ring stands off what it is round
        made: list[Item] = [
            _line(number, figures[number], Box(box.x - beside, box.y, box.w + 2 * beside, box.h)),
            Words(f"label{number}", Box(box.x, box.y, label_wide, step), (label,), px, read=""),
        ]
        wide = round(middle.w * shares[number])
        if wide > 0:
            bar = Box(middle.x, box.y + (step - thick) // 2, wide, thick)
            made.append(Meter(f"bar{number}", bar, 1.0, "bar", plain=True))
        end = Box(box.right - value_wide, box.y, value_wide, step)
        made.append(Words(f"value{number}", end, (value,), px, bold=True, align=Align.RIGHT, read=""))
        return made

    return blocks.Block(step, make)


def _line(number: int, figure: tuple[str, str], box: Box) -> Line:
    """What is read of a bar, and where keys stop at it."""
    return Line(f"line{number}", box, "，".join(figure), stop=True)
