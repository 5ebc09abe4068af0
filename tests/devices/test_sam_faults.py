"""The table of faults of the identity-card reader, endured in virtual time."""

from __future__ import annotations

import sys

from tests.devices.sam_faults import endure, fault_cases, told


def test_more_than_500_faults_end_in_time_and_typed_and_the_reader_is_back_within_five_seconds() -> None:
    cases = fault_cases()
    assert len({case.name for case in cases}) == len(cases) >= 500
    outcomes = [endure(case) for case in cases]
    sys.stdout.write(told(outcomes))
    ended = {outcome.what for outcome in outcomes}
    assert {"read", "card-unreadable", "device-gone", "no-reply"} <= ended
    assert sum(outcome.what == "read" for outcome in outcomes) > len(cases) / 3
