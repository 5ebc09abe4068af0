"""A whole paper for the ear, line by line in its order: for who can't read what they were given.

Amounts, days and numbers are said as such, a sign by the word the legend has for it, and digits that are covered are left out.
What has no words is left out: the code, lines, the legend itself, and the moment of printing, which nobody knows before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month
from kiosk.core.spoken import spoken_grouped, spoken_number
from kiosk.core.text import Count, Day, Digits, Label, Money, MonthName, Word, say
from kiosk.core.values import dataclass
from kiosk.statement.model import EMPTY, IN_YUAN, Fields, Lead, Table, written_day
from kiosk.statement.wording import BESIDE_CODE, LEGEND, MANDATED, REPRINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.text import Text, Value
    from kiosk.statement.model import Block, Statement

    Line = tuple[Text, ...]

_SIGNS: Final = {part[0]: part[2:] for part in LEGEND.split("\u3000")}
_ALOUD: Final = str.maketrans(
    {"①": "一", "②": "二", "③": "三", "④": "四", "⑤": "五", "＝": "等于", "＋": "加", "－": "减", "\u3000": "，"}
)
_AMOUNT: Final = re.compile(r"(-?[\d,]+\.\d\d)(元?)")
_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MONTH: Final = re.compile(r"(\d{4})年(\d{1,2})月")
_MONTHS: Final = re.compile(r"(\d+)(个月)")
_TAIL: Final = re.compile(r"(.+)（尾号(\d+)）")
_NUMBER: Final = re.compile(r"[\d*-]{5,}X?|.*\*.*")
_CUT_OFF: Final = "数据统计截止至"
_TERMINAL: Final = "自助机"
_OTHER_YEAR: Final = 0
"""No year is this one, so that every day has its year."""


@dataclass(frozen=True)
class _Number(Digits):
    """A number of somebody's, or a name of which a part is covered, said in groups."""

    def spoken(self) -> str:
        """Each group digit by digit; what is covered is said to be left out."""
        return "，".join(spoken_grouped(part) for part in self.digits.split("-"))


def aloud(statement: Statement) -> tuple[Line, ...]:
    """Return what the paper says, a line a label, a row or a sentence."""
    return tuple(_lines(statement))


def _lines(statement: Statement) -> Iterator[Line]:
    issue = statement.issue
    yield _words(issue.agency)
    yield _words(statement.title)
    if statement.period:
        yield _words(statement.period)
    if issue.reprint:
        yield _words(REPRINT)
    if issue.mandate:
        yield _line(MANDATED.format(number=""), issue.mandate)
    for block in statement.blocks:
        yield from _block(block, yuan=statement.kind in IN_YUAN)
    if statement.cut_off is not None:
        yield _line(_CUT_OFF, written_day(statement.cut_off))
    yield _line(_TERMINAL, issue.terminal)
    for note in statement.notes:
        yield _words(note)
    if statement.holder is not None:
        yield from map(_words, BESIDE_CODE)


def _block(block: Block, *, yuan: bool) -> Iterator[Line]:
    if isinstance(block, Lead):
        yield _line(block.label, block.value)
        return
    if block.title:
        yield _words(block.title)
    if isinstance(block, Fields):
        yield from (_line(field.label, field.value) for field in block.fields)
        yield from _remarks(block.remark)
    elif isinstance(block, Table):
        for row in block.all_rows:
            cells = zip(block.columns[1:], row[1:], strict=True)
            named = (_cell(column.title, cell, yuan=yuan) for column, cell in cells if cell not in ("", EMPTY))
            yield (*_words(row[0]), *named)
        yield from _remarks(block.remark)
    else:
        yield from map(_words, block.lines)


def _remarks(remark: str) -> Iterator[Line]:
    if remark and remark != LEGEND:
        yield _words(remark)


def _words(words: str) -> Line:
    return (say("{words}", words=_label(words)),)


def _line(label: str, value: str) -> Line:
    return (*_words(label), _figure(value))


def _cell(title: str, cell: str, *, yuan: bool) -> Text:
    figure = _figure(f"{cell}元" if yuan and _AMOUNT.fullmatch(cell) else cell)
    return replace(figure, message=f"{{title}}{figure.message}", values={"title": _label(title), **figure.values})


def _label(words: str) -> Label:
    return Label(words, words.translate(_ALOUD))


def _figure(written: str) -> Text:
    """Return a value of a paper as what it is; its message has no words of its own, so that no language changes it."""
    if found := _MONTHS.fullmatch(written):
        return say("{count}{of}", count=Count(int(found[1]), private=True), of=Word(found[2]))
    if found := _TAIL.fullmatch(written):
        to = Label(f"{found[1]}（尾号", f"{found[1]}，尾号")
        return say("{to}{tail}）", aloud="{to}{tail}", to=to, tail=Digits(found[2]))
    return say("{value}", value=_value(written))


def _value(written: str) -> Value:
    if set(written) <= _SIGNS.keys():
        return Label(written, _said_signs(written), private=True)
    if found := _AMOUNT.fullmatch(written):
        return Money(Fen(int(re.sub(r"[,.]", "", found[1]))))
    if found := _DAY.fullmatch(written):
        return Day(date(int(found[1]), int(found[2]), int(found[3])), _OTHER_YEAR)
    if found := _MONTH.fullmatch(written):
        return MonthName(Month(int(found[1]), int(found[2])), _OTHER_YEAR)
    return _Number(written) if _NUMBER.fullmatch(written) else Word(written, private=True)


def _said_signs(signs: str) -> str:
    """Say the sign of a cell, or those of January to December, months that are alike together: 一月到三月已实缴，四月欠费."""
    if len(signs) == 1:
        return _SIGNS[signs]
    said: list[str] = []
    month = 1
    for sign, alike in groupby(signs):
        last = month + len(tuple(alike)) - 1
        months = f"{spoken_number(month)}月" + ("" if last == month else f"到{spoken_number(last)}月")
        said.append(months + _SIGNS[sign])
        month = last + 1
    return "，".join(said)
