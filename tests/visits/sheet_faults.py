"""The third part of the fault matrix: a sheet of A4 by CUPS, whatever happens to printer, queue and CUPS while it comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.visits.fault_walks import NOTHING, PENSIONER, PRINTERS, SHEETS, Fault, Matrix, Phase
from tests.visits.faults import NOTHING_WRONG, at_home
from tests.visits.person import VirtualPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.visits.virtual import VirtualTerminal

FIRST_SHEET_SECONDS: Final = 6.0
"""Longer than one sheet takes, and shorter than two."""


def _known(terminal: VirtualTerminal) -> VirtualPerson:
    return VirtualPerson(terminal).touches("查养老金").sees("place_id_card").puts_card(PENSIONER).sees("payment_paid")


def _wanted(terminal: VirtualTerminal) -> VirtualPerson:
    person = VirtualPerson(terminal).touches("打印")
    if terminal.lives(3.0, lambda: terminal.page.name == "printed_before"):
        person.touches("再打一张")
    return person


def _choosing(terminal: VirtualTerminal) -> None:
    _known(terminal)
    _wanted(terminal).sees("which_paper")


def _printing(terminal: VirtualTerminal) -> None:
    _choosing(terminal)
    VirtualPerson(terminal).touches("大张纸").sees("printing")


def _half_printed(terminal: VirtualTerminal) -> None:
    """简洁版 asks for no paper, and prints large: that takes two sheets, and the first of them is out."""
    _known(terminal)
    terminal.visit.present(replace(terminal.visit.presentation, simple=True))
    before = terminal.office.sheets
    _wanted(terminal).sees("printing", within=1.0)
    assert terminal.lives(FIRST_SHEET_SECONDS, lambda: terminal.office.sheets > before)
    terminal.lives(1.0)
    assert terminal.page.name == "printing"


def _in_the_hand(terminal: VirtualTerminal) -> None:
    _printing(terminal)
    VirtualPerson(terminal).sees("take_paper")


SHEET_PHASES: Final[Mapping[str, Phase]] = {
    "home": Phase(at_home),
    "choosing a sheet": Phase(_choosing, PRINTERS),
    "beginning to print a sheet": Phase(_printing, SHEETS),
    "half through two sheets": Phase(_half_printed, SHEETS),
    "a sheet in the hand": Phase(_in_the_hand, SHEETS),
}


def _says(*reasons: str) -> Fault:
    return Fault(SHEETS, lambda terminal: terminal.office.says(*reasons), lambda terminal: terminal.office.well())


def _both_gone(terminal: VirtualTerminal) -> None:
    terminal.office.vanish()
    terminal.printer.power_off()


def _both_back(terminal: VirtualTerminal) -> None:
    terminal.office.well()
    terminal.printer.power_on()


def _both_without_paper(terminal: VirtualTerminal) -> None:
    terminal.office.says("media-empty-warning")
    terminal.printer.paper_out()


def _both_filled(terminal: VirtualTerminal) -> None:
    terminal.office.well()
    terminal.printer.refill()


def _well(terminal: VirtualTerminal) -> None:
    terminal.office.well()


SHEET_FAULTS: Final[Mapping[str, Fault]] = {
    NOTHING: NOTHING_WRONG,
    "A4 paper out": _says("media-empty-warning", "media-needed-warning"),
    "A4 tray pulled out": _says("input-tray-missing-error"),
    "A4 paper jam": _says("media-jam-error"),
    "A4 jam that ends the job": Fault(SHEETS, lambda t: t.office.eats(), _well),
    "A4 cover open": _says("cover-open-error"),
    "A4 toner out": _says("toner-empty-error"),
    "A4 toner low": Fault(SHEETS, lambda t: t.office.says("toner-low-warning", blocks=False), _well),
    "A4 output tray full": _says("output-area-full-error"),
    "A4 fuser too hot": _says("fuser-over-temp-error"),
    "A4 fault nobody has a word for": _says("other-error"),
    "A4 printer vanished": Fault(SHEETS, lambda t: t.office.vanish(), _well),
    "A4 printer hangs": Fault(SHEETS, lambda t: t.office.hang(), _well),
    "A4 queue stopped by somebody": Fault(SHEETS, lambda t: t.office.stop_queue(), _well),
    "CUPS ended": Fault(SHEETS, lambda t: t.office.stop_service(), _well),
    "both printers gone": Fault(PRINTERS, _both_gone, _both_back),
    "both printers without paper": Fault(PRINTERS, _both_without_paper, _both_filled),
}

SHEET: Final = Matrix(SHEET_PHASES, SHEET_FAULTS)
"""A queue of CUPS for the sheet, the receipt printer beside it."""
