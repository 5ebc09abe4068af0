"""From the knock to what somebody of the staff came for: who may do what, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import DeviceError
from kiosk.core.page import Choice
from kiosk.core.record import RecordError
from kiosk.core.staff import StaffRole
from kiosk.core.text import say
from kiosk.flows.each_page import EachPage
from kiosk.flows.staff.service import (
    ADMINISTRATORS,
    ATTENDANTS,
    AUDITORS,
    EVERYBODY,
    TECHNICIANS,
    OnDuty,
    Parked,
    StaffService,
    Stay,
    flow,
)
from kiosk.flows.staff.sign_in import sign_in
from kiosk.screens import sorry
from kiosk.screens.staff.menu import staff_menu
from kiosk.screens.staff.phrases import without_help

if TYPE_CHECKING:
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.outcome import Outcome

SERVICES: Final = (
    StaffService(
        say("帮这位办"), "hand-helping", ATTENDANTS, flow("help_person"), offered=lambda duty: duty.parked.somebody
    ),
    StaffService(
        say("帮人办"),
        "hand-helping",
        ATTENDANTS,
        flow("help_person"),
        say("人在旁边，一起办"),
        offered=lambda duty: not duty.parked.somebody and not duty.parked.closed,
    ),
    StaffService(
        say("怎么恢复"),
        "triangle-alert",
        ATTENDANTS | TECHNICIANS,
        flow("closed"),
        say("为什么停用，找谁"),
        offered=lambda duty: duty.parked.closed and duty.parked.asks_staff,
    ),
    StaffService(
        say("证读不出来"),
        "keyboard",
        ATTENDANTS,
        flow("card_unreadable"),
        say("原件在手，照着输号码"),
        offered=lambda duty: not duty.parked.somebody,
    ),
    StaffService(
        say("代办"),
        "users",
        ATTENDANTS,
        flow("act_for"),
        say("本人没来，按委托书办"),
        offered=lambda duty: not duty.parked.somebody,
    ),
    StaffService(
        say("登记到场"),
        "calendar-days",
        ATTENDANTS,
        flow("register_presence"),
        say("本人带证来了"),
        offered=lambda duty: not duty.parked.somebody and duty.hall.config.staff.presence_registration,
    ),
    StaffService(
        say("换纸"),
        "printer",
        ATTENDANTS | TECHNICIANS,
        flow("change_paper"),
        offered=lambda duty: bool(duty.hall.printers),
    ),
    StaffService(
        say("今天打的单子"),
        "receipt-text",
        ATTENDANTS | TECHNICIANS,
        flow("prints"),
        say("打没打出来，不清楚的去看"),
        offered=lambda duty: bool(duty.hall.printers),
    ),
    StaffService(say("设备维护"), "wrench", TECHNICIANS, flow("maintenance"), say("看设备，做自检，改设置")),
    StaffService(say("数据"), "file-text", TECHNICIANS, flow("records"), say("到哪天，换新的")),
    StaffService(say("就绪报告"), "list", TECHNICIANS, flow("readiness"), say("还差什么")),
    StaffService(say("机器的记录"), "history", TECHNICIANS | AUDITORS, flow("audit"), say("看，核对，导出")),
    StaffService(
        say("一天的数字"), "chart-column", TECHNICIANS | AUDITORS, flow("statistics"), say("多少人次，等多久")
    ),
    StaffService(say("管工作人员"), "users", ADMINISTRATORS, flow("staff_roll"), say("谁能登录")),
    StaffService(say("签名钥匙"), "shield-check", ADMINISTRATORS, flow("signing_key"), say("换新的，要两个人")),
    StaffService(say("换密码"), "keyboard", EVERYBODY, flow("own_pin"), say("换自己的，给同事解锁")),
)
"""One line a service, in the order of the menu; a member is offered what their role may do."""


async def attend_staff(hall: Hall, parked: Parked) -> Outcome:
    """Let somebody sign in, and do what they came for; what they leave behind goes on as the outcome says.

    An attendant who comes to a page with a question of its own for them is put it at once, or how the terminal is brought back
    where a fault keeps it from serving anybody.
    """
    signed_in = await sign_in(hall)
    if signed_in is None:
        return None
    duty = OnDuty(hall, signed_in.member, parked, card_shown=signed_in.by_card)
    return await EachPage(_attend(duty), without_help)


async def _attend(duty: OnDuty) -> Outcome:
    """Do what somebody who has signed in came for. They are the help: no page of theirs offers any."""
    member, parked = duty.member, duty.parked
    offered = tuple(service for service in SERVICES if service.open_to(duty))
    if parked.asks_staff and parked.somebody and offered and offered[0].flow is SERVICES[0].flow:
        outcome = await offered[0].flow(duty)
        return None if isinstance(outcome, Stay) else outcome
    if parked.asks_staff and parked.closed and member.role is StaffRole.ATTENDANT:
        outcome = await flow("closed")(duty)
        if not isinstance(outcome, Stay):
            return outcome
    choices = tuple(map(_choice, offered))
    while True:
        service = await staff_menu(choices, member, somebody=parked.somebody, closed=duty.hall.closed_for())
        outcome = await _done(service, duty)
        if not isinstance(outcome, Stay):
            return outcome


def _choice(service: StaffService) -> Choice[StaffService]:
    return Choice(service.label, service, service.icon, service.hint)


async def _done(service: StaffService, duty: OnDuty) -> Outcome | Stay:
    """Do it; what goes wrong in it is told with its fix, and leads back to the menu."""
    from kiosk.flows.troubles import trouble  # noqa: PLC0415 - home is painted before this is needed

    try:
        return await service.flow(duty)
    except (DeviceError, RecordError) as error:
        page = trouble(error, duty.hall.places) or sorry.device_trouble(duty.hall.places)
        await (page.staff or page)
        return Stay.MENU
