"""What a picture must hold for who sees no colours (A6), and for who can't bear what moves or flashes (A22)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, cast

import pytest
from PIL import ImageChops
from PySide6.QtWidgets import QApplication

from kiosk.core.page import Action, Choice, Choose, Gauge, Panel, Picture, Tone, Wait
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import PANELS, Wall, picture_of, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from kiosk.core.clock import VirtualClock
    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
PLAINLY: Final = 40
"""Of 255: how far two greys must be apart to be told from each other."""
ENOUGH_MM2: Final = 12.0
"""How much of a button must look otherwise: a ring or a tick."""
FRAMES_A_SECOND: Final = 30
FLASHES: Final = 3
"""A22: so many a second."""
FLASH: Final = 0.1
"""Of the whole range of luminance: a smaller change is no flash (WCAG 2.2, general flash)."""
FLASH_AREA: Final = 0.01
"""Of the panel: WCAG's quarter of ten degrees of sight is about so much of a panel at arm's length."""
MOVING: Final = [picture for picture in Picture if picture not in (Picture.DONE, Picture.HELP)]
CHOICES: Final = Choose(
    name="choices",
    title=say("想怎么办？"),
    choices=(Choice(say("打印"), 1, "printer"), Choice(say("查"), 2, "printer", needs=frozenset({"printer"}))),
    actions=(
        Action(say("下一步"), 1, "check", Tone.GO),
        Action(say("别的"), 2, "check"),
        Action(say("不舒服"), 3, "check", Tone.TROUBLE),
    ),
)


def grey(window: Window, key: str) -> Image:
    """Return a button as somebody sees it who sees no colours."""
    box = window.screen.pieces[key].geometry()
    return picture_of(window).crop((box.left(), box.top(), box.right() + 1, box.bottom() + 1)).convert("L")


def differs(one: Image, other: Image, px_per_mm: float) -> bool:
    changed = ImageChops.difference(one, other).histogram()[PLAINLY:]
    return sum(changed) >= ENOUGH_MM2 * px_per_mm**2


def hung(page: Page[object], theme: Theme, **more: bool) -> Window:
    window = window_on(Wall(*PANELS[0], TextSize.MEDIUM, theme, simple=more.get("simple", False)))
    window.open()
    presentation = Presentation(theme=theme, simple=more.get("simple", False))
    window.show(Showing(Ticket(1), page, presentation, can_go_back=True))
    window.widget.activateWindow()
    QApplication.processEvents()
    return window


def states(window: Window, key: str) -> Iterator[tuple[str, Image]]:
    """Yield how one button looks in each state it may have."""
    button = window.screen.pieces[key]
    assert isinstance(button, TargetButton)
    yield "as it stands", grey(window, key)
    button.setDown(True)
    yield "pressed", grey(window, key)
    button.setDown(False)
    button.setFocus()
    yield "walked to", grey(window, key)
    window.screen.setFocus()
    item = button.item
    for name, other in (
        ("offered", replace(item, beckons=True)),
        ("switched on", replace(item, on=True, icon="check", note=("已打开",), note_px=window.screen._look.body)),  # type: ignore[union-attr]
        ("closed", replace(item, closed=True, note=("暂时不能办",), note_px=window.screen._look.body)),  # type: ignore[union-attr]
    ):
        button.update_item(button.look, other)
        yield name, grey(window, key)
    button.update_item(button.look, item)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("key", ["choice0", "action0", "action1", "action2", "help"])
def test_every_state_of_a_button_is_seen_without_colours(key: str, theme: Theme) -> None:
    window = hung(CHOICES, theme)
    look = window.screen._look
    assert look is not None
    looks = dict(states(window, key))
    window.close()
    alike = [
        f"{one} and {other}"
        for one, other in combinations(looks, 2)
        if not differs(looks[one], looks[other], look.px_per_mm)
    ]
    assert alike == []


@pytest.mark.parametrize("theme", Theme)
def test_whether_a_device_is_well_is_seen_without_colours(theme: Theme) -> None:
    seen: list[Image] = []
    for state, well in (("正常", True), ("没纸", False), ("不知道", None)):
        gauge: Gauge[None] = Gauge(say("打印机"), say(state), well, icon="printer")
        page = Panel(name="panel", title=say("机器的情况"), gauges=(gauge,))
        window = hung(page, theme)
        seen.append(picture_of(window).convert("L"))
        window.close()
    assert all(differs(one, other, 4.0) for one, other in combinations(seen, 2))


# -- what moves ---------------------------------------------------------------------------------------------------


def frames(window: Window, seconds: float) -> Iterator[Image]:
    """Yield what is to be seen, small enough that a pixel is no detail, thirty times a second."""
    clock = cast("VirtualClock", window._clock)
    for _ in range(round(seconds * FRAMES_A_SECOND)):
        clock.sleep(1 / FRAMES_A_SECOND)
        yield picture_of(window).convert("L").reduce(12)


def turns(levels: list[int]) -> int:
    """Return how often a pixel turns from lighter to darker or back, by enough to be seen as a flash."""
    low = high = levels[0]
    direction = found = 0
    for level in levels[1:]:
        low, high = min(low, level), max(high, level)
        if direction <= 0 and level - low >= FLASH * 255:
            direction, found, high = 1, found + 1, level
        elif direction >= 0 and high - level >= FLASH * 255:
            direction, found, low = -1, found + 1, level
    return found


def flashing(seen: list[Image]) -> float:
    """Return which share of the panel flashes more than three times: a flash is a pair of turns."""
    levels = zip(*(image.tobytes() for image in seen), strict=True)
    return sum(turns(list(pixel)) > 2 * FLASHES for pixel in levels) / (seen[0].width * seen[0].height)


@pytest.mark.parametrize("theme", Theme)
def test_nothing_flashes_more_than_three_times_a_second(theme: Theme) -> None:
    for picture in (Picture.PLACE_CARD, Picture.TAKE_PAPER):
        window = hung(Wait(name="wait", title=say("请看图"), picture=picture), theme)
        assert flashing(list(frames(window, 1.0))) < FLASH_AREA
        window.close()


def test_a_flash_would_be_found() -> None:
    black, white = hung(CHOICES, Theme.HIGH_CONTRAST), hung(CHOICES, Theme.BLACK_ON_WHITE)
    dark, light = (picture_of(window).convert("L").reduce(12) for window in (black, white))
    black.close()
    white.close()
    assert flashing([dark, light] * 5) > FLASH_AREA
    assert flashing([dark, light] * 3) == 0
    assert flashing([dark] * 9 + [light] * 9) == 0


def test_in_the_simple_wording_nothing_moves() -> None:
    for picture in MOVING:
        window = hung(Wait(name="wait", title=say("请看图"), picture=picture), Theme.DEFAULT, simple=True)
        first, *others = (picture_of(window).tobytes() for _ in frames(window, 0.2))
        assert all(other == first for other in others), picture
        window.close()


# -- what covers figures --------------------------------------------------------------------------------------------


def test_no_page_shows_a_figure_while_it_lies_over_another() -> None:
    window = window_on(Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False))
    shown: list[str] = []
    for name, page in pages().items():
        window.show(Showing(Ticket(1), page, Presentation(), laid_over=True, left_seconds=30.0))
        words = [piece.accessibleName() for piece in window.screen.pieces.values()]
        shown += [f"{name}: {word}" for word in words if re.search(r"\d[\d,.]*元|\d,\d{3}", word)]
    window.close()
    assert shown == []
