"""From the touch on 请人帮忙 to the lamp that is lit on the I/O board, and to the desk that sees the call.

The real terminal calls; the board is the bench's, at line speed; the desk is the product's own line over loopback. The lamp is
seen by asking the bench again and again, so its time is some milliseconds too long.
"""

from __future__ import annotations

import secrets
import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.config import DeskConfig
from kiosk.core.help import HelpKind
from kiosk.desk.line import DeskLine, terminal_of
from tests.benchmarks.machine import Machine
from tests.benchmarks.row import Row, limited, share

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.config import Config
    from kiosk.desk.line import DeskHeard

GOAL_MS: Final = 300.0
ROUNDS: Final = 15
PULSE_SECONDS: Final = 2.0
"""How long a slot's lamp takes to pulse once; the calls are spread over it."""


class _Desk:
    """A desk that notes when it first saw a call for help."""

    def __init__(self, config: DeskConfig) -> None:
        self.seen_at = 0.0
        self.connected = False
        terminal = terminal_of(f"http://{config.address}:{config.port}/#{config.token}")
        self.line = DeskLine(terminal, SystemClock(), self._heard)
        self.line.open()

    def _heard(self, heard: DeskHeard) -> None:
        if heard.view is None:
            return
        self.connected = True
        if not self.seen_at and any(call.kind is HelpKind.HELP for call in heard.view.lines):
            self.seen_at = time.perf_counter()


def served(bench_toml: Path) -> Config:
    """Return the bench's terminal with a desk that is served on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    desk = DeskConfig(serve=True, address="127.0.0.1", port=port, token=secrets.token_hex(16))
    return replace(settings.read(bench_toml), desk=desk)


def measure(bench_toml: Path) -> list[Row]:
    """Call and call off, and time light and desk."""
    config = served(bench_toml)
    machine = Machine(bench_toml, config)
    machine.rest(2.0)
    desk = _Desk(config.desk)
    machine.until(lambda: desk.connected, "the desk's line")
    lit, seen = zip(*(_call(machine, desk, 0.6 + PULSE_SECONDS * n / ROUNDS) for n in range(ROUNDS)), strict=True)
    desk.line.close()
    machine.close()
    return [
        limited(f"help pressed to lamp lit, {ROUNDS} calls, p95", share(lit, 95) * 1000, GOAL_MS, "ms", "goal"),
        limited(f"help pressed to the desk, {ROUNDS} calls, p95", share(seen, 95) * 1000, GOAL_MS, "ms", "goal"),
    ]


def _call(machine: Machine, desk: _Desk, rests: float) -> tuple[float, float]:
    """Press 请人帮忙; return the seconds until the lamp is lit and until the desk knows. The call is called off again.

    After that it `rests` so many seconds, while the lamp of home's slot pulses.
    """
    desk.seen_at = 0.0
    begun = time.perf_counter()
    machine.tap("请人帮忙")
    while "help" not in machine.lit():
        machine.happen()
        if time.perf_counter() - begun > 5:
            raise TimeoutError("the lamp was never lit")
    lit = time.perf_counter() - begun
    machine.until(lambda: desk.seen_at > begun, "the desk")
    seen = desk.seen_at - begun
    machine.tap("不用叫了")
    machine.tap("接着办")
    machine.until(lambda: "help" not in machine.lit(), "the lamp to go out")
    machine.rest(rests)
    return lit, seen
