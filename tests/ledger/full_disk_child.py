"""A terminal whose disk runs full: `full_disk_child.py JOURNAL` intends until refused, and says each serial it was given."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.record import DiskFull
from kiosk.ledger.journal import PrintJournal
from tests.ledger.printing_child import DOCUMENT, KEY


def main() -> int:
    journal = PrintJournal(Path(sys.argv[1]), KEY, SystemClock())
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    for _ in range(10_000):
        try:
            ticket = journal.intend(DOCUMENT)
        except DiskFull:
            return 0
        sys.stdout.write(f"{ticket.serial}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
