"""What can happen to a small serial device: one table of faults for every driver, and how a driver endures them.

All of it in virtual time, on a line in memory. A fault strikes while the device is in use and is mended after a while; the driver
must come to an end of every order in time, with typed errors only, and work again within five seconds of the mending.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from devices.bench.cables import Bytewise, Cable, Cut, Doubled, Lossy, Noisy, Piece, Silent, Slow, Straight
from devices.errors import DeviceError
from tests.devices.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from devices.bench.memory_line import MemoryLine
from kiosk.core.clock import VirtualClock

STRUCK_SECONDS = 2.0
RECOVERY_SECONDS = 5.0
ORDER_SECONDS = 0.8
OVERSHOOT_SECONDS = 0.6
"""A request that has begun is finished."""


class FlippedBit:
    """Flips one bit of every burst: every check sum is wrong."""

    def __init__(self, at: int) -> None:
        self._at = at

    def carry(self, data: bytes) -> Iterable[Piece]:
        flipped = bytearray(data)
        if flipped:
            flipped[self._at // 8 % len(flipped)] ^= 1 << self._at % 8
        return [Piece(bytes(flipped))]


class SplitAt:
    """Delivers every burst in two pieces with a pause between them."""

    def __init__(self, at: int, pause_seconds: float) -> None:
        self._at, self._pause = at, pause_seconds

    def carry(self, data: bytes) -> Iterable[Piece]:
        return [Piece(data[: self._at]), Piece(data[self._at :], self._pause)]


@dataclass(frozen=True)
class Fault:
    """One thing that can happen. `harmless` faults change no byte: then what is read must be what was sent."""

    name: str
    to_device: Cable | None = None
    to_host: Cable | None = None
    strike: Callable[[MemoryLine], None] | None = None
    chatter: Callable[[], bytes] | None = None
    at_seconds: float = 0.0
    harmless: bool = False


class Bed(Protocol):
    """A device in use on a line in virtual time."""

    clock: VirtualClock
    line: MemoryLine

    def use(self, seconds: float, *, harmless: bool) -> None:
        """Do what a kiosk does with it, once; check what can be checked."""
        ...

    def works(self) -> bool:
        """Use it once, and say whether all was well. Raises nothing."""
        ...

    def close(self) -> None: ...


def faults() -> Sequence[Fault]:
    """The whole table."""
    return tuple(_faults())


def _faults() -> Iterator[Fault]:
    kinds: dict[str, Callable[[int, float], Cable]] = {"noise": Noisy, "loss": Lossy, "cut": Cut, "twice": Doubled}
    for kind, make in kinds.items():
        for seed in range(8):
            for share in (0.02, 0.2, 1.0):
                harmless = kind == "twice"
                yield Fault(f"{kind} {share} from device, {seed}", to_host=make(seed, share), harmless=harmless)
                yield Fault(f"{kind} {share} to device, {seed}", to_device=make(seed, share), harmless=True)
    for bit in range(96):
        yield Fault(f"wrong check: bit {bit}", to_host=FlippedBit(bit))
    for byte in range(1, 17):
        for pause in (0.0, 0.02, 0.12, 0.7, 1.5):
            yield Fault(f"split at {byte}, {pause} s", to_host=SplitAt(byte, pause), harmless=True)
    for pause in (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3):
        yield Fault(f"trickle, {pause} s a byte, from device", to_host=Bytewise(pause), harmless=True)
        yield Fault(f"trickle, {pause} s a byte, to device", to_device=Bytewise(pause), harmless=True)
        yield Fault(f"late by {pause} s", to_host=Slow(pause), harmless=True)
    for at in _MOMENTS:
        yield Fault(f"silence from {at} s on", to_host=Silent(), at_seconds=at, harmless=True)
        yield Fault(f"deafness from {at} s on", to_device=Silent(), at_seconds=at, harmless=True)
        yield Fault(f"broken wire from {at} s on", Silent(), Silent(), at_seconds=at, harmless=True)
        yield Fault(f"pulled after {at} s", strike=_pull, at_seconds=at, harmless=True)
        yield Fault(f"pulled and plugged after {at} s", strike=_wiggle, at_seconds=at, harmless=True)
        yield Fault(f"stuck after {at} s", strike=_stick, at_seconds=at, harmless=True)
    for seed in range(24):
        yield Fault(f"another device: rubbish, {seed}", chatter=_rubbish(seed), at_seconds=seed * 0.013)
        yield Fault(f"another device: a satellite receiver, {seed}", chatter=_satellites, at_seconds=seed * 0.013)
        yield Fault(f"another device: an ID-card reader, {seed}", chatter=_no_card, at_seconds=seed * 0.013)


_MOMENTS = tuple(round(0.037 * n, 3) for n in range(16))


def _pull(line: MemoryLine) -> None:
    line.pull()


def _wiggle(line: MemoryLine) -> None:
    line.pull()
    line.plug()


def _stick(line: MemoryLine) -> None:
    line.hold(stuck=True)


def _rubbish(seed: int) -> Callable[[], bytes]:
    chance = random.Random(seed)
    return lambda: chance.randbytes(chance.randrange(1, 40))


def _satellites() -> bytes:
    return b"$GPGGA,,,,,,0,00,99.99,,,,,,*48\r\n"


def _no_card() -> bytes:
    return bytes.fromhex("AAAAAA9669000400008084")


def endure(bed: Bed, fault: Fault) -> Trial:
    """Use the device while a fault strikes it; assert that it ends in time and comes back."""
    longest = 0.0
    assert bed.works(), "it works before"
    struck = [True]

    def fate() -> None:
        bed.clock.sleep(fault.at_seconds)
        bed.line.line.use_cables(to_device=fault.to_device, to_host=fault.to_host)
        if fault.strike is not None:
            fault.strike(bed.line)
        while struck[0] and fault.chatter is not None:
            bed.line.line.send(fault.chatter())
            bed.clock.sleep(0.06)

    bed.clock.spawn("fate", fate)
    end = bed.clock.monotonic() + STRUCK_SECONDS
    while (now := bed.clock.monotonic()) < end:
        try:
            bed.use(ORDER_SECONDS, harmless=fault.harmless)
        except DeviceError:
            bed.clock.sleep(0.01)  # a lane takes its next order, or listens
        longest = max(longest, bed.clock.monotonic() - now)
        assert longest <= ORDER_SECONDS + OVERSHOOT_SECONDS, "it ends in time"
    struck[0] = False
    bed.line.line.use_cables(to_device=Straight(), to_host=Straight())
    for plugged in (False, True):  # what still creeps along the bad cable is lost with it
        bed.line.line.connect(plugged)
    bed.line.hold(stuck=False)
    bed.line.plug()
    mended = bed.clock.monotonic()
    while not bed.works():
        assert bed.clock.monotonic() - mended <= RECOVERY_SECONDS, "it comes back in time"
    back = bed.clock.monotonic() - mended
    assert back <= RECOVERY_SECONDS, "it comes back in time"
    return Trial(fault.name, longest, back)


def endure_all(make: Callable[[], Bed], table: Sequence[Fault] | None = None) -> Sequence[Trial]:
    """Let every fault strike a device of its own; return what each brought."""
    struck: list[Trial] = []
    for fault in faults() if table is None else table:
        bed = make()
        try:
            struck.append(endure(bed, fault))
        except Exception as error:
            raise AssertionError(f"{fault.name}: {type(error).__name__}: {error}") from error
        finally:
            bed.close()
    return struck
