"""What the drivers of the card readers add to a reading: of all kinds of ID card, of a social-security card by CCID and motor.

The peer is a dozen lines that send the very same orders over the same port, each as soon as the one before is answered: the
wire's time, the reader's and the card's. What is left is the driver's, from the moment a card is found to the moment it is read
and understood. The readers are simulated in a process of their own, so that neither side waits for the other's Python.
"""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import serial

from devices.ccid import frames as ccid
from devices.ccid.adapter import LINE as CCID_LINE
from devices.crt import frames as crt
from devices.crt import orders as crt_orders
from devices.crt.adapter import LINE as CRT_LINE
from devices.deadline import Deadline, SystemTime
from devices.id_sam import frames as sam
from devices.id_sam.adapter import LINE as SAM_LINE
from devices.link import serial_opener
from devices.makes import ID_READERS, SOCIAL_CARD_READERS
from devices.roles import Device
from tests.benchmarks.readers import GENERATIONS, MOTOR, PATIENCE_SECONDS, Readers
from tests.benchmarks.row import Row, share
from tests.devices.sam_bed import ALL_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from devices.link import LineSettings, Link, OpenLink

D = TypeVar("D", bound=Device)

LIMIT_MS: Final = 50.0
TIMES: Final = 20
"""Enough for a p95."""
BARE_TIMES: Final = 3
CLOCK: Final = SystemTime()


def measure(folder: Path) -> list[Row]:
    """Read every kind of card again and again."""
    with Readers(folder) as readers:
        return [*_id_cards(readers), *(row for slot in SLOTS for row in _social_cards(readers, slot))]


# -- our side -----------------------------------------------------------------------------------------------------


class _Noted:
    """A line that remembers what was written to it."""

    def __init__(self, link: Link, written: list[bytes]) -> None:
        self._link = link
        self._written = written
        self.read, self.drain, self.close = link.read, link.drain, link.close

    def write(self, data: bytes, deadline: Deadline) -> None:
        self._written.append(bytes(data))
        self._link.write(data, deadline)


class _Stopwatch:
    """Notes what goes out from the moment a card is found, and how long that was ago."""

    def __init__(self) -> None:
        self.orders: list[bytes] = []
        self._begun = 0.0

    def open_port(self, address: str, line: LineSettings) -> OpenLink:
        """Open ports that are noted."""
        open_link = serial_opener(address, line)
        return lambda: _Noted(open_link(), self.orders)

    def found(self) -> None:
        """Start."""
        self.orders.clear()
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long ago it was started."""
        return time.monotonic() - self._begun


def _id_cards(readers: Readers) -> list[Row]:
    found: dict[int, list[float]] = {}
    orders: dict[int, list[bytes]] = {}
    watch = _Stopwatch()
    with _opened(ID_READERS["sam"]({"port": readers.sam}, CLOCK, watch.open_port)) as reader:
        for kind in range(len(ALL_KINDS)):
            found[kind] = []
            for _ in range(TIMES):
                readers.tell(f"place {kind}")
                card = reader.read_card(_deadline(), found=watch.found)
                found[kind].append(watch.seconds)
                if card != ALL_KINDS[kind]:
                    raise RuntimeError("another card was read than lies there")
            orders[kind] = list(watch.orders)
    rows: list[Row] = []
    with _bare_port(readers.sam, SAM_LINE) as port:
        for kind, card in enumerate(ALL_KINDS):
            bare: list[float] = []
            for _ in range(BARE_TIMES):
                readers.tell(f"place {kind}")
                _sent_to_module(port, [sam.FIND.to_bytes()])
                bare.append(_sent_to_module(port, orders[kind]))
            rows.append(_row(f"ID card, {card.kind}", found[kind], min(bare)))
    return rows


@dataclass(frozen=True)
class _Slot:
    """A slot for social-security cards: its make, what it is told to have done to a card, and how its peer speaks with it."""

    make: str
    named: str
    line: LineSettings
    sent: Callable[[serial.Serial, Iterable[bytes]], float]
    begins: tuple[bytes, ...] = ()
    """What opens it for a card."""
    entry_seconds: float = 0.0


def _social_cards(readers: Readers, slot: _Slot) -> list[Row]:
    found: dict[str, list[float]] = {}
    orders: dict[str, list[bytes]] = {}
    watch = _Stopwatch()
    address = readers.slots[slot.make]
    with _opened(SOCIAL_CARD_READERS[slot.make]({"port": address}, CLOCK, watch.open_port)) as reader:
        for name, generation in GENERATIONS.items():
            found[name] = []
            for _ in range(TIMES):
                readers.tell(f"insert {slot.make} {name}")
                card = reader.read_card(_deadline(), found=watch.found)
                found[name].append(watch.seconds)
                if card.generation is not generation:
                    raise RuntimeError("another card was read than is in")
                orders[name] = list(watch.orders)
                reader.give_back(_deadline())
                readers.tell(f"remove {slot.make}")
                reader.wait_taken(_deadline())
    rows: list[Row] = []
    with _bare_port(address, slot.line) as port:
        for name in GENERATIONS:
            bare: list[float] = []
            for _ in range(BARE_TIMES):
                slot.sent(port, slot.begins)
                readers.tell(f"insert {slot.make} {name}")
                CLOCK.sleep(slot.entry_seconds)
                bare.append(slot.sent(port, orders[name]))
                readers.tell(f"remove {slot.make}")
            rows.append(_row(f"social-security card of generation {name}, {slot.named}", found[name], min(bare)))
    return rows


@contextmanager
def _opened(device: D) -> Generator[D]:
    """Let a reader find its line before anything counts, and let go of it at the end."""
    with closing(device):
        if not device.probe(_deadline()).usable:
            raise RuntimeError("the reader is not well")
        yield device


def _deadline() -> Deadline:
    return Deadline(CLOCK, PATIENCE_SECONDS)


def _row(what: str, found: Sequence[float], bare: float) -> Row:
    """Judge what nineteen of twenty readings stay under, less what the same orders need of wire and card alone."""
    most, usual, slowest = ((share(found, percent) - bare) * 1000 for percent in (95, 50, 100))
    spread = f"p50 {usual:.1f} ms, slowest {slowest:.1f} ms"
    against = f"goal {LIMIT_MS:.0f} ms; less {bare * 1000:.0f} ms by the bare program; {spread}"
    return Row(f"{what}, beyond wire and card, p95", f"{most:.1f} ms", against, most / LIMIT_MS, most <= LIMIT_MS)


# -- the peer -----------------------------------------------------------------------------------------------------


def _bare_port(address: str, line: LineSettings) -> closing[serial.Serial]:
    return closing(serial.serial_for_url(address, line.baud, stopbits=line.stopbits, timeout=1))


def _sent(port: serial.Serial, orders: Iterable[bytes], answers: Callable[[], Callable[[bytes], bool]]) -> float:
    """Send orders, each when the one before is answered; return how long all took."""
    begun = time.monotonic()
    for order in orders:
        port.write(order)
        answered = answers()
        while not answered(port.read(max(1, port.in_waiting))):
            if time.monotonic() - begun > PATIENCE_SECONDS:
                raise TimeoutError("the reader does not answer")
    return time.monotonic() - begun


def _sent_to_module(port: serial.Serial, orders: Iterable[bytes]) -> float:
    def answers() -> Callable[[bytes], bool]:
        decoder = sam.AnswerDecoder()
        return lambda data: any(isinstance(frame, sam.Answer) for frame in decoder.feed(data))

    return _sent(port, orders, answers)


def _sent_to_slot(port: serial.Serial, orders: Iterable[bytes]) -> float:
    def answers() -> Callable[[bytes], bool]:
        decoder = ccid.Decoder()
        return lambda data: any(isinstance(item, ccid.Message) and not item.from_host for item in decoder.feed(data))

    return _sent(port, orders, answers)


def _sent_to_motor(port: serial.Serial, orders: Iterable[bytes]) -> float:
    """Confirm each answer, as the reader wants it; what the driver sent as such goes out so by itself."""

    def answers() -> Callable[[bytes], bool]:
        decoder = crt.AnswerDecoder()

        def answered(data: bytes) -> bool:
            done = any(isinstance(item, (crt.Done, crt.NotDone)) for item in decoder.feed(data))
            if done:
                port.write(crt.Sign.HEARD.to_bytes())
            return done

        return answered

    return _sent(port, (order for order in orders if order != crt.Sign.HEARD.to_bytes()), answers)


SLOTS: Final = (
    _Slot("ccid", "CCID", CCID_LINE, _sent_to_slot),
    _Slot(
        "crt",
        "motor",
        CRT_LINE,
        _sent_to_motor,
        (crt_orders.INIT_LEAVE.to_bytes(), crt_orders.ENTRY_ON.to_bytes()),
        MOTOR.entry + 0.1,
    ),
)
