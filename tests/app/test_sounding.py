"""What is heard of a touch in vain and of 您还在吗: the board's chime where there is one, else the computer's own sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from devices.deadline import Deadline
from devices.health import DeviceState, Health
from devices.roles import Lamp
from kiosk.app import App
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, DeviceConfig
from kiosk.core.lane import HealthChanged
from kiosk.lights.stage import LightsStage
from kiosk.screens.walked_away import still_there
from kiosk.sounding import Sounding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.roles import Glow
    from kiosk.core.page import Job

pytestmark = pytest.mark.usefixtures("qapp")
CHIMES = Config(indicators=DeviceConfig("modbus", {"lamps": {"in_service": 1, "chime": 7}}))
DARK = Config(indicators=DeviceConfig("modbus", {"lamps": {"in_service": 1}}))


class Hall:
    """A board that notes what it is told, and a computer that notes when it beeps."""

    def __init__(self, config: Config, *, fitted: bool = True) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
        self.chimes = self.beeps = 0
        self.lights = LightsStage(self._order, closed=frozenset(), help_page="") if fitted else None
        self.sounding = Sounding(config, self.lights, self._beep)

    def show(self, lamps: Mapping[Lamp, Glow], _deadline: Deadline) -> None:
        self.chimes += Lamp.CHIME in lamps

    def _order(self, job: Job[Any]) -> None:
        job.work(self, Deadline(self.clock, job.seconds), lambda _: None)

    def _beep(self) -> None:
        self.beeps += 1


def test_the_chime_sounds_shortly_where_one_is_wired() -> None:
    hall = Hall(CHIMES)
    assert hall.lights is not None
    hall.lights.health_changed(Health(DeviceState.ONLINE))
    before = hall.clock.monotonic()
    hall.sounding.sound()
    assert (hall.chimes, hall.beeps) == (1, 0)
    assert hall.clock.monotonic() - before < 0.5


@pytest.mark.parametrize(
    "hall",
    [lambda: Hall(CHIMES), lambda: Hall(DARK), lambda: Hall(Config(), fitted=False)],
    ids=["out-of-reach", "not-wired", "no-board"],
)
def test_the_computer_beeps_where_no_chime_answers(hall: Callable[[], Hall]) -> None:
    standing = hall()
    if standing.lights is not None and standing.sounding._lights is None:
        standing.lights.health_changed(Health(DeviceState.ONLINE))
    standing.sounding.sound()
    assert (standing.chimes, standing.beeps) == (0, 1)


def test_the_running_terminal_sounds_the_chime_for_a_tap_in_vain_and_for_the_question(tmp_path: Path) -> None:
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    app = App(replace(CHIMES, data=tmp_path), clock, fullscreen=False, size=(540, 960))
    ordered: list[str] = []

    def noted(_ticket: object, job: Job[Any]) -> None:
        assert job.lane == "indicators"
        board = Hall(CHIMES)
        job.work(board, Deadline(board.clock, job.seconds), lambda _: None)
        ordered.extend(["chime"] * board.chimes)

    app.lanes.submit = noted  # type: ignore[assignment]  # the board is the test
    try:
        app.window.open()
        app._health_changed(HealthChanged("indicators", Health(DeviceState.ONLINE)))
        app.window.screen.answer(5.0, 5.0)
        assert ordered == []  # nothing stands yet that could have been missed
        app.visit.begin()
        app.window.screen.answer(5.0, 5.0)
        assert ordered == ["chime"]
        app.visit.lay_over(still_there(30.0), app.visit.onward)
        assert ordered == ["chime", "chime"]
    finally:
        app.end()
        QApplication.processEvents()
