"""Keeps the audit's signed heads: a line each, appended and synced. Public: a head tells nothing but how long the audit is.

Not in a database of the ledger, since whoever checks the audit reads it while the terminal runs, and on other machines.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from kiosk.core.head import read_signed_head
from kiosk.core.record import DiskFull

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.head import SignedHead

HEADS: Final = "audit-heads.txt"
"""The file's name in the data folder and in an export."""


class HeadFile:
    """The heads in one file, oldest first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, signed: SignedHead) -> None:
        """Keep one more; it is on the disk when this returns. Raises `DiskFull`; a half line left by it is read over."""
        try:
            with self._path.open("ab", buffering=0) as file:
                line = f"\n{signed.text}\n".encode("ascii")  # its own beginning, should the last have been cut off
                if file.write(line) != len(line):
                    raise DiskFull("the audit's heads can't be written")
                os.fsync(file.fileno())
        except OSError as error:
            raise DiskFull("the audit's heads can't be written") from error

    def read(self) -> tuple[SignedHead, ...]:
        """Return all heads that are whole; none if there is no file yet. Their signatures are not checked. Raises `OSError`."""
        try:
            lines = self._path.read_bytes().decode("ascii", "replace").splitlines()
        except FileNotFoundError:
            return ()
        found: list[SignedHead] = []
        for line in lines:
            try:
                found.append(read_signed_head(line))
            except ValueError:  # cut off by a power cut, or empty
                continue
        return tuple(found)
