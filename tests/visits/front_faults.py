"""The second half of the fault matrix: a motor, a presenter, scanner, keys, lamps and contacts, and drivers that hang."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.crt.simulator import CrtSimulator
from devices.roles import Key, Sense
from devices.social_card.simulated_chip import ChipFault
from tests.visits.faults import PENSIONER, PHASES, Fault, Matrix
from tests.visits.person import VirtualPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.visits.faults import Deed
    from tests.visits.virtual import VirtualTerminal
    from tests.visits.virtual_front import Front

STRANGE: Final = "模拟码-电子社保卡"


def _checking(terminal: VirtualTerminal) -> None:
    VirtualPerson(terminal).touches("更多").sees("more").touches("核对单子上的码").sees("scan_paper")


def _in_the_mouth(terminal: VirtualTerminal) -> None:
    PHASES["beginning to print"](terminal)
    VirtualPerson(terminal).sees("take_from_mouth")


def _help_called(terminal: VirtualTerminal) -> None:
    _front(terminal).keypad.press(Key.HELP)
    VirtualPerson(terminal).sees("help_here")


FRONT_PHASES: Final[Mapping[str, Deed]] = {
    **{phase: PHASES[phase] for phase in PHASES if phase not in ("reading the ID card", "paper in the hand")},
    "paper in the mouth": _in_the_mouth,
    "checking a paper's code": _checking,
    "help called by a key": _help_called,
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


def _mute_card(terminal: VirtualTerminal) -> None:
    motor = _motor(terminal)
    motor.remove()
    motor.insert(terminal.chip(PENSIONER, ChipFault.FALLS_SILENT))


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
    return Fault(_sense(sense, holds=True), _sense(sense, holds=False))


def _nothing(_: VirtualTerminal) -> None:
    """It gets well by itself."""


def _steps_up_and_goes(terminal: VirtualTerminal) -> None:
    _front(terminal).board.set(Sense.PRESENCE, holds=True)
    terminal.lives(3.0)
    _front(terminal).board.set(Sense.PRESENCE, holds=False)


FRONT_FAULTS: Final[Mapping[str, Fault]] = {
    "motor reader pulled": Fault(lambda t: t.slot_line.pull(), lambda t: t.slot_line.plug()),
    "motor reader silent": Fault(lambda t: t.slot.mute(), lambda t: t.slot.mute(mute=False)),
    "motor reader without power for a moment": Fault(lambda t: _motor(t).cut_power(), _nothing),
    "card sticks in the rollers": Fault(lambda t: _motor(t).jam(), lambda t: _motor(t).jam(jammed=False)),
    "bin for kept cards full": Fault(lambda t: _motor(t).fill_bin(), lambda t: _motor(t).fill_bin(full=False)),
    "card sticks and the bin is full": Fault(_full_and_stuck, _free_and_empty, lasts=True),
    "sensor of the motor sticks": Fault(
        lambda t: _motor(t).stick_sensor(), lambda t: _motor(t).stick_sensor(sticks=False), lasts=True
    ),
    "both cards at once, and left": Fault(_both, lambda t: t.slot.remove(), lasts=True),
    "card pulled out by force": Fault(lambda t: t.slot.remove(), _nothing),
    "card in the motor the wrong way round": Fault(_wrong_way, lambda t: t.slot.remove()),
    "card falls silent in the motor": Fault(_mute_card, lambda t: t.slot.remove()),
    "paper sticks in the mouth": Fault(lambda t: t.printer.jam_presenter(), lambda t: t.printer.clear_jam()),
    "presenter's paper out": Fault(lambda t: t.printer.paper_out(), lambda t: t.printer.refill()),
    "presenter pulled": Fault(lambda t: t.printer_line.pull(), lambda t: t.printer_line.plug()),
    "scanner pulled": Fault(lambda t: _front(t).scanner_line.pull(), lambda t: _front(t).scanner_line.plug()),
    "strange code scanned": Fault(lambda t: _front(t).scanner.scan(STRANGE), _nothing),
    "keypad pulled": Fault(lambda t: _front(t).keypad_line.pull(), lambda t: _front(t).keypad_line.plug()),
    "key that sticks": Fault(lambda t: _front(t).keypad.hold(Key.DOWN), lambda t: _front(t).keypad.let_go()),
    "lamps and contacts pulled": Fault(lambda t: _front(t).board_line.pull(), lambda t: _front(t).board_line.plug()),
    "lamps and contacts without power": Fault(
        lambda t: _front(t).board.simulator.power(on=False), lambda t: _front(t).board.simulator.power(on=True)
    ),
    "headset plugged in": _contact(Sense.HEADSET),
    "door opened": _contact(Sense.DOOR),
    "case tampered with": _contact(Sense.TAMPER),
    "mains lost": _contact(Sense.MAINS_LOST),
    "battery low": _contact(Sense.BATTERY_LOW),
    "somebody steps up and goes": Fault(_steps_up_and_goes, _nothing),
    "ID reader's driver hangs": Fault(lambda t: t.reader_line.wedge(), _nothing),
    "slot's driver hangs": Fault(lambda t: t.slot_line.wedge(), _nothing),
    "printer's driver hangs": Fault(lambda t: t.printer_line.wedge(), _nothing),
    "scanner's driver hangs": Fault(lambda t: _front(t).scanner_line.wedge(), _nothing),
}

FRONT: Final = Matrix(FRONT_PHASES, FRONT_FAULTS)
"""A motor's slot, a printer with a mouth, and everything else on the front."""
