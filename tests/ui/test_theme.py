"""Sizes and colours hold what the requirements ask, for every panel."""

from __future__ import annotations

import pytest

from kiosk.core.config import PanelConfig
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.ui.theme import BLACK, CALM, CAPITAL_MM, CAPITAL_PER_EM, SOFT, WHITE, Colours, at_night, look_of

PAIRS = (
    ("text", "ground"),
    ("text", "card"),
    ("text", "down"),
    ("quiet", "ground"),
    ("quiet", "card"),
    ("primary", "card"),
    ("on_primary", "primary"),
    ("on_go", "go"),
    ("on_help", "help"),
    ("trouble", "ground"),
    ("on_soft", "soft"),
    ("on_pressed", "pressed"),
    ("on_pressed_dark", "pressed_dark"),
)
LINES = (("line", "card"), ("line", "ground"), ("focus", "card"), ("focus", "ground"), ("bar", "card"))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Colours, one: str, other: str) -> float:
    a, b = sorted((luminance(getattr(colours, one)), luminance(getattr(colours, other))), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize(("colours", "least"), [(CALM, 9.995), (BLACK, 20.0), (WHITE, 20.0), (SOFT, 4.5)])
def test_every_text_has_its_contrast(colours: Colours, least: float) -> None:
    low = {pair: contrast(colours, *pair) for pair in PAIRS if contrast(colours, *pair) < least}
    assert not low


@pytest.mark.parametrize("colours", [CALM, BLACK, WHITE, SOFT])
def test_every_line_that_means_something_has_three_to_one(colours: Colours) -> None:
    low = {pair: contrast(colours, *pair) for pair in LINES if contrast(colours, *pair) < 3.0}
    assert not low


def test_no_text_of_the_soft_look_dazzles() -> None:
    assert {pair: contrast(SOFT, *pair) for pair in PAIRS if contrast(SOFT, *pair) > 8.0} == {}


@pytest.mark.parametrize("theme", Theme)
def test_the_dark_page_is_dark_in_every_theme(theme: Theme) -> None:
    look = at_night(look_of(PanelConfig(), 1080, 1920, Presentation(theme=theme)))
    assert luminance(look.colours.ground) < 0.02


@pytest.mark.parametrize("size", TextSize)
def test_capitals_are_as_high_as_the_standard_asks(size: TextSize) -> None:
    for panel, width, height in ((PanelConfig(), 1080, 1920), (PanelConfig(376.0, 301.0), 1280, 1024)):
        look = look_of(panel, width, height, Presentation(size))
        assert look.body * CAPITAL_PER_EM / look.px_per_mm >= CAPITAL_MM[size]
        assert look.mm(20.0) / look.px_per_mm >= 20.0


def test_a_panel_that_is_turned_keeps_its_millimetres() -> None:
    upright = look_of(PanelConfig(), 1080, 1920, Presentation())
    lying = look_of(PanelConfig(), 1920, 1080, Presentation(theme=Theme.HIGH_CONTRAST))
    assert upright.px_per_mm == pytest.approx(lying.px_per_mm)
    assert upright.portrait
    assert not lying.portrait
    assert lying.colours is BLACK
