"""What is measured of a line's bytes."""

from __future__ import annotations

import pytest

from devices.bench.line import Recorded
from devices.bench.recording import newest_receipt, newest_run, timing
from devices.escpos import frames
from devices.escpos.makes import MAKES

OPENING = frames.INITIALISE + frames.AUTOMATIC_STATUS + frames.ask(1)
MARK = frames.mark(b"0001")


def receipt(text: bytes) -> bytes:
    return frames.INITIALISE + frames.AUTOMATIC_STATUS + frames.CHINESE_ON + text + frames.cut(8)


def sent(*pieces: tuple[float, bytes]) -> list[Recorded]:
    return [Recorded(at, at_device=True, data=data) for at, data in pieces]


def joined(pieces: list[Recorded]) -> bytes:
    return b"".join(piece.data for piece in pieces)


@pytest.mark.parametrize("end", [MARK, frames.ASK_PAPER_BUFFERED, b""])
@pytest.mark.parametrize("size", [1, 3, 16, 999])
def test_the_newest_receipt_is_found_however_it_was_cut_up(size: int, end: bytes) -> None:
    everything = OPENING + receipt(b"old") + MARK + frames.ask(4) + receipt(b"new") + end + frames.ask(1)
    pieces = sent(*((i * 0.001, everything[i : i + size]) for i in range(0, len(everything), size)))
    assert joined(newest_receipt(pieces)) == receipt(b"new") + end


@pytest.mark.parametrize("name", MAKES)
def test_the_receipts_of_every_make_are_found(name: str) -> None:
    make = MAKES[name]
    offer = b"" if make.presenter is None or not make.presenter.offer else make.presenter.offer + b"\x0c"
    whole = frames.INITIALISE + make.setup + frames.CHINESE_ON + b"text" + make.cut + offer
    assert joined(newest_receipt(sent((0, frames.ask(1) + whole + frames.ask(4))))) == whole


def test_a_receipt_not_cut_yet_is_none() -> None:
    assert newest_receipt(sent((0, OPENING + receipt(b"half")[:-4]))) == []
    assert newest_receipt([]) == []


def test_what_the_device_says_is_no_part_of_it() -> None:
    pieces = sent((0, receipt(b"one")))
    pieces.append(Recorded(0.5, at_device=False, data=b"\x37\x220001\x00"))
    assert joined(newest_receipt(pieces)) == receipt(b"one")
    assert joined(newest_run(pieces)) == receipt(b"one")


def test_a_run_ends_with_a_long_pause() -> None:
    assert joined(newest_run(sent((0, b"a"), (2, b"b"), (2.9, b"c"), (3.5, b"d")))) == b"bcd"
    assert newest_run([]) == []


def test_a_run_at_line_speed_has_the_ratio_one() -> None:
    baud = 10_000  # a byte a millisecond
    measured = timing(sent((1.016, bytes(16)), (1.032, bytes(16)), (1.040, bytes(8))), baud)
    assert measured is not None
    assert measured.bytes == 40
    assert measured.first_byte_at == pytest.approx(1.0)
    assert measured.seconds == pytest.approx(0.040)
    assert measured.ratio == pytest.approx(1.0)
    late = timing(sent((1.016, bytes(16)), (1.064, bytes(16))), baud)
    assert late is not None
    assert late.ratio == pytest.approx(2.0)
    assert timing([], baud) is None
