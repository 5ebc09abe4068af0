"""What tells a painted letter from the box that stands for none."""

from __future__ import annotations

import pytest

from kiosk.core.languages import LANGUAGES
from kiosk.core.page import Notice
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.ui.words import load
from tests.gallery.glyphs import NOBODYS, is_missing, lacking, painted
from tests.gallery.hanging import PANELS, Wall, window_on

pytestmark = pytest.mark.usefixtures("qapp")


def test_what_is_no_character_is_painted_as_one_box() -> None:
    first, *others = (painted(nobodys, bold=False) for nobodys in NOBODYS)
    assert first.getbbox() is not None
    assert all(other == first for other in others)


@pytest.mark.parametrize("character", ["\U0003ffff", "\u0378", "\ue000"])
def test_a_character_without_a_font_is_found(character: str) -> None:
    assert is_missing(character, bold=False)
    wall = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
    window = window_on(wall)
    window.open()
    window.show(Showing(Ticket(1), Notice(name="notice", title=say(f"请看{character}")), Presentation()))
    assert [line for line in lacking(window) if hex(ord(character)) in line]
    window.close()


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_that_a_language_is_called_by_has_ink(bold: bool) -> None:  # noqa: FBT001 - as they are painted
    load(LANGUAGES.values())
    letters = {letter for language in LANGUAGES.values() for letter in language.name}
    assert [letter for letter in letters if is_missing(letter, bold=bold)] == []
    assert not is_missing(" ", bold=bold)
    assert not is_missing("\u180e", bold=bold)
