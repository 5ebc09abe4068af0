"""The view of the dark page: the time and a few words that stand elsewhere every minute, so that nothing burns in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.ui import blocks
from kiosk.ui.items import Align, Box, Give, Item, Sheet, Style, Target
from kiosk.ui.words import broken, button_air, line_height, width_of

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene

WIDE: Final = 0.7
"""The words take at most this share of the panel's width, so that they have somewhere to go."""
ACROSS: Final = 0.7548776662466927
DOWN: Final = 0.5698402909980532
"""Steps of the R2 sequence (Roberts 2018): its points fill a square as evenly as points can, whatever their number."""


def place(minute: int, room: tuple[int, int]) -> tuple[int, int]:
    """Return where a corner that may move by `room` pixels stands in this minute of the day."""
    return round((0.5 + minute * ACROSS) % 1 * room[0]), round((0.5 + minute * DOWN) % 1 * room[1])


def lay(scene: Scene) -> Sheet:
    """The time, the sentences and what to touch, as one block somewhere on the panel."""
    look = scene.look
    whole = Box(0, 0, look.width, look.height).inside(look.margin)
    wide = round(whole.w * WIDE)
    gap = round(look.body * 0.45)
    hands = f"{scene.now.hour}:{scene.now.minute:02d}"
    texts = [("time", hands, look.scaled(3.0), True), ("title", scene.title, look.scaled(1.6), True)]
    texts += [(f"body{n}", text, look.scaled(1.25), False) for n, text in enumerate(scene.body)]
    parts = [blocks.sentence(key, text, wide, px, bold=bold, align=Align.CENTRE) for key, text, px, bold in texts]
    parts += [_button(scene, number, wide) for number in range(len(scene.page.actions))]
    high = blocks.height_of(parts, gap)
    across, down = place(scene.now.hour * 60 + scene.now.minute, (whole.w - wide, whole.h - high))
    return Sheet(blocks.stacked(parts, Box(whole.x + across, whole.y + down, wide, high), gap))


def _button(scene: Scene, number: int, wide: int) -> blocks.Block:
    look, action = scene.look, scene.page.actions[number]
    words = scene.write(action.label)
    px = look.body
    side = min(wide, max(look.primary, width_of(words, px, bold=True) + button_air(px, icon=False) + look.mm(8)))
    lines = broken(words, px, side - button_air(px, icon=False), bold=True)
    high = max(look.primary, len(lines) * line_height(px) + look.mm(4))

    def make(box: Box) -> list[Item]:
        at = Box(box.x + (box.w - side) // 2, box.y, side, high)
        return [Target(f"action{number}", at, Style.PLAIN, words, lines, px, Give(action.value))]

    return blocks.Block(high, make)
