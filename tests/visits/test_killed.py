"""kill -9 at fifty random moments of a print: what the journal then says fits the paper, and nothing prints by itself."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.ledger.document import PrintState
from tests.bench.running import RunningBench
from tests.visits.at_the_machine import Bench
from tests.visits.terminal import another, entries, serials_of_slips

pytestmark = pytest.mark.wire

KILLS = 50
BENCHES = 2
"""Terminals that print and are killed side by side."""
LONGER_THAN_A_PRINT = 2.6
ROOT = Path(__file__).parents[2]
PRINTED, UNKNOWN, NEVER_SENT = PrintState.PROVED, PrintState.UNKNOWN, PrintState.ABANDONED


class Child:
    """A terminal without a window that prints until it is killed."""

    def __init__(self, config: Path, said: Path) -> None:
        command = [sys.executable, str(Path(__file__).with_name("printing_child.py")), str(config), str(said)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)

    def dies_after(self, seconds: float) -> None:
        """Wait until a print has begun, and kill it so much later."""
        assert self._process.stdout is not None
        assert self._process.stdout.read(1) == b".", "it ended before it printed"
        SystemClock().sleep(seconds)
        self._process.kill()
        self._process.communicate()


def acknowledged(said: Path) -> dict[str, list[str]]:
    """Return the steps each print was known to have taken; each line was written in one piece."""
    steps: dict[str, list[str]] = defaultdict(list)
    for line in said.read_text(encoding="ascii").splitlines():
        serial, state = line.split()
        steps[serial].append(state)
    return steps


def killed_again_and_again(terminal: Path, bench: Bench, seed: int) -> Counter[PrintState]:
    """Kill a printing terminal and compare its journal with the paper, many times; return how its prints ended."""
    config_file = bench.with_terminal(terminal)
    config = bench.config(config_file)
    said, moments = terminal.parent / "said", random.Random(seed)
    told: dict[str, PrintState] = {}
    for _ in range(KILLS // BENCHES):
        Child(config_file, said).dies_after(moments.uniform(0.0, LONGER_THAN_A_PRINT))
        out = Counter(str(serial) for serial in serials_of_slips(bench.slips()))
        assert all(count == 1 for count in out.values()), "a slip came out twice"
        steps = acknowledged(said)
        told = {str(entry.ticket.serial): entry.state for entry in entries(config)}
        assert set(out) <= set(told)
        assert set(steps) <= set(told), "a step the journal had acknowledged is gone"
        for serial, state in told.items():
            assert state in (PRINTED, UNKNOWN, NEVER_SENT), state
            if state is PRINTED:
                assert out[serial] == 1
            if state is NEVER_SENT:
                assert serial not in out
                assert "sending" not in steps[serial]
            if "proved" in steps[serial]:
                assert state is PRINTED
    SystemClock().sleep(LONGER_THAN_A_PRINT)  # what the printer had received still comes out
    before = len(bench.slips())
    SystemClock().sleep(LONGER_THAN_A_PRINT)
    assert len(bench.slips()) == before, "something prints by itself"
    return Counter(told.values())


def test_after_fifty_kills_the_journal_says_what_the_paper_shows(template: Path, tmp_path: Path) -> None:
    words = ("--config", str(template), "--cards", str(template.parent / "var" / "cards.toml"))
    with ExitStack() as running, ThreadPoolExecutor(BENCHES) as killers:
        rows: list[Future[Counter[PrintState]]] = []
        for number in range(BENCHES):
            folder = tmp_path / f"b{number}" / "bench"
            running.enter_context(RunningBench(folder, *words))
            terminal = another(template, tmp_path / f"terminal{number}")
            rows.append(killers.submit(killed_again_and_again, terminal, Bench(folder), number))
        seen = sum((row.result() for row in rows), Counter[PrintState]())
    assert seen[UNKNOWN]
    assert seen[PRINTED]
    assert sum(seen.values()) >= KILLS
