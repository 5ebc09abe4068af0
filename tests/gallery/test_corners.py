"""The knock's corners are free on every page: whoever of the staff comes, whatever stands, touches nothing by knocking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.core.people import TextSize, Theme
from kiosk.ui.items import Target
from kiosk.ui.knock import CORNER_MM
from tests.gallery.hanging import PANELS, Wall, showings, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.stage import Showing
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")

STAFF_THERE = frozenset({"helped", "dot"})
"""帮完了 ends what somebody of the staff does there already, and the dots are a technician's who has signed in."""


def in_the_corners(window: Window, showing: Showing) -> Iterator[str]:
    """Name what can be touched where the knock is listened to, on each sheet of a page."""
    window._showing, window._memory.sheet = showing, 0
    scene, sheet = window._scene_now(), window.sheet
    assert scene is not None
    assert sheet is not None
    side, width = scene.look.mm(CORNER_MM), scene.look.width
    for number in range(sheet.sheets):
        window._memory.sheet = number
        laid = window.sheet if number else sheet
        assert laid is not None
        for item in laid.items:
            if isinstance(item, Target) and item.box.y < side and (item.box.x < side or item.box.right > width - side):
                yield item.key


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: f"{panel[0]}x{panel[1]}")
def test_nothing_is_to_be_touched_where_the_staff_knocks(panel: tuple[int, int, float, float], size: TextSize) -> None:
    wall = Wall(*panel, size, Theme.DEFAULT, simple=size is TextSize.EXTRA_LARGE)
    window = window_on(wall)
    found: set[str] = set()
    helped: set[str] = set()
    for name, page in pages().items():
        for state, showing in showings(page, wall):
            keys = set(in_the_corners(window, showing))
            helped |= keys & STAFF_THERE
            found |= {f"{name}{state}: {key}" for key in keys - STAFF_THERE}
            if "helped" in keys:
                assert showing.assistance is not None
                assert "helped" not in set(in_the_corners(window, replace(showing, assistance=None)))
    assert found == set()
    assert helped == STAFF_THERE
