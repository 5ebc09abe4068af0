"""One bench a folder: a lock the system lets go of even when the bench is killed."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from devices.bench.refusal import BenchRefusal

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def held(folder: Path) -> IO[bytes]:
    """Hold the folder for one bench until the returned file is closed. Raises `BenchRefusal` if another holds it."""
    file = (folder / "bench.lock").open("ab")
    try:
        _take(file)
    except OSError:
        file.close()
        raise BenchRefusal(
            "bench-runs", f"a bench runs in {folder} already; end it with: do --dir {folder} quit"
        ) from None
    return file
