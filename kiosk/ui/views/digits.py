"""The view of a question answered in digits: what is typed, and a pad of large keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import EnterDigits
from kiosk.core.text import Count, say
from kiosk.ui import blocks
from kiosk.ui.items import Align, Ask, Box, Digit, Icon, Plate, Sheet, Style, Target, Words
from kiosk.ui.words import broken, fitting, line_height

if TYPE_CHECKING:
    from kiosk.ui.items import Deed
    from kiosk.ui.scene import Scene

RUB_OUT: Final = say("删一个")
ENTER: Final = say("好了")
USUAL_KEYS: Final = "1234567890"
_DOT: Final = "●"
_BLANK: Final = "·"


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """The field above the pad in portrait, beside it in landscape."""
    page, look = scene.page, scene.look
    if not isinstance(page, EnterDigits):
        raise TypeError("no digits to enter")
    if look.portrait:
        pad_high = min(look.mm(4 * 34) + 3 * look.gap, round(box.h * 0.66))
        field = Box(box.x, box.y, box.w, box.h - pad_high - look.gap)
        pad = Box(box.x, box.bottom - pad_high, box.w, pad_high)
    else:
        wide = min(round(box.w * 0.5), look.mm(200))
        field = Box(box.x, box.y, box.w - wide - look.gap, box.h)
        pad_high = min(box.h, look.mm(4 * 30) + 3 * look.gap)
        pad = Box(box.right - wide, box.y, wide, pad_high)
    least = 4 * look.primary + 3 * look.gap
    if pad.h < least and not last:
        return None
    sheet = Sheet()
    _field(scene, page, field, sheet)
    _pad(scene, page, pad, sheet)
    return sheet


def _field(scene: Scene, page: EnterDigits[object], box: Box, sheet: Sheet) -> None:
    look = scene.look
    said = [blocks.sentence(f"body{n}", text, box.w, look.scaled(1.15)) for n, text in enumerate(scene.body)]
    sheet.put(*blocks.stacked(said, box, look.mm(1)))
    at = blocks.height_of(said, look.mm(1)) + (look.gap if said else 0)
    typed = scene.memory.digits
    shown = (_DOT * len(typed) if page.covered else typed) + _BLANK * (page.most - len(typed))
    spaced = " ".join(shown)
    px = fitting((spaced,), [look.scaled(f) for f in (2.4, 2.0, 1.7, 1.4, 1.2, 1.0)], box.w - 2 * look.mm(5), bold=True)
    lines = broken(spaced, px, box.w - 2 * look.mm(5), bold=True)
    high = len(lines) * line_height(px) + look.mm(6)
    plate = Box(box.x, box.y + at, box.w, high)
    sheet.put(
        Plate("field", plate, "card", "line"),
        Words("typed", plate.inside(look.mm(5), look.mm(3)), lines, px, bold=True, align=Align.CENTRE,
              read=scene.write(say("输了{n}个数", n=Count(len(typed)))) if page.covered or not typed else " ".join(typed)),
    )  # fmt: skip
    if scene.memory.wrong is not None:
        side = round(look.body * 1.4)
        text = scene.write(scene.memory.wrong)
        words = broken(text, look.scaled(1.15), box.w - side - look.body, bold=True)
        under = Box(box.x, plate.bottom + look.gap, box.w, len(words) * line_height(look.scaled(1.15)))
        sheet.put(
            Icon("wrong-icon", Box(under.x, under.y + (line_height(look.scaled(1.15)) - side) // 2, side, side),
                 "triangle-alert", "trouble" if not look.colours.frame else "accent"),
            Words("wrong", Box(under.x + side + look.body // 2, under.y, under.w - side - look.body // 2, under.h), words,
                  look.scaled(1.15), bold=True, colour="trouble"),
        )  # fmt: skip


def _order(scene: Scene, page: EnterDigits[object]) -> str:
    """The digits as they stand on the pad, the last one beside 好了; shuffled once for as long as the page stands."""
    if not page.shuffled:
        return USUAL_KEYS
    if not scene.memory.keys:
        import secrets  # noqa: PLC0415 - only the staff's pad needs it

        scene.memory.keys = "".join(secrets.SystemRandom().sample(USUAL_KEYS, len(USUAL_KEYS)))
    return scene.memory.keys


def _pad(scene: Scene, page: EnterDigits[object], box: Box, sheet: Sheet) -> None:
    look = scene.look
    high = (box.h - 3 * look.gap) // 4
    rub, enter = scene.write(RUB_OUT), scene.write(ENTER)
    keys = _order(scene, page)
    rows: list[list[tuple[str, Deed, Style]]] = [
        [(digit, Digit(digit), Style.KEY) for digit in keys[at : at + 3]] for at in (0, 3, 6)
    ]
    last = keys[9] + page.letter
    rows.append([
        (rub, Ask.RUB_OUT, Style.KEY), *((key, Digit(key), Style.KEY) for key in last), (enter, Ask.ENTER, Style.GO)
    ])  # fmt: skip
    for number, members in enumerate(rows):
        line = Box(box.x, box.y + number * (high + look.gap), box.w, high)
        for column, (words, deed, style) in zip(line.columns(len(members), look.gap), members, strict=True):
            digit = isinstance(deed, Digit)
            sizes = [look.scaled(2.0)] if digit else look.labels()
            px = fitting((words,), sizes, column.w - look.body, bold=True)
            sheet.put(Target(f"key-{words}", column, style, words, (words,), px, deed, repeats=style is Style.KEY))
