"""A fault that comes while nobody is served: the desk hears of it, by real bytes, in virtual time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.core.help import HelpKind
from kiosk.desk.machine import LASTS_SECONDS
from tests.visits.person import VirtualPerson
from tests.visits.terminal import another, audit_lines
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEEN_SECONDS = 15.0
"""A wire that is silent takes its three misses."""


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[VirtualTerminal]:
    standing = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    VirtualPerson(standing).sees("home")
    assert standing.lives(SEEN_SECONDS, lambda: len(standing.healths) == 3)
    yield standing
    standing.close()


def wanted(terminal: VirtualTerminal) -> list[HelpKind]:
    return [call.kind for call in terminal.calling._reception.board.calls]


def told(terminal: VirtualTerminal) -> list[tuple[str, str]]:
    """What the audit says of calls: event and kind."""
    lines = audit_lines(terminal.config)
    return [(line["event"], line["fields"]["kind"]) for line in lines if line["event"].startswith("help-")]


def test_paper_and_cables_that_fail_at_home_are_told_and_settled_by_themselves(terminal: VirtualTerminal) -> None:
    terminal.printer.paper_out()
    assert terminal.lives(SEEN_SECONDS + LASTS_SECONDS, lambda: wanted(terminal) == [HelpKind.NO_PAPER])
    terminal.printer.refill()
    assert terminal.lives(SEEN_SECONDS, lambda: wanted(terminal) == [])
    terminal.reader_line.pull()
    assert terminal.lives(SEEN_SECONDS + LASTS_SECONDS, lambda: wanted(terminal) == [HelpKind.STUCK])
    terminal.lives(130.0)
    terminal.reader_line.plug()
    assert terminal.lives(SEEN_SECONDS, lambda: wanted(terminal) == [])
    assert told(terminal) == [
        ("help-called", "no_paper"),
        ("help-settled", "no_paper"),
        ("help-called", "stuck"),
        ("help-called-again", "stuck"),
        ("help-called-again", "stuck"),
        ("help-settled", "stuck"),
    ]


def test_what_a_visit_has_called_for_is_one_call_until_the_roll_is_in(terminal: VirtualTerminal) -> None:
    person = VirtualPerson(terminal).touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
    person.touches("打印").sees("which_paper").touches("小条")
    terminal.printer.paper_runs_out_after(20.0)
    person.sees("paper_out").touches("不等了").sees("not_printed").touches("知道了")
    terminal.lives(3.0)
    assert wanted(terminal) == [HelpKind.NO_PAPER]
    terminal.calling.somebody_is_here()  # for the person; the roll is not in yet
    assert wanted(terminal) == [HelpKind.NO_PAPER]
    terminal.reader.lift()
    assert terminal.lives(900.0, lambda: terminal.visit.at_home)
    terminal.lives(3 * LASTS_SECONDS)
    terminal.printer.refill()
    assert terminal.lives(SEEN_SECONDS, lambda: wanted(terminal) == [])
    kinds = [event for event, kind in told(terminal) if kind == "no_paper"]
    assert (kinds.count("help-called"), kinds[-1]) == (1, "help-settled")
    assert terminal.bugs == []
