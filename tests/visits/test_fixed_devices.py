"""Each second stage in a whole visit, on real bytes: who helps sees the fix, does it with their hands, and the visit goes on.

What stops a slip in the printer is in `test_mended`. The A4 printer of these terminals is a folder, which has no toner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from devices.crt.simulator import CrtSimulator
from devices.social_card.simulated_chip import ChipFault
from kiosk.core.page import EnterDigits
from kiosk.core.staff import Assistance, Figures, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.document import PrintState
from tests.visits.person import VirtualPerson
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Deed = Callable[[VirtualTerminal], object]

PENSIONER = 7
MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
HELP = Assistance(MEMBER, figures=Figures.REFUSED)
SLOW_SECONDS = 150.0


@dataclass(frozen=True)
class Mishap:
    """What happens in a visit, the page it leads to, and how who helps gets it over.

    `mends` is what hands do, `says` the button then touched (none: the page goes on by itself), `then` the page that follows.
    """

    happens: Deed
    page: str
    fix: str
    mends: Deed
    says: str
    then: str
    printer: str = "epson"


def _asked(t: VirtualTerminal) -> VirtualPerson:
    return VirtualPerson(t).touches("查养老金").sees("place_id_card")


def _printing(t: VirtualTerminal) -> VirtualPerson:
    person = _asked(t).puts_card(PENSIONER).sees("payment_paid").touches("打印").sees("which_paper")
    return person.touches("小条").sees("printing")


def _motor(t: VirtualTerminal) -> CrtSimulator:
    assert isinstance(t.slot, CrtSimulator)
    return t.slot


def _inserts(t: VirtualTerminal, *faults: ChipFault) -> None:
    t.slot.insert(t.chip(PENSIONER, *faults))


def _at_the_slot(t: VirtualTerminal) -> None:
    """A card whose chip is mute was tried, so that the slot alone is asked."""
    _asked(t)
    _inserts(t, ChipFault.MUTE)
    VirtualPerson(t).sees("turned_round")
    t.lives(3.0)
    t.slot.remove()
    t.lives(1.0)


def _reader_pulled(t: VirtualTerminal) -> None:
    _asked(t)
    t.reader_line.pull()


def _slot_pulled(t: VirtualTerminal) -> None:
    _at_the_slot(t)
    t.slot_line.pull()


def _card_in_the_rollers(t: VirtualTerminal) -> None:
    _card_forgotten(t)
    assert t.lives(5.0, lambda: t.diary.showing is not None and t.diary.showing.phase is not None)
    _motor(t).jam()


def _card_forgotten(t: VirtualTerminal) -> None:
    _asked(t)
    t.lives(2.0)  # the motor's gate has been opened
    _inserts(t)


def _card_forgotten_and_bin_full(t: VirtualTerminal) -> None:
    _motor(t).fill_bin()
    _card_forgotten(t)


def _freed(t: VirtualTerminal) -> None:
    _motor(t).jam(jammed=False)
    t.slot.remove()


def _cover_open(t: VirtualTerminal) -> None:
    _printing(t)
    t.lives(0.6)
    t.printer.cover_open()


def _scanner_pulled(t: VirtualTerminal) -> None:
    VirtualPerson(t).touches("更多").sees("more").touches("核对单子上的码").sees("scan_paper")
    assert t.front is not None
    t.front.scanner_line.pull()


def _scanner_plugged(t: VirtualTerminal) -> None:
    assert t.front is not None
    t.front.scanner_line.plug()


def _nothing(_: VirtualTerminal) -> None:
    """It is done by hands beside the machine."""


MISHAPS = {
    "ID reader": Mishap(
        _reader_pulled, "reader_broken", "fix_reader", lambda t: t.reader_line.plug(), "好了，再试一次", "place_id_card"
    ),
    "slot": Mishap(
        _slot_pulled,
        "social_reader_broken",
        "fix_reader",
        lambda t: t.slot_line.plug(),
        "好了，再试一次",
        "insert_social_card",
    ),
    "card stuck": Mishap(
        _card_in_the_rollers, "card_stuck", "fix_card_stuck", _freed, "拿出来了", "insert_social_card"
    ),
    "card kept": Mishap(_card_forgotten, "card_kept", "fix_card_kept", _nothing, "拿出来了", "home"),
    "card left": Mishap(
        _card_forgotten_and_bin_full,
        "somebodys_card",
        "fix_card_left",
        lambda t: t.slot.remove(),
        "拿出来了",
        "home",
    ),
    "cover": Mishap(_cover_open, "cover_open", "fix_cover", lambda t: t.printer.cover_close(), "", "half_sheet"),
    "scanner": Mishap(
        _scanner_pulled, "scanner_broken", "fix_scanner", _scanner_plugged, "好了，再试一次", "scan_paper"
    ),
    "paper left": Mishap(_printing, "paper_left", "fix_paper_left", _nothing, "收好了", "anything_else"),
    "paper drawn in": Mishap(
        _printing, "paper_drawn_in", "fix_paper_kept", _nothing, "拿出来了", "anything_else", printer="custom"
    ),
}


@pytest.fixture
def make(template: Path, tmp_path: Path) -> Iterator[Callable[[str], VirtualTerminal]]:
    """What makes a terminal with everything on its front and this printer, at home with all devices found."""
    made: list[VirtualTerminal] = []

    def terminal_with(printer: str) -> VirtualTerminal:
        config = another(template, tmp_path / "terminal")
        standing = VirtualTerminal(config, tmp_path / "papers", social="crt", printer=printer, front=True)
        standing.hall = replace(standing.hall, on_duty=lambda: MEMBER.number)
        standing.visit.begin()
        made.append(standing)
        VirtualPerson(standing).sees("home")
        assert standing.lives(
            20.0, lambda: len(standing.healths) == 7 and all(h.usable for h in standing.healths.values())
        )
        return standing

    yield terminal_with
    for standing in made:
        standing.close()
        assert standing.bugs == []


def helped(terminal: VirtualTerminal, page: str, fix: str) -> None:
    """Wait for the person's page; who helps sees theirs in the same place and under the same ticket."""
    assert terminal.lives(SLOW_SECONDS, lambda: terminal.page.name == page), (terminal.page.name, terminal.diary.pages)
    ticket = terminal.visit.ticket
    terminal.visit.assist(HELP)
    assert (terminal.page.name, terminal.visit.ticket) == (fix, ticket)


@pytest.mark.parametrize("name", MISHAPS)
def test_who_helps_mends_it_and_the_visit_goes_on(make: Callable[[str], VirtualTerminal], name: str) -> None:
    mishap = MISHAPS[name]
    terminal = make(mishap.printer)
    mishap.happens(terminal)
    helped(terminal, mishap.page, mishap.fix)
    mishap.mends(terminal)
    if mishap.says:
        VirtualPerson(terminal).touches(mishap.says)
    assert terminal.lives(SLOW_SECONDS, lambda: terminal.page.name == mishap.then), terminal.diary.pages


def test_a_print_of_unknown_end_is_looked_for_settled_and_printed_again_once(
    make: Callable[[str], VirtualTerminal],
) -> None:
    terminal = make("epson")
    _printing(terminal)
    terminal.lives(0.6)
    terminal.printer_line.pull()
    helped(terminal, "end_not_known", "has_it_come_out")
    terminal.printer_line.plug()
    terminal.lives(5.0)
    person = VirtualPerson(terminal).touches("没出来").sees("print_again").touches("再打一次")
    person.sees("take_paper", within=SLOW_SECONDS)
    states = [entry.state for _, entry in terminal.steps]
    assert states.count(PrintState.PROVED) == 1
    assert PrintState.SETTLED_NOT_PRINTED in states


def test_the_number_of_a_social_security_card_that_is_worn_is_typed_from_the_original(
    make: Callable[[str], VirtualTerminal],
) -> None:
    terminal = make("epson")
    _at_the_slot(terminal)
    for _ in range(2):
        _inserts(terminal, ChipFault.DAMAGED)
        before = terminal.visit.ticket
        assert terminal.lives(30.0, lambda before=before: terminal.visit.ticket != before)  # type: ignore[misc]
        terminal.lives(3.0)
        terminal.slot.remove()
        terminal.lives(1.0)
    helped(terminal, "social_card_worn", "enter_id_number")
    page, ticket = terminal.page, terminal.visit.ticket
    assert isinstance(page, EnterDigits)
    assert ticket is not None
    typed = page.read(terminal.cards[PENSIONER].number)
    terminal.visit.answered(ticket, getattr(typed, "value", None))
    VirtualPerson(terminal).sees("original_in_hand").touches("是本人").sees("payment_paid")
