"""The scanner's end of the wire: a window that people hold codes before, and what switches it.

With trigger bytes it reads only between "on" and "off", and switches itself off after one code, as host-trigger mode does.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time

REMEMBERED_ORDERS: Final = 1024


class LineScannerSimulator:
    """A code scanner as a `Simulator`, with the verbs of a person."""

    def __init__(
        self, *, on: bytes = b"", off: bytes = b"", reset: bytes = b"", reply: bytes = b"", suffix: bytes = b"\r"
    ) -> None:
        self._orders = {order: name for order, name in ((on, "on"), (off, "off"), (reset, "reset")) if order}
        self._triggered_only = bool(on)
        self._reply = reply
        self._suffix = suffix
        self._lock = threading.Lock()
        self._heard = bytearray()
        self._lit = False
        self.orders: deque[str] = deque(maxlen=REMEMBERED_ORDERS)
        """The newest orders understood ("on", "off", "reset"), for tests."""

    # -- verbs

    @property
    def reads(self) -> bool:
        """Whether it would read a code now: its light is on."""
        return self._lit or not self._triggered_only

    def scan(self, text: str, encoding: str = "utf-8") -> bool:
        """Hold a code before the window for a moment; say whether it was read."""
        with self._lock:
            if not self.reads:
                return False
            self._lit = False
            self._send(text.encode(encoding) + self._suffix)
            return True

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send = send
        del clock

    def received(self, data: bytes) -> None:
        """Take in bytes of an order."""
        with self._lock:
            for byte in data:
                self._heard.append(byte)
                self._obey()

    def room(self) -> int:
        """Everything is taken as it comes."""
        return PLENTY

    def due(self) -> float | None:
        """Nothing happens by itself."""
        return None

    def tick(self) -> None:
        """Nothing happens by itself."""

    def _obey(self) -> None:
        """Do the order that has just come whole, if one has. Called with the lock held."""
        for order, name in self._orders.items():
            if self._heard.endswith(order):
                self._heard.clear()
                self._lit = name == "on"
                self.orders.append(name)
                self._send(self._reply)
                return
        longest = max(map(len, self._orders), default=0)
        del self._heard[: max(0, len(self._heard) - longest)]
