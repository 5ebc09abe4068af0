"""What must hold for every picture of the gallery, measured on the widgets and pixels that are really there."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

from PIL import ImageChops
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QFontMetricsF
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QDialog

from kiosk.core.languages import CHINESE
from kiosk.core.page import Night
from kiosk.core.people import Theme
from kiosk.ui import items
from kiosk.ui.pieces import TargetButton, WordsLabel
from kiosk.ui.theme import CAPITAL_MM
from kiosk.ui.words import font
from tests.gallery.hanging import walked
from tests.gallery.pixels import airless, faint, luminance, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image

    from kiosk.ui.screen import Piece
    from kiosk.ui.window import Window
    from tests.gallery.hanging import Wall

CONTRAST = {
    Theme.DEFAULT: (10.0, 21.0),
    Theme.HIGH_CONTRAST: (20.0, 21.0),
    Theme.BLACK_ON_WHITE: (20.0, 21.0),
    Theme.SOFT: (4.5, 8.0),
}
"""The least and the most that a text may have on its ground; what dazzles nobody has a most, too."""
THIN = 15.0
"""Enough for letters of other scripts: on a coarse panel their strokes are thinner than a pixel, so that none is all ink."""
DARK = 0.05
"""Luminance of the lightest ground that is still dark."""
BRIGHT = 0.45
"""Luminance of the brightest that may be on it: 10:1 on black."""
FAR_APART = 3.0
REACHED_MM = 20.0
"""So much of a target is enough to touch it."""
ROUND = 5
"""So many pixels round a piece are looked at with it."""
OUT_OF_REACH = ("helped", "do")
"""帮完了 is for who of the staff stands beside the person, and so are the lines of a panel."""


_WELL_LAID: set[int] = set()
_CLEAR: set[int] = set()
"""Layouts, and pieces with all that is drawn round them on a wall, in which nothing was found; they aren't looked at again."""


def problems(window: Window, wall: Wall, picture: Image) -> Iterator[str]:
    """Yield a sentence for everything that is wrong."""
    yield from _unless_known(_WELL_LAID, _layout(window, wall), lambda: _laid(window, wall))
    for forbidden in (QAbstractScrollArea, QComboBox, QDialog):
        if window.screen.findChildren(forbidden):
            yield f"a {forbidden.__name__} on the screen"
    pieces = {piece: _drawn(window, wall, piece) for piece in window.screen.pieces.values()}
    new = [piece for piece, drawn in pieces.items() if drawn not in _CLEAR]
    least, most = CONTRAST[wall.theme]
    if window._scene is not None and window._scene.wording.language != CHINESE:
        least = min(least, THIN)
    found = [*unreadable(new, picture, (least, most)), *faint(new, picture), *airless(new, picture)]
    if not found:
        _CLEAR.update(pieces.values())
    yield from found
    if wall.theme is Theme.SOFT:
        yield from _glare(picture)


def _unless_known(known: set[int], what: int, check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Check what has not been found in order yet."""
    if what not in known:
        found = list(check())
        if not found:
            known.add(what)
        yield from found


def _layout(window: Window, wall: Wall) -> int:
    """Return a hash of all that `_laid` depends on: the same in every theme."""
    scene = window._scene
    assert scene is not None
    of_the_page = scene.page.footer.help, isinstance(scene.page, Night), scene.wording.language
    there = tuple(_as_it_is(piece) for piece in window.screen.pieces.values())
    return hash((replace(wall, theme=Theme.DEFAULT), of_the_page, there))


def _as_it_is(piece: Piece) -> tuple[object, ...]:
    return piece.item, piece.geometry().getRect(), piece.accessibleName(), piece.focusPolicy()


def _drawn(window: Window, wall: Wall, piece: Piece) -> int:
    """Return a hash of all that the pixels of a piece and round it depend on."""
    scene = window._scene
    assert scene is not None
    box = piece.geometry().adjusted(-ROUND, -ROUND, ROUND, ROUND)
    there = [other for other in window.screen.pieces.values() if other.geometry().intersects(box)]
    how = tuple((_as_it_is(other), getattr(other, "marked", False), other.hasFocus()) for other in there)
    aimed_at = isinstance(piece, TargetButton) and isinstance(piece.item.deed, items.Aim)
    return hash((wall, scene.wording.language, _as_it_is(piece), aimed_at, how))


def _laid(window: Window, wall: Wall) -> Iterator[str]:
    """Yield what is wrong with where everything is and with what it is called."""
    scene = window._scene
    assert scene is not None
    scale = min(wall.width / wall.width_mm, wall.height / wall.height_mm)
    targets = [piece for piece in window.screen.pieces.values() if isinstance(piece, TargetButton)]
    labels = [piece for piece in window.screen.pieces.values() if isinstance(piece, WordsLabel)]
    yield from _sizes(targets, scale, least=25.0 if wall.simple else 20.0)
    if wall.height > wall.width and scene.page.footer.help and not isinstance(scene.page, Night):
        yield from _reach(targets, wall, scale)
    yield from _inside(window)
    yield from _apart(targets, labels, scale)
    yield from _words(labels, targets, wall, scale)
    yield from _names(targets)
    yield from _focus(window, targets)
    if sum(target.item.style is items.Style.CARD for target in targets) > 6:
        yield "more than six choices"


def _sizes(targets: list[TargetButton], scale: float, *, least: float) -> Iterator[str]:
    for target in targets:
        smallest = min(target.width(), target.height()) / scale
        if smallest < least - 1e-6:
            yield f"{target.item.key} is only {smallest:.1f} mm"


def _reach(targets: list[TargetButton], wall: Wall, scale: float) -> Iterator[str]:
    """From a wheelchair the lower two thirds of an upright panel are reached: so much of every target lies there.

    The staff, whose own pages have no 请人帮忙, and who wakes the dark page by touching it anywhere, need not care.
    """
    for target in targets:
        below = (target.geometry().bottom() + 1 - wall.height / 3) / scale
        if below < REACHED_MM - 1e-6 and not target.item.key.startswith(OUT_OF_REACH):
            yield f"{target.item.key} reaches only {below:.1f} mm into the lower two thirds"


def _inside(window: Window) -> Iterator[str]:
    screen = window.screen.rect()
    for key, piece in window.screen.pieces.items():
        if not screen.contains(piece.geometry()):
            yield f"{key} is off the screen"
        if piece.width() <= 0 or piece.height() <= 0:
            yield f"{key} has no room"


def _apart(targets: list[TargetButton], labels: list[WordsLabel], scale: float) -> Iterator[str]:
    for one, other in combinations(targets, 2):
        a, b = one.geometry(), other.geometry()
        across = max(a.left() - b.right(), b.left() - a.right()) - 1
        upright = max(a.top() - b.bottom(), b.top() - a.bottom()) - 1
        if max(across, upright) / scale < FAR_APART - 1e-6:
            yield f"{one.item.key} and {other.item.key} are {max(across, upright) / scale:.1f} mm apart"
    for label in labels:
        for target in targets:
            if label.geometry().intersects(target.geometry()):
                yield f"{label.item.key} lies on {target.item.key}"
    for first, second in combinations(labels, 2):
        if _ink(first).intersects(_ink(second)):
            yield f"{first.item.key} lies on {second.item.key}"


def _ink(label: WordsLabel) -> QRectF:
    item = label.item
    high = QFontMetricsF(font(item.px, bold=item.bold)).height() * 0.7
    if item.columns:
        return QRectF(item.box.x + 1, item.box.y, max(high, item.box.w - high * 0.5), item.box.h)
    return QRectF(item.box.x, item.box.y + 1, item.box.w, max(high, item.box.h - high * 0.5))


def _words(labels: list[WordsLabel], targets: list[TargetButton], wall: Wall, scale: float) -> Iterator[str]:
    for label in labels:
        metrics = QFontMetricsF(font(label.item.px, bold=label.item.bold))
        wide = max((metrics.horizontalAdvance(line) for line in label.item.lines), default=0.0)
        long, deep = (label.height(), label.width()) if label.item.columns else (label.width(), label.height())
        if wide > long + 0.5 or len(label.item.lines) * metrics.height() * 0.9 > deep + 1:
            yield f"{label.item.key} is cut: {label.item.lines}"
        yield from _tall_enough(label.item.key, metrics, wall, scale)
        if "…" in label.text():
            yield f"{label.item.key} is elided"
    for target in targets:
        item = target.item
        metrics = QFontMetricsF(font(item.px, bold=True))
        wide = max(metrics.horizontalAdvance(line) for line in item.lines)
        high = len(item.lines) * metrics.height()
        yield from _tall_enough(item.key, metrics, wall, scale)
        if item.note:
            small = QFontMetricsF(font(item.note_px))
            wide = max(wide, *(small.horizontalAdvance(line) for line in item.note))
            high += len(item.note) * small.height()
            yield from _tall_enough(item.key, small, wall, scale)
        sign = item.px * (1.75 if item.stacked else 1.15) if item.icon or item.on else 0.0
        if item.stacked:
            high += sign
        else:
            wide += sign * (2.1 / 1.5 if item.style is items.Style.CARD else 1.35)
        long, deep = (target.height(), target.width()) if item.columns else (target.width(), target.height())
        if wide > long - 4 or high * 0.85 > deep:
            yield f"{item.key} is cut: {item.lines} {item.note}"


def _tall_enough(key: str, metrics: QFontMetricsF, wall: Wall, scale: float) -> Iterator[str]:
    if metrics.capHeight() / scale < CAPITAL_MM[wall.size] - 0.05:
        yield f"{key} has capitals of only {metrics.capHeight() / scale:.2f} mm"


def _names(targets: list[TargetButton]) -> Iterator[str]:
    names = [QAccessible.queryAccessibleInterface(t).text(QAccessible.Text.Name) for t in targets]
    for name, target in zip(names, targets, strict=True):
        if name != target.item.words or not name:
            yield f"{target.item.key} is called {name!r}"
        said, seen = ("".join(text.replace("，", "").split()) for text in (name, "".join(target.item.lines)))
        if not said.startswith(seen):
            yield f"{target.item.key} says {target.item.lines} and is called {name!r}"
    if len(set(names)) < len(names):
        yield f"two buttons have the same name: {names}"


def _focus(window: Window, targets: list[TargetButton]) -> Iterator[str]:
    walk = [key for key in walked(window) if isinstance(window.screen.pieces[key], TargetButton)]
    if walk != [target.item.key for target in targets]:
        yield f"focus goes {walk}"


def _glare(picture: Image) -> Iterator[str]:
    """In the soft look most of the screen is dark, and nothing on it is bright.

    No colour is lighter than a grey of its strongest part: often that is enough to know.
    """
    greys = reduce(ImageChops.lighter, picture.split()).histogram()
    known = [(count, luminance((grey, grey, grey))) for grey, count in enumerate(greys) if count]
    surely = sum(count for count, most in known if most <= DARK)
    if surely >= picture.width * picture.height / 2 and max(most for _, most in known) <= BRIGHT:
        return
    colours = picture.getcolors(1 << 22) or []
    dark = sum(count for count, colour in colours if luminance(colour) <= DARK)
    if dark < picture.width * picture.height / 2:
        yield f"only {100 * dark / picture.width / picture.height:.0f} % of it is dark"
    lightest = max(luminance(colour) for _, colour in colours)
    if lightest > BRIGHT:
        yield f"something has a luminance of {lightest:.2f}"
