"""The pages against the reference wording: titles, sentences, what the loudspeaker says, and buttons, row by row.

`tests/golden/reference-wording.tsv` has the rows as they were agreed: id, N or E (简洁版), title, sentences, loudspeaker,
buttons; `{…}` is a value. An example of a page is named by the row it is. Whatever differs stands in `DIFFERS` or, of buttons, in
`OTHER_BUTTONS`, whatever there is no page for in `WITHOUT`, each with its reason.
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
    buttons: str


ROWS: Final = [Row(*line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()]
CALLED: Final = {"home": "A1", "card-first": "A3"}
"""Examples that are not named by their rows; the phases of the first are R2."""
COUNTED: Final = frozenset({"printing", "printing_goes_on"})
"""Pages whose first sentence gives way to which sheet it is at."""
EVERYWHERE: Final = ("请人帮忙", "念给我听", "遮住数字")
"""Buttons of the page's foot and of what it tells; tests of their own hold where they stand."""
ONWARD: Final = ("知道了", "办完了")
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


def buttons_differ(row: Row) -> bool:
    """Whether no example of a row offers just what the row does.

    Every page has 请人帮忙 in its foot and 念给我听 and 遮住数字 where they belong. Where the table has no way on
    but 请人帮忙, there is a plain one beside it: who needs nobody is not held.
    """
    wording = SIMPLE if row.mode == "E" else NORMAL
    wanted = [words for words in row.buttons.split("/") if words]
    for page in pages_of(row.id):
        pressed = (*getattr(page, "choices", ()), *page.actions)
        offered = [words for words in (each.label.written(wording) for each in pressed) if words]
        lacking = [words for words in wanted if not any(fits(words, own) for own in (*offered, *EVERYWHERE))]
        more = [own for own in offered if own not in ONWARD and not any(fits(words, own) for words in wanted)]
        if not lacking and not more:
            return False
    return True


DIFFERS: Final = {
    "A3": ("NE", "读好了 is said with the reminder to take the card, not twice, and the header greets"),
    "R3": ("NE", "an ID card's removal can't be seen: the page is the slot's, and says 卡"),
    "R11": ("NE", "T5 has asked in its place"),
    "M6": ("NE", "the lines are rows of a table"),
    "M8": ("N", "on A4 in large print the year takes two sheets: one is not promised"),
    "C7": (
        "NE",
        "the receipt comes by a touch after it: its number stands here for who gets none; the centre sets no day yet",
    ),
    "K1": ("N", "the lamp's place is said again"),
    "K8": ("NE", "a page that can't go on names the window"),
    "K9": ("E", "in 简洁版 the other card is named before the window, too: it is what the button does"),
    "K11": ("N", "where to put it is said again"),
    "P3": ("NE", "where the paper comes out is said again: somebody has stood at the printer meanwhile"),
    "P4": ("NE", "staff may be anywhere: their window is named"),
    "P7": ("NE", "who is asked to look has to know where, and what if there is nothing"),
    "W2": ("NE", "who has gone is reminded of what they may have left"),
    "W3": ("NE", "only a slot can see what was left in it, and that is 卡"),
    "W3b": ("NE", "only a slot can see what was left in it, and that is 卡"),
    "W4": ("NE", "who comes back has to know where the paper is"),
    "W4b": ("NE", "where the desk is is said, and that there is something to read"),
    "W5": ("NE", "where the desk is is said, and that there is something to read"),
}
"""Rows whose page says something else, in which wordings (N, E), and why."""
OTHER_BUTTONS: Final = {
    "A1": (
        "N",
        "养老金明白账 is 钱怎么来的 on the payment's page; of 社保卡 nothing can be answered offline",
    ),
    "A3": ("N", "as A1; 养老认证该办了 leads the choices of who has it due"),
    "R2": ("NE", "on home the choices stay where they are while a card is read there"),
    "R3b": ("NE", "the slot for 社保卡 stands open: a card is put into it without a touch"),
    "M4g": ("N", "算退休时间 is no entitlement that is on record"),
    "M6": ("N", "看图 leads to the picture"),
    "C4f": ("NE", "回执 is printed when it is given: what comes later is the reminder of the day"),
    "C7": ("NE", "the receipt is printed by a touch: see the row's words"),
    "K2": ("NE", "没带证怎么办 names the card, and more"),
    "K4": ("NE", "who has only this card is told what else there is"),
    "K6": ("NE", "the other card may be put instead"),
    "K11": ("NE", "who hasn't the other's identity card is told what else there is"),
    "H4": ("NE", "who is unwell isn't left alone because nobody is on duty"),
}
"""Rows whose page has other buttons, in which wordings, and why."""
WITHOUT: Final = {
    "W4c": "no sensor tells that another's paper lies in the slot",
    "T1": "the slot gives a card back right after reading: R3",
    "T2": "a card left in the slot is W3; of one on the reader nothing can be seen",
}
"""Rows there is no page for, and why."""


def test_the_rows_of_the_table_are_the_pages_words_or_differ_for_a_reason() -> None:
    assert {row.id for row in ROWS if not pages_of(row.id)} == set(WITHOUT)
    found = {(row.id, row.mode) for row in ROWS if pages_of(row.id) and differs(row)}
    assert found == {(row, mode) for row, (modes, _) in DIFFERS.items() for mode in modes}


def test_the_buttons_are_those_of_the_table_or_others_for_a_reason() -> None:
    found = {(row.id, row.mode) for row in ROWS if pages_of(row.id) and buttons_differ(row)}
    assert found == {(row, mode) for row, (modes, _) in OTHER_BUTTONS.items() for mode in modes}


def test_a_word_that_is_not_the_tables_is_found() -> None:
    row = next(row for row in ROWS if row.id == "K2")
    assert not differs(row)
    for other in (row._replace(title="拿掉卡套"), row._replace(body=f"{row.body}好。"), row._replace(aloud="")):
        assert differs(other)


def test_a_button_that_is_not_the_tables_is_found() -> None:
    row = next(row for row in ROWS if row.id == "M4a" and row.mode == "E")
    assert not buttons_differ(row)
    for other in (row._replace(buttons=""), row._replace(buttons=f"{row.buttons}/打印大张")):
        assert buttons_differ(other)
