"""Nothing flashes (A22): measured on pictures of every page in every theme, while it comes, is pressed and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.core.page import Picture, Wait
from kiosk.core.people import TextSize, Theme
from kiosk.core.text import say
from kiosk.ui.pieces import TargetButton
from tests.gallery.flashing import FLASH_AREA, flashing, frames, small
from tests.gallery.hanging import PANELS, Wall, showings, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
PAGES: Final = pages()
EVERY_SO_MANY: Final = 17
"""In CI every seventeenth page is looked at, each in another theme; in the soak all are in all."""
PRESSES: Final = 2
"""A press and its release change a button twice; so often within the second."""


def wall_of(theme: Theme, at: int) -> Wall:
    """Return a wall of a theme; on which panel and with which wording goes round."""
    return Wall(*PANELS[at % 3], TextSize.MEDIUM, theme, simple=at % 2 == 1)


def watched(window: Window, page: Page[object], wall: Wall) -> Iterator[tuple[str, list[Image]]]:
    """Yield what a second of each state of a page looks like: the page before it, it, its first button pressed, and it again."""
    for state, showing in showings(page, wall):
        seen = [small(window)]
        window.show(showing)
        seen += frames(window, 0.3)
        first = next((p for p in window.screen.pieces.values() if isinstance(p, TargetButton)), None)
        for down in (True, False) * PRESSES:
            if first is not None:
                first.setDown(down)
            seen += frames(window, 0.1)
        seen += frames(window, 0.3)
        yield state, seen


def flashes(name: str, theme: Theme) -> list[str]:
    """Return the states of a page in which more than a little flashes."""
    wall = wall_of(theme, list(PAGES).index(name))
    window = window_on(wall)
    window.open()
    shares = {state: flashing(seen) for state, seen in watched(window, PAGES[name], wall)}
    window.close()
    return [f"{name}{state}: {share:.1%} of {wall.name}" for state, share in shares.items() if share >= FLASH_AREA]


@pytest.mark.parametrize("name", list(PAGES)[::EVERY_SO_MANY])
def test_a_page_does_not_flash(name: str) -> None:
    theme = list(Theme)[list(PAGES).index(name) // EVERY_SO_MANY % len(Theme)]
    assert flashes(name, theme) == []


@pytest.mark.soak
@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_flashes_in_any_theme(name: str, theme: Theme) -> None:
    assert flashes(name, theme) == []


@pytest.mark.parametrize("theme", Theme)
def test_what_moves_does_not_flash(theme: Theme) -> None:
    wall = Wall(*PANELS[0], TextSize.MEDIUM, theme, simple=False)
    for picture in (Picture.PLACE_CARD, Picture.TAKE_PAPER):
        window = window_on(wall)
        window.open()
        page: Page[object] = Wait(name="wait", title=say("请看图"), picture=picture)
        window.show(next(showings(page, wall))[1])
        assert flashing(list(frames(window, 1.0))) < FLASH_AREA
        window.close()


def test_a_flash_would_be_found() -> None:
    looks: list[Image] = []
    for theme in (Theme.HIGH_CONTRAST, Theme.BLACK_ON_WHITE):
        wall = Wall(*PANELS[0], TextSize.MEDIUM, theme, simple=False)
        window = window_on(wall)
        window.open()
        window.show(next(showings(PAGES["kinds.choose-eight"], wall))[1])
        looks.append(small(window))
        window.close()
    dark, light = looks
    assert flashing([dark, light] * 5) > FLASH_AREA
    assert flashing([dark, light] * 3) == 0
    assert flashing([dark] * 9 + [light] * 9) == 0
