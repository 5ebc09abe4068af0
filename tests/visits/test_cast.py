"""Every case of the cast comes to its own page: payment M4a to M4g, certification C4a to C4h, in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.cast import Part, cast
from tests.visits.person import VirtualPerson
from tests.visits.terminal import MORNING, another
from tests.visits.virtual import VirtualTerminal

CAST = cast(MORNING.date())

PAID, SENT, TOO_OLD, RETURNED = "payment_paid", "payment_sent", "payment_too_old", "payment_returned"
ASK, NOT_BEGUN = "ask_in_person", "pension_not_begun"
OK, SILENT, DUE, OVERDUE = "certification_ok", "certified_silently", "certification_due", "certification_overdue"
SUSPENDED, PENDING = "certification_suspended", "certification_pending"
UNKNOWN, NOT_NEEDED = "certification_unknown", "certification_not_needed"

ANSWERS = {
    "retired": (PAID, OK),
    "retired_institution": (PAID, OK),
    "retired_resident": (PAID, OK),
    "contributing": (NOT_BEGUN, NOT_NEEDED),
    "flexible": (NOT_BEGUN, NOT_NEEDED),
    "resident_paying": (NOT_BEGUN, NOT_NEEDED),
    "two_schemes": (PAID, OK),
    "arrears": (NOT_BEGUN, NOT_NEEDED),
    "transferred": (NOT_BEGUN, NOT_NEEDED),
    "returned": (RETURNED, OK),
    "returned_no_reason": (RETURNED, OK),
    "sent": (SENT, OK),
    "data_old": (TOO_OLD, OK),
    "suspended_certification": (SUSPENDED, SUSPENDED),
    "suspended_other": (ASK, UNKNOWN),
    "silent": (PAID, SILENT),
    "due_soon": (PAID, DUE),
    "overdue": (PAID, OVERDUE),
    "registered": (PAID, PENDING),
    "passbook": (PAID, OK),
    "deceased": (ASK, UNKNOWN),
    "conflict": (ASK, UNKNOWN),
    "not_started": (NOT_BEGUN, NOT_NEEDED),
    "newly_retired": (PAID, NOT_NEEDED),
    "no_date": (PAID, UNKNOWN),
    "odd_date": (PAID, UNKNOWN),
    "nobody": ("not_found", "not_found"),
    "expired_card": ("card_out_of_date", "card_out_of_date"),
    "long_name": (PAID, OK),
    "rare_character": (PAID, OK),
    "rare_characters": (PAID, OK),
    "account_emptied": (PAID, OK),
    "deduction": (PAID, OK),
    "over_80_due": (PAID, DUE),
    "leap_day": (PAID, OK),
    "compound_surname": (PAID, OK),
    "no_social_card": (PAID, OK),
    "oldest": (PAID, OK),
}

TITLES = {
    PAID: "11月养老金发了",
    SENT: "已经送到银行了",
    TOO_OLD: "还看不到11月的",
    RETURNED: "这笔钱被银行退回了",
    ASK: "请到3号窗口问问",
    NOT_BEGUN: "您还没开始领养老金",
    OK: "没到期，请放心",
    SILENT: "已经帮您认证好了",
    DUE: "该办养老认证了",
    OVERDUE: "过期了，别着急",
    SUSPENDED: "养老金先停了",
    PENDING: "登记了，还没办完",
    UNKNOWN: "这里查不到日期",
    NOT_NEEDED: "您现在不用认证",
    "not_found": "这里没查到您",
    "card_out_of_date": "这张证过期了",
}


@pytest.fixture(scope="module")
def virtual(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualTerminal]:
    folder = tmp_path_factory.mktemp("cast")
    terminal = VirtualTerminal(another(template, folder / "terminal"), folder / "papers")
    yield terminal
    terminal.close()


def test_every_case_has_its_answers() -> None:
    assert {part.case for part in CAST} == set(ANSWERS)
    assert {page for pages in ANSWERS.values() for page in pages} == set(TITLES)


@pytest.mark.parametrize("part", CAST, ids=[f"{part.person}-{part.case}" for part in CAST])
def test_everybody_of_the_cast_comes_to_their_page(virtual: VirtualTerminal, part: Part) -> None:
    person = VirtualPerson(virtual)
    number, case = part.person, part.case
    payment, certification = ANSWERS[case]
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(number)
    person.sees(payment, TITLES[payment]).leaves()
    person.sees("home").touches("查养老认证").sees("place_id_card").puts_card(number)
    person.sees(certification, TITLES[certification]).leaves()
    assert virtual.bugs == []
