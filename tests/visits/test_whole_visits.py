"""Whole visits on real ports that go as they should: from home to the paper in the hand, and home again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import EndedBy
from kiosk.ledger.document import PrintState
from tests.visits.at_the_machine import Bench, Machine
from tests.visits.terminal import sheet_text

pytestmark = pytest.mark.wire


def touches_to_paper(machine: Machine) -> int:
    """Return how many pages of the newest visit were answered by a touch before the one that says where the paper is."""
    ends = machine.diary.endings
    last = max(n for n, ending in enumerate(ends) if ending.page == "printing")
    begun = max(n for n, ending in enumerate(ends[:last]) if ending.page == "home")
    return sum(ending.ended_by is EndedBy.PERSON for ending in ends[begun:last])


def test_a_card_becomes_a_statement_in_the_hand(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home", "您想办什么？", "不收钱，不问密码。").touches("打印权益记录单")
    person.sees("place_id_card", "请放身份证", "放在右边亮灯的地方。").puts_card(7)
    person.passes("place_id_card", phase="reading")
    person.sees("choose_year", "王女士，您好", "要哪一年的？").touches("2025年")
    person.sees("review_yearly_record", "打印2025年的，对吗？", "领了12个月养老金。").touches("打印")
    person.sees("which_paper").touches("小条")
    person.takes_paper().goes()
    assert touches_to_paper(machine) == 4
    (slip,) = bench.slips()
    assert "2025年" in slip
    assert "王*芳" in slip
    assert "补打" not in slip
    machine.end()
    assert machine.books_agree().states() == [PrintState.PROVED]


def test_the_large_sheet_comes_as_a_pdf(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("打印权益记录单").sees("place_id_card").puts_card(7)
    person.sees("choose_year").touches("2025年").sees("review_yearly_record").touches("打印")
    person.sees("which_paper").touches("大张纸")
    person.takes_paper().goes()
    assert bench.slips() == []
    (sheet,) = bench.sheets()
    assert "王桂芳" in sheet_text(sheet)


def test_a_card_put_first_is_greeted_and_asked_what_for(machine: Machine) -> None:
    person = machine.person
    person.sees("home").puts_card(7)
    person.sees("what_else", "王女士，您好", "请先收好身份证").touches("查养老金")
    person.sees("payment_paid", "11月养老金发了", "3,402.16").touches("看每个月")
    person.sees("every_month", "每个月发了多少").touches("上一步")
    person.sees("payment_paid").touches("退出")
    person.sees("everything_in_hand").touches("都拿好了").sees("home")


def test_back_to_the_year_and_another_year_printed(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("打印权益记录单").sees("place_id_card").puts_card(7)
    person.sees("choose_year").touches("2025年")
    person.sees("review_yearly_record", "打印2025年的，对吗？").touches("上一步")
    person.sees("choose_year").touches("2024年")
    person.sees("review_yearly_record", "打印2024年的，对吗？").touches("打印")
    person.sees("which_paper").touches("小条")
    person.takes_paper().goes()
    (slip,) = bench.slips()
    assert "2024年" in slip


def test_the_same_sheet_again_today_is_marked_and_never_refused(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("打印").sees("which_paper").touches("小条").takes_paper()
    person.sees("anything_else").touches("接着办").sees("what_else").touches("查养老金")
    person.sees("payment_paid").touches("打印")
    person.sees("printed_before", "今天打过一次了").touches("再打一张")
    person.sees("which_paper").touches("小条").takes_paper().goes()
    first, second = bench.slips()
    assert "补打" not in first
    assert "补打" in second
    machine.end()
    assert machine.books_agree().states() == [PrintState.PROVED] * 2


def test_simple_wording_asks_less_and_takes_the_large_sheet(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("简洁版").touches("打印社保记录单")
    person.sees("place_id_card").puts_card(7)
    person.sees("review_yearly_record", "要打印吗？", "2025年的社保记录单。").touches("打印")
    person.takes_paper().goes()
    assert touches_to_paper(machine) == 2
    assert len(bench.sheets()) == 1
    shown = [page for page in machine.diary.pages if page != "look_up"]
    assert "choose_year" not in shown
    assert "which_paper" not in shown
    person.sees("home", "打印权益记录单")  # the next one finds everything as usual


def test_the_payment_takes_three_touches_and_two_in_the_simple_wording(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("打印").sees("which_paper").touches("小条").takes_paper().goes()
    assert touches_to_paper(machine) == 3
    person.sees("home", "打印权益记录单").touches("简洁版").touches("查养老金").sees("place_id_card").puts_card(1)
    person.sees("payment_paid", "11月养老金发了").touches("打印").takes_paper().goes()
    assert touches_to_paper(machine) == 2
    assert len(bench.slips()) == 1
    assert len(bench.sheets()) == 1


def test_white_on_black_and_extra_large(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("黑底大字")
    machine.app.commands.present(Presentation(size=TextSize.EXTRA_LARGE, theme=Theme.HIGH_CONTRAST))
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(31)
    person.sees("payment_paid", "11月养老金发了").touches("打印")
    person.sees("which_paper").touches("小条").takes_paper().goes().sees("home")
    assert len(bench.slips()) == 1
    assert machine.app.visit.presentation == Presentation()


def test_a_rare_name_is_printed(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(33)
    person.sees("payment_paid").touches("打印").sees("which_paper").touches("大张纸").takes_paper().goes()
    assert "𫞩𬱖𭉨" in sheet_text(bench.sheets()[0])


def test_a_certification_reminder_comes_on_either_paper(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").puts_card(18)
    person.sees("what_else", "养老认证该办了").touches("养老认证该办了")
    person.sees("certification_due", "该办养老认证了").touches("打印提醒条")
    person.sees("which_paper").touches("大张纸").takes_paper().touches("接着办")
    person.sees("what_else").touches("养老认证该办了").sees("certification_due").touches("打印提醒条")
    person.sees("printed_before").touches("再打一张").sees("which_paper").touches("小条").takes_paper().goes()
    assert len(bench.slips()) == 1
    assert "认证到期" in sheet_text(bench.sheets()[0])


def test_who_is_not_in_the_records_gets_the_way_to_the_window(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").puts_card(28)
    person.sees("not_found", "这里没查到您", "不是您弄错了。", "3号窗口").touches("打印咨询电话")
    person.takes_paper()
    person.sees("everything_in_hand").touches("都拿好了").sees("home")
    assert len(bench.slips()) == 1
    person.puts_card(29).sees("not_found").touches("知道了")


def test_an_expired_card_shows_nothing_of_its_holder(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(30)
    person.sees("card_out_of_date", "这张证过期了", "3号窗口").sees_no("董", "元").touches("知道了")
    person.sees("everything_in_hand").touches("都拿好了").sees("home")


def test_another_persons_card_during_a_visit_shows_neither(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid", "3,402.16").lifts_card().puts_card(1)
    person.sees("another_card", "换人办，还是接着办？").sees_no("3,402.16", "王", "张").touches("接着办")
    person.sees("payment_paid", "3,402.16").lifts_card().puts_card(1)
    person.sees("another_card").touches("换人办")
    person.sees("everything_in_hand").touches("都拿好了").sees("home")


def test_the_own_card_put_again_changes_nothing(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").lifts_card()
    machine.lives(0.5)
    person.puts_card(7)
    machine.lives(2.0)
    person.sees("payment_paid", "3,402.16")
    assert "another_card" not in machine.diary.pages


def test_help_lies_over_the_visit_and_loses_nothing(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("请人帮忙")
    person.sees("help_here", "请到3号窗口", "您办的事，都还在。").sees_no("3,402.16").touches("接着办")
    person.sees("payment_paid", "3,402.16")


def test_help_touched_while_it_prints_never_stops_the_print(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid").touches("打印").sees("which_paper").touches("小条")
    person.sees("printing").touches("请人帮忙").sees("help_here").touches("办完了")
    person.takes_paper().goes()
    assert len(bench.slips()) == 1
    machine.end()
    assert machine.books_agree().states() == [PrintState.PROVED]


def test_with_only_one_printer_nobody_is_asked_which_paper(terminal: Path, bench: Bench, qtbot: QtBot) -> None:
    with Machine(terminal, bench, qtbot, printers=("receipt_printer",)) as machine:
        person = machine.person
        person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
        person.sees("payment_paid").touches("打印").takes_paper().goes()
        assert "which_paper" not in machine.diary.pages
        assert len(bench.slips()) == 1
