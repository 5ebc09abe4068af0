"""One direction of a line at its true speed: bytes are put in at once and arrive when a UART would have them.

Ten bits a byte (start, eight, stop). They arrive in portions of a UART's FIFO rather than one by one, which no adapter could
tell and which saves a thread switch a byte; the last bit of a portion decides when it is there.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.bench.cables import Cable

BITS_A_BYTE: Final = 10
FIFO_BYTES: Final = 16
"""The receive FIFO of a 16550, the commonest UART."""


class Wire:
    """Bytes under way in one direction. Not guarded: its line's one thread or lock does that."""

    def __init__(self, baud: int, cable: Cable) -> None:
        self.cable = cable
        self.baud = baud
        self._free_at = 0.0
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._pending = 0

    @property
    def pending(self) -> int:
        """Bytes under way."""
        return self._pending

    def put(self, data: bytes, now: float) -> None:
        """Begin to send `data` as soon as the line is free."""
        at = max(now, self._free_at)
        for piece in self.cable.carry(data):
            at += piece.pause_seconds
            for start in range(0, len(piece.data), FIFO_BYTES):
                portion = piece.data[start : start + FIFO_BYTES]
                at += len(portion) * BITS_A_BYTE / self.baud
                self._under_way.append((at, portion))
                self._pending += len(portion)
        self._free_at = at

    def due(self) -> float | None:
        """When the next portion arrives."""
        return self._under_way[0][0] if self._under_way else None

    def take(self, now: float, most: int) -> bytes:
        """Return what has arrived by `now`, at most `most` bytes."""
        arrived = bytearray()
        while self._under_way and self._under_way[0][0] <= now and len(arrived) < most:
            at, portion = self._under_way.popleft()
            room = most - len(arrived)
            arrived += portion[:room]
            if len(portion) > room:
                self._under_way.appendleft((at, portion[room:]))
        self._pending -= len(arrived)
        return bytes(arrived)

    def cut(self) -> None:
        """Lose everything under way."""
        self._under_way.clear()
        self._pending = 0
        self._free_at = 0.0
