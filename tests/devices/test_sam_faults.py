"""The table of faults of the identity-card reader, endured in virtual time."""

from __future__ import annotations

import sys

from devices.bench.cables import Piece
from tests.devices.sam_bed import PERSON, Bed
from tests.devices.sam_faults import ANSWER_BYTES, NEW_ADDRESS, ORDER_BYTES, endure, fault_cases, told

SAMPLED = 29
"""Of the places where an answer or an order is split, the tests try one in so many; `tests.devices.r4` tries each."""


class Bursts:
    """A good cable that notes how long each burst was."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def carry(self, data: bytes) -> list[Piece]:
        self.sizes.append(len(data))
        return [Piece(data)]


def test_every_burst_of_a_whole_reading_is_split_at_every_byte() -> None:
    bed, orders, answers = Bed(), Bursts(), Bursts()
    bed.line.line.use_cables(to_device=orders, to_host=answers)
    bed.simulator.place(PERSON, moved_to=NEW_ADDRESS)
    bed.read()
    bed.close()
    assert answers.sizes == list(ANSWER_BYTES)
    assert orders.sizes == [ORDER_BYTES] * len(ANSWER_BYTES)
    names = {case.name for case in fault_cases()}
    assert names >= {
        f"answer {n} split at {at}, to the host" for n, size in enumerate(answers.sizes) for at in range(1, size)
    }
    assert names >= {f"order {n} split at {at}, to the device" for n in range(8) for at in range(1, ORDER_BYTES)}


def test_more_than_500_faults_end_in_time_and_typed_and_the_reader_is_back_within_five_seconds() -> None:
    cases = fault_cases()
    assert len({case.name for case in cases}) == len(cases) >= 500
    splits = [case for case in cases if " split at " in case.name]
    others = [case for case in cases if " split at " not in case.name]
    outcomes = [endure(case) for case in (*others[::2], *splits[::SAMPLED])]
    sys.stdout.write(told(outcomes))
    ended = {outcome.what for outcome in outcomes}
    assert {"read", "card-unreadable", "device-gone", "no-reply"} <= ended
    assert sum(outcome.what == "read" for outcome in outcomes) > len(outcomes) / 4
