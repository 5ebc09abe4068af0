"""The board of calls: one open call of each kind, called again until somebody has been there."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.help import Call, CallNews, CallState, HelpKind, Turn
from kiosk.desk.board import AGAIN_SECONDS, LATE_SECONDS, MINUTES, MOST_AGAIN, Board

LOUD = [kind for kind in HelpKind if not kind.quiet]


class Hall:
    """A board, its time, and everything it told."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))
        self.board = Board(self.clock)
        self.told: list[CallNews] = []
        self.board.listen(self.told.append)

    def passes(self, seconds: float) -> None:
        """Let time pass; the board is woken when it asked to be."""
        until = self.clock.monotonic() + seconds
        while (due := self.board.next_due) is not None and due <= until:
            self.clock.sleep(max(0.0, due - self.clock.monotonic()) + 1e-9)
            self.board.tick()
        self.clock.sleep(max(0.0, until - self.clock.monotonic()))
        self.board.tick()

    @property
    def turns(self) -> list[Turn]:
        return [news.turn for news in self.told]


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_call_that_nobody_answers_is_called_again_every_minute(hall: Hall) -> None:
    hall.board.call(HelpKind.HELP)
    hall.passes(59)
    assert hall.turns == [Turn.CALLED]
    hall.passes(1)
    hall.passes(60)
    assert hall.turns == [Turn.CALLED, Turn.CALLED_AGAIN, Turn.CALLED_AGAIN]
    assert [news.call.again for news in hall.told] == [0, 1, 2]
    assert [news.waited_seconds for news in hall.told] == pytest.approx([0, 60, 120])


def test_pressing_again_is_the_same_call(hall: Hall) -> None:
    assert hall.board.call(HelpKind.HELP) == hall.board.call(HelpKind.HELP)
    assert hall.turns == [Turn.CALLED]


def test_an_answer_ends_the_calling_and_says_how_long_it_took(hall: Hall) -> None:
    call = hall.board.call(HelpKind.HELP)
    hall.passes(20)
    hall.board.answered(call.id, 3)
    hall.passes(3 * 60 + LATE_SECONDS - 1)
    assert hall.turns == [Turn.CALLED, Turn.ANSWERED]
    assert hall.told[-1].call == Call(1, HelpKind.HELP, 0, CallState.COMING, 0, 3)
    assert hall.told[-1].waited_seconds == pytest.approx(20)
    hall.board.here(call.id)
    assert hall.turns[-1] is Turn.HERE
    assert hall.board.calls == ()
    assert hall.board.next_due is None


def test_who_said_they_come_and_does_not_is_called_again(hall: Hall) -> None:
    call = hall.board.call(HelpKind.HELP)
    hall.board.answered(call.id)
    hall.passes(60 + LATE_SECONDS)
    assert hall.turns == [Turn.CALLED, Turn.ANSWERED, Turn.CALLED_AGAIN]
    assert hall.board.calls[0].state is CallState.WAITING
    assert hall.board.calls[0].minutes is None


def test_after_half_an_hour_the_call_only_stands_there(hall: Hall) -> None:
    hall.board.call(HelpKind.NO_PAPER)
    hall.passes(2 * MOST_AGAIN * AGAIN_SECONDS)
    assert hall.turns == [Turn.CALLED] + [Turn.CALLED_AGAIN] * MOST_AGAIN
    assert hall.board.next_due is None
    assert hall.board.open(HelpKind.NO_PAPER) is not None


def test_feeling_unwell_takes_the_place_of_wanting_help(hall: Hall) -> None:
    hall.board.call(HelpKind.HELP)
    urgent = hall.board.call(HelpKind.UNWELL)
    assert hall.turns == [Turn.CALLED, Turn.SUPERSEDED, Turn.CALLED]
    assert hall.told[1].call.state is CallState.SUPERSEDED
    assert hall.board.calls == (urgent,)
    assert hall.board.call(HelpKind.HELP) == urgent
    assert hall.board.call(HelpKind.HESITATES) == urgent


def test_the_machines_troubles_stand_beside_the_persons(hall: Hall) -> None:
    for kind in (HelpKind.NO_PAPER, HelpKind.HELP, HelpKind.CARD_LEFT):
        hall.board.call(kind)
    assert [call.kind for call in hall.board.calls] == [HelpKind.HELP, HelpKind.CARD_LEFT, HelpKind.NO_PAPER]


def test_what_is_quiet_is_told_once_and_lights_nothing(hall: Hall) -> None:
    call = hall.board.call(HelpKind.HESITATES)
    hall.passes(1000)
    hall.board.answered(call.id)
    hall.passes(1000)
    assert hall.turns == [Turn.CALLED, Turn.ANSWERED]
    assert hall.board.loudest is None


def test_light_is_for_the_most_urgent_call_that_nobody_has_answered(hall: Hall) -> None:
    paper = hall.board.call(HelpKind.NO_PAPER)
    unwell = hall.board.call(HelpKind.UNWELL)
    assert hall.board.loudest == unwell
    hall.board.answered(unwell.id)
    assert hall.board.loudest == paper
    hall.board.answered(paper.id)
    assert hall.board.loudest == hall.board.open(HelpKind.UNWELL)


def test_the_paper_is_in_again(hall: Hall) -> None:
    hall.board.call(HelpKind.NO_PAPER)
    hall.board.settle(HelpKind.NO_PAPER)
    hall.board.settle(HelpKind.NO_PAPER)
    assert hall.turns == [Turn.CALLED, Turn.SETTLED]


def test_not_wanted_any_more(hall: Hall) -> None:
    hall.board.call(HelpKind.HELP)
    hall.passes(7)
    hall.board.call_off(HelpKind.HELP)
    assert hall.told[-1].turn is Turn.CALLED_OFF
    assert hall.told[-1].waited_seconds == pytest.approx(7)


def test_somebody_who_signs_in_has_come_for_everything(hall: Hall) -> None:
    for kind in HelpKind:
        hall.board.call(kind)
    hall.board.somebody_is_here()
    assert hall.board.calls == ()
    assert hall.turns[-1] is Turn.HERE


def test_an_answer_to_a_call_that_is_over_is_dropped(hall: Hall) -> None:
    first = hall.board.call(HelpKind.HELP)
    hall.board.call_off(HelpKind.HELP)
    second = hall.board.call(HelpKind.HELP)
    hall.board.answered(first.id, 1)
    hall.board.here(first.id)
    hall.board.here(99)
    assert hall.board.calls == (second,)


class Calls(RuleBasedStateMachine):
    """Whatever a day brings."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall()

    @rule(kind=st.sampled_from(HelpKind))
    def call(self, kind: HelpKind) -> None:
        call = self.hall.board.call(kind)
        assert call.state.open
        assert call.kind is kind or call.kind.covers(kind)

    @rule(call_id=st.integers(1, 12), minutes=st.sampled_from([None, *MINUTES]))
    def answer(self, call_id: int, minutes: int | None) -> None:
        self.hall.board.answered(call_id, minutes)

    @rule(call_id=st.integers(1, 12))
    def here(self, call_id: int) -> None:
        self.hall.board.here(call_id)

    @rule(kind=st.sampled_from(HelpKind))
    def call_off(self, kind: HelpKind) -> None:
        self.hall.board.call_off(kind)
        assert self.hall.board.open(kind) is None

    @rule(seconds=st.floats(0, 400))
    def time_passes(self, seconds: float) -> None:
        self.hall.passes(seconds)

    @invariant()
    def nobody_is_called_twice_for_the_same(self) -> None:
        calls = self.hall.board.calls
        assert len({call.kind for call in calls}) == len(calls)
        assert not any(one.kind.covers(other.kind) for one in calls for other in calls)
        assert all(call.state.open for call in calls)

    @invariant()
    def every_call_that_was_made_is_open_or_has_ended_once(self) -> None:
        made = [news.call.id for news in self.hall.told if news.turn is Turn.CALLED]
        ended = [news.call.id for news in self.hall.told if not news.call.state.open]
        assert sorted([*ended, *(call.id for call in self.hall.board.calls)]) == made

    @invariant()
    def what_waits_is_never_forgotten(self) -> None:
        waiting = [c for c in self.hall.board.calls if not c.kind.quiet and c.again < MOST_AGAIN]
        assert not waiting or self.hall.board.next_due is not None


Calls.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
test_a_day_of_calls = Calls.TestCase
