"""Where the A4 printer's sheets come out: a folder, or a CUPS of the bench's own with a simulated printer behind it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from devices.bench.refusal import BenchRefusal
from devices.bench.state import DocumentPrinterState
from devices.cups import simulator
from devices.cups.simulator import SimulatedPrinter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.bench.private_cups import PrivateCups

SHEET_SECONDS: Final = 2.0
"""How long a sheet takes, as an office printer does: long enough to take its paper away meanwhile."""
LOOK_SECONDS: Final = 0.2
"""How often the output tray is looked at."""
TROUBLES: Final[dict[str, str]] = {
    "media-empty": "paper-out",
    "media-jam": "jam",
    "cover-open": "cover-open",
    "toner-low": "toner-low",
    "toner-empty": "toner-out",
    "output-area-full": "tray-full",
    "fuser-over-temp": "fuser-hot",
}
"""IPP's words for what is wrong, and the bench's."""
_PULLED: Final = "no-power"
_HUNG: Final = "hangs"
_STOPPED: Final = "queue-stopped"


class Sheets(Protocol):
    """The A4 printer of the bench."""

    @property
    def address(self) -> str:
        """Where it is, for people."""
        ...

    @property
    def settings(self) -> Mapping[str, object]:
        """What kiosk.toml has of it."""
        ...

    @property
    def printer(self) -> SimulatedPrinter:
        """The printer that can run out of paper. Raises `BenchRefusal` where there is none, or it can't hear."""
        ...

    def out(self) -> list[Path]:
        """Return the PDFs that came out, oldest first."""
        ...

    def pull(self) -> None:
        """Let it vanish."""
        ...

    def plug(self) -> None:
        """Let it appear again."""
        ...

    def hang(self, *, hangs: bool) -> None:
        """Let it take connections and answer none, or go on. Raises `BenchRefusal` where that can't be."""
        ...

    def stop_queue(self, *, stopped: bool) -> None:
        """Stop its queue in CUPS, as an administrator may, or let it go on. Raises `BenchRefusal` where there is none."""
        ...

    def state(self) -> DocumentPrinterState:
        """Say how it is."""
        ...

    def close(self) -> None:
        """Take it down; what came out stays."""
        ...


class SheetFolder:
    """The make `folder`: sheets are files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pulled_folder = folder.with_name(f"{folder.name}.pulled")
        self.plug()

    @property
    def address(self) -> str:
        """The folder."""
        return str(self._folder)

    @property
    def settings(self) -> Mapping[str, object]:
        """The folder."""
        return {"folder": str(self._folder)}

    @property
    def printer(self) -> SimulatedPrinter:
        """There is none. Raises `BenchRefusal`."""
        raise BenchRefusal("no-cups", "the A4 printer is a folder here: start the bench with --documents cups")

    def out(self) -> list[Path]:
        """Return what lies in the folder, oldest first."""
        return _pdfs(self._folder)

    def pull(self) -> None:
        """Let the folder vanish, with all that lies in it."""
        self._folder.rename(self._pulled_folder)

    def plug(self) -> None:
        """Let it appear again, or for the first time; a killed bench may have left it pulled."""
        if self._pulled_folder.exists():
            self._pulled_folder.rename(self._folder)
        self._folder.mkdir(parents=True, exist_ok=True)

    def hang(self, *, hangs: bool) -> None:
        """Refuse: a folder doesn't hang."""
        del hangs
        _ = self.printer

    def stop_queue(self, *, stopped: bool) -> None:
        """Refuse: a folder has no queue."""
        del stopped
        _ = self.printer

    def state(self) -> DocumentPrinterState:
        """Say how it is."""
        return DocumentPrinterState("folder", () if self._folder.exists() else (_PULLED,))

    def close(self) -> None:
        """Put it back if it is pulled."""
        self.plug()


class SheetPrinter:
    """The make `cups`: cupsd of our own, ippeveprinter behind it. What comes out is copied into `folder`."""

    def __init__(self, folder: Path) -> None:
        if sys.platform == "win32":
            raise BenchRefusal("no-cups", "there is no CUPS on Windows: start the bench with --documents folder")
        from devices.bench import private_cups  # noqa: PLC0415 - a bench without it starts sooner

        gone = (*private_cups.missing(), *simulator.missing())
        if gone:
            raise BenchRefusal(
                "no-cups",
                f"not installed: {', '.join(gone)} (Debian: cups-daemon, cups-client, cups-ipp-utils, dbus); "
                "without them start the bench with --documents folder",
            )
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        self._taken: set[str] = set()
        self._number = max((int(old.stem.rpartition("-")[2]) for old in folder.glob("sheet-[0-9]*.pdf")), default=0)
        self._plugged, self._hangs, self._stopped = True, False, False
        # A socket lies in it, and paths of sockets are short.
        self._place = Path(tempfile.mkdtemp(prefix="yiban-a4-"))
        self._printer = SimulatedPrinter(self._place, sheet_seconds=SHEET_SECONDS)
        self._cups: PrivateCups | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        try:
            self._printer.switch_on()
            self._cups = private_cups.PrivateCups(self._printer.uri)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            self.close()
            raise BenchRefusal("no-cups", f"CUPS doesn't start: {error}") from None
        self._queue, self._server = private_cups.QUEUE, self._cups.server
        self._thread = threading.Thread(target=self._look, name="sheets", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the printer is."""
        return self._printer.uri

    @property
    def settings(self) -> Mapping[str, object]:
        """The queue, our own CUPS, and the printer itself."""
        return {"printer": self._queue, "server": self._server, "uri": self._printer.uri}

    @property
    def printer(self) -> SimulatedPrinter:
        """The printer. Raises `BenchRefusal` while it can't hear what a hand does."""
        if not self._plugged:
            raise BenchRefusal("pulled", "the A4 printer has no power: plug document_printer first")
        if self._hangs:
            raise BenchRefusal("hangs", "the A4 printer hangs: a4-wake first")
        return self._printer

    def out(self) -> list[Path]:
        """Return every PDF in its output tray and those of earlier benches, oldest first."""
        with self._lock:
            for sheet in sorted((self._place / "printed").glob("*.pdf")):
                if sheet.name not in self._taken:
                    self._taken.add(sheet.name)
                    self._number += 1
                    part = self._folder / "sheet.part"
                    shutil.copy(sheet, part)
                    part.rename(self._folder / f"sheet-{self._number:04d}.pdf")
        return _pdfs(self._folder)

    def pull(self) -> None:
        """Pull its plug: what it was printing is gone."""
        self.hang(hangs=False)
        self._printer.vanish()
        self._plugged = False

    def plug(self) -> None:
        """Let it start again."""
        self._printer.switch_on()
        self._plugged = True

    def hang(self, *, hangs: bool) -> None:
        """Let it take connections and answer none, or go on."""
        if hangs:
            self._printer.hang()
        else:
            self._printer.wake()
        self._hangs = hangs

    def stop_queue(self, *, stopped: bool) -> None:
        """Stop the queue, or let it go on."""
        if self._cups is not None:
            self._cups.admin("cupsdisable" if stopped else "cupsenable", self._queue)
        self._stopped = stopped

    def state(self) -> DocumentPrinterState:
        """Say how it is."""
        troubles = [TROUBLES[word] for word in self._printer.wrong if word in TROUBLES]
        powerless = [] if self._plugged else [_PULLED]
        hung, stopped = [_HUNG] if self._hangs else [], [_STOPPED] if self._stopped else []
        return DocumentPrinterState("cups", (*powerless, *hung, *stopped, *troubles))

    def close(self) -> None:
        """Take printer and CUPS down; the sheets stay in the folder."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self.out()
        if self._cups is not None:
            self._cups.close()
        self._printer.close()
        shutil.rmtree(self._place, ignore_errors=True)

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.out()


def _pdfs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pdf"), key=lambda pdf: (pdf.stat().st_mtime_ns, pdf.name))
