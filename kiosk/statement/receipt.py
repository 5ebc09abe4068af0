"""A statement on 80 mm paper: large type wherever it fits, every line wrapped here and none by the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.paper import COLUMNS, Align, Feed, Pair, QrCode, Receipt, Rule, TextLine, columns
from kiosk.statement.breaking import broken
from kiosk.statement.model import Fields, Lead, Side, Statement, Table, written_day, written_moment
from kiosk.statement.wording import BESIDE_CODE, MANDATED, REPRINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.paper import PaperItem
    from kiosk.statement.model import Block

LARGE: Final = COLUMNS // 2
"""Columns of a line in double size."""
_GAP: Final = Feed(16)
_SMALL_GAP: Final = Feed(8)
_MODULE_DOTS: Final = 5


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break text into lines of at most `width` columns."""
    return broken(text, lambda line: columns(line) <= width)


def receipt(statement: Statement, beside: tuple[PaperItem, ...] = ()) -> Receipt:
    """Lay a statement out as a slip; `beside` is the same in the person's language, below all that is Chinese."""
    items: list[PaperItem] = [TextLine(line, Align.CENTRE) for line in wrap(statement.issue.agency, COLUMNS)]
    items += [_SMALL_GAP, *_large(statement.title, Align.CENTRE)]
    if statement.period:
        items += _large(statement.period, Align.CENTRE)
    if statement.issue.reprint:
        items += [_SMALL_GAP, TextLine(f"（{REPRINT}）", Align.CENTRE, bold=True)]
    if statement.issue.mandate:
        line = MANDATED.format(number=statement.issue.mandate)
        items += [_SMALL_GAP, TextLine(line, Align.CENTRE, bold=True)]
    for block in statement.blocks:
        items += [_GAP, *_block(block)]
    items += [_GAP, Rule(), _SMALL_GAP]
    if statement.cut_off is not None:
        items.append(Pair("数据统计截止至", written_day(statement.cut_off), bold=True))
    items += [
        Pair("打印时间", written_moment(statement.issue.printed_at)),
        Pair("自助机", statement.issue.terminal),
        _SMALL_GAP,
    ]
    items += [TextLine(line) for note in statement.notes for line in wrap(note, COLUMNS)]
    if statement.code is not None:
        items += [
            _GAP,
            QrCode(statement.code.qr, _MODULE_DOTS),
            TextLine(statement.code.short, Align.CENTRE, bold=True),
            *(TextLine(line, Align.CENTRE) for line in BESIDE_CODE),
        ]
    return Receipt((*items, *beside, _GAP))


def _large(text: str, align: Align = Align.LEFT) -> list[TextLine]:
    return [TextLine(line, align, double=True, bold=True) for line in wrap(text, LARGE)]


def _block(block: Block) -> list[PaperItem]:
    match block:
        case Lead():
            label = [TextLine(line, double=True) for line in wrap(block.label, LARGE)]
            return [Rule(), _SMALL_GAP, *label, *_large(block.value, Align.RIGHT)]
        case Fields():
            fields = [item for field in block.fields for item in _field(field.label, field.value, strong=field.strong)]
            return [*_heading(block.title), *fields, *_remark(block.remark)]
        case Table():
            return [*_heading(block.title), *_table(block), *_remark(block.remark)]
        case _:
            # Not bold: many short lines in bold double type are harder to read than in plain.
            lines = [TextLine(line, double=True) for text in block.lines for line in wrap(text, LARGE)]
            return [*_heading(block.title), *lines]


def _heading(title: str) -> list[PaperItem]:
    """A rule and the title in large type; what follows a wide blank is said small."""
    if not title:
        return []
    main, _, small = title.partition("　")
    lines = [TextLine(line) for line in wrap(small, COLUMNS)]
    return [Rule(), _SMALL_GAP, *_large(main), *lines, _SMALL_GAP]


def _remark(remark: str) -> list[PaperItem]:
    return [TextLine(line) for line in wrap(remark, COLUMNS)]


def _field(label: str, value: str, *, strong: bool = False) -> list[PaperItem]:
    """Label and value in large type on one line if they fit, else the value below, still large."""
    if columns(label) + columns(value) < LARGE:
        return [Pair(label, value, bold=strong, double=True)]
    return [
        *(TextLine(line, double=True, bold=strong) for line in wrap(label, LARGE)),
        *(TextLine(line, Align.RIGHT, double=True, bold=strong) for line in wrap(value, LARGE)),
    ]


def _table(table: Table) -> list[PaperItem]:
    """Set a table in the largest type it fits in; one that fits in none is set row by row, a line for each cell."""
    titles = [column.title for column in table.columns]
    large, small = _widths(table.all_rows), _widths((*table.all_rows, titles))
    if sum(large) + len(large) <= LARGE:
        return [TextLine(_head(table, large)), *_rows(table, large, double=True)]
    if sum(small) + len(small) <= COLUMNS:
        return [TextLine(_row(table, titles, small, COLUMNS)), *_rows(table, small, double=False)]
    return [item for row in table.all_rows for item in _stacked(titles, row)]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]


def _rows(table: Table, widths: list[int], *, double: bool) -> list[PaperItem]:
    width = LARGE if double else COLUMNS
    rows: list[PaperItem] = [TextLine(_row(table, row, widths, width), double=double) for row in table.rows]
    if table.total:
        rows += [Rule(), _SMALL_GAP, TextLine(_row(table, table.total, widths, width), double=double, bold=True)]
    return rows


def _between(widths: list[int], line: int) -> int:
    """Blanks between two columns: what the line has to spare, shared out."""
    return (line - sum(widths)) // max(1, len(widths) - 1)


def _row(table: Table, cells: Sequence[str], widths: list[int], line: int) -> str:
    sides = [column.side for column in table.columns]
    padded = [_padded(cell, width, side) for cell, width, side in zip(cells, widths, sides, strict=True)]
    return (" " * _between(widths, line)).join(padded).rstrip()


def _head(table: Table, widths: list[int]) -> str:
    """The titles in small type over columns in large type, each twice as wide; a long title may reach to the left."""
    line, start = "", 0
    for column, width in zip(table.columns, widths, strict=True):
        spare = 2 * width - columns(column.title)
        before = {Side.LEFT: 0, Side.CENTRE: spare // 2, Side.RIGHT: spare}[column.side]
        line += " " * (2 * start + before - columns(line)) + column.title
        start += width + _between(widths, LARGE)
    return line


def _padded(cell: str, width: int, side: Side) -> str:
    spare = width - columns(cell)
    if side == Side.CENTRE:
        return " " * (spare // 2) + cell + " " * (spare - spare // 2)
    return cell + " " * spare if side == Side.LEFT else " " * spare + cell


def _stacked(titles: Sequence[str], row: Sequence[str]) -> list[PaperItem]:
    cells = [item for title, cell in zip(titles[1:], row[1:], strict=True) if cell for item in _field(title, cell)]
    return [TextLine(row[0], bold=True), *cells, _SMALL_GAP]
