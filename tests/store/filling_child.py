"""Seals people where no file may grow beyond a limit, as on a full disk; ends with 3 for `DiskFull`."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from kiosk.core.record import DiskFull
from kiosk.demo.people import people
from kiosk.store.builder import build
from kiosk.store.keys import FileKey, key_file
from tests.store.terminal import ORIGIN, TODAY


def main(data: Path, limit: int) -> int:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        build(data, FileKey(key_file(data)), ORIGIN, people(150, 3, TODAY))
    except DiskFull:
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
