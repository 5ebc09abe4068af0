"""Cruel cables: what a bad line does to the bytes on it. Each is seeded, so that a bad day can be had again.

A cable carries one burst (a frame, as it was sent) and tells what comes out as pieces, each after a pause. `together` joins
several, the first nearest to the sender.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that come out in one go, after a pause."""

    data: bytes
    pause_seconds: float = 0.0


class Cable(Protocol):
    """A line with a character of its own."""

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Tell what comes out of the far end when `data` is sent as one burst."""
        ...


class Straight:
    """A good cable."""

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver everything."""
        return [Piece(data)]


class Bytewise:
    """Delivers one byte at a time, each after a pause (0: at line speed)."""

    def __init__(self, pause_seconds: float = 0.0) -> None:
        self._pause = pause_seconds

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver everything, slowly."""
        return [Piece(data[i : i + 1], self._pause) for i in range(len(data))]


class Slow:
    """Delivers each burst late."""

    def __init__(self, pause_seconds: float) -> None:
        self._pause = pause_seconds

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver everything after a pause."""
        return [Piece(data, self._pause)]


class Noisy:
    """Flips a bit in a share of the bytes, and puts rubbish before a share of the bursts."""

    def __init__(self, seed: int, share: float) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a bad day that can be had again
        self._share = share

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver something like it."""
        noise = self._random
        carried = bytearray(b ^ (1 << noise.randrange(8)) if noise.random() < self._share else b for b in data)
        rubbish = noise.randbytes(noise.randrange(1, 9)) if noise.random() < self._share else b""
        return [Piece(rubbish + bytes(carried))]


class Lossy:
    """Loses a share of the bytes."""

    def __init__(self, seed: int, share: float) -> None:
        self._random = random.Random(seed)  # noqa: S311 - see Noisy
        self._share = share

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver most of it."""
        return [Piece(bytes(b for b in data if self._random.random() >= self._share))]


class Doubled:
    """Delivers a share of the bursts twice."""

    def __init__(self, seed: int, share: float) -> None:
        self._random = random.Random(seed)  # noqa: S311 - see Noisy
        self._share = share

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver it, or deliver it twice."""
        return [Piece(data)] * (2 if self._random.random() < self._share else 1)


class Cut:
    """Cuts a share of the bursts off somewhere in the middle."""

    def __init__(self, seed: int, share: float) -> None:
        self._random = random.Random(seed)  # noqa: S311 - see Noisy
        self._share = share

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver all, or the beginning."""
        if data and self._random.random() < self._share:
            return [Piece(data[: self._random.randrange(len(data))])]
        return [Piece(data)]


class Silent:
    """Delivers nothing: the wire is broken, the port is fine."""

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver nothing."""
        del data
        return []


class Together:
    """Several cables one after the other."""

    def __init__(self, cables: Sequence[Cable]) -> None:
        self._cables = tuple(cables)

    def carry(self, data: bytes) -> Iterable[Piece]:
        """Deliver what the last one delivers."""
        pieces: list[Piece] = [Piece(data)]
        for cable in self._cables:
            pieces = [
                Piece(out.data, out.pause_seconds + (piece.pause_seconds if first else 0.0))
                for piece in pieces
                for first, out in _numbered(cable.carry(piece.data))
            ]
        return pieces


def together(*cables: Cable) -> Cable:
    """Join cables; the first is nearest to the sender."""
    return Together(cables)


def _numbered(pieces: Iterable[Piece]) -> Iterable[tuple[bool, Piece]]:
    """Mark the first of some pieces: the pause before a burst is made once."""
    return ((i == 0, piece) for i, piece in enumerate(pieces))
