"""The gallery: every page on every wall, checked and kept as a picture."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.core.people import TextSize, Theme
from kiosk.core.stage import Showing
from kiosk.ui.pieces import TargetButton
from tests.gallery.checks import problems
from tests.gallery.glyphs import lacking
from tests.gallery.hanging import ALL_WALLS, PANELS, Wall, keep, pairwise, picture_of, showings, turn_on, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QApplication

    from kiosk.core.page import Page
    from kiosk.ui.items import Item
    from kiosk.ui.window import Window

PAGES = pages()


@cache
def _window_on(panel: tuple[int, int, float, float]) -> Window:
    """One window a panel for all pages, as a terminal has one: thousands that come and go end in the binding's own faults."""
    window = window_on(Wall(*panel, TextSize.MEDIUM, Theme.DEFAULT, simple=False))
    window.open()
    return window


def _hang(page: Page[object], name: str, wall: Wall) -> list[str]:
    """Show a page in all its states and sheets on a wall, keep the pictures, and return what is wrong."""
    wrong: list[str] = []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = _window_on((wall.width, wall.height, wall.width_mm, wall.height_mm))
    for state, showing in showings(page, wall):
        window.over()
        window.show(showing)
        seen = ""
        sheet = 0
        while True:
            picture = picture_of(window)
            keep(picture, wall, f"{name}{state}{f'-{sheet}' if sheet else ''}")
            found = [*problems(window, wall, picture), *lacking(window)]
            wrong += [f"{wall.name}{state} {problem}" for problem in found]
            seen += "".join(_read(window))
            sheet += 1
            if not turn_on(window):
                break
        wrong += [f"{wall.name}{state} lost: {text}" for text in _unsaid(window, showing, seen)]
    window.over()
    QCoreApplication.processEvents()  # what was taken away is buried
    return wrong


def _read(window: Window) -> list[str]:
    return [
        "".join(piece.item.lines) if isinstance(piece, TargetButton) else getattr(piece, "text", str)()
        for piece in window.screen.pieces.values()
    ]


def _unsaid(window: Window, showing: Showing, seen: str) -> list[str]:
    """Return the sentences, rows and answers of a page that none of its sheets shows."""
    scene = window._scene
    assert scene is not None
    page = showing.page
    # Large, a hint takes the place of a sentence that has been read.
    wanted = (
        [scene.title, *(scene.write(text) for text in showing.hint)] if showing.hint else [scene.title, *scene.body]
    )
    if showing.phase is None:
        wanted += [scene.write(action.label) for action in page.actions]
        wanted += [scene.write(choice.label) for choice in getattr(page, "choices", ())]
        wanted += [scene.write(text) for row in getattr(page, "rows", ()) for text in (row.label, row.figure)]
        for bar in getattr(page, "bars", ()):
            wanted += [scene.write(bar.label), scene.wording.put(bar.figure)]
        wanted += [scene.write(text) for gauge in getattr(page, "gauges", ()) for text in (gauge.label, gauge.state)]
    there = "".join(seen.split())
    return [text for text in wanted if "".join(text.split()) not in there]


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("staff.")])
def test_a_page_is_large_clear_and_whole_on_every_pair_of_settings(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    """Every other wall, so that a page and the next one, often its sibling, hang on all; in the soak each hangs everywhere."""
    wrong = [problem for wall in _half(list(PAGES).index(name)) for problem in _hang(PAGES[name], name, wall)]
    assert not wrong, "\n".join(wrong)


def _half(at: int) -> list[Wall]:
    """Return every other wall in the manner of a chessboard of sizes and themes, the other colour for the next page."""
    sizes, themes = list(TextSize), list(Theme)
    return [wall for wall in pairwise() if (sizes.index(wall.size) + themes.index(wall.theme) + at) % 2 == 0]


@pytest.mark.parametrize("at", range(2))
def test_half_the_walls_hold_every_size_theme_panel_and_wording(at: int) -> None:
    half = _half(at)
    assert len(half) == len(pairwise()) // 2
    assert {wall.size for wall in half} == set(TextSize)
    assert {wall.theme for wall in half} == set(Theme)
    assert {wall.width for wall in half} == {panel[0] for panel in PANELS}
    assert {wall.simple for wall in half} == {False, True}
    assert {*half, *_half(at + 1)} == set(pairwise())


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("staff.")])
def test_a_page_of_the_staff_is_whole_as_they_see_it_and_at_the_largest(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    """The staff has the usual look; on which panel goes round, so that over their pages together each is hung."""
    at = list(PAGES).index(name)
    walls = [
        Wall(*PANELS[(at + n) % 3], size, Theme.DEFAULT, simple=False)
        for n, size in enumerate((TextSize.MEDIUM, TextSize.EXTRA_LARGE))
    ]
    wrong = [problem for wall in walls for problem in _hang(PAGES[name], name, wall)]
    assert not wrong, "\n".join(wrong)


def test_the_walls_hold_every_pair_of_settings() -> None:
    def pairs(walls: Iterable[Wall]) -> set[object]:
        found: set[object] = set()
        for wall in walls:
            settings = enumerate((wall.width, wall.size, wall.theme, wall.simple))
            found |= set(combinations(settings, 2))
        return found

    assert pairs(pairwise()) == pairs(ALL_WALLS)
    assert len(pairwise()) == len(TextSize) * len(Theme)


OFFERED = (
    "kinds.review-longest",
    "kinds.table-longest",
    "kinds.digits",
    "kinds.choose-eight",
    "home.home",
    "place_id_card.R1",
)


@pytest.mark.parametrize("name", OFFERED)
def test_what_is_offered_after_misses_has_its_place(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    walls = pairwise()[OFFERED.index(name) % 4 :: 4]
    wrong = [problem for wall in walls for problem in _offering(PAGES[name], name, wall)]
    assert not wrong, "\n".join(wrong)


def _offering(page: Page[object], name: str, wall: Wall) -> list[str]:
    """Miss three times on a page, and return what is wrong with what stands then."""
    window = window_on(wall)
    window.open()
    window.show(next(showings(page, wall))[1])
    window._missed(1.0, 1.0, often=True)
    picture = picture_of(window)
    keep(picture, wall, f"{name}-offered")
    wrong = [f"{wall.name} {problem}" for problem in problems(window, wall, picture)]
    beckoning = [p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.beckons]
    largest = wall.size is TextSize.EXTRA_LARGE and "mode-large" not in window.screen.pieces
    if len(beckoning) != (1 if largest else 2):
        wrong.append(f"{wall.name} offers {[piece.item.words for piece in beckoning]}")
    window.close()
    return wrong


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_large_clear_and_whole_on_every_setting(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    wrong = [problem for wall in ALL_WALLS for problem in _hang(PAGES[name], name, wall)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("wall", [w for w in ALL_WALLS if w.theme is Theme.DEFAULT], ids=lambda wall: wall.name)
@pytest.mark.parametrize("name", ["home.home", "home.home-without-reader"])
def test_a_hint_that_comes_up_moves_nothing(name: str, wall: Wall, qapp: QApplication) -> None:  # noqa: ARG001
    window = window_on(wall)
    sheets: list[dict[str, Item]] = []
    for state, showing in showings(PAGES[name], wall):
        if state in ("", "-hint"):
            window.show(showing)
            sheet = window.sheet
            assert sheet is not None
            sheets.append({item.key: item for item in sheet.items})
    window.close()
    before, after = sheets
    del after["hint"]
    assert before.keys() - after.keys() <= {"trust"}
    assert after == {key: before[key] for key in after}


@pytest.mark.parametrize("wall", pairwise(), ids=lambda wall: wall.name)
def test_the_same_page_is_painted_in_the_same_pixels(wall: Wall, qapp: QApplication) -> None:  # noqa: ARG001
    def painted() -> str:
        window = window_on(wall)
        window.open()
        window.show(next(showings(PAGES["kinds.review-longest"], wall))[1])
        window.widget.grab()  # Qt draws large glyphs minutely otherwise the first time a size is used
        digest = hashlib.sha256(picture_of(window).tobytes()).hexdigest()
        window.close()
        return digest

    assert painted() == painted()
