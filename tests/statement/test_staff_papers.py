"""The papers for the staff, word for word: whether the terminal is ready, and the figures of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from devices.paper import COLUMNS, Pair, TextLine, columns
from kiosk.core.day import DayCounts, ServiceCount, Waiting
from kiosk.screens.staff.readiness import NOT_YET, READY
from kiosk.statement.a4 import a4
from kiosk.statement.day_report import day_report, table
from kiosk.statement.layout import lay_out
from kiosk.statement.model import MARK, Statement
from kiosk.statement.readiness import readiness_report
from kiosk.statement.receipt import receipt
from kiosk.statement.sheet import RIGHT
from kiosk.statement.sheet import SHEET as SHEET_POINTS
from kiosk.statement.verify import Verdict, verify_text
from tests.statement.papers import KEYRING, SEALER, SERIAL, SHEET, SLIP, compare, text_of_slip
from tests.statement.pdfs import text, text_boxes
from tests.statement.records import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.statement.model import Issue

TITLES = {"choose_year": "要哪一年的？"}
DAY = DayCounts(
    date(2026, 11, 20),
    61,
    7,
    (ServiceCount("payment", 41, 5, (("60-69", 22), ("70-79", 19))), ServiceCount("of-later", 3, 0)),
    (("choose_year", 3), ("place_id_card", 2)),
    38,
    1,
    1,
    Waiting(6, 5, 48, 190),
)
PAPERS: dict[str, Callable[[Issue], Statement]] = {
    "readiness": lambda at: readiness_report(READY, at),
    "readiness-not-yet": lambda at: readiness_report(NOT_YET, at),
    "day": lambda at: day_report(DAY, TITLES, at),
    "day-nothing": lambda at: day_report(DayCounts(date(2026, 11, 21)), {}, at),
}


def paper(name: str, at: Issue) -> Statement:
    return SEALER.seal(PAPERS[name](at), SERIAL)


@pytest.mark.parametrize("name", PAPERS)
def test_a_slip_for_staff_reads_as_agreed(name: str) -> None:
    compare(f"slip-{name}", text_of_slip(receipt(paper(name, SLIP))))


@pytest.mark.parametrize("name", PAPERS)
def test_a_sheet_for_staff_reads_as_agreed_and_proves_itself(name: str) -> None:
    words = text(a4(paper(name, SHEET)).pdf)
    compare(f"sheet-{name}", words.replace(MARK, "|") + "\n")
    assert verify_text(words, KEYRING, TODAY).verdict == Verdict.UNCHANGED


@pytest.mark.parametrize("name", PAPERS)
def test_no_line_for_staff_is_too_long(name: str) -> None:
    for item in receipt(paper(name, SLIP)).items:
        if isinstance(item, TextLine):
            assert columns(item.text) <= (COLUMNS // 2 if item.double else COLUMNS)
        elif isinstance(item, Pair):
            assert columns(item.label) + columns(item.value) < (COLUMNS // 2 if item.double else COLUMNS)
    for page in text_boxes(a4(paper(name, SHEET)).pdf):
        assert all(right < RIGHT + 1 and top < SHEET_POINTS[1] - 30 for _, _, right, top in page)
    assert lay_out(paper(name, SHEET))


def test_only_papers_of_money_name_the_unit() -> None:
    assert "单位：元" not in text(a4(paper("day", SHEET)).pdf)


def test_a_reader_that_proves_nothing_says_so_on_paper() -> None:
    assert "读卡只当号码，不算证明。" in text_of_slip(receipt(paper("readiness", SLIP)))


def test_a_spreadsheet_reads_the_same_figures() -> None:
    rows = table(DAY, TITLES).decode("utf-8-sig").splitlines()
    assert rows[0] == "日期,项目,细目,年龄段,数"
    assert "2026-11-20,事项按年龄,查养老金,60-69,22" in rows
    assert "2026-11-20,停在哪一页,要哪一年的？,,3" in rows
    assert "2026-11-20,叫人,最久等的秒数,,190" in rows
