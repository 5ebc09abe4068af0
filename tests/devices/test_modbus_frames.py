"""Frames of I/O boards, against bytes typed from the manual and against everything else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.modbus import frames
from devices.modbus.frames import (
    Answer,
    AnswerDecoder,
    Bits,
    Read,
    Refusal,
    Refused,
    Request,
    RequestDecoder,
    WriteCoil,
    WriteCoils,
    Written,
)
from tests.devices.fuzzing import fuzzed, held

ON, OFF = WriteCoil(1, 0, on=True), WriteCoil(1, 0, on=False)
READ_INPUTS, READ_COILS = Read(1, 2, 0, 8), Read(1, 1, 0, 8)
NONE = Bits((False,) * 8)

REQUESTS = {
    "01050000FF008C3A": ON,
    "010500000000CDCA": OFF,
    "01020000000879CC": READ_INPUTS,
    "0101000000083DCC": READ_COILS,
    "110F0013000A02CD01BF0B": WriteCoils(0x11, 0x13, frames.unpacked(b"\xcd\x01", 10)),
}
"""The manual's; the last is the specification's own example of function 0F."""


@pytest.mark.parametrize(("typed", "request_"), REQUESTS.items())
def test_requests_are_the_bytes_of_the_manual(typed: str, request_: Request) -> None:
    assert request_.to_bytes().hex().upper() == typed
    assert RequestDecoder().feed(bytes.fromhex(typed)) == [request_]


def test_answers_are_the_bytes_of_the_manual() -> None:
    assert AnswerDecoder(ON).feed(bytes.fromhex("01050000FF008C3A")) == Written()
    assert AnswerDecoder(OFF).feed(bytes.fromhex("010500000000CDCA")) == Written()
    assert AnswerDecoder(READ_INPUTS).feed(bytes.fromhex("01020100A188")) == NONE
    assert frames.answer_to_bytes(READ_INPUTS, NONE) == bytes.fromhex("01020100A188")
    assert frames.answer_to_bytes(ON, Written()) == bytes.fromhex("01050000FF008C3A")


def test_the_check_sum_is_the_catalogues() -> None:
    assert frames.crc(b"123456789") == 0x4B37


def test_the_first_bit_is_the_lowest_of_the_first_byte() -> None:
    bits = (True, False, False, False, False, False, False, True, True)
    assert frames.packed(bits) == b"\x81\x01"
    assert frames.unpacked(b"\x81\x01", 9) == bits


def test_the_gap_is_three_and_a_half_characters_and_fixed_above_19200() -> None:
    assert frames.gap_seconds(9600) == pytest.approx(0.00401, abs=1e-5)
    assert frames.gap_seconds(115200) == 0.00175


@pytest.mark.parametrize("reason", list(Refusal))
def test_a_refusal_names_its_reason(reason: Refusal) -> None:
    frame = frames.answer_to_bytes(READ_INPUTS, Refused(reason, int(reason)))
    assert frame[:3] == bytes([1, 0x82, reason])
    assert AnswerDecoder(READ_INPUTS).feed(frame) == Refused(reason, int(reason))


def test_a_refusal_with_a_code_nobody_knows_keeps_the_code() -> None:
    frame = frames.framed(bytes([1, 0x85, 0x42]))
    assert AnswerDecoder(ON).feed(frame) == Refused(Refusal.UNKNOWN, 0x42)


@pytest.mark.parametrize(
    "other",
    [
        frames.answer_to_bytes(Read(2, 2, 0, 8), NONE),
        frames.answer_to_bytes(READ_COILS, NONE),
        frames.answer_to_bytes(Read(1, 2, 0, 16), Bits((False,) * 16)),
        frames.answer_to_bytes(ON, Written()),
        frames.answer_to_bytes(READ_COILS, Refused(Refusal.BUSY, 6)),
        bytes.fromhex("01020100A189"),
        READ_INPUTS.to_bytes(),  # the echo of some RS-485 adapters
    ],
)
def test_another_boards_answer_or_to_another_question_or_a_damaged_one_is_passed_over(other: bytes) -> None:
    decoder = AnswerDecoder(READ_INPUTS)
    assert decoder.feed(other) is None
    assert decoder.feed(bytes.fromhex("01020100A188")) == NONE


@pytest.mark.parametrize("other", [OFF, WriteCoil(1, 1, on=True)])
def test_an_answer_that_another_coil_was_switched_is_passed_over(other: WriteCoil) -> None:
    assert AnswerDecoder(ON).feed(frames.answer_to_bytes(other, Written())) is None


def test_the_answer_is_found_behind_what_only_began_like_one() -> None:
    long = Read(1, 2, 0, 400)
    answer = frames.answer_to_bytes(long, Bits((True,) * 400))
    assert AnswerDecoder(long).feed(answer[:20] + answer) == Bits((True,) * 400)


def test_a_refusal_behind_the_beginning_of_an_answer_is_found() -> None:
    long = Read(1, 2, 0, 400)
    begun = frames.answer_to_bytes(long, Bits((True,) * 400))[:20]
    refused = Refused(Refusal.BUSY, 6)
    assert AnswerDecoder(long).feed(begun + frames.answer_to_bytes(long, refused)) == refused


@pytest.mark.parametrize("wrong", ["010500000001", "010F00000009 01 FF", "0142000000010203", "01 0F 0000 0001 FF"])
def test_requests_that_contradict_themselves_are_none(wrong: str) -> None:
    decoder = RequestDecoder()
    assert decoder.feed(frames.framed(bytes.fromhex(wrong)) + bytes(300) + ON.to_bytes())[-1:] == [ON]


# -- whatever comes

bits = st.lists(st.booleans(), min_size=1, max_size=300).map(tuple)
addresses = st.integers(1, 247)
places = st.integers(0, 0xFFFF)
reads = st.builds(Read, addresses, st.sampled_from([1, 2]), places, st.integers(1, 300))
requests = st.one_of(
    reads, st.builds(WriteCoil, addresses, places, st.booleans()), st.builds(WriteCoils, addresses, places, bits)
)


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[Request, Answer]:
    request: Request = draw(requests)
    if draw(st.integers(0, 3)) == 0:
        reason = draw(st.sampled_from(list(Refusal)))
        return request, Refused(reason, int(reason))
    if isinstance(request, Read):
        return request, Bits(tuple(draw(st.lists(st.booleans(), min_size=request.count, max_size=request.count))))
    return request, Written()


@given(st.lists(requests, max_size=4), st.data())
def test_requests_survive_any_cutting(sent: list[Request], data: st.DataObject) -> None:
    stream = b"".join(request.to_bytes() for request in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = RequestDecoder()
    got = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in decoder.feed(stream[a:b])]
    assert got == sent
    assert decoder.waiting == 0


@given(exchanges())
def test_answers_survive_byte_by_byte(exchange: tuple[Request, Answer]) -> None:
    request, answer = exchange
    decoder = AnswerDecoder(request)
    heard = [decoder.feed(bytes([b])) for b in frames.answer_to_bytes(request, answer)]
    assert heard[-1] == answer
    assert not any(heard[:-1])
    assert decoder.waiting == 0


@given(exchanges(), st.binary(max_size=600))
def test_an_answer_is_found_behind_any_noise(exchange: tuple[Request, Answer], noise: bytes) -> None:
    request, answer = exchange
    assert AnswerDecoder(request).feed(noise + frames.answer_to_bytes(request, answer)) is not None


@given(exchanges(), st.data())
def test_any_single_flipped_bit_is_noticed(exchange: tuple[Request, Answer], data: st.DataObject) -> None:
    request, answer = exchange
    frame = bytearray(frames.answer_to_bytes(request, answer))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= 1 << data.draw(st.integers(0, 7))
    assert AnswerDecoder(request).feed(bytes(frame)) is None


@settings(max_examples=300)
@given(requests, st.lists(st.one_of(st.binary(max_size=3000), requests.map(lambda r: r.to_bytes())), max_size=6))
def test_nothing_makes_a_decoder_raise_or_keep_more_than_a_frame(request: Request, pieces: list[bytes]) -> None:
    ours, boards = AnswerDecoder(request), RequestDecoder()
    for piece in pieces:
        ours.feed(piece)
        boards.feed(piece)
        assert max(ours.waiting, boards.waiting) <= frames.LONGEST_FRAME


def _fuzz(times: int) -> None:
    chance = random.Random(20240506)
    request = Read(1, 2, 0, 64)
    decoder, heard = AnswerDecoder(request), 0
    for _ in range(times):
        bits_ = frames.unpacked(chance.randbytes(8), 64)
        frame = fuzzed(frames.answer_to_bytes(request, Bits(bits_)), chance)
        heard += held(decoder.feed, frame) is not None
        assert decoder.waiting <= frames.LONGEST_FRAME
    assert heard > times // 5


def test_ten_thousand_damaged_answers_raise_nothing_and_keep_little() -> None:
    _fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_answers_raise_nothing_and_keep_little() -> None:
    _fuzz(1_000_000)


def test_the_worst_noise_takes_less_than_ten_milliseconds_a_frame() -> None:
    worst = Read(1, 2, 0, frames.MOST_BITS)
    noise = (bytes([1, 2, frames.MOST_BITS // 8]) * 100)[: frames.LONGEST_FRAME]
    decoder = AnswerDecoder(worst)
    for _ in range(5):
        held(decoder.feed, noise)
