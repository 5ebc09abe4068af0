"""From a tap to the next page painted, at 1080 x 1920.

The real terminal walks through pages: at home and back, and for a person whose card was read through years, statements
and payments. A tap begins with the press and ends when Qt has worked off the paint event of the page that follows: that
is layout, new widgets and all pixels. The hand is steady: the guard against trembling ones, who touch twice, is off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.benchmarks.row import Row, limited, share

if TYPE_CHECKING:
    from tests.benchmarks.machine import Machine

GOAL_MS: Final = 30.0
ROUNDS: Final = 30
PERSON: Final = 7


def measure(machine: Machine) -> list[Row]:
    """Walk and time every tap."""
    times = [time for _ in range(ROUNDS) for time in before_the_card(machine)]
    with_card(machine, "打印权益记录单", "choose_year")
    newest = newest_choice(machine)
    for _ in range(ROUNDS):
        times += [machine.tap(words) for words in (newest, "上一步")]
    machine.go_home()
    machine.tell("lift")
    found = [time * 1000 for time in times]
    name = f"tap to next page painted, {len(found)} taps"
    return [
        Row(f"{name}, p50", f"{share(found, 50):.1f} ms"),
        limited(f"{name}, p95", share(found, 95), GOAL_MS, "ms", "goal"),
        Row(f"{name}, p99", f"{share(found, 99):.1f} ms"),
    ]


def before_the_card(machine: Machine) -> list[float]:
    """Look round without a card."""
    return [machine.tap(words) for words in ("更多", "上一步", "查养老金", "上一步")]


def with_card(machine: Machine, service: str, page: str) -> None:
    """Choose a service, put the card, and wait for a page."""
    machine.tap(service)
    machine.put_card(PERSON)
    machine.until_page(page)


def newest_choice(machine: Machine) -> str:
    """Return the words on the first card of the page."""
    from kiosk.core.page import Choose
    from kiosk.core.text import Wording

    page = machine.app.visit.page
    if not isinstance(page, Choose):
        raise TypeError(f"{machine.page} has no choices")
    return page.choices[0].label.written(Wording())
