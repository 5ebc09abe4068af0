"""Mongolian on the screen: columns from the left, letters turned with their lines, Hanzi upright, the pad of digits as ever."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.core.config import Config, LanguagesConfig, PanelConfig
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.ui import words
from kiosk.ui.icons import icon
from kiosk.ui.items import Align, Item, Target, Words
from kiosk.ui.pieces import TargetButton
from kiosk.ui.window import Window
from kiosk.ui.writing import write
from tests.gallery.checks import problems
from tests.gallery.hanging import PANELS, Listener, Wall, picture_of, silent, virtual_clock
from tests.gallery.pages import pages

pytestmark = pytest.mark.usefixtures("qapp")
PX = 40


def _shown(name: str, size: tuple[int, int] = (1080, 1920), code: str = "mn") -> Window:
    config = Config(languages=LanguagesConfig(("mn", "ug")))
    window = Window(config, Listener(), virtual_clock(), fullscreen=False, size=size, sound=silent)
    window.open()
    window.show(Showing(Ticket(1), pages()[name], Presentation(language=code), can_go_back=True))
    return window


def _items(window: Window) -> dict[str, Item]:
    return {key: piece.item for key, piece in window.screen.pieces.items()}


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_what_is_read_first_stands_left_and_lines_run_down(size: tuple[int, int]) -> None:
    window = _shown("payment.M4a", size)
    items = _items(window)
    title, figure, back, here = (items[key] for key in ("title", "figure", "back", "help"))
    assert isinstance(title, Words)
    assert title.columns
    assert title.box.h > title.box.w
    assert title.box.right <= figure.box.x < back.box.x
    assert back.box.x == here.box.x
    assert back.box.bottom < here.box.y
    window.close()


@pytest.mark.parametrize("name", ["payment.M4a", "home.home", "modes.modes", "languages.languages"])
def test_everything_to_touch_is_in_reach_on_an_upright_panel(name: str) -> None:
    window = _shown(name)
    items = _items(window)
    assert min(item.box.y for item in items.values() if isinstance(item, Target)) >= 1920 / 3
    assert items["title"].box.y < 1920 / 3
    window.close()


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_what_is_said_in_chinese_is_written_in_a_line_at_the_top(size: tuple[int, int]) -> None:
    window = _shown("payment.M4a", size)
    window.captions.said(("十一月的养老金发了。",), follows=True)
    window.captions.at(0)
    bar = window.captions.bar
    assert not bar.isHidden()
    assert bar.y() < size[1] / 20
    assert bar.height() < size[1] / 6
    window.close()


def test_what_points_back_points_up() -> None:
    drawn = icon("arrow-left", PX, "#000000", columns=True).toImage()
    rows = [y for y in range(PX) for x in range(PX) if drawn.pixelColor(x, y).alpha() > 128]
    assert sum(y < PX / 2 for y in rows) > 1.3 * sum(y >= PX / 2 for y in rows)


def test_who_is_offered_mongolian_alone_sees_its_name_upright_on_home() -> None:
    for panel in PANELS:
        for size in (TextSize.MEDIUM, TextSize.EXTRA_LARGE):
            wall = Wall(*panel, size, Theme.DEFAULT, simple=False)
            config = Config(
                panel=PanelConfig(width_mm=wall.width_mm, height_mm=wall.height_mm), languages=LanguagesConfig(("mn",))
            )
            pixels = (wall.width, wall.height)
            window = Window(config, Listener(), virtual_clock(), fullscreen=False, size=pixels, sound=silent)
            window.open()
            window.show(Showing(Ticket(1), pages()["home.home"], Presentation(size)))
            name = _items(window)["language-mn"]
            assert isinstance(name, Target)
            assert name.columns
            assert list(problems(window, wall, picture_of(window))) == []
            window.close()


def test_the_pad_of_digits_is_the_same_everywhere() -> None:
    window = _shown("kinds.digits")
    keys = {key: item for key, item in _items(window).items() if isinstance(item, Target) and key.startswith("key-")}
    one, two, three, four = (keys[f"key-{digit}"] for digit in "1234")
    assert one.box.y == two.box.y == three.box.y < four.box.y
    assert one.box.x < two.box.x < three.box.x
    assert four.box.x == one.box.x
    assert not one.columns
    assert all(item.columns for key, item in keys.items() if not key.removeprefix("key-").isdigit())
    window.close()


def test_a_sign_stands_above_the_words_it_is_beside() -> None:
    window = _shown("payment.M4a")
    back = window.screen.pieces["back"]
    assert isinstance(back, TargetButton)
    sign, said = back.sign_box(), back.words_box()
    assert sign is not None
    assert sign.y + sign.h <= said.y
    assert abs(sign.x + sign.w / 2 - said.x - said.w / 2) <= 2
    assert said.h > said.w
    window.close()


def test_its_own_name_stands_upright_on_a_page_of_another_language() -> None:
    window = _shown("languages.languages", code="zh")
    items = _items(window)
    name, other = items["language-mn"], items["language-ug"]
    assert isinstance(name, Target)
    assert isinstance(other, Target)
    assert name.columns
    assert not other.columns
    window.close()


def _ink(picture: QImage) -> list[tuple[int, int]]:
    return [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).lightness() < 128
    ]


def _written(lines: tuple[str, ...], *, columns: bool, size: tuple[int, int]) -> list[tuple[int, int]]:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    write(painter, QRectF(0, 0, *size), lines, PX, bold=False, align=Align.LEFT, columns=columns)
    painter.end()
    return _ink(picture)


def test_hanzi_stand_upright_one_under_another_and_letters_are_turned() -> None:
    high = words.line_height(PX)
    plain = _written(("一一",), columns=False, size=(3 * PX, high))
    stood = _written(("一一",), columns=True, size=(high, 3 * PX))
    assert max(y for _, y in plain) - min(y for _, y in plain) < PX / 3  # 一 is one stroke across
    for top in (0, PX):
        one = [x for x, y in stood if top < y < top + PX]
        assert max(one) - min(one) > PX / 2  # and stays one: turned, it would be a stroke down
    assert max(y for _, y in stood) - min(y for _, y in stood) > PX * 0.9
    turned = _written(("—",), columns=True, size=(high, 3 * PX))
    assert max(y for _, y in turned) - min(y for _, y in turned) > PX / 2


def test_the_first_of_two_lines_is_the_left_one() -> None:
    high = words.line_height(PX)
    ink = _written(("一", "十十"), columns=True, size=(2 * high, 4 * PX))
    assert max(y for x, y in ink if x < high) < PX * 1.1
    assert max(y for x, y in ink if x > high) > PX * 1.5
