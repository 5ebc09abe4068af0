"""Missed taps: counted by where they were, for one day, and nothing else of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import VirtualClock
from kiosk.core.missed import MissedTaps
from kiosk.core.upkeep import COLUMNS, ROWS

MORNING = datetime(2026, 11, 21, 1, 5, tzinfo=UTC)
SHARES = st.floats(-0.5, 1.5)


@given(st.lists(st.tuples(SHARES, SHARES), max_size=50))
def test_every_tap_falls_into_one_cell(taps: list[tuple[float, float]]) -> None:
    missed = MissedTaps(VirtualClock(MORNING))
    for across, down in taps:
        missed.add(across, down)
    today = missed.today()
    assert today.total == len(taps)
    assert [len(row) for row in today.cells] == [COLUMNS] * ROWS


def test_a_tap_in_a_corner_is_counted_in_that_corner() -> None:
    missed = MissedTaps(VirtualClock(MORNING))
    missed.add(0.99, 0.01)
    assert missed.today().cells[0][COLUMNS - 1] == 1


def test_the_next_day_begins_with_nothing() -> None:
    clock = VirtualClock(MORNING)
    missed = MissedTaps(clock)
    missed.add(0.5, 0.5)
    clock.jump(timedelta(days=1))
    assert missed.today().total == 0
    missed.add(0.5, 0.5)
    assert missed.today().total == 1
