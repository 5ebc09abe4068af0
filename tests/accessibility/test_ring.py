"""The ring round what keys have led to, measured on pixels: on every page, at least 2 pixels thick and 3:1 (A5, A8)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt

from kiosk.ui.line_stop import LineStop
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import ALL_WALLS, pairwise, showings, walked, window_on
from tests.gallery.pages import pages
from tests.gallery.pixels import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from kiosk.ui.window import Window
    from tests.gallery.hanging import Wall

PAGES = pages()
THIN = 2
FAINT = 3.0
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


def faint(window: Window) -> Iterator[str]:
    """Yield a sentence for every ring that is too thin or too faint on one of its sides."""
    for piece in stops(window):
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


def problems(name: str, wall: Wall) -> list[str]:
    """Show a page in all its states on a wall and return what is wrong with its rings and its order."""
    window = window_on(wall)
    window.open()
    window.screen.activateWindow()
    QCoreApplication.processEvents()  # only a window that is in front has anything focused
    wrong: list[str] = []
    for state, showing in showings(PAGES[name], wall):
        window.over()
        window.show(showing)
        wrong += [f"{wall.name}{state} {problem}" for problem in faint(window)]
        named = [piece.accessibleName() for piece in stops(window)]
        if not all(named) or len(set(named)) < len(named):
            wrong.append(f"{wall.name}{state} has names {named}")
        if (walk := walked(window)) != [piece.item.key for piece in stops(window)]:
            wrong.append(f"{wall.name}{state} is walked {walk}")
    window.close()
    return wrong


@pytest.mark.parametrize("name", PAGES)
def test_the_ring_is_thick_and_clear_and_goes_once_round(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    walls = pairwise()
    wrong = problems(name, walls[list(PAGES).index(name) % len(walls)])
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_the_ring_is_thick_and_clear_everywhere(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    wrong = [problem for wall in ALL_WALLS for problem in problems(name, wall)]
    assert not wrong, "\n".join(wrong)
