"""The rows of one table's file, in their order: read, each cell made a value, and every slip noted with its line.

UTF-8, with or without a mark in front, or GB18030. The first line names the columns, by their codes or as the field calls them.
"""

from __future__ import annotations

import codecs
import csv
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiosk.intake.cells import CellWrong
from kiosk.intake.tables import KEY, Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kiosk.intake.codes import Codes
    from kiosk.intake.problems import Problems
    from kiosk.intake.tables import Table

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_PIECE: Final = 1 << 20
LEFT_OUT: Final = "\0left out"
"""What a cell becomes whose code leaves its row out. No cell of a CSV file has it."""


@dataclass(frozen=True, repr=False)
class Row:
    """A row: its line, whose it is, and its values by column. `whole`: every cell of it could be read."""

    line: int
    key: str
    values: Mapping[str, Any]
    whole: bool


def rows(path: Path, table: Table, codes: Codes, problems: Problems) -> Iterator[Row]:
    """Go through a table's rows, and note what is wrong. A file that can't be gone on with ends there.

    Rows with a code that stands for `LEFT_OUT` are passed over.
    """
    before = ""
    for line, columns, cells in lines(path, table, problems):
        row = _row(line, [_own(codes, *each) for each in zip(columns, cells, strict=True)], columns, table, problems)
        if row is None or not row.key:
            continue
        if row.key < before:
            problems.add(table.file, line, f"not in the order of {KEY}: sort the file by it, as text")
            return
        if table.lone and row.key == before:
            problems.add(table.file, line, f"the same {KEY} as on the line before: one row for each")
            continue
        before = row.key
        yield row


def _own(codes: Codes, column: Column, cell: str) -> str:
    return codes[column.name].get(cell, cell) if column.name in codes else cell


def lines(path: Path, table: Table, problems: Problems) -> Iterator[tuple[int, list[Column], list[str]]]:
    """Go through a file's lines that have cells for its columns: the line's number, the columns, the cells.

    Notes what is wrong with the file, its first line, or a line as a whole.
    """
    encoding = _encoding(path)
    if encoding is None:
        problems.add(table.file, 0, "neither UTF-8 nor GB18030: export it in one of them")
        return
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            columns = _columns(next(reader, list[str]()), table, problems)
            if columns is None:
                return
            for cells in reader:
                if not any(cells):
                    continue
                if len(cells) == len(columns):
                    yield reader.line_num, columns, [cell.strip() for cell in cells]
                else:
                    problems.add(table.file, reader.line_num, f"not {len(columns)} cells, as the first line has")
        except csv.Error:
            problems.add(
                table.file, reader.line_num, "no CSV: a quotation mark is open, or comes in the middle of a cell"
            )


def _encoding(path: Path) -> str | None:
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            try:
                while piece := file.read(_PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _columns(header: list[str], table: Table, problems: Problems) -> list[Column] | None:
    """Find the column of each place; None where the header is wrong."""
    known = {name: column for column in table.columns for name in (column.name, column.label)}
    columns: list[Column] = []
    wrong = False
    for place, cell in enumerate(header, 1):
        column = known.get(cell.strip())
        if column is None:
            near = difflib.get_close_matches(cell.strip(), known, n=1)
            hint = f"; is it {near[0]}?" if near else ": leave it out"
            problems.add(table.file, 1, f"column {place} has a name that is none of this table's{hint}")
        elif column in columns:
            problems.add(table.file, 1, f"column {column.name} {column.label} stands there twice")
        else:
            columns.append(column)
            continue
        wrong = True
    missing = [f"{each.name} {each.label}" for each in table.columns if each.needed and each not in columns]
    if missing and not wrong:
        problems.add(table.file, 1, f"columns are missing: {', '.join(missing)}; they are parted by commas")
    return None if wrong or missing else columns


def _row(line: int, cells: list[str], columns: list[Column], table: Table, problems: Problems) -> Row | None:
    """Make a row of cells; None if it is to be left out."""
    if LEFT_OUT in cells:
        return None
    values = {column.name: column.usual for column in table.columns}
    whole = True
    for column, cell in zip(columns, cells, strict=True):
        if cell in column.kind.empty:
            if not column.needed:
                continue
            says = f"empty: write {column.kind.says}"
        else:
            try:
                values[column.name] = column.kind.read(cell)
            except CellWrong as wrong:
                says = str(wrong)
            else:
                continue
        whole = False
        problems.add(table.file, line, f"{column.name} {column.label}: {says}")
    return Row(line, values[KEY] or "", values, whole)
