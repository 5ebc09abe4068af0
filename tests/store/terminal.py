"""What the store's tests share: a terminal with synthetic people in its records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from devices.deadline import SystemTime
from kiosk.store.builder import Origin
from kiosk.store.records import Records

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.record import Record
    from kiosk.store.keys import FileKey

TODAY = date(2026, 11, 21)
ORIGIN = Origin("柳河县社会保险事业管理局", "990101", date(2026, 11, 20), 4)


@dataclass(frozen=True, slots=True)
class Terminal:
    data: Path
    key: FileKey
    people: tuple[Record, ...]

    def records(self) -> Records:
        return Records(self.data, self.key, SystemTime(), None)
