"""What somebody sees and does from home to paper in hand, at the usual settings and in 简洁版.

Pages, phases aside, from home to the one that says where the paper is; touches from home on; Hanzi on all of them as they are
laid out, footers and phases included. Putting the card is no touch. 简洁版 is on when the visit begins, as where the hall has
it so; where it is not, it is one touch more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.ui.items import Target, Words
from tests.benchmarks.row import Row, limited
from tests.benchmarks.taps import newest_choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.machine import Machine

HANZI: Final = re.compile(r"[\u3400-\u9fff]")
NEWEST: Final = ""
"""In place of words: the first choice."""
PAPER: Final = "take_paper"


class Errand(NamedTuple):
    """What somebody comes for: whose card, what is touched on which page, and the most touches there may be."""

    what: str
    person: int
    touched: Sequence[tuple[str, str]]
    goal: int


USUAL: Final = (
    Errand(
        "the yearly record",
        1,
        (
            ("home", "打印权益记录单"),
            ("choose_year", NEWEST),
            ("review_yearly_record", "打印"),
            ("which_paper", "大张纸"),
        ),
        4,
    ),
    Errand("the payment", 1, (("home", "查养老金"), ("payment_paid", "打印"), ("which_paper", "大张纸")), 3),
)
SIMPLE: Final = (
    Errand("the yearly record", 26, (("home", "打印社保记录单"), ("review_yearly_record", "打印")), 2),
    Errand("the payment", 26, (("home", "查养老金"), ("payment_paid", "打印")), 2),
)


def measure(machine: Machine) -> list[Row]:
    """Do every errand once."""
    usual = [row for errand in USUAL for row in _measured(machine, errand, simple=False)]
    return [*usual, *(row for errand in SIMPLE for row in _measured(machine, errand, simple=True))]


def _measured(machine: Machine, errand: Errand, *, simple: bool) -> list[Row]:
    machine.go_home()
    machine.tell("lift")
    if simple:
        machine.repaint("简洁版")
    read: dict[tuple[int, str], str] = {}

    def reads() -> None:
        showing = machine.camera.showing
        if showing is not None:
            phase = "" if showing.phase is None else showing.phase.name
            read[showing.ticket, phase] = written(machine)

    reads()
    machine.watchers.append(reads)
    for page, words in errand.touched:
        machine.until_page(page)
        machine.tap(words or newest_choice(machine))
        if page == "home":
            machine.put_card(errand.person)
    machine.until_page(PAPER)
    machine.watchers.remove(reads)
    machine.go_home()
    machine.tell("lift")
    how = "in 简洁版" if simple else "usual settings"
    what = f"home to paper, {errand.what}, {how}"
    return [
        limited(f"{what}: touches", len(errand.touched), errand.goal, "touches", "goal"),
        Row(f"{what}: pages", f"{len({ticket for ticket, _ in read})} pages"),
        Row(f"{what}: read", f"{sum(len(HANZI.findall(text)) for text in read.values())} Hanzi"),
    ]


def written(machine: Machine) -> str:
    """Return every word on the screen as it is laid out."""
    sheet, _ = machine.sheet()
    lines = [line for item in sheet.items if isinstance(item, Words | Target) for line in item.lines]
    return "".join([*lines, *(line for item in sheet.items if isinstance(item, Target) for line in item.note)])
