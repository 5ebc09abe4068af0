"""What the staff comes for, from the knock and back to home, as scripts that anybody can perform who reads and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.accessibility.flows import PENSIONER, at_home, leaves
from tests.accessibility.hall import STAFF_NUMBER, STAFF_PIN, TECHNICIAN_NUMBER, TECHNICIAN_PIN

if TYPE_CHECKING:
    from tests.accessibility.people import Person


def signs_in(person: Person, number: str = STAFF_NUMBER, pin: str = STAFF_PIN) -> Person:
    """Knock, and sign in by number and PIN."""
    at_home(person).knocks().reads("请放您的工作卡").chooses("输工号").reads("请输工号").types(number)
    return person.reads("请输密码").types(pin).reads("您要做什么？", f"工号{number}")


def staff_signs_in(person: Person) -> None:
    """Somebody of the staff signs in, and leaves."""
    signs_in(person).chooses("退出")
    at_home(person)


def paper_is_changed(person: Person) -> None:
    """A new roll, a trial, and back."""
    signs_in(person).chooses("换纸").reads("给哪台换纸？").chooses("打小条的").reads("放新纸，拉出一截。")
    person.hall.bench.do("refill")
    person.chooses("换好了").reads("试打的清楚吗？", within=30).chooses("清楚").reads("纸换好了").chooses("知道了")
    person.reads("您要做什么？").chooses("退出")
    at_home(person)


def presence_is_registered(person: Person) -> None:
    """登记到场: who is here is compared with the card, agrees, and takes the receipt along."""
    signs_in(person).chooses("登记到场").reads("请放身份证").puts_card(PENSIONER)
    person.reads("人和证是同一人吗？").chooses("是本人").reads("给您登记到场，好吗？").chooses("同意")
    person.reads("登记好了").chooses("打印回执")
    if "再打一张" in person.reads_either("正在打印", "拿好了", "再打一张"):  # somebody was registered today already
        person.chooses("再打一张")
    person.reads("拿好了", within=30).chooses("拿好了")
    leaves(person)


def devices_are_looked_at(person: Person) -> None:
    """设备维护: the panel, and back to the menu."""
    signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN).chooses("设备维护")
    person.reads("设备维护", "小条打印机", "身份证阅读器", within=40).chooses("回菜单").reads("您要做什么？").chooses(
        "退出"
    )
    at_home(person)
