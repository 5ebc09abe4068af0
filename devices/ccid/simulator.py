"""A serial CCID reader's end of the wire: a slot with a chip in it, and a person who pushes cards in and pulls them out.

While it works on an order it hears nothing, as the real one does. An echoing one sends back what it hears, byte for byte.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.ccid.codes import MUTE, SHORT_CIRCUIT
from devices.ccid.frames import (
    ANSWERED_BY,
    ASK_AGAIN,
    Again,
    BadFrame,
    CardIs,
    Decoder,
    Kind,
    Message,
    Moved,
    Went,
)
from devices.social_card.chip import ShortCircuit

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time
    from devices.social_card.chip import Chip

FIRMWARE: Final = b"GemTwin-V2.00-SIM"

PATIENCE_SECONDS: Final = 0.25
"""An order whose bytes pause longer is forgotten. Unconfirmed, but without it one damaged length would deafen the reader."""

REMEMBERED_ORDERS: Final = 1024
"""A bench may be asked five times a second for weeks."""

_TELL_WHEN_SPOKEN_TO: Final = b"\x01\x01\x01"
_REQUEST_FOR_TIME: Final = 0xC0


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the reader works, in seconds, before it answers."""

    order: float = 0.002
    power_on: float = 0.12
    """The card's reset and its 17 bytes at 9600 bits a second."""
    chip_byte: float = 0.00115
    """Twelve bit times of a card at the default speed."""
    chip_order: float = 0.02
    mute: float = 0.9
    """How long a chip that says nothing is waited for."""


class CcidSimulator:
    """A CCID reader on a serial line as a `Simulator`, with the verbs of a person and of fate."""

    def __init__(self, timings: Timings | None = None, *, echo: bool = True) -> None:
        self._timings = timings or Timings()
        self._echo = echo
        self._lock = threading.Lock()
        self._decoder = Decoder()
        self._chip: Chip | None = None
        self._turned = False
        self._powered = False
        self._when_spoken_to = False
        self._untold: list[Moved] = []
        self._mute = False
        self._slow_seconds = 0.0
        self._working: list[tuple[float, Callable[[], bytes]]] = []
        """What is still to be sent, and when."""
        self._last_answer = b""
        self._heard_at = 0.0
        self._broken: dict[Kind, int] = {}
        self.orders: deque[Message] = deque(maxlen=REMEMBERED_ORDERS)
        """The newest orders understood, for tests."""

    # -- verbs

    def insert(self, chip: Chip) -> None:
        """Push a card into the slot, the right way round."""
        with self._lock:
            self._chip, self._turned, self._powered = chip, False, False
            self._tell(Moved.IN)

    def turn_round(self) -> None:
        """Take the card out and push it in the other way round."""
        self._again_with(turned=not self._turned)

    def remove(self) -> None:
        """Pull the card out by hand, whatever goes on."""
        with self._lock:
            self._lose_power()
            self._chip = None
            self._tell(Moved.OUT)

    def mute(self, *, mute: bool = True) -> None:
        """Let the reader hang, or mend it."""
        with self._lock:
            self._mute = mute

    def slow(self, seconds: float) -> None:
        """Let every command to a card take so much longer; the reader asks for time meanwhile."""
        with self._lock:
            self._slow_seconds = seconds

    def fail(self, kind: Kind, error: int | None) -> None:
        """Answer every order of this kind with an error; None: mend it."""
        with self._lock:
            if error is None:
                self._broken.pop(kind, None)
            else:
                self._broken[kind] = error

    def cut_power(self) -> None:
        """Take the reader's power away and give it back: it forgets what it was told, and the card is not powered."""
        with self._lock:
            self._lose_power()
            self._decoder, self._working, self._last_answer = Decoder(), [], b""
            self._when_spoken_to = False
            self._untold.clear()

    def _again_with(self, *, turned: bool) -> None:
        with self._lock:
            if self._chip is not None:
                self._lose_power()
                self._tell(Moved.OUT)
                self._turned = turned
                self._tell(Moved.IN)

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send, self._clock = send, clock

    def received(self, data: bytes) -> None:
        """Take in bytes of an order."""
        with self._lock:
            now = self._clock.monotonic()
            if self._working or self._mute:
                return
            if now - self._heard_at > PATIENCE_SECONDS:
                self._decoder = Decoder()
            self._heard_at = now
            if self._echo:
                self._send(data)
            for item in self._decoder.feed(data):
                if isinstance(item, BadFrame):
                    self._send(ASK_AGAIN)
                elif item is Again.PLEASE:
                    self._send(self._last_answer)
                elif isinstance(item, Message) and item.from_host and not self._working:
                    self._begin(item, now)

    def room(self) -> int:
        """Everything is taken as it comes."""
        return PLENTY

    def due(self) -> float | None:
        """When the next thing is sent."""
        with self._lock:
            return self._working[0][0] if self._working else None

    def tick(self) -> None:
        """Send what is due."""
        with self._lock:
            while self._working and self._clock.monotonic() >= self._working[0][0]:
                self._send(self._working.pop(0)[1]())

    # -- the reader (called with the lock held)

    def _tell(self, moved: Moved) -> None:
        if self._when_spoken_to:
            self._untold.append(moved)
        elif not self._mute:
            self._send(moved.to_bytes())

    def _lose_power(self) -> None:
        if self._chip is not None and self._powered:
            self._chip.power_off()
        self._powered = False

    def _begin(self, order: Message, now: float) -> None:
        self.orders.append(order)
        for moved in self._untold:
            self._send(moved.to_bytes())
        self._untold.clear()
        done = now + self._work_seconds(order)
        if order.kind is Kind.TRANSFER and self._slow_seconds:
            self._ask_for_time(order, now, done)
            done += self._slow_seconds
        self._working.append((done, lambda: self._answered(order)))

    def _ask_for_time(self, order: Message, now: float, done: float) -> None:
        """Every two seconds a request for time: bytes between frames, and answers that say "still going on", by turns."""
        at, byte = now + 2.0, True
        while at < done + self._slow_seconds:
            still = bytes([_REQUEST_FOR_TIME])
            if not byte:
                still = self._message(order, b"", Went.ON, 1).to_bytes()
            self._working.append((at, lambda sent=still: sent))  # type: ignore[misc]  # bound now
            at, byte = at + 2.0, not byte

    def _work_seconds(self, order: Message) -> float:
        here = self._chip is not None and not self._turned
        if order.kind is Kind.POWER_ON:
            return self._timings.power_on if here else self._timings.mute if self._chip else self._timings.order
        if order.kind is Kind.TRANSFER and here and self._powered:
            return self._timings.chip_order + len(order.data) * self._timings.chip_byte
        return self._timings.order

    def _answered(self, order: Message) -> bytes:
        answer = self._answer(order)
        # The card's bytes come after its command's; the line's time for them is the wire's own.
        self._last_answer = answer.to_bytes()
        return self._last_answer

    def _answer(self, order: Message) -> Message:
        error = self._broken.get(order.kind)
        if error is not None:
            return self._message(order, b"", Went.WRONG, error)
        if order.kind in (Kind.POWER_ON, Kind.TRANSFER, Kind.SET_PARAMETERS):
            return self._answer_of_card(order)
        if order.kind is Kind.ESCAPE:
            return self._escape(order)
        if order.kind is Kind.POWER_OFF:
            self._lose_power()
        elif order.kind is not Kind.GET_SLOT_STATUS:
            return self._message(order, b"", Went.WRONG, 0)
        return self._message(order)

    def _answer_of_card(self, order: Message) -> Message:
        if self._chip is not None and order.kind is Kind.POWER_ON:
            return self._power_on(order, self._chip)
        answer = b""
        if self._chip is not None and self._powered:
            answer = self._chip.transmit(order.data) if order.kind is Kind.TRANSFER else order.data
        return self._message(order, answer) if answer else self._message(order, b"", Went.WRONG, MUTE)

    def _escape(self, order: Message) -> Message:
        if order.data == b"\x02":
            return self._message(order, FIRMWARE)
        if order.data == _TELL_WHEN_SPOKEN_TO:
            self._when_spoken_to = True
            return self._message(order)
        return self._message(order, b"", Went.WRONG, 0)

    def _power_on(self, order: Message, chip: Chip) -> Message:
        try:
            atr = None if self._turned else chip.power_on()
        except ShortCircuit:
            return self._message(order, b"", Went.WRONG, SHORT_CIRCUIT)
        self._powered = atr is not None
        return self._message(order, b"", Went.WRONG, MUTE) if atr is None else self._message(order, atr)

    def _message(self, order: Message, data: bytes = b"", went: Went = Went.WELL, error: int = 0) -> Message:
        card = CardIs.ABSENT if self._chip is None else CardIs.POWERED if self._powered else CardIs.THERE
        return Message(ANSWERED_BY[order.kind], order.seq, data, bytes([went << 6 | card, error, 0]))
