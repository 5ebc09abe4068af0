"""What somebody of the staff may do at the terminal, once they have signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiosk.core.closed import Closed
from kiosk.core.page import Choice, Choose
from kiosk.core.text import say
from kiosk.screens.staff.closed_fixes import closed_now
from kiosk.screens.staff.phrases import NO_WAY_BACK, SAMPLE, SAMPLE_ADMINISTRATOR, SAMPLE_TECHNICIAN, header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page
    from kiosk.core.staff import StaffMember

S = TypeVar("S")


def staff_menu(
    choices: tuple[Choice[S], ...], member: StaffMember, *, somebody: bool, closed: Closed | None = None
) -> Page[S]:
    """What this member may do. `somebody`: a person's visit is set aside and waits for them; `closed`: why nobody is served."""
    return Choose(
        name="staff_menu",
        title=say("您要做什么？"),
        body=(*closed_now(closed), *((say("这位办的事，都还在。"),) if somebody else ())),
        choices=choices,
        header=header(member),
        footer=NO_WAY_BACK,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "menu": staff_menu(
        (Choice(say("帮这位办"), 1, "hand-helping"), Choice(say("换纸"), 2, "printer")), SAMPLE, somebody=True
    ),
    "menu-administrator": staff_menu(
        (
            Choice(say("帮人办"), 1, "hand-helping"),
            Choice(say("换纸"), 2, "printer"),
            Choice(say("工作人员"), 3, "users"),
        ),
        SAMPLE_ADMINISTRATOR,
        somebody=False,
    ),
    "menu-closed": staff_menu(
        (
            Choice(say("怎么恢复"), 1, "triangle-alert", say("为什么停用，找谁")),
            Choice(say("换纸"), 2, "printer"),
            Choice(say("设备维护"), 3, "wrench", say("看设备，做自检，改设置")),
        ),
        SAMPLE_TECHNICIAN,
        somebody=False,
        closed=Closed.BOOKS,
    ),
    "menu-closed-meanwhile": staff_menu(
        (Choice(say("帮这位办"), 1, "hand-helping"), Choice(say("怎么恢复"), 2, "triangle-alert")),
        SAMPLE,
        somebody=True,
        closed=Closed.KEY,
    ),
}
