"""R4 for the two serial card readers: some six hundred ways a line goes wrong, each ended in time, typed, and got over.

And a whole card, split at every byte of its reading.
"""

from __future__ import annotations

import pytest

from tests.devices import slot_splits
from tests.devices.slot_bed import QUICK, CcidBed, CrtBed
from tests.devices.slot_faults import Fault, fault_cases
from tests.devices.slot_trial import try_fault

LEAST_CASES = 500
SAMPLED = 29
"""Of the places where a whole reading is split, the tests try one in so many; `tests.devices.r4` tries each."""


def test_a_ccid_reader_gets_over_faults_within_five_seconds() -> None:
    for case in named_once(fault_cases())[::3]:
        tried(CcidBed(), case, 0.4)


def test_a_ccid_reader_without_echo_gets_over_faults_too() -> None:
    for case in fault_cases()[::5]:
        tried(CcidBed(echo=False), case, 0.4)


def test_a_motor_reader_gets_over_faults_within_five_seconds() -> None:
    for case in named_once(fault_cases())[::3]:
        tried(CrtBed(QUICK), case, 1.5)


@pytest.mark.parametrize("make", slot_splits.MAKES)
def test_a_whole_reading_is_split_at_every_byte_there_is(make: str) -> None:
    assert slot_splits.spoken_bytes(make) == slot_splits.SPOKEN_BYTES[make]
    orders, answers = slot_splits.SPOKEN_BYTES[make]
    short = [(case.to_host, case.at) for case in slot_splits.split_cases(make) if case.harmless]
    assert short == [(False, at) for at in range(1, orders)] + [(True, at) for at in range(1, answers)]


@pytest.mark.parametrize("make", slot_splits.MAKES)
def test_a_card_is_read_right_wherever_its_reading_pauses(make: str) -> None:
    for case in list(slot_splits.split_cases(make))[::SAMPLED]:
        slot_splits.endure(make, case)


def named_once(cases: list[Fault]) -> list[Fault]:
    assert len({case.name for case in cases}) == len(cases) >= LEAST_CASES
    return cases


def tried(bed: CcidBed | CrtBed, case: Fault, reading_seconds: float) -> None:
    try_fault(bed, case, reading_seconds)
    bed.close()
