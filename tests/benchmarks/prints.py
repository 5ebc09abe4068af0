"""From 打印 to the first byte on the wire, how many bytes a receipt has, and how long they take.

The bench notes every piece of bytes as it reaches the printer's end of the line, on the monotonic clock that all
processes share. The tap is the one that starts the print: the kind of paper where there are two, else 打印. The receipt is
a whole yearly record, the longest slip there is.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, cast

from tests.benchmarks.row import Row, limited, share
from tests.benchmarks.taps import newest_choice, with_card

if TYPE_CHECKING:
    from tests.benchmarks.machine import Machine

LIMIT_MS: Final = 50.0
LIMIT_BYTES: Final = 4000
GOAL_RATIO: Final = 1.05
TIMES: Final = 5


def measure(machine: Machine) -> list[Row]:
    """Print slips and ask the bench what it saw."""
    first: list[float] = []
    sent: dict[str, float] = {}
    for _ in range(TIMES):
        tapped = print_slip(machine)
        machine.until_page("take_paper")
        sent = _sent(machine)
        first.append((sent["first_byte_at"] - tapped) * 1000)
        machine.go_home()
    machine.tell("lift")
    return [
        limited("print tapped to first byte, slowest", max(first), LIMIT_MS, "ms"),
        Row("print tapped to first byte, p50", f"{share(first, 50):.1f} ms"),
        limited("bytes of a receipt", sent["bytes"], LIMIT_BYTES, "bytes"),
        Row(
            "sending a receipt",
            f"{sent['seconds']:.2f} s",
            f"line speed {sent['line_seconds']:.2f} s, goal {GOAL_RATIO:g} x",
            sent["ratio"],
            sent["ratio"] <= GOAL_RATIO,
        ),
    ]


def print_slip(machine: Machine) -> float:
    """Have a yearly record printed on a slip and return the moment of the tap."""
    machine.tell("lift")
    with_card(machine, "打印权益记录单", "choose_year")
    machine.tap(newest_choice(machine))
    machine.tap("打印")
    machine.until_page("which_paper", "printed_before")
    if machine.page == "printed_before":
        machine.tap("再打一张")
        machine.until_page("which_paper")
    tapped = time.monotonic()
    machine.tap("小条")
    return tapped


def _sent(machine: Machine) -> dict[str, float]:
    state = cast("dict[str, Any]", machine.tell("state")["state"])
    return cast("dict[str, float]", state["cables"]["receipt_printer"]["sent"])
