"""Who may see the desk's page, and what guessing costs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.desk.guard import COOKIE_SECONDS, LONGEST_WAIT_SECONDS, Guard
from tests.gallery.hanging import virtual_clock

OPENER = "desk-of-the-tests-1"


@pytest.fixture
def clock() -> VirtualClock:
    return virtual_clock()


@pytest.fixture
def guard(clock: VirtualClock) -> Guard:
    return Guard(OPENER, clock)


def test_the_token_opens_and_nothing_else_does(guard: Guard) -> None:
    assert guard.knows("a", OPENER)
    for wrong in ("", OPENER[:-1], OPENER + "x", OPENER.upper(), "口令", "\udcff"):
        assert not guard.knows(f"at {wrong!r}", wrong)


def test_each_wrong_token_makes_the_next_try_wait_longer_up_to_a_minute(guard: Guard, clock: VirtualClock) -> None:
    waits: list[float] = []
    for _ in range(9):
        assert not guard.knows("a", "wrong")
        waits.append(guard.wait_seconds("a"))
        clock.sleep(waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert max(waits) == LONGEST_WAIT_SECONDS


def test_while_an_address_has_to_wait_even_the_right_token_is_wrong(guard: Guard, clock: VirtualClock) -> None:
    guard.knows("a", "wrong")
    assert not guard.knows("a", OPENER)
    assert guard.knows("b", OPENER)
    clock.sleep(1)
    assert guard.knows("a", OPENER)
    guard.knows("a", "wrong")
    assert guard.wait_seconds("a") == 1


def test_who_guesses_from_many_addresses_fills_no_memory(guard: Guard) -> None:
    for number in range(1000):
        guard.knows(f"10.0.{number // 256}.{number % 256}", "wrong")
    assert len(guard._wrong) <= 256
    assert guard.wait_seconds("10.0.3.231") > 0


def test_a_cookie_is_good_for_a_month_and_only_with_its_token(guard: Guard, clock: VirtualClock) -> None:
    cookie = guard.cookie()
    assert guard.admits(cookie)
    assert not Guard(OPENER + "x", clock).admits(cookie)
    clock.jump(timedelta(seconds=COOKIE_SECONDS - 1))
    assert guard.admits(cookie)
    clock.jump(timedelta(seconds=2))
    assert not guard.admits(cookie)


def test_a_cookie_that_was_touched_is_worthless(guard: Guard) -> None:
    until, _, proof = guard.cookie().partition(".")
    for wrong in (
        "",
        ".",
        until,
        f"{int(until) + 1}.{proof}",
        f"{until}.{proof[:-1]}",
        f"x.{proof}",
        "口.令",
        "\udcff",
    ):
        assert not guard.admits(wrong)
