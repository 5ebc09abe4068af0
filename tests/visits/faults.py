"""The first part of the fault matrix: a slot without a motor, a receipt printer that lets its paper go, sheets in a folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from devices.id_sam.simulator import CardFault, ModuleFault
from devices.roles import CardGeneration
from devices.social_card.simulated_chip import ChipFault, SimulatedChip
from tests.visits.fault_walks import (
    ID_READER,
    NO_DEVICE,
    NOTHING,
    PENSIONER,
    PRINTERS,
    READERS,
    SHEETS,
    SLIPS,
    SLOT,
    Fault,
    Matrix,
    Phase,
)
from tests.visits.person import VirtualPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import Config
    from tests.visits.fault_walks import Deed
    from tests.visits.virtual import VirtualTerminal

TOO_SHORT_MM: Final = 30.0
"""A roll known to hold less than any slip is long."""
OF_ANOTHER_SPEED: Final = 9600
LINE_SPEED: Final = 115200

# -- phases ---------------------------------------------------------------------------------------------------


def _asked(terminal: VirtualTerminal) -> VirtualPerson:
    return VirtualPerson(terminal).touches("查养老金").sees("place_id_card")


def _known(terminal: VirtualTerminal) -> VirtualPerson:
    return _asked(terminal).puts_card(PENSIONER).sees("payment_paid")


def _looking_up(terminal: VirtualTerminal) -> None:
    _asked(terminal).puts_card(PENSIONER)
    assert terminal.lives(10.0, lambda: terminal.page.name == "look_up")


def _choosing(terminal: VirtualTerminal) -> None:
    _known(terminal).touches("打印")
    if terminal.lives(5.0, lambda: terminal.page.name == "printed_before"):
        VirtualPerson(terminal).touches("再打一张")
    VirtualPerson(terminal).sees("which_paper")


def _printing(terminal: VirtualTerminal) -> None:
    _choosing(terminal)
    VirtualPerson(terminal).touches("小条").sees("printing")


def _reads(terminal: VirtualTerminal) -> None:
    assert terminal.lives(5.0, lambda: terminal.diary.showing is not None and terminal.diary.showing.phase is not None)


def _reading(terminal: VirtualTerminal) -> None:
    _asked(terminal).puts_card(PENSIONER)
    _reads(terminal)


def _social_reading(terminal: VirtualTerminal) -> None:
    _asked(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER))
    _reads(terminal)


def _card_out(terminal: VirtualTerminal) -> None:
    _asked(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER))
    VirtualPerson(terminal).sees("take_social_card")


def _half_printed(terminal: VirtualTerminal) -> None:
    _printing(terminal)
    terminal.lives(0.6)


def _in_the_hand(terminal: VirtualTerminal) -> None:
    _printing(terminal)
    VirtualPerson(terminal).sees("take_paper")


def at_home(terminal: VirtualTerminal) -> None:
    """Nobody is there."""
    VirtualPerson(terminal).sees("home")


PHASES: Final[Mapping[str, Phase]] = {
    "home": Phase(at_home),
    "asking for a card": Phase(_asked, READERS),
    "reading the ID card": Phase(_reading, READERS),
    "reading the social-security card": Phase(_social_reading, READERS),
    "giving the card back": Phase(_card_out, SLOT),
    "looking up": Phase(_looking_up),
    "showing a result": Phase(_known, PRINTERS),
    "choosing the paper": Phase(_choosing, PRINTERS),
    "beginning to print": Phase(_printing, SLIPS),
    "half printed": Phase(_half_printed, SLIPS),
    "paper in the hand": Phase(_in_the_hand, SLIPS),
}

# -- faults ---------------------------------------------------------------------------------------------------


def nothing(_: VirtualTerminal) -> None:
    """Nothing happens, or it gets well by itself."""


def card_put(fault: CardFault) -> Fault:
    """Somebody puts an ID card that is not as it should be."""

    def puts(terminal: VirtualTerminal) -> None:
        terminal.reader.lift()
        terminal.reader.place(terminal.cards[PENSIONER], fault)

    return Fault(ID_READER, puts, lambda terminal: terminal.reader.lift())


def module(fault: ModuleFault) -> Fault:
    """The security module of the ID reader fails."""
    return Fault(ID_READER, lambda t: t.reader.fail(fault), lambda t: t.reader.fail(ModuleFault.NONE))


def _elsewhere(terminal: VirtualTerminal, region: str) -> SimulatedChip:
    """A card of generation 3, which tells no holder, of somebody nobody knows here."""
    holder = terminal.chip(PENSIONER).holder
    return SimulatedChip(
        replace(holder, generation=CardGeneration.THIRD, region=region, card_number=f"E{PENSIONER:08d}")
    )


def of_elsewhere(terminal: VirtualTerminal) -> SimulatedChip:
    """Another province issued it."""
    return _elsewhere(terminal, "639900")


def of_nowhere(terminal: VirtualTerminal) -> SimulatedChip:
    """No province has this number."""
    return _elsewhere(terminal, "990000")


def expired(terminal: VirtualTerminal) -> SimulatedChip:
    """Its last day is past."""
    holder = terminal.chip(PENSIONER).holder
    return SimulatedChip(replace(holder, issued=date(2001, 6, 30), valid_until=date(2011, 6, 30)))


def _holds(terminal: VirtualTerminal, chip: SimulatedChip) -> None:
    terminal.slot.remove()
    terminal.slot.insert(chip)


def inserted(*faults: ChipFault, lasts: bool = False) -> Fault:
    """Somebody puts a social-security card in that is not as it should be."""
    return Fault(
        SLOT, lambda t: _holds(t, t.chip(PENSIONER, *faults)), lambda terminal: terminal.slot.remove(), lasts=lasts
    )


def _of_kind(chip: Deed) -> Fault:
    def puts(terminal: VirtualTerminal) -> None:
        made = chip(terminal)
        assert isinstance(made, SimulatedChip)
        _holds(terminal, made)

    return Fault(SLOT, puts, lambda terminal: terminal.slot.remove())


def mute_again(terminal: VirtualTerminal) -> None:
    """They were told to turn it round, did, and it is as mute as before."""
    _holds(terminal, terminal.chip(PENSIONER, ChipFault.MUTE))
    terminal.lives(8.0, lambda: terminal.page.name == "turned_round")
    terminal.lives(3.0)
    terminal.slot.remove()
    terminal.lives(3.0)
    terminal.slot.insert(terminal.chip(PENSIONER, ChipFault.MUTE))


def _both(terminal: VirtualTerminal) -> None:
    _holds(terminal, terminal.chip(PENSIONER))
    terminal.reader.place(terminal.cards[PENSIONER])


def _readers_pulled(terminal: VirtualTerminal) -> None:
    terminal.reader_line.pull()
    terminal.slot_line.pull()


def _readers_plugged(terminal: VirtualTerminal) -> None:
    terminal.reader_line.plug()
    terminal.slot_line.plug()


def _broken_printer_back(terminal: VirtualTerminal) -> None:
    """A technician switches it off and on."""
    terminal.printer.power_off()
    terminal.printer.power_on()


def _folder_back(terminal: VirtualTerminal) -> None:
    gone = terminal.papers.with_name("gone")
    if gone.exists():
        gone.rename(terminal.papers)


NOTHING_WRONG: Final = Fault(NO_DEVICE, nothing, nothing)
ID_FAULTS: Final[Mapping[str, Fault]] = {
    "ID reader pulled": Fault(ID_READER, lambda t: t.reader_line.pull(), lambda t: t.reader_line.plug()),
    "ID reader silent": module(ModuleFault.MUTE),
    "ID reader's self-test failed": module(ModuleFault.SELF_TEST),
    "ID reader without licence": module(ModuleFault.UNAUTHORISED),
    "ID reader left at another speed": Fault(
        ID_READER,
        lambda t: t.reader_line.line.leave_device_at(OF_ANOTHER_SPEED),
        lambda t: t.reader_line.line.leave_device_at(LINE_SPEED),
    ),
    "ID reader's line takes nothing": Fault(
        ID_READER, lambda t: t.reader_line.hold(stuck=True), lambda t: t.reader_line.hold(stuck=False)
    ),
    "ID reader's driver hangs": Fault(
        ID_READER, lambda t: t.reader_line.wedge(), lambda t: t.reader_line.unwedge(), hangs=True
    ),
    "ID card worn": card_put(CardFault.UNREADABLE),
    "ID card counterfeit": card_put(CardFault.COUNTERFEIT),
    "not an ID card": card_put(CardFault.NOT_AN_ID_CARD),
    "document of another kind": card_put(CardFault.UNSUPPORTED),
    "ID card that contradicts itself": card_put(CardFault.CONTRADICTORY),
    "ID card lifted": Fault(ID_READER, lambda t: t.reader.lift(), nothing),
}
CHIP_FAULTS: Final[Mapping[str, Fault]] = {
    "not a social-security card": inserted(ChipFault.NOT_A_SOCIAL_CARD),
    "social-security card expired": _of_kind(expired),
    "social-security card of elsewhere": _of_kind(of_elsewhere),
    "social-security card of an unknown region": _of_kind(of_nowhere),
    "social-security card never personalised": inserted(ChipFault.BLANK),
    "social-security card damaged": inserted(ChipFault.DAMAGED),
    "social-security card falls silent": inserted(ChipFault.FALLS_SILENT),
    "chip worn to a short circuit": inserted(ChipFault.SHORTED),
}
"""What is the matter with a card, whatever draws it in."""
PAPER_FAULTS: Final[Mapping[str, Fault]] = {
    "paper out": Fault(SLIPS, lambda t: t.printer.paper_out(), lambda t: t.printer.refill()),
    "roll too short for the slip": Fault(
        SLIPS, lambda t: t.printer.paper_runs_out_after(TOO_SHORT_MM), lambda t: t.printer.refill()
    ),
    "cover open": Fault(SLIPS, lambda t: t.printer.cover_open(), lambda t: t.printer.cover_close()),
    "paper jam": Fault(SLIPS, lambda t: t.printer.jam(), lambda t: t.printer.clear_jam()),
    "cutter stuck": Fault(SLIPS, lambda t: t.printer.stick_cutter(), lambda t: t.printer.free_cutter()),
    "head too hot": Fault(SLIPS, lambda t: t.printer.heat_head(), lambda t: t.printer.cool_head()),
    "receipt printer broken": Fault(SLIPS, lambda t: t.printer.break_down(), _broken_printer_back),
    "receipt printer off": Fault(SLIPS, lambda t: t.printer.power_off(), lambda t: t.printer.power_on()),
    "receipt printer pulled": Fault(SLIPS, lambda t: t.printer_line.pull(), lambda t: t.printer_line.plug()),
    "receipt printer's line takes nothing": Fault(
        SLIPS, lambda t: t.printer_line.hold(stuck=True), lambda t: t.printer_line.hold(stuck=False)
    ),
    "receipt printer's driver hangs": Fault(
        SLIPS, lambda t: t.printer_line.wedge(), lambda t: t.printer_line.unwedge(), hangs=True
    ),
}
"""What is the matter with a receipt printer of any make."""
BOTH_READERS_PULLED: Final = Fault(READERS, _readers_pulled, _readers_plugged)

FAULTS: Final[Mapping[str, Fault]] = {
    NOTHING: NOTHING_WRONG,
    **ID_FAULTS,
    "card slot pulled": Fault(SLOT, lambda t: t.slot_line.pull(), lambda t: t.slot_line.plug()),
    "card slot silent": Fault(SLOT, lambda t: t.slot.mute(), lambda t: t.slot.mute(mute=False)),
    "card slot's driver hangs": Fault(SLOT, lambda t: t.slot_line.wedge(), lambda t: t.slot_line.unwedge(), hangs=True),
    "social-security card pulled out": Fault(SLOT, lambda t: t.slot.remove(), nothing),
    "social-security card the wrong way round": inserted(ChipFault.MUTE),
    "social-security card turned round and mute again": Fault(SLOT, mute_again, lambda t: t.slot.remove()),
    **CHIP_FAULTS,
    "social-security card left in the slot": inserted(lasts=True),
    "contact of the slot sticks": inserted(ChipFault.MUTE, lasts=True),
    "both cards at once": Fault(READERS, _both, lambda t: t.slot.remove(), lasts=True),
    "both readers pulled": BOTH_READERS_PULLED,
    **PAPER_FAULTS,
    "A4 printer gone": Fault(SHEETS, lambda t: t.papers.rename(t.papers.with_name("gone")), _folder_back),
}


def in_a_county(config: Config) -> Config:
    """Say where the terminal stands, so that it knows cards of elsewhere, and let it wait for nobody for long."""
    idle = replace(config.idle, quiet_seconds=60.0, alert_seconds=20.0)
    return replace(config, terminal=replace(config.terminal, county="110105"), idle=idle)


PLAIN: Final = Matrix(PHASES, FAULTS)
