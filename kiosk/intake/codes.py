"""An agency's own codes: `codes.csv`, in the shape of a code table (码表 AA10), says what each of them means here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kiosk.intake.cells import TEXT, CellWrong
from kiosk.intake.rows import LEFT_OUT, lines
from kiosk.intake.tables import TABLES, Column, Table

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.intake.problems import Problems

Codes = Mapping[str, Mapping[str, str]]
"""Column -> the agency's code -> the word of ours that it stands for, or `LEFT_OUT`."""

NOT_WANTED: Final = "-"
"""The word of a code whose rows are left out: a scheme no terminal speaks of."""
CODES: Final = Table(
    "codes",
    "what a code of the agency's own means: the column, the code, and one of the column's words, or - to leave its lines out",
    (Column("AAA100", "码表类别", TEXT), Column("AAA102", "码值", TEXT), Column("word", "这里的词", TEXT)),
)
_COLUMNS: Final = {column.name: column for table in TABLES for column in table.columns if column.kind.words}


def codes(path: Path, problems: Problems) -> Codes:
    """Read the codes, and note what is wrong with them."""
    found: dict[str, dict[str, str]] = {}
    for line, columns, cells in lines(path, CODES, problems):
        told = {column.name: cell for column, cell in zip(columns, cells, strict=True)}
        column, word = _COLUMNS.get(told["AAA100"]), told["word"]
        if column is None:
            problems.add(
                CODES.file, line, f"AAA100: no column with words is called so: there are {', '.join(_COLUMNS)}"
            )
            continue
        try:
            if word != NOT_WANTED:
                column.kind.read(word)
        except CellWrong as wrong:
            problems.add(
                CODES.file, line, f"word, for {column.name} {column.label}: {wrong}, or - to leave its lines out"
            )
        else:
            found.setdefault(column.name, {})[told["AAA102"]] = LEFT_OUT if word == NOT_WANTED else word
    return found
