"""What a Chinese paper says, label by label: what the sheet and the slip in another language go through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.statement.model import Fields, Lead, Table
from kiosk.statement.paper_words import PAPER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.statement.model import Statement

_WORDS: Final = re.compile("[\u4e00-\u9fff（），。]+")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A label or a sentence in Chinese, and its value; `strong` in large type."""

    chinese: str
    value: str = ""
    strong: bool = False


def rows(statement: Statement) -> Iterator[Row]:
    """Go through what the paper says: each label with its value, each column of a table with what it adds up to."""
    if statement.period:
        yield Row("期间", statement.period)
    for block in statement.blocks:
        if isinstance(block, Lead):
            yield Row(block.label, block.value, strong=True)
            continue
        if block.title:
            yield Row(block.title, strong=True)
        if isinstance(block, Fields):
            yield from (Row(each.label, each.value) for each in block.fields)
            yield from _remarks(block.remark)
        elif isinstance(block, Table):
            for at, column in enumerate(block.columns):
                yield Row(column.title, block.total[at] if block.total and at else "")
            yield from (Row(words) for words in _cells(block))
            yield from _remarks(block.remark)
        else:
            yield from (Row(line) for line in block.lines)


def _remarks(remark: str) -> Iterator[Row]:
    """Go through what stands below a block: its signs, its formula, what was left out."""
    yield from (Row(part) for part in ([remark] if remark in PAPER_WORDS else remark.split("\u3000")) if part)


def _cells(table: Table) -> Iterator[str]:
    """Go through the words that stand in its rows, each once: 有补发, 银行退回."""
    cells = (cell for row in table.rows for cell in row[1:])
    yield from dict.fromkeys(cell for cell in cells if _WORDS.fullmatch(cell))
