"""The view of one dot to be touched, anywhere on the panel, with what to do beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Dot
from kiosk.core.text import say
from kiosk.ui import blocks
from kiosk.ui.items import Aim, Align, Box, Give, Item, Sheet, Style, Target
from kiosk.ui.words import broken, button_air, line_height, width_of

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene

TITLE_AT: Final = 0.25
BUTTON_AT: Final = 0.75
"""Shares of the panel's height, between the rows of dots."""
WIDE: Final = 0.7
HERE: Final = say("点")


def lay(scene: Scene) -> Sheet:
    """The title, the dot and the button that gives up: nothing else, so that a dot can stand in a corner."""
    page, look = scene.page, scene.look
    if not isinstance(page, Dot):
        raise TypeError("no dot")
    side = look.primary
    dot = Box(round(page.across * (look.width - side)), round(page.down * (look.height - side)), side, side)
    wide = round(look.width * WIDE)
    title = blocks.sentence("title", scene.title, wide, look.scaled(1.3), bold=True, align=Align.CENTRE)
    left = (look.width - wide) // 2
    made: list[Item] = title.make(Box(left, round(look.height * TITLE_AT) - title.height // 2, wide, title.height))
    made.append(Target("dot", dot, Style.GO, scene.write(HERE), (scene.write(HERE),), look.body, Aim(page.read)))
    for number, action in enumerate(page.actions):
        words = scene.write(action.label)
        lines = broken(words, look.body, wide - button_air(look.body, icon=False), bold=True)
        across = min(wide, max(width_of(line, look.body, bold=True) for line in lines)
                     + button_air(look.body, icon=False) + look.mm(6))  # fmt: skip
        high = max(side, len(lines) * line_height(look.body) + look.mm(4))
        place = Box((look.width - across) // 2, round(look.height * BUTTON_AT) - high // 2, across, high)
        made.append(Target(f"action{number}", place, Style.PLAIN, words, lines, look.body, Give(action.value)))
    return Sheet(made)
