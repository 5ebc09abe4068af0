"""Virtual time in which threads take turns."""

from __future__ import annotations

import threading

import pytest

from kiosk.core.clock import ClockClosed
from tests.visits.in_turn import TurnClock
from tests.visits.terminal import MORNING


def test_who_is_woken_by_the_same_moment_comes_in_the_order_in_which_they_began_to_wait() -> None:
    for _ in range(50):
        clock = TurnClock(MORNING)
        came: list[str] = []

        def wakes(name: str, seconds: float, clock: TurnClock = clock, came: list[str] = came) -> None:
            clock.sleep(seconds)
            came.append(name)
            clock.sleep(1.0)
            came.append(f"{name} again")

        for name in ("first", "second", "third"):
            clock.spawn(name, lambda name=name: wakes(name, 2.0))  # type: ignore[misc]
        clock.spawn("early", lambda: wakes("early", 0.5))
        clock.sleep(5.0)
        assert came == [
            "early",
            "early again",
            "first",
            "second",
            "third",
            "first again",
            "second again",
            "third again",
        ]


def test_a_ring_is_kept_heard_in_turn_and_taken_once() -> None:
    clock = TurnClock(MORNING)
    bell, heard = clock.bell(), list[tuple[bool, float]]()

    def listens() -> None:
        heard.append((bell.wait(None), clock.monotonic()))
        heard.append((bell.wait(3.0), clock.monotonic()))
        heard.append((bell.wait(3.0), clock.monotonic()))

    clock.spawn("listener", listens)
    clock.sleep(1.0)
    bell.ring()
    assert heard == []
    clock.sleep(1.0)
    bell.ring()
    clock.sleep(10.0)
    assert heard == [(True, 1.0), (True, 2.0), (False, 5.0)]


def test_a_thread_that_is_none_of_the_clocks_may_ring() -> None:
    clock = TurnClock(MORNING)
    bell = clock.bell()
    clock.spawn("ringer", lambda: threading.Timer(0.05, bell.ring).start())
    assert bell.wait(None)


def test_waiting_for_ever_alone_is_an_error_and_a_closed_clock_keeps_nobody() -> None:
    clock = TurnClock(MORNING)
    with pytest.raises(RuntimeError, match="for ever"):
        clock.bell().wait(None)
    ended: list[str] = []

    def waits(name: str, seconds: float | None) -> None:
        try:
            clock.bell().wait(seconds)
        finally:
            ended.append(name)

    clock.spawn("for ever", lambda: waits("for ever", None))
    clock.spawn("an hour", lambda: waits("an hour", 3600.0))
    clock.sleep(1.0)
    clock.close()
    for _ in range(100):
        if len(ended) == 2:
            break
        threading.Event().wait(0.01)
    assert sorted(ended) == ["an hour", "for ever"]
    with pytest.raises(ClockClosed):
        clock.sleep(1.0)
