"""Paper that runs out, covers that stand open, cables that are pulled: what comes out, and what the journal says of it."""

from __future__ import annotations

import pytest

from kiosk.core.help import HelpKind
from kiosk.ledger.document import PrintState
from tests.visits.at_the_machine import Bench, Machine

pytestmark = pytest.mark.wire

PROVED, FAILED = PrintState.PROVED, PrintState.FAILED


def at_the_printer(machine: Machine) -> None:
    """Come as far as the question which paper."""
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("打印").sees("which_paper")


def test_paper_out_during_a_print_refilled_and_resumed(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    bench.do("paper-out-after", "40")
    person.touches("小条").sees("paper_out", "纸用完了，别着急", "换好了，接着打。")
    machine.lives(1.0)
    bench.do("refill")
    person.sees("half_sheet", "半张的不要了", "3号窗口").touches("知道了")
    person.passes("printing_goes_on").takes_paper().goes()
    machine.end()
    assert machine.books_agree().states() == [FAILED, PROVED]
    slips = bench.slips()
    assert sum("一共领到" in slip and "咨询电话" in slip for slip in slips) == 1, slips


def test_paper_out_and_the_person_does_not_wait(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    bench.do("paper-out-after", "40")
    person.touches("小条").sees("paper_out").touches("不等了")
    person.sees("not_printed", "好，不打了", "没打完的，已经清掉。").touches("知道了").goes()
    bench.do("refill")
    machine.lives(2.0)
    assert not any("咨询电话" in slip for slip in bench.slips()), "the rest came out for the next person"
    machine.end()
    assert machine.books_agree().states() == [FAILED]


def test_paper_that_is_out_at_home_calls_the_desk_but_not_while_staff_are_at_it(
    machine: Machine, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.desk.machine.LASTS_SECONDS", 1.0)
    machine.person.sees("home").knocks().sees("setup_code")
    bench.do("paper-out")
    board = machine.app.calling._reception.board
    machine.lives(6.0)
    assert board.calls == ()
    machine.person.touches("退出").sees("home")
    machine.waits(lambda: board.open(HelpKind.NO_PAPER), "the call for paper")
    bench.do("refill")
    machine.waits(lambda: board.calls == (), "the end of the call")


def test_no_paper_before_the_print_begins(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    bench.do("paper-out")
    person.touches("小条").sees("no_paper", "没纸了，先看看吧", "内容照样能看。").touches("先看看")
    person.sees("payment_paid", "3,402.16").touches("打印")
    # The printer without paper isn't asked about: the large sheet is what there is.
    person.takes_paper().goes()
    assert len(bench.sheets()) == 1
    assert bench.slips() == []


def test_an_open_cover_during_a_print_closed_and_resumed(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    bench.do("slow", "receipt_printer")
    person.touches("小条").sees("printing")
    bench.do("cover-open")
    bench.do("normal", "receipt_printer")
    machine.waits(lambda: machine.diary.pages[-1] in ("cover_open", "cover_open_before"), "the cover's page")
    if machine.diary.pages[-1] == "cover_open_before":
        person.touches("等一等").sees("cover_open", "盖子开着，别着急")
    bench.do("cover-close")
    machine.waits(lambda: machine.diary.pages[-1] in ("half_sheet", "take_paper"), "what came out")
    if machine.diary.pages[-1] == "half_sheet":
        person.touches("知道了")
    person.takes_paper().goes()
    machine.end()
    assert machine.books_agree().states() == [FAILED, PROVED]


def test_a_printer_pulled_before_anything_is_sent(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    bench.do("pull", "receipt_printer")
    person.touches("小条").sees("printer_broken_not_cleared", "打印的机器坏了", "3号窗口").touches("知道了").goes()
    bench.do("plug", "receipt_printer")
    machine.lives(3.0)
    assert bench.slips() == []
    machine.end()
    assert machine.books_agree().states() == [FAILED]


def test_a_printer_pulled_in_the_middle_is_never_printed_again_by_itself(machine: Machine, bench: Bench) -> None:
    person = machine.person
    at_the_printer(machine)
    person.touches("小条").sees("printing")
    machine.waits(lambda: machine.diary.showing.progress is not None, "the first bytes")  # type: ignore[union-attr]
    bench.do("pull", "receipt_printer")
    machine.waits(lambda: machine.diary.pages[-1] != "printing", "the printer's trouble")
    assert machine.diary.pages[-1] in ("printer_broken_not_cleared", "end_not_known")
    person.touches("知道了").goes()
    bench.do("plug", "receipt_printer")
    machine.lives(4.0)
    assert len(bench.slips()) <= 1
    machine.end()
    (state,) = machine.books_agree().states()
    assert state in (FAILED, PrintState.UNKNOWN)


def test_without_a_printer_the_other_one_is_taken(machine: Machine, bench: Bench) -> None:
    person = machine.person
    bench.do("pull", "receipt_printer")
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("打印").takes_paper().goes()
    assert len(bench.sheets()) == 1
