"""The pages that the staff's own visit puts up by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.audit.maintenance_events import MAINTENANCE_LEFT
from kiosk.core.house import Ending
from kiosk.core.upkeep import UPKEEP
from kiosk.flows.house import TerminalHouse
from kiosk.screens import sorry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.deadline import Deadline
    from kiosk.core.house import Onward
    from kiosk.core.page import Job, Page, Report
    from kiosk.core.upkeep import Upkeep

LEAVE_SECONDS: Final = 10.0


class StaffHouse(TerminalHouse):
    """As for everybody, but it serves out of service too, waits for nobody's card, and says no good-bye."""

    def closed(self) -> Page[Onward] | None:
        """Serve always: a terminal that is out of service needs its staff most."""
        return None

    def watch(self) -> Job[object] | None:
        """Leave the readers to what the staff does with them."""
        return None

    def intruding(self, value: object, known: Sequence[object]) -> Page[Onward] | None:  # noqa: ARG002 - the house's
        """Nothing is watched for."""
        return None

    def closing(self, ending: Ending) -> Page[Onward] | None:
        """An apology after a bug; else the screen goes back at once."""
        return sorry.sorry(self.bug_code, self.places) if ending is Ending.BUG else None

    def farewell(self) -> tuple[Job[object], ...]:
        """Nothing of anybody's is in the machine; what a technician tried and didn't keep is put back."""
        note = self._hall.note

        def leave(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> None:
            member = upkeep.end()
            if member is not None:
                note(MAINTENANCE_LEFT(member))

        return (UPKEEP.job(leave, seconds=LEAVE_SECONDS),)
