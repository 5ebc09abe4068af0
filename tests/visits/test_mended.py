"""Somebody of the staff mends the printer in the middle of a visit, on real bytes: one whole slip comes out, and one only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.escpos.simulator import EscPosSimulator
from kiosk.core.page import Fix
from kiosk.core.staff import Assistance, Figures, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.document import PrintState
from tests.visits.person import VirtualPerson
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HELP = Assistance(StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT), figures=Figures.REFUSED)
SLOW_SECONDS = 120.0


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[VirtualTerminal]:
    standing = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    yield standing
    standing.close()


def printing(terminal: VirtualTerminal, breaks: Callable[[EscPosSimulator], None]) -> VirtualPerson:
    """A person's slip is being printed when something happens."""
    person = VirtualPerson(terminal).sees("home").touches("查养老金").sees("place_id_card").puts_card(1)
    person.sees("payment_paid").touches("打印").sees("which_paper").touches("小条")
    breaks(terminal.printer)
    return person


def is_helped(terminal: VirtualTerminal, fix: str) -> None:
    """The person's page stands; who helps sees how it is mended, in the same place and under the same ticket."""
    ticket = terminal.visit.ticket
    terminal.visit.assist(HELP)
    assert isinstance(terminal.page, Fix)
    assert (terminal.page.name, terminal.visit.ticket) == (fix, ticket)


def ends_well(terminal: VirtualTerminal, person: VirtualPerson) -> None:
    """The slip is out, once."""
    person.sees("take_paper", within=SLOW_SECONDS)
    states = [entry.state for _, entry in terminal.steps]
    assert states.count(PrintState.PROVED) == 1
    assert states.count(PrintState.UNKNOWN) == 0
    assert terminal.bugs == []


def test_the_roll_is_changed_and_the_print_goes_on(terminal: VirtualTerminal) -> None:
    person = printing(terminal, lambda printer: printer.paper_runs_out_after(20.0)).sees("paper_out")
    is_helped(terminal, "fix_paper")
    terminal.printer.refill()
    ends_well(terminal, person.sees("half_sheet", within=SLOW_SECONDS).touches("知道了"))


def test_a_fetched_roll_may_take_longer_than_anybody_waits(terminal: VirtualTerminal) -> None:
    person = printing(terminal, lambda printer: printer.paper_runs_out_after(20.0)).sees("paper_out")
    is_helped(terminal, "fix_paper")
    terminal.lives(300.0)
    assert terminal.page.name == "fix_paper"
    terminal.printer.refill()
    ends_well(terminal, person.sees("half_sheet", within=SLOW_SECONDS).touches("知道了"))


@pytest.mark.parametrize(
    ("breaks", "mends", "fix"),
    [
        (EscPosSimulator.jam, EscPosSimulator.clear_jam, "fix_jam"),
        (EscPosSimulator.stick_cutter, EscPosSimulator.free_cutter, "fix_cutter"),
    ],
    ids=["jam", "cutter"],
)
def test_what_is_stuck_is_freed_and_printed_once_more(
    terminal: VirtualTerminal,
    breaks: Callable[[EscPosSimulator], None],
    mends: Callable[[EscPosSimulator], None],
    fix: str,
) -> None:
    person = printing(terminal, breaks)
    came = terminal.lives(SLOW_SECONDS, lambda: terminal.page.name.startswith("printer_broken"))
    assert came, terminal.page.name
    is_helped(terminal, fix)
    mends(terminal.printer)
    ends_well(terminal, person.touches("好了，再打一次"))
