"""Every scenario of ours, played to its end in virtual time: each page comes as the file says, and home stands again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.bench.playing import check
from devices.bench.scenario import FITTINGS, files
from devices.bench.scenario_file import read
from tests.visits.terminal import another, nothing_personal
from tests.visits.virtual_bench import Rehearsal

if TYPE_CHECKING:
    from devices.bench.scenario import Scenario

OURS = [read(file) for file in files()]


@pytest.fixture
def place(template: Path, tmp_path: Path) -> tuple[Path, Path]:
    return another(template, tmp_path / "terminal"), tmp_path / "papers"


@pytest.mark.parametrize("scenario", OURS, ids=lambda scenario: scenario.name)
def test_it_plays_to_its_end_and_home_stands_again(scenario: Scenario, place: tuple[Path, Path]) -> None:
    check(scenario)
    rehearsal = Rehearsal(scenario, *place)
    try:
        rehearsal.run()
        assert rehearsal.refused == []
        assert rehearsal.terminal.bugs == []
        orders = [str(order) for order in scenario.orders]
        assert rehearsal.bench.done == orders
    finally:
        rehearsal.close()
    nothing_personal(rehearsal.terminal.config, ("王桂芳", "990101195803119667"))


def test_every_device_has_a_scenario() -> None:
    assert {device for scenario in OURS for device in scenario.devices} == set(FITTINGS)


def test_the_lamps_of_a_scenario_shine_where_a_hand_is_wanted(place: tuple[Path, Path]) -> None:
    scenario = next(scenario for scenario in OURS if scenario.name == "lamps-and-headset")
    rehearsal = Rehearsal(scenario, *place)
    try:
        rehearsal.run()
        asked, shown, gone = rehearsal.bench.shone
        waiting = {"id_reader": "pulse", "in_service": "on"}
        assert [{lamp: glow for lamp, glow in lamps.items() if glow != "off"} for lamps in (asked, shown, gone)] == [
            waiting,
            {"receipt": "on", "in_service": "on"},
            waiting,
        ]
    finally:
        rehearsal.close()
