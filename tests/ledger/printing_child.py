"""A terminal that prints until it is killed: `printing_child.py JOURNAL PAPER SAID`.

The printer is a file that takes bytes slowly; `SAID` is what the journal has acknowledged, line by line, and so what must
still be true after the kill.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import date
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.pseudonym import Pseudonym
from kiosk.ledger.document import Document
from kiosk.ledger.journal import PrintJournal

KEY = bytes(range(32))
DOCUMENT = Document("yearly-record", Pseudonym(bytes(16)), "2025", 7, date(2026, 10, 31), b"d" * 16, "printer")


def main() -> None:
    journal_path, paper_path, said_path = (Path(part) for part in sys.argv[1:])
    clock = SystemClock()
    appending = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    paper, said = os.open(paper_path, appending), os.open(said_path, appending)
    journal = PrintJournal(journal_path, KEY, clock)
    while True:
        ticket = journal.intend(DOCUMENT)
        os.write(said, f"{ticket.serial} intended\n".encode())
        os.write(1, b".")
        journal.sending(ticket)
        os.write(said, f"{ticket.serial} sending\n".encode())
        for piece in ("begin", "figures", "more-figures", "end"):
            os.write(paper, f"{ticket.serial} {piece}\n".encode())
            clock.sleep(0.001)
        if random.random() < 0.2:
            journal.failed(ticket, "cutter-fault")
            os.write(said, f"{ticket.serial} failed\n".encode())
        else:
            journal.proved(ticket)
            os.write(said, f"{ticket.serial} proved\n".encode())


if __name__ == "__main__":
    main()
