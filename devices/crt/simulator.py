"""A CRT motor reader's end of the wire: rollers, a contact station, a bin, and a person who puts cards and pulls them out.

While it works on an order it hears only 04. It draws a card in by itself where its mouth is open.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.crt import codes, orders
from devices.crt.frames import BadFrame, Bin, CardAt, Done, NotDone, Order, OrderDecoder, Sign
from devices.social_card.chip import ShortCircuit

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.crt.frames import Answer
    from devices.deadline import Time
    from devices.social_card.chip import Chip

FIRMWARE: Final = b"CRT-571-SIM V1.00"
SERIAL: Final = b"SIM00000001"

PATIENCE_SECONDS: Final = 0.25
"""An order whose bytes pause longer is forgotten. Unconfirmed, but without it one damaged length would deafen the reader."""

REPEATS: Final = 2
"""How often an answer goes out again that was heard badly."""

SOME_SPEED: Final = 115200
"""Taken for the host's where the line doesn't know it."""

BIN_CARDS: Final = 20
"""How many cards the bin takes."""

REMEMBERED_ORDERS: Final = 1024
"""A bench may be asked five times a second for weeks."""


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the reader works, in seconds."""

    order: float = 0.01
    start: float = 1.0
    entry: float = 1.0
    """From the mouth to the inside."""
    move: float = 0.8
    power_on: float = 0.12
    chip_byte: float = 0.00115
    chip_order: float = 0.02
    mute: float = 0.9


class CrtSimulator:
    """A CRT reader as a `Simulator`, with the verbs of a person and of fate."""

    def __init__(self, timings: Timings | None = None, *, speed: int | None = None) -> None:
        self._timings = timings or Timings()
        self._lock = threading.Lock()
        self._decoder = OrderDecoder()
        self._speed = speed
        """What it was last started at; None: just powered up, it takes the speed of the first start."""
        self._host_speed: int | None = None
        self._started = speed is not None
        self._chip: Chip | None = None
        self._turned = False
        self._at = CardAt.NOWHERE
        self._at_contacts = self._powered = False
        self._given_back = False
        """The card at the gate was brought there by the motor and isn't drawn in again before it was taken."""
        self._mouth_open = False
        self._entering_until: float | None = None
        self._jammed = False
        self._sticks = False
        """The inner sensor tells of a card where none is."""
        self._pulled = False
        self._mute = False
        self._kept: list[Chip] = []
        self._bin_full = False
        self._working: tuple[float, Order] | None = None
        self._answer_sent = b""
        self._repeats_left = 0
        self._heard_at = 0.0
        self.orders: deque[Order] = deque(maxlen=REMEMBERED_ORDERS)
        """The newest orders understood, for tests."""

    # -- verbs

    def insert(self, chip: Chip, *, turned: bool = False) -> None:
        """Push a card into the mouth; an open one draws it in."""
        with self._lock:
            self._chip, self._turned, self._at = chip, turned, CardAt.GATE
            self._at_contacts = self._powered = self._given_back = False
            self._draw_in()
            self._send(b"")

    def turn_round(self) -> None:
        """Take the card out and push it in again the other way round."""
        chip, turned = self._chip, self._turned
        self.remove()
        if chip is not None:
            self.insert(chip, turned=not turned)

    def remove(self) -> None:
        """Take the card, from the gate or by force from the inside."""
        with self._lock:
            self._lose_power()
            self._pulled = self._chip is not None and self._at is CardAt.INSIDE
            self._chip, self._at, self._at_contacts, self._entering_until = None, CardAt.NOWHERE, False, None
            self._given_back = False
            self._send(b"")

    def jam(self, *, jammed: bool = True) -> None:
        """Let the rollers stick, or free them."""
        with self._lock:
            self._jammed = jammed
            self._draw_in()
            self._send(b"")

    def stick_sensor(self, *, sticks: bool = True) -> None:
        """Let the inner sensor tell of a card that was drawn through or taken by force, or free it."""
        with self._lock:
            self._sticks = sticks
            self._send(b"")

    def fill_bin(self, *, full: bool = True) -> None:
        """Fill the bin, or take out what is in it."""
        with self._lock:
            self._bin_full = full
            if not full:
                self._kept.clear()

    @property
    def forgotten(self) -> int:
        """How many cards the bin holds that nobody took."""
        return len(self._kept)

    @property
    def card_at(self) -> CardAt:
        """Where the card is."""
        return self._at

    def cut_power(self) -> None:
        """Take the power away and give it back: a card stays where it is, the reader wants to be started."""
        with self._lock:
            self._lose_power()
            self._started, self._speed, self._working, self._entering_until = False, None, None, None
            self._mouth_open = self._at_contacts = False
            self._decoder = OrderDecoder()
            self._send(b"")

    def lose_start(self) -> None:
        """Cut the power so briefly that the line's speed is kept: every order is answered by B0 until it is started."""
        speed = self._speed
        self.cut_power()
        self._speed = speed

    def mute(self, *, mute: bool = True) -> None:
        """Let the reader hang, or mend it."""
        with self._lock:
            self._mute, self._working = mute, None

    def host_speed(self, baud: int) -> None:
        """Say at what speed the host's end of the line is open; at another than its own the reader hears only noise."""
        with self._lock:
            self._host_speed = baud

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send, self._clock = send, clock

    def received(self, data: bytes) -> None:
        """Take in bytes of an order."""
        with self._lock:
            now = self._clock.monotonic()
            if self._mute or (self._speed is not None and self._host_speed not in (None, self._speed)):
                return
            if self._working is not None:
                if data == Sign.LET_BE.to_bytes():
                    self._working = None
                return
            if now - self._heard_at > PATIENCE_SECONDS:
                self._decoder = OrderDecoder()
            self._heard_at = now
            for item in self._decoder.feed(data):
                if item is Sign.BADLY and self._repeats_left:
                    self._repeats_left -= 1
                    self._send(self._answer_sent)
                elif isinstance(item, BadFrame):
                    self._send(Sign.BADLY.to_bytes())
                elif isinstance(item, Order) and self._working is None:
                    self._begin(item, now)

    def room(self) -> int:
        """Everything is taken as it comes."""
        return PLENTY

    def due(self) -> float | None:
        """When an order is done, or a card drawn in."""
        with self._lock:
            moments = (self._entering_until, None if self._working is None else self._working[0])
            return min((m for m in moments if m is not None), default=None)

    def tick(self) -> None:
        """Do what is due."""
        with self._lock:
            now = self._clock.monotonic()
            if self._entering_until is not None and now >= self._entering_until:
                self._entering_until, self._at = None, CardAt.INSIDE
            if self._working is not None and now >= self._working[0]:
                order, self._working = self._working[1], None
                self._answer_sent, self._repeats_left = self._answer(order).to_bytes(), REPEATS
                self._send(self._answer_sent)

    # -- the reader (called with the lock held)

    def _begin(self, order: Order, now: float) -> None:
        if self._speed is None:
            if order.cm != orders.INIT_LEAVE.cm:
                return  # it doesn't know the speed yet
            self._speed = self._host_speed or SOME_SPEED
        self.orders.append(order)
        self._pulled = False
        self._send(Sign.HEARD.to_bytes())
        self._working = (now + self._work_seconds(order), order)

    def _draw_in(self) -> None:
        """Let the open mouth draw in a card that somebody pushed into it."""
        wanted = self._mouth_open and self._at is CardAt.GATE and not self._given_back and not self._jammed
        if wanted and self._entering_until is None:
            self._entering_until = self._clock.monotonic() + self._timings.entry
        elif not wanted:
            self._entering_until = None

    def _lose_power(self) -> None:
        if self._chip is not None and self._powered:
            self._chip.power_off()
        self._powered = False

    def _work_seconds(self, order: Order) -> float:
        if order.cm == orders.INIT_LEAVE.cm:
            return self._timings.start
        if order.cm == orders.CAPTURE.cm:
            return self._timings.move
        if order in (orders.COLD_RESET_5V, orders.COLD_RESET_3V, orders.WARM_RESET):
            return self._timings.mute if self._turned else self._timings.power_on
        if order.cm == orders.POWER_OFF.cm and order.data:
            return self._timings.chip_order + len(order.data) * self._timings.chip_byte
        return self._timings.order

    def _done(self, order: Order, data: bytes = b"") -> Done:
        full = Bin.FULL if self._bin_is_full else Bin.ROOM
        return Done(order.cm, order.pm, f"{self._told_at.value}0{full.value}".encode("ascii"), data)

    @property
    def _told_at(self) -> CardAt:
        return CardAt.INSIDE if self._sticks and self._at is CardAt.NOWHERE else self._at

    @property
    def _bin_is_full(self) -> bool:
        return self._bin_full or len(self._kept) >= BIN_CARDS

    def _answer(self, order: Order) -> Answer:
        if order.cm == orders.INIT_LEAVE.cm:
            return self._start(order)
        error = codes.NOT_STARTED if not self._started else codes.MOVED_BY_HAND if self._pulled else ""
        if error:
            return NotDone(order.cm, order.pm, error)
        if order.cm == orders.CAPTURE.cm:
            error = self._move(order)
            return NotDone(order.cm, order.pm, error) if error else self._done(order)
        if order.cm == orders.POWER_OFF.cm:
            return self._chip_order(order)
        if order in (orders.ENTRY_ON, orders.ENTRY_OFF):
            self._mouth_open = order == orders.ENTRY_ON
            self._draw_in()
            return self._done(order)
        told = {
            orders.STATUS: b"",
            orders.SENSORS: self._sensors(),
            orders.DETECT_CHIP: b"1",
            orders.SERIAL: SERIAL,
            orders.VERSION: FIRMWARE,
            orders.BIN_COUNTER: b"%03d" % len(self._kept),
        }
        data = told.get(order)
        return NotDone(order.cm, order.pm, "00") if data is None else self._done(order, data)

    def _sensors(self) -> bytes:
        gate, inside = self._told_at is CardAt.GATE, self._told_at is CardAt.INSIDE
        return "".join("1" if lit else "0" for lit in (gate, gate, inside, inside, False, False, False, False)).encode()

    def _start(self, order: Order) -> Answer:
        self._lose_power()
        self._at_contacts = False
        if self._jammed:
            return NotDone(order.cm, order.pm, codes.JAM)
        self._started = True
        if order == orders.INIT_TO_GATE and self._at is CardAt.INSIDE:
            self._to_gate()
        if order == orders.INIT_CAPTURE and self._chip is not None:
            self._keep(self._chip)
        return self._done(order, FIRMWARE)

    def _to_gate(self) -> None:
        self._at, self._given_back, self._entering_until = CardAt.GATE, True, None

    def _keep(self, chip: Chip) -> None:
        self._kept.append(chip)
        self._chip, self._at, self._entering_until = None, CardAt.NOWHERE, None

    def _move(self, order: Order) -> str:
        """Move the card; return the error, or nothing."""
        if self._chip is None:
            return codes.JAM if self._sticks else codes.NOT_NOW  # unverified: which error a card that is none gets
        if self._jammed:
            return codes.JAM
        self._lose_power()
        self._at_contacts = False
        if order == orders.TO_CONTACTS:
            self._at, self._at_contacts, self._entering_until = CardAt.INSIDE, True, None
        elif order in (orders.OUT_OF_GATE, orders.HOLD_AT_GATE):
            self._to_gate()
        elif order == orders.CAPTURE:
            if self._bin_is_full:
                return codes.BIN_FULL
            self._keep(self._chip)
        else:
            return "01"
        return ""

    def _chip_order(self, order: Order) -> Answer:
        def refused(error: str) -> NotDone:
            return NotDone(order.cm, order.pm, error)

        if order == orders.POWER_OFF:
            self._lose_power()
            return self._done(order)
        if self._chip is None or not self._at_contacts:
            return refused(codes.NOT_NOW)
        if order in (orders.COLD_RESET_5V, orders.COLD_RESET_3V, orders.WARM_RESET):
            try:
                atr = None if self._turned else self._chip.power_on()
            except ShortCircuit:
                atr = None
            self._powered = atr is not None
            # Unverified: which error a mute chip gets, and one whose contacts are shorted.
            return refused(codes.NOT_ACTIVE) if atr is None else self._done(order, b"0" + atr)
        if order.pm not in (0x33, 0x34, 0x39):
            return refused("01")
        answer = self._chip.transmit(order.data) if self._powered else b""
        return self._done(order, answer) if answer else refused(codes.NOT_ACTIVE)
