"""Every scenario of ours, played to its end in virtual time: each page comes as the file says, and home stands again."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.bench.playing import check
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import Scenario, files
from devices.bench.scenario_file import read
from tests.visits.terminal import another, nothing_personal
from tests.visits.virtual_bench import Rehearsal

OURS = [read(file) for file in files()]


FITTED = {"id_reader", "receipt_printer", "document_printer"}
"""What a terminal in virtual time has."""


def not_played(scenario: Scenario) -> str:
    """Say why a scenario can't be played here, if it can't."""
    if missing := set(scenario.devices) - FITTED:
        return f"there is no {', '.join(sorted(missing))} in virtual time yet"
    try:
        check(scenario)
    except BenchRefusal as refusal:
        return str(refusal)
    return ""


@pytest.fixture
def place(template: Path, tmp_path: Path) -> tuple[Path, Path]:
    return another(template, tmp_path / "terminal"), tmp_path / "papers"


@pytest.mark.parametrize("scenario", OURS, ids=lambda scenario: scenario.name)
def test_it_plays_to_its_end_and_home_stands_again(scenario: Scenario, place: tuple[Path, Path]) -> None:
    if why := not_played(scenario):
        pytest.skip(why)
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
