"""Sizes and colours: a presentation becomes millimetres, and millimetres become pixels of this panel."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Final

from kiosk.core.people import TextSize, Theme
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.config import PanelConfig
    from kiosk.core.people import Presentation

CAPITAL_MM: Final = {TextSize.SMALL: 3.9, TextSize.MEDIUM: 5.2, TextSize.LARGE: 7.4, TextSize.EXTRA_LARGE: 8.8}
"""Height of a capital letter of body text (A3; VVSG 2.0 7.1-G, EN 301 549 5.1.4)."""
CAPITAL_PER_EM: Final = 0.733
"""Noto Sans SC: `sCapHeight` 733 of 1000 units."""
PRIMARY_MM: Final = 20.0
"""A1: smallest primary control and key (Colle & Hiszem 2004: errors and time fall until 20 mm)."""


SIMPLE_MM: Final = 25.0
"""The same in 简洁版."""


@dataclass(frozen=True)
class Colours:
    """The roles of the design as `#RRGGBB`; texts on their ground have at least 10:1, in high contrast 20:1.

    In the soft look they have 4.5 to 8:1 (VVSG 2.0 7.1-D), on a dark ground.
    """

    ground: str = "#F6F4EF"
    card: str = "#FFFFFF"
    edge: str = "#D5DADF"
    line: str = "#7A858F"
    text: str = "#1B1F24"
    quiet: str = "#303840"
    primary: str = "#0F3860"
    on_primary: str = "#FFFFFF"
    go: str = "#0B4A30"
    on_go: str = "#FFFFFF"
    help: str = "#6B2C00"
    on_help: str = "#FFFFFF"
    trouble: str = "#741212"
    staff: str = "#4A2A73"
    on_staff: str = "#FFFFFF"
    on_trouble: str = "#FFFFFF"
    soft: str = "#E3ECF4"
    on_soft: str = "#0A2C4E"
    pressed: str = "#D3E0EC"
    on_pressed: str = "#0A2036"
    pressed_dark: str = "#06182B"
    on_pressed_dark: str = "#FFFFFF"
    down: str = "#EFECE5"
    accent: str = "#0F3860"
    focus: str = "#B35900"
    figure: str = "#0F3860"
    bar: str = "#5B84B1"
    frame: str = ""
    """Colour of the frame round what stands out by its fill alone in the default theme; empty for none."""


CALM: Final = Colours()
BLACK: Final = Colours(
    ground="#000000",
    card="#000000",
    edge="#FFFFFF",
    line="#FFFFFF",
    text="#FFFFFF",
    quiet="#FFFFFF",
    primary="#FFFFFF",
    on_primary="#000000",
    go="#FFFFFF",
    on_go="#000000",
    help="#FFFFFF",
    on_help="#000000",
    trouble="#FFFFFF",
    staff="#000000",
    on_staff="#FFFFFF",
    on_trouble="#000000",
    soft="#000000",
    on_soft="#FFFFFF",
    pressed="#FFFFFF",
    on_pressed="#000000",
    pressed_dark="#000000",
    on_pressed_dark="#FFFFFF",
    down="#000000",
    accent="#FFD400",
    focus="#FFD400",
    figure="#FFFFFF",
    bar="#FFD400",
    frame="#FFD400",
)
WHITE: Final = Colours(
    **dict.fromkeys(
        ("ground", "card", "on_primary", "on_go", "on_help", "on_trouble", "staff", "soft", "on_pressed", "pressed_dark",
         "down"),
        "#FFFFFF",
    ),
    **dict.fromkeys(
        ("edge", "line", "text", "quiet", "primary", "go", "help", "trouble", "on_staff", "on_soft", "pressed",
         "on_pressed_dark", "figure", "frame"),
        "#000000",
    ),
    **dict.fromkeys(("accent", "focus", "bar"), "#00309A"),
)  # fmt: skip
"""Black on white. Yellow can't be seen on white: what stands out by its colour is a deep blue there."""
SOFT: Final = Colours(
    ground="#1C1F23",
    card="#24282D",
    edge="#8A8780",
    line="#8A8780",
    text="#ACA89F",
    quiet="#ACA89F",
    primary="#98A9BA",
    on_primary="#1C1F23",
    go="#93AE9C",
    on_go="#1C1F23",
    help="#BBA08A",
    on_help="#1C1F23",
    trouble="#C49A94",
    on_trouble="#1C1F23",
    staff="#ADA1BF",
    on_staff="#1C1F23",
    soft="#262E36",
    on_soft="#ACA89F",
    pressed="#ACA89F",
    on_pressed="#1C1F23",
    pressed_dark="#1C1F23",
    on_pressed_dark="#ACA89F",
    down="#202328",
    accent="#98A9BA",
    focus="#C4A970",
    figure="#ACA89F",
    bar="#98A9BA",
    frame="#8A8780",
)
"""For people whom glare hurts: nothing bright, and no text above 8:1."""
DIM: Final = Colours(
    **dict.fromkeys(("ground", "card", "soft", "down", "on_primary", "on_go", "on_help"), "#000000"),
    **dict.fromkeys(("text", "quiet", "primary", "go", "help", "trouble", "accent", "figure", "on_soft"), "#B6B6B6"),
    edge="#5A5A5A",
    line="#5A5A5A",
    pressed="#2A2A2A",
    on_pressed="#FFFFFF",
    focus="#B6B6B6",
)
"""At night: as little light as lets somebody who comes read it (10:1)."""


_COLOURS: Final = {
    Theme.DEFAULT: CALM,
    Theme.HIGH_CONTRAST: BLACK,
    Theme.BLACK_ON_WHITE: WHITE,
    Theme.SOFT: SOFT,
}


@dataclass(frozen=True)
class Look:
    """One presentation on one panel: how many pixels things have, and their colours."""

    width: int
    height: int
    px_per_mm: float
    size: TextSize
    colours: Colours
    simple: bool
    head: int = 0
    """Pixels before the first where words may stand, but nothing to touch: see `kiosk.ui.columns`."""

    def mm(self, millimetres: float) -> int:
        """Pixels of at least so many millimetres."""
        return ceil(millimetres * self.px_per_mm - 1e-9)

    def at_least(self, millimetres: float) -> int:
        """Pixels of so many millimetres, or of the smallest control if that is more."""
        return max(self.mm(millimetres), self.primary)

    @property
    def primary(self) -> int:
        """Pixels of the smallest control."""
        return self.mm(SIMPLE_MM if self.simple else PRIMARY_MM)

    @property
    def portrait(self) -> bool:
        """Whether the panel stands upright."""
        return self.height > self.width

    @property
    def reach(self) -> int:
        """Pixels from the top of an upright panel to where somebody in a wheelchair reaches."""
        return ceil(self.height / 3)

    @property
    def large(self) -> bool:
        """Whether text is 大 or 特大."""
        return self.size in (TextSize.LARGE, TextSize.EXTRA_LARGE)

    @property
    def body(self) -> int:
        """Pixel size of body text."""
        return ceil(CAPITAL_MM[self.size] / CAPITAL_PER_EM * self.px_per_mm)

    @property
    def margin(self) -> int:
        """Room between the panel's edge and everything else."""
        return self.mm(11 if self.portrait else 9)

    @property
    def gap(self) -> int:
        """Room between controls."""
        return self.mm(4.5 if self.portrait else 3.5)

    @property
    def pad(self) -> int:
        """Room inside cards."""
        return self.mm(7 if self.portrait else 6)

    @property
    def radius(self) -> int:
        """Roundness of corners."""
        return self.mm(4.5)

    @property
    def stroke(self) -> int:
        """Width of a line that means something."""
        return max(2, self.mm(0.5))

    def scaled(self, factor: float) -> int:
        """Pixel size of text so many times the body's."""
        return round(self.body * factor)

    def titles(self) -> tuple[int, ...]:
        """Pixel sizes to try for a title, the largest first."""
        return tuple(self.scaled(f) for f in ((1.9, 1.7, 1.5, 1.3) if self.large else (2.2, 1.9, 1.6, 1.4)))

    def labels(self, height: int | None = None) -> tuple[int, ...]:
        """Pixel sizes to try for the words of a button, of one `height` pixels high if given."""
        sizes = tuple(self.scaled(f) for f in (1.4, 1.25, 1.1, 1.0))
        return sizes if height is None else tuple(px for px in sizes if px * 1.3 <= height - self.mm(2)) or sizes[-1:]


@lru_cache(maxsize=16)
def look_of(panel: PanelConfig, width: int, height: int, presentation: Presentation) -> Look:
    """Return the look of a presentation on a panel of `width` x `height` pixels, as people see it (after rotation)."""
    across, upright = panel.width_mm, panel.height_mm
    if (width > height) != (across > upright):
        across, upright = upright, across
    return Look(
        width=width,
        height=height,
        px_per_mm=min(width / across, height / upright),
        size=presentation.size,
        colours=_COLOURS[presentation.theme],
        simple=presentation.simple,
    )


def at_night(look: Look) -> Look:
    """Return the look of the dark page: high contrast is white on black then, whichever way round it was."""
    if look.colours == WHITE:
        return replace(look, colours=BLACK)
    return look if look.colours in (BLACK, SOFT) else replace(look, colours=DIM)
