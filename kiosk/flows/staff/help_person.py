"""An attendant stands beside the person: their visit goes on, with the banner that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.staff import Assistance
from kiosk.flows.staff.outcome import Helps

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty


async def help_person(duty: OnDuty) -> Helps:
    """Go back to the visit and help; the person is asked there whether their figures may be seen."""
    return Helps(Assistance(duty.member))
