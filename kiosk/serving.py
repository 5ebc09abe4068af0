"""Whether the terminal may serve: its records are asked what they are, and what is wrong closes it for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.errors import DeviceError
from kiosk.core.clock import is_plausible
from kiosk.core.lane import Failed, Succeeded
from kiosk.core.page import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kiosk.core.clock import Clock
    from kiosk.core.closed import Closed
    from kiosk.core.stage import Ticket

RECORDS_SECONDS: Final = 30.0
"""How often the records are asked what they are; ten times as often while the terminal is out of service."""
ASK_SECONDS: Final = 20.0


class Serving:
    """See the module. `order` hands a job to its lane, `changed` hears that the answer is another one now.

    `cut_off` hears the day the records reach to.
    """

    def __init__(
        self,
        clock: Clock,
        order: Callable[[Job[Any]], Ticket],
        *,
        changed: Callable[[], None],
        cut_off: Callable[[date | None], None],
    ) -> None:
        self._clock = clock
        self._order = order
        self._changed = changed
        self._cut_off = cut_off
        self._closed_for: Exception | None = None
        self._asking: Ticket | None = None
        self.ask_at = 0.0
        """When the records are asked next, in steady seconds."""

    @property
    def closed_for(self) -> Closed | None:
        """What is wrong, in the staff's terms; None while people can be served."""
        return None if self._closed_for is None else _fault_of(self._closed_for)

    def ask(self) -> None:
        """Ask the store what its records are."""
        self._asking = self._order(Job("store", lambda records, _deadline, _report: records.state(), ASK_SECONDS))

    def turn(self, *, at_once: bool) -> None:
        """Ask when it is time to, or at once, as after somebody set the clock."""
        if self._asking is None and (at_once or self._clock.monotonic() >= self.ask_at):
            self.ask()

    def heard(self, message: object) -> bool:
        """Take the records' answer; False for a message that is somebody else's."""
        if not isinstance(message, Succeeded | Failed) or self._asking is None or message.ticket != self._asking:
            return False
        from kiosk.core.record import DataState  # noqa: PLC0415 - home is painted before this is needed
        from kiosk.screens.look_up import ClockNotPlausible  # noqa: PLC0415 - as above

        self._asking = None
        if isinstance(message, Failed):
            self.close_for(message.error)
        elif isinstance(message.value, DataState):
            self._cut_off(message.value.cut_off)
            if not is_plausible(self._clock.now().date(), message.value.cut_off):
                self.close_for(ClockNotPlausible())
            elif self._closed_for is not None:
                self._closed_for = None
                self._changed()
        wait = RECORDS_SECONDS if self._closed_for is None else RECORDS_SECONDS / 10
        self.ask_at = self._clock.monotonic() + wait
        return True

    def close_for(self, error: Exception) -> None:
        """Take the terminal out of service between visits for as long as `error` holds."""
        if type(self._closed_for) is not type(error):
            self._closed_for = error
            self._changed()


def _fault_of(error: Exception) -> Closed:
    """What a technician has to see to. A key that can't be had is told first: the records it would open are another matter."""
    from kiosk.core.closed import Closed  # noqa: PLC0415 - home is painted before this is needed
    from kiosk.core.keys import KeyUnavailable  # noqa: PLC0415 - as above
    from kiosk.core.record import StoreDamaged, StoreMissing  # noqa: PLC0415 - as above
    from kiosk.screens.look_up import ClockNotPlausible  # noqa: PLC0415 - as above

    rows: tuple[tuple[type[Exception], Closed], ...] = (
        (ClockNotPlausible, Closed.CLOCK),
        (KeyUnavailable, Closed.KEY),
        (StoreMissing, Closed.NO_RECORDS),
        (StoreDamaged, Closed.RECORDS),
        (DeviceError, Closed.RECORDS),
    )
    return next((fault for kind, fault in rows if isinstance(error, kind)), Closed.BOOKS)
