"""The second part of the fault matrix: a motor, a presenter, scanner, keys, lamps and contacts, and drivers that hang."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.crt.simulator import CrtSimulator
from devices.roles import Key, Sense
from tests.visits.fault_walks import (
    FRONT_PANEL,
    NOTHING,
    PENSIONER,
    READERS,
    SCANNER,
    SLIPS,
    SLOT,
    Fault,
    Matrix,
    Phase,
)
from tests.visits.faults import (
    BOTH_READERS_PULLED,
    CHIP_FAULTS,
    ID_FAULTS,
    NOTHING_WRONG,
    PAPER_FAULTS,
    PHASES,
    nothing,
)
from tests.visits.person import VirtualPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.visits.fault_walks import Deed
    from tests.visits.virtual import VirtualTerminal
    from tests.visits.virtual_front import Front

OF_CHIPS: Final = (
    *("not a social-security card", "social-security card falls silent", "chip worn to a short circuit"),
    "social-security card of elsewhere",
)
OF_PAPER: Final = (
    *("paper out", "roll too short for the slip", "cover open", "paper jam", "receipt printer broken"),
    *("receipt printer pulled", "receipt printer's driver hangs"),
)
"""The flows and the drivers' upper halves are the same here as in the first part, which has all of them: a share of each."""
STRANGE: Final = "模拟码-电子社保卡"


def _checking(terminal: VirtualTerminal) -> None:
    VirtualPerson(terminal).touches("更多").sees("more").touches("核对单子上的码").sees("scan_paper")
    terminal.lives(1.0)  # until its light is on


def _in_the_mouth(terminal: VirtualTerminal) -> None:
    PHASES["beginning to print"].comes(terminal)
    VirtualPerson(terminal).sees("take_from_mouth")


def _help_called(terminal: VirtualTerminal) -> None:
    terminal.calling.somebody_is_here()  # of whom was called for before
    _front(terminal).keypad.press(Key.HELP)
    VirtualPerson(terminal).sees("help_here")


FRONT_PHASES: Final[Mapping[str, Phase]] = {
    **{phase: PHASES[phase] for phase in PHASES if phase != "paper in the hand"},
    "paper in the mouth": Phase(_in_the_mouth, SLIPS),
    "checking a paper's code": Phase(_checking, SCANNER),
    "help called by a key": Phase(_help_called, FRONT_PANEL),
}


def _front(terminal: VirtualTerminal) -> Front:
    assert terminal.front is not None
    return terminal.front


def _motor(terminal: VirtualTerminal) -> CrtSimulator:
    slot = terminal.slot
    assert isinstance(slot, CrtSimulator)
    return slot


def _wrong_way(terminal: VirtualTerminal) -> None:
    motor = _motor(terminal)
    motor.remove()
    motor.insert(terminal.chip(PENSIONER), turned=True)


def _full_and_stuck(terminal: VirtualTerminal) -> None:
    motor = _motor(terminal)
    motor.fill_bin()
    motor.remove()
    motor.insert(terminal.chip(PENSIONER))
    motor.jam()


def _free_and_empty(terminal: VirtualTerminal) -> None:
    motor = _motor(terminal)
    motor.jam(jammed=False)
    motor.fill_bin(full=False)
    motor.remove()


def _both(terminal: VirtualTerminal) -> None:
    motor = _motor(terminal)
    motor.remove()
    motor.insert(terminal.chip(PENSIONER))
    terminal.reader.place(terminal.cards[PENSIONER])


def _sense(sense: Sense, *, holds: bool) -> Deed:
    return lambda terminal: _front(terminal).board.set(sense, holds=holds)


def _contact(sense: Sense) -> Fault:
    return Fault(FRONT_PANEL, _sense(sense, holds=True), _sense(sense, holds=False))


def _steps_up_and_goes(terminal: VirtualTerminal) -> None:
    _front(terminal).board.set(Sense.PRESENCE, holds=True)
    terminal.lives(3.0)
    _front(terminal).board.set(Sense.PRESENCE, holds=False)


def _hangs_and_stays_silent(terminal: VirtualTerminal) -> None:
    """Whoever opens the port anew meets a reader that says nothing."""
    terminal.slot_line.wedge()
    terminal.slot.mute()


def _speaks_again(terminal: VirtualTerminal) -> None:
    terminal.slot_line.unwedge()
    terminal.slot.mute(mute=False)


FRONT_FAULTS: Final[Mapping[str, Fault]] = {
    NOTHING: NOTHING_WRONG,
    **{
        fault: ID_FAULTS[fault]
        for fault in (
            "ID reader pulled",
            "ID reader silent",
            "ID reader's driver hangs",
            "ID card worn",
            "ID card lifted",
        )
    },
    "motor reader pulled": Fault(SLOT, lambda t: t.slot_line.pull(), lambda t: t.slot_line.plug()),
    "motor reader silent": Fault(SLOT, lambda t: t.slot.mute(), lambda t: t.slot.mute(mute=False)),
    "motor reader without power for a moment": Fault(SLOT, lambda t: _motor(t).cut_power(), nothing),
    "motor reader's line takes nothing": Fault(
        SLOT, lambda t: t.slot_line.hold(stuck=True), lambda t: t.slot_line.hold(stuck=False)
    ),
    "motor reader's driver hangs": Fault(
        SLOT, lambda t: t.slot_line.wedge(), lambda t: t.slot_line.unwedge(), hangs=True
    ),
    "motor reader's driver hangs and it stays silent": Fault(SLOT, _hangs_and_stays_silent, _speaks_again, hangs=True),
    "card sticks in the rollers": Fault(SLOT, lambda t: _motor(t).jam(), lambda t: _motor(t).jam(jammed=False)),
    "bin for kept cards full": Fault(SLOT, lambda t: _motor(t).fill_bin(), lambda t: _motor(t).fill_bin(full=False)),
    "card sticks and the bin is full": Fault(SLOT, _full_and_stuck, _free_and_empty, lasts=True),
    "sensor of the motor sticks": Fault(
        SLOT, lambda t: _motor(t).stick_sensor(), lambda t: _motor(t).stick_sensor(sticks=False), lasts=True
    ),
    "both cards at once and left": Fault(READERS, _both, lambda t: t.slot.remove(), lasts=True),
    "both readers pulled": BOTH_READERS_PULLED,
    "card pulled out by force": Fault(SLOT, lambda t: t.slot.remove(), nothing),
    "card in the motor the wrong way round": Fault(SLOT, _wrong_way, lambda t: t.slot.remove()),
    **{fault: CHIP_FAULTS[fault] for fault in OF_CHIPS},
    **{fault: PAPER_FAULTS[fault] for fault in OF_PAPER},
    "paper sticks in the mouth": Fault(SLIPS, lambda t: t.printer.jam_presenter(), lambda t: t.printer.clear_jam()),
    "scanner pulled": Fault(SCANNER, lambda t: _front(t).scanner_line.pull(), lambda t: _front(t).scanner_line.plug()),
    "scanner's driver hangs": Fault(
        SCANNER, lambda t: _front(t).scanner_line.wedge(), lambda t: _front(t).scanner_line.unwedge(), hangs=True
    ),
    "strange code scanned": Fault(SCANNER, lambda t: _front(t).scanner.scan(STRANGE), nothing),
    "keypad pulled": Fault(FRONT_PANEL, lambda t: _front(t).keypad_line.pull(), lambda t: _front(t).keypad_line.plug()),
    "key that sticks": Fault(
        FRONT_PANEL, lambda t: _front(t).keypad.hold(Key.DOWN), lambda t: _front(t).keypad.let_go()
    ),
    "lamps and contacts pulled": Fault(
        FRONT_PANEL, lambda t: _front(t).board_line.pull(), lambda t: _front(t).board_line.plug()
    ),
    "lamps and contacts without power": Fault(
        FRONT_PANEL,
        lambda t: _front(t).board.simulator.power(on=False),
        lambda t: _front(t).board.simulator.power(on=True),
    ),
    "headset plugged in": _contact(Sense.HEADSET),
    "door opened": _contact(Sense.DOOR),
    "case tampered with": _contact(Sense.TAMPER),
    "mains lost": _contact(Sense.MAINS_LOST),
    "battery low": _contact(Sense.BATTERY_LOW),
    "somebody steps up and goes": Fault(FRONT_PANEL, _steps_up_and_goes, nothing),
}

FRONT: Final = Matrix(FRONT_PHASES, FRONT_FAULTS)
"""A motor's slot, a printer with a mouth, and everything else on the front."""
