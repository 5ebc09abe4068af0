"""Time, real and virtual; clock jumps."""

from __future__ import annotations

import threading
import time as steady
from datetime import UTC, date, datetime, timedelta

import pytest

from devices.deadline import Deadline, SystemTime
from devices.errors import OperationCancelled, OperationTimedOut
from kiosk.core.clock import SHANGHAI, ClockClosed, SystemClock, VirtualClock, WallWatch, is_plausible


def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 1, 5, tzinfo=UTC))


def test_virtual_time_passes_only_while_everybody_waits() -> None:
    time = clock()
    heard: list[float] = []
    bell = time.bell()

    def other() -> None:
        assert bell.wait(None)
        heard.append(time.monotonic())
        time.sleep(5)
        heard.append(time.monotonic())

    time.spawn("other", other)
    time.sleep(3)
    bell.ring()
    time.sleep(10)
    assert heard == [3, 8]
    assert time.monotonic() == 13


def test_a_ring_before_the_wait_is_kept_and_taken_once() -> None:
    for time in (clock(), SystemTime()):
        bell = time.bell()
        bell.ring()
        assert bell.wait(0.01)
        assert not bell.wait(0.01)


def test_waiting_for_ever_alone_is_an_error_and_not_a_hang() -> None:
    with pytest.raises(RuntimeError, match="for ever"):
        clock().bell().wait(None)


def test_wall_time_is_shanghai_time() -> None:
    time = clock()
    assert time.now().tzinfo is SHANGHAI
    assert time.now().hour == 9
    assert SystemClock().now().utcoffset() == timedelta(hours=8)


def test_real_time_passes() -> None:
    time = SystemTime()
    done = time.bell()
    before = time.monotonic()
    time.spawn("ringer", done.ring)
    assert done.wait(5)
    time.sleep(0.01)
    assert time.monotonic() - before >= 0.01


def test_a_deadline_ends_by_time_or_by_cancel() -> None:
    time = clock()
    deadline = Deadline(time, 1)
    assert deadline.clock is time
    deadline.pause(0.5)
    with pytest.raises(OperationTimedOut):
        deadline.pause(0.6)
    assert deadline.remaining() == 0
    endless = Deadline(time, None)
    assert endless.remaining() is None
    assert endless.slice() == 0.05
    endless.cancel()
    with pytest.raises(OperationCancelled):
        endless.check()


def test_a_part_of_an_operation_never_outlasts_it_and_shares_its_switch() -> None:
    time = clock()
    whole = Deadline(time, 1)
    assert whole.within(5).remaining() == 1
    part = whole.within(0.2)
    assert part.remaining() == pytest.approx(0.2)
    assert part.slice() == 0.05
    whole.cancel()
    assert part.cancelled
    assert Deadline(time, None).within(2).remaining() == 2


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1), timedelta(minutes=5)])
def test_a_jump_of_the_wall_clock_is_noticed_once(by: timedelta) -> None:
    time = clock()
    watch = WallWatch(time)
    time.sleep(3600)
    assert watch.check() is None
    time.jump(by)
    jump = watch.check()
    assert jump is not None
    assert jump.seconds == pytest.approx(by.total_seconds())
    assert watch.check() is None


def test_data_cannot_come_from_the_future() -> None:
    assert is_plausible(date(2026, 11, 21), date(2026, 11, 20))
    assert not is_plausible(date(2026, 11, 19), date(2026, 11, 20))


def test_a_closed_clock_keeps_no_thread() -> None:
    time = clock()
    ended: list[str] = []

    def waits(name: str, seconds: float | None) -> None:
        try:
            time.bell().wait(seconds)
        finally:
            ended.append(name)

    time.spawn("for ever", lambda: waits("for ever", None))
    time.spawn("an hour", lambda: waits("an hour", 3600.0))
    time.sleep(1.0)
    time.close()
    patience = steady.monotonic() + 5.0
    while len(ended) < 2 and steady.monotonic() < patience:
        threading.Event().wait(0.01)
    assert sorted(ended) == ["an hour", "for ever"]
    with pytest.raises(ClockClosed):
        time.sleep(1.0)
