"""换纸 at any time, as conversations with a real press."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.bench.memory_line import MemoryLine
from devices.errors import NoReply, OperationTimedOut, PaperJam
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.model import PrinterModel, fonts_of
from devices.escpos.simulator import EscPosSimulator
from devices.folder.adapter import FolderPrinter
from kiosk.audit.declaring import Event
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.deeds import Deed, PaperChanged
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Wording
from kiosk.flows.hall import Hall
from kiosk.flows.staff.change_paper import change_paper
from kiosk.flows.staff.service import OnDuty, Stay
from kiosk.ledger.document import PrintState
from kiosk.ledger.journal import PrintJournal
from kiosk.screens.staff.changing_paper import Changed
from kiosk.statement.press import Press, Sheets, Slips
from tests.flows.dialogue import TODAY, Dialogue, hall
from tests.statement.papers import SEALER

if TYPE_CHECKING:
    from pathlib import Path

MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)


def change(*, slips: bool = False, on_duty: StaffNumber | None = MEMBER.number) -> tuple[Dialogue, list[Deed | Event]]:
    noted: list[Deed | Event] = []
    where = Hall(hall(slips=slips).config, lambda: TODAY, lambda: on_duty, note=noted.append)
    return Dialogue(change_paper(OnDuty(where, MEMBER))), noted


@pytest.mark.parametrize("on_duty", [MEMBER.number, None])
def test_new_paper_is_counted_from_noted_and_shown_to_print(tmp_path: Path, on_duty: StaffNumber | None) -> None:
    talk, noted = change(on_duty=on_duty)
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Sheets(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        talk.sees("换纸").touches("换好了").sees("正在看纸好了没有").performs(press, clock)
        talk.sees("正在试打").performs(press, clock).sees("试打的清楚吗？").touches("清楚")
        talk.performs(press, clock).sees("纸换好了", "还剩多少，机器不知道。").touches("知道了")
        assert journal.counters()[PrintState.PROVED] == 1
    assert talk.result is Stay.MENU
    assert noted == ([] if on_duty is None else [PaperChanged("document_printer", MEMBER.number)])


@pytest.mark.parametrize(("roll_mm", "says"), [(3000, "约剩"), (0, "还剩多少，机器不知道。")])
def test_a_new_roll_is_counted_from_its_first_print(tmp_path: Path, roll_mm: int, says: str) -> None:
    noted: list[Deed | Event] = []
    where = Hall(hall(sheets=False).config, lambda: TODAY, lambda: MEMBER.number, note=noted.append)
    talk = Dialogue(change_paper(OnDuty(where, MEMBER)))
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    line = MemoryLine(EscPosSimulator(), clock)
    printer = EscPosPrinter(line.open, clock, Encoder(FontGlyphs(fonts_of({}))), PrinterModel(roll_mm=roll_mm))
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal, closing(clock), closing(printer):
        press = Press(Slips(printer), journal, SEALER, bytes(32), clock)
        talk.touches("换好了").performs(press, clock).sees("正在试打").performs(press, clock).touches("清楚")
        talk.performs(press, clock).sees("纸换好了", "新纸打了1张。")
        assert talk.page.body[-1].written(Wording()).startswith(says)
        talk.waits()
        again = Dialogue(change_paper(OnDuty(where, MEMBER))).touches("换好了").performs(press, clock)
        assert again.page.name == "trial_print"
        assert [getattr(deed, "printed", None) for deed in noted] == [None, 1]
    line.close()
    assert talk.result is Stay.MENU


def test_a_printer_that_is_gone_again_counts_nothing() -> None:
    talk, _ = change()
    talk.touches("换好了").brings(Changed.DONE).brings(1).touches("清楚").fails(NoReply())
    talk.sees("纸换好了", "还剩多少，机器不知道。").touches("知道了")
    assert talk.result is Stay.MENU


def test_where_there_are_two_printers_it_is_asked_which() -> None:
    talk, _ = change(slips=True)
    talk.sees("给哪台换纸？").touches("打小条的").sees("换纸").touches("先不换")
    assert talk.result is Stay.MENU


def test_a_printer_that_sees_no_paper_is_filled_again_or_left() -> None:
    talk, noted = change()
    talk.touches("换好了").fails(OperationTimedOut()).sees("机器还说没好").touches("再来一次").sees("换纸")
    talk.touches("换好了").touches("先不换")
    assert talk.result is Stay.MENU
    talk, noted = change()
    talk.touches("换好了").fails(OperationTimedOut()).touches("先不换")
    assert (talk.result, noted) == (Stay.MENU, [])


def test_what_is_not_clear_is_done_once_more() -> None:
    talk, _ = change()
    talk.touches("换好了").brings(Changed.DONE).brings(1).touches("不清楚").sees("换纸").touches("换好了")
    talk.brings(Changed.DONE).fails(PaperJam()).sees("机器还说没好").touches("先不换")
    assert talk.result is Stay.MENU
