"""The fourth part of the fault matrix: a hall that asks for the ID card too, and whose platform knows electronic cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from devices.errors import LinkError
from devices.roles import CardGeneration
from devices.social_card.simulated_chip import SimulatedChip
from kiosk.core.config import ElectronicCardConfig
from kiosk.core.electronic_card import TokenRefused
from kiosk.core.money import IdNumber
from tests.visits.fault_walks import (
    ID_READER,
    NOTHING,
    PENSIONER,
    READERS,
    SCANNER,
    SLOT,
    Fault,
    Matrix,
    Phase,
)
from tests.visits.faults import BOTH_READERS_PULLED, ID_FAULTS, NOTHING_WRONG, in_a_county, nothing
from tests.visits.person import VirtualPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.core.config import Config
    from tests.visits.fault_walks import Deed
    from tests.visits.virtual import VirtualTerminal
    from tests.visits.virtual_front import Front

PHONE: Final = "CODE-OF-A-PHONE"
STRANGE: Final = "CODE-NOBODY-KNOWS"
ANOTHER: Final = 5


class Platform:
    """The hall's platform: it knows one token."""

    number: ClassVar[str] = ""
    is_there: ClassVar[bool] = True

    def resolve(self, token: str, deadline: Deadline) -> IdNumber:
        """Say whose token it is."""
        deadline.check()
        if not Platform.is_there:
            raise LinkError("no route to the platform")
        if token != PHONE:
            raise TokenRefused
        return IdNumber(Platform.number)


def asks_for_both(config: Config) -> Config:
    """What such a hall has decided."""
    return replace(
        in_a_county(config),
        policy=replace(config.policy, social_card_is_enough=False),
        electronic_card=ElectronicCardConfig(f"{Platform.__module__}:{Platform.__name__}"),
    )


def _third(terminal: VirtualTerminal) -> SimulatedChip:
    return SimulatedChip(replace(terminal.chip(PENSIONER).holder, generation=CardGeneration.THIRD))


def _asked_too(terminal: VirtualTerminal) -> VirtualPerson:
    person = VirtualPerson(terminal).touches("查养老金").sees("place_id_card")
    terminal.slot.insert(_third(terminal))
    person.sees("take_social_card")
    terminal.slot.remove()
    return person.sees("id_card_too")


def _reading_too(terminal: VirtualTerminal) -> None:
    _asked_too(terminal).puts_card(PENSIONER)
    assert terminal.lives(5.0, lambda: (s := terminal.diary.showing) is not None and s.phase is not None)


def _showing_a_phone(terminal: VirtualTerminal) -> None:
    Platform.number, Platform.is_there = terminal.cards[PENSIONER].number, True
    person = VirtualPerson(terminal).touches("查养老金").sees("place_id_card").touches("没带证怎么办").sees("no_card")
    person.touches("用电子社保卡").sees("show_electronic_card")
    terminal.lives(1.0)  # until its light is on


def _front(terminal: VirtualTerminal) -> Front:
    assert terminal.front is not None
    return terminal.front


def _scans(code: str) -> Deed:
    return lambda terminal: _front(terminal).scanner.scan(code)


def _platform_gone(terminal: VirtualTerminal) -> None:
    Platform.is_there = False
    _front(terminal).scanner.scan(PHONE)


def _platform_back(_: VirtualTerminal) -> None:
    Platform.is_there = True


def _anothers_card(terminal: VirtualTerminal) -> None:
    terminal.reader.lift()
    terminal.reader.place(terminal.cards[ANOTHER])


def _social_card_again(terminal: VirtualTerminal) -> None:
    terminal.slot.remove()
    terminal.slot.insert(_third(terminal))


HALL_PHASES: Final[Mapping[str, Phase]] = {
    "asking for the ID card too": Phase(_asked_too, READERS),
    "reading the ID card too": Phase(_reading_too, READERS),
    "showing an electronic card": Phase(_showing_a_phone, SCANNER),
}
HALL_FAULTS: Final[Mapping[str, Fault]] = {
    NOTHING: NOTHING_WRONG,
    **ID_FAULTS,
    "another person's ID card": Fault(ID_READER, _anothers_card, lambda terminal: terminal.reader.lift()),
    "card slot pulled": Fault(SLOT, lambda t: t.slot_line.pull(), lambda t: t.slot_line.plug()),
    "social-security card put in again": Fault(SLOT, _social_card_again, lambda terminal: terminal.slot.remove()),
    "both readers pulled": BOTH_READERS_PULLED,
    "scanner pulled": Fault(SCANNER, lambda t: _front(t).scanner_line.pull(), lambda t: _front(t).scanner_line.plug()),
    "scanner's driver hangs": Fault(
        SCANNER, lambda t: _front(t).scanner_line.wedge(), lambda t: _front(t).scanner_line.unwedge(), hangs=True
    ),
    "phone's code refused by the platform": Fault(SCANNER, _scans(STRANGE), nothing),
    "paper's code in place of a phone's": Fault(SCANNER, _scans("YB1:A2A2A2A2"), nothing),
    "no code of a phone": Fault(SCANNER, _scans("1"), nothing),
    "platform doesn't answer": Fault(SCANNER, _platform_gone, _platform_back),
}

HALL: Final = Matrix(HALL_PHASES, HALL_FAULTS)
