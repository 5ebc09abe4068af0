"""The keypad's end of the wire: keys that people press, hold down, and that bounce."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from devices.ascii_keypad.frames import USUAL_BYTES
from devices.bench.simulator import PLENTY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Time
    from devices.roles import Key

TYPEMATIC_DELAY_SECONDS: Final = 0.5
TYPEMATIC_PAUSE_SECONDS: Final = 0.1


class AsciiKeypadSimulator:
    """A keypad as a `Simulator`, with the verbs of a person."""

    def __init__(self, keys: Mapping[Key, int] | None = None) -> None:
        self._keys = USUAL_BYTES if keys is None else keys
        self._lock = threading.Lock()
        self._held: tuple[float, bytes] | None = None

    # -- verbs

    def press(self, key: Key, *, bounces: int = 0) -> None:
        """Press a key and let it go; worn contacts send it some times more."""
        with self._lock:
            self._send(bytes([self._keys[key]]) * (1 + bounces))

    def hold(self, key: Key) -> None:
        """Press a key and keep it down: it repeats by itself until `let_go`."""
        with self._lock:
            byte = bytes([self._keys[key]])
            self._held = (self._clock.monotonic() + TYPEMATIC_DELAY_SECONDS, byte)
            self._send(byte)

    def let_go(self) -> None:
        """Let the held key go."""
        with self._lock:
            self._held = None
            self._send(b"")

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send, self._clock = send, clock

    def received(self, data: bytes) -> None:
        """Hear nothing: it has no ears."""
        del data

    def room(self) -> int:
        """Everything is taken, and nothing heeded."""
        return PLENTY

    def due(self) -> float | None:
        """When a held key repeats."""
        with self._lock:
            return None if self._held is None else self._held[0]

    def tick(self) -> None:
        """Repeat a held key if it is time."""
        with self._lock:
            now = self._clock.monotonic()
            if self._held is not None and now >= self._held[0]:
                _, byte = self._held
                self._held = (now + TYPEMATIC_PAUSE_SECONDS, byte)
                self._send(byte)
