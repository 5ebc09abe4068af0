"""Every phase of a visit x every fault x every way on: a named page, and home again. A sample of it in CI, all in a soak."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.visits.faults import PLAIN, Matrix, WayOn, part_of, run, section, with_part
from tests.visits.faults import heading as above
from tests.visits.front_faults import FRONT
from tests.visits.sheet_faults import SHEET
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLE = Path(__file__).parents[2] / "FAULTS.md"
PARTS = {
    "A slot without a motor, a printer that lets its paper go": PLAIN,
    "A motor, a presenter, scanner, keys and lamps, and drivers that hang": FRONT,
    "A sheet of A4 by CUPS": SHEET,
}
PLAIN_SHARE = 9
FRONT_SHARE = 21
SHEET_SHARE = 9
"""One cell in so many is tried in CI."""


@pytest.fixture
def make(template: Path, tmp_path: Path) -> Iterator[Callable[[Matrix], VirtualTerminal]]:
    """What makes the terminal of a matrix."""
    made: list[VirtualTerminal] = []

    def terminal_of(matrix: Matrix) -> VirtualTerminal:
        place = tmp_path / str(len(made))
        config = another(template, place / "terminal")
        if matrix is FRONT:
            made.append(VirtualTerminal(config, place / "papers", social="crt", printer="custom", front=True))
        else:
            documents = "cups" if matrix is SHEET else "folder"
            made.append(VirtualTerminal(config, place / "papers", social="ccid", documents=documents))
        return made[-1]

    yield terminal_of
    for terminal in made:
        terminal.close()


@pytest.mark.parametrize("phase", PLAIN.phases)
def test_a_share_of_all_faults_ends_at_home(make: Callable[[Matrix], VirtualTerminal], phase: str) -> None:
    terminal = make(PLAIN)
    for case in PLAIN.sample(phase, PLAIN_SHARE):
        assert run(terminal, PLAIN, case).page


@pytest.mark.parametrize("phase", FRONT.phases)
def test_a_share_of_the_faults_of_a_full_front_ends_at_home(
    make: Callable[[Matrix], VirtualTerminal], phase: str
) -> None:
    terminal = make(FRONT)
    for case in FRONT.sample(phase, FRONT_SHARE):
        assert run(terminal, FRONT, case).page


@pytest.mark.parametrize("phase", SHEET.phases)
def test_a_share_of_the_faults_of_a_sheet_ends_at_home(make: Callable[[Matrix], VirtualTerminal], phase: str) -> None:
    terminal = make(SHEET)
    for case in SHEET.sample(phase, SHEET_SHARE):
        assert run(terminal, SHEET, case).page


@pytest.mark.parametrize(("matrix", "share"), [(PLAIN, PLAIN_SHARE), (FRONT, FRONT_SHARE), (SHEET, SHEET_SHARE)])
def test_the_sample_meets_every_phase_every_fault_and_every_way_on(matrix: Matrix, share: int) -> None:
    cases = [case for phase in matrix.phases for case in matrix.sample(phase, share)]
    assert {case.phase for case in cases} == set(matrix.phases)
    assert {case.fault for case in cases} == set(matrix.faults)
    assert {case.way_on for case in cases} == set(WayOn)


@pytest.mark.parametrize(("heading", "matrix"), PARTS.items())
def test_the_table_has_every_phase_and_every_fault(heading: str, matrix: Matrix) -> None:
    """`YIBAN_GOLDEN=write pytest -m soak tests/visits/test_fault_matrix.py` writes it anew: read it."""
    part = part_of(TABLE.read_text(encoding="utf-8"), f"## {heading}")
    tables = {phase: part_of(f"\n{part}", above(phase)) for phase in matrix.phases}
    listed = {
        phase: [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()[2:]]
        for phase, table in tables.items()
    }
    assert listed == {phase: list(matrix.faults) for phase in matrix.phases}


def test_a_part_of_the_table_is_written_anew_and_the_others_stay() -> None:
    old = "# Title\n\n## One\n\n### a\n\nold\n\n### b\n\nkept\n\n## Two\n\ntwo\n"
    assert part_of(old, "## One") == "### a\n\nold\n\n### b\n\nkept\n"
    assert part_of(old, "### b") == "kept\n"
    assert with_part(old, "### a", "new\n") == old.replace("old", "new")
    assert with_part(old, "## One", "new\n") == "# Title\n\n## One\n\nnew\n\n## Two\n\ntwo\n"
    assert with_part(old, "## Three", "new\n") == f"{old}\n## Three\n\nnew\n"


@pytest.mark.soak
@pytest.mark.parametrize(
    ("heading", "matrix", "phase"),
    [(heading, matrix, phase) for heading, matrix in PARTS.items() for phase in matrix.phases],
)
def test_every_fault_ends_at_home(
    make: Callable[[Matrix], VirtualTerminal], heading: str, matrix: Matrix, phase: str
) -> None:
    """One terminal goes through all of a phase, so that each table is the same whatever ran before it."""
    terminal = make(matrix)
    outcomes = {case: run(terminal, matrix, case) for case in matrix.cases([phase])}
    assert len(outcomes) == len(matrix.faults) * len(WayOn)
    written = section(matrix, phase, outcomes)
    if os.environ.get("YIBAN_GOLDEN") == "write":
        _write(heading, phase, written)
    assert part_of(f"\n{part_of(TABLE.read_text(encoding='utf-8'), f'## {heading}')}", above(phase)) == written


def _write(heading: str, phase: str, written: str) -> None:
    with TABLE.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # phases may be walked side by side
        page = file.read()
        part = with_part(f"\n{part_of(page, f'## {heading}')}", above(phase), written)
        file.seek(0)
        file.write(with_part(page, f"## {heading}", part.lstrip("\n")))
        file.truncate()
