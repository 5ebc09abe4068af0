"""What a statement is: blocks of labelled figures that every renderer shows in the same order.

The figures are the canonical content: every value that varies from person to person, in reading order. The code printed
on the paper is signed over exactly these, so a renderer shows all of them and adds none. Nothing here has a readable
`repr`: it is all personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kiosk.core.config import Config
    from kiosk.core.money import IdNumber
    from kiosk.core.text import Text

EMPTY: Final = "--"
"""Stands in a cell that has nothing: never a blank that somebody could fill in."""

MARK: Final = "\u2063"
"""INVISIBLE SEPARATOR: stands on both sides of every figure of an A4 paper, unseen, so that it is found in the text."""


class Kind(IntEnum):
    """Kinds of paper; the value is the document type in the code."""

    YEARLY_RECORD = 1
    PAYMENT_YEAR = 2
    CERTIFICATION_SLIP = 3
    WINDOW_SLIP = 4
    TEST_PRINT = 5
    PRESENCE_RECEIPT = 6
    READINESS = 7
    DAY = 8


TITLES: Final = {
    Kind.YEARLY_RECORD: "社会保险个人权益记录单",
    Kind.PAYMENT_YEAR: "养老金对账单",
    Kind.CERTIFICATION_SLIP: "养老认证提醒条",
    Kind.WINDOW_SLIP: "办事条",
    Kind.TEST_PRINT: "试打",
    Kind.PRESENCE_RECEIPT: "到场登记回执",
    Kind.READINESS: "就绪报告",
    Kind.DAY: "一天的数字",
}

IN_YUAN: Final = frozenset({Kind.YEARLY_RECORD, Kind.PAYMENT_YEAR})
"""Whose tables are of money."""
FOR_STAFF: Final = frozenset({Kind.TEST_PRINT, Kind.READINESS, Kind.DAY})
"""Papers about the machine, that nobody but staff takes."""
UNDATED: Final = frozenset({Kind.READINESS, Kind.DAY})
"""Papers that are not made of the records, and so name no day the data reach to."""


class Paper(StrEnum):
    """What it is composed for: an A4 sheet, or the slip of the receipt printer, which shows less of who it is."""

    SHEET = "sheet"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Issue:
    """By whom, where and when a paper is made, and for which eyes: `large_print` is for the sheet.

    `mandate` is the number of the mandate that somebody acts on who takes it away for another; empty for one's own.
    """

    agency: str
    phone: str
    window: str
    terminal: str
    county: str
    printed_at: datetime
    paper: Paper = Paper.SHEET
    reprint: bool = False
    large_print: bool = False
    mandate: str = ""

    @classmethod
    def at(
        cls,
        config: Config,
        printed_at: datetime,
        paper: Paper = Paper.SHEET,
        *,
        reprint: bool = False,
        large_print: bool = False,
        mandate: str = "",
    ) -> Issue:
        """Take what the configuration says of agency and place."""
        terminal = config.terminal
        return cls(
            terminal.agency,
            terminal.agency_phone,
            config.places.window,
            terminal.id,
            terminal.county,
            printed_at,
            paper,
            reprint,
            large_print,
            mandate,
        )


class Side(StrEnum):
    """At which side of its column a cell stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """One value of the canonical content; `key` says where it stands, for people."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Field:
    """A label and its value; `strong` is the one that matters most."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Fields:
    """Labelled values under a title. `paired` lets a wide paper set two of them side by side."""

    title: str
    fields: tuple[Field, ...]
    remark: str = ""
    paired: bool = False

    def figures(self) -> Iterator[Figure]:
        """Go through the values."""
        return (Figure(field.label, field.value) for field in self.fields)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    side: Side = Side.RIGHT


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows under columns; the first cell of a row names it. `total` is the last row; `remark` explains signs."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    remark: str = ""

    @property
    def all_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows with the total, if there is one."""
        return (*self.rows, self.total) if self.total else self.rows

    def figures(self) -> Iterator[Figure]:
        """Go through the cells, row by row."""
        return (
            Figure(f"{row[0]} {column.title}", cell)
            for row in self.all_rows
            for column, cell in zip(self.columns, row, strict=True)
        )


@dataclass(frozen=True, slots=True, repr=False)
class Lead:
    """What the paper is mainly about, in large type: a label and one value."""

    label: str
    value: str

    def figures(self) -> Iterator[Figure]:
        """Give the one value."""
        yield Figure(self.label, self.value)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain sentences that explain; no figures in them."""

    title: str
    lines: tuple[str, ...]

    def figures(self) -> Iterator[Figure]:
        """Give nothing."""
        return iter(())


Block = Fields | Table | Lead | Words


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """What is printed to check the paper by: the signed text of the QR code, the same for reading, and the short code."""

    qr: str
    plain: str
    short: str


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """One paper, ready to be shown, printed and spoken.

    `holder` is whose it is, as the code's subject tag needs it; None on a paper about nobody. `headline` is what the
    review page says and the voice speaks. `version` is that of the data.
    """

    kind: Kind
    title: str
    period: str
    issue: Issue
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    headline: tuple[Text, ...] = ()
    holder: IdNumber | None = None
    cut_off: date | None = None
    version: int = 0
    code: Code | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The canonical content: period, the blocks' values in reading order, and the data's cut-off date."""
        head = (Figure("期间", self.period),) if self.period else ()
        tail = () if self.cut_off is None else (Figure("数据统计截止至", written_day(self.cut_off)),)
        return (*head, *(figure for block in self.blocks for figure in block.figures() if figure.value), *tail)


def written_day(day: date) -> str:
    """Write a date as papers have it, always with the year: 2026年10月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def written_moment(moment: datetime) -> str:
    """Write a moment to the minute: 2026年11月20日 09:30."""
    return f"{written_day(moment)} {moment:%H:%M}"
