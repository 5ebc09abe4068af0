"""A simulated A4 printer on loopback: CUPS's own ippeveprinter, with our engine inside and a person's verbs outside.

It needs ippeveprinter (Debian: cups-ipp-utils) and dbus-daemon: ippeveprinter won't start without a system bus, though with
`-r off` it announces itself to nobody. It is given a bus of its own, so nothing of the machine is touched.
"""

from __future__ import annotations

import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from devices.cups import simulated_ipp as ipp
from devices.cups.engine import EATEN, TOLD

if TYPE_CHECKING:
    from collections.abc import Callable

NEEDED: Final = ("ippeveprinter", "dbus-daemon")
START_SECONDS: Final = 10.0
PAPER: Final = "media-empty"
_MEDIA: Final = "/media"
_SELECTED: Final = re.compile(r'<option(?: value="([^"]*)")? selected>([^<]*)')
_ROOT: Final = Path(__file__).parents[2]
_PATHS: Final = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_BUS: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def missing() -> list[str]:
    """Return the programs that would be needed and are not installed."""
    return [name for name in NEEDED if find(name) is None]


def find(name: str) -> str | None:
    """Return where a program is; some lie where only root looks."""
    return shutil.which(name, path=_PATHS)


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


class SimulatedPrinter:
    """One printer at `uri`. Its folder's path must be short: a socket lies in it."""

    def __init__(self, folder: Path, *, sheet_seconds: float = 0.1) -> None:
        self._folder = folder
        self._bus: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        for name in ("printed", "spool", "keys"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._wrong: list[str] = []
        self._sheet_seconds = sheet_seconds
        self.sheet_seconds(sheet_seconds)
        self._write("reasons", "")
        self._write(TOLD, "nothing yet")
        engine = folder / "engine"
        command = [sys.executable, "-P", "-m", "devices.cups.engine", str(folder), str(self.port)]
        self._write("engine", f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(_ROOT))} exec {shlex.join(command)} "$1"\n')
        engine.chmod(0o755)

    @property
    def uri(self) -> str:
        """Where it can be asked."""
        return f"ipp://127.0.0.1:{self.port}{ipp.PATH}"

    # -- a person's verbs ---------------------------------------------------------------------------------

    def switch_on(self) -> None:
        """Start it, or let it come back after it vanished."""
        if self._bus is None:
            self._start_bus()
        command = [find("ippeveprinter") or "ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(self.port)]
        command += [
            "-d",
            str(self._folder / "spool"),
            "-K",
            str(self._folder / "keys"),
            "-f",
            "application/pdf,text/plain",
        ]
        command += ["-v", "-M", "Yiban", "-m", "A4", "-c", str(self._folder / "engine"), "simulated"]
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._folder / 'bus'}"}
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self._until(self._answers, "ippeveprinter doesn't answer")
        self._write(TOLD, "nothing yet")
        self._tell()
        if PAPER in self._wrong:  # it begins with a full tray
            self._load(0)

    def vanish(self) -> None:
        """Pull its plug: it and what it was printing are gone at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Let it take connections and answer none."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it go on after it hung."""
        self._signal(signal.SIGCONT)

    def paper_out(self) -> None:
        """Take the paper out of its tray."""
        self._wrong += [PAPER] if PAPER not in self._wrong else []
        self._write("reasons", " ".join(self._wrong))
        self._load(0)

    def refill(self) -> None:
        """Put paper in."""
        self._wrong = [word for word in self._wrong if word != PAPER]
        self._write("reasons", " ".join(self._wrong))
        self._load(250)
        self._tell()

    def jam(self, *, eaten: bool = False) -> None:
        """Let a sheet get stuck; `eaten` gives the job up."""
        self._is("media-jam", *([EATEN] if eaten else []))

    def clear_jam(self) -> None:
        """Pull the sheet out."""
        self._is_not("media-jam", EATEN)

    def open_cover(self) -> None:
        """Open its cover."""
        self._is("cover-open")

    def close_cover(self) -> None:
        """Close its cover."""
        self._is_not("cover-open")

    def toner_low(self) -> None:
        """Let its toner get low."""
        self._is("toner-low")

    def toner_out(self) -> None:
        """Let its toner run out."""
        self._is("toner-empty")

    def new_toner(self) -> None:
        """Put a new cartridge in."""
        self._is_not("toner-low", "toner-empty")

    def fill_tray(self) -> None:
        """Let its output tray be full."""
        self._is("output-area-full")

    def empty_tray(self) -> None:
        """Take what lies there away."""
        self._is_not("output-area-full")

    def heat_fuser(self) -> None:
        """Let its fuser get too hot."""
        self._is("fuser-over-temp")

    def cool_fuser(self) -> None:
        """Let it cool down."""
        self._is_not("fuser-over-temp")

    def sheet_seconds(self, seconds: float) -> None:
        """Print a sheet in so many seconds from the next on."""
        self._slow = seconds > self._sheet_seconds
        self._write("sheet-seconds", str(seconds))

    def forget(self) -> None:
        """Bring it back to its start: on, well, quick, its output tray empty."""
        if self._slow:
            self.vanish()
        self.sheet_seconds(self._sheet_seconds)
        if self._process is None:
            self.switch_on()
        if PAPER in self._wrong:
            self.refill()
        self._is_not(*self._wrong)
        for file in (self._folder / "printed").iterdir():
            file.unlink()

    # -- what it shows ------------------------------------------------------------------------------------

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong with it, in IPP's own words for printer-state-reasons."""
        return tuple(self._wrong)

    def printed(self) -> list[bytes]:
        """Return the documents in its output tray, oldest first."""
        return [file.read_bytes() for file in sorted((self._folder / "printed").iterdir())]

    def log(self) -> bytes:
        """Return what it was told and did, as ippeveprinter logs it."""
        return (self._folder / "log").read_bytes()

    def close(self) -> None:
        """Take it down."""
        self.vanish()
        if self._bus is not None:
            self._bus.kill()
            self._bus.wait()
            self._bus = None

    # -- inside -------------------------------------------------------------------------------------------

    def _start_bus(self) -> None:
        self._write("bus.conf", _BUS.format(path=self._folder / "bus"))
        command = [find("dbus-daemon") or "dbus-daemon", "--nofork", "--nopidfile"]
        with (self._folder / "log").open("ab") as log:
            self._bus = subprocess.Popen(  # noqa: S603 - our own words
                [*command, f"--config-file={self._folder / 'bus.conf'}"], stdout=log, stderr=log, start_new_session=True
            )
        self._until((self._folder / "bus").exists, "dbus-daemon doesn't start")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)

    def _is(self, *words: str) -> None:
        self._wrong += [word for word in words if word not in self._wrong]
        self._tell()

    def _is_not(self, *words: str) -> None:
        self._wrong = [word for word in self._wrong if word not in words]
        self._tell()

    def _load(self, sheets: int) -> None:
        """Tell ippeveprinter how many sheets are in its first tray, by its own web page."""
        form = _get(self.port, _MEDIA)
        chosen = {
            name: next((value or text for value, text in _SELECTED.findall(options)), "")
            for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.DOTALL)
        }
        first = min(name for name in chosen if name.startswith("level"))
        _get(self.port, f"{_MEDIA}?{urlencode(chosen | {first: str(sheets)})}")

    def _tell(self) -> None:
        """Let the engine tell what is wrong: the one that runs, or else one that is run for nothing but that."""
        wrong = " ".join(self._wrong)
        self._write("reasons", wrong)
        if self._process is None or PAPER in self._wrong:
            return  # without paper it runs no engine: it is told when it has some again
        body = ipp.request(
            ipp.PRINT_JOB,
            self.port,
            ipp.job_name("panel"),
            ipp.document_format("text/plain"),
            document=b"what is wrong has changed",
        )

        runs: list[bytes] = []

        def told() -> bool:
            if (self._folder / TOLD).read_text(encoding="ascii") == wrong:
                return True
            runs.append(ipp.ask(self.port, body))  # a busy printer refuses it, and its engine looks by itself
            return False

        self._until(told, "the engine doesn't run")
        for number in filter(None, map(ipp.job_of, runs)):
            self._until(partial(self._is_over, number), "the engine doesn't end")

    def _is_over(self, job: int) -> bool:
        asked = ipp.request(ipp.GET_JOB_ATTRIBUTES, self.port, ipp.job_id(job))
        return b"job-completed" in ipp.ask(self.port, asked)

    def _answers(self) -> bool:
        try:
            return bool(ipp.ask(self.port, ipp.request(ipp.GET_JOB_ATTRIBUTES, self.port, ipp.job_id(1))))
        except (OSError, http.client.HTTPException):
            return False

    def _until(self, fact: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + START_SECONDS
        while not fact():
            if time.monotonic() > until:
                self.close()
                raise RuntimeError(f"{otherwise}: see {self._folder / 'log'}")
            self._pause.wait(0.02)

    def _write(self, name: str, text: str) -> None:
        part = self._folder / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        part.rename(self._folder / name)
