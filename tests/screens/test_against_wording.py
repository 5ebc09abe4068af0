"""The pages against the reference wording: titles, sentences and what the loudspeaker says, row by row.

`tests/golden/reference-wording.tsv` has the rows as they were agreed: id, N or E (简洁版), title, sentences, loudspeaker; `{…}`
is a value. An example of a page is named by the row it is. Whatever differs stands in `DIFFERS`, whatever there is no page for in
`WITHOUT`, each with its reason.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.core.page import Progress
from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket, sentences
from tests.screens.pages import NORMAL, SIMPLE, examples, parts

if TYPE_CHECKING:
    from kiosk.core.page import Page
    from kiosk.core.text import Text

TABLE: Final = Path(__file__).parents[1] / "golden" / "reference-wording.tsv"


class Row(NamedTuple):
    """One row of the table."""

    id: str
    mode: str
    title: str
    body: str
    aloud: str


ROWS: Final = [Row(*line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()]
CALLED: Final = {"home": "A1", "card-first": "A3"}
"""Examples that are not named by their rows; the phases of the first are R2."""
COUNTED: Final = frozenset({"printing", "printing_goes_on"})
"""Pages whose first sentence gives way to which sheet it is at."""
IN_HEADER: Final = re.compile(r"数据到\{.*?\}。|\{[^}]*\}(?:元|女士，您好。)|\{王\}女士，您好。")
"""What the table has among the sentences and a page in its header, or as its figure."""


def pages_of(row: str) -> list[Page[object]]:
    """Return the examples of a row: those named by it, whatever follows."""
    found: list[Page[object]] = []
    for name, page in examples():
        own = CALLED.get(name.rpartition("/")[2], name.rpartition("/")[2])
        if own == row or own.startswith(f"{row}-") or (row == "R2" and own == "A1"):
            found.append(page)
    return found


def fits(pattern: str, written: str) -> bool:
    """Whether words are those of the table, with any value in its places."""
    return re.fullmatch(re.sub(r"\\\{.*?\\\}", ".+?", re.escape(pattern)), written) is not None


def with_sheets(page: Page[object]) -> tuple[Text, ...]:
    """Return the sentences while the printer says which of two sheets it is at."""
    showing = Showing(Ticket(1), page, Presentation(), progress=Progress(done=1, total=2, sheet=2, sheets=2))
    return sentences(showing)[1:]


def differs(row: Row) -> bool:
    """Whether no example of a row, and no phase of one, has the row's words."""
    wording = SIMPLE if row.mode == "E" else NORMAL
    body = "".join(line for line in row.body.split("/") if not IN_HEADER.fullmatch(line))
    for page in pages_of(row.id):
        for part in parts(page):
            body_now = with_sheets(page) if page.name in COUNTED else part.body
            written = "".join(text.written(wording) for text in body_now)
            aloud = "".join(text.spoken(wording) for text in part.loudspeaker)
            same = fits(row.title, part.title.written(wording)) and fits(body, written)
            if same and fits(row.aloud.replace("/", ""), aloud):
                return False
    return True


DIFFERS: Final = {
    "A3": "读好了 is said with the reminder to take the card, not twice, and the header greets",
    "R3": "an ID card's removal can't be seen: the page is the slot's, and says 卡",
    "R11": "T5 has asked in its place",
    "M6": "the lines are rows of a table",
    "M8": "on A4 in large print the year takes two sheets: one is not promised",
    "C7": "the receipt is printed by a touch after it: its number stands here for who gets none, and the centre sets no day yet",
    "K1": "the lamp's place is said again",
    "K8": "a page that can't go on names the window",
    "K9": "in 简洁版 the other card is named before the window, too: it is what the button does",
    "K11": "where to put it is said again",
    "P3": "where the paper comes out is said again: somebody has stood at the printer meanwhile",
    "P4": "staff may be anywhere: their window is named",
    "P7": "who is asked to look has to know where, and what if there is nothing",
    "W2": "who has gone is reminded of what they may have left",
    "W3": "only a slot can see what was left in it, and that is 卡",
    "W3b": "only a slot can see what was left in it, and that is 卡",
    "W4": "who comes back has to know where the paper is",
    "W4b": "where the desk is is said, and that there is something to read",
    "W5": "where the desk is is said, and that there is something to read",
}
"""Rows whose page says something else in one of the wordings, and why."""
WITHOUT: Final = {
    "W4c": "no sensor tells that another's paper lies in the slot",
    "T1": "the slot gives a card back right after reading: R3",
    "T2": "a card left in the slot is W3; of one on the reader nothing can be seen",
}
"""Rows there is no page for, and why."""


def test_the_rows_of_the_table_are_the_pages_words_or_differ_for_a_reason() -> None:
    assert {row.id for row in ROWS if not pages_of(row.id)} == set(WITHOUT)
    assert {row.id for row in ROWS if pages_of(row.id) and differs(row)} == set(DIFFERS)


def test_a_word_that_is_not_the_tables_is_found() -> None:
    row = next(row for row in ROWS if row.id == "K2")
    assert not differs(row)
    for other in (row._replace(title="拿掉卡套"), row._replace(body=f"{row.body}好。"), row._replace(aloud="")):
        assert differs(other)
