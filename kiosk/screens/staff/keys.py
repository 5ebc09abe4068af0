"""A new signing key for what the terminal prints, made by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit import maintenance_events as events
from kiosk.core.page import Action, Notice, Picture, Tone
from kiosk.core.text import Count, say
from kiosk.core.upkeep import KeysRefused
from kiosk.screens.staff.machine import Next, asking_upkeep
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_ADMINISTRATOR, header
from kiosk.screens.staff.records import Yes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.upkeep import Upkeep


def another_key(member: StaffMember) -> Page[Yes]:
    """What a new key means."""
    return Notice(
        name="another_key",
        title=say("换签名钥匙吗？"),
        body=(say("以后打的单子，用新的签。"), say("以前的单子，照样能核对。")),
        picture=Picture.HELP,
        actions=(Action(say("换新的"), Yes.DO_IT, "check", Tone.GO), Action(say("先不换"), Yes.NOT_NOW, "x")),
        header=header(member),
        footer=FOOTER,
    )


def making_key(member: StaffMember, note: Callable[[Event], None]) -> Page[int | KeysRefused]:
    """Make it, and tell the audit its number; why it can't be made is the answer."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> int | KeysRefused:
        try:
            number = upkeep.make_signing_key()
        except KeysRefused as refusal:
            return refusal
        note(events.SIGNING_KEY_MADE(member, number=number))
        return number

    return asking_upkeep("making_key", work)


def key_made(number: int) -> Page[Next]:
    """It is used from the next start on; who checks papers needs its public half."""
    return Notice(
        name="key_made",
        title=say("新钥匙做好了，{n}号", n=Count(number)),
        body=(say("重启后，就用新的。"), say("请把新公钥交给单位。"), say("导出日志时，公钥一起导出。")),
        picture=Picture.DONE,
        actions=(
            Action(say("现在重启程序"), Next.NOW, "history", Tone.GO),
            Action(say("以后再说"), Next.LATER, "x"),
        ),
        footer=NO_WAY_OUT,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "another": another_key(SAMPLE_ADMINISTRATOR),
    "making": making_key(SAMPLE_ADMINISTRATOR, lambda _event: None),
    "made": key_made(2),
}
