"""Logs to tamper with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.audit import events
from kiosk.audit.chain import macs, next_line
from kiosk.audit.maintenance_events import PAPER_CHANGED
from kiosk.audit.staff_events import HELP_CALLED
from kiosk.core.clock import SHANGHAI
from kiosk.core.head import START, Head
from kiosk.core.help import HelpKind
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import EndedBy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEY: Final = bytes(range(32))
BEGUN: Final = datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI)
TECHNICIAN: Final = StaffMember(StaffNumber("0217"), StaffRole.TECHNICIAN)
HAPPENED: Final = (
    events.PAGE_SHOWN(page="home"),
    events.PAGE_ENDED(page="home", by=EndedBy.JOB),
    events.CLOCK_JUMPED(seconds=-61),
    PAPER_CHANGED(TECHNICIAN, device="receipt-printer", counter=1204),
    HELP_CALLED(kind=HelpKind.UNWELL),
    events.VISIT_OVER(),
)


def made(count: int, *, key: bytes = KEY, head: Head = START) -> tuple[list[bytes], list[Head]]:
    """Return so many lines with their ends, and the head after each."""
    mac = macs(key)
    lines: list[bytes] = []
    heads: list[Head] = []
    for number in range(count):
        line, head = next_line(mac, head, BEGUN + timedelta(seconds=number), HAPPENED[number % len(HAPPENED)])
        lines.append(line + b"\n")
        heads.append(head)
    return lines, heads


def written(path: Path, lines: Sequence[bytes]) -> Path:
    """Write the lines to the file."""
    path.write_bytes(b"".join(lines))
    return path
