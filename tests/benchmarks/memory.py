"""Resident memory of the terminal after the start and after 500 visits.

A process of its own runs the terminal on the bench's ports without a screen. Every tenth visit puts a card and looks at
something, the others look round; 打印 is left out, because paper takes its time. Linux says how much is resident.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.row import Row, not_measured

if TYPE_CHECKING:
    from tests.benchmarks.machine import Machine

VISITS: Final = 500
WITH_CARD: Final = 10
STATUS: Final = Path("/proc/self/status")
SETTLED_SECONDS: Final = 5.0


def measure(bench_toml: Path) -> list[Row]:
    """Run the process."""
    if not STATUS.exists():
        return [not_measured("resident memory", "this system has no /proc")]
    command = (sys.executable, "-m", "tests.benchmarks.memory", str(bench_toml))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    start, after = map(float, done.stdout.split()[-2:])
    return [
        Row("resident memory after start", f"{start:.1f} MB"),
        Row(f"resident memory after {VISITS} visits", f"{after:.1f} MB", "after start", after / start),
    ]


def main(bench_toml: Path) -> None:
    """Be the process: visit, and say both figures."""
    from tests.benchmarks.machine import Machine

    machine = Machine(bench_toml)
    machine.rest(SETTLED_SECONDS)
    start = resident()
    visit = 0
    for visit in range(VISITS):
        try:
            _with_card(machine) if visit % WITH_CARD == 0 else _without_card(machine)
        except (LookupError, TimeoutError) as error:  # the terminal's crash report says no words
            raise SystemExit(f"visit {visit}: {error}") from None
    print(start, resident())
    machine.close()


def resident() -> float:
    """Return the resident memory of this process in MB."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _without_card(machine: Machine) -> None:
    for words in ("更多", "上一步", "查养老金", "上一步"):
        machine.tap(words)
    machine.go_home()


def _with_card(machine: Machine) -> None:
    from tests.benchmarks.taps import newest_choice, with_card

    machine.tell("lift")
    with_card(machine, "打印权益记录单", "choose_year")
    machine.tap(newest_choice(machine))
    machine.go_home()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
