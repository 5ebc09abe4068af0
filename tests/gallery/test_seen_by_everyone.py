"""What a picture must hold for who sees no colours (A6), and for who can't bear what moves or flashes (A22)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest
from PIL import ImageChops
from PySide6.QtWidgets import QApplication

from kiosk.core.page import Action, Choice, Choose, Gauge, Panel, Picture, Tone, Wait
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.ui.pieces import TargetButton
from tests.gallery.flashing import frames
from tests.gallery.hanging import PANELS, Wall, picture_of, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
PLAINLY: Final = 40
"""Of 255: how far two greys must be apart to be told from each other."""
ENOUGH_MM2: Final = 12.0
"""How much of a button must look otherwise: a ring or a tick."""
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
