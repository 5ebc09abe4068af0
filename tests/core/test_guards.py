"""What no flow and no house may do is refused where it would otherwise show nothing, or everything."""

from __future__ import annotations

import pytest

from kiosk.core.money import Fen, Month
from kiosk.core.record import Contribution, ContributionState, Scheme
from tests.core.rehearsal import Rehearsal, ask, tell


async def service() -> None:
    await ask("home", idle=True)
    await ask("year")


def test_a_page_laid_over_a_visit_has_to_end_by_itself() -> None:
    r = Rehearsal(service)
    r.touch("a")
    with pytest.raises(ValueError, match="end by itself"):
        r.visit._lay_over(tell("help_here"), lambda _answer: None)
    assert r.page == "year"


def test_a_visit_that_is_closed_goes_on_nowhere() -> None:
    r = Rehearsal(service)
    r.visit.close()
    with pytest.raises(RuntimeError, match="no flow"):
        r.visit._advance(None)


def test_a_replay_with_nothing_to_go_back_to_begins_anew() -> None:
    r = Rehearsal(service)
    first = r.ticket
    r.visit._replay()
    assert r.page == "home"
    assert r.ticket != first
    assert not r.bugs


def test_a_contribution_is_never_written_with_its_figures() -> None:
    line = Contribution(Month(2025, 3), next(iter(Scheme)), Fen(612_345), Fen(1), Fen(2), next(iter(ContributionState)))
    assert repr(line) == "<Contribution>"
