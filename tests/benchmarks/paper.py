"""From the paper running out in the midst of a print to the page that says so, painted.

The last of the paper is taken from the bench's printer at random moments of the print. What counts begins before the bench is
told: the printer's word for it, the line, the driver, the page with its pixels.
"""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING, Final

from tests.benchmarks.prints import print_slip
from tests.benchmarks.row import Row, limited, share

if TYPE_CHECKING:
    from tests.benchmarks.machine import Machine

GOAL_MS: Final = 300.0
TIMES: Final = 5
LATEST_SECONDS: Final = 0.6
"""After the start of a print; its end is more than a second away."""


def measure(machine: Machine) -> list[Row]:
    """Let the paper run out again and again."""
    chance = Random(2)
    found: list[float] = []
    for _ in range(TIMES):
        print_slip(machine)
        machine.until_page("printing", "printing.printing")
        machine.rest(chance.uniform(0, LATEST_SECONDS))
        begun = time.monotonic()
        machine.tell("paper-out")
        machine.until_page("paper_out")
        machine.until_painted()
        found.append((time.monotonic() - begun) * 1000)
        machine.tap("不等了")
        machine.until_page("not_printed")
        machine.tell("refill")
        machine.go_home()
    machine.tell("lift")
    return [
        limited("paper out to page painted, slowest", max(found), GOAL_MS, "ms", "goal"),
        Row("paper out to page painted, p50", f"{share(found, 50):.0f} ms"),
    ]
