"""From the last key of a PIN to what somebody of the staff came for, while a visit stands.

The real terminal with the real cost of a PIN's hash (argon2id), worked out off the window's thread. A time begins with
the press of 好了 and ends when Qt has painted the page that follows.
"""

from __future__ import annotations

import time
import tomllib
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk import settings
from kiosk.core.staff import StaffRole
from tests.benchmarks.row import Row, limited, share
from tests.benchmarks.taps import with_card

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.machine import Machine

GOAL_MS: Final = 300.0
ROUNDS: Final = 12


class Attendant(NamedTuple):
    """Who signs in."""

    number: str
    pin: str


def attendant(config_file: Path) -> Attendant:
    """Return the first attendant of the demo hall, who is on the roll already."""
    listed = tomllib.loads((settings.read(config_file).data / "cards.toml").read_text(encoding="utf-8"))["staff"]
    row = next(row for row in listed if row["role"] == StaffRole.ATTENDANT)
    return Attendant(row["number"], row["pin"])


def measure(machine: Machine, who: Attendant) -> list[Row]:
    """Sign in beside a person again and again, and time both steps."""
    signed: list[float] = []
    parked: list[float] = []
    with_card(machine, "查养老金", "payment_paid")
    for _ in range(ROUNDS):
        signed.append(sign_in(machine, who) * 1000)
        parked.append(machine.tap("帮这位办") * 1000)
        for words in ("先不给", "帮完了", "接着办"):
            machine.tap(words)
    machine.go_home()
    machine.tell("lift")
    both = [one + other for one, other in zip(signed, parked, strict=True)]
    return [
        Row(f"PIN to staff menu painted, {ROUNDS} times, p50", f"{share(signed, 50):.0f} ms"),
        Row("menu to the parked visit painted, p50", f"{share(parked, 50):.0f} ms"),
        limited("sign-in to parked page, p95", share(both, 95), GOAL_MS, "ms", "goal"),
    ]


def sign_in(machine: Machine, who: Attendant) -> float:
    """Knock, type number and PIN; return the seconds from the last key to the menu."""
    width = machine.app.window.screen.width()
    for x in (6.0, width - 6.0, 6.0, width - 6.0):
        machine._hand.tap(x, 6.0)
    machine.until_page("staff_card")
    machine.tap("输工号")
    typed(machine, who.number)
    machine.tap("好了")
    typed(machine, who.pin)
    begun = time.perf_counter()
    machine.tap("好了")
    if machine.page != "staff_menu":  # so slow that 正在核对 came between
        machine.until_page("staff_menu")
        machine.until_painted()
    return time.perf_counter() - begun


def typed(machine: Machine, digits: str) -> None:
    """Touch keys of the pad, one after the other."""
    for digit in digits:
        machine._hand.touch(digit)
        machine.happen()
