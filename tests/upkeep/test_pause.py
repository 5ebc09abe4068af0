"""A pause: outlives a restart, ends by its time, and never by a damaged file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.closures import Closures
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config
from kiosk.core.incident import Incident
from kiosk.core.upkeep import Pause, PauseReason
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
