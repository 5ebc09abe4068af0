"""A named sample of R4 on real ports at true line speed: the very cases of virtual time, on ptys and by the machine's clock.

`tests.devices.r4` tries all of them in virtual time. A driver's sample is tried at once: each mostly waits.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.devices import escpos_faults, sam_bed, sam_faults, serial_faults, slot_bed, slot_faults
from tests.devices import test_ascii_keypad as keypad
from tests.devices import test_line_scanner as scanner
from tests.devices import test_modbus_indicators as board
from tests.devices.r4 import BACK_SECONDS, kind_of
from tests.devices.slot_bed import QUICK, CcidBed, CrtBed
from tests.devices.slot_trial import try_fault
from tests.devices.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

pytestmark = [
    pytest.mark.wire,
    pytest.mark.skipif(sys.platform == "win32", reason="a pty is a POSIX thing"),
]

BEDS: Final = (sam_bed, slot_bed, escpos_faults, scanner, keypad, board)
"""Where lines and clocks are made."""

OF_A_SLOT: Final = (
    "noise 0.05 1, to the host",
    "split at 3, to the host",
    "trickle 0.001, to the host",
    "always doubled, to the host",
    "half 2, to the host",
    "wrong check 4, to the host",
    "dead from 3, to the host",
    "pulled at 0.30",
    "stuck at 0.12",
    "an ID-card reader that talks unasked",
)
OF_A_SMALL_DEVICE: Final = (
    "noise 0.2 from device, 1",
    "split at 3, 0.02 s",
    "trickle, 0.003 s a byte, from device",
    "twice 1.0 from device, 0",
    "cut 0.2 from device, 2",
    "wrong check: bit 9",
    "silence from 0.148 s on",
    "pulled after 0.296 s",
    "pulled and plugged after 0.148 s",
    "stuck after 0.074 s",
    "another device: an ID-card reader, 3",
)
SAMPLES: Final[Mapping[str, Sequence[str]]] = {
    "sam": (
        "much noise 1, to the host",
        "answer 5 split at 613, to the host",
        "a trickle, 0.001 s a byte, to the device",
        "everything twice, to the host",
        "answer 5 cut at 613, to the host",
        "answer 3 wrong at 10, to the host",
        "answer 4 is the last, to the host",
        "pulled at 0.45",
        "pulled and plugged at 0.28",
        "the driver stuck at 0.14",
        "a scanner instead, to the host",
    ),
    "ccid": OF_A_SLOT,
    "crt": OF_A_SLOT,
    "escpos": (
        "much noise 1",
        "answers split at 20",
        "orders split at 195",
        "trickle 1",
        "duplicates 0",
        "answers torn behind byte 20",
        "bit 3 of answer byte 4 wrong",
        "silence after 0.2 s",
        "pull after 0.4 s",
        "replug after 0.2 s",
        "stuck after 0.0 s",
        "another device that says ffffffff",
    ),
    "scanner": OF_A_SMALL_DEVICE,
    "keypad": OF_A_SMALL_DEVICE,
    "modbus": OF_A_SMALL_DEVICE,
}

IN_USE: Final[Mapping[str, Callable[[], serial_faults.Bed]]] = {
    "scanner": scanner.InUse,
    "keypad": keypad.InUse,
    "modbus": board.InUse,
}


def _id_reader(case: sam_faults.FaultCase) -> Trial:
    outcome = sam_faults.endure(case)
    return Trial(case.name, outcome.seconds, outcome.back_seconds)


def _slot(make: Callable[[], CcidBed | CrtBed], reading_seconds: float, case: slot_faults.Fault) -> Trial:
    bed = make()
    try:
        return try_fault(bed, case, reading_seconds)
    finally:
        bed.close()


def _small(make: Callable[[], serial_faults.Bed], case: serial_faults.Fault) -> Trial:
    (trial,) = serial_faults.endure_all(make, [case])
    return trial


def trials_of(driver: str) -> Mapping[str, Callable[[], Trial]]:
    """Return how each case of a driver is tried, by its name."""
    match driver:
        case "sam":
            return {case.name: partial(_id_reader, case) for case in sam_faults.fault_cases()}
        case "ccid":
            return {case.name: partial(_slot, CcidBed, 0.4, case) for case in slot_faults.fault_cases()}
        case "crt":
            make = partial(CrtBed, QUICK)
            return {case.name: partial(_slot, make, 1.5, case) for case in slot_faults.fault_cases()}
        case "escpos":
            cases = [case for case in escpos_faults.fault_cases() if case.make == "epson"]
            return {case.name: partial(escpos_faults.suffers, case) for case in cases}
        case _:
            return {case.name: partial(_small, IN_USE[driver], case) for case in serial_faults.faults()}


@pytest.mark.parametrize("driver", SAMPLES)
def test_a_sample_of_the_faults_is_got_over_on_real_ports(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.devices.real_lines import RealLine, RealTime

    for bed in BEDS:
        monkeypatch.setattr(bed, "MemoryLine", RealLine)
        monkeypatch.setattr(bed, "VirtualClock", RealTime)
    every = trials_of(driver)
    tried = {name: every[name] for name in SAMPLES[driver]}
    with ThreadPoolExecutor(len(tried)) as pool:
        trials = [each.result() for each in [pool.submit(trial) for trial in tried.values()]]
    assert [trial.name for trial in trials] == list(tried)
    assert [trial for trial in trials if trial.back_seconds > BACK_SECONDS] == []


@pytest.mark.parametrize("driver", SAMPLES)
def test_a_sample_meets_every_kind_that_r4_names(driver: str) -> None:
    assert {kind_of(name) for name in SAMPLES[driver]} >= {
        "noise",
        "truncated",
        "duplicates",
        "wrong check",
        "split",
        "trickle, late",
        "silence",
        "unplugged",
        "stuck write",
        "another device",
    }
