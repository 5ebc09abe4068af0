"""What the drivers of the card readers add to a reading, for all kinds of ID card and for a social-security card over CCID.

The peer is a dozen lines that send the very same orders over the same port, each as soon as the one before is answered: the
wire's time, the reader's and the card's. What is left is the driver's, from the moment a card is found to the moment it is read
and understood. The slowest is mostly the first of a kind of reader: after that one the driver asks once whether a card that was
read is found again. The readers are simulated in a process of their own, so that neither side waits for the other's Python.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeVar

import serial

from devices.bench.ports import Plug, Port, TcpPlug
from devices.ccid import frames as ccid
from devices.ccid.adapter import LINE as CCID_LINE
from devices.ccid.simulator import CcidSimulator
from devices.deadline import Deadline, SystemTime
from devices.id_sam import frames as sam
from devices.id_sam.adapter import LINE as SAM_LINE
from devices.id_sam.simulator import SamSimulator, Timings
from devices.link import serial_opener
from devices.makes import ID_READERS, SOCIAL_CARD_READERS
from devices.roles import CardGeneration, Device
from devices.social_card.simulated_chip import Holder, SimulatedChip
from tests.benchmarks.row import Row, share
from tests.devices.sam_bed import ALL_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from typing import Self

    from devices.link import LineSettings, Link, OpenLink

D = TypeVar("D", bound=Device)

LIMIT_MS: Final = 50.0
TIMES: Final = 5
BARE_TIMES: Final = 3
READ_SECONDS: Final = 0.2
"""How long a simulated module reads an ID card; real ones take 0.5 s and more, which is nothing of ours."""
PATIENCE_SECONDS: Final = 10.0
CLOCK: Final = SystemTime()
GENERATIONS: Final = {each.value[0]: each for each in (CardGeneration.SECOND, CardGeneration.THIRD)}


def measure(folder: Path) -> list[Row]:
    """Read every kind of card again and again."""
    with _Readers(folder) as readers:
        return [*_id_cards(readers), *_social_cards(readers)]


# -- the readers' own process -------------------------------------------------------------------------------------


def main(folder: Path) -> None:
    """Be the process: do what each line of the input says, and say when it is done."""
    reader, slot = SamSimulator(Timings(read=READ_SECONDS)), CcidSimulator()
    ports = [Port(reader, _plug(folder, "sam")), Port(slot, _plug(folder, "ccid"))]
    print(*(port.address for port in ports), flush=True)
    for line in sys.stdin:
        match line.split():
            case ["place", number]:
                reader.place(ALL_KINDS[int(number)])
            case ["insert", generation]:
                slot.insert(SimulatedChip(Holder(generation=GENERATIONS[generation])))
            case _:
                slot.remove()
        print("done", flush=True)
    for port in ports:
        port.close()


def _plug(folder: Path, name: str) -> Plug:
    if sys.platform == "win32":
        return TcpPlug()
    from devices.bench.ports import PtyPlug

    return PtyPlug(folder / name)


class _Readers:
    """The process with the readers, as seen from here."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        command = (sys.executable, "-m", "tests.benchmarks.readings", str(folder))
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.sam, self.ccid = self._said().split()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe(self._process.stdin).close()
        self._process.wait(PATIENCE_SECONDS)
        self._pipe(self._process.stdout).close()

    def tell(self, words: str) -> None:
        """Have something done to a card, and return when it is."""
        print(words, file=self._pipe(self._process.stdin), flush=True)
        self._said()

    def _said(self) -> str:
        if not (line := self._pipe(self._process.stdout).readline()):
            raise RuntimeError("the readers' process has ended")
        return line

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise RuntimeError("the readers' process has no pipe")
        return pipe


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


def _id_cards(readers: _Readers) -> list[Row]:
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
                _sent(port, [sam.FIND.to_bytes()], _sam_answers)
                bare.append(_sent(port, orders[kind], _sam_answers))
            rows.append(_row(f"ID card, {card.kind}", found[kind], min(bare)))
    return rows


def _social_cards(readers: _Readers) -> list[Row]:
    found: dict[str, list[float]] = {}
    orders: dict[str, list[bytes]] = {}
    watch = _Stopwatch()
    with _opened(SOCIAL_CARD_READERS["ccid"]({"port": readers.ccid}, CLOCK, watch.open_port)) as reader:
        for name, generation in GENERATIONS.items():
            found[name] = []
            for _ in range(TIMES):
                readers.tell(f"insert {name}")
                card = reader.read_card(_deadline(), found=watch.found)
                found[name].append(watch.seconds)
                if card.generation is not generation:
                    raise RuntimeError("another card was read than is in")
                readers.tell("remove")
                orders[name] = list(watch.orders)
                reader.wait_taken(_deadline())
    rows: list[Row] = []
    with _bare_port(readers.ccid, CCID_LINE) as port:
        for name in GENERATIONS:
            bare: list[float] = []
            for _ in range(BARE_TIMES):
                readers.tell(f"insert {name}")
                bare.append(_sent(port, orders[name], _ccid_answers))
                readers.tell("remove")
            rows.append(_row(f"social-security card of generation {name}, CCID", found[name], min(bare)))
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
    usual, slowest = ((share(found, percent) - bare) * 1000 for percent in (50, 100))
    against = f"these {bare * 1000:.0f} ms, goal {LIMIT_MS:.0f} ms; slowest {slowest:.1f} ms"
    return Row(f"{what}, beyond wire and card, p50", f"{usual:.1f} ms", against, usual / LIMIT_MS, usual <= LIMIT_MS)


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


def _sam_answers() -> Callable[[bytes], bool]:
    decoder = sam.AnswerDecoder()
    return lambda data: any(isinstance(frame, sam.Answer) for frame in decoder.feed(data))


def _ccid_answers() -> Callable[[bytes], bool]:
    decoder = ccid.Decoder()
    return lambda data: any(isinstance(item, ccid.Message) and not item.from_host for item in decoder.feed(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
