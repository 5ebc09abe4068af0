"""The table of faults of the A4 printer behind CUPS, a share of it endured here, all of it by `tests.devices.r4`."""

from __future__ import annotations

from datetime import datetime

import pytest

from devices.cups.adapter import UNTOLD_SECONDS
from devices.deadline import Deadline
from devices.errors import NoReply, PaperOut
from devices.health import DeviceState, Supply
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.cups_faults import endure, fault_cases, hearsay_cases, pdf
from tests.devices.r4 import kind_of
from tests.devices.virtual_cups import VirtualCups

SHARE = 5


def test_a_share_of_more_than_500_faults_ends_typed_in_time_and_the_printer_is_back_within_five_seconds() -> None:
    cases = fault_cases()
    assert len({case.name for case in cases}) == len(cases) >= 500
    tried = sorted(cases, key=lambda case: kind_of(case.name))[::SHARE]
    assert {kind_of(case.name) for case in tried} == {kind_of(case.name) for case in cases}
    ended = {endure(case).what for case in tried}
    assert {"printed", "paper-out", "paper-jam", "cover-open", "toner-out", "tray-full", "no-reply"} <= ended


def test_what_cups_alone_tells_ends_typed_and_is_tried_again_after_half_a_minute() -> None:
    cases = hearsay_cases()[::SHARE]
    back = [endure(case, back_within=UNTOLD_SECONDS + 5.0).back_seconds for case in cases]
    assert max(back) >= UNTOLD_SECONDS - 1.0


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))


def test_an_empty_tray_of_which_only_cups_tells_stands_until_somebody_can_have_filled_it(clock: VirtualClock) -> None:
    office = VirtualCups(clock, asked_itself=False)
    printer = office.adapter()
    office.says("media-empty-warning")
    with pytest.raises(PaperOut):
        printer.print_pdf(pdf("first"), "", Deadline(clock, 60.0), progress=lambda _: None)
    ended = clock.monotonic()
    while not printer.health().usable:
        assert printer.health().supplies["paper"] is Supply.OUT
        clock.sleep(3.0)
        printer.probe(Deadline(clock, 3.0))
    assert UNTOLD_SECONDS <= clock.monotonic() - ended < UNTOLD_SECONDS + 8.0
    assert printer.health().supplies["paper"] is Supply.UNKNOWN


def test_a_print_that_comes_out_shows_at_once_that_all_is_well(clock: VirtualClock) -> None:
    office = VirtualCups(clock, asked_itself=False)
    printer = office.adapter()
    office.says("media-empty-warning")
    with pytest.raises(PaperOut):
        printer.print_pdf(pdf("first"), "", Deadline(clock, 60.0), progress=lambda _: None)
    office.well()
    printer.print_pdf(pdf("second"), "", Deadline(clock, 60.0), progress=lambda _: None)
    for _ in range(2):
        printer.probe(Deadline(clock, 3.0))
        clock.sleep(1.5)
    assert printer.probe(Deadline(clock, 3.0)).usable
    assert printer.health().state is DeviceState.ONLINE


def test_a_printer_that_hangs_keeps_nobody_from_telling_cups_to_give_the_job_up(clock: VirtualClock) -> None:
    office = VirtualCups(clock)
    printer = office.adapter()

    def fate() -> None:
        clock.sleep(2.0)
        office.hang()

    clock.spawn("fate", fate)
    with pytest.raises(NoReply):
        printer.print_pdf(pdf("first"), "", Deadline(clock, 60.0), progress=lambda _: None)
    assert office.spooled() == 0
    office.wake()
    clock.sleep(30.0)
    assert office.tray == []
