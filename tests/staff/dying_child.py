"""A terminal that kills itself at every moment of a try: `dying_child.py ROLL WHAT [every]`.

A moment is a call or return between the try and its answer: with `every` each of them, in Python or C, else those of SQLite
and argon2id, between which nothing reaches the disk or looks at the PIN. For each of them a copy of the roll is
tried on by a process of its own that is ended by kill -9 at that moment; then the copy is opened again, and a line says which
moment it was and what the roll counts: `c_call derive 3`. A last line, `after 3`, is of the try that nothing interrupted and
that is made on the roll itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.clock import VirtualClock
from kiosk.ledger.staff_roll import StaffRoll
from kiosk.staff.errors import StaffRefused
from tests.staff.hall import (
    CHIEF,
    CHIEFS_PIN,
    DESK,
    DESKS_CARD,
    DESKS_PIN,
    KEYS,
    LONG,
    NINE,
    STRANGE_CARD,
    WRONG,
    opened,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType

    from kiosk.staff.room import StaffRoom

TRIES: Final[Mapping[str, Callable[[StaffRoom], object]]] = {
    "wrong": lambda room: room.sign_in(DESKS_CARD, WRONG),
    "right": lambda room: room.sign_in(DESKS_CARD, DESKS_PIN),
    "stranger": lambda room: room.sign_in(STRANGE_CARD, WRONG),
    "code": lambda room: room.first_administrator(WRONG, CHIEF, CHIEFS_PIN),
}


TELLING: Final = ("execute", "derive")


class Moments:
    """Counts calls and returns, and ends the process at the one it is to die at."""

    def __init__(self, die_at: int | None) -> None:
        self.names: list[str] = []
        self._die_at = die_at

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        name = argument.__name__ if event.startswith("c_") else frame.f_code.co_name
        self.names.append(f"{event} {name}")
        if len(self.names) - 1 == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def tried(path: Path, what: str, die_at: int | None = None) -> list[str]:
    """Make the try, long after any wait is over; return its moments."""
    clock = VirtualClock(NINE)
    room: StaffRoom = opened(path, clock)
    clock.sleep(LONG)
    moments = Moments(die_at)
    with contextlib.closing(room), contextlib.suppress(StaffRefused):
        sys.setprofile(moments)
        try:
            TRIES[what](room)
        finally:
            sys.setprofile(None)
    return moments.names


def counted(path: Path, what: str) -> int:
    """What the roll says of it."""
    with contextlib.closing(StaffRoll(path, KEYS.roll)) as roll:
        gate = roll.gate()
        if what in ("stranger", "code"):
            return gate.strangers if what == "stranger" else gate.code_tries
        return next(each.wrong for each in roll.everybody() if each.digits == DESK.digits)


def copied(path: Path) -> Path:
    copy = path.with_name("copy.db")
    for ending in ("-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    shutil.copy(path, copy)
    return copy


def say(moment: str, count: int) -> None:
    os.write(1, f"{moment} {count}\n".encode())


def main() -> None:
    path, what, every = Path(sys.argv[1]), sys.argv[2], sys.argv[3:] == ["every"]
    tried(copied(path), what)  # what only the first try imports and fills is no moment of the others
    for moment, name in enumerate(tried(copied(path), what)):
        if not every and not name.endswith(TELLING):
            continue
        copy = copied(path)
        child = os.fork()
        if not child:
            tried(copy, what, moment)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, "it outlived its moment"
        say(name, counted(copy, what))
    tried(path, what)
    say("after", counted(path, what))


if __name__ == "__main__":
    main()
