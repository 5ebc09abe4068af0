"""The checks on pixels find what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from kiosk.core.people import TextSize, Theme
from tests.gallery.checks import CONTRAST, problems
from tests.gallery.hanging import PANELS, Wall, picture_of, showings, window_on
from tests.gallery.pages import pages
from tests.gallery.pixels import airless, faint, ratio, seen_in, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
WALL = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)


@pytest.fixture
def hung() -> Iterator[Window]:
    window = window_on(WALL)
    window.open()
    window.show(next(showings(pages()["months.M6"], WALL))[1])
    yield window
    window.close()


def faded(picture: Image.Image, box: tuple[int, int, int, int], spot: bool) -> Image.Image:  # noqa: FBT001 - a table
    """Fade an area; with a `spot` of what was there, which is as strong as ever."""
    made, area = picture.copy(), picture.crop(box)
    made.paste(Image.blend(area, Image.new("RGB", area.size, area.getpixel((0, 0))), 0.6), box)
    if spot:
        made.paste(area.crop((0, 0, area.width // 8, area.height)), box[:2])
    return made


@pytest.mark.parametrize("spot", [False, True])
def test_a_faint_line_is_found_though_a_part_of_it_is_strong(hung: Window, *, spot: bool) -> None:
    picture = picture_of(hung)
    assert list(unreadable(hung.screen.pieces.values(), picture, CONTRAST[Theme.DEFAULT])) == []
    box = hung.screen.pieces["title"].geometry()
    pale = faded(picture, (box.left(), box.top(), box.right() + 1, box.bottom() + 1), spot)
    (wrong,) = unreadable(hung.screen.pieces.values(), pale, CONTRAST[Theme.DEFAULT])
    assert wrong.startswith("line 1 of title has contrast")


def test_a_line_that_shows_nothing_is_found(hung: Window) -> None:
    picture = picture_of(hung)
    box = hung.screen.pieces["title"].geometry()
    ImageDraw.Draw(picture).rectangle((box.left(), box.top(), box.right(), box.bottom()), (246, 244, 239))
    assert list(unreadable(hung.screen.pieces.values(), picture, CONTRAST[Theme.DEFAULT])) == [
        "line 1 of title shows nothing"
    ]


def test_a_faint_edge_and_a_faint_sign_are_found(hung: Window) -> None:
    picture = picture_of(hung)
    assert list(faint(hung.screen.pieces.values(), picture)) == []
    box = hung.screen.pieces["back"].geometry()
    pale = faded(picture, (box.left(), box.top(), box.right() + 1, box.bottom() + 1), spot=False)
    pale = faded(pale, (box.left(), box.top(), box.right() + 1, box.bottom() + 1), spot=False)
    wrong = [problem.partition(" has")[0] for problem in faint(hung.screen.pieces.values(), pale)]
    assert wrong == ["the edge of back", "the sign of back"]


@pytest.mark.parametrize("key", ["title", "action0"])
def test_ink_at_the_edge_of_its_piece_is_found(hung: Window, key: str) -> None:
    picture = picture_of(hung)
    assert list(airless(hung.screen.pieces.values(), picture)) == []
    box = hung.screen.pieces[key].geometry()
    ink = (246, 244, 239) if key == "action0" else (27, 31, 36)
    middle = box.center().x()
    ImageDraw.Draw(picture).rectangle((middle, box.top(), middle + 4, box.bottom()), ink)
    assert list(airless(hung.screen.pieces.values(), picture)) == [
        f"{key} has ink at its top",
        f"{key} has ink at its bottom",
    ]


def test_what_was_in_order_is_looked_at_again_once_it_is_not(hung: Window) -> None:
    picture = picture_of(hung)
    assert list(problems(hung, WALL, picture)) == []
    back, title = hung.screen.pieces["back"], hung.screen.pieces["title"]
    name = back.accessibleName()
    back.setAccessibleName("别的")
    assert [problem for problem in problems(hung, WALL, picture) if problem.startswith("back is called")]
    back.setAccessibleName(name)
    title.setGeometry(title.geometry().translated(0, -title.geometry().top() - 1))
    assert "title is off the screen" in list(problems(hung, WALL, picture))


def test_contrast_is_that_of_the_standard() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert seen_in(Image.new("RGB", (4, 4), (9, 9, 9))) is None


def test_a_thin_slanting_stroke_is_as_strong_as_most_of_its_ink() -> None:
    """The soft edge is all one colour, and the stroke within is several that are nearly alike."""
    inks = {(199, 210, 233): 48, (14, 59, 160): 40, (0, 48, 154): 28, (15, 60, 160): 8, (11, 57, 159): 8}
    picture = Image.new("RGB", (24, 24), (255, 255, 255))
    painted = [colour for colour, count in inks.items() for _ in range(count)]
    for number, colour in enumerate(painted):
        picture.putpixel((number % 24, number // 24), colour)
    seen = seen_in(picture)
    assert seen is not None
    assert seen.most < 2
    assert seen.drawn > 9
