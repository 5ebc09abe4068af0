"""The whole terminal with a real CUPS in the A4 printer's place: a sheet in the hand, and paper that runs out on the way."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bench.running import RunningBench
from tests.bench.test_sheets import needs_cups
from tests.visits.at_the_machine import Bench, Machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.wire, needs_cups]


@pytest.fixture
def office(terminal: Path, qtbot: QtBot) -> Iterator[Machine]:
    """A terminal whose A4 printer is a queue of CUPS."""
    folder = Path(tempfile.mkdtemp(prefix="yb-"))  # sockets lie in it: a short path
    words = ("--config", str(terminal), "--cards", str(terminal.parent / "var" / "cards.toml"), "--documents", "cups")
    with RunningBench(folder / "bench", *words), Machine(terminal, Bench(folder / "bench"), qtbot) as machine:
        machine.person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
        machine.person.touches("打印").sees("which_paper")
        yield machine
    shutil.rmtree(folder)


def test_paper_that_runs_out_is_refilled_and_the_sheet_comes_out_once(office: Machine) -> None:
    person, bench = office.person, office.bench
    person.touches("大张纸").passes("printing")
    office.lives(1.0)  # the sheet is on its way
    bench.do("a4-paper-out")
    person.sees("paper_out", within=30)
    bench.do("a4-refill")
    person.sees("half_sheet", within=30).touches("知道了").takes_paper().goes()
    assert len(bench.sheets()) == 1
