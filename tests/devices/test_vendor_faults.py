"""The table of faults of a vendor's library: a share of it endured here, all of it by `tests.devices.r4`."""

from __future__ import annotations

import sys

import pytest

from tests.devices.r4 import kind_of
from tests.devices.vendor_faults import MOMENTS, endure_all, fault_cases

pytestmark = [
    pytest.mark.wire,  # its time is real, only faster
    pytest.mark.skipif(sys.platform == "win32", reason="signals are a POSIX thing"),
]

SHARE = 4


def test_a_share_of_more_than_500_faults_ends_in_time_and_typed_and_the_reader_is_back_within_five_seconds() -> None:
    cases = fault_cases()
    assert len({case.name for case in cases}) == len(cases) >= 500
    tried = sorted(cases, key=lambda case: kind_of(case.name))[::SHARE]
    assert {case.moment for case in tried} == set(range(len(MOMENTS)))
    assert {kind_of(case.name) for case in tried} == {kind_of(case.name) for case in cases}
    ended = {outcome.what for outcome in endure_all(tried)}
    assert {"read", "no-reply", "garbled-reply", "protocol-fault"} <= ended


def test_an_answer_nobody_asked_for_is_never_taken_for_the_next_card() -> None:
    cases = [case for case in fault_cases() if case.deed == "twice"]
    ended = [outcome.what for outcome in endure_all(cases)]
    assert ended == ["garbled-reply"] * (len(MOMENTS) - 1) + ["read"]
