"""The sheet beside a Chinese paper, in the person's own script: every label with its Chinese, and the figures that stand there.

It is no paper of its own: it carries no code and no seal, names the paper it belongs to, and says that the Chinese one counts.
Rows follow one another along the *block* axis; words run along the *inline* axis. A script that is read from the right is set
from the right edge, a vertical one in columns from the left, letters turned by 90 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CATALOGUES, CHINESE, LANGUAGES, signed_by
from kiosk.core.reader import Reader
from kiosk.core.text import Wording
from kiosk.statement import scripts
from kiosk.statement.facts import Row, rows
from kiosk.statement.fonts import CAPITAL_HEIGHT
from kiosk.statement.sheet import BODY, LARGE_PRINT, LEFT, POINTS_PER_MM, SHEET
from kiosk.statement.sheet_words import CHINESE_COUNTS, CODE, COUNTS, DRAFT

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from kiosk.core.languages import Language
    from kiosk.statement.model import Statement
    from kiosk.statement.scripts import Hand, Run

_EDGE: Final = LEFT
_SMALL: Final = BODY * 0.72
_TITLE: Final = BODY * 1.5
_VALUE_SHARE: Final = 0.36
"""How much of a row its value may take."""
_GAP: Final = 3 * POINTS_PER_MM
_BLACK: Final = (0.0, 0.0, 0.0)
_GREY: Final = (0x4A / 255, 0x52 / 255, 0x5A / 255)
_HAIR: Final = (0x7A / 255, 0x85 / 255, 0x8F / 255)


@dataclass(frozen=True, slots=True, repr=False)
class _Line:
    """One line: where its box begins, how far in it starts, and its runs; at the far end of the row if `ends`."""

    block: float
    inset: float
    leading: float
    size: float
    runs: tuple[Run, ...]
    ends: bool
    grey: bool


@dataclass(slots=True, repr=False)
class _Sheet:
    lines: list[_Line] = field(default_factory=list["_Line"])
    rules: list[float] = field(default_factory=list[float])


class Companion:
    """Sets and draws the sheets in `language`; `translate` is its catalogue, a `draft` as long as nobody has signed it."""

    def __init__(self, language: Language, translate: Callable[[str], str], *, draft: bool) -> None:
        self._language = language
        self._says = Reader(translate).says
        self._draft = draft

    def draw(self, canvas: Canvas, statement: Statement) -> int:
        """Draw it on pages of its own; return how many: none where the language has no word for this paper."""
        if self._says(statement.title) is None:
            return 0
        hand = scripts.hand(self._language)
        sheets = _Setter(self._language, hand, self._says).set(statement, draft=self._draft)
        for sheet in sheets:
            self._draw(canvas, sheet)
            canvas.showPage()
        return len(sheets)

    def _draw(self, canvas: Canvas, sheet: _Sheet) -> None:
        wide, tall = SHEET
        inline, _ = _extent(self._language)
        vertical = self._language.vertical
        if vertical:
            # Words run down, columns to the right.
            canvas.translate(_EDGE, tall - _EDGE)
            canvas.rotate(-90)
        canvas.setStrokeColorRGB(*_HAIR)
        canvas.setLineWidth(0.5)
        for rule in sheet.rules:
            if vertical:
                canvas.line(0, rule, inline, rule)
            else:
                canvas.line(_EDGE, tall - _EDGE - rule, wide - _EDGE, tall - _EDGE - rule)
        for line in sheet.lines:
            canvas.setFillColorRGB(*(_GREY if line.grey else _BLACK))
            writing = canvas.beginText()
            start = (
                line.inset
                if line.ends is self._language.right_to_left
                else inline - line.inset - scripts.width(line.runs)
            )
            room = (line.leading - line.size * CAPITAL_HEIGHT) / 2
            if vertical:
                scripts.write(writing, line.runs, start, line.block + room, line.size)
            else:
                base = line.block + line.leading - room
                scripts.write(writing, line.runs, _EDGE + start, tall - _EDGE - base, line.size)
            canvas.drawText(writing)


def companion(code: str) -> Companion:
    """Return the sheets of a language, by its catalogue."""
    return Companion(LANGUAGES[code], Wording(code, locale=CATALOGUES).translate, draft=not signed_by(code))


def _extent(language: Language) -> tuple[float, float]:
    """How long a line may be, and how far rows may go."""
    wide, tall = (side - 2 * _EDGE for side in SHEET)
    return (tall, wide) if language.vertical else (wide, tall)


class _Setter:
    """Sets rows one after the other, a new sheet where one is full."""

    def __init__(self, language: Language, hand: Hand, says: Callable[[str], str | None]) -> None:
        self._hand = hand
        self._chinese = scripts.hand(LANGUAGES[CHINESE])
        self._says = says
        self._spacing = language.spacing
        self._inline, self._block = _extent(language)
        self._sheets: list[_Sheet] = [_Sheet()]
        self._at = 0.0

    def set(self, statement: Statement, *, draft: bool) -> list[_Sheet]:
        """Set everything the paper says."""
        self._row(Row(statement.title), size=_TITLE, bold=True)
        for words in (COUNTS, CHINESE_COUNTS, *((DRAFT,) if draft else ())):
            self._words(words)
        if statement.code is not None:
            self._row(Row(CODE, statement.code.short))
        self._rule()
        for row in rows(statement):
            self._row(row, size=LARGE_PRINT if row.strong else BODY, bold=row.strong)
        self._rule()
        for note in statement.notes:
            self._words(note)
        return self._sheets

    def _words(self, chinese: str) -> None:
        """Set a sentence, in Chinese where there is no other."""
        size = _SMALL * 1.15
        leading = size * self._spacing
        for line in self._broken(self._says(chinese) or chinese, size, self._inline):
            if self._at + leading > self._block:
                self._sheets.append(_Sheet())
                self._at = 0.0
            self._put(line, size, self._at)
            self._at += leading

    def _row(self, row: Row, *, size: float = BODY, bold: bool = False) -> None:
        """Set a label over its Chinese, its value beside it."""
        own = self._says(row.chinese)
        value = (self._says(row.value) or row.value) if row.value else ""
        room = self._inline * (1 - _VALUE_SHARE) - _GAP if value else self._inline
        values = self._broken(value, size, self._inline * _VALUE_SHARE) if value else ()
        labels = self._broken(own or row.chinese, size, room, bold=bold)
        leading = size * self._spacing
        inset = scripts.width(scripts.set_line(labels[-1], self._hand, size, bold=bold)) + _GAP
        beside = inset + scripts.width(scripts.set_line(row.chinese, self._chinese, _SMALL)) <= room
        needed = max(len(labels), len(values)) * leading + (_SMALL * self._spacing if own and not beside else 0)
        if self._at + needed > self._block:
            self._sheets.append(_Sheet())
            self._at = 0.0
        for at, text in enumerate(values):
            self._put(text, size, self._at + at * leading, ends=True, bold=bold)
        for at, text in enumerate(labels):
            self._put(text, size, self._at + at * leading, bold=bold)
        if own and beside:
            self._chinese_at(row.chinese, self._at + (len(labels) - 1) * leading, leading, inset)
        self._at += max(len(labels), len(values)) * leading
        if own and not beside:
            self._chinese_at(row.chinese, self._at, _SMALL * self._spacing, 0.0)
            self._at += _SMALL * self._spacing
        self._at += _SMALL * 0.3

    def _rule(self) -> None:
        self._at += _SMALL * 0.5
        self._sheets[-1].rules.append(self._at)
        self._at += _SMALL * 0.5

    def _put(self, text: str, size: float, block: float, *, ends: bool = False, bold: bool = False) -> None:
        runs = scripts.set_line(text, self._hand, size, bold=bold)
        self._sheets[-1].lines.append(_Line(block, 0.0, size * self._spacing, size, runs, ends, grey=False))

    def _chinese_at(self, text: str, block: float, leading: float, inset: float) -> None:
        """Put a label's Chinese, which is read from the left wherever it stands."""
        runs = scripts.set_line(text, self._chinese, _SMALL)
        self._sheets[-1].lines.append(_Line(block, inset, leading, _SMALL, runs, ends=False, grey=True))

    def _broken(self, text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
        return scripts.broken(
            text, lambda line: scripts.width(scripts.set_line(line, self._hand, size, bold=bold)) <= room
        )
