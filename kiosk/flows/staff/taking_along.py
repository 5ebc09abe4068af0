"""Something of the terminal's is taken to a stick: two people agree, it is signed, read back and compared, then 可以拔了."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import DiskFull
from kiosk.flows.staff.second_person import second_person
from kiosk.screens.staff.stick import (
    Again,
    NotExported,
    looking_for_sticks,
    no_stick,
    not_exported,
    pull_out,
    which_stick,
)
from kiosk.screens.staff.working import Stopped
from kiosk.staff.two_people import Matter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.audit.export import Exported
    from kiosk.core.page import Page
    from kiosk.core.text import Text
    from kiosk.flows.staff.service import OnDuty


async def take_along(duty: OnDuty, what: Text, taking: Callable[[Path], Page[Exported | Stopped]]) -> None:
    """Find the stick, have two people agree, and take it there."""
    stick = await _stick(duty)
    if stick is None or await second_person(duty, Matter.EXPORT) is None:
        return
    try:
        made = await taking(stick)
    except KeyUnavailable:
        await not_exported(NotExported.NO_KEY)
    except DiskFull:
        await not_exported(NotExported.FULL)
    except OSError:
        await not_exported(NotExported.STICK_GONE)
    else:
        if isinstance(made, Stopped):
            await not_exported(NotExported.STOPPED)
        else:
            await pull_out(what, made.files, alike=made.verified)


async def _stick(duty: OnDuty) -> Path | None:
    while True:
        sticks = await looking_for_sticks(duty.hall.sticks)
        if sticks:
            return sticks[0] if len(sticks) == 1 else await which_stick(sticks)
        if await no_stick() is not Again.LOOK:
            return None
