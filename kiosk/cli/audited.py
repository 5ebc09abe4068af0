"""What is done at the command line, in the terminal's own audit: opened for it, and closed with its end signed."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from kiosk.core.clock import SystemClock
from kiosk.notary import open_audit
from kiosk.staff_notes import staff_event
from kiosk.wiring import staff_room

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from kiosk.audit.declaring import Event
    from kiosk.core.config import Config
    from kiosk.staff.deeds import Deed
    from kiosk.staff.room import StaffRoom


@contextmanager
def audited(config: Config) -> Generator[Callable[[Event], None]]:
    """Open the audit, and yield what writes into it. Raises what `open_audit` raises: `LogInUse` while the terminal runs."""
    log, heads = open_audit(config, SystemClock())
    with closing(log):
        yield log.write
        if heads is not None:
            heads.sign(log.sync())


@contextmanager
def staff_room_noting(config: Config, write: Callable[[Event], None]) -> Generator[StaffRoom]:
    """Open the staff's room; `write` takes what is done in it, for the audit. Raises what `staff_room` raises."""

    def note(deed: Deed) -> None:
        event = staff_event(deed, None)
        if event is not None:
            write(event)

    with closing(staff_room(config, SystemClock(), note)) as room:
        yield room
