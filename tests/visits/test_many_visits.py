"""Many visits in virtual time, by people who touch what they like while things break: nothing grows, nothing is kept."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Self

import pytest

from kiosk.core.money import IdNumber
from kiosk.core.serial import DocumentSerial
from kiosk.ledger.document import PrintState
from kiosk.store.keys import key_provider
from kiosk.store.records import Records
from tests.visits.person import VirtualPerson
from tests.visits.stroller import Fate, one_visit
from tests.visits.terminal import (
    Truth,
    another,
    audit_lines,
    entries,
    nothing_personal,
    serials_of_sheets,
    serials_of_slips,
)
from tests.visits.virtual import VirtualTerminal

WARM_UP = 60
"""Visits until every page has been laid out once, every module loaded and every cache is full."""
MOST_NEW_OBJECTS = 400
"""Between two measurements. One object kept a visit would show as the number of visits."""
MOST_NEW_BYTES = 32_000_000
"""Resident memory comes and goes by pages and arenas; what grows with the visits shows in a soak."""


@dataclass(frozen=True)
class Measured:
    """What a process uses."""

    threads: int
    files: int
    objects: Counter[str]
    bytes: int

    @classmethod
    def now(cls, terminal: VirtualTerminal) -> Self:
        """Count, after what only the tests keep is thrown away."""
        terminal.printer.empty_slot()
        terminal.reader.orders.clear()
        terminal.reader_line.line.recorded.clear()
        terminal.printer_line.line.recorded.clear()
        for _ in range(3):
            gc.collect()
        kinds = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
        files = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
        return cls(threading.active_count(), files, kinds, resident_bytes())

    def has_not_grown(self, before: Measured) -> None:
        """See that no more is used than before."""
        assert self.threads == before.threads, [thread.name for thread in threading.enumerate()]
        assert self.files <= before.files
        grown = self.objects - before.objects
        del grown["weakref.ReferenceType"]  # a connection of sqlite3 forgets its dead cursors by the two hundred
        assert sum(grown.values()) < MOST_NEW_OBJECTS, {kind: more for kind, more in grown.items() if more > 20}
        assert self.bytes - before.bytes < MOST_NEW_BYTES


def resident_bytes() -> int:
    """Return the memory of this process that is really there; 0 where nobody says."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def one_print_a_request(terminal: VirtualTerminal) -> None:
    """See that from one 打印 to the next, through every refill between, at most one sheet was proved."""
    begun = [at for at, end in enumerate(terminal.diary.endings, start=1) if end.page.startswith("preparing_")]
    proved = [at for at, entry in terminal.steps if entry.state is PrintState.PROVED]
    for begin, end in pairwise([0, *begun, len(terminal.diary.endings) + 1]):
        assert sum(begin <= at < end for at in proved) <= (1 if begin else 0)
    assert not [entry for _, entry in terminal.steps if entry.code == "cancelled"], "a print was called off"
    terminal.diary.pages.clear()
    terminal.diary.endings.clear()
    terminal.steps.clear()


class Papers:
    """Collects what came out, and takes it away."""

    def __init__(self, terminal: VirtualTerminal) -> None:
        self._terminal = terminal
        self.serials: list[int] = []

    def collect(self) -> None:
        """Take what lies in both slots. A piece that was refused by a cutter hangs on and comes with the next."""
        slips = serials_of_slips(piece.text() for piece in self._terminal.printer.empty_slot())
        sheets = sorted(self._terminal.papers.glob("*.pdf"))
        self.serials += [serial.number for serial in (*slips, *serials_of_sheets(sheets))]
        for sheet in sheets:
            sheet.unlink()


def planted(terminal: VirtualTerminal) -> Iterator[str]:
    """Go through what must stand in no plain file: names, numbers, addresses and amounts of everybody with a card."""
    config = terminal.config
    records = Records(config.data, key_provider(config.key, config.data), terminal.clock, limit=None)
    for number, card in terminal.cards.items():
        yield from (card.number, card.number[6:14] + card.number[14:], card.address)
        if len(card.name) > 1:
            yield card.name
        if number in (28, 29):  # these two are in no records
            continue
        for payment in records.find_by_number(IdNumber(card.number)).payments[-12:]:
            yield from (f"{payment.amount / 100:.2f}", f"{payment.amount / 100:,.2f}")
    records.close()


def rare_names(terminal: VirtualTerminal) -> None:
    """Have a rare name on both papers once: its font, with tens of thousands of glyphs, is loaded when first wanted."""
    person = VirtualPerson(terminal)
    for paper in ("大张纸", "小条"):
        person.sees("home").touches("查养老金").sees("place_id_card").puts_card(33)
        person.sees("payment_paid").touches("打印")
        if paper == "小条":
            person.sees("printed_before").touches("再打一张")
        person.sees("which_paper").touches(paper)
        person.sees("take_paper").touches("拿好了").sees("anything_else").leaves_after_all()


def stroll(template: Path, folder: Path, visits: int, seed: int) -> None:
    """Let so many people come one after the other."""
    terminal = VirtualTerminal(another(template, folder / "terminal"), folder / "papers")
    chance = Random(seed)
    fate, papers = Fate(terminal, chance), Papers(terminal)
    measured: list[Measured] = []
    rare_names(terminal)
    for visit in range(visits):
        one_visit(terminal, fate, chance)
        assert terminal.bugs == [], f"visit {visit}: {terminal.diary.pages[-12:]}"
        one_print_a_request(terminal)
        papers.collect()
        if visit in (WARM_UP, (visits + WARM_UP) // 2, visits - 1):
            measured.append(Measured.now(terminal))
    said = set(planted(terminal))
    terminal.close()
    assert terminal.visit.visits > visits // 2
    measured[-1].has_not_grown(measured[1])
    Truth(entries(terminal.config), tuple(map(DocumentSerial, papers.serials))).agrees()
    assert audit_lines(terminal.config)
    nothing_personal(terminal.config, said)


def test_after_two_hundred_visits_nothing_has_grown_and_nothing_is_told(template: Path, tmp_path: Path) -> None:
    stroll(template, tmp_path, 200, seed=20_261_121)


@pytest.mark.soak
def test_after_five_thousand_visits_nothing_has_grown_and_nothing_is_told(template: Path, tmp_path: Path) -> None:
    stroll(template, tmp_path, 5_000, seed=5_000)
