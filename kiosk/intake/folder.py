"""A folder of an agency's tables, gone through once: everybody's record, or what is wrong with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.intake.codes import CODES, Codes, codes
from kiosk.intake.made import Maker
from kiosk.intake.problems import TablesRefused
from kiosk.intake.rows import rows
from kiosk.intake.tables import KEY, PERSONS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from kiosk.core.record import Record
    from kiosk.intake.problems import Problems
    from kiosk.intake.rows import Row
    from kiosk.intake.tables import Table


def records(folder: Path, cut_off: date, problems: Problems) -> Iterator[Record]:
    """Make the records of a folder's tables, one person after the other, and note what is wrong.

    When all has been looked at, and something grave was found, `TablesRefused` is raised: whoever seals seals nothing then.
    Raises `OSError` where a file can't be read.
    """
    files = {path.name: path for path in folder.iterdir() if path.suffix == ".csv"}
    if PERSONS.file not in files:
        problems.add(PERSONS.file, 0, "there is no such file: it is the one that has to be there")
    known = [table.file for table in (*TABLES, CODES)]
    for name in sorted(files.keys() - set(known)):
        problems.add(name, 0, f"no table is called so: there are {', '.join(known)}")
    own: Codes = codes(files[CODES.file], problems) if CODES.file in files else {}
    there = [table for table in TABLES if table.file in files]
    of_tables = {table: _OfPeople(table, rows(files[table.file], table, own, problems), problems) for table in there}
    persons = of_tables.pop(PERSONS, None)
    if persons is not None:
        yield from _everybody(persons, of_tables, Maker(cut_off, problems), problems)
    for table in of_tables.values():
        table.end()
    if problems.grave:
        raise TablesRefused("the tables can't be sealed as they are; nothing was written")


def _everybody(
    persons: _OfPeople, others: dict[Table, _OfPeople], maker: Maker, problems: Problems
) -> Iterator[Record]:
    numbers: set[str] = set()
    cards: set[str] = set()
    while (person := persons.next()) is not None:
        own = {table: others[table].of(person.key) if table in others else [] for table in TABLES}
        record = maker.record(person, own)
        if record is None:
            continue
        for taken, number, name in (
            (numbers, record.person.number.reveal(), "AAC002 社会保障号码"),
            (cards, "" if record.card is None else record.card.number, "AAZ500 社会保障卡卡号"),
        ):
            if number and number in taken:
                problems.add(PERSONS.file, person.line, f"{name}: somebody above has the same")
                break
            taken.add(number)
        else:
            yield record


class _OfPeople:
    """One table's rows, handed out person by person, as all tables have them in the same order."""

    def __init__(self, table: Table, its_rows: Iterator[Row], problems: Problems) -> None:
        self._table = table
        self._rows = its_rows
        self._problems = problems
        self._ahead = next(its_rows, None)

    def next(self) -> Row | None:
        """Return the next row, whoever's it is."""
        row, self._ahead = self._ahead, next(self._rows, None)
        return row

    def of(self, key: str) -> list[Row]:
        """Return the rows of a person; rows of people who come before, and weren't asked for, are nobody's."""
        own: list[Row] = []
        while self._ahead is not None and self._ahead.key <= key:
            if self._ahead.key == key:
                own.append(self._ahead)
            else:
                self._nobodys(self._ahead)
            self.next()
        return own

    def end(self) -> None:
        """Note what is left: rows of people who aren't there."""
        while self._ahead is not None:
            self._nobodys(self._ahead)
            self.next()

    def _nobodys(self, row: Row) -> None:
        """Note whose row is nobody's, unless their own row may be the one that can't be read."""
        if not self._problems.grave_in(PERSONS.file):
            self._problems.add(self._table.file, row.line, f"{KEY}: nobody in {PERSONS.file} has it")
