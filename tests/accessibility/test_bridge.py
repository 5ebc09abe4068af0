"""In a hall nobody reads the screen or presses its buttons over a bus: Qt's bridge stays off, whatever the bus says."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SystemClock
from kiosk.ui.application import BRIDGE, NO_BUS, close_the_bridge
from tests.accessibility.desktop import Desktop, missing
from tests.accessibility.hall import ASKED_TOO_LATE, PANEL, ROOT
from tests.accessibility.reader import Reader
from tests.deploy.test_deploy import unit
from tests.visits.terminal import provision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTED_SECONDS = 30.0
BRIDGED_SECONDS = 2.0
"""With the bridge on, the terminal is on the bus within a tenth of this."""


def set_by_the_service() -> dict[str, str]:
    lines = unit("yiban.service")["Service"]["Environment"]
    return dict(word.split("=", 1) for line in lines for word in line.split())


def test_the_service_sets_nothing_that_opens_the_bridge() -> None:
    assert not [name for name in set_by_the_service() if "ACCESSIBILITY" in name or "DBUS" in name or "AT_SPI" in name]


def test_only_the_tests_own_switch_leaves_the_bus_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for switch, bus in (("1", "unix:path=/x"), ("0", NO_BUS), ("", NO_BUS)):
        monkeypatch.setenv(BRIDGE, switch)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x")
        close_the_bridge()
        assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == bus


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    if sys.platform != "linux":
        pytest.skip("AT-SPI is of Linux")
    if lacking := missing():
        pytest.fail(f"run .ci/system-packages: there is no {', no '.join(lacking)}")
    with Desktop(tmp_path / "desk", PANEL) as desktop:
        yield desktop


@pytest.mark.wire
@pytest.mark.parametrize("switch", ["", "1"])
def test_a_screen_reader_that_runs_finds_no_terminal_unless_a_test_wants_it(
    desktop: Desktop, tmp_path: Path, switch: str
) -> None:
    config = provision(tmp_path, count=1)
    clock = SystemClock()
    with closing(Reader(desktop.environment)) as reader, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        reader.announce()
        line.bind(str(tmp_path / "notify"))
        line.settimeout(STARTED_SECONDS)
        # What the service sets, on a bus that says a screen reader runs; only the screen is this desktop's.
        environment = {
            **desktop.environment, **set_by_the_service(), "QT_QPA_PLATFORM": "xcb", "XDG_CACHE_HOME": str(tmp_path),
            "NOTIFY_SOCKET": str(tmp_path / "notify"), BRIDGE: switch,
        }  # fmt: skip
        product = subprocess.Popen(
            (sys.executable, "-m", "kiosk", "--config", str(config)),
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert line.recv(100) == b"READY=1"
            until = clock.monotonic() + BRIDGED_SECONDS
            while clock.monotonic() < until and not reader.look():
                clock.sleep(0.05)
            assert bool(reader.look()) is bool(switch)
        finally:
            product.terminate()
            _, said = product.communicate(timeout=20)
    assert [word for word in said.splitlines() if not word.startswith(ASKED_TOO_LATE)] == []
