"""The clock of the fuzzing: what is slow is found, what was slow by chance is not blamed."""

from __future__ import annotations

import sys
import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.devices.fuzzing import MOST_SECONDS, held

if TYPE_CHECKING:
    from types import FrameType


def _work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_frame_that_takes_too_long_each_time_is_found() -> None:
    with pytest.raises(AssertionError, match=r"a frame took \d+\.\d ms"):
        held(_work, MOST_SECONDS * 1.2)


def test_what_took_long_once_and_what_waits_are_not_blamed() -> None:
    pauses = [MOST_SECONDS * 1.2, 0.0]

    def feed(data: bytes) -> bytes:
        _work(pauses.pop(0))
        return data

    assert held(feed, b"\x01") == b"\x01"
    assert not pauses
    held(Event().wait, MOST_SECONDS * 2)


def _told(_frame: FrameType, _event: str, _what: object) -> None:
    return None


def test_who_counts_lines_is_not_measured_and_goes_on_counting() -> None:
    watched: list[bool] = []

    def feed() -> None:
        watched.append(sys.gettrace() is not None)
        _work(MOST_SECONDS * 1.2 if watched[-1] else 0.0)

    before = sys.gettrace()
    sys.settrace(before or _told)
    counting = sys.gettrace()
    try:
        held(feed)
        assert sys.gettrace() is counting
    finally:
        sys.settrace(before)
    assert watched == [True, False]


def test_an_error_of_the_first_time_is_the_error() -> None:
    def feed() -> None:
        _work(MOST_SECONDS * 1.2 if not seen else 0.0)
        seen.append(len(seen))
        raise ValueError(seen[-1])

    seen: list[int] = []
    with pytest.raises(ValueError, match="0"):
        held(feed)
    assert seen == [0, 1]
