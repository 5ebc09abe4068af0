"""Notes what is asked of the system while something goes to a stick; all of it is really done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


class Steps:
    """What was done with which file or folder, in turn: handed to the stick, or forgotten by the system's memory of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[tuple[str, str]] = []
        fsync, sync, advise = os.fsync, os.sync, os.posix_fadvise

        def noted_fsync(file: int) -> None:
            fsync(file)
            self._note("handed over", file)

        def noted_sync() -> None:
            sync()
            self.taken.append(("everything handed over", ""))

        def noted_advise(file: int, offset: int, length: int, advice: int) -> None:
            assert (offset, length, advice) == (0, 0, os.POSIX_FADV_DONTNEED)
            advise(file, offset, length, advice)
            self._note("forgotten", file)

        monkeypatch.setattr("os.fsync", noted_fsync)
        monkeypatch.setattr("os.sync", noted_sync)
        monkeypatch.setattr("os.posix_fadvise", noted_advise)

    def _note(self, what: str, file: int) -> None:
        self.taken.append((what, Path(f"/proc/self/fd/{file}").readlink().name))
