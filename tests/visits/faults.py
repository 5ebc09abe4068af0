"""The fault matrix: every phase of a visit, every fault of a device, every way on; and the table that says which page comes.

One terminal goes through all of it, one case after the other, in virtual time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from devices.id_sam.simulator import CardFault, ModuleFault
from devices.social_card.simulated_chip import ChipFault
from kiosk.core.page import Choose, EnterDigits
from kiosk.core.text import Wording
from tests.visits.person import VirtualPerson, offered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.visits.virtual import VirtualTerminal

    Deed = Callable[[VirtualTerminal], object]

PENSIONER: Final = 7
SEEN_SECONDS: Final = 12.0
"""So long after a fault its page stands, whatever it is: a wire that is silent takes its three misses."""
MENDED_SECONDS: Final = 15.0
LOST_SECONDS: Final = 900.0
"""However it goes on, home stands again within this."""
MOST_TOUCHES: Final = 12
RESTED_SECONDS: Final = 400.0
"""A device that hung twice in a row is tried again after five minutes."""


class WayOn(StrEnum):
    """What becomes of a fault."""

    MENDED = "mended"
    """Somebody mends it, and the person goes on touching the first button."""
    TOUCHED = "touched"
    """Nobody mends it, and the person touches what is offered."""
    LEFT = "left"
    """The person walks away, and it is mended soon; or, what `lasts`, only when home stands again."""


@dataclass(frozen=True)
class Fault:
    """What breaks and how it is mended. What `lasts` is not mended before home stands again, if the person walks away."""

    strikes: Deed
    mended: Deed
    lasts: bool = False


@dataclass(frozen=True)
class Matrix:
    """Phases and the faults that meet each of them, on one make of terminal."""

    phases: Mapping[str, Deed]
    faults: Mapping[str, Fault]

    def cases(self, phases: Sequence[str] | None = None) -> tuple[Case, ...]:
        """Return every cell, or those of some phases."""
        return tuple(
            Case(phase, fault, way) for phase in phases or self.phases for fault in self.faults for way in WayOn
        )

    def sample(self, phase: str, every: int) -> tuple[Case, ...]:
        """Return one cell in so many of a phase: over all phases each fault is met, and each way on."""
        first, ways = list(self.phases).index(phase), list(WayOn)
        step = every // len(ways)
        return tuple(
            Case(phase, fault, ways[(first + at) % len(ways)])
            for at, fault in enumerate(self.faults)
            if at % step == first % step
        )


@dataclass(frozen=True)
class Case:
    """One cell of the matrix."""

    phase: str
    fault: str
    way_on: WayOn


@dataclass(frozen=True)
class Outcome:
    """Where it led: the page that stood when the fault had shown, and the pages until home."""

    page: str
    after: tuple[str, ...]


def _asked(terminal: VirtualTerminal) -> VirtualPerson:
    return VirtualPerson(terminal).touches("查养老金").sees("place_id_card")


def _known(terminal: VirtualTerminal) -> VirtualPerson:
    return _asked(terminal).puts_card(PENSIONER).sees("payment_paid")


def _printing(terminal: VirtualTerminal) -> None:
    _known(terminal).touches("打印")
    if terminal.lives(5.0, lambda: terminal.page.name == "printed_before"):
        VirtualPerson(terminal).touches("再打一张")
    VirtualPerson(terminal).sees("which_paper").touches("小条").sees("printing")


def _reading(terminal: VirtualTerminal) -> None:
    _asked(terminal).puts_card(PENSIONER)
    terminal.lives(5.0, lambda: terminal.diary.showing is not None and terminal.diary.showing.phase is not None)


def _social_reading(terminal: VirtualTerminal) -> None:
    _asked(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER))
    terminal.lives(5.0, lambda: terminal.diary.showing is not None and terminal.diary.showing.phase is not None)


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


PHASES: Final[Mapping[str, Deed]] = {
    "home": lambda terminal: VirtualPerson(terminal).sees("home"),
    "asking for a card": _asked,
    "reading the ID card": _reading,
    "reading the social-security card": _social_reading,
    "giving the card back": _card_out,
    "showing a result": _known,
    "choosing the paper": lambda terminal: (
        _known(terminal).touches("打印"),
        terminal.lives(5.0, lambda: terminal.page.name in {"printed_before", "which_paper"}),
    ),
    "beginning to print": _printing,
    "half printed": _half_printed,
    "paper in the hand": _in_the_hand,
}


def _put(terminal: VirtualTerminal, fault: CardFault) -> None:
    terminal.reader.lift()
    terminal.reader.place(terminal.cards[PENSIONER], fault)


def _slot_holds(*faults: ChipFault) -> Deed:
    def puts(terminal: VirtualTerminal) -> None:
        terminal.slot.remove()
        terminal.slot.insert(terminal.chip(PENSIONER, *faults))

    return puts


def _both(terminal: VirtualTerminal) -> None:
    _slot_holds()(terminal)
    terminal.reader.place(terminal.cards[PENSIONER])


FAULTS: Final[Mapping[str, Fault]] = {
    "ID reader pulled": Fault(lambda t: t.reader_line.pull(), lambda t: t.reader_line.plug()),
    "ID reader silent": Fault(lambda t: t.reader.fail(ModuleFault.MUTE), lambda t: t.reader.fail(ModuleFault.NONE)),
    "ID reader's self-test failed": Fault(
        lambda t: t.reader.fail(ModuleFault.SELF_TEST), lambda t: t.reader.fail(ModuleFault.NONE)
    ),
    "ID card worn": Fault(lambda t: _put(t, CardFault.UNREADABLE), lambda t: t.reader.lift()),
    "not an ID card": Fault(lambda t: _put(t, CardFault.NOT_AN_ID_CARD), lambda t: t.reader.lift()),
    "ID card lifted": Fault(lambda t: t.reader.lift(), lambda _: None),
    "card slot pulled": Fault(lambda t: t.slot_line.pull(), lambda t: t.slot_line.plug()),
    "card slot silent": Fault(lambda t: t.slot.mute(), lambda t: t.slot.mute(mute=False)),
    "social-security card pulled out": Fault(lambda t: t.slot.remove(), lambda _: None),
    "social-security card put the wrong way round": Fault(_slot_holds(ChipFault.MUTE), lambda t: t.slot.remove()),
    "social-security card worn": Fault(_slot_holds(ChipFault.DAMAGED), lambda t: t.slot.remove()),
    "social-security card left in the slot": Fault(_slot_holds(), lambda t: t.slot.remove(), lasts=True),
    "contact of the slot sticks": Fault(_slot_holds(ChipFault.MUTE), lambda t: t.slot.remove(), lasts=True),
    "both cards at once": Fault(_both, lambda t: t.slot.remove(), lasts=True),
    "paper out": Fault(lambda t: t.printer.paper_out(), lambda t: t.printer.refill()),
    "cover open": Fault(lambda t: t.printer.cover_open(), lambda t: t.printer.cover_close()),
    "paper jam": Fault(lambda t: t.printer.jam(), lambda t: t.printer.clear_jam()),
    "cutter stuck": Fault(lambda t: t.printer.stick_cutter(), lambda t: t.printer.free_cutter()),
    "head too hot": Fault(lambda t: t.printer.heat_head(), lambda t: t.printer.cool_head()),
    "receipt printer off": Fault(lambda t: t.printer.power_off(), lambda t: t.printer.power_on()),
    "receipt printer pulled": Fault(lambda t: t.printer_line.pull(), lambda t: t.printer_line.plug()),
    "A4 printer gone": Fault(lambda t: t.papers.rename(t.papers.with_name("gone")), lambda t: _folder_back(t)),  # noqa: PLW0108 - it stands below
}


def _folder_back(terminal: VirtualTerminal) -> None:
    gone = terminal.papers.with_name("gone")
    if gone.exists():
        gone.rename(terminal.papers)


PLAIN: Final = Matrix(PHASES, FAULTS)
"""A slot without a motor, and a printer that lets its paper go."""


def rested(terminal: VirtualTerminal) -> None:
    """Let everything be well again, and home stand."""
    terminal.reader.lift()
    terminal.slot.remove()
    terminal.printer.take_paper()
    whole = lambda: terminal.page.name == "home" and all(h.usable for h in terminal.healths.values())  # noqa: E731
    came = terminal.lives(RESTED_SECONDS, whole)
    assert came, {name: health.state for name, health in terminal.healths.items()}
    terminal.lives(3.0)


def standing(terminal: VirtualTerminal) -> str:
    """Name the page that stands, and how much of it is greyed."""
    page, showing = terminal.page, terminal.diary.showing
    if not isinstance(page, Choose) or showing is None:
        return page.name
    greyed = sum(not choice.works(showing.down) for choice in page.choices)
    return f"{page.name} ({greyed} of {len(page.choices)} greyed)" if greyed else page.name


def run(terminal: VirtualTerminal, matrix: Matrix, case: Case) -> Outcome:
    """Go through one case, from home to home."""
    rested(terminal)
    fault = matrix.faults[case.fault]
    matrix.phases[case.phase](terminal)
    fault.strikes(terminal)
    terminal.lives(SEEN_SECONDS)
    page = standing(terminal)
    seen = len(terminal.diary.pages)
    if case.way_on is WayOn.MENDED:
        fault.mended(terminal)
        terminal.lives(MENDED_SECONDS)
    if case.way_on is not WayOn.LEFT:
        _touches_on(terminal)
    elif not fault.lasts:
        fault.mended(terminal)
    if not fault.lasts:
        terminal.reader.lift()
    home = terminal.lives(LOST_SECONDS, lambda: terminal.page.idle)
    if not home:  # a card in a slot without a motor is watched for as long as it is there
        terminal.slot.remove()
        home = terminal.lives(LOST_SECONDS, lambda: terminal.page.idle)
    fault.mended(terminal)
    assert home, f"{case}: {terminal.page.name} stands for ever"
    assert terminal.bugs == [], case
    return Outcome(page, tuple(dict.fromkeys(terminal.diary.pages[seen:])))


def _touches_on(terminal: VirtualTerminal) -> None:
    """Touch the first thing offered on every page until home, or nothing is offered any more."""
    for _ in range(MOST_TOUCHES):
        showing = terminal.diary.showing
        if showing is None or showing.page.idle or isinstance(showing.page, EnterDigits):
            return
        buttons = list(offered(showing.page, Wording(simple=showing.presentation.simple), showing.down).values())
        if buttons and showing.phase is None:
            terminal.visit.answered(showing.ticket, buttons[0])
        terminal.lives(4.0)


def section(matrix: Matrix, phase: str, outcomes: Mapping[Case, Outcome]) -> str:
    """Write a phase as a table of Markdown: a row per fault, the page that comes, and what follows by each way on."""
    lines = ["| fault | stands | mended | touched on | walked away |", "| --- | --- | --- | --- | --- |"]
    for fault in matrix.faults:
        found = [outcomes[Case(phase, fault, way)] for way in WayOn]
        cells = " | ".join(" → ".join(outcome.after) or "–" for outcome in found)
        lines.append(f"| {fault} | {found[0].page} | {cells} |")
    return "\n".join(lines) + "\n"


def heading(phase: str) -> str:
    """Return what stands above a phase's table."""
    return "### At home" if phase == "home" else f"### While {phase}"


def part_of(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of its level or above; empty where it isn't."""
    _, found, after = page.partition(f"\n{heading}\n\n")
    return after[: _end(after, heading)].rstrip("\n") + "\n" if found else ""


def with_part(page: str, heading: str, part: str) -> str:
    """Return the page with what stands under a heading replaced, or heading and part added at its end."""
    before, found, after = page.partition(f"\n{heading}\n\n")
    if not found:
        return f"{page.rstrip()}\n\n{heading}\n\n{part}"
    rest = after[_end(after, heading) :]
    return f"{before}\n{heading}\n\n{part}{rest}"


def _end(after: str, heading: str) -> int:
    level = len(heading.split(maxsplit=1)[0])
    found = re.search(rf"^#{{1,{level}}} ", after, re.MULTILINE)
    return len(after) if found is None else found.start() - 1
