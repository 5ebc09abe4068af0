"""R4 for the receipt printer: whatever happens to the line, an order ends in time with a name, and a replug mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final

from devices.bench.cables import Bytewise, Cable, Cut, Doubled, Lossy, Noisy, Silent, Slow, together
from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone, PrinterError
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.makes import MAKES
from devices.escpos.model import model_of
from devices.escpos.simulator import EscPosSimulator
from devices.id_sam.simulator import SamSimulator
from devices.paper import Receipt, TextLine
from kiosk.core.clock import VirtualClock
from tests.devices.receipts import SHORT
from tests.devices.stream_cables import Counted, Flipped, Split, Torn
from tests.devices.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.bench.simulator import Simulator
    from devices.link import Link

ORDER_SECONDS: Final = 30.0
LATE_SECONDS: Final = 0.5
"""What an order may take beyond its deadline: a slice or two, and the attempt to throw a job away."""
RECOVERY_SECONDS: Final = 5.0
SPLIT_SECONDS: Final = 0.1
LONG_SPLIT_SECONDS: Final = 2.5
SPOKEN_BYTES: Final = {"epson": (232, 80), "custom": (219, 57), "citizen": (265, 85), "snbc": (248, 80)}
"""So many bytes go to a printer that is well and come from it, from its opening to the end of one print."""
OTHER: Final = Receipt((TextLine("下一位"),))


class Parrot:
    """Another device on the port: it says something of its own to whatever it hears."""

    def __init__(self, says: bytes) -> None:
        self._says = says

    def attach(self, send: Callable[[bytes], None], clock: object) -> None:
        """Hang it on a line."""
        del clock
        self._send = send

    def received(self, data: bytes) -> None:
        """Answer."""
        del data
        self._send(self._says)

    def room(self) -> int:
        """It takes everything."""
        return 1 << 20

    def due(self) -> float | None:
        """Nothing happens by itself."""
        return None

    def tick(self) -> None:
        """Nothing is due."""


@dataclass(frozen=True)
class Case:
    """One thing that goes wrong with one make of printer; `after` seconds of a print.

    `harmless`: nothing is lost, so it prints.
    """

    name: str
    make: str
    to_host: Callable[[], Cable] | None = None
    to_device: Callable[[], Cable] | None = None
    after: float = 0.0
    verb: str = ""
    other: Callable[[], Simulator] | None = None
    harmless: bool = False


def fault_cases() -> Iterator[Case]:
    """Every case of the table."""
    for make in MAKES:
        answered = 24 if make == "epson" else 16
        for at in range(answered):
            yield Case(f"answers torn behind byte {at}", make, to_host=partial(Torn, at))
        for at in range(0, 60, 6):
            yield Case(f"orders torn behind byte {at}", make, to_device=partial(Torn, at))
        for at, bit in product(range(0, answered, 4), (0, 3, 6)):
            yield Case(f"bit {bit} of answer byte {at} wrong", make, to_host=partial(Flipped, at, bit))
        yield from _split(make)
        for seed in range(3):
            for name, cable in _cruel(seed):
                yield Case(f"{name} {seed}", make, to_host=cable)
                yield Case(f"{name} both ways {seed}", make, to_host=cable, to_device=partial(Lossy, seed, 0.001))
        for tenth, verb in product(range(0, 16, 2), ("pull", "silence", "stuck", "power_off", "replug", "close")):
            yield Case(f"{verb} after {tenth / 10} s", make, after=tenth / 10, verb=verb)
        for other in (SamSimulator, partial(Parrot, b"\x12"), partial(Parrot, b"\0"), partial(Parrot, b"OK\r\n")):
            yield Case("another device on the port", make, other=other)
        for says in (b"\x13", b"\x10\x0f", b"\x37\x22" * 40, b"\xff" * 200, b"\x37\x220001\x00"):
            yield Case(f"another device that says {says[:4].hex()}", make, other=partial(Parrot, says))


def _split(make: str) -> Iterator[Case]:
    """All that goes there and back in one print split at each byte, and answers for longer than one may take, too."""
    ordered, answered = SPOKEN_BYTES[make]
    for at in range(1, ordered):
        yield Case(f"orders split at {at}", make, to_device=partial(Split, at, SPLIT_SECONDS), harmless=True)
    for at in range(1, answered):
        yield Case(f"answers split at {at}", make, to_host=partial(Split, at, SPLIT_SECONDS), harmless=True)
        yield Case(f"answers split long at {at}", make, to_host=partial(Split, at, LONG_SPLIT_SECONDS))


def _cruel(seed: int) -> Iterator[tuple[str, Callable[[], Cable]]]:
    yield "noise", lambda: Noisy(seed, 0.05)
    yield "much noise", lambda: Noisy(seed, 0.4)
    yield "loss", lambda: Lossy(seed, 0.1)
    yield "duplicates", lambda: Doubled(seed, 0.5)
    yield "cut bursts", lambda: Cut(seed, 0.3)
    yield "trickle", lambda: Bytewise(0.002 * (seed + 1))
    yield "slow", lambda: Slow(0.1 * (seed + 1))
    yield "silence", Silent
    yield "everything", lambda: together(Doubled(seed, 0.3), Cut(seed, 0.1), Lossy(seed, 0.02), Bytewise())


class Stand:
    """A printer of some make that can be changed for another device."""

    def __init__(self, case: Case) -> None:
        self.clock = VirtualClock(datetime(2026, 7, 31, 2, 0, tzinfo=UTC))
        self.printer = EscPosSimulator(model=case.make)
        self.line = MemoryLine(self.printer, self.clock)
        self.others = [MemoryLine(case.other(), self.clock)] if case.other is not None else []
        self.socket = (self.others or [self.line])[0]
        model = model_of({"model": case.make}, 115200)
        encoder = Encoder(FontGlyphs([]), model.charset, model.make.setup)
        self.adapter = EscPosPrinter(self._open, self.clock, encoder, model)
        self.case = case

    def _open(self) -> Link:
        """Open whatever hangs there."""
        return self.socket.open()

    longest = 0.0

    def order(self, receipt: Receipt) -> DeviceError | None:
        """Print; return how it failed. It must end in time, whatever it ends with."""
        began = self.clock.monotonic()
        try:
            self.adapter.print(receipt, Deadline(self.clock, ORDER_SECONDS), progress=lambda _: None)
        except DeviceError as error:
            return error
        finally:
            self.longest = max(self.longest, self.clock.monotonic() - began)
            assert self.longest <= ORDER_SECONDS + LATE_SECONDS
        return None

    def back_within(self, seconds: float) -> bool:
        """Be a lane with nothing to do, until the printer can be used."""
        until = self.clock.monotonic() + seconds
        while not self.adapter.health().usable and self.clock.monotonic() < until:
            self.adapter.listen(Deadline(self.clock, 0.5, slice_seconds=0.5))
        return self.adapter.health().usable

    def happen(self) -> None:
        """Let it happen in the midst of the print."""
        case = self.case

        def later() -> None:
            self.clock.sleep(case.after)
            match case.verb:
                case "pull":
                    self.line.pull()
                case "silence":
                    self.line.line.use_cables(to_host=Silent())
                case "stuck":
                    self.line.hold(stuck=True)
                case "replug":
                    self.line.pull()
                    self.clock.sleep(0.1)
                    self.line.plug()
                case "close":
                    self.adapter.close()
                case _:
                    self.printer.power_off()

        self.clock.spawn("later", later)

    def heal(self) -> None:
        """Put everything right: a good cable, the right printer, plugged in anew."""
        self.socket.pull()
        self.socket = self.line
        self.line.hold(stuck=False)
        self.line.line.use_cables()
        self.printer.power_on()
        self.adapter.listen(Deadline(self.clock, 0.05))
        self.line.plug()

    def close(self) -> None:
        """Take it down."""
        self.adapter.close()
        for line in (self.line, *self.others):
            line.close()


def suffers(case: Case) -> Trial:
    """Print while it happens, put it right, and be served again."""
    stand = Stand(case)
    try:
        stand.line.line.use_cables(
            to_host=case.to_host() if case.to_host is not None else None,
            to_device=case.to_device() if case.to_device is not None else None,
        )
        if case.verb:
            stand.adapter.probe(Deadline(stand.clock, 5.0))
            stand.happen()
        cut_before = len(stand.printer.receipts())
        failed = stand.order(SHORT)
        assert failed is None or not case.harmless, f"{failed!r}: nothing was lost"
        if failed is None:
            assert len(stand.printer.receipts()) > cut_before, "called printed what is not"
        elif stand.printer.receipts() and not case.to_device:
            assert _in_doubt(failed), f"{failed!r}: called not complete, but it was cut off"
        stand.clock.sleep(case.after + 0.5)
        stand.heal()
        healed = stand.clock.monotonic()
        assert stand.back_within(RECOVERY_SECONDS)
        trial = Trial(case.name, stand.longest, stand.clock.monotonic() - healed)
        stand.adapter.clear(Deadline(stand.clock, 10.0))
        assert stand.order(OTHER) is None
        assert "下一位" in stand.printer.receipts()[-1].text()
        return trial
    finally:
        stand.close()


def _in_doubt(error: DeviceError) -> bool:
    """Whether it leaves open what came out; the line noise of these cases may call a good printer a broken one."""
    return isinstance(error, PrinterError) or not isinstance(error, DeviceGone)


def spoken_bytes(make: str) -> tuple[int, int]:
    """Print once on a good line, and count what goes to the printer and what comes from it."""
    stand = Stand(Case("nothing", make))
    try:
        orders, answers = Counted(), Counted()
        stand.line.line.use_cables(to_device=orders, to_host=answers)
        assert stand.order(SHORT) is None
        return orders.count, answers.count
    finally:
        stand.close()
