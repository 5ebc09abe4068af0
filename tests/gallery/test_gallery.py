"""The gallery: every page on every wall, checked and kept as a picture."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kiosk.core.people import TextSize, Theme
from kiosk.core.stage import Showing
from kiosk.ui.pieces import TargetButton
from tests.gallery.checks import problems
from tests.gallery.hanging import ALL_WALLS, GALLERY, PANELS, Wall, pairwise, picture_of, showings, turn_on, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kiosk.core.page import Page
    from kiosk.ui.items import Item
    from kiosk.ui.window import Window

PAGES = pages()


def _hang(page: Page[object], name: str, wall: Wall) -> list[str]:
    """Show a page in all its states and sheets on a wall, keep the pictures, and return what is wrong."""
    wrong: list[str] = []
    window = window_on(wall)
    window.open()
    folder = GALLERY / wall.name
    folder.mkdir(parents=True, exist_ok=True)
    for state, showing in showings(page, wall):
        window.over()
        window.show(showing)
        seen = ""
        sheet = 0
        while True:
            picture = picture_of(window)
            picture.save(folder / f"{name}{state}{f'-{sheet}' if sheet else ''}.png", compress_level=1)
            wrong += [f"{wall.name}{state} {problem}" for problem in problems(window, wall, picture)]
            seen += "".join(_read(window))
            sheet += 1
            if not turn_on(window):
                break
        wrong += [f"{wall.name}{state} lost: {text}" for text in _unsaid(window, showing, seen)]
    window.close()
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
    if showing.assistance is not None:
        page = showing.page
    wanted = (
        [scene.title, *(scene.write(text) for text in showing.hint)] if showing.hint else [scene.title, *scene.body]
    )
    if showing.phase is None:
        wanted += [scene.write(action.label) for action in page.actions]
        wanted += [scene.write(choice.label) for choice in getattr(page, "choices", ())]
        wanted += [scene.write(text) for row in getattr(page, "rows", ()) for text in (row.label, row.figure)]
        wanted += [scene.write(text) for gauge in getattr(page, "gauges", ()) for text in (gauge.label, gauge.state)]
    there = "".join(seen.split())
    return [text for text in wanted if "".join(text.split()) not in there]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_large_clear_and_whole_on_every_pair_of_settings(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    walls, at = pairwise(), list(PAGES).index(name)
    if name.startswith("staff."):  # the staff has the usual look: it and the largest; on which panel goes round
        usual = Wall(*PANELS[at % 3], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
        walls = (usual, Wall(*PANELS[(at + 1) % 3], TextSize.EXTRA_LARGE, Theme.DEFAULT, simple=False))
    elif not name.startswith("kinds."):  # a wall of every size and theme; which go together, on which panel, goes round
        walls = tuple(walls[4 * size + (at + size) % 4] for size in range(4))
    wrong = [problem for wall in walls for problem in _hang(PAGES[name], name, wall)]
    assert not wrong, "\n".join(wrong)


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
    (GALLERY / wall.name).mkdir(parents=True, exist_ok=True)
    picture.save(GALLERY / wall.name / f"{name}-offered.png", compress_level=1)
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
