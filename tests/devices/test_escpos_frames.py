"""ESC/POS bytes against the manuals, and a decoder that survives anything."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.escpos import frames
from devices.escpos.replies import (
    AutomaticStatus,
    BufferedAnswer,
    BuffersCleared,
    Flow,
    Identity,
    OfflineCauses,
    Printed,
    RealTimeAnswer,
    StatusDecoder,
)
from devices.escpos.status import EPSON_CODING, Status

STATUSES = st.builds(Status, *[st.booleans()] * 9)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.mark.parametrize(
    ("command", "bytes_of_the_manual"),
    [
        (frames.INITIALISE, "1B 40"),
        (frames.CHINESE_ON, "1C 26"),
        (frames.HANZI_CLOSE, "1C 53 00 00"),
        (frames.AUTOMATIC_STATUS, "1D 61 0E"),
        (frames.ask(1), "10 04 01"),
        (frames.ask(4), "10 04 04"),
        (frames.CLEAR_BUFFERS, "10 14 08 01 03 14 01 06 02 08"),
        (frames.RECOVER_AND_CLEAR, "10 05 02"),
        (frames.ASK_PAPER_BUFFERED, "1D 72 01"),
        (frames.ask_identity(67), "1D 49 43"),
        (frames.align(1), "1B 61 01"),
        (frames.bold(on=True), "1B 45 01"),
        (frames.bold(on=False), "1B 45 00"),
        (frames.double(on=True), "1D 21 11 1C 21 0C"),
        (frames.double(on=False), "1D 21 00 1C 21 00"),
        (frames.line_spacing(34), "1B 33 22"),
        (frames.position(300), "1B 24 2C 01"),
        (frames.feed(0), ""),
        (frames.feed(24), "1B 4A 18"),
        (frames.feed(256), "1B 4A FF 1B 4A 01"),
        (frames.cut(8), "1D 56 42 08"),
        (frames.cut_off(8), "1D 56 41 08"),
        (frames.bit_image(b"\x01\x02\x03\x04\x05\x06"), "1B 2A 21 02 00 01 02 03 04 05 06"),
        (frames.mark(b"0001"), "1D 28 48 06 00 30 30 30 30 30 31"),
        (
            frames.qr_code(b"AB", 5),
            """1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 05 1D 28 6B 03 00 31 45 32
            1D 28 6B 05 00 31 50 30 41 42 1D 28 6B 03 00 31 51 30""",
        ),
    ],
)
def test_commands_are_the_bytes_of_the_manual(command: bytes, bytes_of_the_manual: str) -> None:
    assert command == hexed(bytes_of_the_manual)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("10 00 00 0F", Status()),
        ("18 00 0F 00", Status(offline=True, near_end=True, paper_end=True)),  # seen at paper out
        ("38 00 00 00", Status(offline=True, cover_open=True)),
        ("50 00 03 00", Status(feeding=True, near_end=True)),
        ("18 04 00 00", Status(offline=True, recoverable=True)),
        ("18 08 00 00", Status(offline=True, cutter=True)),
        ("18 20 00 00", Status(offline=True, unrecoverable=True)),
        ("18 40 00 00", Status(offline=True, auto_recoverable=True)),
    ],
)
def test_automatic_status_is_understood(data: str, status: Status) -> None:
    assert StatusDecoder().feed(hexed(data)) == [AutomaticStatus(status)]


@pytest.mark.parametrize(
    ("n", "answer", "status"),
    [
        (1, 0x12, Status()),
        (1, 0x1A, Status(offline=True)),
        (1, 0x52, Status(feeding=True)),
        (2, 0x16, Status(cover_open=True)),
        (2, 0x32, Status()),
        (3, 0x16, Status(recoverable=True)),
        (3, 0x1A, Status(cutter=True)),
        (3, 0x32, Status(unrecoverable=True)),
        (3, 0x52, Status(auto_recoverable=True)),
        (4, 0x12, Status()),
        (4, 0x1E, Status(near_end=True)),
        (4, 0x72, Status(paper_end=True)),
        (4, 0x7E, Status(near_end=True, paper_end=True)),
    ],
)
def test_real_time_answers_are_understood(n: int, answer: int, status: Status) -> None:
    assert StatusDecoder().feed(bytes((answer,))) == [RealTimeAnswer(answer)]
    assert EPSON_CODING.answered(Status(), n, answer) == status


@given(STATUSES)
def test_a_status_survives_the_wire(status: Status) -> None:
    assert StatusDecoder().feed(EPSON_CODING.to_bytes(status)) == [AutomaticStatus(status)]


@given(STATUSES, STATUSES)
def test_four_answers_tell_the_whole_status(status: Status, known_before: Status) -> None:
    told = known_before
    for n in EPSON_CODING.questions:
        answer = EPSON_CODING.answer(status, n)
        assert StatusDecoder().feed(bytes((answer,))) == [RealTimeAnswer(answer)]
        told = EPSON_CODING.answered(told, n, answer)
    assert told == status


def test_blocks_are_told_apart() -> None:
    stream = hexed("37 22 30 30 30 37 00 37 25 00 5F") + b"TM-T20III\0" + hexed("11 13 37 23 40 00 03 12 10 00 00 0F")
    assert StatusDecoder().feed(stream) == [
        Printed(b"0007"),
        BuffersCleared(),
        Identity("TM-T20III"),
        Flow(on=True),
        Flow(on=False),
        OfflineCauses(b"\x40"),
        BufferedAnswer(3),
        RealTimeAnswer(0x12),
        AutomaticStatus(Status()),
    ]


def test_flow_control_in_the_midst_of_a_block_breaks_nothing() -> None:
    assert StatusDecoder().feed(hexed("37 22 30 13 30 30 11 37 00")) == [
        Flow(on=False),
        Flow(on=True),
        Printed(b"0007"),
    ]


def test_a_status_is_found_one_byte_inside_a_broken_one() -> None:
    assert StatusDecoder().feed(hexed("18 18 00 0F 00")) == [AutomaticStatus(EPSON_CODING.status(hexed("18 00 0F 00")))]


def test_a_broken_mark_never_passes_for_a_buffered_answer() -> None:
    decoder = StatusDecoder()
    assert decoder.feed(hexed("37 22 30 18 00 0F 00")) == [AutomaticStatus(EPSON_CODING.status(hexed("18 00 0F 00")))]
    assert decoder.noise > 0


def test_a_mark_with_too_many_digits_is_no_mark() -> None:
    assert Printed(b"0000") not in StatusDecoder().feed(hexed("37 22 30 30 30 30 30 00"))


def test_an_answer_inside_a_broken_block_is_noise_but_the_one_that_broke_it_counts() -> None:
    assert StatusDecoder().feed(hexed("37 25 12")) == [RealTimeAnswer(0x12)]
    assert StatusDecoder().feed(hexed("10 00 12")) == [RealTimeAnswer(0x12)]


def test_a_byte_of_no_kind_is_dropped() -> None:
    decoder = StatusDecoder()
    assert decoder.feed(b"\xff\x12") == [RealTimeAnswer(0x12)]
    assert decoder.noise == 1


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=600))
@example(b"\x5f" * 600)
@example(b"\x37\x22" * 300)
def test_garbage_neither_raises_nor_piles_up(garbage: bytes) -> None:
    decoder = StatusDecoder()
    for byte in garbage:
        decoder.feed(bytes((byte,)))
        assert decoder.held <= 84
    good = decoder.feed(b"\0" * 8 + EPSON_CODING.to_bytes(Status(paper_end=True)))
    assert good[-1] == AutomaticStatus(Status(paper_end=True))


@given(
    st.lists(
        st.sampled_from(
            [b"\x37\x220042\x00", b"\x37\x25\x00", b"_MODEL\x00", b"\x12", b"\x18\x00\x0f\x00", b"\x03", b"\x11"]
        )
    ),
    st.integers(1, 5),
)
def test_it_does_not_matter_how_the_bytes_are_cut_up(parts: list[bytes], size: int) -> None:
    stream = b"".join(parts)
    split, whole = StatusDecoder(), StatusDecoder()
    events = [e for i in range(0, len(stream), size) for e in split.feed(stream[i : i + size])]
    assert events == whole.feed(stream)
    assert len(events) == len(parts)


@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x08, 0x14, 0xFF, 0x06])).map(bytes))
def test_no_image_holds_a_real_time_command(image: bytes) -> None:
    safe = frames.without_commands(image)
    assert len(safe) == len(image)
    assert not any(pair[0] == 0x10 and pair[1] in frames.REAL_TIME for pair in pairwise(safe))
    assert sum((a ^ b).bit_count() for a, b in zip(image, safe, strict=True)) <= image.count(0x10)
