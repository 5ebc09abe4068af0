"""The bench's verbs on a terminal in virtual time: what plays a scenario there can't tell it from the real bench."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from devices.bench import verbs
from devices.bench.cables import Noisy, Slow
from devices.bench.cards import people
from devices.bench.id_tray import IdTray
from devices.bench.playing import Player, Seen
from devices.bench.refusal import BenchRefusal
from devices.bench.sheets import SheetFolder
from devices.bench.slot import CardSlot
from devices.bench.station import NOISY_SHARE, SEED, SLOW_SECONDS, Station
from devices.bench.verb import (
    DOCUMENT_PRINTER,
    ID_READER,
    INDICATORS,
    KEYPAD,
    RECEIPT_PRINTER,
    SCANNER,
    SOCIAL_CARD_READER,
)
from devices.paper import DOTS_PER_MM
from tests.visits.person import VirtualPerson
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from devices.bench.board import Board
    from devices.bench.cards import BenchPerson
    from devices.bench.memory_line import MemoryLine
    from devices.bench.scenario import Scenario
    from devices.bench.verb import Answer
    from devices.escpos.simulator import EscPosSimulator
    from tests.visits.virtual_front import Front

PASSES_SECONDS = 400.0
"""A page that scenarios let stand until it passes: nobody is there for a while."""

LEAVE = "退出"
"""In the corner of every page."""


class LastPaper:
    """Has of `Papers` what verbs use."""

    def __init__(self, printer: EscPosSimulator) -> None:
        self._printer = printer

    def newest_code(self) -> str:
        pieces = self._printer.receipts()
        codes = re.findall(r"\[QR (YB1:[^\]]+)\]", pieces[-1].text()) if pieces else []
        return codes[0] if codes else ""


class VirtualBench:
    """Has of `Station` what its verbs use, on the simulators of a terminal in virtual time."""

    def __init__(self, terminal: VirtualTerminal) -> None:
        self.terminal = terminal
        self.reader, self.printer = terminal.reader, terminal.printer
        self.presents = terminal.presents
        self.tray = IdTray(terminal.reader)
        self.slot = CardSlot(terminal.slot, self._later)
        self.papers = LastPaper(terminal.printer)
        self.sheets = SheetFolder(terminal.papers)
        self._people = people(terminal.config.data / "cards.toml")
        self._lines = {
            ID_READER: terminal.reader_line,
            SOCIAL_CARD_READER: terminal.slot_line,
            RECEIPT_PRINTER: terminal.printer_line,
        }
        if terminal.front is not None:
            self._lines |= {
                SCANNER: terminal.front.scanner_line,
                KEYPAD: terminal.front.keypad_line,
                INDICATORS: terminal.front.board_line,
            }
            self.scanner, self.keypad = terminal.front.scanner, terminal.front.keypad
        self.done: list[str] = []
        self.shone: list[dict[str, str]] = []
        """What the verb `lights` told each time."""

    # -- a `Performer`

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        self.done.append(" ".join((verb, *arguments)))
        answer = verbs.perform(cast("Station", self), verb, arguments)
        if "lights" in answer:
            self.shone.append(cast("dict[str, str]", answer["lights"]))
        return answer

    def seen(self) -> Seen:
        front = self.terminal.front
        return Seen(
            cards_found=self.reader.found,
            cards_read=self.reader.read,
            receipts=len(self.printer.receipts()),
            hanging_mm=self.printer.hanging().height / DOTS_PER_MM,
            sheets=len(self.sheets.out()),
            scanning=front is not None and front.scanner.reads,
        )

    # -- what verbs call

    def person(self, number: int) -> BenchPerson:
        return self._people[number]

    @property
    def board(self) -> Board:
        return self._front.board

    @property
    def _front(self) -> Front:
        if self.terminal.front is None:
            raise BenchRefusal("not-fitted", "this terminal has no scanner, keys and lamps")
        return self.terminal.front

    def power_printer(self, *, on: bool) -> None:
        if on:
            self.printer.power_on()
        else:
            self.printer.power_off()

    def pull(self, name: str) -> None:
        self._plug_of(name).pull()

    def plug(self, name: str) -> None:
        self._plug_of(name).plug()

    def line(self, name: str, character: str) -> None:
        socket, line = self._line(name), self._line(name).line
        socket.hold(stuck=character in ("stuck", "wedged"))
        if character == "wedged":
            socket.wedge()
        else:
            socket.unwedge()
        if character == "slow":
            line.use_cables(to_device=Slow(SLOW_SECONDS), to_host=Slow(SLOW_SECONDS))
        elif character == "noisy":
            line.use_cables(to_device=Noisy(SEED, NOISY_SHARE), to_host=Noisy(SEED + 1, NOISY_SHARE))
        else:
            line.use_cables()

    def leave_at(self, name: str, baud: int) -> None:
        self._line(name).line.leave_device_at(baud)

    def _plug_of(self, name: str) -> MemoryLine | SheetFolder:
        return self.sheets if name == DOCUMENT_PRINTER else self._line(name)

    def _line(self, name: str) -> MemoryLine:
        if name not in self._lines:
            raise BenchRefusal("no-such-cable", f"{name} hangs on no line here")
        return self._lines[name]

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        clock = self.terminal.clock

        def hand() -> None:
            clock.sleep(seconds)
            act()

        clock.spawn("a hand", hand)


class Rehearsal:
    """One scenario on one terminal: the player does the verbs in a thread of virtual time, the person follows `visit`."""

    def __init__(self, scenario: Scenario, config_file: Path, papers: Path) -> None:
        self.scenario = scenario
        wanted = set(scenario.devices)
        self.terminal = VirtualTerminal(
            config_file,
            papers,
            social="crt" if "card_motor" in wanted else "ccid" if SOCIAL_CARD_READER in wanted else "",
            printer="custom" if "presenter" in wanted else "epson",
            front=bool(wanted & {SCANNER, KEYPAD, INDICATORS}),
        )
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
