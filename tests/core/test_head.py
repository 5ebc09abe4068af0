"""A head reads back as it was written, on a line, in a code and on paper."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI
from kiosk.core.head import START, Head, SignedHead, read_short_head, read_signed_head, signed_message
from kiosk.core.mandate import AgentKind, MandateNumber

HEADS = st.builds(Head, st.integers(1, 10**18 - 1), st.binary(min_size=32, max_size=32).map(bytes.hex))
MOMENTS = st.integers(0, 10**9).map(lambda seconds: datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds))
SIGNED = st.builds(SignedHead, HEADS, MOMENTS, st.integers(0, 255), st.binary(min_size=64, max_size=64))


@given(SIGNED)
def test_a_signed_head_reads_back(signed: SignedHead) -> None:
    assert read_signed_head(signed.text) == signed
    assert read_signed_head(f" {signed.text}\n") == signed
    assert signed.text.isascii()


@given(HEADS)
def test_the_printed_form_names_the_line_and_80_bits_of_its_hash(head: Head) -> None:
    seq, digits = read_short_head(head.short)
    assert (seq, digits) == (head.seq, head.digest[:20])
    assert read_short_head(head.short.lower()) == (seq, digits)


def test_the_printed_form_is_short() -> None:
    assert Head(1204, "7f3a91c205de8b44a0e1" + "0" * 44).short == "1204 7F3A-91C2-05DE-8B44-A0E1"


@given(HEADS, HEADS, MOMENTS, MOMENTS)
def test_no_two_heads_or_moments_are_signed_alike(one: Head, other: Head, at: datetime, then: datetime) -> None:
    assert (signed_message(one, at) == signed_message(other, then)) == ((one, at) == (other, then))


@pytest.mark.parametrize("text", ["", "yiban-head-1", "1204 7F3A", START.short, "x 7F3A-91C2-05DE-8B44-A0E1"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="head"):
        read_signed_head(text)
    with pytest.raises(ValueError, match="head"):
        read_short_head(text)


@pytest.mark.parametrize("moment", ["2026-13-45T09:00:00+08:00", "not-a-moment-at-all-in-here"])
def test_a_head_of_no_moment_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_signed_head(f"yiban-head-1 1 {'0' * 64} {moment} 0 {'A' * 86}")


@pytest.mark.parametrize("written", ["", "W4-217", "W004217", "2026-1121-00420", "110101194912310028"])
def test_a_mandate_has_a_number_of_its_own_form(written: str) -> None:
    with pytest.raises(ValueError, match="mandate"):
        MandateNumber(written)


def test_a_mandate_reads_as_it_is_written_on_paper() -> None:
    assert str(MandateNumber("2026-1121-0042")) == "2026-1121-0042"
    assert [kind.value for kind in AgentKind] == ["family", "agency"]
