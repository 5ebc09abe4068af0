"""Keeps every receipt the simulated printer puts out: its bytes, its text and its picture."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.bench.state import PaperFiles

if TYPE_CHECKING:
    from devices.escpos.simulator import EscPosSimulator

LOOK_SECONDS: Final = 0.05
"""How often the printer's slot is looked at."""
_CODE: Final = re.compile(r"\[QR ([^\]]+)\]")
_SIGNED: Final = "YB1:"
"""What the terminal's own codes begin with."""


class Papers:
    """Takes receipts out of a printer's slot as they are cut off. Numbers go on where an earlier bench stopped."""

    def __init__(self, folder: Path, printer: EscPosSimulator) -> None:
        self.folder = folder
        self._printer = printer
        self._lock = threading.Lock()
        self._taken = 0
        self._kept: list[PaperFiles] = []
        self._over = threading.Event()
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(old.stem.rpartition("-")[2]) for old in folder.glob("receipt-[0-9]*.bin")), default=0)
        self._thread = threading.Thread(target=self._run, name="papers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Keep what still lies in the slot, and stop."""
        self._over.set()
        self._thread.join()
        self.collect()

    def collect(self) -> tuple[PaperFiles, ...]:
        """Take what lies in the slot now, and return everything kept since the bench started."""
        with self._lock:
            for piece in self._printer.receipts()[self._taken :]:
                self._number += 1
                self._taken += 1
                files = [self.folder / f"receipt-{self._number:04d}{ending}" for ending in (".bin", ".txt", ".png")]
                for file, content in zip(
                    files, (bytes(piece.data), f"{piece.text()}\n".encode(), piece.png()), strict=True
                ):
                    file.write_bytes(content)
                self._kept.append(PaperFiles(*map(str, files)))
            return tuple(self._kept)

    def newest_code(self) -> str:
        """Return what the code on the newest receipt says: our signed one if there are several; empty if there is none."""
        receipts = self.collect()
        text = Path(receipts[-1].txt).read_text(encoding="utf-8") if receipts else ""
        codes: list[str] = _CODE.findall(text)
        return next((code for code in codes if code.startswith(_SIGNED)), codes[0] if codes else "")

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.collect()
