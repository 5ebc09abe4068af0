"""The table of faults of the receipt printer, endured in virtual time; and noise that its decoders never trip over."""

from __future__ import annotations

import random

import pytest

from devices.escpos.makes import MAKES
from devices.escpos.replies import StatusDecoder
from tests.devices.escpos_faults import SPOKEN_BYTES, fault_cases, spoken_bytes, suffers
from tests.devices.fuzzing import held

SAMPLED = 5
"""The tests try one case in so many; `tests.devices.r4` tries each."""


def test_five_hundred_things_go_wrong_and_each_ends_with_a_name_and_is_mended() -> None:
    failures: list[str] = []
    cases = list(fault_cases())
    for case in cases[::SAMPLED]:
        try:
            suffers(case)
        except Exception as error:  # noqa: BLE001 - all of the table is told, not only its first line
            failures.append(f"{case.make}: {case.name}: {type(error).__name__}: {error}")
    assert failures == []
    assert len(cases) >= 500


@pytest.mark.parametrize("make", MAKES)
def test_prints_are_split_at_every_byte_there_is(make: str) -> None:
    assert spoken_bytes(make) == SPOKEN_BYTES[make]


# -- fuzz ---------------------------------------------------------------------------------------------------


def fuzz(frames: int) -> None:
    """Feed so many frames, half of them damaged real ones, to every make's decoder."""
    noise = random.Random(3)
    real = [
        b"\x37\x220042\x00",
        b"\x37\x25\x00",
        b"_TM-T20III\x00",
        b"\x12",
        b"\x18\x00\x0f\x00",
        b"\x10\x0f\x20\0\0\0",
    ]
    decoders = [StatusDecoder(make.coding) for make in MAKES.values()]
    for number in range(frames):
        frame = bytearray(noise.choice(real) if number % 2 else noise.randbytes(noise.randrange(1, 24)))
        if number % 4 == 1:
            frame[noise.randrange(len(frame))] ^= 1 << noise.randrange(8)
        decoder = decoders[number % len(decoders)]
        held(decoder.feed, bytes(frame))
        assert decoder.held <= 84


def test_ten_thousand_fuzzed_frames_neither_raise_nor_pile_up() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_fuzzed_frames_neither_raise_nor_pile_up() -> None:
    fuzz(1_000_000)
