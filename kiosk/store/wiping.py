"""Doing away with the records of a terminal that leaves its hall, or holds what it should not hold.

Every row is sealed, and what opens it is wrapped for the terminal's key, which lies elsewhere. Even so nothing is to stay: the
files are written over before they are removed. Flash keeps copies that nobody can write over; those stay sealed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from kiosk.store import files, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE: Final = 1 << 20
RECORDS: Final = "records-*"


class NotWiped(Exception):
    """The disk did not let all of it be removed. Wiping again goes on where it ended."""


def wipe(data: Path, told: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Remove the records in use and those before, for good; return how many bytes there were.

    From the first moment on none are in use, so that a power cut in the middle leaves less, never half of something that is
    used. `told` hears how far it is; nothing it raises is kept back. Raises `NotWiped`.
    """
    folder = data / layout.FOLDER
    try:
        found = [(file, file.stat().st_size) for file in _files(folder)]
        (folder / layout.POINTER).unlink(missing_ok=True)
        if folder.exists():
            files.sync_folder(folder)
        done, total = 0, sum(size for _, size in found)
        for file, size in found:
            for written in _write_over(file, size):
                told(done + written, total)
            file.unlink()
            done += size
        if folder.exists():
            files.sync_folder(folder)
    except OSError as error:
        raise NotWiped(f"the records folder: {error.strerror}") from error
    return total


def _files(folder: Path) -> list[Path]:
    """Both records files, and what a power cut may have left beside them."""
    return sorted(file for file in folder.glob(RECORDS) if file.is_file() and not file.is_symlink())


def _write_over(file: Path, size: int) -> Iterator[int]:
    """Write over a file, telling how many bytes of it are done."""
    with file.open("rb+") as opened:
        for begun in range(0, size, _PIECE):
            opened.write(os.urandom(min(_PIECE, size - begun)))
            yield opened.tell()
        opened.flush()
        os.fsync(opened.fileno())
