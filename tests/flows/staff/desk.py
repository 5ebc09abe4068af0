"""A staff's room for the flows: real, in a folder of the test's, with cheap hashes so that a conversation takes no time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from devices.deadline import Deadline
from kiosk.core.clock import VirtualClock
from kiosk.core.config import StaffConfig
from kiosk.core.page import Answer, EnterDigits
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.flows.hall import Hall
from kiosk.staff.room import StaffRoom
from kiosk.staff.roster import MACHINE
from kiosk.staff.secrets import PinWork, StaffKeys
from tests.flows.dialogue import Dialogue
from tests.flows.dialogue import hall as hall_of

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Self

    from kiosk.core.text import Text

PIN = "48291357"
ATTENDANT_PIN = "482915"


class Desk:
    """A room with its roll, the hall, and conversations with both."""

    def __init__(self, folder: Path, *, config: StaffConfig | None = None) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=UTC))
        self.config = config or StaffConfig(shuffled_keys=False)
        keys = StaffKeys(b"r" * 32, b"p" * 32, b"c" * 32)
        work = PinWork(keys.pepper, memory_kib=64)
        self.room = StaffRoom(folder / "staff.db", keys, self.config, self.clock, work=work)
        plain = hall_of(social=True)
        self.hall: Hall = replace(plain, config=replace(plain.config, staff=self.config))

    def administrator(self, digits: str = "1003") -> StaffMember:
        number = StaffNumber(digits)
        self.room.add(MACHINE, number, StaffRole.ADMINISTRATOR, pin=Pin(PIN))
        return StaffMember(number, StaffRole.ADMINISTRATOR)

    def attendant(self, digits: str = "0217") -> StaffMember:
        number = StaffNumber(digits)
        self.room.add(MACHINE, number, StaffRole.ATTENDANT, pin=Pin(ATTENDANT_PIN))
        return StaffMember(number, StaffRole.ATTENDANT)

    def talks(self, flow: Coroutine[Any, Any, Any]) -> Talk:
        return Talk(flow, self)


class Talk(Dialogue):
    """A conversation whose staff lane is the desk's room."""

    def __init__(self, flow: Coroutine[Any, Any, Any], desk: Desk) -> None:
        self._desk = desk
        super().__init__(flow)

    def works(self) -> Self:
        """The room does the page's job."""
        job = next(job for job in self.page.jobs if job.lane == "staff")
        try:
            value = job.work(self._desk.room, Deadline(self._desk.clock, job.seconds), lambda _progress: None)
        except Exception as error:  # noqa: BLE001 - as a lane hands it to the visit
            self._go(None, error)
        else:
            self._go(value, None)
        return self

    def types(self, digits: str) -> Self:
        """Type digits and 好了; stays if the page refuses them."""
        page = self.page
        assert isinstance(page, EnterDigits)
        read: Answer[object] | Text = page.read(digits)
        if isinstance(read, Answer):
            self._go(read.value, None)
        return self
