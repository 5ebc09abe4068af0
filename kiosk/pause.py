"""That the terminal serves nobody by a technician's will: kept in a small file, so that it outlives a restart; ends by itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kiosk.core.upkeep import Pause, PauseReason

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.clock import Clock

FILE: Final = "paused"
"""The file's name in the data folder: the reason, and until when (empty: until somebody says so), a line each."""


class PauseFile:
    """Whoever has the folder sees the same pause. A file that says nothing sensible is no pause: it would never end."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock

    def read(self) -> Pause | None:
        """Return the pause that holds now; None also when its time is over."""
        pause = self.written()
        return None if pause is None or pause.over_at(self._clock.now()) else pause

    def written(self) -> Pause | None:
        """Return the pause that stands in the file, over or not."""
        with suppress(OSError, ValueError):
            reason, _, until = self._path.read_text(encoding="ascii").partition("\n")
            return Pause(PauseReason(reason), datetime.fromisoformat(until.strip()) if until.strip() else None)
        return None

    def begin(self, pause: Pause) -> None:
        """Keep a pause; it is on the disk when this returns. Raises `DiskFull`."""
        from kiosk.store import files  # noqa: PLC0415 - a terminal starts without ever pausing

        until = "" if pause.until is None else pause.until.isoformat()
        files.write(self._path, f"{pause.reason.value}\n{until}\n".encode("ascii"), 0o600)

    def end(self) -> None:
        """Forget it. Raises `DiskFull` where nothing can be removed."""
        from kiosk.store import files  # noqa: PLC0415 - as above

        with files.room():
            self._path.unlink(missing_ok=True)
