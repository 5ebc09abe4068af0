"""A laid-out page as data: boxes with words, buttons and drawings, in reading order; and what touching one means."""

from __future__ import annotations

from dataclasses import field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.page import Hit, Picture
    from kiosk.core.people import Presentation
    from kiosk.core.stage import Tune
    from kiosk.ui.sides import Sides


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """First column right of it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below it."""
        return self.y + self.h

    def inside(self, across: int, upright: int | None = None) -> Box:
        """Return the box smaller by so many pixels on every side."""
        down = across if upright is None else upright
        return Box(self.x + across, self.y + down, self.w - 2 * across, self.h - 2 * down)

    def below(self, taken: int) -> Box:
        """Return what is left under `taken` pixels."""
        return Box(self.x, self.y + taken, self.w, self.h - taken)

    def top(self, height: int) -> Box:
        """Return the upper `height` pixels."""
        return Box(self.x, self.y, self.w, height)

    def columns(self, count: int, gap: int, weights: tuple[float, ...] = ()) -> tuple[Box, ...]:
        """Split into columns, equally wide or by `weights`."""
        shares = weights or (1.0,) * count
        room = self.w - gap * (count - 1)
        edges = [round(room * sum(shares[:n]) / sum(shares)) for n in range(count + 1)]
        return tuple(Box(self.x + edges[n] + gap * n, self.y, edges[n + 1] - edges[n], self.h) for n in range(count))


# -- what touching something means ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Give:
    """Answer the page with this value."""

    value: object


@dataclass(frozen=True)
class Aim:
    """Answer the page with how far beside the middle it was touched."""

    read: Callable[[Hit], object]


@dataclass(frozen=True)
class Present:
    """Show everything in another way; `onward`: and go on beneath the page that offered it."""

    presentation: Presentation
    onward: bool = False


@dataclass(frozen=True)
class Turn:
    """Go on or back by so many sheets of the page."""

    by: int


@dataclass(frozen=True)
class Digit:
    """Type a digit."""

    digit: str


@dataclass(frozen=True)
class Speak:
    """Ask something of the voice. With `back` the page that lies beneath comes back first: that is what is spoken."""

    tune: Tune
    back: bool = False


class Ask(Enum):
    """What needs no value."""

    BACK = "back"
    LEAVE = "leave"
    HELP = "help"
    READ_ALOUD = "read_aloud"
    CONSENT = "consent"
    HELPED = "helped"
    MODES = "modes"
    VOICE = "voice"
    LANGUAGES = "languages"
    RUB_OUT = "rub_out"
    ENTER = "enter"


Deed = Give | Aim | Present | Turn | Digit | Speak | Ask


# -- what is seen ----------------------------------------------------------------------------------------------


class Align(StrEnum):
    """Where lines begin."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Words:
    """Lines of text. `colour` names a role of `Colours`.

    `read` is what assistive technology reads in their place; empty where a `Line` reads them with others. `columns`: lines run
    from top to bottom, the first left, and they begin at the top where `align` is left.
    """

    key: str
    box: Box
    lines: tuple[str, ...]
    px: int
    bold: bool = False
    colour: str = "text"
    ground: str = "ground"
    align: Align = Align.LEFT
    read: str | None = None
    columns: bool = False


@dataclass(frozen=True)
class Line:
    """What belongs together in a list or a chart, read as one: a label, its figure, a note. Draws nothing by itself.

    With `stop` keys stop at it, and a ring shows where they are.
    """

    key: str
    box: Box
    words: str
    stop: bool = False


@dataclass(frozen=True)
class Plate:
    """A card that only holds other things; `dashed` and the roles are how it looks."""

    key: str
    box: Box
    fill: str = "card"
    edge: str = "edge"


class Style(StrEnum):
    """What a button is, hence how it looks."""

    CARD = "card"
    GO = "go"
    PLAIN = "plain"
    TROUBLE = "trouble"
    HELP = "help"
    MODE = "mode"
    KEY = "key"


@dataclass(frozen=True)
class Target:
    """Something to touch. `words` is its accessible name; `lines` and `note` are how they are broken for its box.

    `stacked` puts the icon above the words. `on` is a mode that is switched on; `repeats` a key that is meant twice.
    `closed` is a choice that can't be had now; `beckons` is what is offered to who seems to need it. `mirrored`: it is read from
    the right. `columns`: its lines run from top to bottom.
    """

    key: str
    box: Box
    style: Style
    words: str
    lines: tuple[str, ...]
    px: int
    deed: Deed | None = field(compare=False)
    icon: str = ""
    note: tuple[str, ...] = ()
    note_px: int = 0
    note_icon: str = ""
    stacked: bool = False
    on: bool = False
    closed: bool = False
    repeats: bool = False
    beckons: bool = False
    primary: bool = True
    mirrored: bool = False
    columns: bool = False


@dataclass(frozen=True)
class Drawing:
    """A picture of what to do; `moving` lets its arrow pulse. `sides` are where the slots are."""

    key: str
    box: Box
    picture: Picture
    moving: bool
    sides: Sides


@dataclass(frozen=True)
class Icon:
    """A sign from the icon set beside words."""

    key: str
    box: Box
    name: str
    colour: str = "accent"


@dataclass(frozen=True)
class Meter:
    """A bar filled by `share` (0 to 1); `plain` has no trough, `upright` fills from below, `mirrored` from the right.

    In `columns` it fills from above, where it would from the left, and from the right, where it would from below.
    """

    key: str
    box: Box
    share: float
    colour: str = "go"
    plain: bool = False
    upright: bool = False
    mirrored: bool = False
    columns: bool = False


@dataclass(frozen=True)
class Ring:
    """A ring of which `share` is left, with or without the seconds inside."""

    key: str
    box: Box
    share: float
    number: str
    px: int


Item = Words | Line | Plate | Target | Drawing | Icon | Meter | Ring


@dataclass()
class Sheet:
    """The items of one sheet of a page, in reading order. `sheets` is how many the page has, `sheet` which this is."""

    items: list[Item] = field(default_factory=list["Item"])
    sheet: int = 0
    sheets: int = 1

    def put(self, *items: Item) -> None:
        """Add items."""
        self.items.extend(items)
