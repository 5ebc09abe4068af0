"""From the start of the process to the first painted home page, against a bare PySide6 window and headless Chromium.

Processes are started in turn, so that whatever else the machine does falls on all of them; the quickest of each counts.
All of them say when they had painted on the monotonic clock all processes share. Python's compiled files are kept in a
folder of the benchmark's own and made before the first start counts. Chromium is given the same page with the same words
and font as HTML, and ends when it has written its picture.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import crash_loop, settings
from tests.benchmarks.row import Row, compared, not_measured

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
SIZE: Final = "1080x1920"
BARE_GOAL: Final = 2.0
CHROMIUM_GOAL: Final = 0.5
TIMES: Final = 15
CHROMIUM_TIMES: Final = 4
CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome")


def measure(config: Path, folder: Path, page: Path) -> list[Row]:
    """Start everything in turn. `page` is the home page as HTML."""
    left_running = settings.read(config).data / crash_loop.FILE
    home = (sys.executable, str(HERE / "start_home.py"), str(config))
    bare = (sys.executable, str(HERE / "start_bare.py"))
    environment = _environment(folder)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(TIMES + 1):
        # Each start ends without a farewell; after a few such ends another page opens in home's place.
        left_running.unlink(missing_ok=True)
        ours.append(_painted(home, environment))
        theirs.append(_painted(bare, environment))
    ours, theirs = ours[1:], theirs[1:]
    what = "start to home painted"
    rows = [compared(what, min(ours) * 1000, min(theirs) * 1000, "ms", beside="bare PySide6 window", goal=BARE_GOAL)]
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        return [*rows, not_measured(f"{what}, against Chromium", "chromium is not installed")]
    web = min(_chromium(chromium, page, folder) for _ in range(CHROMIUM_TIMES))
    return [
        *rows,
        compared(what, min(ours) * 1000, web * 1000, "ms", beside="the same page in Chromium", goal=CHROMIUM_GOAL),
    ]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QPA_OFFSCREEN_SIZE": SIZE,
    }


def _painted(command: Sequence[str], environment: dict[str, str]) -> float:
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) - begun


def _chromium(chromium: str, page: Path, folder: Path) -> float:
    picture = folder / "chromium.png"
    command = (
        *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1080,1920"),
        *(f"--user-data-dir={folder / 'chromium'}", f"--screenshot={picture}", page.as_uri()),
    )
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    if not picture.exists():
        raise RuntimeError("chromium made no picture")
    return time.monotonic() - begun
