"""Two ends of a line at different speeds: what one hears of the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.mishearing import heard
from devices.id_sam.frames import STATUS, Answer, AnswerDecoder, OrderDecoder
from devices.id_sam.speeds import SPEEDS

PAIRS = [(a, b) for a in SPEEDS for b in SPEEDS if a != b]
speeds = st.sampled_from(SPEEDS)


@given(st.binary(max_size=200), speeds)
def test_at_one_speed_everything_is_heard(data: bytes, speed: int) -> None:
    assert heard(data, speed, speed) == data


@given(st.binary(max_size=200))
def test_a_difference_too_small_to_matter_does_not_matter(data: bytes) -> None:
    assert heard(data, 9600, 9700) == data


def test_a_byte_sent_at_half_the_speed_is_two_others() -> None:
    # 0x55 is 0101010101 on the line: at twice the speed each bit is there twice, and where the first stop bit should be,
    # the line is low: that begins the second.
    assert heard(b"\x55", 9600, 19200) == bytes([0b01100110, 0b10011001])


@given(st.binary(min_size=1, max_size=200), st.sampled_from(PAIRS))
def test_no_more_is_heard_than_the_time_has_room_for(data: bytes, pair: tuple[int, int]) -> None:
    sent_at, heard_at = pair
    assert 1 <= len(heard(data, sent_at, heard_at)) <= len(data) * heard_at / sent_at * 10 / 9.5 + 1


@pytest.mark.parametrize("pair", PAIRS)
def test_no_frame_survives_another_speed(pair: tuple[int, int]) -> None:
    answers, orders = AnswerDecoder(), OrderDecoder()
    answers.feed(heard(Answer(0x90, bytes(16)).to_bytes(), *pair))
    orders.feed(heard(STATUS.to_bytes(), *pair))
    assert not any(isinstance(frame, Answer) for frame in answers.give_up())
    assert orders.waiting == 0
