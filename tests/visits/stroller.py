"""People who touch whatever they like and a fate that breaks things, both from one seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any, Final

from devices.id_sam.simulator import CardFault, ModuleFault
from kiosk.core.page import EnterDigits
from kiosk.core.people import Presentation
from kiosk.core.text import Wording
from tests.visits.person import offered

if TYPE_CHECKING:
    from kiosk.core.stage import Showing
    from tests.visits.virtual import VirtualTerminal

MOST_TOUCHES: Final = 18
LOST_SECONDS: Final = 1_600.0
"""However long somebody's patience and whatever breaks: so long after their last touch home stands again.

Who feels unwell is waited for ten minutes, in 简洁版 fifteen; then come the quiet (180 s) and the question (45 s) of that page,
of one that it lay over, and of the page beneath.
"""
THINKS: Final = (0.3, 3.0)
MENDED: Final = (3.0, 60.0)
FAULTS_A_VISIT: Final = 0.25

Deed = Callable[[], object]


class Fate:
    """Breaks one thing now and then, and mends it some time later."""

    def __init__(self, terminal: VirtualTerminal, chance: Random) -> None:
        self._chance = chance
        self._clock = terminal.clock
        printer, reader = terminal.printer, terminal.reader
        self._faults: list[tuple[Deed, Deed]] = [
            (printer.paper_out, printer.refill),
            (lambda: printer.paper_runs_out_after(chance.uniform(1.0, 200.0)), printer.refill),
            (printer.cover_open, printer.cover_close),
            (printer.jam, printer.clear_jam),
            (printer.stick_cutter, printer.free_cutter),
            (printer.heat_head, printer.cool_head),
            (printer.power_off, printer.power_on),
            (terminal.printer_line.pull, terminal.printer_line.plug),
            (terminal.reader_line.pull, terminal.reader_line.plug),
            (lambda: reader.fail(ModuleFault.MUTE), lambda: reader.fail(ModuleFault.NONE)),
            (lambda: reader.fail(ModuleFault.SELF_TEST), lambda: reader.fail(ModuleFault.NONE)),
        ]
        self._due: list[tuple[float, Deed]] = []

    def strikes(self) -> None:
        """Decide what will break in this visit, and when."""
        if self._due or self._chance.random() > FAULTS_A_VISIT:
            return
        breaking, mending = self._chance.choice(self._faults)
        at = self._clock.monotonic() + self._chance.uniform(0.0, 40.0)
        self._due = [(at, breaking), (at + self._chance.uniform(*MENDED), mending)]

    def works(self) -> float | None:
        """Do what is due; return when the next is."""
        while self._due and self._due[0][0] <= self._clock.monotonic():
            self._due.pop(0)[1]()
        return self._due[0][0] if self._due else None


class Stroller:
    """One person: touches for a while, then either goes through with it or walks away without a word."""

    def __init__(self, terminal: VirtualTerminal, chance: Random) -> None:
        self._terminal = terminal
        self._chance = chance
        self._card = chance.choice(sorted(terminal.cards))
        self._touches = chance.randint(3, MOST_TOUCHES)
        self._acts_at = terminal.clock.monotonic() + chance.uniform(*THINKS)
        self._seen: int | None = None
        self.last_touch = terminal.clock.monotonic()

    def acts(self) -> float | None:
        """Do what it is time for; return when to ask again, None for somebody who has gone."""
        showing = self._terminal.diary.showing
        now = self._terminal.clock.monotonic()
        if self._touches == 0:
            return None
        if showing is not None and showing.ticket != self._seen:
            self._seen = showing.ticket
            self._acts_at = now + self._chance.uniform(*THINKS)
        if now < self._acts_at:
            return self._acts_at
        self._acts_at = now + self._chance.uniform(*THINKS)
        self._touches -= 1
        self.last_touch = now
        if showing is not None:
            self._act(showing)
        if self._touches == 0:
            self._terminal.reader.lift()
        return self._acts_at

    def _act(self, showing: Showing) -> None:
        visit, chance = self._terminal.visit, self._chance
        what = chance.random()
        if any(job.lane == "id_reader" for job in showing.page.jobs) and what < 0.7:
            self._puts_card()
        elif what < 0.05:
            self._puts_card(chance.choice(sorted(self._terminal.cards)))
        elif what < 0.12:
            visit.back(showing.ticket)
        elif what < 0.14:
            visit.leave(showing.ticket)
        elif what < 0.17:
            self._terminal.calling.pressed()
        elif what < 0.20:
            visit.read_aloud()
        elif what < 0.24:
            visit.present(self._other(showing.presentation))
        elif what < 0.26:
            visit.choose_modes()
        elif what < 0.28:
            self._terminal.reader.lift()
        else:
            self._answers(showing)

    def _puts_card(self, number: int | None = None) -> None:
        fault = self._chance.choices(list(CardFault), (30, 2, 1, 1, 2, 1, 1))[0]
        self._terminal.reader.lift()
        self._terminal.reader.place(self._terminal.cards[number or self._card], fault)

    def _answers(self, showing: Showing) -> None:
        page = showing.page
        buttons = list(offered(page, Wording(simple=showing.presentation.simple), showing.down).values())
        if isinstance(page, EnterDigits) or not buttons:
            self._terminal.visit.touched()
        else:
            # The first button is the next step; most people touch it.
            value = buttons[0] if self._chance.random() < 0.5 else self._chance.choice(buttons)
            self._terminal.visit.answered(showing.ticket, value)

    def _other(self, now: Presentation) -> Presentation:
        other: list[dict[str, Any]] = [{"simple": not now.simple}, {"covered": not now.covered}]
        return replace(now, **self._chance.choice(other))


def one_visit(terminal: VirtualTerminal, fate: Fate, chance: Random) -> None:
    """Let one person come, do as they like, and be gone: home stands again within its bound of virtual time."""
    visit, clock = terminal.visit, terminal.clock
    before = visit.visits
    person = Stroller(terminal, chance)
    fate.strikes()
    begun = False
    while not (begun and visit.at_home and terminal.page.idle):
        moments = [person.acts(), fate.works()]
        now = clock.monotonic()
        assert now - person.last_touch < LOST_SECONDS, f"{terminal.page.name} has stood since {person.last_touch}"
        terminal.goes_on(min([now + 1.0, *(moment for moment in moments if moment is not None)]))
        if not begun and person.acts() is None and visit.at_home:
            return
        begun = begun or visit.visits > before or not visit.at_home
