"""Two people for what one may not do alone, as a conversation with both of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.declaring import Event
from kiosk.core.pin import Pin
from kiosk.core.record import StoreDamaged
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.flows.staff.second_person import second_person
from kiosk.flows.staff.service import OnDuty
from kiosk.staff.roster import MACHINE
from kiosk.staff.two_people import Agreed, Matter
from tests.flows.staff.desk import ATTENDANT_PIN, Desk, Talk

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.deeds import Deed


class Hall(Desk):
    """A desk that keeps what is noted, and whose people's time passes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.noted: list[Deed | Event] = []
        self.hall = replace(self.hall, note=self.noted.append)
        self.technician = self._technician()
        self.attendant()

    def _technician(self) -> StaffMember:
        self.administrator()
        number = StaffNumber("2004")
        self.room.add(MACHINE, number, StaffRole.TECHNICIAN, pin=Pin("73920516"))
        return StaffMember(number, StaffRole.TECHNICIAN)

    def asks(self, matter: Matter = Matter.CLOCK, member: StaffMember | None = None) -> Talk:
        talk = self.talks(second_person(OnDuty(self.hall, member or self.technician), matter))
        return talk.sees("这件事，要两个人")

    def events(self) -> list[str]:
        return [event.kind.id for event in self.noted if isinstance(event, Event)]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def first_gives_pin(talk: Talk) -> Talk:
    return talk.touches("他在这里").types("73920516").works()


def other_gives_pin(talk: Talk, number: str, pin: str) -> Talk:
    return talk.sees("现在请另一位来").touches("我来了").touches("输工号").types(number).types(pin).works()


def test_two_different_people_agree(hall: Hall) -> None:
    talk = other_gives_pin(first_gives_pin(hall.asks()), "0217", ATTENDANT_PIN)
    assert isinstance(talk.result, Agreed)
    assert (str(talk.result.first.number), str(talk.result.second.number)) == ("2004", "0217")
    assert hall.events() == ["dual-granted"]


def test_the_same_person_twice_is_refused_and_noted(hall: Hall) -> None:
    talk = other_gives_pin(first_gives_pin(hall.asks()), "2004", "73920516")
    talk.sees("还不能办", "两次是同一个人。").touches("知道了")
    assert talk.result is None
    assert hall.events() == ["dual-refused"]
    assert "73920516" not in str(hall.noted)


def test_who_comes_after_a_minute_comes_too_late(hall: Hall) -> None:
    talk = first_gives_pin(hall.asks())
    hall.clock.sleep(61.0)
    other_gives_pin(talk, "0217", ATTENDANT_PIN).sees("还不能办", "隔得太久了，没有算数。").touches("知道了")
    assert talk.result is None
    assert hall.events() == ["dual-refused"]


def test_a_matter_of_neither_is_refused_before_the_other_is_asked(hall: Hall) -> None:
    member = hall.technician
    talk = hall.asks(Matter.WIPE, replace(member, number=StaffNumber("0217"), role=StaffRole.ATTENDANT))
    talk.touches("他在这里").types(ATTENDANT_PIN).works().sees("还不能办", "请管理员来。").touches("知道了")
    assert talk.result is None
    assert hall.events() == ["dual-refused"]


def test_a_wrong_pin_may_be_typed_again(hall: Hall) -> None:
    talk = hall.asks().touches("他在这里").types("111222").works().sees("请输密码", "不对，还可以试9次。")
    talk.types("73920516").works().sees("现在请另一位来").waits()
    assert talk.result is None
    assert hall.events() == []


def test_who_is_locked_agrees_to_nothing(hall: Hall) -> None:
    talk = hall.asks().touches("他在这里")
    for _ in range(5):
        talk.types("111222").works()
    talk.sees("还不能登录").touches("知道了")
    assert talk.result is None


def test_nobody_beside_is_no_agreement(hall: Hall) -> None:
    assert hall.asks().touches("先不办").result is None
    talk = first_gives_pin(hall.asks()).touches("我来了").touches("不登录了")
    assert talk.over
    assert talk.result is None


def test_a_roll_that_does_not_open_says_so(hall: Hall) -> None:
    talk = hall.asks().touches("他在这里").types("73920516")
    talk.fails(StoreDamaged("no")).sees("现在登录不了").touches("知道了")
    assert talk.result is None


def test_where_a_card_is_needed_the_first_puts_theirs_too(hall: Hall) -> None:
    config = replace(hall.hall.config, staff=replace(hall.hall.config.staff, card_needed=True))
    hall.hall = replace(hall.hall, config=config)
    assert hall.asks().touches("他在这里").touches("不登录了").result is None
    talk = hall.asks().touches("他在这里").brings(StaffNumber("0217")).types(ATTENDANT_PIN).works()
    talk.sees("还不能办", "这不是您自己的卡。").touches("知道了")
    assert hall.events() == ["dual-refused"]
