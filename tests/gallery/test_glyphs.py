"""What tells a painted letter from the box that stands for none."""

from __future__ import annotations

from typing import Final

import pytest
from babel.messages.pofile import read_po
from PIL import ImageFilter

from kiosk.core.languages import CHINESE, LANGUAGES, catalogue
from kiosk.core.page import Notice
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.ui.words import load, speak
from tests.gallery.glyphs import NOBODYS, PX, is_missing, lacking, painted
from tests.gallery.hanging import PANELS, Wall, window_on

pytestmark = pytest.mark.usefixtures("qapp")
BLOT: Final = 11 / 48
"""Ems of ink in every direction that no stroke has, bold neither: between it and its neighbour the white is gone."""


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


@pytest.mark.parametrize("code", ["mn", "ug", "kk", "bo", "ko", "ii"])
def test_no_letter_of_a_language_runs_into_a_blot_where_it_is_bold(code: str) -> None:
    with catalogue(code).with_suffix(".po").open("rb") as file:
        said = "".join(str(message.string) for message in read_po(file) if message.id)
    speak(code)
    try:
        letters = {
            letter for letter in said if letter.isalpha() and letter > "\u02ff" and not "\u2e80" <= letter < "\ua000"
        }
        assert len(letters) > 20
        assert [letter for letter in letters if _thickest(letter) >= BLOT] == []
    finally:
        speak(CHINESE)


def _thickest(letter: str) -> float:
    """Return how many ems of ink are at least one way wide and high somewhere in a letter."""
    ink = painted(letter, bold=True).point([0] * 128 + [255] * 128)
    worn = 0
    while ink.getbbox() is not None:
        ink, worn = ink.filter(ImageFilter.MinFilter(3)), worn + 1
    return (2 * worn - 1) / PX
