"""How soon a page is heard, how soon a touch silences it, whether the window goes on meanwhile, and what the process holds.

The player's output makes no sound but takes the time that sound takes. What a device has buffered is added: to the first sound
because it is played before it, to the stop because it is still played. It is measured in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.row import Row, limited, not_measured, share

if TYPE_CHECKING:
    from kiosk.core.stage import Showing
    from kiosk.voice.engine import Told
    from tests.benchmarks.machine import Machine

FIRST_GOAL_MS: Final = 300.0
STOP_GOAL_MS: Final = 100.0
GAP_GOAL_MS: Final = 50.0
MEMORY_GOAL_MB: Final = 60.0
PAGES: Final = 40
SETTLED_SECONDS: Final = 3.0
HEARD_SECONDS: Final = 0.3
"""So long a page is listened to before the next touch."""
PATIENCE_SECONDS: Final = 5.0
TICK_SECONDS: Final = 0.01
WALK: Final = (("查养老金", "上一步"), ("更多", "上一步"), ("查养老认证", "上一步"), ("请人帮忙", "接着办"))


def measure(bench_toml: Path) -> list[Row]:
    """Walk among spoken pages at the usual pace and at the slowest."""
    if os.name != "posix":
        return [not_measured("the voice", "needs /proc")]
    command = (sys.executable, "-m", "tests.benchmarks.voice", str(bench_toml))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    usual, slowest, stop, gap, memory = map(float, done.stdout.split()[-5:])
    return [
        limited(f"first sound after a page, {PAGES} pages, usual pace, p95", usual, FIRST_GOAL_MS, "ms", "goal"),
        limited(f"first sound after a page, {PAGES} pages, slowest pace, p95", slowest, FIRST_GOAL_MS, "ms", "goal"),
        limited(f"silent after a touch, {2 * PAGES} touches, p95", stop, STOP_GOAL_MS, "ms", "goal"),
        limited("gap of the window's thread while it speaks, p99", gap, GAP_GOAL_MS, "ms", "goal"),
        limited("memory of the voice's process", memory, MEMORY_GOAL_MB, "MB", "goal"),
    ]


class _Ear:
    """Times of what is shown and of what is heard."""

    def __init__(self, machine: Machine) -> None:
        from kiosk.voice.clip_engine import ClipEngine
        from kiosk.voice.engine import Heard
        from kiosk.voice.late import LateEngine

        engine = machine.app._engine
        if isinstance(engine, LateEngine):  # made once home is painted, as it is by now
            engine = engine._made()
        if not isinstance(engine, ClipEngine):
            raise TypeError("no recorded voice")
        self.engine = engine
        self._shown = 0.0
        self._waits = False
        self.firsts: list[float] = []
        told, window = engine._told, machine.app.window
        show = window.show

        def shown(showing: Showing) -> None:
            self._shown, self._waits = time.perf_counter(), True
            show(showing)

        def heard(what: Told) -> None:
            if self._waits and isinstance(what, Heard) and what.sentence is not None:
                self._waits = False
                self.firsts.append((time.perf_counter() - self._shown) * 1000)
            told(what)

        engine._told = heard
        window.show = shown  # type: ignore[method-assign]

    @property
    def speaks(self) -> bool:
        """Whether what was shown last is heard."""
        return not self._waits and self.engine.busy

    def silence(self, machine: Machine) -> float | None:
        """Touch the screen beside everything; return the milliseconds until the process says it is silent."""
        child, number = self.engine._child, self.engine._number
        if child is None or not self.engine.busy:
            return None
        begun = time.perf_counter()
        machine.app.window.screen.touched()
        while child.stopped < number and time.perf_counter() - begun < PATIENCE_SECONDS:
            time.sleep(0.001)  # noqa: TID251 - another process is waited for
        return (time.perf_counter() - begun) * 1000

    @property
    def memory_mb(self) -> float:
        """What the process holds of the machine's memory now."""
        child = self.engine._child
        if child is None:
            raise LookupError("no process")
        lines = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def main(bench_toml: Path) -> None:
    """Be the process."""
    from PySide6.QtCore import Qt, QTimer

    from kiosk import settings
    from kiosk.core.config import SoundConfig
    from kiosk.voice.player import BUFFER_MS, SILENT
    from kiosk.voice.words import USUAL_PACE
    from kiosk.wiring import engine_of
    from tests.benchmarks.machine import Machine

    config = settings.read(bench_toml)
    config = replace(
        config,
        presentation=replace(config.presentation, voice=True),
        sound=replace(config.sound, voice=SoundConfig().voice, loudspeaker=SILENT, headset=SILENT),
    )
    machine = Machine(bench_toml, config, engine_of(config.sound))
    machine.rest(SETTLED_SECONDS)
    ear = _Ear(machine)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        if ear.speaks:
            gaps.append(max(0.0, now - last - TICK_SECONDS) * 1000)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(round(TICK_SECONDS * 1000))
    timer.timeout.connect(tick)
    timer.start()
    stops: list[float] = []
    firsts: list[float] = []
    for pace in (USUAL_PACE, 0):
        machine.app._voice.hurry(pace - USUAL_PACE)
        ear.firsts.clear()
        words = 0
        while len(ear.firsts) < PAGES:
            for touch in WALK[words % len(WALK)]:
                with suppress(LookupError):
                    machine.touch(touch)
                end = time.monotonic() + PATIENCE_SECONDS
                while not ear.speaks and time.monotonic() < end:
                    machine.rest(TICK_SECONDS)
                machine.rest(HEARD_SECONDS)
                silenced = ear.silence(machine)
                if silenced is not None:
                    stops.append(silenced + BUFFER_MS)
                last = time.perf_counter()
            words += 1
        firsts.append(share(ear.firsts, 95) + BUFFER_MS)
    timer.stop()
    print(*firsts, share(stops, 95), share(gaps, 99), ear.memory_mb)
    machine.close()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(Path(sys.argv[1]))
