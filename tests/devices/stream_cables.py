"""Cables that do something at one byte, counted from the first they ever carried on, whatever bursts the bytes come in."""

from __future__ import annotations

from devices.bench.cables import Piece


class Torn:
    """The wire breaks for good behind so many bytes; what comes back may be torn at every one."""

    def __init__(self, after: int) -> None:
        self._left = after

    def carry(self, data: bytes) -> list[Piece]:
        """Deliver what is left."""
        kept, self._left = data[: self._left], max(0, self._left - len(data))
        return [Piece(kept)]


class Flipped:
    """One bit of one byte is wrong, counted from the first byte on."""

    def __init__(self, at: int, bit: int) -> None:
        self._at, self._mask = at, 1 << bit

    def carry(self, data: bytes) -> list[Piece]:
        """Deliver it, but for that bit."""
        out = bytearray(data)
        if 0 <= self._at < len(out):
            out[self._at] ^= self._mask
        self._at -= len(out)
        return [Piece(bytes(out))]


class Counted:
    """A good cable that counts what it carries."""

    count = 0

    def carry(self, data: bytes) -> list[Piece]:
        """Deliver it."""
        self.count += len(data)
        return [Piece(data)]


class Split:
    """What is carried pauses behind so many bytes, counted from the first on."""

    def __init__(self, at: int, pause_seconds: float) -> None:
        self._left, self._pause = at, pause_seconds

    def carry(self, data: bytes) -> list[Piece]:
        """Deliver everything, in two pieces where the pause falls into it."""
        at, self._left = self._left, self._left - len(data)
        if not 0 <= at < len(data):
            return [Piece(data)]
        return [Piece(data[:at]), Piece(data[at:], self._pause)] if at else [Piece(data, self._pause)]
