"""Home offers only what can be done to its end: what prints is greyed while neither printer works, and comes back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.core.text import Wording
from tests.visits.person import VirtualPerson, offered
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRINTS = "打印权益记录单"
FOUND_SECONDS = 30.0
"""A printer is asked only now and then while nobody prints."""


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[VirtualTerminal]:
    standing = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    yield standing
    standing.close()


def offers(terminal: VirtualTerminal) -> list[str]:
    """Return what can be touched on the page that stands."""
    showing = terminal.diary.showing
    assert showing is not None
    return list(offered(showing.page, Wording(), showing.down))


def test_what_prints_is_greyed_while_both_printers_are_down(terminal: VirtualTerminal) -> None:
    person = VirtualPerson(terminal).sees("home")
    assert terminal.lives(FOUND_SECONDS, lambda: len(terminal.healths) == 3)
    gone = terminal.papers.with_name("gone")
    terminal.papers.rename(gone)
    assert terminal.lives(FOUND_SECONDS, lambda: not terminal.healths["document_printer"].usable)
    assert PRINTS in offers(terminal), "the slip is left"
    terminal.printer_line.pull()
    assert terminal.lives(FOUND_SECONDS, lambda: PRINTS not in offers(terminal))
    assert offers(terminal) == ["查养老金", "查养老认证", "更多"]
    person.touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid").leaves()
    gone.rename(terminal.papers)
    assert terminal.lives(FOUND_SECONDS, lambda: PRINTS in offers(terminal))
    person.touches(PRINTS).sees("place_id_card").puts_card(7).sees("choose_year")
    terminal.printer_line.plug()
    person.leaves()
    assert terminal.bugs == []
