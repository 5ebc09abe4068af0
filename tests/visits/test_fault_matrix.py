"""Every phase of a visit x every fault x every way out: a named page, and home again. A sample of it in CI, all in a soak."""

from __future__ import annotations

import fcntl
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.visits.fault_tables import faults_in, part_of, section, with_part
from tests.visits.fault_tables import heading as above
from tests.visits.fault_walks import LEFT, MENDED, rows, walk
from tests.visits.faults import PLAIN, in_a_county
from tests.visits.front_faults import FRONT
from tests.visits.hall_faults import HALL, asks_for_both
from tests.visits.sheet_faults import SHEET
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.visits.fault_walks import Matrix

TABLE = Path(__file__).parents[2] / "FAULTS.md"
PARTS = {
    "A slot without a motor, a printer that lets its paper go": PLAIN,
    "A motor, a presenter, scanner, keys and lamps, and drivers that hang": FRONT,
    "A sheet of A4 by CUPS": SHEET,
    "A hall that asks for the ID card too, and takes electronic cards": HALL,
}
WALKED = [(heading, matrix, phase) for heading, matrix in PARTS.items() for phase in matrix.phases]
SHARES = {"PLAIN": (PLAIN, 9), "FRONT": (FRONT, 12), "SHEET": (SHEET, 5), "HALL": (HALL, 3)}
"""One fault in so many is struck in each phase in CI, and one way out of its page taken."""


def terminal_of(matrix: Matrix, config: Path, papers: Path) -> VirtualTerminal:
    """Make the terminal of a matrix."""
    if matrix is FRONT:
        return VirtualTerminal(config, papers, social="crt", printer="custom", front=True, changed=in_a_county)
    if matrix is HALL:
        return VirtualTerminal(config, papers, social="ccid", front=True, changed=asks_for_both)
    documents = "cups" if matrix is SHEET else "folder"
    return VirtualTerminal(config, papers, social="ccid", documents=documents, changed=in_a_county)


@pytest.fixture
def make(template: Path, tmp_path: Path) -> Iterator[Callable[[Matrix], VirtualTerminal]]:
    """What makes the terminal of a matrix."""
    made: list[VirtualTerminal] = []

    def one(matrix: Matrix) -> VirtualTerminal:
        place = tmp_path / str(len(made))
        made.append(terminal_of(matrix, another(template, place / "terminal"), place / "papers"))
        return made[-1]

    yield one
    for terminal in made:
        terminal.close()


@pytest.mark.parametrize(
    ("kind", "phase"), [(kind, phase) for kind, (matrix, _) in SHARES.items() for phase in matrix.phases]
)
def test_a_share_of_all_faults_ends_at_home(make: Callable[[Matrix], VirtualTerminal], kind: str, phase: str) -> None:
    matrix, share = SHARES[kind]
    terminal = make(matrix)
    for fault, number in matrix.sample(phase, share):
        assert walk(terminal, matrix, phase, fault, partial(_one_of, number)).page


def _one_of(number: int, offers: tuple[str, ...]) -> str:
    ways = (LEFT, MENDED, *offers)
    return ways[number % len(ways)]


@pytest.mark.parametrize("kind", SHARES)
def test_the_sample_meets_every_phase_and_every_fault(kind: str) -> None:
    matrix, share = SHARES[kind]
    met = {phase: [fault for fault, _ in matrix.sample(phase, share)] for phase in matrix.phases}
    assert all(met.values())
    assert {fault for faults in met.values() for fault in faults} == set(matrix.faults)


@pytest.mark.parametrize(("heading", "matrix"), PARTS.items())
def test_the_table_has_every_phase_and_every_fault(heading: str, matrix: Matrix) -> None:
    """`YIBAN_GOLDEN=write pytest -m soak tests/visits/test_fault_matrix.py` writes it anew: read it."""
    part = part_of(TABLE.read_text(encoding="utf-8"), f"## {heading}")
    listed = {phase: faults_in(part_of(f"\n{part}", above(phase))) for phase in matrix.phases}
    assert listed == {phase: set(matrix.faults) for phase in matrix.phases}


def test_a_part_of_the_table_is_written_anew_and_the_others_stay() -> None:
    old = "# Title\n\n## One\n\n### a\n\nold\n\n### b\n\nkept\n\n## Two\n\ntwo\n"
    assert part_of(old, "## One") == "### a\n\nold\n\n### b\n\nkept\n"
    assert part_of(old, "### b") == "kept\n"
    assert with_part(old, "### a", "new\n") == old.replace("old", "new")
    assert with_part(old, "## One", "new\n") == "# Title\n\n## One\n\nnew\n\n## Two\n\ntwo\n"
    assert with_part(old, "## Three", "new\n") == f"{old}\n## Three\n\nnew\n"


@pytest.mark.soak
@pytest.mark.parametrize(("heading", "matrix", "phase"), WALKED)
def test_every_fault_ends_at_home(
    make: Callable[[Matrix], VirtualTerminal], heading: str, matrix: Matrix, phase: str
) -> None:
    """One terminal goes through all of a phase, so that each table is the same whatever ran before it."""
    written = section(rows(make(matrix), matrix, phase))
    assert faults_in(written) == set(matrix.faults)
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
