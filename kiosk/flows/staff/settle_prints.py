"""待处理打印: somebody looks for each print whose end is unknown, and says what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import DeviceError, NotConfigured
from kiosk.flows.staff.service import Stay
from kiosk.screens.printing import LANES
from kiosk.screens.staff.settling import Came
from kiosk.screens.staff.unknown_prints import (
    Done,
    list_prints,
    nothing_to_settle,
    settling_one,
    unknown_prints,
    what_became_of,
)

if TYPE_CHECKING:
    from kiosk.core.page import LaneKey
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty
    from kiosk.ledger.document import Entry, PrintTicket
    from kiosk.statement.press import Press


async def settle_prints(duty: OnDuty) -> Stay:
    """List what is not known until somebody has had enough, or nothing is left. Raises what the journal raises."""
    while True:
        lane, entries = await _unknown(duty.hall)
        if not entries:
            await nothing_to_settle()
            return Stay.MENU
        chosen = await list_prints(entries)
        if isinstance(chosen, Done):
            return Stay.MENU
        await _settle(duty, lane, next(entry for entry in entries if entry.ticket == chosen))


async def settle_one(duty: OnDuty, ticket: PrintTicket) -> None:
    """Let somebody look for one print, if its end is still unknown. Raises what the journal raises."""
    lane, entries = await _unknown(duty.hall)
    entry = next((entry for entry in entries if entry.ticket == ticket), None)
    if entry is not None:
        await _settle(duty, lane, entry)


async def _settle(duty: OnDuty, lane: LaneKey[Press], entry: Entry) -> None:
    came = await what_became_of(entry)
    await settling_one(lane, entry.ticket, duty.hall.on_duty, printed=came is Came.OUT)


async def _unknown(hall: Hall) -> tuple[LaneKey[Press], tuple[Entry, ...]]:
    """Ask the journal through whichever printer's lane answers. Raises the last one's error where none does."""
    trouble: DeviceError = NotConfigured("no printer is fitted")
    for lane in (key for name in hall.printers for key in LANES.values() if key.name == name):
        try:
            return lane, await unknown_prints(lane)
        except DeviceError as error:
            trouble = error
    raise trouble
