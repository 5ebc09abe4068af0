"""The staff's knock: the upper corners in turn, and nothing that people do by chance."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import VirtualClock
from kiosk.ui.knock import KEYS, PAUSE_SECONDS, Heard, KeyKnock, Knock

WIDTH, SIDE = 1080, 90.0
LEFT, RIGHT, MIDDLE, LOW = (10.0, 10.0), (1070.0, 10.0), (540.0, 10.0), (10.0, 900.0)


def heard(*taps: tuple[float, float], pause: float = 0.3) -> list[Heard]:
    clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=UTC))
    knock = Knock(clock)
    out: list[Heard] = []
    for x, y in taps:
        out.append(knock.tap(x, y, WIDTH, SIDE))
        clock.sleep(pause)
    return out


def test_left_right_left_right_is_a_knock_and_only_its_first_tap_may_be_a_miss() -> None:
    assert heard(LEFT, RIGHT, LEFT, RIGHT) == [Heard.NOTHING, Heard.PART, Heard.PART, Heard.KNOCK]


def test_too_slow_or_elsewhere_is_none() -> None:
    assert Heard.KNOCK not in heard(LEFT, RIGHT, LEFT, RIGHT, pause=PAUSE_SECONDS + 0.1)
    assert Heard.KNOCK not in heard(LEFT, RIGHT, MIDDLE, LEFT, RIGHT)
    assert Heard.KNOCK not in heard(LOW, RIGHT, LOW, RIGHT)
    assert Heard.KNOCK not in heard(RIGHT, LEFT, RIGHT)


def test_a_wrong_tap_in_the_left_corner_begins_anew() -> None:
    assert heard(LEFT, RIGHT, LEFT, LEFT, RIGHT, LEFT, RIGHT)[-1] is Heard.KNOCK


@given(st.lists(st.sampled_from([LEFT, RIGHT, MIDDLE, LOW]), max_size=30))
def test_there_is_a_knock_exactly_where_its_four_taps_end(taps: list[tuple[float, float]]) -> None:
    ends: list[int] = []
    start = 0
    for n in range(len(taps)):
        if n - start >= 3 and taps[n - 3 : n + 1] == [LEFT, RIGHT, LEFT, RIGHT]:
            ends.append(n)
            start = n + 1
    assert [n for n, each in enumerate(heard(*taps)) if each is Heard.KNOCK] == ends


def keyed(*keys: str, pause: float = 0.3) -> list[bool]:
    clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=UTC))
    knock = KeyKnock(clock)
    out: list[bool] = []
    for key in keys:
        out.append(knock.key(key))
        clock.sleep(pause)
    return out


def test_clear_zero_clear_zero_is_a_knock_too() -> None:
    assert keyed(*KEYS) == [False, False, False, True]
    assert keyed(*KEYS, *KEYS)[-1]
    assert keyed("clear", *KEYS)[-1]
    assert keyed("clear", "0", *KEYS) == [False, False, False, True, False, False]
    assert True not in keyed(*KEYS, pause=PAUSE_SECONDS + 0.1)
    assert True not in keyed("0", "clear", "0", "0", "clear", "clear")


@given(st.lists(st.sampled_from(["clear", "0", "enter"]), max_size=30))
def test_there_is_a_knock_exactly_where_its_four_keys_end(keys: list[str]) -> None:
    ends: list[int] = []
    start = 0
    for n in range(len(keys)):
        if n - start >= 3 and tuple(keys[n - 3 : n + 1]) == KEYS:
            ends.append(n)
            start = n + 1
    assert [n for n, knocked in enumerate(keyed(*keys)) if knocked] == ends
