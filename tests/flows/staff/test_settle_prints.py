"""Prints whose end is unknown are settled by who has looked, under their number."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.errors import DeviceError
from devices.folder.adapter import FolderPrinter
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.lane import LaneStuck
from kiosk.core.page import Panel
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.flows.hall import Hall
from kiosk.flows.staff.service import OnDuty, Stay
from kiosk.flows.staff.settle_prints import settle_prints
from kiosk.ledger.document import PrintState
from kiosk.ledger.journal import PrintJournal
from kiosk.screens.staff.unknown_prints import Done
from kiosk.statement.press import Press, Sheets
from tests.flows.dialogue import TODAY, Dialogue, hall
from tests.ledger.test_journal import document
from tests.statement.papers import SEALER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMBER = StaffMember(StaffNumber("1003"), StaffRole.TECHNICIAN)


class Left:
    """A journal with two prints that nobody knows the end of."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
        self.journal = PrintJournal(folder / "journal.db", bytes(32), self.clock)
        self.tickets = [self.journal.intend(document(period=str(year))) for year in (2024, 2025)]
        for ticket in self.tickets:
            self.journal.sending(ticket)
            self.journal.unproven(ticket, "print-unproven")
        self.press = Press(Sheets(FolderPrinter(folder, self.clock)), self.journal, SEALER, bytes(32), self.clock)
        self.by: StaffNumber | None = MEMBER.number
        self.talk = Dialogue(settle_prints(OnDuty(Hall(hall().config, lambda: TODAY, lambda: self.by), MEMBER)))

    def chooses(self, number: int) -> Dialogue:
        page = self.talk.page
        assert isinstance(page, Panel)
        action = page.gauges[number].action
        assert action is not None
        return self.talk._go(action.value, None)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    made = Left(tmp_path)
    with closing(made.journal):
        yield made


def test_each_is_looked_for_and_settled_until_none_is_left(left: Left) -> None:
    talk = left.talk.performs(left.press, left.clock).sees("待处理打印2件")
    left.chooses(0).sees("单子出来了吗？").touches("出来了").performs(left.press, left.clock)
    talk.performs(left.press, left.clock).sees("待处理打印1件")
    left.chooses(0).touches("只有一半").performs(left.press, left.clock)
    talk.performs(left.press, left.clock).sees("没有待处理的打印").touches("知道了")
    assert talk.result is Stay.MENU
    entries = [left.journal.entry(ticket) for ticket in left.tickets]
    assert [(entry.state, entry.by) for entry in entries] == [
        (PrintState.SETTLED_PRINTED, "1003"),
        (PrintState.SETTLED_NOT_PRINTED, "1003"),
    ]


def test_the_list_names_papers_and_nobody(left: Left) -> None:
    page = left.talk.performs(left.press, left.clock).page
    assert isinstance(page, Panel)
    shown = [page.gauges[0].label, page.gauges[0].state]
    assert not any(text.private for text in shown)


def test_whoever_has_seen_enough_leaves_the_rest(left: Left) -> None:
    left.talk.performs(left.press, left.clock)
    assert left.talk._go(Done.DONE, None).result is Stay.MENU
    assert len(left.journal.unknown()) == 2


def test_nobodys_word_settles_nothing(left: Left) -> None:
    left.talk.performs(left.press, left.clock)
    left.by = None
    left.chooses(0).touches("没出来").performs(left.press, left.clock)
    assert len(left.journal.unknown()) == 2


def test_the_other_printers_lane_is_asked_where_one_hangs(left: Left) -> None:
    left.talk.fails(LaneStuck()).performs(left.press, left.clock).sees("待处理打印2件")


def test_where_no_lane_answers_it_is_said_so() -> None:
    talk = Dialogue(settle_prints(OnDuty(hall(), MEMBER))).fails(LaneStuck())
    with pytest.raises(DeviceError):
        talk.fails(LaneStuck())
