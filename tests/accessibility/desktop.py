"""A desktop without a screen: an X server in memory and a session bus, on which AT-SPI's own bus starts by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final, Self

from kiosk.ui.application import BRIDGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

SYSTEM_PYTHON: Final = "/usr/bin/python3"
BINDINGS: Final = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


def missing() -> list[str]:
    """Name what a desktop with assistive technology needs and this machine lacks."""
    lacking = [program for program in ("Xvfb", "dbus-daemon") if shutil.which(program) is None]
    asked = subprocess.run((SYSTEM_PYTHON, "-c", BINDINGS), capture_output=True, check=False)
    return lacking if asked.returncode == 0 else [*lacking, f"python3-gi and gir1.2-atspi-2.0 for {SYSTEM_PYTHON}"]


class Desktop:
    """An X server of `size` pixels and a session bus until the end of a `with` block; `environment` leads to both."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._folder = folder
        self._size = size
        self._running: list[subprocess.Popen[str]] = []
        self.environment: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        runtime = self._folder / "runtime"
        runtime.mkdir(mode=0o700, parents=True)
        width, height = self._size
        x = self._begun(
            {**os.environ}, "Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"
        )
        base = {**os.environ, "DISPLAY": f":{x}", "XDG_RUNTIME_DIR": str(runtime)}
        for inherited in ("AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", BRIDGE):
            base.pop(inherited, None)
        bus = self._begun(base, "dbus-daemon", "--session", "--nofork", "--print-address=1")
        self.environment = {**base, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_QPA_PLATFORM": "xcb"}
        return self

    def _begun(self, environment: Mapping[str, str], *words: str) -> str:
        """Start a service and return the first line it writes: where it is."""
        process = subprocess.Popen(
            words,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self._running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line, f"{words[0]} does not start"
        return line

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.communicate(timeout=10)
