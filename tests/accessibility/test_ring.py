"""The ring round what keys have led to, measured on pixels: on every page, at least 2 pixels thick and 3:1 (A5, A8)."""

from __future__ import annotations

from functools import cache
from itertools import groupby, pairwise, product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt

from devices.roles import Key
from kiosk.core.page import Night
from kiosk.core.people import TextSize, Theme
from kiosk.ui.items import Aim, Target
from kiosk.ui.line_stop import LineStop
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import ALL_WALLS, PANELS, Wall, focused, showings, window_on
from tests.gallery.hanging import pairwise as usual_pairs
from tests.gallery.pages import pages
from tests.gallery.pixels import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from kiosk.ui.items import Item
    from kiosk.ui.window import Window

PAGES = pages()
THIN = 2
FAINT = 3.0
_CLEAR: set[int] = set()
LOOK_IN = 24
"""So many pixels from each edge a ring is looked for."""


def stops(window: Window) -> list[TargetButton | LineStop]:
    """Return where keys stop, in reading order."""
    return [
        piece
        for piece in window.screen.pieces.values()
        if isinstance(piece, TargetButton | LineStop) and piece.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def picture(window: Window, piece: QWidget) -> QImage:
    """Return the pixels of a piece on its ground, as people see them."""
    return window.screen.grab(piece.geometry()).toImage()


def _rgb(image: QImage, at: QPoint) -> tuple[int, int, int]:
    colour = image.pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def thickness(plain: QImage, ringed: QImage, start: QPoint, step: QPoint) -> int:
    """Return how many pixels in a row, from an edge inward, differ by enough between the piece with its ring and without."""
    points = [start + step * n for n in range(LOOK_IN)]
    differ = [ratio(_rgb(plain, p), _rgb(ringed, p)) >= FAINT for p in points if plain.rect().contains(p)]
    return max((len(list(run)) for there, run in groupby(differ) if there), default=0)


def faint(window: Window, wall: Wall) -> Iterator[str]:
    """Yield a sentence for every ring that is too thin or too faint on one of its sides.

    What was seen to be clear on this wall is not measured again: the foot of most pages is the same.
    """
    for piece in stops(window):
        same = hash((wall, _drawn(window, piece)))
        if same in _CLEAR:
            continue
        plain = picture(window, piece)
        piece.setFocus(Qt.FocusReason.TabFocusReason)
        if not piece.hasFocus():
            yield f"{piece.item.key} takes no focus"
        ringed = picture(window, piece)
        piece.clearFocus()
        middle = QPoint(plain.width() // 2, plain.height() // 3)  # a chart's ground line may cross the very middle
        sides = {
            "left": (QPoint(0, middle.y()), QPoint(1, 0)),
            "right": (QPoint(plain.width() - 1, middle.y()), QPoint(-1, 0)),
            "top": (QPoint(middle.x(), 0), QPoint(0, 1)),
            "bottom": (QPoint(middle.x(), plain.height() - 1), QPoint(0, -1)),
        }
        for side, (start, step) in sides.items():
            thick = thickness(plain, ringed, start, step)
            if thick < THIN:
                yield f"the ring of {piece.item.key} is {thick} pixels thick at its {side}"
                break
        else:
            _CLEAR.add(same)


def _drawn(window: Window, piece: QWidget) -> tuple[Item, ...]:
    """Return all that is drawn where a piece is, itself included."""
    box = piece.geometry()
    return tuple(other.item for other in window.screen.pieces.values() if other.geometry().intersects(box))


def led(window: Window, key: Key) -> list[str]:
    """Return the keys of what a key of the keypad leads to, from the page itself until it begins again.

    Any key of it wakes the dark page; that is walked by a keyboard.
    """
    scene = window._scene
    assert scene is not None
    dark = isinstance(scene.page, Night)
    window.screen.setFocus(Qt.FocusReason.OtherFocusReason)
    found: list[str] = []
    while len(found) <= len(window.screen.pieces):
        if dark:
            window.screen.step(forward=key is Key.DOWN)
        else:
            window.key(key)
        piece = focused(window)
        if piece is None or piece.item.key in found[:1]:
            break
        found.append(piece.item.key)
    window.screen.setFocus(Qt.FocusReason.OtherFocusReason)
    return found


def follows(one: QRect, other: QRect) -> bool:
    """Whether somebody who reads comes to the other after the one: it begins further down, or further right beside it."""
    below = other.top() > one.bottom()
    return below or (other.left() > one.right() and other.top() <= one.bottom())


def disorder(window: Window) -> Iterator[str]:
    """Yield a sentence for everything that keys don't reach, or not in the order in which the page is read."""
    stand = stops(window)
    named = [piece.accessibleName() for piece in stand]
    if not all(named) or len(set(named)) < len(named):
        yield f"has names {named}"
    keys = [piece.item.key for piece in stand]
    if (down := led(window, Key.DOWN)) != keys:
        yield f"is walked {down}"
    if (up := led(window, Key.UP)) != keys[::-1]:
        yield f"is walked back {up}"
    for one, other in pairwise(stand):
        anywhere = isinstance(one.item, Target) and isinstance(one.item.deed, Aim)  # where the panel is tried
        if not (anywhere or follows(one.geometry(), other.geometry())):
            yield f"is read {other.item.key} before {one.item.key}"


@cache
def _window_on(panel: tuple[int, int, float, float]) -> Window:
    """One window a panel for all pages."""
    window = window_on(Wall(*panel, TextSize.MEDIUM, Theme.DEFAULT, simple=False))
    window.open()
    return window


def problems(name: str, wall: Wall) -> list[str]:
    """Show a page in all its states on a wall and return what is wrong with its rings and its order."""
    window = _window_on((wall.width, wall.height, wall.width_mm, wall.height_mm))
    if not window.screen.isActiveWindow():
        window.screen.activateWindow()
        QCoreApplication.processEvents()  # only a window that is in front has anything focused
    wrong: list[str] = []
    for state, showing in showings(PAGES[name], wall):
        window.over()
        window.show(showing)
        wrong += [f"{wall.name}{state} {problem}" for problem in (*faint(window, wall), *disorder(window))]
    window.over()
    QCoreApplication.processEvents()  # what was taken away is buried
    return wrong


def every_layout(at: int) -> Iterator[Wall]:
    """Yield a wall of every panel, size and wording; themes go round, so that a page has each of them at each size."""
    themes = tuple(Theme)
    for n, (panel, simple) in enumerate(product(PANELS, (False, True))):
        for size in TextSize:
            yield Wall(*panel, size, themes[(at + n) % len(themes)], simple)


@pytest.mark.parametrize("name", PAGES)
def test_keys_lead_once_round_a_page_with_a_thick_and_clear_ring(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    walls = usual_pairs()
    wrong = problems(name, walls[list(PAGES).index(name) % len(walls)])
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_the_ring_is_thick_and_clear_everywhere(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    """On every panel at every size in both wordings, and in every theme at every size."""
    wrong = [problem for wall in every_layout(list(PAGES).index(name)) for problem in problems(name, wall)]
    assert not wrong, "\n".join(wrong)


def test_every_size_is_hung_in_every_theme() -> None:
    for at in range(len(Theme)):
        walls = set(every_layout(at))
        assert {(wall.size, wall.theme) for wall in walls} == set(product(TextSize, Theme))
        assert {(wall.width, wall.size, wall.simple) for wall in walls} == {
            (wall.width, wall.size, wall.simple) for wall in ALL_WALLS
        }
