"""Translations are longer than Chinese: at 特大, on every panel, nothing on people's pages is cut by words 1.6 times as long."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.core.config import Config, PanelConfig
from kiosk.core.people import TextSize, Theme
from kiosk.ui.window import Window
from tests.core.test_text import catalogue
from tests.gallery.checks import problems
from tests.gallery.hanging import PANELS, Listener, Wall, picture_of, showings, silent, turn_on, virtual_clock
from tests.gallery.pages import pages
from tests.gallery.test_pseudo_language import messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kiosk.core.page import Page

LONGER: Final = 0.6
FILLING: Final = "译文长短不同" * 9
PAGES: Final = {name: page for name, page in pages().items() if not name.startswith(("staff.", "kinds."))}


def longer(message: str, by: float = LONGER) -> str:
    """Make a sentence as much longer as a translation may be; its values and its end stay."""
    length = len(re.sub(r"\{.*?\}", "xx", message))
    end = message[-1] if message[-1] in "。？！" else ""
    return message.removesuffix(end) + FILLING[: max(1, round(length * by))] + end


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    translations = {message: longer(message) for message in messages() if message}
    return catalogue(tmp_path_factory.mktemp("locale"), "zz", translations)


def wrong(locale: Path, wall: Wall, hung: Mapping[str, Page[object]] = PAGES) -> Iterator[str]:
    """Yield what is wrong, for every page in every state on every sheet."""
    panel = PanelConfig(width_mm=wall.width_mm, height_mm=wall.height_mm)
    window = Window(
        Config(panel=panel),
        Listener(),
        virtual_clock(),
        fullscreen=False,
        size=(wall.width, wall.height),
        locale=locale,
        languages={},
        sound=silent,
    )
    window.open()
    for name, page in hung.items():
        for state, showing in showings(page, wall):
            if state == "-staff":  # the staff reads Chinese
                continue
            window.over()
            window.show(replace(showing, presentation=replace(showing.presentation, language="zz")))
            while True:
                for problem in problems(window, wall, picture_of(window)):
                    yield f"{wall.name} {name}{state}: {problem}"
                if not turn_on(window):
                    break
    window.close()


@pytest.fixture(scope="module")
def found(locale: Path, qapp: QApplication) -> list[str]:
    assert qapp is not None
    walls = [Wall(*panel, TextSize.EXTRA_LARGE, Theme.DEFAULT, simple=False) for panel in PANELS]
    return [each for wall in walls for each in wrong(locale, wall)]


def test_no_longer_word_is_cut_at_the_largest_size(found: list[str]) -> None:
    assert not found, "\n".join(found)


def test_words_more_than_twice_as_long_stand_on_three_lines_of_the_footer(tmp_path: Path, qapp: QApplication) -> None:
    assert qapp is not None
    long = catalogue(tmp_path, "zz", {message: longer(message, 1.6) for message in messages() if message})
    few = {name: page for name, page in PAGES.items() if name in ("modes.modes", "goodbye.R9")}
    wall = Wall(*PANELS[0], TextSize.EXTRA_LARGE, Theme.DEFAULT, simple=False)
    assert list(wrong(long, wall, few)) == []
