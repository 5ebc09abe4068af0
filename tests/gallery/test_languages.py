"""Every page for people in every language that has a catalogue: whole, with every glyph, and mirrored where one reads so.

In CI every other page hangs in one language and the pages that matter most in all; the soak hangs everything everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from devices.roles import Key
from kiosk.core.config import Config, LanguagesConfig, PanelConfig
from kiosk.core.languages import LANGUAGES, catalogue
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.ui.items import Align, Ask, Present
from kiosk.ui.pieces import TargetButton
from kiosk.ui.window import Window
from tests.gallery.checks import problems
from tests.gallery.glyphs import lacking
from tests.gallery.hanging import (
    PANELS,
    Listener,
    Wall,
    focused,
    keep,
    picture_of,
    showings,
    silent,
    turn_on,
    virtual_clock,
)
from tests.gallery.pages import pages

pytestmark = pytest.mark.usefixtures("qapp")
PAGES: Final = {name: page for name, page in pages().items() if not name.startswith(("staff.", "kinds."))}
CODES: Final = tuple(code for code in LANGUAGES if code != "zh" and catalogue(code).exists())
MOST: Final = ("home.home", "modes.modes", "languages.languages", "payment.M4a", "read_aloud.M5")
"""Pages that nearly every visit has, or that lead to a language."""
WALLS: Final = tuple(
    Wall(*panel, size, list(Theme)[(p + s + simple) % len(Theme)], simple=simple)
    for p, panel in enumerate(PANELS)
    for s, size in enumerate(TextSize)
    for simple in (False, True)
)
"""Every size and both wordings on every panel; themes, which move nothing, go round."""


def share(number: int) -> tuple[str, Wall]:
    """Return the language and the wall of one hanging in CI: those that follow one another go through all there are."""
    turn, place = divmod(number, len(CODES))
    return CODES[place], WALLS[(5 * place + 7 * turn) % len(WALLS)]


def _window_on(wall: Wall) -> Window:
    return _window_of((wall.width, wall.height, wall.width_mm, wall.height_mm))


@cache
def _window_of(panel: tuple[int, int, float, float]) -> Window:
    """One window a panel: what is shown in it brings its own size, theme, wording and language."""
    width, height, width_mm, height_mm = panel
    config = Config(
        panel=PanelConfig(width_mm=width_mm, height_mm=height_mm), languages=LanguagesConfig(("zh", *CODES))
    )
    window = Window(config, Listener(), virtual_clock(), fullscreen=False, size=(width, height), sound=silent)
    window.open()
    return window


def _hang(name: str, code: str, wall: Wall, *, every_state: bool = False) -> list[str]:
    """Show a page in a language in its states on all its sheets; return what is wrong."""
    wrong: list[str] = []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = _window_on(wall)
    for state, showing in showings(PAGES[name], wall):
        if state == "-staff":
            continue
        window.over()
        window.show(replace(showing, presentation=replace(showing.presentation, language=code)))
        number = 0
        while True:
            picture = picture_of(window)
            keep(picture, wall, f"{code}-{name}{state}{f'-{number}' if number else ''}")
            found = [*problems(window, wall, picture), *lacking(window)]
            wrong += [f"{code} {wall.name} {name}{state}: {problem}" for problem in found]
            number += 1
            if not turn_on(window):
                break
        if not every_state:
            break
    window.over()
    return wrong


@pytest.mark.parametrize("name", list(PAGES)[::2])
def test_a_page_is_whole_in_a_language(name: str) -> None:
    wrong = _hang(name, *share(list(PAGES).index(name) // 2))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", CODES)
def test_the_pages_that_matter_most_are_whole_in_every_language(code: str) -> None:
    at = CODES.index(code) * len(MOST)
    wrong = [problem for n, name in enumerate(MOST) for problem in _hang(name, code, WALLS[7 * (at + n) % len(WALLS)])]
    assert not wrong, "\n".join(wrong)


def test_the_share_of_ci_has_every_language_in_every_size_wording_theme_and_panel() -> None:
    hung = [share(number) for number in range(len(PAGES) // 2)]
    for code in CODES:
        walls = [wall for own, wall in hung if own == code]
        assert {(wall.size, wall.simple) for wall in walls} == {(size, on) for size in TextSize for on in (False, True)}
        assert {wall.theme for wall in walls} == set(Theme)
        assert {wall.width for wall in walls} == {panel[0] for panel in PANELS}
    assert {WALLS[7 * n % len(WALLS)] for n in range(len(CODES) * len(MOST))} == set(WALLS)


@pytest.mark.soak
@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.name)
@pytest.mark.parametrize("code", CODES)
def test_every_page_is_whole_in_every_language_on_every_panel(code: str, wall: Wall) -> None:
    wrong = [problem for name in PAGES for problem in _hang(name, code, wall, every_state=True)]
    assert not wrong, "\n".join(wrong)


def _shown(code: str, name: str, command: Listener | None = None, offered: tuple[str, ...] = ("en", "ug")) -> Window:
    config = Config(languages=LanguagesConfig(offered))
    window = Window(config, command or Listener(), virtual_clock(), fullscreen=False, size=(1080, 1920), sound=silent)
    window.open()
    window.show(Showing(Ticket(1), PAGES[name], Presentation(language=code), can_go_back=True))
    return window


def test_what_is_read_from_the_right_stands_in_a_mirror_and_figures_do_not() -> None:
    window, chinese = _shown("ug", "payment.M4a"), _shown("zh", "payment.M4a")
    there = {key: piece.item for key, piece in window.screen.pieces.items()}
    plain = {key: piece.item for key, piece in chinese.screen.pieces.items()}
    assert there["help"].box.x < 540 < plain["help"].box.x
    assert there["back"].box.x > 540 > plain["back"].box.x
    title = there["title"]
    assert getattr(title, "align", None) is Align.RIGHT
    back, back_before = (each.screen.pieces["back"] for each in (window, chinese))
    assert isinstance(back, TargetButton)
    assert isinstance(back_before, TargetButton)
    sign, sign_before = back.sign_box(), back_before.sign_box()
    assert sign is not None
    assert sign_before is not None
    assert sign.x > back.width() / 2
    assert sign_before.x < back_before.width() / 2
    figure = there["figure"]
    assert "3,402.16" in "".join(getattr(figure, "lines", ()))
    window.close()
    chinese.close()


def test_keys_to_the_sides_follow_the_way_one_reads() -> None:
    for code, onward, back in (("zh", Key.RIGHT, Key.LEFT), ("ug", Key.LEFT, Key.RIGHT)):
        window = _shown(code, "payment.M4a")
        window.screen.activateWindow()
        QCoreApplication.processEvents()
        window.key(onward)
        first = focused(window)
        window.key(onward)
        second = focused(window)
        window.key(back)
        assert first is not None
        assert second is not None
        assert first is not second
        assert focused(window) is first
        window.close()


def test_one_language_has_a_button_and_more_have_a_page() -> None:
    command = Listener()
    window = _shown("zh", "home.home", command, ("zh", "en"))
    window.screen.activate("language-en")
    assert command.asked == [("present", Presentation(language="en"))]
    assert "languages" not in window.screen.pieces
    assert "language-zh" not in window.screen.pieces
    window.close()
    window = _shown("en", "home.home", command, ("zh", "en"))
    assert {"language-en", "language-zh"} <= set(window.screen.pieces)
    window.close()
    window = _shown("zh", "home.home", command)
    window.screen.activate("languages")
    assert command.asked[-1] == ("choose_language", None)
    window.close()
    window = _shown("zh", "languages.languages", command)
    button = window.screen.pieces["language-ug"].item
    assert getattr(button, "note", ()) == ("试用",)
    assert getattr(button, "words", "") == "ئۇيغۇرچە，试用"
    window.screen.activate("language-ug")
    assert [name for name, _ in command.asked[-2:]] == ["present", "answered"]
    window.close()
    window = _shown("zh", "home.home", command, ("zh",))
    assert not [key for key in window.screen.pieces if key.startswith("language")]
    window.close()
    window = _shown("zh", "languages.languages", command, ("zh",))
    assert not [key for key in window.screen.pieces if key == "languages"]
    window.close()


def test_the_way_to_the_languages_has_their_sign_for_who_cannot_read_it() -> None:
    for offered, sign in ((("zh", "ug"), "languages"), (("zh",), "a-large-small")):
        window = _shown("zh", "payment.M4a", offered=offered)
        modes = window.screen.pieces["modes"].item
        assert (getattr(modes, "deed", None), getattr(modes, "icon", "")) == (Ask.MODES, sign)
        window.close()


def test_what_is_for_the_staff_is_chinese_and_offers_no_language() -> None:
    window = _shown("ug", "home.home")
    window.show(Showing(Ticket(2), PAGES["modes.modes"], Presentation(language="ug"), for_staff=True))
    scene = window._scene
    assert scene is not None
    assert scene.title == "怎么看更清楚？"
    assert not [key for key in window.screen.pieces if key.startswith("language")]
    window.close()


def test_switching_keeps_what_was_typed() -> None:
    digits = pages()["kinds.digits"]
    command = Listener()
    window = _shown("zh", "home.home", command)
    window.show(Showing(Ticket(3), digits, Presentation()))
    window.key(Key("1"))
    assert window._memory.digits == "1"
    window.show(Showing(Ticket(3), digits, Presentation(language="ug")))
    assert window._memory.digits == "1"
    keys = {key: piece.item.box for key, piece in window.screen.pieces.items() if key.startswith("key-")}
    assert keys["key-1"].x < keys["key-2"].x < keys["key-3"].x
    window.close()


def test_home_large_in_a_language_with_long_words_has_one_button_for_all_modes() -> None:
    wall = Wall(*PANELS[1], TextSize.EXTRA_LARGE, Theme.DEFAULT, simple=False)
    window = _window_on(wall)
    showing = Showing(Ticket(4), PAGES["home.home"], Presentation(TextSize.EXTRA_LARGE, language="bo"))
    window.show(showing)
    modes = window.screen.pieces["modes"].item
    assert getattr(modes, "deed", None) is Ask.MODES
    assert "mode-large" not in window.screen.pieces
    window.over()
    assert Present(Presentation()) == Present(Presentation(), onward=False)


@pytest.mark.parametrize(("code", "panel"), [("bo", PANELS[1]), ("za", PANELS[0])])
def test_home_has_room_for_its_hint_where_words_are_longest(code: str, panel: tuple[int, int, float, float]) -> None:
    wall = Wall(*panel, TextSize.EXTRA_LARGE, Theme.DEFAULT, simple=False)
    wrong = _hang("home.home", code, wall, every_state=True)
    assert not wrong, "\n".join(wrong)
