"""The program as a service: what systemd hears of it, what it leaves when it is killed, and how its exit code asks for more."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.__main__ import main
from kiosk.core.clock import SystemClock
from kiosk.core.exits import Exit
from kiosk.crash_loop import FILE, TOO_MANY, CrashLoop

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WORDS = ("-m", "kiosk", "--windowed")
EXITING = """
import signal, sys
from PySide6.QtCore import QCoreApplication
from kiosk.__main__ import main
signal.signal(signal.SIGUSR1, lambda *_: QCoreApplication.exit(int(sys.argv[1])))
sys.exit(main(["--windowed"]))
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="systemd and its signals are of Linux")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a terminal that was just provisioned; it has no records yet."""
    config = str(tmp_path / "kiosk.toml")
    assert main(["--config", config, "init", "--id", "T1", "--agency", "某县", "--county", "990101"]) == 0
    return tmp_path


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(30)
        yield line


def started(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "NOTIFY_SOCKET": str(home / "notify"),
    }  # fmt: skip
    return subprocess.Popen(
        (sys.executable, *words), cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_manager_hears_when_home_is_painted_then_every_second_then_of_the_end(
    home: Path, manager: socket.socket
) -> None:
    child = started(home, *WORDS)
    assert [manager.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert (home / "var" / FILE).exists()
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == Exit.STOP, errors
    manager.settimeout(0.0)
    heard = [manager.recv(100)]
    while heard[-1] == b"WATCHDOG=1":
        heard.append(manager.recv(100))
    assert heard[-1] == b"STOPPING=1"
    assert not (home / "var" / FILE).exists()


def test_a_program_that_is_killed_is_counted_by_the_next(home: Path, manager: socket.socket) -> None:
    child = started(home, *WORDS)
    assert manager.recv(100) == b"READY=1"
    child.kill()
    child.communicate()
    loop = CrashLoop(home / "var", SystemClock())
    loop.begin()
    assert loop.count == 1
    assert loop.count < TOO_MANY


@pytest.mark.parametrize("end", [signal.SIGSEGV, signal.SIGABRT])
def test_an_end_that_nothing_can_catch_names_the_line_of_each_thread(
    home: Path, manager: socket.socket, end: signal.Signals
) -> None:
    child = started(home, *WORDS)
    assert manager.recv(100) == b"READY=1"
    child.send_signal(end)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == -end
    assert "Fatal Python error" in errors
    assert 'kiosk/app.py", line' in errors
    assert 'kiosk/core/lane.py", line' in errors


@pytest.mark.parametrize("code", [Exit.RESTART_MACHINE, Exit.SHUT_DOWN, Exit.RESTART])
def test_the_exit_code_says_what_is_to_follow_and_leaves_nothing_to_count(
    home: Path, manager: socket.socket, code: Exit
) -> None:
    child = started(home, "-c", EXITING, str(int(code)))
    assert manager.recv(100) == b"READY=1"
    child.send_signal(signal.SIGUSR1)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == int(code), errors
    assert not (home / "var" / FILE).exists()
