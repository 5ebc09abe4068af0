"""What closes the terminal comes together: which page stands first, who is told, and what the terminal is asked to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.roles import Sense
from kiosk.closures import Closures
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.closed import Closed
from kiosk.core.config import Config, HoursConfig
from kiosk.core.exits import Exit
from kiosk.core.incident import Incident
from kiosk.core.upkeep import Pause, PauseReason
from kiosk.crash_loop import FIRST_REST_SECONDS, TOO_MANY, CrashLoop
from kiosk.pause import PauseFile
from kiosk.power import FINISH_SECONDS, SETTLE_SECONDS, TELL_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=SHANGHAI)
HOURS = HoursConfig(friday="09:00-17:00", saturday="09:00-17:00", night_screen=True)


class Asked:
    """A terminal that notes what it is asked."""

    def __init__(self) -> None:
        self.deeds: list[object] = []
        self.staff_sealing = False

    def reconsider(self) -> None:
        self.deeds.append("reconsider")

    def interrupt(self) -> None:
        self.deeds.append("interrupt")

    def ask_exit(self, code: Exit) -> None:
        self.deeds.append(code)


class Place:
    """Closures, their time, and what they told."""

    def __init__(self, folder: Path, *, crashes: int = 0, hours: HoursConfig | None = None) -> None:
        self.clock = VirtualClock(NIGHT)
        for _ in range(crashes):
            CrashLoop(folder, self.clock).begin()
        self.loop = CrashLoop(folder, self.clock)
        self.loop.begin()
        self.told: list[Incident] = []
        self.terminal = Asked()
        self.data = folder
        config = replace(Config(), data=folder, hours=hours or HoursConfig())
        self.closures = Closures(config, self.clock, self.told.append, self.loop)
        self.closures.begun()

    @property
    def stands(self) -> str:
        page = self.closures.page()
        return "" if page is None else page.name

    @property
    def closed_for(self) -> str | None:
        return self.closures.closed_for

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.clock.sleep(1.0)
            self.closures.turn(self.terminal)


def test_after_too_many_crashes_it_is_out_of_service_and_serves_again_by_itself(tmp_path: Path) -> None:
    place = Place(tmp_path, crashes=TOO_MANY)
    assert place.stands == "out_of_service"
    assert place.told == [Incident.CRASH_LOOP]
    place.passes(FIRST_REST_SECONDS)
    assert place.told == [Incident.CRASH_LOOP, Incident.CRASH_LOOP_OVER]
    assert place.terminal.deeds == ["reconsider"]
    assert place.stands == ""


def test_a_technician_lets_it_try_again_at_once(tmp_path: Path) -> None:
    place = Place(tmp_path, crashes=TOO_MANY)
    place.closures.serve_again(place.terminal)
    place.closures.serve_again(place.terminal)
    assert place.told == [Incident.CRASH_LOOP, Incident.CRASH_LOOP_OVER]
    assert place.terminal.deeds == ["reconsider"]
    assert place.stands == ""


def test_a_low_battery_comes_before_everything_and_ends_the_program(tmp_path: Path) -> None:
    place = Place(tmp_path, crashes=TOO_MANY, hours=HOURS)
    place.closures.contact(Sense.MAINS_LOST, on=True)
    place.closures.contact(Sense.BATTERY_LOW, on=True)
    place.passes(SETTLE_SECONDS)
    assert place.stands == "power_out"
    place.passes(TELL_SECONDS)
    assert place.told == [
        Incident.CRASH_LOOP,
        Incident.MAINS_LOST,
        Incident.BATTERY_LOW,
        Incident.STOPPING_ON_BATTERY,
    ]
    assert [deed for deed in place.terminal.deeds if deed != "reconsider"] == ["interrupt", Exit.SHUT_DOWN]


def test_mains_that_come_back_let_it_serve_again(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.closures.contact(Sense.BATTERY_LOW, on=True)
    place.passes(SETTLE_SECONDS)
    place.closures.contact(Sense.MAINS_LOST, on=False)
    place.closures.contact(Sense.BATTERY_LOW, on=False)
    place.passes(TELL_SECONDS)
    assert place.told == [Incident.BATTERY_LOW, Incident.MAINS_BACK]
    assert place.terminal.deeds == ["interrupt", "reconsider"]
    assert place.stands == ""


def test_the_night_turns_by_itself(tmp_path: Path) -> None:
    place = Place(tmp_path, hours=HOURS)
    assert place.stands == "night"
    place.passes(4 * 3600 - 1)
    assert place.terminal.deeds == []
    place.passes(1)  # midnight: 明天 is 今天
    assert place.terminal.deeds == ["reconsider"]


def test_the_beginning_and_the_end_of_the_hours_are_told_once_each(tmp_path: Path) -> None:
    place = Place(tmp_path, hours=HOURS)
    place.closures.turn(place.terminal)
    assert place.told == []
    place.passes(13 * 3600)
    assert place.told == [Incident.HOURS_BEGUN]
    place.passes(8 * 3600)
    assert place.told == [Incident.HOURS_BEGUN, Incident.HOURS_ENDED]


def test_hours_outside_which_people_are_served_as_ever_are_not_told_of(tmp_path: Path) -> None:
    place = Place(tmp_path, hours=replace(HOURS, night_screen=False))
    place.passes(13 * 3600)
    assert place.told == []


@pytest.mark.parametrize(
    ("sense", "on", "told"),
    [
        (Sense.DOOR, True, [Incident.DOOR_OPENED]),
        (Sense.DOOR, False, [Incident.DOOR_CLOSED]),
        (Sense.TAMPER, True, [Incident.TAMPERED]),
        (Sense.TAMPER, False, [Incident.TAMPER_OVER]),
        (Sense.BATTERY_LOW, False, []),
        (Sense.PRESENCE, True, []),
    ],
)
def test_contacts_are_told_by_their_names(tmp_path: Path, sense: Sense, on: bool, told: list[Incident]) -> None:  # noqa: FBT001 - a column
    place = Place(tmp_path)
    place.closures.contact(sense, on=on)
    assert place.told == told


def test_where_ends_are_not_counted_nothing_is_closed_for_them() -> None:
    told: list[Incident] = []
    closures = Closures(Config(), VirtualClock(NIGHT), told.append, None)
    closures.begun()
    closures.serve_again(Asked())
    closures.turn(Asked())
    assert closures.page() is None
    assert told == []


def test_a_low_battery_lets_what_the_staff_has_begun_come_to_its_end(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.terminal.staff_sealing = True
    place.closures.contact(Sense.MAINS_LOST, on=True)
    place.closures.contact(Sense.BATTERY_LOW, on=True)
    place.passes(SETTLE_SECONDS + FINISH_SECONDS - 1)
    assert place.terminal.deeds == []
    assert place.stands == "power_out", "nobody else begins meanwhile"
    place.terminal.staff_sealing = False
    place.passes(1)
    assert place.terminal.deeds == ["interrupt"]
    place.passes(TELL_SECONDS)
    assert place.terminal.deeds[1:] == [Exit.SHUT_DOWN]


def test_what_the_staff_has_begun_and_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.terminal.staff_sealing = True
    place.closures.contact(Sense.BATTERY_LOW, on=True)
    place.passes(SETTLE_SECONDS + FINISH_SECONDS)
    assert place.terminal.deeds == ["interrupt"]


def test_the_staff_are_told_why_as_people_are_not(tmp_path: Path) -> None:
    for name in "abcde":
        (tmp_path / name).mkdir()
    assert Place(tmp_path / "a").closed_for is None
    assert Place(tmp_path / "b", crashes=TOO_MANY).closed_for == Closed.CRASHES
    assert Place(tmp_path / "c", hours=HOURS).closed_for is None
    assert Place(tmp_path / "d", hours=replace(HOURS, serve_outside_hours=False)).closed_for == Closed.HOURS
    place = Place(tmp_path / "e")
    PauseFile(place.data, place.clock).begin(Pause(PauseReason.CLEANING))
    place.closures.pause_turned(place.terminal)
    assert place.closed_for == Closed.PAUSED
    place.closures.contact(Sense.BATTERY_LOW, on=True)
    place.passes(SETTLE_SECONDS)
    assert place.closed_for == Closed.POWER
