"""systemd is told over a real socket, and a manager that isn't there holds nobody up."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kiosk.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@yiban-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("\0" + address[1:] if address.startswith("@") else address)
        line.settimeout(5)
        yield line, address


def test_the_manager_hears_each_word_in_order(manager: tuple[socket.socket, str]) -> None:
    line, address = manager
    watchdog = Watchdog.of({"NOTIFY_SOCKET": address})
    assert watchdog is not None
    watchdog.ready()
    watchdog.alive()
    watchdog.stopping()
    assert [line.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_without_a_manager_there_is_nobody_to_tell(environment: dict[str, str]) -> None:
    assert Watchdog.of(environment) is None


def test_a_manager_that_is_gone_or_does_not_listen_holds_nobody_up(tmp_path: Path) -> None:
    Watchdog(str(tmp_path / "gone")).alive()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "deaf"))
        for _ in range(2000):  # its queue is long full
            Watchdog(str(tmp_path / "deaf")).alive()
        assert line.recv(100) == b"WATCHDOG=1"
