"""The technician looks after the records: what they are, whether they are whole, newer ones, those before, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.record import DiskFull, StoreDamaged
from kiosk.flows.staff.second_person import second_person
from kiosk.flows.staff.service import Stay
from kiosk.screens.staff.new_records import (
    From,
    go_back_to,
    going_back,
    looking_for_records,
    no_records_there,
    no_room,
    records_refused,
    records_replaced,
    taking,
    this_one,
    which_records,
)
from kiosk.screens.staff.records import (
    RecordsWish,
    Yes,
    checking_records,
    looking_at_records,
    records_not_whole,
    records_panel,
    records_whole,
)
from kiosk.screens.staff.stick import Again
from kiosk.screens.staff.wiping import not_wiped, wipe_all, wiped, wiping
from kiosk.screens.staff.working import Stopped
from kiosk.staff.two_people import Matter
from kiosk.store.replacing import RecordsRefused
from kiosk.store.wiping import NotWiped

if TYPE_CHECKING:
    from kiosk.core.page import Page
    from kiosk.core.record import DataState
    from kiosk.flows.staff.service import OnDuty
    from kiosk.screens.staff.records import Kept
    from kiosk.store.replacing import Offer


async def records(duty: OnDuty) -> Stay:
    """Show them, and do what is wanted, until it is enough."""
    while True:
        kept = await looking_at_records()
        wish = await records_panel(kept, duty.member)
        if wish is RecordsWish.CHECK:
            await _check()
        elif wish is RecordsWish.REPLACE:
            await _replace(duty)
        elif wish is RecordsWish.GO_BACK and kept.earlier is not None:
            await _go_back(duty, kept.earlier)
        elif wish is RecordsWish.WIPE:
            await _wipe(duty, kept)
        else:
            return Stay.MENU


async def _check() -> None:
    try:
        stopped = await checking_records()
    except StoreDamaged:
        await records_not_whole()
    else:
        if stopped is None:
            await records_whole()


async def _replace(duty: OnDuty) -> None:
    offer = await _offer(duty)
    if offer is None or await this_one(offer, duty.member) is not Yes.DO_IT:
        return
    if await second_person(duty, Matter.IMPORT) is not None:
        await _done(taking(offer, duty.hall.config.terminal, duty.member, duty.hall.note), From.of(offer))


async def _offer(duty: OnDuty) -> Offer | None:
    folder = duty.hall.config.staff.records_from
    while True:
        found = await looking_for_records(duty.hall.sticks, folder)
        if found:
            return found[0] if len(found) == 1 else await which_records(found)
        if await no_records_there(folder=bool(folder)) is not Again.LOOK:
            return None


async def _go_back(duty: OnDuty, earlier: DataState) -> None:
    if await go_back_to(earlier, duty.member) is not Yes.DO_IT:
        return
    if await second_person(duty, Matter.IMPORT) is not None:
        await _done(going_back(duty.member, duty.hall.note), From.HERE)


async def _wipe(duty: OnDuty, kept: Kept) -> None:
    """Do away with all of them, by two people."""
    if await wipe_all(kept, duty.member) is not Yes.DO_IT or await second_person(duty, Matter.WIPE) is None:
        return
    try:
        await wiping(duty.member, duty.hall.note)
    except NotWiped:
        await not_wiped()
    else:
        await wiped()


async def _done(page: Page[DataState | Stopped], source: From) -> None:
    """Put other records in use, and say what came of it."""
    try:
        state = await page
    except RecordsRefused as refusal:
        await records_refused(refusal, source)
    except DiskFull:
        await no_room()
    else:
        if not isinstance(state, Stopped):
            await records_replaced(state, source)
