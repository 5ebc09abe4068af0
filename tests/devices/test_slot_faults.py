"""R4 for the two serial card readers: some six hundred ways a line goes wrong, each ended in time, typed, and got over."""

from __future__ import annotations

from devices.crt.simulator import Timings
from tests.devices.slot_bed import CcidBed, CrtBed
from tests.devices.slot_faults import Fault, fault_cases
from tests.devices.slot_trial import try_fault

LEAST_CASES = 500


QUICK = Timings(start=0.1, entry=0.2, move=0.1)
"""A motor in a hurry: the faults are the line's, and the polls between cost time."""


def test_a_ccid_reader_gets_over_every_fault_within_five_seconds() -> None:
    for case in named_once(fault_cases()):
        tried(CcidBed(), case, 0.4)


def test_a_ccid_reader_without_echo_gets_over_faults_too() -> None:
    for case in fault_cases()[::5]:
        tried(CcidBed(echo=False), case, 0.4)


def test_a_motor_reader_gets_over_every_fault_within_five_seconds() -> None:
    for case in named_once(fault_cases()):
        tried(CrtBed(QUICK), case, 1.5)


def named_once(cases: list[Fault]) -> list[Fault]:
    assert len({case.name for case in cases}) == len(cases) >= LEAST_CASES
    return cases


def tried(bed: CcidBed | CrtBed, case: Fault, reading_seconds: float) -> None:
    try_fault(bed, case, reading_seconds)
    bed.close()
