"""The reader's end of the wire: a security module with an antenna, and a person who puts cards on it.

As strict as the real one: select needs a card that was found, read one that was selected, and a card that was read (or
failed) answers as if none were there until it is lifted and put again. What comes while it works on an order is lost.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from devices.bench.simulator import PLENTY
from devices.id_sam import frames
from devices.id_sam.frames import Answer, BadFrame, Fault, Order, OrderDecoder
from devices.id_sam.simulated_card import appended_text, chip_text, contradicting, unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Time
    from devices.roles import IdCard

PHOTO_STUB: Final = bytes.fromhex("574C66007E00320000FF8500515151 3E710D".replace(" ", "")).ljust(1024, b"\0")
"""Photo bytes that begin as real ones do and hold nothing."""

SAM_ID: Final = bytes.fromhex("05000100 5B033301 5AB31E00 15CD5B07".replace(" ", ""))
"""A made-up module number: 05.01-20120411-0002011994-0123456789."""

MODULE_STARTS_SECONDS: Final = 1.0
"""After a reset the module tests itself and hears nothing; the terminal is told to wait 1.5 s."""

PATIENCE_SECONDS: Final = 0.25
"""An order whose bytes pause longer is forgotten. Unconfirmed, but without it one damaged length would deafen the module."""

REMEMBERED_ORDERS: Final = 1024
"""A bench may be asked three times a second for weeks."""

CARD_STATUS_DAMAGED: Final = 0x6281
"""ISO 7816-4: part of the returned data may be corrupted."""


class CardFault(Enum):
    """What can be wrong with a card, or with how it is put."""

    NONE = "none"
    UNREADABLE = "unreadable"
    COUNTERFEIT = "counterfeit"
    NOT_AN_ID_CARD = "not-an-id-card"
    LIFTED_TOO_EARLY = "lifted-too-early"
    UNSUPPORTED = "unsupported"
    """A kind of document that nobody has a layout for."""
    CONTRADICTORY = "contradictory"
    """Its birth date is not that of its number."""


class ModuleFault(Enum):
    """What can be wrong with the security module."""

    NONE = "none"
    SELF_TEST_ONCE = "self-test-once"
    """Failed its self-test; a reset mends it."""
    SELF_TEST = "self-test"
    UNAUTHORISED = "unauthorised"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the module works on an order, in seconds, before it answers."""

    module: float = 0.01
    find: float = 0.03
    select: float = 0.05
    read: float = 0.5
    appended: float = 0.05


class _Field(Enum):
    """What the module knows of the card in its field."""

    FRESH = "fresh"
    FOUND = "found"
    SELECTED = "selected"
    READ = "read"
    SPENT = "spent"


class SamSimulator:
    """A SAM reader as a `Simulator`, with the verbs of a person and of fate."""

    def __init__(self, timings: Timings | None = None, *, restless: bool = False, appends: bool = True) -> None:
        self._timings = timings or Timings()
        self._restless = restless
        """Some readers answer "found" again for a card that was read and still lies."""
        self._appends = appends
        """Old ones don't know the order for an appended address."""
        self._lock = threading.Lock()
        self._decoder = OrderDecoder()
        self._text: bytes | None = None
        self._appended = b""
        self._card_fault = CardFault.NONE
        self._field = _Field.SPENT
        self._module_fault = ModuleFault.NONE
        self._working: tuple[float, Order] | None = None
        self._deaf_until = 0.0
        self._heard_at = 0.0
        self.orders: deque[Order] = deque(maxlen=REMEMBERED_ORDERS)
        """The newest orders understood, for tests."""
        self.found = self.read = 0
        """How often a card was found, and how often one was read."""

    # -- verbs

    def place(self, card: IdCard, fault: CardFault = CardFault.NONE, *, moved_to: str | None = None) -> None:
        """Put a card of any kind on the reader; `moved_to`: with this address appended to it."""
        text = chip_text(card)
        if fault in _SPOILT:
            text = _SPOILT[fault](text)
        self.place_chip(text, fault, appended=b"" if moved_to is None else appended_text(moved_to))

    def place_chip(self, text: bytes, fault: CardFault = CardFault.NONE, *, appended: bytes = b"") -> None:
        """Put a card with this text block on the reader, and this block for an appended address (none: no such content)."""
        with self._lock:
            self._text, self._appended, self._card_fault, self._field = text, appended, fault, _Field.FRESH

    def lift(self) -> None:
        """Take the card away."""
        with self._lock:
            self._text = None

    def fail(self, fault: ModuleFault) -> None:
        """Break the security module, or mend it."""
        with self._lock:
            self._module_fault = fault

    def be_restless(self, *, restless: bool = True) -> None:
        """Answer "found" again and again for a card that lies, as some readers do, or only once."""
        with self._lock:
            self._restless = restless

    def know_appended(self, *, knows: bool = True) -> None:
        """Know the order for an appended address, or be a reader of before 2012 that doesn't."""
        with self._lock:
            self._appends = knows

    def restart(self) -> None:
        """Take its power away for a moment: it forgets everything and tests itself; a card that lies counts as put anew."""
        with self._lock:
            self._working, self._decoder = None, OrderDecoder()
            self._deaf_until = self._clock.monotonic() + MODULE_STARTS_SECONDS
            self._field = _Field.FRESH

    # -- the line's side

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line."""
        self._send, self._clock = send, clock

    def received(self, data: bytes) -> None:
        """Take in bytes of an order."""
        with self._lock:
            now = self._clock.monotonic()
            if self._working is not None or now < self._deaf_until:
                return
            if now - self._heard_at > PATIENCE_SECONDS:
                self._decoder = OrderDecoder()
            self._heard_at = now
            for order in self._decoder.feed(data):
                if isinstance(order, BadFrame):
                    self._send(Answer(0x10 if order.fault is Fault.CHECK else 0x11).to_bytes())
                elif self._working is None and self._module_fault is not ModuleFault.MUTE:
                    self.orders.append(order)
                    self._working = (now + self._work_seconds(order), order)
                    if order == frames.READ_TEXT_AND_PHOTO and self._card_fault is CardFault.LIFTED_TOO_EARLY:
                        self._text = None

    def room(self) -> int:
        """Everything is taken as it comes."""
        return PLENTY

    def due(self) -> float | None:
        """When the order in work is answered."""
        with self._lock:
            return None if self._working is None else self._working[0]

    def tick(self) -> None:
        """Answer the order in work if it is time."""
        with self._lock:
            if self._working is None or self._clock.monotonic() < self._working[0]:
                return
            _, order = self._working
            self._working = None
            self._send(self._answer(order).to_bytes())

    # -- the module (called with the lock held)

    def _work_seconds(self, order: Order) -> float:
        seconds = {
            frames.FIND: self._timings.find,
            frames.SELECT: self._timings.select,
            frames.READ_TEXT_AND_PHOTO: self._timings.read,
            frames.READ_APPENDED_ADDRESS: self._timings.appended,
        }
        return seconds.get(order, self._timings.module)

    def _answer(self, order: Order) -> Answer:
        if order == frames.RESET:
            if self._module_fault is ModuleFault.SELF_TEST_ONCE:
                self._module_fault = ModuleFault.NONE
            self._deaf_until = self._clock.monotonic() + MODULE_STARTS_SECONDS
            return Answer(0x90)
        if self._module_fault in (ModuleFault.SELF_TEST, ModuleFault.SELF_TEST_ONCE):
            return Answer(0x60)
        if self._module_fault is ModuleFault.UNAUTHORISED:
            return Answer(0x66)
        answers: dict[Order, Callable[[], Answer]] = {
            frames.STATUS: lambda: Answer(0x90),
            frames.READ_SAM_ID: lambda: Answer(0x90, SAM_ID),
            frames.FIND: self._find,
            frames.SELECT: self._select,
            frames.READ_TEXT_AND_PHOTO: self._read,
        }
        if self._appends:
            answers[frames.READ_APPENDED_ADDRESS] = self._read_appended
        answer = answers.get(order)
        return Answer(0x21) if answer is None else answer()

    def _find(self) -> Answer:
        if self._restless and self._field in (_Field.READ, _Field.SPENT):
            self._field = _Field.FRESH
        if self._text is None or self._field in (_Field.READ, _Field.SPENT):
            return Answer(0x80)
        self.found += self._field is _Field.FRESH
        self._field = _Field.FOUND
        return Answer(0x9F, bytes(4))

    def _select(self) -> Answer:
        if self._text is None or self._field is not _Field.FOUND:
            return Answer(0x81)
        if self._card_fault in _REFUSED_AT_SELECT:
            self._field = _Field.SPENT
            return Answer(_REFUSED_AT_SELECT[self._card_fault])
        self._field = _Field.SELECTED
        return Answer(0x90, bytes(8))

    def _read(self) -> Answer:
        if self._field is not _Field.SELECTED:
            return Answer(0x23)
        self._field = _Field.SPENT
        if self._text is None:
            return Answer(0x41)
        if self._card_fault is CardFault.UNREADABLE:
            return Answer(0x41, card_status=CARD_STATUS_DAMAGED)
        self._field = _Field.READ
        self.read += 1
        return Answer(0x90, frames.card_data(self._text, PHOTO_STUB))

    def _read_appended(self) -> Answer:
        if self._field is not _Field.READ:
            return Answer(0x23)
        if self._text is None:
            return Answer(0x41)
        return Answer(0x90, self._appended) if self._appended else Answer(0x91)


_REFUSED_AT_SELECT: Final = {CardFault.COUNTERFEIT: 0x31, CardFault.NOT_AN_ID_CARD: 0x40}
_SPOILT: Final[Mapping[CardFault, Callable[[bytes], bytes]]] = {
    CardFault.UNSUPPORTED: unsupported,
    CardFault.CONTRADICTORY: contradicting,
}
