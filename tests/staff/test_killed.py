"""kill -9 at every moment of every try: none is given away (S5), whether of a PIN, by a stranger, or of the setup code."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SystemClock
from kiosk.staff.errors import LockedForGood
from tests.staff.hall import DESK, DESKS_CARD, DESKS_PIN, opened, staffed, virtual, wrong_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
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


def start(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(Path(__file__).with_name(program)), *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)


def moments(roll: Path, what: str, *more: str) -> list[tuple[str, int]]:
    """What the roll counts after a kill at each moment of one try, which is then made."""
    child = start("dying_child.py", roll, what, *more)
    said, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    lines = [line.rpartition(" ") for line in said.decode().splitlines()]
    return [(name, int(count)) for name, _, count in lines]


def counts_of(counted: list[tuple[str, int]]) -> list[int]:
    """The counts one after the other, each once for as long as it stands."""
    counts = [count for _, count in counted]
    return [count for place, count in enumerate(counts) if place == 0 or count != counts[place - 1]]


def begun(counted: list[tuple[str, int]]) -> int:
    """At which moment the PIN begins to be looked at."""
    return [name for name, _ in counted].index("c_call derive")


def test_a_kill_at_any_moment_of_any_try_gives_no_other(folder: Path) -> None:
    roll = folder / "staff.db"
    staffed(opened(roll, virtual())).close()
    for wrong in range(10):
        counted = moments(roll, "wrong", *(["every"] if wrong == 4 else []))
        assert counts_of(counted) == [wrong, wrong + 1]
        assert all(count == wrong + 1 for _, count in counted[begun(counted) :])
    locked = moments(roll, "right")
    assert counts_of(locked) == [10]
    assert "c_call derive" not in dict(locked)


def test_a_kill_while_a_right_pin_is_looked_at_costs_a_try_and_no_more(folder: Path) -> None:
    roll = folder / "staff.db"
    staffed(opened(roll, virtual())).close()
    moments(roll, "wrong")
    counted = moments(roll, "right")
    assert counts_of(counted) == [1, 2, 0]
    assert counted[begun(counted)][1] == 2


@pytest.mark.parametrize("what", ["stranger", "code"])
def test_a_kill_gives_strangers_and_code_breakers_no_other_try(folder: Path, what: str) -> None:
    roll = folder / "staff.db"
    with contextlib.closing(opened(roll, virtual())) as room:
        if what == "stranger":
            staffed(room)
        else:
            room.make_setup_code()
    for tries in range(2):
        counted = moments(roll, what)
        assert counts_of(counted) == [tries, tries + 1]
        assert counted[begun(counted)][1] == tries + 1


def test_whoever_cuts_the_power_again_and_again_sees_nine_answers_at_most(folder: Path) -> None:
    """Kills from outside, at moments nobody chose: what was seen is never more than what is counted."""
    when = random.Random(20_261_128)
    kills = 0
    for hall in range(20):
        roll, answers = folder / f"{hall}.db", folder / f"{hall}.answers"
        staffed(opened(roll, virtual(), kib=4096)).close()
        while kills < KILLS:
            child = start("trying_child.py", roll, answers)
            assert child.stdout is not None
            assert child.stdout.read(1) == b"+"
            SystemClock().sleep(when.uniform(0.0, 0.05))
            child.kill()
            child.communicate()
            kills += 1
            seen = answers.stat().st_size
            with contextlib.closing(opened(roll, virtual(), kib=4096)) as room:
                counted = wrong_of(room, DESK)
                assert seen <= counted <= 10
                if counted == 10:
                    with pytest.raises(LockedForGood):
                        room.sign_in(DESKS_CARD, DESKS_PIN)
                    break
    assert kills == KILLS
