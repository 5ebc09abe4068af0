"""Where everything of a statement stands on A4 sheets: blocks become placed text and lines, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.statement.breaking import broken
from kiosk.statement.fonts import BOLD, REGULAR, width
from kiosk.statement.model import IN_YUAN, MARK, Fields, Lead, Side, Statement, Table, written_day, written_moment
from kiosk.statement.sheet import (
    BODY,
    BOTTOM,
    INNER,
    LARGE_PRINT,
    LEFT,
    QR_POINTS,
    RIGHT,
    SHORT_PAPERS,
    TOP,
    Page,
    PlacedCode,
    PlacedLine,
    PlacedText,
)
from kiosk.statement.tabulate import grid
from kiosk.statement.wording import BESIDE_CODE, MANDATED, REPRINT, UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.statement.model import Block, Field, Words

_PLAIN_SIZE: Final = 4.4
_HALF_A_CODE: Final = 9
"""Characters of the first two groups of a short code, with the dash between them."""
_HAIR, _LINE, _HEAVY = 0.5, 0.8, 1.4
_GUTTER: Final = 2.0
"""Between two fields in one row, in type sizes: enough to see which label a value belongs to."""
_ROOMY, _TIGHT = 1.42, 1.3
"""Leading of the notes."""


def lay_out(statement: Statement) -> list[Page]:
    """Place a whole statement. A short one, without a table, is set as large as it fits on one sheet: 大张字大."""
    notes = LARGE_PRINT if statement.issue.large_print else BODY
    short = not any(isinstance(block, Table) for block in statement.blocks)
    pages: list[Page] = []
    for size in SHORT_PAPERS if short and notes == BODY else (notes,):
        pages = _set(statement, size, notes)
        if len(pages) == 1:
            break
    return pages


def _set(statement: Statement, size: float, notes: float) -> list[Page]:
    press = _Setter(statement, size, notes)
    press.head()
    for block in statement.blocks:
        press.block(block)
    press.end()
    return press.pages


def wrapped(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Break text to a width in points."""
    return broken(text, lambda line: width(line, font, size) <= room)


class _Setter:
    """Sets type downwards, starting a new page where a block doesn't fit."""

    def __init__(self, statement: Statement, size: float, notes: float) -> None:
        self._statement = statement
        self._size = size
        self._notes = notes
        self._row = size * 1.62
        self.pages: list[Page] = []
        self._y = 0.0

    # -- small things -----------------------------------------------------------------------------------------

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    def _text(self, x: float, text: str, *, font: str = REGULAR, size: float = 0.0, side: Side = Side.LEFT) -> None:
        """Set one line at the cursor; `x` is its left edge, middle or right edge."""
        size = size or self._size
        if side != Side.LEFT:
            wide = width(text, font, size)
            x -= wide if side == Side.RIGHT else wide / 2
        self._page.texts.append(PlacedText(x, self._y, font, size, text))

    def _rule(
        self, thickness: float, y: float, *, accent: bool = False, left: float = LEFT, right: float = RIGHT
    ) -> None:
        self._page.lines.append(PlacedLine(left, y, right, y, thickness, accent))

    def _new_page(self) -> None:
        self.pages.append(Page())
        self._y = TOP

    def _need(self, height: float) -> None:
        """Go on with the next page if less than `height` is left on this one."""
        if self._y - height < BOTTOM:
            self._new_page()
            self._y -= self._size
            self._text(LEFT, f"{self._statement.title}（续）", font=BOLD)
            self._y -= self._size * 0.6
            self._rule(_HEAVY, self._y, accent=True)
            self._y -= self._size * 0.4

    # -- parts of a sheet -------------------------------------------------------------------------------------

    def head(self) -> None:
        """Agency, title and period."""
        statement, size = self._statement, self._size
        self._new_page()
        self._y -= size
        self._text(LEFT, statement.issue.agency)
        if statement.issue.reprint:
            self._text(RIGHT, f"（{REPRINT}）", font=BOLD, side=Side.RIGHT)
        self._y -= size * 2.3
        self._text((LEFT + RIGHT) / 2, statement.title, font=BOLD, size=size * 1.7, side=Side.CENTRE)
        if statement.period:
            self._y -= size * 1.8
            self._text((LEFT + RIGHT) / 2, _marked(statement.period), size=size * 1.1, side=Side.CENTRE)
        if statement.issue.mandate:
            self._y -= size * 1.5
            self._text((LEFT + RIGHT) / 2, MANDATED.format(number=statement.issue.mandate), font=BOLD, side=Side.CENTRE)
        if statement.kind in IN_YUAN and any(isinstance(block, Table) for block in statement.blocks):
            self._text(RIGHT, UNIT, side=Side.RIGHT)
        self._y -= size * 0.8
        self._rule(_HEAVY, self._y, accent=True)

    def block(self, block: Block) -> None:
        """Set one block."""
        match block:
            case Lead():
                self._lead(block)
            case Fields():
                self._fields(block)
            case Table():
                self._table(block)
            case _:
                self._words(block)

    def _heading(self, title: str, following: float) -> None:
        """A title that stays with what follows."""
        self._need(min(self._row * 1.6 + following, TOP - BOTTOM - self._row * 2))
        if not title:
            self._y -= self._size * 0.2
            return
        main, _, small = title.partition("　")
        self._y -= self._row * 1.35
        self._page.lines.append(
            PlacedLine(
                LEFT + 1.6, self._y - self._size * 0.16, LEFT + 1.6, self._y + self._size * 0.9, 3.2, accent=True
            )
        )
        self._text(LEFT + self._size * 0.7, main, font=BOLD, size=self._size * 1.1)
        if small:
            self._text(LEFT + self._size * 1.4 + width(main, BOLD, self._size * 1.1), small)
        self._y -= self._size * 0.45

    def _lead(self, lead: Lead) -> None:
        size = self._size
        self._need(size * 3.4)
        self._y -= size * 2.5
        self._text(LEFT, lead.label, font=BOLD, size=size * 1.15)
        self._text(RIGHT, _marked(lead.value), font=BOLD, size=size * 1.75, side=Side.RIGHT)
        self._y -= size * 0.6
        self._rule(_LINE, self._y)

    def _fields(self, block: Fields) -> None:
        rows = self._field_rows(block)
        # Kept together: an account torn in two pages can't be added up at a glance.
        self._heading(block.title, self._row * 1.4 * len(rows))
        for row in rows:
            self._field_row(row)
        self._remark(block.remark)

    def _field_rows(self, block: Fields) -> list[tuple[Field, ...]]:
        """Two fields a row where both have room in their half, else one."""
        if not block.paired:
            return [(one,) for one in block.fields]
        rows: list[tuple[Field, ...]] = []
        for one in block.fields:
            if rows and len(rows[-1]) == 1 and max(self._natural(one), self._natural(rows[-1][0])) <= self._half:
                rows[-1] = (*rows[-1], one)
            else:
                rows.append((one,))
        return rows

    @property
    def _half(self) -> float:
        """Width of each of two fields in one row."""
        return (INNER - self._size * _GUTTER) / 2

    def _natural(self, one: Field) -> float:
        return width(one.label + one.value, REGULAR, self._size) + self._size

    def _field_row(self, row: tuple[Field, ...]) -> None:
        first, *others = row
        columns = [(LEFT, RIGHT)]
        if others:
            self._need(self._row)
            self._y -= self._row
            columns = [(LEFT, LEFT + self._half), (RIGHT - self._half, RIGHT)]
            for one, (left, right) in zip(row, columns, strict=True):
                self._text(left, one.label)
                self._text(right, _marked(one.value), font=_weight(one), side=Side.RIGHT)
        else:
            room = INNER - width(first.label, REGULAR, self._size) - self._size
            lines = wrapped(first.value.replace(MARK, ""), REGULAR, self._size, room)
            self._need(self._row * max(1, len(lines)))
            for at, line in enumerate(lines):
                self._y -= self._row
                if at == 0:
                    self._text(LEFT, first.label, font=_weight(first))
                text = (MARK if at == 0 else "") + line + (MARK if at == len(lines) - 1 else "")
                self._text(RIGHT, text, font=_weight(first), side=Side.RIGHT)
        self._y -= self._size * 0.42
        for left, right in columns:
            self._rule(_HAIR, self._y, left=left, right=right)
        self._y += self._size * 0.1

    def _table(self, table: Table) -> None:
        columns = grid(table, self._size, INNER, LEFT)
        height = self._row * len(columns.lines)
        self._heading(table.title, height * 3)
        self._table_head(columns.titles, columns.lines)
        for row in table.rows:
            if self._y - height < BOTTOM:
                self._need(height)
                self._table_head(columns.titles, columns.lines)
            self._cells(row, columns.lines, REGULAR)
            self._rule(_HAIR, self._y)
        if table.total:
            self._need(height)
            self._rule(_HEAVY, self._y)
            self._cells(table.total, columns.lines, BOLD)
            self._rule(_LINE, self._y)
        self._remark(table.remark)

    def _table_head(self, titles: Sequence[Sequence[str]], lines: Sequence[Sequence[tuple[int, float, Side]]]) -> None:
        """Titles of one or two lines each, standing on one base."""
        leading = self._size * 1.2
        for line in lines:
            tall = max(len(titles[at]) for at, _, _ in line)
            base = self._y - self._size * 0.35 - leading * tall
            for at, x, side in line:
                for row, title in enumerate(titles[at]):
                    self._y = base + leading * (len(titles[at]) - 1 - row)
                    self._text(x, title, font=BOLD, side=side)
            self._y = base - self._size * 0.4
        self._rule(_LINE, self._y)

    def _cells(self, row: Sequence[str], lines: Sequence[Sequence[tuple[int, float, Side]]], font: str) -> None:
        for line in lines:
            self._y -= self._row * 0.74
            for at, x, side in line:
                if row[at]:
                    self._text(x, _marked(row[at]), font=font, side=side)
            self._y -= self._row * 0.26

    def _remark(self, remark: str) -> None:
        for line in wrapped(remark, REGULAR, self._size, INNER):
            self._need(self._row)
            self._y -= self._row
            self._text(LEFT, line)

    def _words(self, block: Words) -> None:
        self._heading(block.title, self._row * len(block.lines))
        for text in block.lines:
            for line in wrapped(text, REGULAR, self._size * 1.15, INNER):
                self._need(self._row * 1.1)
                self._y -= self._row * 1.1
                self._text(LEFT, line, size=self._size * 1.15)

    def end(self) -> None:
        """The notes with the code beside them, and the foot of every page."""
        statement, size = self._statement, self._notes
        room = INNER - (QR_POINTS + size if statement.code else 0.0)
        notes = statement.notes if statement.code is None else (*statement.notes, *BESIDE_CODE)
        lines, leading = tuple(line for note in notes for line in wrapped(note, REGULAR, size, room)), size * _ROOMY
        code_height = size * 0.3 + QR_POINTS + BODY * 2.3 if statement.code else 0.0
        around = size * 2.3 + _PLAIN_SIZE
        if self._y - BOTTOM < around + len(lines) * leading:
            # Better close together than alone on a page of their own.
            flowing = "".join(note if note.endswith("。") else f"{note}。" for note in notes)
            tight = wrapped(flowing, REGULAR, size, room)
            if self._y - BOTTOM >= around + max(len(tight) * size * _TIGHT, code_height):
                lines, leading = tight, size * _TIGHT
        self._need(around + max(len(lines) * leading, code_height))
        self._y -= size * 1.3
        self._rule(_LINE, self._y)
        top = self._y
        for line in lines:
            self._y -= leading
            self._text(LEFT, line, size=size)
        if statement.code is not None:
            notes_end = self._y
            left = RIGHT - QR_POINTS
            self._page.codes.append(PlacedCode(left, top - size * 0.3 - QR_POINTS, statement.code.qr))
            self._y = top - size * 0.3 - QR_POINTS
            # In two lines: in one it is wider than the QR code, and too near the notes.
            for half in (statement.code.short[:_HALF_A_CODE], statement.code.short[_HALF_A_CODE + 1 :]):
                self._y -= BODY * 1.15
                self._text(RIGHT - QR_POINTS / 2, half, font=BOLD, size=BODY, side=Side.CENTRE)
            self._y = min(notes_end, self._y) - size
            self._text(LEFT, statement.code.plain, size=_PLAIN_SIZE)
        for number, page in enumerate(self.pages, start=1):
            self._foot(page, number)

    def _foot(self, page: Page, number: int) -> None:
        """On every page: how old the data are, when it was printed, and which page it is. The same size in large print."""
        statement, issue = self._statement, self._statement.issue
        last = number == len(self.pages)
        page.lines.append(PlacedLine(LEFT, BOTTOM - 8, RIGHT, BOTTOM - 8, _LINE))
        first, second = BOTTOM - 8 - BODY * 1.3, BOTTOM - 8 - BODY * 2.7
        if statement.cut_off is not None:
            cut_off = written_day(statement.cut_off)
            text = f"数据统计截止至 {_marked(cut_off) if last else cut_off}"
            page.texts.append(PlacedText(LEFT, first, REGULAR, BODY, text))
        pages = f"第{number}页，共{len(self.pages)}页"
        page.texts.append(PlacedText(RIGHT - width(pages, REGULAR, BODY), first, REGULAR, BODY, pages))
        moment = f"打印时间 {written_moment(issue.printed_at)}"
        page.texts.append(PlacedText(LEFT, second, REGULAR, BODY, moment))
        where = f"自助机 {issue.terminal}"
        page.texts.append(PlacedText(RIGHT - width(where, REGULAR, BODY), second, REGULAR, BODY, where))


def _marked(figure: str) -> str:
    figure = figure.replace(MARK, "")
    return f"{MARK}{figure}{MARK}" if figure else ""


def _weight(one: Field) -> str:
    return BOLD if one.strong else REGULAR
