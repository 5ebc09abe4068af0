"""S5 at the screen: whoever kills the terminal after every wrong PIN they typed has ten tries in all, and then none."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.staff import StaffNumber
from kiosk.settings import changing
from kiosk.staff.lockout import FREE_TRIES
from kiosk.wiring import staff_room
from tests.visits.terminal import another, audit_lines
from tests.visits.windowed import ATTENDANT_PIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.config import Config

pytestmark = [
    pytest.mark.wire,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX"),
]

ROOT: Final = Path(__file__).parents[2]
NUMBER: Final = "0217"
WRONG: Final = "593817"
TRIES: Final = 10
KILLED_WHILE_LOOKED_AT: Final = (2, 7)
"""At these counts the terminal is killed while the PIN is being looked at, and not after its answer."""


class Guesser:
    """A terminal in a process of its own, at which somebody types a PIN."""

    def __init__(self, config: Path, pin: str, *, waits: bool) -> None:
        program = str(Path(__file__).with_name("guessing_child.py"))
        command = [sys.executable, program, str(config), NUMBER, pin, *(["wait"] if waits else [])]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def pages(self) -> Iterator[str]:
        """Let it begin, and yield the pages it tells of."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            yield line.decode().rstrip("\n")
        raise AssertionError("it ended by itself")

    def dies(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.communicate()


def counted(config: Config) -> tuple[int, bool]:
    """How many wrong PINs the roll counts, and whether the account is locked."""
    with closing(staff_room(config, SystemClock())) as room:
        (member,) = (each for each in room.everybody() if each.number == StaffNumber(NUMBER))
        return member.wrong, member.locked


def answer(pages: Iterator[str]) -> str:
    """The page that comes once the PIN was looked at."""
    told = dropwhile(lambda page: page != "typed", pages)
    return next(page for page in told if page != "typed" and not page.startswith("signing_in"))


def test_ten_wrong_pins_at_the_screen_lock_however_often_the_terminal_is_killed(staffed: Path, tmp_path: Path) -> None:
    file = another(staffed, tmp_path / "terminal")
    config = settings.read(file)
    changing.change(file, {"panel.same_touch_seconds": 0.1})
    guessers = [Guesser(file, WRONG, waits=False)]
    seen: list[str] = []
    wrong, while_looked_at = 0, set(KILLED_WHILE_LOOKED_AT)
    try:
        while wrong < TRIES:
            assert len(guessers) <= TRIES + len(KILLED_WHILE_LOOKED_AT)
            guesser, looked_at = guessers[-1], wrong in while_looked_at
            while_looked_at.discard(wrong)
            # It waits until it may begin.
            guessers.append(Guesser(file, WRONG if wrong < TRIES - 1 else ATTENDANT_PIN, waits=wrong + 1 >= FREE_TRIES))
            if looked_at:
                next(page for page in guesser.pages() if page == "typed")
            else:
                seen.append(answer(guesser.pages()))
            guesser.dies()
            before, (wrong, locked) = wrong, counted(config)
            assert wrong in ((before, before + 1) if looked_at else (before + 1,))
            assert locked == (wrong == TRIES)
            assert len(seen) <= wrong
        refused = answer(guessers[-1].pages())
    finally:
        for guesser in guessers:
            guesser.dies()
    assert seen[0].startswith("staff_pin")
    assert "还可以试9次" in seen[0]
    assert seen[-1].startswith("not_signed_in_")
    assert "试错十次，锁上了。" in seen[-1]
    assert "试错十次，锁上了。" in refused, "the right PIN lets nobody in any more"
    assert counted(config) == (TRIES, True)
    assert "signed-in" not in {line["event"] for line in audit_lines(config)}
