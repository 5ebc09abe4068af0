"""换纸, for attendants and technicians: until the printer says it is ready and a sheet has shown that it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import DeviceError
from kiosk.flows.staff.service import Stay
from kiosk.screens.printing import LANES
from kiosk.screens.staff.changing_paper import (
    Changed,
    NewPaper,
    counting,
    is_it_clear,
    not_ready,
    paper_is_new,
    put_paper,
    trying,
    waiting_ready,
    which_printer,
)

if TYPE_CHECKING:
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty
    from kiosk.statement.model import Paper


async def change_paper(duty: OnDuty) -> Stay:
    """Put paper in, wait for the printer, print a trial, say what is counted anew; back to the menu however it ends."""
    hall = duty.hall
    papers = tuple(paper for lane in hall.printers for paper, key in LANES.items() if key.name == lane)
    paper = papers[0] if len(papers) == 1 else await which_printer(papers)
    while await put_paper(paper) is Changed.DONE:
        seen = await _seen(hall, paper)
        if seen is Changed.NOT_NOW:
            break
        if seen is Changed.DONE and await is_it_clear(paper) is Changed.DONE:
            await paper_is_new(await _counted(paper))
            break
    return Stay.MENU


async def _counted(paper: Paper) -> NewPaper:
    """Ask what is counted; of a printer that doesn't answer nothing is."""
    try:
        return await counting(paper)
    except DeviceError:
        return NewPaper()


async def _seen(hall: Hall, paper: Paper) -> Changed:
    """Wait until the printer sees its paper, and print the trial."""
    try:
        ready = await waiting_ready(paper, hall.on_duty, hall.note)
        if ready is Changed.DONE:
            await trying(paper, hall.issue, hall.today)
    except DeviceError:
        return await not_ready()
    return ready
