"""kill -9 while mandates and requests are written: what was acknowledged is there, and no number is given twice."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.mandate import MandateNumber
from kiosk.ledger.mandates import Mandates
from kiosk.ledger.requests import Requests, digest_of
from tests.ledger.dying_writer import BOOKS
from tests.ledger.test_killed import kill_while_printing, start
from tests.ledger.test_mandates import KEY, SUBJECTS
from tests.ledger.writing_child import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = 15

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a kill, unlike a power cut, doesn't ask what has reached the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made there is nobody else's
    if memory.is_dir():
        with tempfile.TemporaryDirectory(dir=memory) as made:
            yield Path(made)
    else:
        yield tmp_path


@pytest.mark.parametrize("what", BOOKS)
def test_a_kill_at_any_moment_of_an_entry_leaves_all_of_it_or_nothing(folder: Path, what: str) -> None:
    child = start(folder / "ledger.db", what, program="dying_writer.py")
    said, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    lines: list[dict[str, Any]] = [json.loads(line) for line in said.decode().splitlines()]
    before: list[list[object]] = []
    killed: list[dict[str, Any]] = []
    seen = 0
    for line in lines:
        if "acknowledged" not in line:
            killed.append(line)
            continue
        after = line["acknowledged"]
        written = [each["held"] for each in killed]
        assert all(same(held, before) or same(held, after) for held in written)
        if not same(after, before):
            assert same(written[0], before)
            assert same(written[-1], after)
        for each in killed:
            assert each["next"] not in {number for number, *_ in each["held"]}, "a number was given twice"
            assert each["then"][: len(each["held"])] == each["held"]
            assert len({number for number, *_ in each["then"]}) == len(each["held"]) + 1
        seen += len(killed)
        before, killed = after, []
    assert seen > 100
    assert len(before) == 2


def same(one: list[list[object]], other: list[list[object]]) -> bool:
    """Whether two ledgers hold the same. What binds a request to the one before is sealed anew each time it is made."""
    return [each[:2] for each in one] == [each[:2] for each in other] and [each[2:] for each in one[:-1]] == [
        each[2:] for each in other[: len(one) - 1]
    ]


def acknowledged(said: Path) -> dict[str, list[str]]:
    """Return what each number was acknowledged for; each line was written in one piece."""
    words: dict[str, list[str]] = defaultdict(list)
    for line in said.read_text(encoding="ascii").splitlines():
        number, word = line.split()
        words[number].append(word)
    return words


def test_mandates_outlive_kills_from_outside(folder: Path) -> None:
    path, said, moments = folder / "mandates.db", folder / "said", random.Random(20_261_128)
    told: dict[str, list[str]] = {}
    for _ in range(KILLS):
        kill_while_printing(start(path, "mandates", said, program="writing_child.py"), moments.uniform(0.0, 0.02))
        told = acknowledged(said)
        assert all(words.count("made") == 1 for words in told.values()), "a number was given twice"
        with closing(Mandates(path, KEY, SUBJECTS, VirtualClock(NOW))) as ledger:
            for number, words in told.items():
                mandate = ledger.mandate(MandateNumber(number))
                assert mandate.used >= words.count("used")
                assert mandate.revoked or "revoked" not in words
    assert len(told) > KILLS


def test_requests_outlive_kills_from_outside_and_stay_one_chain(folder: Path) -> None:
    path, said, moments = folder / "requests.db", folder / "said", random.Random(20_261_129)
    told: dict[str, list[str]] = {}
    for _ in range(KILLS):
        kill_while_printing(start(path, "requests", said, program="writing_child.py"), moments.uniform(0.0, 0.02))
        told = acknowledged(said)
        assert all(len(words) == 1 for words in told.values()), "a number was given twice"
        with closing(Requests(path, KEY, VirtualClock(NOW))) as ledger:
            facts = ledger.after(0)
            assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
            assert told.keys() <= {fact.number for fact in facts}
            rows = ledger._db.execute("SELECT sealed FROM request ORDER BY seq").fetchall()
            assert [fact.before for fact in facts[1:]] == [digest_of(sealed) for (sealed,) in rows[:-1]]
            assert len({fact.person.reveal() for fact in facts}) == len(facts)
    assert len(told) > KILLS
