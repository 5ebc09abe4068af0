"""An administrator and the roll, and everybody's own PIN, with the real roll."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.errors import CardUnreadable
from kiosk.core.config import DeviceConfig
from kiosk.core.page import Panel, Review
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Wording
from kiosk.flows.staff.own_pin import own_pin
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.staff_roll import staff_roll
from kiosk.staff.errors import LockedForGood, MustChange, WrongPin
from kiosk.staff.roster import MACHINE
from tests.flows.staff.night import AUDITOR, AUDITORS_PIN, CHIEF, CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN, Night, Shift

if TYPE_CHECKING:
    from kiosk.staff.roster import Listed

CARD = StaffCard(CardKind.ID_CARD, "990101198803021234")
OTHER_CARD = StaffCard(CardKind.ID_CARD, "990101198803021242")


def begun(night: Night) -> Shift:
    return night.begins(staff_roll(night.duty(CHIEF))).does().sees("工作人员")


def opens(talk: Shift, digits: str) -> Shift:
    """Touch 改 beside somebody."""
    page = talk.page
    assert isinstance(page, Panel)
    (action,) = [g.action for g in page.gauges if g.label.written(Wording()) == f"工号{digits}"]
    assert action is not None
    talk._go(action.value, None)
    return talk


def listed(night: Night, digits: str) -> Listed:
    return next(each for each in night.room.everybody() if str(each.number) == digits)


def pin_shown(talk: Shift) -> Pin:
    page = talk.sees("请他记住这个密码", "只显示这一次。").page
    assert isinstance(page, Review)
    assert page.rows[1].figure.private
    return Pin(page.rows[1].figure.written(Wording()).replace(" ", ""))


def test_somebody_new_gets_a_number_a_role_a_card_and_a_pin_that_is_shown_once(night: Night) -> None:
    talk = begun(night).touches("加一位").types("0555").sees("他做什么？").touches("服务员").sees("请放他的工作卡")
    talk.fails(CardUnreadable()).sees("没读出来").touches("知道了").brings(CARD).does()
    pin = pin_shown(talk)
    talk.touches("记住了").does().sees("工作人员")
    with pytest.raises(MustChange):
        night.room.sign_in(CARD, pin)
    talk.touches("加一位").types("0556").touches("技术员").touches("先不给卡").does()
    assert pin_shown(talk)
    talk.touches("记住了").does()
    assert "还没换密码" in talk.shown()
    assert talk.touches("看好了").result is Stay.MENU


def test_a_number_that_was_used_is_refused_in_words(night: Night) -> None:
    talk = begun(night).touches("加一位").types("2004").touches("服务员").touches("先不给卡").does()
    talk.sees("没有改", "这个工号有人用过了。").touches("知道了").does().sees("工作人员")


def test_a_pin_is_reset_and_shown_once(night: Night) -> None:
    talk = opens(begun(night), "2004").sees("工号2004，技术员").touches("重设密码").does()
    with pytest.raises(MustChange):
        night.room.sign_in(StaffNumber("2004"), pin_shown(talk))


def locked(night: Night, digits: str) -> None:
    for _ in range(10):
        try:
            night.room.sign_in(StaffNumber(digits), Pin("111222"))
        except (WrongPin, LockedForGood):
            night.clock.sleep(100_000)
    assert listed(night, digits).locked


def test_who_is_locked_is_let_in_again(night: Night) -> None:
    locked(night, "2004")
    talk = begun(night)
    assert "锁上了" in talk.shown()
    opens(talk, "2004").touches("解锁").does().sees("解锁了", "工号2004。").touches("知道了").does()
    assert night.room.sign_in(TECHNICIAN.number, Pin(TECHNICIANS_PIN)) == TECHNICIAN


def test_cards_are_given_and_taken(night: Night) -> None:
    talk = opens(begun(night), "2004").touches("换一张工作卡").brings(CARD).does()
    talk.sees("新卡记下了").touches("知道了").does()
    assert listed(night, "2004").cards == (CardKind.ID_CARD,)
    opens(talk, "0441").touches("换一张工作卡").brings(CARD).does().sees("没有改", "这张卡，已经是别人的了。")
    talk.touches("知道了").does()
    opens(talk, "2004").touches("卡丢了").does().sees("他的卡都不认了").touches("知道了").does()
    assert listed(night, "2004").cards == ()
    opens(talk, "2004").touches("换一张工作卡").touches("先不给卡").does().sees("工作人员")
    opens(talk, "2004").touches("看好了").does().sees("工作人员")


def test_somebody_is_removed_only_after_being_asked(night: Night) -> None:
    talk = opens(begun(night), "2004").touches("去掉这个人").sees("去掉工号2004吗？").touches("不去掉").does()
    opens(talk, "2004").touches("去掉这个人").touches("去掉").does().sees("去掉了").touches("知道了").does()
    assert "2004" not in talk.shown()


def test_nobody_resets_or_removes_themselves(night: Night) -> None:
    assert opens(begun(night), "1003").buttons() == ["换一张工作卡", "看好了"]


def test_without_any_reader_nobody_is_asked_for_a_card(night: Night) -> None:
    none = DeviceConfig()
    night.hall = replace(night.hall, config=replace(night.hall.config, id_reader=none, social_card_reader=none))
    begun(night).touches("加一位").types("0555").touches("服务员").does().sees("请他记住这个密码")


# -- one's own PIN --------------------------------------------------------------------------------------------------


def own(night: Night, member: StaffMember) -> Shift:
    return night.begins(own_pin(night.duty(member))).does()


def test_everybody_changes_their_own_pin(night: Night) -> None:
    talk = own(night, TECHNICIAN).sees("请输密码").types("111222").works().sees("请输密码", "不对，还可以试9次。")
    talk.types(TECHNICIANS_PIN).works().sees("请想一个新密码").types("12345678").types("12345678").works()
    talk.sees("请想一个新密码", "连着的数，容易被猜到。").types("60927481").types("60927481").works()
    talk.sees("密码换好了", "工号2004。").touches("知道了")
    assert talk.result is Stay.MENU
    assert night.room.sign_in(TECHNICIAN.number, Pin("60927481")) == TECHNICIAN


def test_who_is_locked_out_meanwhile_is_told(night: Night) -> None:
    talk = own(night, TECHNICIAN)
    for _ in range(5):
        talk.types("111222").works()
    talk.sees("还不能登录", "试错太多次了。").touches("知道了")
    assert talk.result is Stay.MENU


def test_where_cards_are_needed_the_card_is_put_for_a_new_pin(night: Night) -> None:
    staff = replace(night.hall.config.staff, card_needed=True)
    night.hall = replace(night.hall, config=replace(night.hall.config, staff=staff))
    talk = own(night, TECHNICIAN).sees("请放您的工作卡").touches("不登录了")
    assert talk.result is Stay.MENU


@pytest.mark.parametrize("card", [CARD, OTHER_CARD], ids=["a colleague's", "nobody's"])
def test_with_a_card_that_is_not_ones_own_nobodys_pin_is_changed(night: Night, card: StaffCard) -> None:
    staff = replace(night.hall.config.staff, card_needed=True)
    night.hall = replace(night.hall, config=replace(night.hall.config, staff=staff))
    night.room.give_card(MACHINE, AUDITOR.number, CARD)
    talk = own(night, TECHNICIAN).sees("请放您的工作卡").brings(card).does()
    talk.sees("没有改", "这不是您自己的卡。", "请放自己的，再来一次。").touches("知道了")
    assert talk.result is Stay.MENU
    assert night.room.sign_in(AUDITOR.number, Pin(AUDITORS_PIN)) == AUDITOR
    assert night.room.sign_in(TECHNICIAN.number, Pin(TECHNICIANS_PIN)) == TECHNICIAN


def test_with_ones_own_card_ones_own_pin_is_changed(night: Night) -> None:
    staff = replace(night.hall.config.staff, card_needed=True)
    night.hall = replace(night.hall, config=replace(night.hall.config, staff=staff))
    night.room.give_card(MACHINE, TECHNICIAN.number, CARD)
    talk = own(night, TECHNICIAN).brings(CARD).does().sees("请输密码").types(TECHNICIANS_PIN).works()
    talk.types("60927481").types("60927481").works().sees("密码换好了", "工号2004。")
    assert night.room.sign_in(TECHNICIAN.number, Pin("60927481")) == TECHNICIAN


def test_who_may_unlock_is_asked_which(night: Night) -> None:
    helper = StaffMember(StaffNumber("0660"), StaffRole.ATTENDANT)
    night.room.add(MACHINE, helper.number, helper.role, pin=Pin("482915"), may_unlock=True)
    talk = own(night, helper).sees("您要做什么？").touches("给同事解锁").sees("没有人锁上").touches("知道了")
    assert talk.result is Stay.MENU
    locked(night, "2004")
    talk = own(night, helper).touches("给同事解锁").sees("给谁解锁？").touches("工号2004").does()
    talk.sees("解锁了").touches("知道了")
    assert night.room.sign_in(TECHNICIAN.number, Pin(TECHNICIANS_PIN)) == TECHNICIAN
    own(night, helper).touches("换自己的密码").sees("请输密码")


def test_who_was_removed_meanwhile_unlocks_nobody(night: Night) -> None:
    locked(night, "2004")
    talk = own(night, CHIEF).touches("给同事解锁").touches("工号2004")
    night.room.add(MACHINE, StaffNumber("0999"), StaffRole.ADMINISTRATOR, pin=Pin(CHIEFS_PIN))
    night.room.remove(MACHINE, CHIEF.number)
    talk.does().sees("没有改", "这里没有这个工号。").touches("知道了")
    assert talk.result is Stay.MENU


def test_an_auditor_may_not_unlock(night: Night) -> None:
    own(night, AUDITOR).sees("请输密码").types(AUDITORS_PIN).works().sees("请想一个新密码")
