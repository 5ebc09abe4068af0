"""A number that was typed finds its record as a card does, and nothing at all unless somebody answers for it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from devices.deadline import Deadline, SystemTime
from kiosk.audit.declaring import Event
from kiosk.core.config import Config
from kiosk.core.deeds import Deed, LookedUp, NumberTyped
from kiosk.core.record import Found
from kiosk.core.staff import StaffNumber
from kiosk.core.typed_number import TypedNumber
from kiosk.flows.hall import Hall
from kiosk.flows.look_up import look_up
from kiosk.screens.look_up import NobodyHelps
from tests.store.terminal import TODAY

if TYPE_CHECKING:
    from kiosk.core.record import Record
    from tests.store.terminal import Terminal

BY = StaffNumber("0217")


def looked_up(terminal: Terminal, record: Record, by: StaffNumber | None, noted: list[Deed | Event]) -> Any:
    hall = Hall(Config(), lambda: TODAY, lambda: by, note=noted.append)
    flow = look_up(hall, TypedNumber(record.person.number))
    page = flow.send(None)
    try:
        with closing(terminal.records()) as records:
            return page.jobs[0].work(records, Deadline(SystemTime(), 5.0), list[object]().append)
    finally:
        flow.close()


def test_a_typed_number_finds_its_record_and_is_noted(terminal: Terminal) -> None:
    noted: list[Deed | Event] = []
    record = terminal.people[0]
    found = looked_up(terminal, record, BY, noted)
    assert isinstance(found, Found)
    assert found.record.person.number == record.person.number
    assert noted == [NumberTyped(record.person.number, BY), LookedUp(record.person.number, BY)]


def test_nothing_is_looked_up_once_nobody_helps_any_more(terminal: Terminal) -> None:
    noted: list[Deed | Event] = []
    with pytest.raises(NobodyHelps):
        looked_up(terminal, terminal.people[0], None, noted)
    assert noted == []
