"""What somebody of the staff may do at the terminal, once they have signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiosk.core.page import Choice, Choose
from kiosk.core.text import say
from kiosk.screens.staff.phrases import NO_WAY_BACK, SAMPLE, SAMPLE_ADMINISTRATOR, header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page
    from kiosk.core.staff import StaffMember

S = TypeVar("S")


def staff_menu(choices: tuple[Choice[S], ...], member: StaffMember, *, somebody: bool) -> Page[S]:
    """What this member may do. `somebody`: a person's visit is set aside and waits for them."""
    return Choose(
        name="staff_menu",
        title=say("您要做什么？"),
        body=(say("这位办的事，都还在。"),) if somebody else (),
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
}
