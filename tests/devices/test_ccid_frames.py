"""Frames of the serial CCID readers, against bytes recorded with the free driver and against everything else."""

from __future__ import annotations

import random
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ccid.codes import CODES, UNKNOWN_CODE, code
from devices.ccid.frames import (
    ANSWERED_BY,
    ASK_AGAIN,
    LONGEST_DATA,
    LONGEST_FRAME,
    Again,
    BadFrame,
    CardIs,
    Decoder,
    Kind,
    Message,
    MoreTime,
    Moved,
    Went,
)
from devices.ccid.t0 import Reset, as_t0
from devices.xor import xor
from tests.devices.fuzzing import fuzzed, held
from tests.devices.tiny_chip import ATR, FCI, GET_FCI, NUMBER, READ_ANY_LENGTH, READ_NUMBER, SELECT_EF05, SELECT_SSSE

PARAMETERS = bytes.fromhex("1100000A00")
RECORDED = {
    "03066b010000000000000000026d": Message(Kind.ESCAPE, 0, b"\x02"),
    "03068311000000000001000047656d5477696e2d56322e30302d53494de0": Message(
        Kind.ESCAPED, 0, b"GemTwin-V2.00-SIM", b"\x01\0\0"
    ),
    "03066b0300000000010000000101016d": Message(Kind.ESCAPE, 1, b"\x01\x01\x01"),
    "03068300000000000101000086": Message(Kind.ESCAPED, 1, b"", b"\x01\0\0"),
    "03066500000000000200000062": Message(Kind.GET_SLOT_STATUS, 2),
    "03068100000000000201000087": Message(Kind.SLOT_STATUS, 2, b"", b"\x01\0\0"),
    "0306620000000000080100006e": Message(Kind.POWER_ON, 8, b"", b"\x01\0\0"),
    "0306801100000000080000003b6d000000814e43238697159900bf7c7a41": Message(Kind.DATA_BLOCK, 8, ATR),
    "0306610500000000150000001100000a006f": Message(Kind.SET_PARAMETERS, 0x15, PARAMETERS),
    "0306820500000000150000001100000a008c": Message(Kind.PARAMETERS, 0x15, PARAMETERS),
    "03066f14000000001600000000a404000f7378312e73682ec9e7bbe1b1a3d5cf9a": Message(Kind.TRANSFER, 0x16, SELECT_SSSE),
    "0306800200000000160000006113e3": Message(Kind.DATA_BLOCK, 0x16, b"\x61\x13"),
    "03066f05000000001700000000c0000013ab": Message(Kind.TRANSFER, 0x17, GET_FCI),
    "0306801500000000170000006f11840f7378312e73682ec9e7bbe1b1a3d5cf9000bf": Message(Kind.DATA_BLOCK, 0x17, FCI),
    "03066f07000000001800000000a4020002ef053b": Message(Kind.TRANSFER, 0x18, SELECT_EF05),
    "03068002000000001800000090000f": Message(Kind.DATA_BLOCK, 0x18, b"\x90\0"),
    "03066f05000000001a00000000b2070000c0": Message(Kind.TRANSFER, 0x1A, READ_ANY_LENGTH),
    "03068002000000001a0000006c0bfa": Message(Kind.DATA_BLOCK, 0x1A, b"\x6c\x0b"),
    "03066f05000000001b00000000b207000bca": Message(Kind.TRANSFER, 0x1B, READ_NUMBER),
    "0306800d000000001b000000070958303030303030313990005d": Message(Kind.DATA_BLOCK, 0x1B, NUMBER),
}
STATUS = bytes.fromhex("03068100000000000201000087")

extras = st.binary(min_size=3, max_size=3)
messages = st.builds(
    Message, st.sampled_from(Kind), st.integers(0, 255), st.binary(max_size=LONGEST_DATA), extras, st.integers(0, 255)
)
items = st.one_of(messages, st.sampled_from(Moved), st.just(Again.PLEASE), st.just(MoreTime.PLEASE))


def wired(item: Message | Moved | Again | MoreTime) -> bytes:
    if isinstance(item, (Message, Moved)):
        return item.to_bytes()
    return ASK_AGAIN if item is Again.PLEASE else b"\xc0"


@pytest.mark.parametrize(("typed", "message"), RECORDED.items())
def test_messages_are_the_recorded_bytes(typed: str, message: Message) -> None:
    assert Decoder().feed(bytes.fromhex(typed)) == [message]
    assert message.to_bytes() == bytes.fromhex(typed)


def test_a_frame_comes_to_zero_with_its_check_byte() -> None:
    assert all(xor(bytes.fromhex(typed)) == 0 for typed in RECORDED)


def test_a_movement_is_two_bytes_without_a_check() -> None:
    assert Decoder().feed(bytes.fromhex("50035002")) == [Moved.IN, Moved.OUT]
    assert Moved.IN.to_bytes() == bytes.fromhex("5003")


def test_a_movement_may_stand_between_echo_and_answer_and_be_cut() -> None:
    decoder = Decoder()
    echo = bytes.fromhex("03066500000000000200000062")
    assert decoder.feed(echo + b"\x50") == [Message(Kind.GET_SLOT_STATUS, 2)]
    assert decoder.waiting == 1
    assert decoder.feed(b"\x03" + STATUS) == [Moved.IN, Message(Kind.SLOT_STATUS, 2, b"", b"\x01\0\0")]


def test_asking_again_is_three_bytes_and_may_be_cut() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x03") + decoder.feed(b"\x15") == []
    assert decoder.feed(b"\x16") == [Again.PLEASE]


def test_high_bytes_between_frames_ask_for_time_and_low_ones_are_noise() -> None:
    assert Decoder().feed(b"\x80\x00\x7f\xff") == [MoreTime.PLEASE, MoreTime.PLEASE]


def test_high_bytes_inside_a_bad_frame_ask_for_nothing() -> None:
    bad = bytearray(Message(Kind.DATA_BLOCK, 1, b"\x90\x50\x03\xff").to_bytes())
    bad[-1] ^= 1
    decoder = Decoder()
    assert decoder.feed(bytes(bad)) == [BadFrame.CHECK]
    assert decoder.feed(b"\xc0") == [MoreTime.PLEASE]


def test_a_flipped_bit_is_a_bad_frame_and_the_next_one_is_found() -> None:
    flipped = bytearray(STATUS)
    flipped[8] ^= 1
    decoder = Decoder()
    assert decoder.feed(bytes(flipped)) == [BadFrame.CHECK]
    assert decoder.feed(STATUS) == [Message(Kind.SLOT_STATUS, 2, b"", b"\x01\0\0")]


def test_an_unknown_kind_and_an_impossible_length_are_bad_frames() -> None:
    assert Decoder().feed(bytes.fromhex("0306 10 00000000 00 00 000000".replace(" ", "")) + STATUS)[0] is BadFrame.KIND
    long = bytes.fromhex("0306 80 06010000 00 00 000000".replace(" ", ""))
    assert Decoder().feed(long + STATUS) == [BadFrame.LENGTH, Message(Kind.SLOT_STATUS, 2, b"", b"\x01\0\0")]


def test_a_frame_behind_a_cut_one_is_found_when_the_line_falls_silent() -> None:
    decoder = Decoder()
    cut = Message(Kind.DATA_BLOCK, 7, bytes(40)).to_bytes()[:30]
    assert decoder.feed(cut + STATUS) == []
    assert decoder.give_up() == [BadFrame.CUT, Message(Kind.SLOT_STATUS, 2, b"", b"\x01\0\0")]
    assert decoder.waiting == 0


def test_giving_up_on_a_single_byte_is_no_bad_frame() -> None:
    decoder = Decoder()
    decoder.feed(b"\x03")
    assert decoder.give_up() == []
    assert decoder.feed(b"\x03\x07\x50\x04\x50") == []
    assert decoder.give_up() == []


def test_what_an_answer_says_of_card_and_order() -> None:
    absent = Message(Kind.SLOT_STATUS, 0, b"", b"\x42\xfe\0")
    assert (absent.card, absent.went, absent.error) == (CardIs.ABSENT, Went.WRONG, 0xFE)
    waiting = Message(Kind.DATA_BLOCK, 0, b"", b"\x80\x01\0")
    assert (waiting.card, waiting.went) == (CardIs.POWERED, Went.ON)
    assert not waiting.from_host
    assert {ANSWERED_BY[kind] for kind in ANSWERED_BY}.isdisjoint(ANSWERED_BY)


def test_a_repr_holds_no_data() -> None:
    assert "7a" not in repr(Message(Kind.DATA_BLOCK, 1, b"zzzz")).lower()


def test_every_error_has_a_meaning_and_the_listed_ones_their_own() -> None:
    assert all(code(error).meaning for error in range(256))
    assert code(0x77) is UNKNOWN_CODE
    listed = "00 01 05 A2 A3 BB BD BE E0 EF F0 F4 F5 F6 F7 F8 FB FC FD FE FF"
    assert sorted(CODES) == sorted(bytes.fromhex(listed))


# -- T=0


def test_the_manuals_card_wants_the_default_parameters() -> None:
    reset = Reset.from_atr(ATR)
    assert reset.parameters == PARAMETERS
    assert reset.protocols == {0}


@pytest.mark.parametrize(
    ("atr", "reset"),
    [
        ("", Reset()),
        ("3B", Reset()),
        ("3B00", Reset()),
        ("3B1095", Reset()),  # TA1 is an offer, not a must
        ("3BB011008031FE4D", Reset(frozenset({0, 1}))),
        ("3B90959110", Reset(frozenset({1}), speed=0x95)),
        ("3BD0950A4020", Reset(frozenset({0}), guard=0x0A, waiting=0x20)),
        ("3B80801F", Reset(frozenset({0}))),  # T=15 is no protocol
        ("3BF0", Reset()),
    ],
)
def test_an_answer_to_reset_is_taken_apart(atr: str, reset: Reset) -> None:
    assert Reset.from_atr(bytes.fromhex(atr)) == reset


@given(st.binary(max_size=40))
def test_no_answer_to_reset_makes_trouble(atr: bytes) -> None:
    assert len(Reset.from_atr(atr).parameters) == 5


def test_a_command_is_carried_as_t0_wants_it() -> None:
    assert as_t0(bytes.fromhex("00200000")) == bytes.fromhex("0020000000")
    assert as_t0(READ_NUMBER) == READ_NUMBER
    assert as_t0(SELECT_SSSE) == SELECT_SSSE
    assert as_t0(SELECT_SSSE + b"\0") == SELECT_SSSE
    for wrong in (b"", b"\0\xa4\0", SELECT_SSSE[:-1], SELECT_SSSE + b"\0\0", b"\0\xa4\0\0\0\0"):
        with pytest.raises(ValueError, match=r"bytes|length"):
            as_t0(wrong)


# -- whatever comes


@given(st.binary(max_size=600))
def test_the_folded_xor_is_the_xor(data: bytes) -> None:
    assert xor(data) == reduce(lambda a, b: a ^ b, data, 0)


@given(st.lists(items, max_size=5), st.data())
def test_everything_survives_any_cutting(sent: list[Message | Moved | Again | MoreTime], data: st.DataObject) -> None:
    stream = b"".join(wired(item) for item in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = Decoder()
    got = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in decoder.feed(stream[a:b])]
    assert got == sent
    assert decoder.waiting == 0


@given(messages, st.binary(max_size=60))
def test_a_message_is_found_behind_any_noise_once_the_line_falls_silent(message: Message, noise: bytes) -> None:
    decoder = Decoder()
    found = decoder.feed(noise + message.to_bytes()) + decoder.give_up()
    # A movement whose second byte is a frame's first eats that byte: no check stands by it.
    assert message in found or noise[-1:] == b"\x50" or Moved.IN in found


@given(messages, st.data())
def test_any_single_flipped_bit_is_noticed(message: Message, data: st.DataObject) -> None:
    frame = bytearray(message.to_bytes())
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= 1 << data.draw(st.integers(0, 7))
    decoder = Decoder()
    assert message not in decoder.feed(bytes(frame)) + decoder.give_up()


@settings(max_examples=200)
@given(st.lists(st.one_of(st.binary(max_size=2000), st.just(b"\x03\x06\x80\x05"), messages.map(wired)), max_size=6))
def test_nothing_makes_the_decoder_raise_or_keep_more_than_a_frame(pieces: list[bytes]) -> None:
    decoder = Decoder()
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.waiting <= LONGEST_FRAME
    decoder.give_up()
    assert decoder.waiting == 0


def fuzz(count: int) -> None:
    """Feed so many damaged messages, signs and echoes: nothing is raised, little is kept, none takes longer than 10 ms."""
    chance = random.Random(20240506)
    decoder, heard = Decoder(), set[type]()
    whole = 0
    for _ in range(count):
        found = held(decoder.feed, fuzzed(_something(chance), chance))
        whole += sum(isinstance(item, Message) for item in found)
        heard.update(map(type, found))
        assert decoder.waiting <= LONGEST_FRAME
    assert whole > count / 5
    assert heard == {Message, Moved, Again, MoreTime, BadFrame}


def _something(chance: random.Random) -> bytes:
    sign = chance.random()
    if sign < 0.1:
        return wired(chance.choice((*Moved, Again.PLEASE, MoreTime.PLEASE)))
    kind = chance.choice(list(Kind)) if sign < 0.5 else Kind.DATA_BLOCK
    return Message(kind, chance.randrange(256), chance.randbytes(chance.randrange(40))).to_bytes()


def test_ten_thousand_damaged_frames_raise_nothing_keep_little_and_take_no_time() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_frames_raise_nothing_keep_little_and_take_no_time() -> None:
    fuzz(1_000_000)


def test_the_worst_noise_takes_less_than_ten_milliseconds_a_buffer() -> None:
    worst = (b"\x03\x06\x80\x00\x01\x00\x00" * 40)[:LONGEST_FRAME]
    decoder = Decoder()
    for _ in range(5):
        held(decoder.feed, worst)
