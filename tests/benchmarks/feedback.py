"""How soon the screen answers a finger, and whether it still does while every device hangs.

Switching: from the press on a mode or a language to everything painted anew. Feedback: from the press on a button to its pressed
look painted. The gap (A11): a timer of 10 ms in the window's thread, while every line is a port at whose other end nobody reads
or answers, the A4 printer's server takes what is sent and says nothing, and somebody goes on touching. It is measured in a
process of its own; the hand is the same.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.languages import LANGUAGES
from kiosk.ui import words
from tests.benchmarks.row import Row, limited, not_measured, share

if TYPE_CHECKING:
    from kiosk.core.config import Config, DeviceConfig
    from tests.benchmarks.machine import Machine

SWITCH_GOAL_MS: Final = 200.0
PRESS_GOAL_MS: Final = 100.0
GAP_GOAL_MS: Final = 50.0
LONGEST_GAP_MS: Final = 200.0
ROUNDS: Final = 10
PRESSES: Final = 25
TICK_SECONDS: Final = 0.01
HANGING_SECONDS: Final = 25.0
SETTLED_SECONDS: Final = 2.0
MODES: Final = (
    "大字版",
    "大字版",
    "大字版",
    "小字版",
    "黑底大字",
    "黑底大字",
    "白底黑字",
    "不刺眼",
    "大字版",
    "大字版",
    "小字版",
)
"""Through all sizes and all themes, and back to how it was: 黑底大字 brings large text."""
BUTTONS: Final = ("查养老金", "查养老认证", "打印权益记录单", "请人帮忙", "大字版")
OTHERS: Final = ("en", "ug")
DEVICES: Final = 7


def measure(machine: Machine, bench_toml: Path) -> list[Row]:
    """Switch, press, and let the devices hang."""
    switched = [machine.repaint(mode) * 1000 for _ in range(ROUNDS) for mode in MODES]
    spoken = _languages(machine)
    pressed = [machine.press(button) * 1000 for _ in range(PRESSES) for button in BUTTONS]
    return [
        limited(
            f"size or theme switched to repainted, {len(switched)} times, p99",
            share(switched, 99),
            SWITCH_GOAL_MS,
            "ms",
            "goal",
        ),
        limited(
            f"language switched in a visit to repainted, {len(spoken)} times, p99",
            share(spoken, 99),
            SWITCH_GOAL_MS,
            "ms",
            "goal",
        ),
        limited(
            f"press to visible feedback, {len(pressed)} presses, p99", share(pressed, 99), PRESS_GOAL_MS, "ms", "goal"
        ),
        *_gaps(bench_toml),
    ]


def _languages(machine: Machine) -> list[float]:
    """Switch between Chinese and two languages in the middle of a visit; return the milliseconds until each is painted."""
    window = machine.app.window
    offered, took = window._languages, list[float]()
    for other in OTHERS:
        window._languages = {"zh": False, other: False}
        words.load((LANGUAGES[other],))
        machine.app.reconsider()
        machine.tap("更多")
        machine.tap("看不清")
        for _ in range(ROUNDS):
            took += [machine.repaint(LANGUAGES[code].name) * 1000 for code in (other, "zh")]
        machine.tap("好了")
        machine.go_home()
    window._languages = offered
    machine.app.reconsider()
    return took


def _gaps(bench_toml: Path) -> list[Row]:
    what = f"gap of the window's thread, {DEVICES} devices hang"
    if os.name != "posix":
        return [not_measured(what, "needs pseudo-terminals")]
    command = (sys.executable, "-m", "tests.benchmarks.feedback", str(bench_toml))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    p99, longest = map(float, done.stdout.split()[-2:])
    return [
        limited(f"{what}, p99", p99, GAP_GOAL_MS, "ms", "goal"),
        limited(f"{what}, longest", longest, LONGEST_GAP_MS, "ms", "goal"),
    ]


def hanging(config: Config, stack: ExitStack) -> Config:
    """Put every device of a terminal where nobody answers; the stack keeps the other ends."""

    def deaf(device: DeviceConfig) -> DeviceConfig:
        ours, theirs = os.openpty()
        stack.callback(os.close, ours)
        stack.callback(os.close, theirs)
        return replace(device, settings=MappingProxyType({**device.settings, "port": os.ttyname(theirs)}))

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="yiban-deaf-"))
    server = stack.enter_context(socket.socket(socket.AF_UNIX))
    server.bind(f"{folder}/cups")
    server.listen(64)
    sheets = replace(
        config.document_printer, make="cups", settings=MappingProxyType({"printer": "a4", "server": f"{folder}/cups"})
    )
    return replace(
        config,
        document_printer=sheets,
        id_reader=deaf(config.id_reader),
        social_card_reader=deaf(config.social_card_reader),
        scanner=deaf(config.scanner),
        keypad=deaf(config.keypad),
        indicators=deaf(config.indicators),
        receipt_printer=deaf(config.receipt_printer),
    )


def main(bench_toml: Path) -> None:
    """Be the process: let everything hang, touch what there is, and say how long the thread was ever away."""
    from PySide6.QtCore import Qt, QTimer

    from kiosk import settings
    from tests.benchmarks.machine import Machine

    with ExitStack() as stack:
        machine = Machine(bench_toml, hanging(settings.read(bench_toml), stack))
        machine.rest(SETTLED_SECONDS)
        gaps: list[float] = []
        last = time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter()
            gaps.append(max(0.0, now - last - TICK_SECONDS) * 1000)
            last = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(round(TICK_SECONDS * 1000))
        timer.timeout.connect(tick)
        timer.start()
        end = time.monotonic() + HANGING_SECONDS
        words = 0
        while time.monotonic() < end:
            for turn in (("查养老金", "上一步"), ("更多", "上一步"), ("大字版",), ("请人帮忙", "接着办"))[words % 4]:
                with suppress(LookupError):  # a service that can't be had is greyed
                    machine.touch(turn)
                machine.rest(0.4)
            words += 1
        timer.stop()
        print(share(gaps, 99), max(gaps))
        machine.close()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(Path(sys.argv[1]))
