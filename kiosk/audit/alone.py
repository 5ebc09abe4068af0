"""A file that one process has for itself: a lock the system lets go of even when the process is killed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.core.record import RecordError

if TYPE_CHECKING:
    from io import FileIO


class LogInUse(RecordError):
    """Another process writes this audit log."""


if sys.platform == "win32":
    import msvcrt

    _FAR: int = 1 << 40
    """Windows keeps others from reading what is locked, so the lock lies where no log ever comes to. Not tried on Windows yet."""

    def hold(file: FileIO) -> None:
        """Have the file for this process until it is closed. Raises `LogInUse`."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            raise LogInUse("another process writes this audit log") from None

else:
    import fcntl

    def hold(file: FileIO) -> None:
        """Have the file for this process until it is closed. Raises `LogInUse`."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LogInUse("another process writes this audit log") from None
