"""kill -9 in the middle of printing: what the journal then says fits the paper, and nothing it said is lost."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.serial import DocumentSerial
from kiosk.ledger.document import PrintState, PrintTicket
from kiosk.ledger.journal import PrintJournal
from tests.ledger.printing_child import DOCUMENT, KEY

KILLS = 50
ROOT = Path(__file__).parents[2]


def start(*arguments: object, program: str = "printing_child.py") -> subprocess.Popen[bytes]:
    command = [sys.executable, str(Path(__file__).with_name(program)), *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)


def kill_while_printing(child: subprocess.Popen[bytes], seconds: float) -> None:
    assert child.stdout is not None
    assert child.stdout.read(1) == b"."
    SystemClock().sleep(seconds)
    child.kill()
    child.communicate()


def words_of(path: Path) -> dict[PrintTicket, list[str]]:
    """Read `serial word` lines; each was written in one piece, so none is torn by the kill."""
    words: dict[PrintTicket, list[str]] = defaultdict(list)
    for line in path.read_text().splitlines() if path.exists() else ():
        serial, word = line.split()
        words[PrintTicket(DocumentSerial(int(serial, 16)))].append(word)
    return words


def test_after_fifty_kills_each_document_is_not_printed_unknown_or_printed(tmp_path: Path) -> None:
    journal_path, paper_path, said_path = tmp_path / "journal.db", tmp_path / "paper", tmp_path / "said"
    moments = random.Random(20_261_121)
    seen: Counter[PrintState] = Counter()
    for _ in range(KILLS):
        kill_while_printing(start(journal_path, paper_path, said_path), moments.uniform(0.0, 0.025))
        journal = PrintJournal(journal_path, KEY, SystemClock())
        with contextlib.closing(journal):
            paper, said = words_of(paper_path), words_of(said_path)
            assert set(paper) <= set(said)
            for ticket, acknowledged in said.items():
                state = journal.entry(ticket).state
                seen[state] += 1
                assert acknowledged.count("intended") == 1, "a serial was given twice"
                if "proved" in acknowledged:
                    assert state is PrintState.PROVED
                if "failed" in acknowledged:
                    assert state is PrintState.FAILED
                if ticket in paper:
                    assert state in (PrintState.UNKNOWN, PrintState.PROVED, PrintState.FAILED)
                if state is PrintState.PROVED:
                    assert paper[ticket] == ["begin", "figures", "more-figures", "end"]
                if state is PrintState.ABANDONED:
                    assert ticket not in paper
                assert state not in (PrintState.INTENDED, PrintState.SENDING)
            counted = journal.counters()
            # A kill may fall between a commit and its acknowledgement: at most one more document each time.
            assert len(said) <= sum(counted.values()) <= len(said) + KILLS
    assert seen[PrintState.UNKNOWN]
    assert seen[PrintState.PROVED]


def test_serials_only_rise_over_all_kills(tmp_path: Path) -> None:
    journal_path, paper_path, said_path = tmp_path / "journal.db", tmp_path / "paper", tmp_path / "said"
    for _ in range(5):
        kill_while_printing(start(journal_path, paper_path, said_path), 0.01)
    numbers = [ticket.serial.number for ticket in words_of(said_path)]
    assert numbers == sorted(set(numbers))


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
def test_a_step_the_disk_has_no_room_for_is_refused_and_the_journal_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    child = start(path, program="full_disk_child.py")
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    acknowledged = [PrintTicket(DocumentSerial(int(line, 16))) for line in said.decode().split()]
    assert acknowledged
    journal = PrintJournal(path, KEY, SystemClock())
    with contextlib.closing(journal):
        assert all(journal.entry(ticket).state is PrintState.ABANDONED for ticket in acknowledged)
        assert sum(journal.counters().values()) == len(acknowledged)
        journal.intend(DOCUMENT)
