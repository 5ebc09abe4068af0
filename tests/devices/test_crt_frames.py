"""Frames of the motor readers, against the bytes of public programs and against everything else."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.crt import orders
from devices.crt.codes import CODES, UNKNOWN_CODE, code, told
from devices.crt.frames import (
    LONGEST_DATA,
    LONGEST_FRAME,
    Answer,
    AnswerDecoder,
    BadFrame,
    Bin,
    CardAt,
    Done,
    NotDone,
    Order,
    OrderDecoder,
    Sign,
    Stacker,
    framed,
)
from tests.devices.fuzzing import fuzzed, held
from tests.devices.tiny_chip import ATR, NUMBER, READ_NUMBER, SELECT_EF05, SELECT_SSSE

ORDERS = {
    "F200000343303303B2": orders.INIT_LEAVE,
    "F200000343313003B0": orders.STATUS,
    "F200000343503003D1": orders.DETECT_CHIP,
    "F20000044351303303E4": orders.COLD_RESET_5V,
    "F200000343513803D8": orders.WARM_RESET,
    "F200000343323903BA": orders.OUT_OF_GATE,
    "F200000743513900C00000031D": Order(0x51, 0x39, bytes.fromhex("00C00000")),
    "F200001043513900A4040008A00000005448000103DF": Order(0x51, 0x39, bytes.fromhex("00A4040008A000000054480001")),
    "F200000343313103B1": orders.SENSORS,
    "F200000343333003B2": orders.ENTRY_ON,
    "F200000343333103B3": orders.ENTRY_OFF,
    "F200000343323103B2": orders.TO_CONTACTS,
    "F200000343323003B3": orders.HOLD_AT_GATE,
    "F200000343323303B0": orders.CAPTURE,
    "F20000044351303503E2": orders.COLD_RESET_3V,
    "F200000343513103D1": orders.POWER_OFF,
    "F200001743513300A404000F7378312E73682EC9E7BBE1B1A3D5CF0335": orders.apdu(SELECT_SSSE, 0),
    "F200000A43513300A4020002EF050394": orders.apdu(SELECT_EF05, 0),
    "F200000843513300B207000B0366": orders.apdu(READ_NUMBER, 0),
}
ANSWERS: dict[str, Answer] = {
    "F20000065031303030300396": Done(0x31, 0x30, b"000"),
    "F20000065031303130300397": Done(0x31, 0x30, b"100"),
    "F20000065031303230300394": Done(0x31, 0x30, b"200"),
    "F2000018505130323030303B6D000000814E43238697159900BF7C7A0307": Done(0x51, 0x30, b"200", b"0" + ATR),
    "F200001350513332303007095830303030303031399000032C": Done(0x51, 0x33, b"200", NUMBER),
    "F20000054E3231313003B8": NotDone(0x32, 0x31, "10"),
}
STATUS = bytes.fromhex("F20000065031303030300396")

codes_of = st.integers(0, 255)
all_orders = st.builds(Order, codes_of, codes_of, st.binary(max_size=LONGEST_DATA))
answers = st.one_of(
    st.builds(Done, codes_of, codes_of, st.binary(min_size=3, max_size=3), st.binary(max_size=LONGEST_DATA)),
    st.builds(
        NotDone,
        codes_of,
        codes_of,
        st.text(st.characters(max_codepoint=255), min_size=2, max_size=2),
        st.binary(max_size=LONGEST_DATA),
    ),
)


@pytest.mark.parametrize(("typed", "order"), ORDERS.items())
def test_orders_are_the_bytes_of_public_programs(typed: str, order: Order) -> None:
    assert order.to_bytes() == bytes.fromhex(typed)
    assert OrderDecoder().feed(bytes.fromhex(typed)) == [order]


@pytest.mark.parametrize(("typed", "answer"), ANSWERS.items())
def test_answers_are_the_computed_bytes(typed: str, answer: Answer) -> None:
    assert AnswerDecoder().feed(bytes.fromhex(typed)) == [answer]
    assert answer.to_bytes() == bytes.fromhex(typed)


def test_the_misprinted_refusal_is_a_refusal() -> None:
    assert AnswerDecoder().feed(framed(b"E2110")) == [NotDone(0x32, 0x31, "10")]


def test_an_answer_says_where_the_card_is_and_how_stacker_and_bin_are() -> None:
    done = Done(0x31, 0x30, b"121")
    assert (done.card, done.stacker, done.bin) == (CardAt.GATE, Stacker.ENOUGH, Bin.FULL)
    strange = Done(0x31, 0x30, b"9\xff?")
    assert (strange.card, strange.stacker, strange.bin) == (None, None, None)


def test_other_addresses_of_the_bus_are_read_and_impossible_ones_are_bad() -> None:
    assert OrderDecoder().feed(orders.STATUS.to_bytes(0x0F)) == [orders.STATUS]
    assert OrderDecoder().feed(b"\xf2\x10\x00\x03") == [BadFrame.HEAD]
    assert OrderDecoder().feed(b"\xf2\x00\x02\x07") == [BadFrame.HEAD]


def test_signs_count_between_frames_only() -> None:
    assert AnswerDecoder().feed(b"\x06\x15\x04\x07") == [Sign.HEARD, Sign.BADLY, Sign.LET_BE]
    bad = bytearray(Done(0x31, 0x30, b"000", b"\x06\x15").to_bytes())
    bad[-1] ^= 1
    decoder = AnswerDecoder()
    assert decoder.feed(bytes(bad)) == [BadFrame.CHECK]
    assert decoder.feed(b"\x06") == [Sign.HEARD]
    assert [sign.to_bytes() for sign in Sign] == [b"\x06", b"\x15", b"\x04"]


def test_a_frame_without_its_end_mark_is_bad() -> None:
    frame = bytearray(STATUS)
    frame[-2] ^= 0xFF
    frame[-1] ^= 0xFF
    assert AnswerDecoder().feed(bytes(frame)) == [BadFrame.CHECK]


@pytest.mark.parametrize("text", [b"", b"P", b"P10", b"P1000", b"N2", b"N211", b"C10", b"X10000"])
def test_a_frame_with_a_text_that_is_no_answer_is_bad(text: bytes) -> None:
    assert AnswerDecoder().feed(framed(text) + STATUS) == [BadFrame.TEXT, Done(0x31, 0x30)]


@pytest.mark.parametrize("text", [b"", b"C1", b"P10000"])
def test_a_frame_with_a_text_that_is_no_order_is_bad(text: bytes) -> None:
    assert OrderDecoder().feed(framed(text)) == [BadFrame.TEXT]


def test_a_frame_behind_a_cut_one_is_found_when_the_line_falls_silent() -> None:
    decoder = AnswerDecoder()
    cut = Done(0x51, 0x33, b"200", bytes(60)).to_bytes()[:20]
    assert decoder.feed(cut + STATUS) == []
    assert decoder.give_up() == [BadFrame.CUT, Done(0x31, 0x30)]
    assert decoder.waiting == 0


def test_reprs_hold_no_data() -> None:
    for value in (Order(1, 2, b"zzz"), Done(1, 2, b"000", b"zzz"), NotDone(1, 2, "10", b"zzz")):
        assert "z" not in repr(value)


def test_every_error_has_a_meaning_and_unknown_ones_are_told_by_their_code() -> None:
    assert sorted(CODES) == ["00", "01", "02", "03", "04", "10", "16", "43", "45", "65", "A0", "A1", "B0"]
    assert code("77") is UNKNOWN_CODE
    assert told("77").startswith("device error 77 ")
    assert told("\x00\xff").startswith("device error 00FF ")
    assert told("10").startswith("device error 10 卡塞")


def test_each_kind_of_order_has_its_own_time() -> None:
    times = [orders.seconds(order) for order in (orders.INIT_LEAVE, orders.CAPTURE, orders.POWER_OFF, orders.STATUS)]
    assert times == [30.0, 15.0, 8.0, 2.0]
    assert orders.apdu(b"", 1).pm == 0x34


# -- whatever comes


@given(st.lists(st.one_of(answers, st.sampled_from(Sign)), max_size=4), st.data())
def test_answers_and_signs_survive_any_cutting(sent: list[Answer | Sign], data: st.DataObject) -> None:
    stream = b"".join(item.to_bytes() for item in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = AnswerDecoder()
    got = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in decoder.feed(stream[a:b])]
    assert got == sent
    assert decoder.waiting == 0


@given(all_orders)
def test_orders_survive_byte_by_byte(order: Order) -> None:
    decoder = OrderDecoder()
    assert [f for b in order.to_bytes() for f in decoder.feed(bytes([b]))] == [order]


@given(answers, st.binary(max_size=60))
def test_a_frame_is_found_behind_any_noise_once_the_line_falls_silent(answer: Answer, noise: bytes) -> None:
    decoder = AnswerDecoder()
    assert answer in decoder.feed(noise + answer.to_bytes()) + decoder.give_up()


@given(answers, st.data())
def test_any_single_flipped_bit_is_noticed(answer: Answer, data: st.DataObject) -> None:
    frame = bytearray(answer.to_bytes())
    at = data.draw(st.integers(0, len(frame) - 1).filter(lambda i: i != 1))  # the address isn't the answer's
    frame[at] ^= 1 << data.draw(st.integers(0, 7))
    decoder = AnswerDecoder()
    assert answer not in decoder.feed(bytes(frame)) + decoder.give_up()


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(st.binary(max_size=2000), st.just(b"\xf2\x00\x02\x06"), answers.map(lambda a: a.to_bytes())),
        max_size=6,
    )
)
def test_nothing_makes_the_decoders_raise_or_keep_more_than_a_frame(pieces: list[bytes]) -> None:
    for decoder in (AnswerDecoder(), OrderDecoder()):
        for piece in pieces:
            decoder.feed(piece)
            assert decoder.waiting <= LONGEST_FRAME
        decoder.give_up()
        assert decoder.waiting == 0


def fuzz(count: int) -> None:
    """Feed so many damaged answers and signs: nothing is raised, little is kept, none takes longer than 10 ms."""
    chance = random.Random(20240506)
    decoder, heard = AnswerDecoder(), Counter[type]()
    for _ in range(count):
        heard.update(map(type, held(decoder.feed, fuzzed(_something(chance), chance))))
        assert decoder.waiting <= LONGEST_FRAME
    assert heard.keys() == {Done, NotDone, Sign, BadFrame}
    assert min(heard[Done], heard[NotDone], heard[Sign]) > count / 20


def _something(chance: random.Random) -> bytes:
    """Whatever a reader says: done, with a card's answer; not done, with any code; or a sign between."""
    data = chance.randbytes(chance.randrange(40))
    match chance.randrange(4):
        case 0:
            return chance.choice(list(Sign)).to_bytes()
        case 1:
            return NotDone(chance.randrange(256), chance.randrange(256), chance.choice([*CODES, "77"]), data).to_bytes()
        case _:
            return Done(0x51, 0x33, b"200", data).to_bytes()


def fuzz_orders(count: int) -> None:
    """The same of the other end of the wire."""
    chance = random.Random(20240507)
    decoder, heard = OrderDecoder(), 0
    for _ in range(count):
        order = Order(chance.randrange(256), chance.randrange(256), chance.randbytes(chance.randrange(40)))
        heard += sum(isinstance(item, Order) for item in held(decoder.feed, fuzzed(order.to_bytes(), chance)))
        assert decoder.waiting <= LONGEST_FRAME
    assert heard > count / 5


def test_ten_thousand_damaged_orders_raise_nothing_keep_little_and_take_no_time() -> None:
    fuzz_orders(10_000)


def test_ten_thousand_damaged_frames_raise_nothing_keep_little_and_take_no_time() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_frames_raise_nothing_keep_little_and_take_no_time() -> None:
    fuzz(1_000_000)


def test_the_worst_noise_takes_less_than_ten_milliseconds_a_buffer() -> None:
    worst = (b"\xf2\x00\x02\x06" * 140)[:LONGEST_FRAME]
    decoder = AnswerDecoder()
    for _ in range(5):
        held(decoder.feed, worst)
