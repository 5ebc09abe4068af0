"""The running terminal, seen from around it: a lane that hangs keeps the watchdog silent, and an exit is asked for in order."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.errors import DeviceGone
from kiosk.app import App
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config
from kiosk.core.exits import Exit
from kiosk.core.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(0.0)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield line


def heard(manager: socket.socket) -> list[bytes]:
    words: list[bytes] = []
    while True:
        try:
            words.append(manager.recv(100))
        except BlockingIOError:
            return words


def test_a_lane_that_hangs_keeps_the_watchdog_silent_until_it_goes_on(
    tmp_path: Path, manager: socket.socket, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SystemClock()
    app = App(replace(Config(), data=tmp_path), clock, fullscreen=False, size=(540, 960))
    stuck = threading.Event()

    def opens_at_last() -> object:
        stuck.wait(60)
        raise DeviceGone

    app.lanes._lanes["keypad"] = Lane("keypad", opens_at_last, clock, app._mailbox.post, tended=True)
    app.begin()
    qtbot.waitUntil(lambda: b"WATCHDOG=1" in heard(manager), timeout=20_000)
    monkeypatch.setattr("kiosk.core.lane.STILL_SECONDS", 1.5)
    qtbot.wait(2500)
    heard(manager)
    qtbot.wait(2500)
    assert heard(manager) == []
    monkeypatch.setattr("kiosk.core.lane.STILL_SECONDS", 30.0)
    stuck.set()
    qtbot.waitUntil(lambda: b"WATCHDOG=1" in heard(manager), timeout=20_000)
    app.end()
    assert heard(manager)[-1:] == [b"STOPPING=1"]


def test_an_exit_is_asked_for_with_its_code_and_a_parked_visit_can_be_ended(tmp_path: Path, qtbot: QtBot) -> None:
    left: list[int] = []
    app = App(replace(Config(), data=tmp_path), SystemClock(), fullscreen=False, size=(540, 960), leave=left.append)
    app.begin()
    qtbot.waitUntil(lambda: app.visit.page is not None and app.visit.page.name == "out_of_service", timeout=20_000)
    app.visit.park()
    app.interrupt()
    assert not app.visit.parked
    assert app.visit.page is not None
    app.ask_exit(Exit.RESTART)
    app.end()
    assert left == [30]
