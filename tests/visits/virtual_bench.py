"""The bench's verbs on a terminal in virtual time: what plays a scenario there can't tell it from the real bench."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from devices.bench import verbs
from devices.bench.cables import Noisy, Slow
from devices.bench.cards import BenchPerson, people
from devices.bench.playing import Player, Seen
from devices.bench.refusal import BenchRefusal
from devices.bench.station import DAMAGES, NOISY_SHARE, SEED, SLOW_SECONDS, UNDAMAGED, Station
from devices.bench.verb import ID_READER, RECEIPT_PRINTER
from devices.paper import DOTS_PER_MM
from tests.visits.person import VirtualPerson
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from devices.bench.memory_line import MemoryLine
    from devices.bench.scenario import Scenario
    from devices.bench.verb import Answer
    from devices.id_sam.simulator import ModuleFault

PASSES_SECONDS = 400.0
"""A page that scenarios let stand until it passes: nobody is there for a while."""

LEAVE = "退出"
"""In the corner of every page."""


class VirtualBench:
    """Has of `Station` what its verbs use, on the simulators of a terminal in virtual time."""

    def __init__(self, terminal: VirtualTerminal) -> None:
        self.terminal = terminal
        self.reader, self.printer = terminal.reader, terminal.printer
        self._people = people(terminal.config.data / "cards.toml")
        self._lines = {ID_READER: terminal.reader_line, RECEIPT_PRINTER: terminal.printer_line}
        self._lies: int | None = None
        self._next_damage = UNDAMAGED
        self.done: list[str] = []

    # -- a `Performer`

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        self.done.append(" ".join((verb, *arguments)))
        return verbs.perform(cast("Station", self), verb, arguments)

    def seen(self) -> Seen:
        return Seen(
            cards_found=self.reader.found,
            cards_read=self.reader.read,
            receipts=len(self.printer.receipts()),
            hanging_mm=self.printer.hanging().height / DOTS_PER_MM,
            sheets=len(list(self.terminal.papers.glob("*.pdf"))),
        )

    # -- what verbs call

    def place_id_card(self, number: int) -> BenchPerson:
        person = self._people[number]
        damage, self._next_damage = self._next_damage, UNDAMAGED
        self.reader.place(person.card, DAMAGES[damage])
        self._lies = number
        return person

    def lift(self) -> bool:
        lay, self._lies = self._lies is not None, None
        self.reader.lift()
        return lay

    def damage_card(self, damage: str) -> bool:
        self._next_damage = damage
        if self._lies is None:
            return False
        self.place_id_card(self._lies)
        return True

    def break_reader(self, fault: ModuleFault) -> None:
        self.reader.fail(fault)

    def power_printer(self, *, on: bool) -> None:
        if on:
            self.printer.power_on()
        else:
            self.printer.power_off()

    def pull(self, name: str) -> None:
        self._line(name).pull()

    def plug(self, name: str) -> None:
        self._line(name).plug()

    def line(self, name: str, character: str) -> None:
        line = self._line(name).line
        if character == "slow":
            line.use_cables(to_device=Slow(SLOW_SECONDS), to_host=Slow(SLOW_SECONDS))
        elif character == "noisy":
            line.use_cables(to_device=Noisy(SEED, NOISY_SHARE), to_host=Noisy(SEED + 1, NOISY_SHARE))
        else:
            line.use_cables()

    def _line(self, name: str) -> MemoryLine:
        if name not in self._lines:
            raise BenchRefusal("no-such-cable", f"{name} hangs on no line here")
        return self._lines[name]


class Rehearsal:
    """One scenario on one terminal: the player does the verbs in a thread of virtual time, the person follows `visit`."""

    def __init__(self, scenario: Scenario, config_file: Path, papers: Path) -> None:
        self.scenario = scenario
        self.terminal = VirtualTerminal(config_file, papers)
        self.bench = VirtualBench(self.terminal)
        self.person = VirtualPerson(self.terminal)
        self.refused: list[BenchRefusal] = []
        self.played = False

    def run(self) -> None:
        """Play it to its end and follow it home."""
        player = Player(self.scenario, self.bench, self.terminal.clock, stopped=lambda: self.played)

        def play() -> None:
            try:
                player.play()
            except BenchRefusal as refusal:
                self.refused.append(refusal)
            self.played = True

        self.person.sees("home")
        self.terminal.clock.spawn("player", play)
        for touch in self.scenario.visit:
            self._sees(touch.page)
            if touch.words:
                self.terminal.lives(1.0)
                self._touch(touch.words)
        assert self.terminal.lives(PASSES_SECONDS, lambda: self.played), self.bench.done
        self._sees("home")

    def _sees(self, page: str) -> None:
        try:
            self.person.sees(page, within=PASSES_SECONDS)
        except AssertionError as error:
            pages, done = self.terminal.diary.pages, self.bench.done
            raise AssertionError(f"{error}; so far {pages}, {done}, {self.refused}") from None

    def _touch(self, words: str) -> None:
        visit = self.terminal.visit
        if words == LEAVE and visit.ticket is not None:
            visit.leave(visit.ticket)
        else:
            self.person.touches(words)

    def close(self) -> None:
        """End everything."""
        self.played = True
        self.terminal.close()
