"""What every word of `printer-state-reasons` means: for a job, for staff, for the supplies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cups import reasons
from devices.cups.reasons import Level, Marker, Reason, Stop
from devices.errors import (
    CoverOpen,
    DeviceError,
    DeviceGone,
    DocumentFault,
    NoReply,
    PaperJam,
    PaperOut,
    TonerOut,
    TrayFull,
)
from devices.health import DeviceState, Supply
from tests.devices.cups_reasons import STOPS, TABLE, WORDS


@pytest.mark.parametrize(("keyword", "kind"), TABLE)
def test_every_word_at_every_level_has_one_outcome_for_a_job(keyword: str, kind: type[DeviceError] | None) -> None:
    found = reasons.stop([keyword], busy=True)
    assert (found.kind if found else None) is kind
    if found is not None:
        assert found.error().detail in {keyword, keyword.rpartition("-")[0]}


@pytest.mark.parametrize("word", [word for word, (_, row) in WORDS.items() if row == STOPS])
def test_an_idle_printer_only_reports_and_means_it(word: str) -> None:
    found = reasons.stop([f"{word}-report"])
    assert found is not None
    assert found.kind is WORDS[word][0]


@pytest.mark.parametrize("keyword", [keyword for keyword, kind in TABLE if kind is None])
def test_a_printer_that_has_stopped_always_has_a_reason(keyword: str) -> None:
    found = reasons.stop([keyword], stopped=True)
    assert found is not None
    assert found.kind in {WORDS[Reason.of(keyword).word][0], DocumentFault}


def test_no_reason_and_not_stopped_is_no_stop_and_a_stop_without_a_reason_is_a_fault() -> None:
    assert reasons.stop([]) is None
    assert reasons.stop([], stopped=True) == Stop(DocumentFault, "stopped")


def test_the_trouble_nearest_to_the_attendants_hand_is_named() -> None:
    everything = [f"{word}-error" for word in reversed(list(reasons.STOPS))] + ["paused"]
    order: list[type[DeviceError]] = []
    while (found := reasons.stop(everything)) is not None and found.kind is not DocumentFault:
        if found.kind not in order:
            order.append(found.kind)
        everything.remove(f"{found.word}-error")
    assert order == [CoverOpen, PaperJam, PaperOut, TonerOut, TrayFull, DeviceGone, NoReply]
    assert found == Stop(DocumentFault, "paused")


@pytest.mark.parametrize(
    ("said", "busy", "paper", "toner"),
    [
        (["none"], False, Supply.FULL, Supply.FULL),
        (["media-low-report"], False, Supply.LOW, Supply.FULL),
        (["media-low-warning", "toner-low-warning"], True, Supply.LOW, Supply.LOW),
        (["media-empty-report", "media-needed-report"], False, Supply.OUT, Supply.FULL),
        (["media-empty-report"], True, Supply.FULL, Supply.FULL),
        (["media-empty-warning", "media-jam-error"], True, Supply.JAMMED, Supply.FULL),
        (["input-tray-missing"], False, Supply.OUT, Supply.FULL),
        (["marker-supply-low-report"], True, Supply.FULL, Supply.LOW),
        (["marker-supply-empty-error", "toner-low"], False, Supply.FULL, Supply.OUT),
    ],
)
def test_supplies_are_told_from_the_reasons(said: list[str], *, busy: bool, paper: Supply, toner: Supply) -> None:
    assert reasons.paper(said, busy=busy) is paper
    assert reasons.toner(said, busy=busy) is toner


@pytest.mark.parametrize(
    ("markers", "toner"),
    [
        ((Marker("toner", 60, 10), Marker("waste-toner", 3, 10)), Supply.FULL),
        ((Marker("toner", 10, 10),), Supply.LOW),
        ((Marker("ink", 6, 0),), Supply.FULL),
        ((Marker("ink", 5, 0),), Supply.LOW),
        ((Marker("toner", 0, -1),), Supply.LOW),  # out is what the printer calls empty
        ((Marker("toner", -1, 10), Marker("toner", -3, 10)), Supply.FULL),
    ],
)
def test_toner_is_low_by_the_fill_of_its_box(markers: tuple[Marker, ...], toner: Supply) -> None:
    assert reasons.toner(["none"], markers) is toner


@pytest.mark.parametrize(
    ("stop", "state"),
    [
        (None, DeviceState.ONLINE),
        (Stop(PaperOut, "media-empty"), DeviceState.ONLINE),
        (Stop(TonerOut, "toner-empty"), DeviceState.ONLINE),
        (Stop(CoverOpen, "door-open"), DeviceState.USER_ERROR),
        (Stop(TrayFull, "output-area-full"), DeviceState.USER_ERROR),
        (Stop(PaperJam, "media-jam"), DeviceState.HARDWARE_ERROR),
        (Stop(DocumentFault, "other"), DeviceState.HARDWARE_ERROR),
        (Stop(DeviceGone, "offline"), DeviceState.OFFLINE),
        (Stop(DeviceGone, "power-down"), DeviceState.POWER_OFF),
        (Stop(NoReply, "timed-out"), DeviceState.OFFLINE),
    ],
)
def test_health_shows_what_a_stop_means(stop: Stop | None, state: DeviceState) -> None:
    assert reasons.state(stop, busy=False) is state
    busy = reasons.state(stop, busy=True)
    assert busy is (DeviceState.DEVICE_BUSY if state is DeviceState.ONLINE else state)


def test_a_stop_says_what_it_means_for_the_supplies() -> None:
    assert reasons.supplies(Stop(PaperJam, "media-jam")) == {"paper": Supply.JAMMED}
    assert reasons.supplies(Stop(CoverOpen, "cover-open")) == {}


@given(
    said=st.lists(st.text() | st.sampled_from([keyword for keyword, _ in TABLE])),
    busy=st.booleans(),
    stopped=st.booleans(),
)
def test_nothing_a_printer_says_breaks_the_reading(said: list[str], *, busy: bool, stopped: bool) -> None:
    found = reasons.stop(said, busy=busy, stopped=stopped)
    assert found is not None or not stopped
    assert reasons.paper(said, busy=busy) in Supply
    assert reasons.toner(said, busy=busy) in Supply


@given(st.text(min_size=1), st.sampled_from(["report", "warning", "error"]))
def test_a_keyword_comes_apart_into_word_and_level(word: str, level: str) -> None:
    assert Reason.of(f"{word}-{level}") == Reason(word, Level(level))
    assert Reason.of(f"{word}-else") == Reason(f"{word}-else", Level.BARE)
