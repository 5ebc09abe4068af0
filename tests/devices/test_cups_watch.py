"""When a job is done, stopped or gone, judged in virtual time; and questions that hang."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from devices.cups import watch as limits
from devices.cups.clerk import ANSWER_SECONDS, STUCK_LIMIT, Clerk
from devices.cups.inquiry import askable
from devices.cups.reasons import Stop
from devices.cups.reports import JobReport
from devices.cups.watch import Watch
from devices.deadline import Deadline, SystemTime
from devices.errors import (
    CoverOpen,
    DeviceGone,
    DocumentFault,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrintUnproven,
)

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY = Stop(PaperOut, "media-empty")
GONE = Stop(NoReply, "Connection refused")
PENDING, PRINTING, CANCELLED, ABORTED, COMPLETED = 3, 5, 7, 8, 9


class Hand:
    """A time that passes when it is told to."""

    now = 0.0


def watching() -> tuple[Watch, Hand]:
    hand = Hand()
    return Watch(lambda: hand.now), hand


def printing(sheets: int = 0) -> JobReport:
    return JobReport(PRINTING, ("job-printing",), sheets)


def lasts(stop: Stop, *, stale: bool = False) -> float:
    """How long a stop has to stand until it counts, in steps of 0.5 s."""
    watch, hand = watching()
    while True:
        try:
            watch.done(printing(), stop, stale=stale)
        except stop.kind:
            return hand.now
        hand.now += 0.5


def test_a_stop_counts_when_it_has_stood_for_its_time() -> None:
    assert lasts(EMPTY) == limits.SETTLE_SECONDS
    assert lasts(EMPTY, stale=True) == limits.STALE_SECONDS
    assert lasts(GONE) == limits.GONE_SECONDS


def test_a_phantom_that_comes_and_goes_stops_nothing() -> None:
    watch, hand = watching()
    for turn in range(50):
        assert not watch.done(printing(), EMPTY if turn % 2 else None, stale=False)
        hand.now += 0.75


def test_a_warning_while_sheets_come_out_stops_nothing() -> None:
    watch, hand = watching()
    for sheet in range(20):
        assert not watch.done(printing(sheet), EMPTY, stale=False)
        hand.now += limits.SETTLE_SECONDS
    assert not watch.done(printing(20), EMPTY, stale=False)
    hand.now += limits.SETTLE_SECONDS
    with pytest.raises(PaperOut):
        watch.done(printing(20), EMPTY, stale=False)


def test_another_trouble_stands_for_its_own_time() -> None:
    watch, hand = watching()
    watch.stopped(EMPTY)
    hand.now = 0.75
    watch.stopped(Stop(CoverOpen, "cover-open"))
    hand.now = 1.5
    watch.stopped(Stop(CoverOpen, "door-open"))
    hand.now = 1.75
    with pytest.raises(CoverOpen):
        watch.stopped(Stop(CoverOpen, "cover-open"))


def test_only_completed_is_done() -> None:
    watch, _ = watching()
    assert not watch.done(JobReport(PENDING), None, stale=False)
    assert not watch.done(printing(), None, stale=False)
    assert watch.done(JobReport(COMPLETED, ("job-completed-successfully",)), None, stale=False)
    assert watch.done(JobReport(COMPLETED, (), 1), EMPTY, stale=False), "what is wrong now doesn't undo a print"


@pytest.mark.parametrize("state", [CANCELLED, ABORTED])
def test_a_job_that_came_to_nothing_is_laid_to_what_was_wrong(state: int) -> None:
    ended = JobReport(state, ("job-canceled-at-device",))
    with pytest.raises(DocumentFault, match="job-canceled-at-device"):
        watching()[0].done(ended, None, stale=False)
    with pytest.raises(DocumentFault, match=f"job-state {state}"):
        watching()[0].done(JobReport(state), None, stale=False)
    with pytest.raises(PaperJam):
        watching()[0].done(ended, Stop(PaperJam, "media-jam"), stale=False)
    watch, _ = watching()
    watch.done(printing(), EMPTY, stale=False)
    with pytest.raises(PaperOut):
        watch.done(ended, None, stale=False)


def test_a_job_that_vanished_or_has_errors_is_unproven() -> None:
    with pytest.raises(PrintUnproven):
        watching()[0].done(None, None, stale=False)
    with pytest.raises(PrintUnproven):
        watching()[0].done(JobReport(COMPLETED, ("job-completed-with-errors",)), None, stale=False)


def test_completed_with_too_few_sheets_is_not_done_where_the_printer_counts_them() -> None:
    completed = JobReport(COMPLETED, (), 1)
    assert Watch(lambda: 0.0, pages=3).done(completed, None, stale=False), (
        "CUPS says 1 for a printer that doesn't count"
    )
    with pytest.raises(PrintUnproven, match="1 of 3 sheets"):
        Watch(lambda: 0.0, pages=3, counts=True).done(completed, None, stale=False)
    watch = Watch(lambda: 0.0, pages=3)
    assert not watch.done(printing(2), None, stale=False)
    assert watch.counts
    with pytest.raises(PrintUnproven, match="2 of 3 sheets"):
        watch.done(JobReport(COMPLETED, (), 2), None, stale=False)
    assert watch.done(JobReport(COMPLETED, (), 3), None, stale=False)


def test_completed_with_too_few_sheets_is_laid_to_what_the_printer_says_is_wrong() -> None:
    jam = Stop(PaperJam, "media-jam")
    with pytest.raises(PaperJam):
        Watch(lambda: 0.0, pages=3).done(JobReport(COMPLETED, (), 1), jam, stale=False)
    assert Watch(lambda: 0.0, pages=3).done(JobReport(COMPLETED, (), 1), jam, stale=True), (
        "CUPS has it from the job before"
    )


def test_a_job_without_sheets_or_word_ends_all_the_same() -> None:
    watch, hand = watching()
    hand.now = 80.0
    assert not watch.done(printing(1), None, stale=False)
    hand.now = 80.0 + limits.SILENT_SECONDS - 1
    assert not watch.done(printing(1), None, stale=False)
    hand.now += 1
    with pytest.raises(PrintUnproven):
        watch.done(printing(1), None, stale=False)


# -- questions that hang --------------------------------------------------------------------------------------


@pytest.fixture
def stuck() -> threading.Event:
    """What a question that hangs waits for."""
    return threading.Event()


def test_an_answer_or_an_error_comes_back_to_who_asked() -> None:
    clock = SystemTime()
    clerk = Clerk(clock)
    assert clerk.ask(lambda: 7, Deadline(clock, 1.0)) == 7

    def fails() -> None:
        raise NoReply("printer off")

    with pytest.raises(NoReply, match="printer off"):
        clerk.ask(fails, Deadline(clock, 1.0))
    assert clerk.idle


@pytest.mark.parametrize("cancelled", [True, False])
def test_a_question_that_hangs_ends_with_its_deadline(stuck: threading.Event, *, cancelled: bool) -> None:
    clock = SystemTime()
    clerk = Clerk(clock)
    deadline = Deadline(clock, 30.0 if cancelled else 0.1)
    if cancelled:
        threading.Timer(0.1, deadline.cancel).start()
    begun = clock.monotonic()
    with pytest.raises(OperationCancelled if cancelled else OperationTimedOut):
        clerk.ask(stuck.wait, deadline)
    assert clock.monotonic() - begun < 1.0
    assert not clerk.idle
    stuck.set()
    clerk.ask(lambda: None, Deadline(clock, 1.0))
    wait_for(lambda: clerk.idle)


def test_silence_is_no_reply_and_no_more_is_asked_than_a_few_at_once(stuck: threading.Event) -> None:
    clock = SystemTime()
    clerk = Clerk(clock)
    asked: list[int] = []

    def hangs() -> None:
        asked.append(1)
        stuck.wait()

    for _ in range(STUCK_LIMIT + 3):
        with pytest.raises(NoReply):
            clerk.ask(hangs, Deadline(clock, 30.0), seconds=0.05)
    assert len(asked) == STUCK_LIMIT
    stuck.set()
    wait_for(lambda: clerk.idle)
    assert clerk.ask(lambda: "well again", Deadline(clock, ANSWER_SECONDS)) == "well again"


def test_who_is_dismissed_ends_with_device_gone(stuck: threading.Event) -> None:
    clock = SystemTime()
    clerk = Clerk(clock)
    threading.Timer(0.1, clerk.dismiss).start()
    with pytest.raises(DeviceGone):
        clerk.ask(stuck.wait, Deadline(clock, 30.0), seconds=20.0)
    clerk.dismiss()  # with nobody waiting
    stuck.set()


def wait_for(fact: Callable[[], bool]) -> None:
    deadline = Deadline(SystemTime(), 5.0)
    while not fact():
        deadline.pause(0.01)


@pytest.mark.parametrize(
    ("uri", "can"),
    [
        ("ipp://192.168.1.20/ipp/print", True),
        ("ipps://printer.local:443/ipp/print", True),
        ("ipp://localhost:60000/ipp/print", True),
        ("ipp://HP%20LaserJet._ipp._tcp.local/", False),
        ("dnssd://HP%20LaserJet._ipp._tcp.local/", False),
        ("usb://HP/LaserJet?serial=1", False),
        ("socket://192.168.1.20:9100", False),
        ("ipp://:631/ipp/print", False),
        ("ipp://printer:port/", False),
        ("ipp://[broken/", False),
        ("", False),
    ],
)
def test_only_a_printer_that_speaks_ipp_at_a_known_place_can_be_asked_itself(uri: str, *, can: bool) -> None:
    assert askable(uri) is can
