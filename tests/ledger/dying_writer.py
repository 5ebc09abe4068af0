"""A ledger whose writer kills itself at every moment of every entry: `dying_writer.py LEDGER mandates|requests`.

A moment is a call or return, in Python or C, between the call for an entry and its answer. For each of them a process of its own
makes the entry on a copy of the ledger and is ended by kill -9 at that moment; then the copy is opened again. A line of JSON says
what it was, what the copy holds, and which number the entry has that is made next. Each entry is then made on the ledger itself,
and a line says what it holds now: what was acknowledged, and has to be there after every later kill.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from devices.identity_number import check_digit
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.mandate import Errand, MandateNumber
from kiosk.core.money import IdNumber
from kiosk.ledger.mandates import Mandates
from kiosk.ledger.requests import Requests
from tests.ledger.test_mandates import BY, DRAFT, KEY, SUBJECTS
from tests.ledger.test_requests import LIU, WANG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

ELEVEN: Final = datetime(2026, 11, 21, 11, tzinfo=SHANGHAI)
NEXT: Final = IdNumber("99010119441001002" + check_digit("99010119441001002"))
"""Who comes after each kill; of a day's people everybody is one fact."""

Entry = str | int
Held = list[list[Entry]]


class MandateBook:
    """Mandates made, used and taken back."""

    def __init__(self, path: Path) -> None:
        self._ledger = Mandates(path, KEY, SUBJECTS, VirtualClock(ELEVEN))
        self.close = self._ledger.close

    def entries(self) -> Sequence[Callable[[], object]]:
        """What is written, one after the other."""
        ledger, first, second = self._ledger, MandateNumber("2026-1121-0001"), MandateNumber("2026-1121-0002")
        return (
            lambda: ledger.make(DRAFT, BY),
            lambda: ledger.make(DRAFT, BY),
            lambda: ledger.use(first, Errand.YEARLY_RECORD, BY),
            lambda: ledger.revoke(second, BY),
        )

    def another(self) -> str:
        """Make one more; return its number."""
        return str(self._ledger.make(DRAFT, BY).number)

    def held(self) -> Held:
        """Each mandate: its number, how often it was used, and whether it was taken back."""
        found: Held = []
        try:
            for count in range(1, 99):
                each = self._ledger.mandate(MandateNumber(f"2026-1121-{count:04d}"))
                found.append([str(each.number), each.used, int(each.revoked)])
        except KeyError:
            return found
        raise AssertionError("nobody made so many")


class RequestBook:
    """People who were here."""

    def __init__(self, path: Path) -> None:
        self._ledger = Requests(path, KEY, VirtualClock(ELEVEN))
        self.close = self._ledger.close

    def entries(self) -> Sequence[Callable[[], object]]:
        """What is written, one after the other."""
        ledger = self._ledger
        return tuple(lambda who=who: ledger.register_presence(who, BY) for who in (WANG, LIU, WANG))

    def another(self) -> str:
        """Register one more; return the number."""
        return self._ledger.register_presence(NEXT, BY).number

    def held(self) -> Held:
        """Each request: its number, who it is for, and what binds it to the one before."""
        return [[each.number, each.person.reveal(), each.before.hex()] for each in self._ledger.after(0)]


BOOKS: Final[dict[str, Callable[[Path], MandateBook | RequestBook]]] = {
    "mandates": MandateBook,
    "requests": RequestBook,
}


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


def written(what: str, path: Path, entry: int, die_at: int | None = None) -> list[str]:
    """Make one entry; return its moments."""
    moments = Moments(die_at)
    with closing(BOOKS[what](path)) as book:
        make = book.entries()[entry]
        sys.setprofile(moments)
        try:
            make()
        finally:
            sys.setprofile(None)
    return moments.names


def copied(path: Path) -> Path:
    copy = path.with_name("copy.db")
    for ending in ("-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    shutil.copy(path, copy)
    return copy


def say(**what: object) -> None:
    os.write(1, f"{json.dumps(what)}\n".encode())


def main() -> None:
    path, what = Path(sys.argv[1]), sys.argv[2]
    with closing(BOOKS[what](path)) as book:
        entries = len(book.entries())
    for entry in range(entries):
        written(what, copied(path), entry)  # what only the first imports and fills is no moment of the others
        for moment, name in enumerate(written(what, copied(path), entry)):
            copy = copied(path)
            child = os.fork()
            if not child:
                written(what, copy, entry, moment)
                os._exit(1)
            _, status = os.waitpid(child, 0)
            assert os.WTERMSIG(status) == signal.SIGKILL, "it outlived its moment"
            with closing(BOOKS[what](copy)) as book:
                held = book.held()
                say(moment=name, held=held, next=book.another(), then=book.held())
        written(what, path, entry)
        with closing(BOOKS[what](path)) as book:
            say(acknowledged=book.held())


if __name__ == "__main__":
    main()
