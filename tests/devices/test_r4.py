"""The table of R4: every case of every driver is of a kind, and a row says how many there were and how they ended."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.devices import (
    cups_faults,
    escpos_faults,
    pcsc_faults,
    r4,
    sam_faults,
    serial_faults,
    slot_faults,
    slot_splits,
    vendor_faults,
)
from tests.devices.r4 import DRIVERS, Driver, kind_of, table
from tests.devices.trial import Trial

TABLES = {
    "sam": [case.name for case in sam_faults.fault_cases()],
    "slot": [case.name for case in slot_faults.fault_cases()],
    "serial": [case.name for case in serial_faults.faults()],
    "escpos": [case.name for case in escpos_faults.fault_cases()],
}
SPLITS = {make: [case.name for case in slot_splits.split_cases(make)] for make in slot_splits.MAKES}
WITHOUT_A_LINE = {
    "cups": [case.name for case in cups_faults.fault_cases()],
    "pcsc": [case.name for case in pcsc_faults.fault_cases()],
    "vendor": [case.name for case in vendor_faults.fault_cases()],
}


@pytest.mark.parametrize("names", TABLES.values(), ids=TABLES)
def test_every_case_is_of_a_kind_and_there_are_enough(names: list[str]) -> None:
    assert len(names) >= r4.LEAST_CASES
    assert {kind_of(name) for name in names} >= {
        "noise",
        "split",
        "silence",
        "unplugged",
        "stuck write",
        "another device",
    }


@pytest.mark.parametrize("names", SPLITS.values(), ids=SPLITS)
def test_every_place_a_reading_is_split_at_is_named_once_and_as_a_split(names: list[str]) -> None:
    assert len(set(names)) == len(names) > 1000
    assert {kind_of(name) for name in names} == {"split"}


@pytest.mark.parametrize("names", WITHOUT_A_LINE.values(), ids=WITHOUT_A_LINE)
def test_every_case_of_a_reader_without_a_line_is_of_a_kind_and_there_are_enough(names: list[str]) -> None:
    assert len(names) >= r4.LEAST_CASES
    assert {kind_of(name) for name in names} >= {"silence"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answer 3 split at 7, to the host", "split"),
        ("an ID-card reader that talks unasked", "another device"),
        ("everything twice, to the host", "duplicates"),
        ("all orders from 3 on lost, to the device", "silence"),
        ("pulled and plugged after 0.1 s", "unplugged and plugged"),
        ("bit 3 of answer byte 4 wrong", "wrong check"),
        ("crashes with SIGSEGV while a card is read", "process ends"),
        ("status finds the reader gone (80100009) from use 2 on", "reader gone"),
    ],
)
def test_a_name_says_its_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_case_of_no_kind_is_noticed() -> None:
    with pytest.raises(LookupError):
        kind_of("the moon is full")


def test_a_table_counts_its_cases_and_shows_who_is_late() -> None:
    driver = Driver("a driver", list, 3.0)
    written = table(driver, [Trial("noise 1", 1.0, 0.5), Trial("noise 2", 3.01, 5.5), Trial("stuck at 1", 0.1, 0.2)])
    assert written.splitlines() == [
        "a driver  (an order has 3 s)",
        "  kind of fault             cases  longest order  slowest return  back within 5 s",
        "  stuck write                   1         0.10 s          0.20 s  1 of 1",
        "  noise                         2         3.01 s          5.50 s  1 of 2",
        "  all                           3         3.01 s          5.50 s  2 of 3",
    ]


ALL_AT_ONCE = ("scanner", "keypad", "lamps", "social-security card, vendor")
ONE_BY_ONE = [driver for driver in DRIVERS if not driver.name.startswith(ALL_AT_ONCE)]


@pytest.mark.parametrize("driver", ONE_BY_ONE, ids=lambda driver: driver.name)
def test_the_first_cases_of_a_driver_bring_their_times(driver: Driver) -> None:
    for trial in islice(driver.trials(), 3):
        assert 0.0 <= trial.back_seconds <= r4.BACK_SECONDS
        assert trial.seconds <= driver.deadline_seconds + 0.5
