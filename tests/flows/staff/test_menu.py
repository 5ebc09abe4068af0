"""What somebody of the staff is offered, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.errors import NoReply
from kiosk.core.closed import Closed
from kiosk.core.page import Choice, Choose, Wait
from kiosk.core.staff import Assistance, StaffRole
from kiosk.core.text import Wording, say
from kiosk.core.upkeep import Pause, PauseReason
from kiosk.flows.staff import menu
from kiosk.flows.staff.closed import closed
from kiosk.flows.staff.menu import attend_staff
from kiosk.flows.staff.outcome import Helps
from kiosk.flows.staff.service import ATTENDANTS, TECHNICIANS, OnDuty, Parked, StaffService, Stay
from kiosk.screens import sample
from kiosk.screens.paused import paused
from kiosk.screens.sample import PLACES
from kiosk.screens.sorry import out_of_service
from kiosk.screens.staff.phrases import SAMPLE
from tests.flows.dialogue import hall
from tests.flows.staff.desk import ATTENDANT_PIN, PIN, Desk, Talk

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.page import Page
    from kiosk.flows.staff.outcome import Outcome

HOME: Page[str] = Choose(name="home", title=say("您想办什么？"), choices=(Choice(say("甲"), "a"),), idle=True)
FAULT: Page[str] = Wait(name="no_paper", title=say("没纸了"), staff=Wait(name="fix", title=say("换纸")))
STANDING: Page[str] = Wait(name="look", title=say("看看"))


def signed_in(desk: Desk, parked: Parked, number: str, pin: str) -> Talk:
    talk = desk.talks(attend_staff(desk.hall, parked)).works()
    talk.touches("输工号")
    return talk.types(number).types(pin).works()


def test_an_attendant_helps_who_stands_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    member = desk.attendant()
    talk = signed_in(desk, Parked(STANDING), "0217", ATTENDANT_PIN)
    talk.sees("您要做什么？", "这位办的事，都还在。").touches("帮这位办")
    assert talk.result == Helps(Assistance(member))


def test_the_days_prints_stand_in_one_place_and_only_where_something_prints(tmp_path: Path) -> None:
    for printers in (True, False):
        (tmp_path / str(printers)).mkdir()
        desk = Desk(tmp_path / str(printers))
        desk.administrator()
        desk.attendant()
        desk.hall = replace(desk.hall, config=hall(sheets=printers, slips=printers).config)
        buttons = signed_in(desk, Parked(), "0217", ATTENDANT_PIN).buttons()
        assert [button for button in buttons if "打" in button] == (["今天打的单子"] if printers else [])


def test_an_attendant_at_a_fault_is_put_the_fix_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    member = desk.attendant()
    assert signed_in(desk, Parked(FAULT), "0217", ATTENDANT_PIN).result == Helps(Assistance(member))


@pytest.mark.parametrize("parked", [Parked(), Parked(HOME)])
def test_from_home_an_attendant_helps_whoever_comes(tmp_path: Path, parked: Parked) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    desk.attendant()
    talk = signed_in(desk, parked, "0217", ATTENDANT_PIN)
    assert "帮这位办" not in talk.buttons()
    assert isinstance(talk.touches("帮人办").result, Helps)


def test_out_of_service_nobody_is_to_be_helped(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    desk.attendant()
    talk = signed_in(desk, Parked(closed=True), "0217", ATTENDANT_PIN).sees("您要做什么？")
    assert not {"帮这位办", "帮人办"} & set(talk.buttons())


CLOSED = Parked(out_of_service(PLACES, Closed.RECORDS), closed=True)


def closed_desk(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.administrator()
    desk.attendant()
    desk.hall = replace(desk.hall, closed_for=lambda: Closed.RECORDS)
    return desk


def test_an_attendant_at_a_closed_terminal_is_shown_at_once_what_to_do(tmp_path: Path) -> None:
    desk = closed_desk(tmp_path)
    talk = signed_in(desk, CLOSED, "0217", ATTENDANT_PIN)
    assert talk.page.name == "fix_records"
    talk.touches("修不好").sees("您要做什么？", "停用了：数据读不出来。")
    talk.touches("怎么恢复")
    assert talk.page.name == "fix_records"
    assert talk.touches("好了，再试一次").result is None
    assert talk.over


def test_who_has_brought_it_back_at_once_leaves_with_that(tmp_path: Path) -> None:
    talk = signed_in(closed_desk(tmp_path), CLOSED, "0217", ATTENDANT_PIN).touches("好了，再试一次")
    assert talk.over
    assert talk.result is None


def test_an_administrator_at_a_closed_terminal_sees_why_above_the_menu(tmp_path: Path) -> None:
    desk = closed_desk(tmp_path)
    talk = signed_in(desk, CLOSED, "1003", PIN).sees("您要做什么？", "停用了：数据读不出来。")
    assert talk.buttons()[0] == "怎么恢复"


def test_back_from_a_menu_line_leads_to_the_menu_though_the_terminal_serves_again(tmp_path: Path) -> None:
    desk = closed_desk(tmp_path)
    faults = [Closed.RECORDS, None]
    desk.hall = replace(desk.hall, closed_for=lambda: faults.pop(0) if len(faults) > 1 else faults[0])
    talk = signed_in(desk, CLOSED, "0217", ATTENDANT_PIN).touches("修不好").touches("怎么恢复").touches("修不好")
    assert "停用了" not in "".join(text.written(Wording()) for text in talk.page.body)


def test_a_pause_has_nothing_to_be_mended(tmp_path: Path) -> None:
    desk = closed_desk(tmp_path)
    desk.hall = replace(desk.hall, closed_for=lambda: Closed.PAUSED)
    page = paused(Pause(PauseReason.CLEANING), PLACES, sample.NOW.date())
    talk = signed_in(desk, Parked(page, closed=True), "0217", ATTENDANT_PIN)
    talk.sees("您要做什么？", "停用了：技术员暂停的。")
    assert "怎么恢复" not in talk.buttons()
    assert desk.talks(closed(OnDuty(desk.hall, SAMPLE, Parked(page, closed=True)))).result is Stay.MENU


def test_who_doesnt_sign_in_leaves_everything_as_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    talk = desk.talks(attend_staff(desk.hall, Parked(STANDING))).works().touches("不登录了")
    assert talk.over
    assert talk.result is None


async def broken(_duty: OnDuty) -> Outcome | Stay:
    raise NoReply("no")


async def lost(_duty: OnDuty) -> Outcome | Stay:
    raise RuntimeError("a bug")


async def quick(_duty: OnDuty) -> Outcome | Stay:
    return Stay.MENU


def test_what_goes_wrong_leads_back_to_the_menu_and_a_bug_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = (
        StaffService(say("坏了的"), "x", ATTENDANTS, broken),
        StaffService(say("很快的"), "x", ATTENDANTS, quick),
        StaffService(say("技术员的"), "x", TECHNICIANS, quick),
        StaffService(say("有虫的"), "x", ATTENDANTS, lost),
        StaffService(say("现在没有的"), "x", ATTENDANTS, quick, offered=lambda _duty: False),
    )
    monkeypatch.setattr(menu, "SERVICES", services)
    desk = Desk(tmp_path)
    desk.administrator()
    desk.attendant()
    talk = signed_in(desk, Parked(), "0217", ATTENDANT_PIN)
    assert talk.buttons() == ["坏了的", "很快的", "有虫的"]
    talk.touches("很快的").sees("您要做什么？").touches("坏了的")
    assert talk.page.name == "fix_device"
    talk.touches("修不好").sees("您要做什么？")
    with pytest.raises(RuntimeError):
        talk.touches("有虫的")


def test_an_administrator_is_offered_what_everybody_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    admin = desk.administrator()
    assert admin.role is StaffRole.ADMINISTRATOR
    talk = signed_in(desk, Parked(replace_page()), "1003", PIN)
    assert "帮这位办" in talk.buttons()


def replace_page() -> Page[str]:
    return replace(STANDING, name="other")
