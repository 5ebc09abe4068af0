"""The document of all events is what the declarations say, and lines read as sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from devices.errors import Action
from devices.health import DeviceState
from kiosk.audit import events
from kiosk.audit.catalogue import CALLED, described, document, shown
from kiosk.audit.chain import macs, next_line
from kiosk.audit.declaring import EVENTS, Event, Unnamed
from kiosk.audit.fields import Field, OneOf, Whole
from kiosk.audit.maintenance_events import SELF_TESTED
from kiosk.audit.staff_events import LOOK_UP_LIMIT
from kiosk.core.head import START
from kiosk.core.staff import StaffRole
from kiosk.core.stage import EndedBy
from tests.audit.lines import BEGUN, HAPPENED, KEY, TECHNICIAN

DOCUMENT = Path(__file__).parents[2] / "assets" / "audit-events.md"


def line_of(event: Event) -> bytes:
    line, _ = next_line(macs(KEY), START, BEGUN, event)
    return line + b"\n"


def test_the_document_is_what_the_declarations_say() -> None:
    """If this fails: `yiban audit events assets/audit-events.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_the_document_names_every_event_once_and_who_may_cause_it() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| `")]
    assert sorted(row.split("`")[1] for row in rows) == sorted(EVENTS)
    assert set(CALLED) == {*Unnamed, *StaffRole}
    assert all(row.split(" | ")[1] for row in rows)


@pytest.mark.parametrize("kind", get_args(Field), ids=lambda kind: kind.__name__)
def test_every_kind_of_field_is_described(kind: Any) -> None:
    field = OneOf(EndedBy) if kind is OneOf else Whole(0, 9) if kind is Whole else kind()
    assert described(field)


@pytest.mark.parametrize("event", HAPPENED, ids=lambda event: event.kind.id)
def test_a_line_reads_as_its_event_does(event: Event) -> None:
    line = shown(line_of(event))
    assert (line.seq, line.at, line.event, line.sentence) == (1, BEGUN, event.kind.id, event.sentence())


def test_a_line_says_when_and_by_whom() -> None:
    line = shown(line_of(SELF_TESTED(TECHNICIAN, device="receipt-printer", passed=False)))
    assert str(line) == "2026-11-21 09:00:00  1  维护员  工号0217自检设备receipt-printer，通过否。"


@pytest.mark.parametrize(
    ("event", "trouble"),
    [
        (events.CRASHED(code="482-913", error="KeyError"), True),
        (LOOK_UP_LIMIT(seconds=60, count=41), True),
        (events.PAGE_ENDED(page="reading", by=EndedBy.ERROR, code="card-unreadable"), True),
        (events.PAGE_ENDED(page="reading", by=EndedBy.JOB), False),
        (events.DEVICE_CHANGED(lane="printer", state=DeviceState.USER_ERROR, error="jam", action=Action.CLEAR), True),
        (events.DEVICE_CHANGED(lane="printer", state=DeviceState.ONLINE), False),
        (SELF_TESTED(TECHNICIAN, device="receipt-printer", passed=False), True),
        (SELF_TESTED(TECHNICIAN, device="receipt-printer", passed=True), False),
        (events.CLOCK_JUMPED(seconds=0), False),
        (events.VISIT_OVER(), False),
    ],
)
def test_what_went_wrong_is_told_apart(event: Event, trouble: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert shown(line_of(event)).trouble is trouble


def test_a_line_of_the_form_before_reads_too() -> None:
    line = {"seq": 7, "at": "2026-11-21T09:00:00+08:00", "event": "page-shown", "fields": {"page": "home"}}
    assert str(shown(json.dumps(line).encode())) == "2026-11-21 09:00:00  7  机器  显示页面home。"


def test_an_event_that_is_no_longer_declared_reads_as_it_stands() -> None:
    line = {"seq": 7, "at": "2026-11-21T09:00:00+08:00", "event": "gone", "by": "robot", "fields": {"page": "home"}}
    assert str(shown(json.dumps(line).encode())) == '2026-11-21 09:00:00  7  ?  gone {"page": "home"}'


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"7", b"{}", b'{"seq":"x","at":"","event":"","fields":{}}', b"\xff"]
)
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        shown(line)
