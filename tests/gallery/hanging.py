"""Hangs a page on a wall: a window of some panel, size, theme and wording, without a visit behind it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, PanelConfig
from kiosk.core.page import Chart, Modes, Progress
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.staff import Assistance, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Money
from kiosk.ui.items import Turn
from kiosk.ui.pieces import TargetButton
from kiosk.ui.window import Window
from tests.screens.pages import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.core.page import Page
    from kiosk.core.stage import Tune
    from kiosk.core.text import Label
    from kiosk.ui.screen import Piece

GALLERY: Final = Path(os.environ.get("YIBAN_GALLERY", "out/gallery"))
KEPT: Final = "YIBAN_GALLERY" in os.environ
"""Whether pictures are kept: that takes longer than looking at them."""
LANGUAGES: Final = {"zh": False, "en": False}


@dataclass(frozen=True, slots=True)
class Wall:
    """A panel and a presentation."""

    width: int
    height: int
    width_mm: float
    height_mm: float
    size: TextSize
    theme: Theme
    simple: bool

    @property
    def name(self) -> str:
        """Name of the pictures made on it."""
        wording = "-simple" if self.simple else ""
        return f"{self.width}x{self.height}-{self.size}-{self.theme}{wording}"


HELPED: Final = Assistance(StaffMember(StaffNumber("10020217"), StaffRole.ATTENDANT))
HELPED_PAGES: Final = frozenset({"review_longest", "table_longest", "home", "notice_long"})
"""Pages that are hung with somebody's banner over them, too."""
SHEETS_PAGES: Final = frozenset({"printing", "printing_goes_on"})
"""Pages that are hung in the middle of a second sheet, too."""
LATE_PAGES: Final = frozenset({"home", "place_id_card"})
"""Pages whose phases are hung when they have taken long, too."""
PANELS: Final = ((1080, 1920, 267.8, 476.1), (1920, 1080, 476.1, 267.8), (1280, 1024, 376.0, 301.0))
ALL_WALLS: Final = tuple(
    Wall(*panel, size, theme, simple)
    for panel in PANELS
    for size in TextSize
    for theme in Theme
    for simple in (False, True)
)


def pairwise() -> tuple[Wall, ...]:
    """Return the fewest walls that hold every pair of panel, size, theme and wording: one for each size and theme."""
    walls: list[Wall] = []
    for s, size in enumerate(TextSize):
        for t, theme in enumerate(Theme):
            walls.append(Wall(*PANELS[(s + t) % 3], size, theme, bool((s + t // 2) % 2)))
    return tuple(walls)


class Listener:
    """A command that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.touches = 0
        self.named: list[Label | None] = []
        """Buttons that were named, and None for what each did."""
        self.walks: list[Label] = []
        """What keys have led to."""

    def answered(self, ticket: Ticket, value: object) -> None:
        self.asked.append(("answered", (ticket, value)))

    def back(self, ticket: Ticket) -> None:
        self.asked.append(("back", ticket))

    def leave(self, ticket: Ticket) -> None:
        self.asked.append(("leave", ticket))

    def call_help(self) -> None:
        self.asked.append(("help", None))

    def present(self, presentation: Presentation) -> None:
        self.asked.append(("present", presentation))

    def choose_modes(self) -> None:
        self.asked.append(("choose_modes", None))

    def choose_voice(self) -> None:
        self.asked.append(("choose_voice", None))

    def choose_language(self) -> None:
        self.asked.append(("choose_language", None))

    def tune(self, tune: Tune) -> None:
        self.asked.append(("tune", tune))

    def pressed(self, label: Label) -> None:
        self.named.append(label)

    def released(self) -> None:
        self.named.append(None)

    def walked(self, label: Label) -> None:
        self.walks.append(label)

    def read_aloud(self) -> None:
        self.asked.append(("read_aloud", None))

    def ask_consent(self) -> None:
        self.asked.append(("ask_consent", None))

    def helped(self) -> None:
        self.asked.append(("helped", None))

    def staff_wanted(self) -> None:
        self.asked.append(("staff_wanted", None))

    def touched(self) -> None:
        self.touches += 1


def virtual_clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))


def silent() -> None:
    """Make no sound."""


def window_on(
    wall: Wall,
    *,
    command: Listener | None = None,
    rotation: int = 0,
    sound: Callable[[], None] = silent,
    speaks: bool = True,
) -> Window:
    """Make a window for a wall. Those that were closed before are really taken down: no loop runs here that would."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    panel = PanelConfig(width_mm=wall.width_mm, height_mm=wall.height_mm, rotation=rotation)
    return Window(
        Config(panel=panel),
        command or Listener(),
        virtual_clock(),
        languages=LANGUAGES,
        fullscreen=False,
        size=(wall.width, wall.height),
        sound=sound,
        speaks=speaks,
    )


def has_figures(page: Page[object]) -> bool:
    """Whether a page has amounts that can be covered."""
    amounts = (value for text in texts(page) for value in text.values.values() if isinstance(value, Money))
    return page.figure is not None or isinstance(page, Chart) or any(amounts)


def showings(page: Page[object], wall: Wall) -> Iterator[tuple[str, Showing]]:
    """Yield how a page may be shown: by itself, helped, with its hint, covered, with the voice, at work, in each phase."""
    presentation = Presentation(wall.size, wall.theme, wall.simple)
    counts = any("seconds" in text.values for text in page.body)
    plain = Showing(
        ticket=Ticket(1),
        page=page,
        presentation=presentation,
        can_go_back=page.footer.back and not page.idle,
        cut_off=date(2026, 10, 31),
        down=frozenset({"printer"}),
        left_seconds=30.0 if counts else None,
        laid_over=counts,
    )
    yield "", plain
    if page.staff is not None:
        yield "-staff", replace(plain, page=page.staff, assistance=HELPED)
    if page.name in HELPED_PAGES:
        yield "-helped", replace(plain, presentation=replace(presentation, covered=True), assistance=HELPED)
    if page.may_be_called_off:
        yield "-late", replace(plain, late=True)
    if page.name in SHEETS_PAGES:
        yield "-sheet", replace(plain, progress=Progress(done=1, total=2, sheet=2, sheets=2))
    if page.hint is not None:
        yield "-hint", replace(plain, hint=page.hint.sentences)
    if has_figures(page):
        yield "-covered", replace(plain, presentation=replace(presentation, covered=True))
    if page.idle or isinstance(page, Modes):
        yield "-voice", replace(plain, presentation=replace(presentation, voice=True))
    if page.jobs and not page.phases and not page.idle:
        yield "-progress", replace(plain, progress=Progress("", 1, 2))
    yield from _busy(page, presentation)


def _busy(page: Page[object], presentation: Presentation) -> Iterator[tuple[str, Showing]]:
    for phase in page.phases:
        busy = Showing(
            ticket=Ticket(1),
            page=page,
            presentation=presentation,
            phase=phase,
            progress=Progress(phase.name, 1, 2),
            cut_off=date(2026, 10, 31),
        )
        yield f"-{phase.name}", busy
        if page.name in LATE_PAGES:
            yield f"-{phase.name}-late", replace(busy, late=True)


def focused(window: Window) -> Piece | None:
    """Return the piece that keys have been led to.

    Looked for, not asked for: PySide 6.9 takes what `focusWidget` or `nextInFocusChain` returns for a child of the widget that
    was asked, frees it twice, and crashes some pages later.
    """
    return next((piece for piece in window.screen.pieces.values() if piece.hasFocus()), None)


def walked(window: Window) -> list[str]:
    """Return the keys of what Tab leads to, from the page itself until it begins again."""
    screen = window.screen
    if not screen.isActiveWindow():
        screen.activateWindow()
        QCoreApplication.processEvents()  # only a window that is in front has anything focused
    screen.setFocus(Qt.FocusReason.OtherFocusReason)
    found: list[str] = []
    while len(found) <= len(screen.pieces):
        screen.step(forward=True)
        piece = focused(window)
        if piece is None or piece.item.key in found[:1]:
            break
        found.append(piece.item.key)
    screen.setFocus(Qt.FocusReason.OtherFocusReason)
    return found


def turn_on(window: Window) -> bool:
    """Turn to the next sheet of the page; say whether there was one."""
    onward = next(
        (p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.deed == Turn(1)), None
    )
    if onward is not None:
        window.screen.activate(onward.item.key)
    return onward is not None


def keep(picture: Image.Image, wall: Wall, name: str) -> None:
    """Keep a picture in the gallery's folder, if that is asked for."""
    if KEPT:
        folder = GALLERY / wall.name
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(folder / f"{name}.png", compress_level=1)


def picture_of(window: Window) -> Image.Image:
    """Return the pixels of a window."""
    image = window.widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)  # as it is painted, mostly
    size = image.width(), image.height()
    return Image.frombytes("RGB", size, image.constBits(), "raw", "BGRX", image.bytesPerLine())
