"""Every phase of a visit x every fault x every way on: a named page, and home again. A sixth of it in CI, all in a soak."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.visits.faults import FAULTS, PHASES, WayOn, cases, run, table
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parents[2] / "FAULTS.md"


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[VirtualTerminal]:
    standing = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers", social="ccid")
    yield standing
    standing.close()


@pytest.mark.parametrize("phase", PHASES)
def test_a_sixth_of_all_faults_ends_at_home(terminal: VirtualTerminal, phase: str) -> None:
    first = list(PHASES).index(phase)
    ways = list(WayOn)
    chosen = {fault: ways[(first + at) % len(ways)] for at, fault in enumerate(FAULTS) if at % 2 == first % 2}
    for case in cases([phase]):
        if case.way_on is chosen.get(case.fault):
            assert run(terminal, case).page


def test_the_table_has_every_phase_and_every_fault() -> None:
    """`YIBAN_GOLDEN=write pytest -m soak tests/visits/test_fault_matrix.py` writes it anew: read it."""
    written = TABLE.read_text(encoding="utf-8")
    assert [phase for phase in PHASES if f"## While {phase}" not in written and phase != "home"] == []
    assert [fault for fault in FAULTS if written.count(f"| {fault} |") != len(PHASES)] == []


@pytest.mark.soak
def test_every_fault_ends_at_home(terminal: VirtualTerminal) -> None:
    outcomes = {case: run(terminal, case) for case in cases()}
    assert len(outcomes) == len(PHASES) * len(FAULTS) * len(WayOn)
    if os.environ.get("YIBAN_GOLDEN") == "write":
        TABLE.write_text(table(outcomes), encoding="utf-8")
