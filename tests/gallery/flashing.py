"""Sees what flashes (A22): pictures of a window thirty times a second, small enough that a pixel is no detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.core.clock import VirtualClock
    from kiosk.ui.window import Window

FRAMES_A_SECOND: Final = 30
FLASHES: Final = 3
"""A22: so many a second."""
FLASH: Final = 0.1
"""Of the whole range of luminance: a smaller change is no flash (WCAG 2.2, general flash)."""
FLASH_AREA: Final = 0.01
"""Of the panel: WCAG's quarter of ten degrees of sight is about so much of a panel at arm's length."""
DETAIL: Final = 12
"""Pixels across that are one here."""


def small(window: Window) -> Image.Image:
    """Return the greys of a window as it is painted now, a twelfth as wide and high."""
    widget = window.widget
    image = QImage(widget.width() // DETAIL, widget.height() // DETAIL, QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    painter.scale(1 / DETAIL, 1 / DETAIL)
    widget.render(painter, QPoint())
    painter.end()
    size = image.width(), image.height()
    return Image.frombytes("L", size, image.constBits(), "raw", "L", image.bytesPerLine())


def frames(window: Window, seconds: float) -> Iterator[Image.Image]:
    """Yield what is to be seen while time goes on."""
    clock = cast("VirtualClock", window._clock)
    for _ in range(round(seconds * FRAMES_A_SECOND)):
        clock.sleep(1 / FRAMES_A_SECOND)
        yield small(window)


def turns(levels: Sequence[int]) -> int:
    """Return how often a pixel turns from lighter to darker or back, by enough to be seen as a flash."""
    low = high = levels[0]
    direction = found = 0
    for level in levels[1:]:
        low, high = min(low, level), max(high, level)
        if direction <= 0 and level - low >= FLASH * 255:
            direction, found, high = 1, found + 1, level
        elif direction >= 0 and high - level >= FLASH * 255:
            direction, found, low = -1, found + 1, level
    return found


def flashing(seen: Sequence[Image.Image]) -> float:
    """Return which share of the panel flashes more than three times: a flash is a pair of turns."""
    levels = zip(*(image.tobytes() for image in seen), strict=True)
    return sum(len(set(pixel)) > 1 and turns(pixel) > 2 * FLASHES for pixel in levels) / (
        seen[0].width * seen[0].height
    )
