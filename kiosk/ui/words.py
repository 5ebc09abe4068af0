"""Measures and breaks text: no line begins with a comma, no amount is torn apart, no character is left alone."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from kiosk.core.assets import asset
from kiosk.core.languages import CHINESE, LANGUAGES
from kiosk.core.text import is_chinese
from kiosk.ui.application import FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiosk.core.languages import Language

_WHOLE: Final = (
    *("综合窗口", "窗口", "服务台", "工作人员", "社会保险", "社保卡", "身份证", "养老金", "资料", "生活"),
    *("[左右][上下]方", "[左右][边侧]", "屏幕", "机器", "亮灯", "地方", "出纸口", "卡口"),
)
"""Words that are read as one, and so stand on one line."""
_PIECE: Final = (
    r"[“（《]*"
    rf"(?:星期[一二三四五六日]|{'|'.join(_WHOLE)}|(?:[上下]午|尾号|工号)?[0-9●][0-9.,:%●]*[年月日号元个张天岁点半]*(?:[0-9.,:]+[年月日号元个张点半]*)*|[^\W\d_⺀-鿿]+|\s+|.)"
    r"[，。？！：；、”）》…·]*"
)
_CLAUSE: Final = r"[^，。；：？！]+[，。；：？！、”）》]*|."
"""Compiled when the first text is broken: none on home is."""
_FIRST_HANZI: Final = "⺀"
"""Letters of scripts before it hang below their line; Hanzi stand on it."""
_FIRST_RARE: Final = 0x20000
_FOREIGN: Final = (
    r"[\u2e80-\u9fff\ua000-\ua4cf][，。？！：；、”）》…·]*"
    r"|[^ \t\n\u2e80-\u9fff\ua000-\ua4cf\u0f0b\u0f0d]+[\u0f0b\u0f0d]*[，。？！：；、”）》…·]*"
    r"|[\u0f0b\u0f0d]+|[ \t\n\u3000]+"
)
"""Pieces of a sentence in a language that parts words by spaces, as Tibetan parts syllables by a dot. A narrow space is none."""
_ALONE: Final = r"[\u0f00-\u0fff\u2e80-\u9fff\ua000-\ua4cf\uff00-\uffef]"
"""What needs no space between itself and the next line when these are read as one."""
_RIGHT_TO_LEFT: Final = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
_UPRIGHT: Final = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff，。、！？；]"
_DEEP: Final = r"[\u0f00-\u0fff\u1800-\u18af]"
"""Letters that reach farther from their line, or stand otherwise to it, than Chinese."""
_LETTERS: Final = {"bo": r"[\u0f00-\u0fff]", "mn": r"[\u1800-\u18af]"}
"""Those of each language that has a reach of its own."""
_LEANING: Final = 6
"""They lean out of their room by a sixth of an em at most: vowels in Tibetan, the first and the last stroke in Mongolian."""
_SIDES: Final = 2.0
"""Pixels of air beside a line of Latin letters, which end where their room does; Hanzi end before it."""
_fallback: list[str] = []
_scripts: dict[str, str] = {}
"""File of a font that was loaded, and its family."""
_tongue: list[Language] = [LANGUAGES[CHINESE]]
"""The language in which everything is measured now."""


def font(px: int, *, bold: bool = False) -> QFont:
    """Return the product's font at `px` pixels an em, without hinting; bold where the language of now isn't thickened."""
    return _font(px, bold and spoken().thicker is None)


@lru_cache(maxsize=64)
def _font(px: int, bold: bool) -> QFont:  # noqa: FBT001 - a cache key
    made = QFont([FAMILY, *dict.fromkeys(_scripts.values()), *_fallback])
    made.setPixelSize(px)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    if bold:
        made.setBold(True)
    return made


@lru_cache(maxsize=64)
def _metrics(px: int, bold: bool) -> QFontMetricsF:  # noqa: FBT001 - a cache key
    return QFontMetricsF(font(px, bold=bold))


def provide(text: str) -> None:
    """Load what a text needs: the font of rare characters (names; extensions B to F), which lie beyond the first plane.

    A language that is called by its own name needs its script's.
    """
    load(language for language in LANGUAGES.values() if language.fonts and language.name in text)
    if not _fallback and any(ord(character) >= _FIRST_RARE for character in text):
        _fallback.append(_family("hanazono/HanaMinB.ttf"))
        _measure_anew()


def _family(file: str) -> str:
    """Load a font; return its family."""
    number = QFontDatabase.addApplicationFont(str(asset("fonts", *file.split("/"))))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _measure_anew() -> None:
    _font.cache_clear()
    _metrics.cache_clear()
    _width.cache_clear()
    broken.cache_clear()


def load(languages: Iterable[Language]) -> None:
    """Load the fonts of these languages' scripts, those that are not there yet."""
    missing = [file for language in languages for file in language.fonts if file not in _scripts]
    for file in missing:
        _scripts[file] = _family(file)
    if missing:
        _measure_anew()


def speak(code: str) -> None:
    """Measure and break text for this language from now on; a code there is no language of is one like Chinese."""
    language = LANGUAGES.get(code, LANGUAGES[CHINESE])
    if language is not _tongue[0]:
        load((language,))
        _tongue[0] = language
        _metrics.cache_clear()
        forget()


def spoken() -> Language:
    """Return the language in which text is measured now."""
    return _tongue[0]


def reach_of(lines: Sequence[str], px: int) -> tuple[float, float] | None:
    """Return how far letters go above and below their line, None where the font's own measure will do.

    A language's name in its own script is such a line on a page of another, too.
    """
    if not _scripts:
        return None
    text = "".join(lines)
    reach = next((LANGUAGES[code].reach for code, letters in _LETTERS.items() if re.search(letters, text)), None)
    return None if reach is None else (reach[0] * px, reach[1] * px)


def leans(lines: Iterable[str]) -> bool:
    """Whether letters lean out of the room that their font says they take."""
    return bool(_scripts) and re.search(_DEEP, "".join(lines)) is not None


def joined(lines: Sequence[str]) -> str:
    """Return lines as the sentence they were broken from."""
    text = ""
    for line in lines:
        apart = text and line and not re.search(rf"{_ALONE}$", text) and not re.match(_ALONE, line)
        text += f" {line}" if apart else line
    return text


def reads_right_to_left(text: str) -> bool:
    """Whether a text has letters that are read from the right, so that the whole of it is."""
    return spoken().right_to_left and re.search(_RIGHT_TO_LEFT, text) is not None


def upright_runs(line: str) -> list[tuple[str, bool]]:
    """Return the parts of a line that stands in a column, each with whether it stands upright there: Hanzi do, one by one."""
    return [
        (part, re.match(_UPRIGHT, part) is not None) for part in re.findall(rf"{_UPRIGHT}|(?:(?!{_UPRIGHT}).)+", line)
    ]


@lru_cache(maxsize=8192)
def _width(text: str, px: int, bold: bool) -> float:  # noqa: FBT001 - a cache key
    metrics = _metrics(px, bold)
    wide = metrics.horizontalAdvance(text)
    if reads_right_to_left(text):  # the last letter's tail swings out to the left of where the next would begin
        ink = metrics.boundingRect(text)
        return max(wide, ink.right()) - min(0.0, ink.left())
    if leans((text,)):
        return wide + px / _LEANING
    return wide + (_SIDES if spoken().rise and text[-1:] < _FIRST_HANZI else 0.0)


def width_of(text: str, px: int, *, bold: bool = False) -> int:
    """Pixels the text is wide on one line."""
    return ceil(_width(text, px, bold))


def line_height(px: int) -> int:
    """Pixels from one line to the next."""
    return ceil(px * _tongue[0].spacing)


def height_of_lines(px: int, lines: Sequence[str]) -> int:
    """Pixels of lines under one another; where letters of another script hang below the last, with room for them."""
    hangs = any(letter.isalpha() and letter < _FIRST_HANZI for line in lines for letter in line)
    return line_height(px) * len(lines) + (px // 12 if hangs else 0) + deep_of(lines, px)


def deep_of(lines: Sequence[str], px: int) -> int:
    """Pixels that letters need beyond a line's own, where a language with taller ones is called by its name among others."""
    return max(0, ceil(sum(reach_of(lines, px) or ()) - line_height(px)))


@lru_cache(maxsize=2048)
def broken(text: str, px: int, width: int, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most `width` pixels, at its pauses if that will do, else about equally long."""
    provide(text)
    if not text:
        return ()
    if _width(text, px, bold) <= width:
        return (text,)
    pieces = _pieces(text)
    lines = _filled(pieces, px, width, bold)
    clauses = re.findall(_CLAUSE, text, re.DOTALL)
    if all(_width(clause.strip(), px, bold) <= width for clause in clauses):
        at_pauses = _filled(clauses, px, width, bold)
        if len(at_pauses) == len(lines):  # where somebody reading aloud would pause, if that costs no line
            return tuple(at_pauses)
    # Not so narrow that what fits on a line is torn apart.
    narrow, wide = max((ceil(w) - 1 for w in _widths(pieces, px, bold) if w <= width), default=0), width
    while wide - narrow > px // 4:
        middle = (narrow + wide) // 2
        if len(_filled(pieces, px, middle, bold)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return tuple(_filled(pieces, px, wide, bold))


def _is_chinese(text: str) -> bool:
    """Whether most of a text is Chinese: it has no translation."""
    return sum(map(is_chinese, text)) * 2 > len(re.findall(r"[^\W\d_]", text))


def _pieces(text: str) -> list[str]:
    return re.findall(_PIECE if _tongue[0].code == CHINESE or _is_chinese(text) else _FOREIGN, text, re.DOTALL)


def _widths(pieces: Sequence[str], px: int, bold: bool) -> list[float]:  # noqa: FBT001 - as its caller has it
    return [_width(piece.rstrip(), px, bold) for piece in pieces]


def _filled(pieces: Sequence[str], px: int, width: int, bold: bool) -> list[str]:  # noqa: FBT001 - as its caller has it
    """Fill lines one after another; a piece wider than a line is broken anywhere."""
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if _width((line + piece).rstrip(), px, bold) <= width:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = ""
        for character in piece.lstrip():
            if line and _width(line + character, px, bold) > width:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line.rstrip()] if line.strip() else lines


def fitting(texts: Sequence[str], sizes: Sequence[int], width: int, *, bold: bool = False) -> int:
    """Return the largest of `sizes` at which every text fits on one line; the smallest if none does."""
    for text in texts:
        provide(text)
    longest = max(texts, key=lambda t: _width(t, sizes[-1], bold), default="")
    return next((px for px in sizes if _width(longest, px, bold) <= width), sizes[-1])


def button_px(texts: Sequence[str], sizes: Sequence[int], width: int, *, icon: bool) -> int:
    """Return the largest of `sizes` at which every text fits on one line of a button, beside its icon and with air."""
    return next((px for px in sizes if all(fits_button(text, px, width, icon=icon) for text in texts)), sizes[-1])


def button_lines(
    texts: Sequence[str], sizes: Sequence[int], width: int, *, icon: bool
) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return the size and the lines of the texts of buttons so wide: one line at the largest size that will do, else more."""
    px = button_px(texts, sizes, width, icon=icon)
    return px, tuple(broken(text, px, width - button_air(px, icon=icon), bold=True) for text in texts)


def fits_button(text: str, px: int, width: int, *, icon: bool) -> bool:
    """Whether a text fits on one line of a button."""
    provide(text)
    return width_of(text, px, bold=True) + button_air(px, icon=icon) <= width


def button_air(px: int, *, icon: bool) -> int:
    """Pixels of a button's width that its words can't have."""
    return round(px * (2.5 if icon else 1.0))


def forget() -> None:
    """Forget every text that was measured: they are people's own."""
    _width.cache_clear()
    broken.cache_clear()
