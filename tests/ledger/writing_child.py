"""A ledger that is written to until it is killed: `writing_child.py LEDGER mandates|requests SAID`.

`SAID` is what the ledger has acknowledged, a line each, and so what must still be true after the kill.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from devices.identity_number import check_digit
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.mandate import Errand
from kiosk.core.money import IdNumber
from kiosk.ledger.mandates import Mandates
from kiosk.ledger.requests import Requests
from tests.ledger.test_mandates import BY, DRAFT, KEY, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 21, 11, tzinfo=SHANGHAI)


def mandates(path: Path, say: Callable[[str], None]) -> None:
    """Make one after the other; use each, and take every second one back."""
    ledger = Mandates(path, KEY, SUBJECTS, VirtualClock(NOW))
    for each in count():
        made = ledger.make(DRAFT, BY)
        say(f"{made.number} made")
        ledger.use(made.number, Errand.YEARLY_RECORD, BY)
        say(f"{made.number} used")
        if each % 2:
            ledger.revoke(made.number, BY)
            say(f"{made.number} revoked")


def requests(path: Path, say: Callable[[str], None]) -> None:
    """Register one person after the other; nobody comes twice, whatever was killed before."""
    ledger = Requests(path, KEY, VirtualClock(NOW))
    for sequence in count(len(ledger.after(0))):
        digits = f"99010119{40 + sequence // 1000:02d}0101{sequence % 1000:03d}"
        made = ledger.register_presence(IdNumber(digits + check_digit(digits)), BY)
        say(f"{made.number} registered")


WRITERS = {"mandates": mandates, "requests": requests}


def main() -> None:
    path, what, said = Path(sys.argv[1]), sys.argv[2], os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(words: str) -> None:
        os.write(said, f"{words}\n".encode())
        os.write(1, b".")

    WRITERS[what](path, say)


if __name__ == "__main__":
    main()
