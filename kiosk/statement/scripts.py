"""Words of any script on paper: which way their letters run, which font has them, and how they join.

A line is parted into runs of one direction (Unicode's UAX 9, by python-bidi) and one font, and each run is shaped by HarfBuzz:
Arabic letters join, Tibetan ones stack. Noto Sans SC has what it has; what it lacks comes from the font of the language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from bidi import algorithm
from reportlab.pdfbase import pdfmetrics, ttfonts

from kiosk.core.assets import asset
from kiosk.statement import fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.pdfgen.textobject import PDFTextObject

    from kiosk.core.languages import Language

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_STICKS: Final = re.compile("[\\s\u180b-\u180f\u200c-\u200f]")
"""Stays in the font of what stands before it: spaces, and what only says how its neighbours join."""
_SUFFIX: Final = "\u202f"
"""Stands before a Mongolian suffix and shapes it, also behind a figure."""
_USUAL: Final = re.compile("[ -\u024f\u2000-\u2bff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""What every language has from Noto Sans SC: Latin letters, digits, signs and Chinese."""
_BREAKS: Final = re.compile("(?<=[ \u0f0b\u0f0d])|(?<=[\u2e80-\u9fff\ua000-\ua4cf])|(?=[\u2e80-\u9fff\ua000-\ua4cf])")
"""A line may be broken behind a space, behind a Tibetan syllable, and round Chinese and Yi characters."""
_STOPS: Final = "，。；：！？、）》」』”’%…,.;:!?)།"


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Characters of one font as they are drawn, left to right; `shaped` has its glyphs and where they stand."""

    font: str
    shaped: str
    width: float


@dataclass(frozen=True, slots=True)
class Hand:
    """How a language is written on paper: its direction, and its fonts in regular and bold."""

    right_to_left: bool
    regular: str
    bold: str

    def font(self, *, bold: bool) -> str:
        """Return the name of the font for what Noto Sans SC lacks."""
        return self.bold if bold else self.regular


@cache
def hand(language: Language) -> Hand:
    """Load what a language is written with: some 10 ms, once."""
    names = [_loaded(path) for path in language.fonts] or [fonts.REGULAR, fonts.BOLD]
    return Hand(language.right_to_left, names[0], names[-1])


def _loaded(path: str) -> str:
    name = path.rpartition("/")[2].removesuffix(".ttf")
    _fonts[name] = ttfonts.TTFont(name, str(asset("fonts", *path.split("/"))), shapable=True)
    pdfmetrics.registerFont(_fonts[name])
    return name


_fonts: dict[str, ttfonts.TTFont] = {}


def set_line(text: str, by: Hand, size: float, *, bold: bool = False) -> tuple[Run, ...]:
    """Return the runs of a line from left to right, whichever way it is read."""
    return tuple(
        run
        for part, backwards in _directions(text, right_to_left=by.right_to_left)
        for run in _in_fonts(part, by, size, bold=bold, backwards=backwards)
    )


def width(line: tuple[Run, ...]) -> float:
    """Width of a line in points."""
    return sum(run.width for run in line)


def write(writing: PDFTextObject, line: tuple[Run, ...], x: float, y: float, size: float) -> None:
    """Write a line with its left end and base line there."""
    for run in line:
        writing.setFont(run.font, size)
        writing.setTextOrigin(x, y)
        writing.textOut(run.shaped)
        x += run.width


def glyphs(run: Run, size: float) -> Iterator[tuple[int, float, float]]:
    """Go through the glyphs of a run: the number in its font, and where each stands from the run's left end on the base line."""
    font = cast("Any", pdfmetrics.getFont(run.font))
    shapes = getattr(run.shaped, "__shapeData__", None)
    x = 0.0
    for at, character in enumerate(run.shaped):
        glyph: int = font.face.charToGlyph[ord(character)]
        if shapes is None:
            yield glyph, x, 0.0
            x += font.stringWidth(character, size)
        else:
            yield glyph, x + shapes[at].x_offset * size / 1000, shapes[at].y_offset * size / 1000
            x += shapes[at].x_advance * size / 1000


def file_of(name: str) -> str:
    """Return the path of a loaded font."""
    return str(cast("Any", pdfmetrics.getFont(name)).face.filename)


def broken(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Break text into lines that fit; a stop never begins one. A word that fits no line stands alone."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if line and not fits((line + word).rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += word
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _words(text: str) -> Iterator[str]:
    """Go through what may not be broken, each with the stops behind it."""
    word = ""
    for piece in _BREAKS.split(text):
        if word and piece and piece[0] not in _STOPS:
            yield word
            word = ""
        word += piece
    if word:
        yield word


def _directions(text: str, *, right_to_left: bool) -> list[tuple[str, bool]]:
    """Part a line into runs of one direction, as they stand from left to right; each in the order it is read.

    One without a letter that is read from the right, a figure as 990***9614, is read from the left wherever it stands.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return [(text, False)] if text else []
    # What python-bidi keeps of each character leaves room for where it came from; its short form tells only the characters.
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "R" if right_to_left else "L"
    algorithm.get_embedding_levels(text, storage)
    for at, character in enumerate(storage["chars"]):
        character["at"] = at
    for step in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
        algorithm.reorder_resolved_levels,
    ):
        step(storage, debug=False)
    parts: list[tuple[list[int], bool]] = []
    for character in storage["chars"]:
        at, backwards = character["at"], bool(character["level"] % 2)
        if parts and parts[-1][1] is backwards and abs(parts[-1][0][-1] - at) == 1:
            parts[-1][0].append(at)
        else:
            parts.append(([at], backwards))
    return [("".join(text[at] for at in sorted(places)), backwards) for places, backwards in parts]


def _in_fonts(text: str, by: Hand, size: float, *, bold: bool, backwards: bool) -> list[Run]:
    own, usual = by.font(bold=bold), fonts.BOLD if bold else fonts.REGULAR
    parts: list[tuple[str, str]] = []
    for character in text:
        sticks = parts and character != _SUFFIX and _STICKS.match(character)
        name = parts[-1][0] if sticks else _font_of(character, own, usual)
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + character)
        else:
            parts.append((name, character))
    runs: list[Run] = []
    for name, part in reversed(parts) if backwards else parts:
        if name != usual:
            runs += _shaped(part, name, size)
        else:
            runs += _plain(_turned(part) if backwards else part, usual, size)
    return runs


def _turned(text: str) -> str:
    """Return what stands between words that are read from the right: from the left, its brackets open to the other side."""
    return "".join(algorithm.MIRRORED.get(character, character) for character in reversed(text))


def _font_of(character: str, own: str, usual: str) -> str:
    if own == usual or (_USUAL.match(character) and character != _SUFFIX):
        return usual
    return own if ord(character) in _fonts[own].face.charToGlyph else usual


def _plain(text: str, name: str, size: float) -> list[Run]:
    return [Run(font, run, fonts.width(run, font, size)) for font, run in fonts.runs(text, name)]


def _shaped(text: str, name: str, size: float) -> list[Run]:
    shaped = cast("Any", ttfonts.shapeStr(text, name, size, force=True))
    return [Run(name, shaped, sum(glyph.x_advance for glyph in shaped.__shapeData__) * size / 1000)]
