"""Cruel cables and the speed of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.cables import Bytewise, Cable, Cut, Doubled, Lossy, Noisy, Piece, Silent, Slow, Straight, together
from devices.bench.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[str, Callable[[int], Cable]] = {
    "noisy": lambda seed: Noisy(seed, 0.3),
    "lossy": lambda seed: Lossy(seed, 0.3),
    "doubled": lambda seed: Doubled(seed, 0.5),
    "cut": lambda seed: Cut(seed, 0.5),
}


def carried(cable: Cable, data: bytes) -> bytes:
    return b"".join(piece.data for piece in cable.carry(data))


@pytest.mark.parametrize("cable", [Straight(), Bytewise(), Bytewise(0.1), Slow(1), together(Slow(1), Bytewise())])
@given(data=st.binary(max_size=80))
def test_some_cables_lose_nothing(cable: Cable, data: bytes) -> None:
    assert carried(cable, data) == data


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_day_can_be_had_again(kind: str) -> None:
    days = [[carried(cable, bytes(range(50))) for _ in range(20)] for cable in (KINDS[kind](7), KINDS[kind](7))]
    assert days[0] == days[1]
    assert any(day != bytes(range(50)) for day in days[0])


def test_a_pause_before_a_burst_is_made_once() -> None:
    pieces = list(together(Slow(1.0), Bytewise(0.5)).carry(b"abc"))
    assert pieces == [Piece(b"a", 1.5), Piece(b"b", 0.5), Piece(b"c", 0.5)]


def test_a_broken_cable_delivers_nothing() -> None:
    assert carried(Silent(), b"abc") == b""
    assert carried(Cut(1, 1.0), b"") == b""


@given(st.lists(st.binary(max_size=100), max_size=5), st.sampled_from([9600, 115200]))
def test_bytes_arrive_in_order_and_not_before_a_line_could_have_carried_them(bursts: list[bytes], baud: int) -> None:
    wire = Wire(baud, Straight())
    for burst in bursts:
        wire.put(burst, 0.0)
    arrived, now = b"", 0.0
    while (due := wire.due()) is not None:
        assert due >= now
        now = due
        arrived += wire.take(now, 1 << 20)
        assert len(arrived) * 10 / baud <= now + 1e-9
    assert arrived == b"".join(bursts)
    assert now == pytest.approx(len(arrived) * 10 / baud)
    assert wire.pending == 0


def test_what_a_device_has_no_room_for_waits_on_the_line() -> None:
    wire = Wire(115200, Straight())
    wire.put(bytes(range(40)), 0.0)
    assert wire.take(1.0, 5) == bytes(range(5))
    assert wire.pending == 35
    assert wire.take(1.0, 100) == bytes(range(5, 40))


def test_a_cut_wire_loses_what_was_under_way() -> None:
    wire = Wire(115200, Straight())
    wire.put(b"abc", 0.0)
    wire.cut()
    assert wire.due() is None
    assert wire.take(9.0, 100) == b""
