"""Writing so that a power cut leaves the old or the new, and a full disk is called by its name."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kiosk.core.record import DiskFull

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_FULL: Final = frozenset(
    {
        errno.ENOSPC,
        errno.EFBIG,
        getattr(errno, "EDQUOT", errno.ENOSPC),
        # A file system that had errors is mounted read-only: nothing more is kept there either.
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
    }
)

# SQLite says IOERR_WRITE when a file may not grow, by quota or by the kind of file system.
_FULL_IN_SQLITE: Final = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)


@contextmanager
def room() -> Generator[None]:
    """Raise `DiskFull` in place of the ways in which the system and SQLite say that there is no more room."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull("the disk of the data folder takes nothing more") from error
        raise
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _FULL_IN_SQLITE:
            raise DiskFull("the disk of the data folder takes nothing more") from error
        raise


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until a folder's names are on the disk. Windows has no such call and does it by itself."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def move(new: Path, place: Path) -> None:
    """Put a finished file in its place, atomically and for good."""
    sync_file(new)
    new.replace(place)
    sync_folder(place.parent)


def discard(*paths: Path) -> None:
    """Remove what is half written. What can't be removed is written over the next time."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def write(place: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a small file whole or not at all. Raises `DiskFull`."""
    new = place.with_name(f"{place.name}.new")
    with room():
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        move(new, place)
