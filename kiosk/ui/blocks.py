"""Blocks of a page's content: each knows its height before it has a place, so that content splits into sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CHINESE
from kiosk.core.text import Count, say
from kiosk.core.values import dataclass
from kiosk.ui.items import Align, Box, Item, Line, Sheet, Style, Target, Turn, Words
from kiosk.ui.words import broken, button_lines, height_of_lines, line_height, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.core.page import Row
    from kiosk.core.text import Text
    from kiosk.ui.scene import Scene

NEXT: Final = say("下一页")
EARLIER: Final = say("更早的")
PREVIOUS: Final = say("上一页")
_TURNING: Final = (1.0, 1.15, 1.0)
"""Shares of the row that turns sheets."""
_MANY: Final = Sheet(sheet=8, sheets=9)


@dataclass(frozen=True)
class Block:
    """Something `height` pixels high; `make` places it in a box of that height."""

    height: int
    make: Callable[[Box], list[Item]]


def sentence(
    key: str,
    text: str,
    width: int,
    px: int,
    *,
    bold: bool = False,
    colour: str = "text",
    align: Align = Align.LEFT,
) -> Block:
    """One sentence, on as many lines as it needs."""
    lines = broken(text, px, width, bold=bold)

    def make(box: Box) -> list[Item]:
        return [Words(key, box, lines, px, bold=bold, colour=colour, align=align)]

    return Block(height_of_lines(px, lines), make)


def figure(scene: Scene, width: int, *, largest: float) -> Block:
    """The amount that matters, as large as fits, its unit smaller beside it."""
    look = scene.look
    money = scene.page.figure
    if money is None:
        raise ValueError("a page without a figure")
    written = scene.wording.put(money)
    amount, unit = (written[:-1], "元") if written.endswith("元") else (written, "")
    sizes = [look.scaled(f) for f in (4.4, 3.8, 3.4, 3.0, 2.6, 2.2, 1.9, 1.6, 1.4, 1.2, 1.0) if f <= largest]

    def taken(px: int) -> int:
        return width_of(amount, px, bold=True) + px // 6 + width_of(unit, max(look.body, px // 2), bold=True)

    px = next((size for size in sizes if taken(size) < width), sizes[-1])
    unit_px = max(look.body, px // 2)
    high = line_height(px)

    def make(box: Box) -> list[Item]:
        wide = width_of(amount, px, bold=True)
        unit_box = Box(box.x + wide + px // 6, box.y, box.w - wide - px // 6, high)
        down = round((line_height(px) - line_height(unit_px)) / 2 + (px - unit_px) * 0.29)
        made: list[Item] = [
            Words("figure", Box(box.x, box.y, wide + 2, high), (amount,), px, bold=True, colour="figure", read=written)
        ]
        if unit:
            lower = Box(unit_box.x, unit_box.y + down, unit_box.w, line_height(unit_px))
            made.append(Words("unit", lower, (unit,), unit_px, bold=True, colour="figure", read=""))
        return made

    return Block(high, make)


def row(scene: Scene, number: int, line: Row, width: int, px: int) -> Block:
    """A label and its figure on one line, or under each other where both don't fit; a note under the label."""
    gap = px
    label, value = scene.write(line.label), scene.write(line.figure)
    note = "" if line.note is None or scene.simple else scene.write(line.note)
    value_wide = width_of(value, px, bold=True)
    one_line = width_of(label, px) + gap + value_wide <= width
    label_lines = broken(label, px, width)
    value_lines = (value,) if one_line else broken(value, px, width, bold=True)
    note_px = max(scene.look.body, round(px * 0.8))
    note_beside = (
        bool(note) and one_line and width_of(label, px) + value_wide + width_of(note, note_px) + 3 * gap <= width
    )
    note_lines = () if note_beside or not note else broken(note, note_px, width)
    step = line_height(px)
    note_high = height_of_lines(note_px, note_lines)
    high = step * max(1, len(label_lines)) + (0 if one_line else step * len(value_lines)) + note_high

    def make(box: Box) -> list[Item]:
        top = box.y + (box.h - high) // 2
        label_wide = width_of(label, px) + 2 if one_line else width
        made: list[Item] = [
            Line(f"line{number}", box, "，".join(filter(None, (label, value, note)))),
            Words(f"label{number}", Box(box.x, top, label_wide, step * len(label_lines)), label_lines, px, read=""),
        ]
        at = top if one_line else top + step * len(label_lines)
        value_box = Box(box.x, at, box.w, step * len(value_lines))
        if one_line:
            value_box = Box(box.x + box.w - value_wide - 2, at, value_wide + 2, step)
        if note_beside:
            wide = width_of(note, note_px) + 2
            down = (step - line_height(note_px)) // 2
            note_box = Box(value_box.x - gap - wide, at + down, wide, line_height(note_px))
            made.append(Words(f"note{number}", note_box, (note,), note_px, colour="quiet", read=""))
        made.append(Words(f"value{number}", value_box, value_lines, px, bold=True, align=Align.RIGHT, read=""))
        if note_lines:
            under = Box(box.x, at + step * len(value_lines), box.w, note_high)
            made.append(Words(f"note{number}", under, note_lines, note_px, colour="quiet", read=""))
        return made

    return Block(high, make)


def height_of(blocks: Sequence[Block], gap: int) -> int:
    """Pixels blocks take under one another."""
    return sum(block.height for block in blocks) + gap * max(0, len(blocks) - 1)


def stacked(blocks: Sequence[Block], box: Box, gap: int) -> list[Item]:
    """Place blocks under one another from the top of a box."""
    made: list[Item] = []
    at = box.y
    for block in blocks:
        made += block.make(Box(box.x, at, box.w, block.height))
        at += block.height + gap
    return made


def in_sheets(blocks: Sequence[Block], height: int, gap: int, most: int) -> list[list[Block]]:
    """Fill sheets of `height` pixels one after another, at most `most` blocks each and always at least one."""
    sheets: list[list[Block]] = [[]]
    for block in blocks:
        full = len(sheets[-1]) >= most or height_of([*sheets[-1], block], gap) > height
        if full and sheets[-1]:
            sheets.append([])
        sheets[-1].append(block)
    return sheets


def which_of(sheet: Sheet) -> Text:
    """Which sheet of the page this is."""
    return say("第{sheet}页，共{sheets}页", sheet=Count(sheet.sheet + 1), sheets=Count(sheet.sheets))


def turning_height(scene: Scene) -> int:
    """Pixels the row with 上一页 and 下一页 takes, the gap above it included."""
    look = scene.look
    return _turning_high(scene, look.width - 2 * look.margin) + look.gap


def _turning_high(scene: Scene, width: int) -> int:
    """Pixels of the row itself: in a language with long words they stand on two lines."""
    look = scene.look
    left, middle, _ = Box(0, 0, width, 0).columns(3, look.gap, _TURNING)
    high = look.primary
    words = [scene.write(text) for text in (PREVIOUS, NEXT, EARLIER)]
    _, buttons = button_lines(words, look.labels(high), left.w, icon=True)
    which = broken(scene.write(which_of(_MANY)), look.body, middle.w)
    lines = max(map(len, (which, *buttons)))
    return max(high, line_height(look.body) * lines + look.mm(2 if lines == 1 else 3))


def turning(scene: Scene, sheet: Sheet, box: Box, *, onward: Text = NEXT, back: Text = PREVIOUS) -> None:
    """Put the row that turns sheets at the bottom of a box, for a page that has more than one."""
    if sheet.sheets <= 1:
        return
    look = scene.look
    high = _turning_high(scene, look.width - 2 * look.margin)
    strip = Box(box.x, box.bottom - high, box.w, high)
    left, middle, right = strip.columns(3, look.gap, _TURNING)
    words = (scene.write(back), scene.write(onward))
    sizes = look.labels(look.primary)
    if scene.wording.language != CHINESE:  # letters that reach below their line need more air
        sizes = tuple(px for px in sizes if line_height(px) + look.mm(2) <= high) or sizes[-1:]
    px, lines = button_lines(words, sizes, left.w, icon=True)
    if sheet.sheet > 0:
        sheet.put(Target("turn-back", left, Style.PLAIN, words[0], lines[0], px, Turn(-1), "chevron-left"))
    which = broken(scene.write(which_of(sheet)), look.body, middle.w)
    text_high = line_height(look.body) * len(which)
    centre = Box(middle.x, middle.y + (high - text_high) // 2, middle.w, text_high)
    sheet.put(Words("which", centre, which, look.body, colour="quiet", align=Align.CENTRE))
    if sheet.sheet < sheet.sheets - 1:
        sheet.put(Target("turn-on", right, Style.PLAIN, words[1], lines[1], px, Turn(1), "chevron-right"))
