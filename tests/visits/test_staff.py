"""The staff at the machine: the knock, the PIN, the banner, and everything given back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffNumber, StaffRole
from kiosk.demo.people import people
from kiosk.staff.roster import MACHINE
from kiosk.store.builder import Origin, build
from kiosk.store.keys import key_provider
from kiosk.wiring import staff_room
from tests.visits.at_the_machine import Machine
from tests.visits.terminal import audit_lines, cards

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.visits.at_the_machine import Bench

pytestmark = pytest.mark.wire

PINS = {"1003": "83610274", "0217": "482915"}


@pytest.fixture
def staffed(terminal: Path, bench: Bench, qtbot: QtBot) -> Iterator[Machine]:
    """A machine with an administrator and an attendant on its roll."""
    with closing(staff_room(settings.read(terminal), SystemClock())) as room:
        room.add(MACHINE, StaffNumber("1003"), StaffRole.ADMINISTRATOR, pin=Pin(PINS["1003"]))
        room.add(MACHINE, StaffNumber("0217"), StaffRole.ATTENDANT, pin=Pin(PINS["0217"]))
    with Machine(terminal, bench, qtbot) as machine:
        yield machine


def test_an_attendant_helps_with_a_visit_and_gives_everything_back(staffed: Machine) -> None:
    person = staffed.person
    person.sees("home").touches("大字版").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid", within=20)
    before = person.shown()
    ticket = staffed.app.visit.ticket
    person.knocks().sees("staff_card")
    person.signs_in("0217", PINS["0217"]).sees("staff_menu", "服务员　工号0217").touches("帮这位办")
    person.sees("show_staff").touches("先不给").sees("payment_paid", "工号0217", "●●●●", "给工作人员看")
    person.touches("给工作人员看").sees("show_staff").touches("给看").sees("payment_paid", "工号0217").sees_no("●●●●")
    person.touches("帮完了").sees("helped").touches("接着办").sees("payment_paid").sees_no("工号0217")
    assert person.shown() == before
    assert staffed.app.visit.ticket == ticket
    person.knocks().sees("staff_card").touches("不登录了").sees("payment_paid")
    assert person.shown() == before
    staffed.end()
    told = [line["event"] for line in audit_lines(staffed.config)]
    wanted = ["signed-in", "signed-out", "assistance-begun", "figures-answered", "figures-answered", "assistance-ended"]
    assert [event for event in told if event in wanted] == wanted


def test_a_technician_who_comes_while_a_slip_is_printed_waits_for_it_and_gives_the_devices_back(
    staffed: Machine,
) -> None:
    person = staffed.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.sees("payment_paid", within=20).touches("打印").sees("which_paper").touches("小条")
    person.passes("printing").knocks().sees("staff_card").signs_in("1003", PINS["1003"])
    person.sees("staff_menu").touches("设备维护").sees("maintenance", "小条打印机", "身份证阅读器", within=60)
    assert len(staffed.bench.slips()) == 1  # nobody touches a printer before its sheet is out
    assert "正在打印" not in person.shown()
    person.touches("看一看，身份证阅读器").sees("device_id_reader", "没试过").touches("试一试，自检")
    person.sees("tested_id_reader_passed", within=30).touches("知道了").sees("device_id_reader", "没问题")
    person.touches("试一试，试读一张卡").sees("trying_id_reader").lifts_card().puts_card(7)
    person.sees("check_passed", within=20).touches("知道了").sees("device_id_reader")
    person.touches("端口和速度").sees("which_setting").touches("线的速度").sees("which_speed").touches("9600")
    person.sees("tried", "身份证阅读器：正常", within=30).touches("换回原来的").sees("setting_back").touches("知道了")
    person.sees("device_id_reader", within=20).touches("看别的").sees("maintenance").touches("退出")
    person.sees("take_paper", within=30).touches("拿好了").goes()
    staffed.end()
    lines = audit_lines(staffed.config)
    told = [line["event"] for line in lines]
    wanted = ["signed-in", "maintenance-entered", "self-tested", "device-set", "maintenance-left", "signed-out"]
    assert [event for event in told if event in wanted and event != "signed-out"] == [
        "signed-in",
        "maintenance-entered",
        "self-tested",
        "self-tested",
        "device-set",
        "maintenance-left",
    ]


def test_a_devices_page_tells_by_itself_that_its_cable_was_pulled(staffed: Machine) -> None:
    person = staffed.person
    person.sees("home").knocks().sees("staff_card").signs_in("1003", PINS["1003"])
    person.sees("staff_menu").touches("设备维护").sees("maintenance", within=60)
    person.touches("看一看，身份证阅读器").sees("device_id_reader", "正常", within=30)
    staffed.bench.do("pull", "id_reader")
    staffed.waits(lambda: "没连上" in person.shown(), "the pulled cable on the page")
    staffed.bench.do("plug", "id_reader")
    staffed.waits(lambda: "没连上" not in person.shown(), "the reader that is back")
    person.sees("device_id_reader", "正常", "上次的毛病").touches("看别的").sees("maintenance", within=30)


def test_a_pause_stands_in_place_of_home_until_somebody_ends_it(staffed: Machine) -> None:
    person = staffed.person
    person.sees("home").knocks().sees("staff_card").signs_in("1003", PINS["1003"])
    person.sees("staff_menu").touches("设备维护").sees("maintenance", within=30).touches("暂停服务")
    person.sees("pause_reason").touches("正在打扫。").sees("pause_until").touches("等我来恢复")
    person.sees("pause_begun").touches("知道了").sees("maintenance").touches("退出")
    person.sees("paused", "正在打扫。", "窗口").knocks().sees("staff_card").signs_in("1003", PINS["1003"])
    person.sees("staff_menu").touches("设备维护").sees("maintenance", within=30).touches("恢复服务")
    person.sees("pause_ended").touches("知道了").sees("maintenance").touches("退出").sees("home")


def test_a_technician_replaces_the_records_while_a_visit_is_parked(staffed: Machine, tmp_path: Path) -> None:
    config = staffed.config
    keys = key_provider(config.key, config.data)
    origin = Origin(config.terminal.agency, config.terminal.county, date(2026, 11, 21), 9)
    build(tmp_path / "T003", keys, origin, people(30, 5, date(2026, 11, 21)))
    staffed.app.hall = replace(staffed.app.hall, sticks=lambda: (tmp_path,))
    person = staffed.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid", within=20)
    before, ticket = person.shown(), staffed.app.visit.ticket
    person.knocks().sees("staff_card").signs_in("1003", PINS["1003"]).sees("staff_menu").touches("数据")
    person.sees("staff_records", within=20).touches("换新数据").sees("these_records", "2026年11月21日", "9")
    person.touches("换成这份").sees("two_people").touches("他在这里").sees("staff_pin").types(PINS["1003"])
    person.sees("second_person").touches("我来了").sees("staff_card").signs_in("0217", PINS["0217"])
    person.sees("records_replaced", "30", within=20).touches("知道了").sees("staff_records", "2026年11月21日")
    person.touches("好了").sees("staff_menu").touches("退出").sees("payment_paid")
    assert person.shown() == before
    assert staffed.app.visit.ticket == ticket
    staffed.end()
    told = [line["event"] for line in audit_lines(config)]
    wanted = ("signed-in", "dual-granted", "records-replaced", "signed-out")
    assert [event for event in told if event in wanted] == list(wanted)


def test_the_same_person_twice_replaces_nothing(staffed: Machine, tmp_path: Path) -> None:
    config = staffed.config
    keys = key_provider(config.key, config.data)
    origin = Origin(config.terminal.agency, config.terminal.county, date(2026, 11, 21), 9)
    build(tmp_path / "T003", keys, origin, people(30, 5, date(2026, 11, 21)))
    staffed.app.hall = replace(staffed.app.hall, sticks=lambda: (tmp_path,))
    person = staffed.person
    person.sees("home").knocks().sees("staff_card").signs_in("1003", PINS["1003"]).sees("staff_menu")
    person.touches("下一页").touches("数据").sees("staff_records", within=20).touches("换新数据").sees(
        "these_records"
    ).touches("换成这份")
    person.sees("two_people").touches("他在这里").sees("staff_pin").types(PINS["1003"]).sees("second_person")
    person.touches("我来了").sees("staff_card").signs_in("1003", PINS["1003"])
    person.sees("not_agreed_same_person", "两次是同一个人。").touches("知道了")
    person.sees("staff_records", within=20).sees_no("2026年11月21日").touches("好了").sees("staff_menu").touches("退出")
    person.sees("home")
    staffed.end()
    told = [line["event"] for line in audit_lines(config)]
    assert "dual-refused" in told
    assert not {"dual-granted", "records-replaced"} & set(told)


def test_a_daughter_takes_the_reminder_home_for_her_father_who_is_not_here(staffed: Machine) -> None:
    person = staffed.person
    person.sees("home").knocks().sees("staff_card").signs_in("0217", PINS["0217"]).sees("staff_menu").touches("代办")
    person.sees("acting_for").touches("替家人办").sees("two_cards").touches("都带了")
    person.sees("put_card_absent").puts_card(7).sees("put_card_agent", within=20).lifts_card().puts_card(8)
    person.sees("relation_stated", within=20).touches("女儿").sees("tick_errands").touches("选上，打印认证提醒条")
    person.sees("tick_errands", "选了").touches("就这些").sees("until_when").touches("一个月")
    person.sees("compare_paper", "自称：女儿", "认证提醒条").touches("已核对").sees("write_number", "-0001")
    person.touches("写好了，接着办").sees("take_cards").lifts_card().touches("收好了")
    person.sees("mandate_menu", "金额不显示在屏幕上", "工号0217", within=20).touches("打印认证提醒条")
    person.sees("which_paper", within=20).touches("小条").sees("take_paper", within=30).touches("拿好了")
    person.sees("mandate_menu").touches("办完了").sees("everything_in_hand").touches("都拿好了").sees("home", within=20)
    (slip,) = staffed.bench.slips()
    assert "代办" in slip
    assert "-0001" in slip
    staffed.end()
    lines = audit_lines(staffed.config)
    (begun,) = (line for line in lines if line["event"] == "assistance-begun")
    assert begun["fields"] == {"reason": "for-family", "staff": "0217"}
    assert [line["event"] for line in lines if str(line["event"]).startswith("mandate")] == [
        "mandate-made",
        "mandate-used",
    ]


def test_an_agent_of_the_hall_who_signed_in_by_number_shows_their_own_card_too(
    terminal: Path, bench: Bench, qtbot: QtBot
) -> None:
    config = settings.read(terminal)
    own = StaffCard(CardKind.ID_CARD, cards(config)[8].number)
    with closing(staff_room(config, SystemClock())) as room:
        room.add(MACHINE, StaffNumber("1003"), StaffRole.ADMINISTRATOR, pin=Pin(PINS["1003"]))
        room.add(MACHINE, StaffNumber("0217"), StaffRole.ATTENDANT, cards=[own], pin=Pin(PINS["0217"]))
    with Machine(terminal, bench, qtbot) as staffed:
        person = staffed.person
        person.sees("home").knocks().sees("staff_card").signs_in("0217", PINS["0217"]).sees("staff_menu").touches(
            "代办"
        )
        person.sees("acting_for").touches("工作人员代办").sees("free_of_charge", "代办人的证").touches("都带了")
        person.sees("put_card_absent").puts_card(7).sees("put_own_card", within=20)
        person.lifts_card().puts_card(9).sees("not_own_card", "请放您自己的", within=20).touches("知道了")
        person.sees("put_own_card").lifts_card().puts_card(8).sees("tick_errands", within=20)
        person.touches("选上，打印认证提醒条").sees("tick_errands", "选了").touches("就这些")
        person.sees("until_when").touches("只今天").sees("compare_paper", "代办人", "核对人", "工号0217").touches(
            "已核对"
        )
        person.sees("write_number", "-0001").touches("写好了，接着办").sees("take_cards").lifts_card().touches("收好了")
        person.sees("mandate_menu", "工号0217", within=20).touches("办完了").sees("everything_in_hand")
        person.touches("都拿好了").sees("home", within=20)
        staffed.end()
    lines = audit_lines(config)
    (made,) = (line["fields"] for line in lines if line["event"] == "mandate-made")
    assert (made["staff"], made["acting"], made["kind"]) == ("0217", "0217", "agency")
    (refused,) = (line["fields"] for line in lines if line["event"] == "sign-in-refused")
    assert (refused["staff"], refused["reason"]) == ("0217", "not-yours")
