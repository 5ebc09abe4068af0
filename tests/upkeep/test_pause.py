"""A pause: outlives a restart, ends by its time, and never by a damaged file."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.log import AuditLog
from kiosk.closures import Closures
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config
from kiosk.core.incident import Incident
from kiosk.core.upkeep import Pause, PauseReason
from kiosk.notes import incident_event
from kiosk.pause import FILE, PauseFile

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.exits import Exit

NINE = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)


class Terminal:
    """Takes note of what it is asked."""

    staff_sealing = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def reconsider(self) -> None:
        self.asked.append("reconsider")

    def interrupt(self) -> None:
        self.asked.append("interrupt")

    def ask_exit(self, code: Exit) -> None:
        self.asked.append(f"exit {code}")


@pytest.mark.parametrize("until", [None, NINE + timedelta(hours=1)])
def test_a_pause_outlives_a_restart(tmp_path: Path, until: datetime | None) -> None:
    clock = VirtualClock(NINE)
    pause = Pause(PauseReason.REPAIR, until)
    PauseFile(tmp_path, clock).begin(pause)
    assert PauseFile(tmp_path, clock).read() == pause
    PauseFile(tmp_path, clock).end()
    assert PauseFile(tmp_path, clock).read() is None


@pytest.mark.parametrize("text", ["", "for-ever\n\n", "repair\nsoon\n", "\xff"])
def test_a_file_that_says_nothing_sensible_is_no_pause(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="latin-1")
    assert PauseFile(tmp_path, VirtualClock(NINE)).read() is None


def test_people_are_told_why_and_until_when_and_it_ends_by_itself(tmp_path: Path) -> None:
    clock, told, terminal = VirtualClock(NINE), list[Incident](), Terminal()
    closures = Closures(Config(data=tmp_path), clock, told.append, None)
    assert closures.page() is None
    PauseFile(tmp_path, clock).begin(Pause(PauseReason.RECORDS, NINE + timedelta(minutes=30)))
    closures.pause_turned(terminal)
    page = closures.page()
    assert page is not None
    assert page.name == "paused"
    closures.turn(terminal)
    assert terminal.asked == ["reconsider"]
    clock.jump(timedelta(minutes=31))
    closures.turn(terminal)
    assert terminal.asked == ["reconsider", "reconsider"]
    assert told == [Incident.PAUSE_OVER]
    assert closures.page() is None
    assert not (tmp_path / FILE).exists()


def over(tmp_path: Path) -> tuple[VirtualClock, list[Incident], Closures]:
    """A pause of half an hour that holds, and what is told of it."""
    clock, told = VirtualClock(NINE), list[Incident]()
    PauseFile(tmp_path, clock).begin(Pause(PauseReason.RECORDS, NINE + timedelta(minutes=30)))
    return clock, told, Closures(Config(data=tmp_path), clock, told.append, None)


def test_a_pause_whose_time_went_by_while_nothing_ran_is_told_once_at_the_start(tmp_path: Path) -> None:
    clock, told, _ = over(tmp_path)
    clock.jump(timedelta(hours=2))
    for _ in range(2):
        closures = Closures(Config(data=tmp_path), clock, told.append, None)
        assert closures.page() is None
        closures.begun()
        closures.turn(Terminal())
    assert told == [Incident.PAUSE_OVER]
    assert not (tmp_path / FILE).exists()


def test_a_pause_that_holds_at_the_start_is_not_told_to_be_over(tmp_path: Path) -> None:
    _, told, closures = over(tmp_path)
    closures.begun()
    assert told == []
    assert closures.page() is not None


def test_a_pause_that_a_technician_ends_is_theirs_to_tell_however_late_the_terminal_hears_of_it(tmp_path: Path) -> None:
    clock, told, closures = over(tmp_path)
    terminal = Terminal()
    PauseFile(tmp_path, clock).end()
    closures.turn(terminal)  # the word of it is still on its way
    assert closures.page() is not None
    closures.pause_turned(terminal)
    closures.turn(terminal)
    assert closures.page() is None
    assert told == []


def test_a_pause_that_was_over_before_a_technician_came_to_it_ended_by_itself(tmp_path: Path) -> None:
    clock, told, closures = over(tmp_path)
    clock.jump(timedelta(minutes=31))
    PauseFile(tmp_path, clock).end()
    closures.pause_turned(Terminal())
    closures.turn(Terminal())
    assert told == [Incident.PAUSE_OVER]


def test_the_end_of_a_pause_is_an_event_of_the_machine(tmp_path: Path) -> None:
    clock, told, closures = over(tmp_path)
    clock.jump(timedelta(minutes=31))
    closures.turn(Terminal())
    with closing(AuditLog(tmp_path / "audit.jsonl", bytes(32), clock)) as log:
        for incident in told:
            log.write(incident_event(incident, staff_there=False))
    lines = map(json.loads, (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines())
    ended = [
        (line["event"], line["by"], line["fields"]) for line in lines if line["event"].startswith("out-of-service")
    ]
    assert ended == [("out-of-service-over", "machine", {})]


def test_a_pause_without_an_end_waits_for_somebody(tmp_path: Path) -> None:
    clock, terminal = VirtualClock(NINE), Terminal()
    PauseFile(tmp_path, clock).begin(Pause(PauseReason.CLEANING))
    closures = Closures(Config(data=tmp_path), clock, lambda _incident: None, None)
    clock.jump(timedelta(days=9))
    closures.turn(terminal)
    assert closures.page() is not None
    PauseFile(tmp_path, clock).end()
    closures.pause_turned(terminal)
    assert closures.page() is None
