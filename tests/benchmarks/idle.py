"""What a terminal costs that nobody uses: the processor's time of its process at home, with every device polled.

Measured with the makes that cost least (a slot that tells a card by itself, a folder for the sheets) and with those that cost
most: a motor's slot, which has to be asked, and sheets by CUPS, which is a client of a service. The goal is meant for these.

The devices hang on the bench's ports, in the bench's process, so that theirs doesn't count, nor does CUPS's. The terminal
stands long enough for what it does only now and then: probes every 3 s, the records every 30 s. A device that isn't well would
cost less than one that is, so all have to be.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.row import Row, limited

if TYPE_CHECKING:
    from tests.benchmarks.machine import Machine

GOAL_PERCENT: Final = 3.0
SETTLED_SECONDS: Final = 6.0
TURNS, TURN_SECONDS = 7, 5.0
DEVICES: Final = (
    "id_reader",
    "social_card_reader",
    "scanner",
    "keypad",
    "indicators",
    "receipt_printer",
    "document_printer",
)


def measure(bench_toml: Path, config: Path, folder: Path) -> list[Row]:
    """Run the process on the bench that runs, and on one with the dearest makes."""
    from kiosk.cli import demo

    devices = f"idle at home, {len(DEVICES)} devices polled"
    cheapest = limited(f"{devices} (ccid, folder), of one core", _percent(bench_toml), GOAL_PERCENT, "%", "goal")
    absent = _absent()
    makes, documents = ("crt, folder; not cups: no " + ", ".join(absent), "folder") if absent else ("crt, cups", "cups")
    with demo.bench(config, folder, "--headless", "--social", "crt", "--documents", documents) as dearest_toml:
        dearest = limited(f"{devices} ({makes}), of one core", _percent(dearest_toml), GOAL_PERCENT, "%", "goal")
    return [cheapest, dearest]


def _percent(bench_toml: Path) -> float:
    command = (sys.executable, "-m", "tests.benchmarks.idle", str(bench_toml))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    return float(done.stdout.split()[-1])


def _absent() -> list[str]:
    """Name what a printer behind CUPS would need and isn't installed."""
    from devices.bench import private_cups
    from devices.cups import simulator

    library = [] if importlib.util.find_spec("cups") else ["pycups"]
    return [*simulator.missing(), *private_cups.missing(), *library]


def main(bench_toml: Path) -> None:
    """Be the process: stand there, and say what it cost."""
    from tests.benchmarks.machine import Machine

    machine = Machine(bench_toml)
    machine.rest(SETTLED_SECONDS)
    begun, used = time.monotonic(), time.process_time()
    for _ in range(TURNS):
        machine.rest(TURN_SECONDS)
        if machine.page != "home" or _unwell(machine):
            raise SystemExit(f"{machine.page} stands; not well: {', '.join(_unwell(machine))}")
    print((time.process_time() - used) / (time.monotonic() - begun) * 100)
    machine.close()


def _unwell(machine: Machine) -> list[str]:
    """Name the devices that are missing or not in use."""
    health = {lane.name: lane._health for lane in machine.app.lanes}
    return [name for name in DEVICES if (known := health.get(name)) is None or not known.usable]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
