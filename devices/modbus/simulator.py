"""The board's end of the wire: coils with lamps on them, inputs with contacts, and a power supply that can fail."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.modbus import frames
from devices.modbus.frames import Bits, Read, Refusal, Refused, RequestDecoder, WriteCoil, WriteCoils, Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time
    from devices.modbus.frames import Answer, Request
    from devices.modbus.wiring import Wiring
    from devices.roles import Lamp, Sense

TURNAROUND_SECONDS: Final = 0.005
PATIENCE_SECONDS: Final = 0.05
"""A request whose bytes pause longer is forgotten. The book says 1.5 characters; no machine's timing is that good."""
REMEMBERED: Final = 1024
ALL_FUNCTIONS: Final = frozenset({frames.READ_COILS, frames.READ_INPUTS, frames.WRITE_COIL, frames.WRITE_COILS})


@dataclass(frozen=True, slots=True)
class Switched:
    """A coil that changed."""

    at_seconds: float
    coil: int
    on: bool


class ModbusBoardSimulator:
    """An I/O board as a `Simulator`, with the verbs of a person and of fate."""

    def __init__(
        self, wiring: Wiring, *, coils: int = 8, inputs: int = 8, functions: frozenset[int] = ALL_FUNCTIONS
    ) -> None:
        self._wiring = wiring
        self._functions = functions
        self._lock = threading.Lock()
        self._decoder = RequestDecoder()
        self._coils = [False] * coils
        self._inputs = [False] * inputs
        self._refusal: Refusal | None = None
        self._powered = True
        self._working: tuple[float, Request] | None = None
        self._heard_at = 0.0
        self.switched: deque[Switched] = deque(maxlen=REMEMBERED)
        """What the coils did lately, to be looked at."""
        self.requests: deque[Request] = deque(maxlen=REMEMBERED)
        """The newest requests understood, for tests."""
        for sense in wiring.senses:
            self.set(sense, value=False)

    # -- verbs

    def set(self, sense: Sense, *, value: bool) -> None:
        """Make a contact say this, whichever way it is wired. Raises `KeyError` for one that isn't wired."""
        with self._lock:
            self._inputs[self._wiring.senses[sense]] = value is not (sense in self._wiring.inverted)

    def power(self, *, on: bool) -> None:
        """Take the board's power away, or give it back: all coils are off then."""
        with self._lock:
            self._powered = on
            self._working = None
            for coil in range(len(self._coils)):
                self._switch(coil, on=False)

    def refuse(self, reason: Refusal | None) -> None:
        """Answer everything with this code, or work again (None)."""
        with self._lock:
            self._refusal = reason

    @property
    def lit(self) -> frozenset[Lamp]:
        """The lamps that shine."""
        with self._lock:
            return frozenset(lamp for lamp, coil in self._wiring.lamps.items() if self._coils[coil])

    @property
    def coils(self) -> tuple[bool, ...]:
        """All coils."""
        with self._lock:
            return tuple(self._coils)

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send, self._clock = send, clock

    def received(self, data: bytes) -> None:
        """Take in bytes of a request; what comes while it works on one is lost."""
        with self._lock:
            now = self._clock.monotonic()
            if not self._powered or self._working is not None:
                return
            if now - self._heard_at > PATIENCE_SECONDS:
                self._decoder = RequestDecoder()
            self._heard_at = now
            for request in self._decoder.feed(data):
                if request.address == self._wiring.address and self._working is None:
                    self.requests.append(request)
                    self._working = (now + TURNAROUND_SECONDS, request)

    def room(self) -> int:
        """Everything is taken as it comes."""
        return PLENTY

    def due(self) -> float | None:
        """When the request in work is answered."""
        with self._lock:
            return None if self._working is None else self._working[0]

    def tick(self) -> None:
        """Answer the request in work if it is time."""
        with self._lock:
            if self._working is None or self._clock.monotonic() < self._working[0]:
                return
            _, request = self._working
            self._working = None
            self._send(frames.answer_to_bytes(request, self._answer(request)))

    # -- the board (called with the lock held)

    def _answer(self, request: Request) -> Answer:
        reason = self._refusal
        if request.function not in self._functions:
            reason = Refusal.ILLEGAL_FUNCTION
        if reason is not None:
            return Refused(reason, int(reason))
        bits = self._inputs if request.function == frames.READ_INPUTS else self._coils
        first, count = _span(request)
        if not count:
            return Refused(Refusal.ILLEGAL_VALUE, int(Refusal.ILLEGAL_VALUE))
        if first + count > len(bits):
            return Refused(Refusal.ILLEGAL_ADDRESS, int(Refusal.ILLEGAL_ADDRESS))
        if isinstance(request, Read):
            return Bits(tuple(bits[first : first + count]))
        written = (request.on,) if isinstance(request, WriteCoil) else request.bits
        for coil, on in enumerate(written, first):
            self._switch(coil, on=on)
        return Written()

    def _switch(self, coil: int, *, on: bool) -> None:
        if self._coils[coil] is not on:
            self._coils[coil] = on
            self.switched.append(Switched(self._clock.monotonic(), coil, on))


def _span(request: Request) -> tuple[int, int]:
    """Return the first coil or input of a request, and how many there are."""
    if isinstance(request, WriteCoil):
        return request.coil, 1
    return request.start, len(request.bits) if isinstance(request, WriteCoils) else request.count
