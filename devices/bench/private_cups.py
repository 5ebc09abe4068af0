"""A CUPS of the bench's own: cupsd in the foreground on a socket in a folder, with a queue to a simulated printer.

It needs cupsd (Debian: cups-daemon) and lpadmin (cups-client), and touches nothing of a CUPS that runs already.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from devices.cups.simulator import find

NEEDED: Final = ("cupsd", "lpadmin")
QUEUE: Final = "a4"
# A driverless queue hands a PDF printer its PDF as it is, once CUPS's own name for PDF means PDF; cups-filters would bring
# Ghostscript and a hundred more to say no more than that.
_CONVERSIONS: Final = "application/pdf application/vnd.cups-pdf 0 -\n"
_OF_THE_QUEUE: Final = re.compile(r".*\.data|.*\.strings|job\.cache(\.O)?|[0-9a-f]{13}")
"""What CUPS keeps of a queue, its next job's number, and the PPD that lpadmin made."""
_CUPSD: Final = """
LogLevel debug
Listen {folder}/cups.sock
Listen 127.0.0.1:{port}
Listen 127.0.0.2:{port}
Browsing Off
DefaultAuthType Basic
WebInterface No
PreserveJobHistory {history}
PreserveJobFiles {files}
DirtyCleanInterval 0
<Location />
  Order allow,deny
</Location>
<Policy default>
  <Limit Create-Job Print-Job Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Purge-Jobs Cancel-Job Cancel-My-Jobs>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES: Final = """
ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access_log
ErrorLog {folder}/log/error_log
PageLog {folder}/log/page_log
SystemGroup {group}
"""


class PrivateCups:
    """cupsd, as a technician would set it up; `files` and `history` are PreserveJobFiles and PreserveJobHistory.

    `close` it at the end. Raises `RuntimeError` where it does not start, `CalledProcessError` where the queue can't be made.
    """

    def __init__(self, device_uri: str, *, files: str = "No", history: str = "300", raw: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="yiban-cups-"))
        self.folder.chmod(0o755)  # CUPS runs its backends as another user
        for name in ("etc/ppd", "spool/tmp", "cache", "state", "log"):
            (self.folder / name).mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        words = {"port": self.port, "folder": self.folder, "files": files, "history": history, "group": _group()}
        (self.folder / "etc/cupsd.conf").write_text(_CUPSD.format(**words))
        (self.folder / "etc/cups-files.conf").write_text(_FILES.format(**words))
        (self.folder / "etc/yiban.convs").write_text(_CONVERSIONS)
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        model = "raw" if raw else "everywhere"
        command = [find("lpadmin") or "lpadmin", "-h", self.server, "-p", QUEUE, "-E", "-v", device_uri, "-m", model]
        subprocess.run(command, check=True, capture_output=True, timeout=30)  # noqa: S603 - our own words

    @property
    def server(self) -> str:
        """What kiosk.toml has as `server`: the socket it listens on."""
        return str(self.folder / "cups.sock")

    def start(self) -> None:
        """Start it, or start it again."""
        etc = self.folder / "etc"
        command = [find("cupsd") or "cupsd", "-f", "-c", str(etc / "cupsd.conf"), "-s", str(etc / "cups-files.conf")]
        bus = f"unix:path={self.folder / 'no-bus'}"  # so that it tells the machine's own bus nothing
        with (self.folder / "log/cupsd").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                command,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus},
            )
        until = time.monotonic() + 10
        while not self._answers():
            if time.monotonic() >= until:
                self.stop()
                raise RuntimeError(f"cupsd doesn't answer: see {self.folder / 'log'}")
            threading.Event().wait(0.02)

    def stop(self) -> None:
        """End it as a machine's shutdown does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        """Stop it in its tracks, or let it go on."""
        if self._process is not None:
            self._process.send_signal(number)

    def admin(self, *words: str) -> None:
        """Run one of CUPS's own commands (cupsdisable, cupsreject)."""
        command = [find(words[0]) or words[0], "-h", self.server, *words[1:]]
        subprocess.run(command, check=True, capture_output=True, timeout=30)  # noqa: S603 - our own words

    def spooled(self) -> dict[str, bytes]:
        """Return what CUPS keeps of jobs: the documents and what it says of them. What it keeps of the queue is not of a job."""
        return {
            str(file.relative_to(self.folder)): file.read_bytes()
            for place in ("spool", "cache")
            for file in (self.folder / place).rglob("*")
            if file.is_file() and not _OF_THE_QUEUE.fullmatch(file.name)
        }

    def logs(self) -> bytes:
        """Return all that it logged."""
        return b"".join(file.read_bytes() for file in (self.folder / "log").iterdir())

    def close(self) -> None:
        """Take it down, with all that it kept."""
        self.signal(signal.SIGCONT)
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(self.server)
        except OSError:
            return False
        return True


def missing() -> list[str]:
    """Return the programs that would be needed and are not installed."""
    return [name for name in NEEDED if find(name) is None]


def _group() -> str:
    """Return the name of our own group: who may change queues."""
    import grp  # noqa: PLC0415 - Windows has none

    return grp.getgrgid(os.getgid()).gr_name
