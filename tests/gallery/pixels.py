"""What is really painted: the ink of every line of text, of every sign and bar, edges of buttons, and the air round text.

A5: the ink that a line has most of, not the strongest in its piece. 3:1 for what is no text: signs, bars, and where a button
ends. The thin edge of a card that only holds other things tells nothing and is left out.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.ui import items
from kiosk.ui.pieces import CALLING, IconSign, TargetButton, WordsLabel
from kiosk.ui.words import line_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PIL.Image import Image
    from PySide6.QtCore import QRect

    from kiosk.ui.screen import Piece

Colour = tuple[int, int, int]
FAINT: Final = 3.0
"""WCAG 2.2: the least contrast of what is no text."""
SMOOTHED: Final = 1.5
"""What is nearer to the ground is only the soft edge of a letter."""
LIP_MM, FRAME_MM, RING_MM = 0.9, 0.7, 1.4
"""The lower edge of a card, the frame round what calls somebody, and the ring round what is offered."""
ACROSS_EDGE: Final = 6
"""So many pixels inward from outside a button's edge is found."""
LONGEST_DASH: Final = 24
CELL: Final = "words"
"""How the words of a cell of the staff's tables begin: they lie on the edges of their cells."""


class Seen(NamedTuple):
    """What an area of a picture has most of, and how strong the ink on it is, as contrasts with the ground.

    `most` is the ink there is most of, `best` the strongest, and half of all ink is at least as strong as `middle`.
    """

    ground: Colour
    most: float
    best: float
    middle: float

    @property
    def drawn(self) -> float:
        """How strong a sign is: the soft edge of thin slanting strokes may be the one colour that it has most of."""
        return max(self.most, self.middle)


def unreadable(pieces: Iterable[Piece], picture: Image, wanted: tuple[float, float]) -> Iterator[str]:
    """Yield a sentence for every line of text whose ink is too faint or, where that dazzles, too strong."""
    least, most = wanted
    for piece in pieces:
        key = piece.item.key
        if isinstance(piece, WordsLabel | TargetButton):
            for number, area in enumerate(_lines(piece)):
                seen = seen_in(picture.crop(area))
                if seen is None:
                    yield f"line {number + 1} of {key} shows nothing"
                elif not (least <= seen.most and seen.best <= most + 0.01):
                    yield f"line {number + 1} of {key} has contrast {seen.most:.2f}, at most {seen.best:.2f}"


def faint(pieces: Iterable[Piece], picture: Image) -> Iterator[str]:
    """Yield a sentence for every sign and bar, and every button's edge, that can hardly be told from its ground."""
    for piece in pieces:
        key, box = piece.item.key, piece.geometry()
        if isinstance(piece, IconSign) or isinstance(piece.item, items.Meter):
            seen = seen_in(picture.crop((box.left() - 4, box.top() - 4, box.right() + 5, box.bottom() + 5)))
            if seen is None or seen.drawn < FAINT:
                yield f"{key} has contrast {0 if seen is None else seen.drawn:.2f} with its ground"
        elif isinstance(piece, TargetButton) and not isinstance(piece.item.deed, items.Aim):
            sharpest = _edge(picture, box)
            if sharpest < FAINT:
                yield f"the edge of {key} has contrast {sharpest:.2f}"
            sign = piece.sign_box()
            if sign is not None:
                x, y = box.left() + round(sign.x), box.top() + round(sign.y)
                seen = seen_in(picture.crop((x - 1, y - 1, x + round(sign.w) + 1, y + round(sign.h) + 1)))
                if seen is None or seen.drawn < FAINT:
                    yield f"the sign of {key} has contrast {0 if seen is None else seen.drawn:.2f}"


def airless(pieces: Iterable[Piece], picture: Image) -> Iterator[str]:
    """Yield a sentence for every text whose ink comes to the edge of its piece, where it would be cut."""
    for piece in pieces:
        key = piece.item.key
        if not isinstance(piece, WordsLabel | TargetButton) or key.startswith(CELL):
            continue
        box, corner = piece.geometry(), 0
        if isinstance(piece, TargetButton):
            rim, corner = _rim_of(piece), min(piece.look.radius, piece.height() // 3)
            lip = piece.look.mm(LIP_MM) + 2 if piece.item.style is items.Style.CARD else 0
            box = box.adjusted(rim, rim, -rim, -max(rim, lip))
        seen = seen_in(picture.crop((box.left(), box.top(), box.right() + 1, box.bottom() + 1)))
        ink = SMOOTHED if seen is None else max(SMOOTHED, seen.most**0.5)
        for side, strip in _strips(box, corner).items():
            colours = picture.crop(strip).getcolors(1 << 12) or []
            if len(colours) > 1 and _spread([colour for _, colour in colours]) >= ink:
                yield f"{key} has ink at its {side}"


def _rim_of(button: TargetButton) -> int:
    """Return how many pixels of a button are edge, or the frame round what calls somebody."""
    framed = button.look.colours.frame and button.item.style in CALLING
    return max(
        button.look.stroke + 1,
        round(button.look.mm(RING_MM if button.item.beckons else FRAME_MM) * 1.5) + 2
        if framed or button.item.beckons
        else 0,
    )


def _strips(box: QRect, corner: int) -> dict[str, tuple[int, int, int, int]]:
    """Return the outermost rows and columns of a box, without its corners."""
    left, top, right, bottom = box.left(), box.top(), box.right() + 1, box.bottom() + 1
    return {
        "left": (left, top + corner, left + 1, bottom - corner),
        "right": (right - 1, top + corner, right, bottom - corner),
        "top": (left + corner, top, right - corner, top + 1),
        "bottom": (left + corner, bottom - 1, right - corner, bottom),
    }


def _spread(colours: Sequence[object]) -> float:
    shades = [luminance(colour) for colour in colours]
    return (max(shades) + 0.05) / (min(shades) + 0.05)


def _edge(picture: Image, box: QRect) -> float:
    """Return the strongest contrast of a button's left edge, in its middle, with what lies outside; it may be dashed."""
    x, middle = box.left() - 1, box.center().y()
    outside = picture.getpixel((max(0, x), middle))
    dashes = range(middle, min(middle + LONGEST_DASH, box.bottom()), 4)
    return max(ratio(outside, picture.getpixel((x + n, y))) for n in range(1, ACROSS_EDGE) for y in dashes)


def _lines(piece: WordsLabel | TargetButton) -> Iterator[tuple[int, int, int, int]]:
    """Yield the areas of a piece's lines, a note under them included; those of columns are upright."""
    box = piece.geometry()
    left, top, wide, high = 0.0, 0.0, float(box.width()), float(box.height())
    if isinstance(piece, WordsLabel):
        sizes = [piece.item.px] * len(piece.item.lines)
    else:
        left, top, wide, high = piece.words_box()
        wide = min(wide, box.width() - left - _rim_of(piece))  # the edge is no ink of theirs
        sizes = [piece.item.px] * len(piece.item.lines) + [piece.item.note_px] * len(piece.item.note)
    x, y, bottom = box.left() + left, box.top() + top, min(box.top() + top + high, box.bottom() + 1)
    if piece.item.columns:
        for px in sizes:
            step = line_height(px)
            yield (round(x), round(y), round(min(x + step, box.right() + 1)), round(y + high))
            x += step
        return
    for px in sizes:
        step = line_height(px)
        yield (round(x), round(y), round(x + wide), round(min(y + step, bottom)))
        y += step


def seen_in(crop: Image) -> Seen | None:
    """Return what an area shows, None if it is all one colour."""
    colours = crop.getcolors(1 << 13) or []
    if len(colours) < 2:
        return None
    ground = max(colours)[1]
    light = luminance(ground) + 0.05
    inks = [
        (count, shade)
        for count, colour in colours
        if (shade := max(other := luminance(colour) + 0.05, light) / min(other, light)) >= SMOOTHED
    ]
    if not inks:
        return None
    by_strength = sorted(((shade, count) for count, shade in inks), reverse=True)
    sums = accumulate(count for _, count in by_strength)
    half = sum(count for count, _ in inks) / 2
    middle = next(shade for (shade, _), so_far in zip(by_strength, sums, strict=True) if so_far >= half)
    return Seen(ground, max(inks)[1], by_strength[0][0], middle)  # type: ignore[arg-type]


def ratio(one: object, other: object) -> float:
    """Return the contrast of two colours."""
    a, b = luminance(one), luminance(other)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


@lru_cache(maxsize=1 << 16)
def luminance(colour: object) -> float:
    """Return the relative luminance of a colour (WCAG)."""
    red, green, blue = (_linear(part / 255) for part in colour)  # type: ignore[attr-defined]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
