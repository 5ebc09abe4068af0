"""Frames of the identity-card reader, against bytes typed from the manual and against everything else."""

from __future__ import annotations

import contextlib
import hashlib
import random
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.errors import CardError
from devices.id_sam import frames
from devices.id_sam.codes import CODES, UNKNOWN_CODE, code
from devices.id_sam.document import read_document
from devices.id_sam.frames import Answer, AnswerDecoder, BadFrame, CardBlocks, Fault, Order, OrderDecoder
from devices.id_sam.simulated_card import appended_text, chip_text
from devices.id_sam.simulator import PHOTO_STUB, SAM_ID
from devices.roles import IdCard
from devices.xor import xor
from tests.devices.fuzzing import fuzzed, held
from tests.devices.sam_bed import ALL_KINDS, FOREIGN_2017, HMT, PERSON

RESIDENT = bytes.fromhex(
    "4B6DD58B327520002000200020002000200020002000200020002000200032003000310031003900340039003100320033003100"
    "1753AC4E025E1D6733963A534B6DD58BEF8D3100F753200020002000200020002000200020002000200020002000200020002000"
    "20002000200020002000200020002000200031003100300031003000350031003900340039003100320033003100300030003200"
    "58001753AC4E025E6C51895B405C1D6733960652405C20002000200020002000320030003200300030003100300031007F951F67"
    "200020002000200020002000200020002000200020002000200020002000200020002000200020002000200020002000"
)
"""The text block of the manual's synthetic resident card."""

ORDERS = {
    frames.RESET: "AAAAAA9669000310FFEC",
    frames.STATUS: "AAAAAA9669000311FFED",
    frames.READ_SAM_ID: "AAAAAA9669000312FFEE",
    frames.FIND: "AAAAAA96690003200122",
    frames.SELECT: "AAAAAA96690003200221",
    frames.READ_TEXT_AND_PHOTO: "AAAAAA96690003300132",
    Order(0x30, 0x10): "AAAAAA96690003301023",
    frames.READ_APPENDED_ADDRESS: "AAAAAA96690003300330",
    Order(0x60, 0x04): "AAAAAA96690003600467",
    Order(0x61, 0xFF, b"\x50"): "AAAAAA9669000461FF50CA",
}
ANSWERS = {
    "AAAAAA9669000400009094": Answer(0x90),
    "AAAAAA9669000400006064": Answer(0x60),
    "AAAAAA9669000800009F0000000097": Answer(0x9F, bytes(4)),
    "AAAAAA9669000400008084": Answer(0x80),
    "AAAAAA9669000C00009000000000000000009C": Answer(0x90, bytes(8)),
    "AAAAAA9669000400008185": Answer(0x81),
    "AAAAAA9669000400004145": Answer(0x41),
    "AAAAAA9669000400009195": Answer(0x91),
    "AAAAAA9669000400001014": Answer(0x10),
    "AAAAAA9669000400001115": Answer(0x11),
    "AAAAAA9669000400002125": Answer(0x21),
    "AAAAAA9669000400002327": Answer(0x23),
    "AAAAAA9669000400002420": Answer(0x24),
    "AAAAAA9669000400003135": Answer(0x31),
    "AAAAAA9669000400003236": Answer(0x32),
    "AAAAAA9669000400003337": Answer(0x33),
    "AAAAAA9669000400003733": Answer(0x37),
    "AAAAAA9669000400003F3B": Answer(0x3F),
    "AAAAAA9669000400004044": Answer(0x40),
    "AAAAAA9669000400004743": Answer(0x47),
    "AAAAAA9669000400006662": Answer(0x66),
    "AAAAAA9669001400009005000100 5B033301 5AB31E00 15CD5B07 99".replace(" ", ""): Answer(0x90, SAM_ID),
}
FOUND = bytes.fromhex("AAAAAA9669000800009F0000000097")

answers = st.builds(Answer, st.integers(0, 255), st.binary(max_size=1500), st.integers(0, 0xFFFF))
orders = st.builds(Order, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=40))


@pytest.mark.parametrize(("order", "typed"), ORDERS.items(), ids=ORDERS.values())
def test_orders_are_the_bytes_of_the_manual(order: Order, typed: str) -> None:
    assert order.to_bytes() == bytes.fromhex(typed)
    assert OrderDecoder().feed(bytes.fromhex(typed)) == [order]


@pytest.mark.parametrize(("typed", "answer"), ANSWERS.items())
def test_answers_are_the_bytes_of_the_manual(typed: str, answer: Answer) -> None:
    assert AnswerDecoder().feed(bytes.fromhex(typed)) == [answer]
    assert answer.to_bytes() == bytes.fromhex(typed)


def test_the_whole_reading_of_the_manuals_person_is_byte_for_byte_the_manuals() -> None:
    assert chip_text(PERSON) == RESIDENT
    frame = Answer(0x90, frames.card_data(RESIDENT, PHOTO_STUB)).to_bytes()
    assert len(frame) == 1295
    assert frame[:14] == bytes.fromhex("AAAAAA9669 0508 000090 0100 0400".replace(" ", ""))
    assert frame[-1] == 0x4D
    assert hashlib.sha256(frame).hexdigest()[:16] == "b2a9ae5a1653220a"
    (answer,) = AnswerDecoder().feed(frame)
    assert isinstance(answer, Answer)
    blocks = CardBlocks.from_data(answer.data)
    assert blocks is not None
    assert (blocks.text, blocks.photo_bytes) == (RESIDENT, 1024)


@pytest.mark.parametrize(
    ("card", "check", "sha"),
    [
        (PERSON, 0x4D, "b2a9ae5a1653220a"),
        (HMT, 0xD3, "65b0a8f836f5b625"),
        (FOREIGN_2017, 0xB3, "361f07fe0b733977"),
    ],
    ids=lambda value: value.kind if isinstance(value, IdCard) else "",
)
def test_the_manuals_samples_are_the_manuals_bytes(card: IdCard, check: int, sha: str) -> None:
    frame = Answer(0x90, frames.card_data(chip_text(card), PHOTO_STUB)).to_bytes()
    assert (len(frame), frame[-1]) == (1295, check)
    assert hashlib.sha256(frame).hexdigest()[:16] == sha


def test_an_appended_address_is_the_bytes_of_the_manual() -> None:
    typed = "AAAAAA9669004A0000901753AC4E025E776DC06D3A534B6DD58BEF8D3300F753" + "2000" * 24 + "73"
    assert Answer(0x90, appended_text("北京市海淀区测试路3号")).to_bytes() == bytes.fromhex(typed)


def test_the_module_number_is_written_as_on_the_readers_label() -> None:
    assert frames.sam_id_text(SAM_ID) == "05.01-20120411-0002011994-0123456789"
    assert frames.sam_id_text(SAM_ID[:-1]) == ""


def test_noise_before_a_frame_is_dropped() -> None:
    assert AnswerDecoder().feed(bytes.fromhex("00AAAA13") + FOUND) == [Answer(0x9F, bytes(4))]


def test_an_extra_byte_of_preamble_does_no_harm() -> None:
    assert AnswerDecoder().feed(b"\xaa" + FOUND) == [Answer(0x9F, bytes(4))]


def test_a_flipped_bit_is_a_bad_frame() -> None:
    flipped = bytearray(FOUND)
    flipped[9] ^= 1
    decoder = AnswerDecoder()
    assert decoder.feed(bytes(flipped)) == [BadFrame(Fault.CHECK)]
    assert decoder.feed(FOUND) == [Answer(0x9F, bytes(4))]


@pytest.mark.parametrize("length", [0, 3, 0x0911, 0xFFFF])
def test_an_impossible_length_is_a_bad_frame(length: int) -> None:
    bad = frames.PREAMBLE + length.to_bytes(2, "big")
    assert AnswerDecoder().feed(bad + FOUND) == [BadFrame(Fault.LENGTH), Answer(0x9F, bytes(4))]


def test_a_frame_behind_a_cut_one_is_found_when_the_line_falls_silent() -> None:
    whole = Answer(0x90, frames.card_data(RESIDENT, PHOTO_STUB)).to_bytes()
    decoder = AnswerDecoder()
    assert decoder.feed(whole[:400] + FOUND) == []
    assert decoder.waiting == 415
    assert decoder.give_up() == [BadFrame(Fault.CUT), Answer(0x9F, bytes(4))]
    assert decoder.waiting == 0


def test_giving_up_on_the_beginning_of_a_preamble_is_no_bad_frame() -> None:
    decoder = AnswerDecoder()
    decoder.feed(frames.PREAMBLE[:4])
    assert decoder.give_up() == []
    assert decoder.give_up() == []


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\0\x01\0\0", b"\0\x01\0\x01a", b"\0\x01\0\x01abc"])
def test_lengths_that_contradict_the_data_make_no_blocks(data: bytes) -> None:
    assert CardBlocks.from_data(data) is None


def test_reprs_hold_no_data() -> None:
    assert "7A" not in repr(Answer(0x90, b"zzzz"))
    assert "z" not in repr(CardBlocks(b"zzzz", 0))


def test_every_code_has_a_meaning_and_unknown_ones_say_so() -> None:
    assert all(code(sw3).meaning for sw3 in range(256))
    assert code(0x61) is UNKNOWN_CODE
    listed = "90 9F 91 10 11 21 23 24 31 32 33 37 3F 40 41 47 60 66 80 81"
    assert sorted(CODES) == sorted(bytes.fromhex(listed))


# -- whatever comes


@given(st.binary(max_size=3000))
def test_the_folded_xor_is_the_xor(data: bytes) -> None:
    assert xor(data) == reduce(lambda a, b: a ^ b, data, 0)


@given(st.lists(answers, max_size=4), st.data())
def test_answers_survive_any_cutting(sent: list[Answer], data: st.DataObject) -> None:
    stream = b"".join(a.to_bytes() for a in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = AnswerDecoder()
    got = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in decoder.feed(stream[a:b])]
    assert got == sent
    assert decoder.waiting == 0


@given(orders)
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
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= 1 << data.draw(st.integers(0, 7))
    decoder = AnswerDecoder()
    assert answer not in decoder.feed(bytes(frame)) + decoder.give_up()


@settings(max_examples=300)
@given(
    st.lists(st.one_of(st.binary(max_size=4000), st.just(frames.PREAMBLE), answers.map(Answer.to_bytes)), max_size=6)
)
def test_nothing_makes_the_decoder_raise_or_keep_more_than_a_frame(pieces: list[bytes]) -> None:
    for decoder in (AnswerDecoder(), OrderDecoder()):
        for piece in pieces:
            decoder.feed(piece)
            assert decoder.waiting <= frames.LONGEST_FRAME
        decoder.give_up()
        assert decoder.waiting == 0


def fuzz(count: int) -> None:
    """Feed so many damaged frames to both ends: nothing is raised, little is kept, none takes longer than 10 ms."""
    chance = random.Random(20240506)
    answers_heard, orders_heard = AnswerDecoder(), OrderDecoder()
    heard = 0
    for _ in range(count):
        data = chance.randbytes(chance.randrange(40))
        answer = fuzzed(Answer(chance.randrange(256), data).to_bytes(), chance)
        order = fuzzed(Order(chance.randrange(256), chance.randrange(256), data).to_bytes(), chance)
        heard += sum(isinstance(f, Answer) for f in held(answers_heard.feed, answer))
        held(orders_heard.feed, order)
        assert answers_heard.waiting <= frames.LONGEST_FRAME
        assert orders_heard.waiting <= frames.LONGEST_FRAME
    assert heard > count / 5


def test_ten_thousand_damaged_frames_raise_nothing_and_keep_little() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_frames_raise_nothing_and_keep_little() -> None:
    fuzz(1_000_000)


def fuzz_cards(count: int) -> None:
    """Feed the answers of damaged cards to whoever reads them: only typed errors, none takes longer than 10 ms."""
    chance = random.Random(20240507)
    blocks = [chip_text(card) for card in ALL_KINDS]
    read = 0
    for number in range(count):
        block = bytearray(blocks[number % len(blocks)])
        for _ in range(chance.randrange(5)):
            block[chance.randrange(len(block))] = chance.randrange(256)
        data = frames.card_data(bytes(block), b"photo")
        if chance.random() < 0.2:
            data = fuzzed(data, chance)
        read += held(_is_read, data)
    assert count / 10 < read < count


def _is_read(data: bytes) -> bool:
    cut = CardBlocks.from_data(data)
    if cut is not None:
        with contextlib.suppress(CardError):
            read_document(cut.text)
            return True
    return False


def test_ten_thousand_damaged_cards_are_read_or_refused() -> None:
    fuzz_cards(10_000)


@pytest.mark.soak
def test_a_million_damaged_cards_are_read_or_refused() -> None:
    fuzz_cards(1_000_000)


def test_the_worst_noise_takes_less_than_ten_milliseconds_a_buffer() -> None:
    worst = (frames.PREAMBLE + b"\x09\x10") * 332
    decoder = AnswerDecoder()
    for _ in range(5):
        held(decoder.feed, worst)
