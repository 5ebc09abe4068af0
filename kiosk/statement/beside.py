"""What a slip says once more in the person's language, below its Chinese: every label with its Chinese, and the figures.

It is no paper of its own: the code stands above it, it says that the Chinese counts, and nothing of it is signed. Latin letters
are the printer's own; any other script is drawn. Rows follow one another down the slip; a vertical script stands in blocks of
columns from the left, one block below the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from devices.paper import COLUMN_DOTS, DOTS, Align, Feed, Pair, Picture, Rule, TextLine, columns
from kiosk.core.languages import CATALOGUES, CHINESE, LANGUAGES, signed_by
from kiosk.core.reader import Reader
from kiosk.core.text import Wording
from kiosk.statement import scripts
from kiosk.statement.drawing import Board
from kiosk.statement.facts import Row, rows
from kiosk.statement.fonts import CAPITAL_HEIGHT
from kiosk.statement.sheet_words import CHINESE_COUNTS, DRAFT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.paper import PaperItem
    from kiosk.core.languages import Language
    from kiosk.statement.model import Statement
    from kiosk.statement.scripts import Run

COLUMN: Final = 640
"""How long a column of a vertical script is: 80 mm, seen whole in the hand."""
_GAP: Final = 24
"""White between what stands on one line."""
_ROW_GAP: Final = 8


class _Type(Enum):
    """How large something is set, in dots to the em. Capitals of labels and figures are 3.5 mm high, as on A4."""

    STRONG = 46
    PLAIN = 38
    NOTE = 31
    CHINESE = 25
    """The Chinese of a label: to find it above."""

    @property
    def bold(self) -> bool:
        """Whether it is set in bold."""
        return self is _Type.STRONG


@dataclass(frozen=True, slots=True, repr=False)
class _Line:
    """What stands on one line: words, the Chinese behind them, a value at the far end."""

    words: str
    type: _Type
    chinese: str = ""
    value: str = ""
    begins: bool = False


class Beside:
    """Sets the part of a slip in `language`; `translate` is its catalogue, a `draft` as long as nobody has signed it."""

    def __init__(self, language: Language, translate: Callable[[str], str], *, draft: bool) -> None:
        self._language = language
        self._says = Reader(translate).says
        self._draft = draft

    def items(self, statement: Statement, *, pictures: bool) -> tuple[PaperItem, ...]:
        """Return what the slip says in the language; nothing where that has no word for it.

        Nor where the printer would have to draw it and prints no `pictures`.
        """
        drawn = bool(self._language.fonts)
        if self._says(statement.title) is None or (drawn and not pictures):
            return ()
        hand: _Written | _Drawn = _Drawn(self._language) if drawn else _Written()
        lines = tuple(_Setter(self._says, hand).set(statement, draft=self._draft))
        return (Feed(_GAP), Rule(), Feed(_GAP // 2), *hand.items(lines))


def beside(code: str) -> Beside:
    """Return the part of slips in a language, by its catalogue."""
    return Beside(LANGUAGES[code], Wording(code, locale=CATALOGUES).translate, draft=not signed_by(code))


class _Written:
    """What the printer writes with letters of its own: large or not, one size on a line."""

    room = float(DOTS)
    mixes = False

    def width(self, text: str, type_: _Type) -> float:
        """Width in dots."""
        return columns(text) * COLUMN_DOTS * (2 if type_ is _Type.STRONG else 1)

    def items(self, lines: tuple[_Line, ...]) -> Iterator[PaperItem]:
        """Return the lines of the slip."""
        for line in lines:
            if line.begins:
                yield Feed(_ROW_GAP)
            large = line.type is _Type.STRONG
            words = "  ".join(filter(None, (line.words, line.chinese)))
            if words and line.value:
                yield Pair(words, line.value, bold=large, double=large)
            elif words:
                yield TextLine(words, double=large, bold=large)
            else:
                yield TextLine(line.value, Align.RIGHT, double=large, bold=large)


class _Drawn:
    """What is drawn, in a script the printer has no letters of."""

    mixes = True

    def __init__(self, language: Language) -> None:
        self._language = language
        self._hand = scripts.hand(language)
        self._chinese = scripts.hand(LANGUAGES[CHINESE])
        self.room = float(COLUMN if language.vertical else DOTS)

    def width(self, text: str, type_: _Type) -> float:
        """Width in dots."""
        return scripts.width(self._runs(text, type_))

    def _runs(self, text: str, type_: _Type) -> tuple[Run, ...]:
        by = self._chinese if type_ is _Type.CHINESE else self._hand
        return scripts.set_line(text, by, type_.value, bold=type_.bold)

    def items(self, lines: tuple[_Line, ...]) -> Iterator[PaperItem]:
        """Return the picture of the lines, or of each block of columns."""
        if not self._language.vertical:
            yield Picture(self._board(lines).rows())
            return
        block: tuple[_Line, ...] = ()
        for line in lines:
            if block and sum(map(self._leading, (*block, line))) > DOTS:
                yield from (Picture(self._board(block).turned().rows()), Feed(_GAP // 2), Rule(), Feed(_GAP // 2))
                block = ()
            block = (*block, line)
        yield Picture(self._board(block).turned().rows())

    def _leading(self, line: _Line) -> float:
        size = (line.type if line.words or line.value else _Type.CHINESE).value
        return size * self._language.spacing + (_ROW_GAP if line.begins else 0)

    def _board(self, lines: tuple[_Line, ...]) -> Board:
        """Write lines one below the other, or for columns one above the other: the board is then turned."""
        vertical = self._language.vertical
        board = Board(round(self.room))
        board.reach(DOTS if vertical else math.ceil(sum(map(self._leading, lines))))
        end = 0.0
        for line in lines:
            end += self._leading(line)
            size = (line.type if line.words or line.value else _Type.CHINESE).value
            air = (size * self._language.spacing - size * CAPITAL_HEIGHT) / 2
            # Columns: the line before is the one below, and the gap between rows comes before a line in either case.
            base = DOTS - (end - size * self._language.spacing + air) if vertical else end - air
            self._write(board, line, base)
        return board

    def _write(self, board: Board, line: _Line, base: float) -> None:
        from_the_right = self._language.right_to_left
        inset = 0.0
        for text, type_ in ((line.words, line.type), (line.chinese, _Type.CHINESE)):
            if text:
                runs = self._runs(text, type_)
                x = self.room - inset - scripts.width(runs) if from_the_right else inset
                board.write(runs, x, base, type_.value)
                inset += scripts.width(runs) + _GAP
        if line.value:
            runs = self._runs(line.value, line.type)
            board.write(runs, 0.0 if from_the_right else self.room - scripts.width(runs), base, line.type.value)


class _Setter:
    """Sets rows as lines: the Chinese behind the words where there is room, the value at the end of the last."""

    def __init__(self, says: Callable[[str], str | None], hand: _Written | _Drawn) -> None:
        self._says = says
        self._hand = hand

    def set(self, statement: Statement, *, draft: bool) -> Iterator[_Line]:
        """Set everything the paper says."""
        yield from self._row(Row(statement.title, strong=True))
        for words in (CHINESE_COUNTS, *((DRAFT,) if draft else ())):
            yield from self._words(words)
        for row in rows(statement):
            yield from self._row(row)
        for note in statement.notes:
            yield from self._words(note)

    def _words(self, chinese: str) -> Iterator[_Line]:
        """Set a sentence, in Chinese where there is no other."""
        yield from self._begun(
            _Line(line, _Type.NOTE) for line in self._broken(self._says(chinese) or chinese, _Type.NOTE)
        )

    def _row(self, row: Row) -> Iterator[_Line]:
        own = self._says(row.chinese)
        type_ = _Type.STRONG if row.strong else _Type.PLAIN
        lines = [_Line(words, type_) for words in self._broken(own or row.chinese, type_)]
        if own:
            if self._fits(replace(lines[-1], chinese=row.chinese)):
                lines[-1] = replace(lines[-1], chinese=row.chinese)
            else:
                lines.append(_Line("", _Type.CHINESE if self._hand.mixes else _Type.PLAIN, row.chinese))
        values = self._broken(self._says(row.value) or row.value, type_)
        last = replace(lines[-1], type=type_, value="".join(values))
        if len(values) == 1 and self._fits(last):
            lines[-1] = last
        else:
            lines += (_Line("", type_, value=value) for value in values)
        yield from self._begun(lines)

    @staticmethod
    def _begun(lines: Iterable[_Line]) -> Iterator[_Line]:
        """Mark where a row begins."""
        yield from (replace(line, begins=not at) for at, line in enumerate(lines))

    def _fits(self, line: _Line) -> bool:
        """Whether all of it stands on one line."""
        width = self._hand.width
        parts = ((line.words, line.type), (line.chinese, _Type.CHINESE), (line.value, line.type))
        there = [width(text, type_) for text, type_ in parts if text]
        mixed = line.chinese and line.type is _Type.STRONG
        return not (mixed and not self._hand.mixes) and sum(there) + _GAP * (len(there) - 1) <= self._hand.room

    def _broken(self, text: str, type_: _Type) -> tuple[str, ...]:
        return scripts.broken(text, lambda line: self._hand.width(line, type_) <= self._hand.room)
