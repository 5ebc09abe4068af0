"""The technician's own kinds of page: what a touch on them means, and what stays when they are put anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from kiosk.core.page import Action, Dot, Gauge, Hit, Outline, Page, Panel
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Count, say
from kiosk.ui.items import Plate
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import PANELS, Listener, Wall, focused, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
WALL = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
PX_PER_MM = 1080 / 267.8


@pytest.fixture
def window() -> Iterator[Window]:
    standing = window_on(WALL)
    standing.open()
    yield standing
    standing.close()


def show(window: Window, page: Page[object], ticket: int = 1) -> None:
    window.show(Showing(Ticket(ticket), page, Presentation()))


def answer(window: Window) -> object:
    """What the page was answered, once."""
    ((what, given),) = cast("Listener", window._command).asked
    assert what == "answered"
    return cast("tuple[int, object]", given)[1]


def tap(window: Window, x: float, y: float) -> None:
    window._clock.sleep(1.0)  # nothing counts on a page that has just come
    window.screen.fingers.down(0, x, y)
    window._clock.sleep(0.1)
    window.screen.fingers.up(0, x, y)


def dot(across: float, down: float) -> Page[object]:
    return Dot(name="dot", title=say("请点"), across=across, down=down, read=lambda hit: hit)


@pytest.mark.parametrize(("across", "down"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_a_dot_tells_how_far_beside_its_middle_the_finger_was(window: Window, across: float, down: float) -> None:
    show(window, dot(across, down))
    button = window.screen.pieces["dot"]
    middle = button.geometry().center()
    x, y = middle.x() + 3.0 * PX_PER_MM, middle.y() - 2.0 * PX_PER_MM
    tap(window, x, y)
    hit = answer(window)
    assert isinstance(hit, Hit)
    assert hit.across_mm == pytest.approx(3.0, abs=0.3)
    assert hit.down_mm == pytest.approx(-2.0, abs=0.3)


def test_a_key_hits_the_middle(window: Window) -> None:
    show(window, dot(0.5, 0.5))
    button = window.screen.pieces["dot"]
    assert isinstance(button, TargetButton)
    button.click()
    assert answer(window) == Hit(0.0, 0.0)


def test_a_rectangle_is_as_large_as_its_shares_of_the_panel(window: Window) -> None:
    show(window, Outline(name="outline", title=say("一样宽吗？"), across=85.6 / 267.8, down=53.98 / 476.1))
    item = window.screen.pieces["outline"].item
    assert isinstance(item, Plate)
    assert item.box.w / PX_PER_MM == pytest.approx(85.6, abs=0.3)
    assert item.box.h / PX_PER_MM == pytest.approx(53.98, abs=0.3)


def panel(name: str) -> Page[object]:
    gauges: tuple[Gauge[object], ...] = tuple(
        Gauge[object](say("设备{n}", n=Count(n)), say("正常"), well=True) for n in range(30)
    )
    return Panel(name=name, title=say("设备"), gauges=gauges, actions=(Action(say("好"), 1),))


def test_a_panel_that_is_put_anew_stays_turned_to_its_sheet(window: Window) -> None:
    show(window, panel("devices"))
    onward = next(key for key, piece in window.screen.pieces.items() if getattr(piece.item, "words", "") == "下一页")
    window.screen.activate(onward)
    show(window, panel("devices"), ticket=2)
    assert window.sheet is not None
    assert window.sheet.sheet == 1
    show(window, replace(panel("devices"), title=say("别的设备")), ticket=3)
    assert window.sheet.sheet == 0
    show(window, panel("others"), ticket=4)
    assert window.sheet.sheet == 0


def lines(*states: str) -> Page[object]:
    gauges = tuple(
        Gauge[object](say("{n}号", n=Count(n)), say(state), well=True, action=Action(say("看看"), n))
        for n, state in enumerate(states)
    )
    return Panel(name="devices", title=say("设备"), gauges=gauges, actions=(Action(say("好"), "enough"),))


def test_a_panel_that_is_put_anew_keeps_who_walks_it_by_keys_at_their_button(window: Window) -> None:
    show(window, lines("正常", "正常"))
    window.screen.activateWindow()
    window.screen.pieces["do1"].setFocus()
    show(window, lines("没连上", "正常"), ticket=2)
    here = focused(window)
    assert here is not None
    assert here.item.key == "do1"
    show(window, lines("没连上"), ticket=3)
    assert focused(window) is None


def test_what_is_pressed_while_a_panel_is_put_anew_is_still_meant(window: Window) -> None:
    show(window, lines("正常", "正常"))
    middle = window.screen.pieces["do1"].geometry().center()
    window._clock.sleep(1.0)
    window.screen.fingers.down(0, middle.x(), middle.y())
    show(window, lines("没连上", "正常"), ticket=2)
    window._clock.sleep(0.1)
    window.screen.fingers.up(0, middle.x(), middle.y())
    assert answer(window) == 1


def test_a_tap_that_meets_nothing_is_told_with_its_place() -> None:
    told: list[tuple[float, float]] = []
    window = window_on(WALL)

    def count(across: float, down: float) -> None:
        told.append((round(across, 2), round(down, 2)))

    window._count_missed = count
    window.open()
    show(window, dot(1.0, 1.0))
    tap(window, 270.0, 960.0)
    window.close()
    assert told == [(0.25, 0.5)]
