"""Whoever can't read their paper hears all of it: every word and every figure, and nothing that is covered."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.core.money import Fen
from kiosk.core.page import Notice, Phase
from kiosk.core.people import Presentation
from kiosk.core.spoken import spoken_fen
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Wording, say
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.statement.aloud import aloud
from kiosk.statement.layout import lay_out
from kiosk.statement.model import MARK, Issue, Paper, Statement, written_moment
from kiosk.statement.receipt import receipt
from kiosk.statement.wording import LEGEND, UNIT
from kiosk.voice.words import for_headset, for_loudspeaker, read_aloud
from tests.statement.papers import LARGE, PAPERS, SHEET, SLIP, compare, paper, text_of_slip
from tests.statement.test_everybody import EVERYBODY, papers

NOT_WORDS = re.compile(r"\[QR .*\]|-{5,}|^#|第\d+页|共\d+页|（续）|--|[（）]")
"""The code for machines, lines, sizes, which page it is, what stands in a cell that has nothing, and brackets."""
NAMES_ROWS = "月份"
"""The title over the months: each row says its own."""
AMOUNT = re.compile(r"-?[\d,]+\.\d\d")
SOME = 4
"""Every so many-th person is listened to."""
EVERY = [(name, at) for name in PAPERS for at in (SLIP, SHEET, LARGE)]


def of(statement: Statement) -> Showing:
    page = Notice[None](name="review", title=say("要打印吗？"), paper=aloud(statement))
    return Showing(Ticket(1), page, Presentation())


def written(statement: Statement) -> str:
    return tight("".join(line.written for line in read_aloud(of(statement), Wording())))


def spoken(statement: Statement, *, covered: bool = False) -> str:
    return "".join(read_aloud(of(statement), Wording(covered=covered)))


def tight(words: str) -> str:
    return re.sub(r"[\s，。（）]", "", words)


def printed(statement: Statement) -> list[str]:
    """Every word that stands on a paper, as it is laid out; what only machines and windows read is left out."""
    if statement.issue.paper is Paper.SLIP:
        lines = text_of_slip(receipt(statement)).splitlines()
    else:
        lines = [text.text for page in lay_out(statement) for text in page.texts]
    for left_out in (LEGEND, UNIT, written_moment(statement.issue.printed_at), "打印时间"):
        lines = [line.replace(left_out, " ") for line in lines]
    code = "" if statement.code is None else statement.code.plain + statement.code.short
    words = [word for line in lines for word in NOT_WORDS.sub(" ", line.replace(MARK, "")).split()]
    return [word for word in words if word not in code and word != NAMES_ROWS]


@pytest.mark.parametrize(("name", "at"), EVERY)
def test_every_word_and_figure_of_a_paper_is_heard_and_seen_in_the_captions(name: str, at: Issue) -> None:
    statement = paper(name, at)
    heard = written(statement)
    assert [word for word in printed(statement) if tight(word) not in heard] == []


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_heard_of_a_paper_reads_as_agreed(name: str) -> None:
    lines = [*read_aloud(of(paper(name, SLIP)), Wording())][1:]
    compare(f"heard-{name}", "".join(f"{line}\n" for line in lines))


def test_people_hear_every_amount_of_theirs_and_none_that_is_covered() -> None:
    heard = 0
    for person in EVERYBODY[::SOME]:
        try:
            statements = papers(person)
        except (AskAtWindow, DoesNotReconcile, NothingThatYear):
            continue
        for statement in statements:
            whole, covered = spoken(statement), spoken(statement, covered=True)
            amounts = [figure.value.removesuffix("元") for figure in statement.figures]
            for amount in (Fen(int(re.sub("[,.]", "", each))) for each in amounts if AMOUNT.fullmatch(each)):
                assert spoken_fen(amount) in whole
                assert not amount or spoken_fen(amount) not in covered
                heard += 1
    assert heard > 1000 // SOME


def test_signs_are_said_by_their_words_and_months_that_are_alike_together() -> None:
    heard = spoken(paper("yearly-record-contributor", SLIP))
    assert not set("●△○①②③④⑤＝") & set(heard)


def test_what_is_covered_on_a_slip_is_said_to_be_left_out() -> None:
    heard = spoken(paper("yearly-record-pensioner", SLIP))
    assert "社会保障号码，一一零，中间不念，零零二叉。" in heard
    assert "*" not in heard


def test_of_what_was_printed_once_more_or_for_another_that_is_said() -> None:
    again = replace(SLIP, reprint=True, mandate="2026-1121-0042")
    heard = spoken(paper("certification-silent", again))
    assert "补打。" in heard
    assert "代办，委托书，二零二六，一一二一，零零四二。" in heard


def test_neither_loudspeaker_nor_headset_says_a_paper_unasked() -> None:
    showing = of(paper("payment-year", SHEET))
    assert for_loudspeaker(showing, Wording()) == ()
    assert [*for_headset(showing, Wording())] == ["要打印吗？"]
    waiting = replace(showing, phase=Phase("reading", say("正在读")))
    assert [*read_aloud(waiting, Wording())] == ["正在读。"]
