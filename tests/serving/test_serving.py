"""Whether the terminal may serve, and what the staff are told of why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.alone import LogInUse
from kiosk.core.closed import Closed
from kiosk.core.keys import KeyUnavailable
from kiosk.core.lane import Failed, LaneStuck, Succeeded
from kiosk.core.record import DataState, DiskFull, StoreDamaged, StoreMissing
from kiosk.core.stage import Ticket
from kiosk.screens.look_up import ClockNotPlausible
from kiosk.serving import Serving
from kiosk.store.layout import StoreTooNew
from kiosk.store.records import KeyMissing
from tests.gallery.hanging import virtual_clock

if TYPE_CHECKING:
    from datetime import date

TICKET = Ticket(1)


class Place:
    """What may serve, and how often it was told that something is another way."""

    def __init__(self) -> None:
        self.changes = 0
        self.cut_offs: list[date | None] = []
        self.clock = virtual_clock()
        self.serving = Serving(self.clock, lambda _job: TICKET, changed=self._changed, cut_off=self.cut_offs.append)

    def _changed(self) -> None:
        self.changes += 1

    def why(self) -> str | None:
        return self.serving.closed_for

    def answers(self, answer: DataState | Exception) -> None:
        self.serving.ask()
        told = Failed("store", TICKET, answer) if isinstance(answer, Exception) else Succeeded("store", TICKET, answer)
        assert self.serving.heard(told)


def records(days: int = 0) -> DataState:
    return DataState("某某县", "000000", virtual_clock().now().date() + timedelta(days=days), 1, 300)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (StoreMissing("none"), Closed.NO_RECORDS),
        (KeyMissing("no key"), Closed.KEY),
        (KeyUnavailable("no key"), Closed.KEY),
        (StoreDamaged("cut short"), Closed.RECORDS),
        (StoreTooNew("schema 9"), Closed.RECORDS),
        (LaneStuck(), Closed.RECORDS),
        (ClockNotPlausible(), Closed.CLOCK),
        (DiskFull("full"), Closed.BOOKS),
        (LogInUse("another"), Closed.BOOKS),
        (OSError("read-only"), Closed.BOOKS),
    ],
    ids=lambda each: each.value if isinstance(each, Closed) else type(each).__name__,
)
def test_each_fault_is_told_as_what_has_to_be_mended(error: Exception, fault: Closed) -> None:
    place = Place()
    place.answers(error)
    assert place.why() == fault
    place.answers(records())
    assert place.why() is None
    assert place.changes == 2


def test_records_of_a_day_to_come_are_the_clocks_fault() -> None:
    place = Place()
    place.answers(records(days=400))
    assert place.serving.closed_for is Closed.CLOCK
    assert len(place.cut_offs) == 1


def test_an_answer_to_somebody_else_is_none_of_its_business() -> None:
    place = Place()
    assert not place.serving.heard(Failed("store", Ticket(2), StoreMissing("none")))
    assert place.serving.closed_for is None
