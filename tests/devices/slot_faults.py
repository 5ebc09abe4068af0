"""Every way a line can go wrong under a serial device, as a table: what is done to it, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from devices.bench.cables import Bytewise, Cable, Cut, Doubled, Lossy, Noisy, Piece, Silent, Slow, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.bench.memory_line import MemoryLine
    from devices.deadline import Deadline
    from kiosk.core.clock import VirtualClock


class Bed(Protocol):
    """A device on a line, and what is read through it."""

    clock: VirtualClock
    line: MemoryLine

    def later(self, seconds: float, deed: Callable[[], None]) -> None: ...

    def deadline(self, seconds: float | None = ...) -> Deadline: ...

    def put_in(self) -> None: ...

    def take_out(self) -> None: ...

    def reading(self, deadline: Deadline) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Fault:
    """A named trouble. `strike` is called with a bed on which nothing was opened yet."""

    name: str
    strike: Callable[[Bed], None]


class SplitAt:
    """Every burst pauses after so many bytes."""

    def __init__(self, at: int, pause_seconds: float) -> None:
        self._at, self._pause = at, pause_seconds

    def carry(self, data: bytes) -> Iterable[Piece]:
        return [Piece(data[: self._at]), Piece(data[self._at :], self._pause)]


class AtBurst:
    """The so-manyth burst is changed, the others are not."""

    def __init__(self, number: int, change: Callable[[bytes], bytes], *, onwards: bool = False) -> None:
        self._number, self._change, self._onwards = number, change, onwards
        self._count = -1

    def carry(self, data: bytes) -> Iterable[Piece]:
        self._count += 1
        struck = self._count == self._number or (self._onwards and self._count > self._number)
        return [Piece(self._change(data) if struck else data)]


class Chatter:
    """Another device: whatever is sent, it says its own."""

    def __init__(self, says: bytes) -> None:
        self._says = says

    def carry(self, data: bytes) -> Iterable[Piece]:
        del data
        return [Piece(self._says)]


OTHERS = {
    "an ID-card reader": bytes.fromhex("AAAAAA9669000400009094"),
    "a scanner": b"12345678901234567890\r\n",
    "a modem": b"AT\r\r\nERROR\r\n",
    "a printer": b"\x12\x12\x12\x12",
    "zeros": bytes(64),
    "a line at another speed": bytes.fromhex("F8E0FE80C0F0FFFCE0"),
    "only ones": b"\xff" * 64,
    "endless signs": b"\x06\x15\x04" * 20,
}


def cable_faults() -> Iterator[tuple[str, Callable[[], Cable]]]:
    """Name every cable."""
    for seed in range(5):
        for share in (0.005, 0.05, 0.3):
            yield f"noise {share} {seed}", lambda seed=seed, share=share: Noisy(seed, share)  # type: ignore[misc]
            yield f"loss {share} {seed}", lambda seed=seed, share=share: Lossy(seed, share)  # type: ignore[misc]
        yield f"doubled {seed}", lambda seed=seed: Doubled(seed, 0.5)  # type: ignore[misc]
        yield f"cut {seed}", lambda seed=seed: Cut(seed, 0.2)  # type: ignore[misc]
        yield (
            f"everything {seed}",
            lambda seed=seed: together(Doubled(seed, 0.2), Cut(seed, 0.1), Lossy(seed, 0.001), Noisy(seed, 0.002)),  # type: ignore[misc]
        )
    yield "always doubled", lambda: Doubled(1, 1.0)
    yield "byte by byte", Bytewise
    for pause in (0.001, 0.02, 0.3):
        yield f"trickle {pause}", lambda pause=pause: Bytewise(pause)  # type: ignore[misc]
        yield f"late {pause}", lambda pause=pause: Slow(pause)  # type: ignore[misc]
    yield "silence", Silent
    for at in range(1, 25):
        yield f"split at {at}", lambda at=at: SplitAt(at, 0.05)  # type: ignore[misc]
        yield f"split long at {at}", lambda at=at: SplitAt(at, 0.4)  # type: ignore[misc]
    for number in range(24):
        yield f"wrong check {number}", lambda n=number: AtBurst(n, lambda data: data[:-1] + bytes([data[-1] ^ 0x55]))  # type: ignore[misc]
        yield f"half {number}", lambda n=number: AtBurst(n, lambda data: data[: len(data) // 2])  # type: ignore[misc]
        yield f"lost {number}", lambda n=number: AtBurst(n, lambda _: b"")  # type: ignore[misc]
        yield f"twice {number}", lambda n=number: AtBurst(n, lambda data: data + data)  # type: ignore[misc]
        yield f"rubbish before {number}", lambda n=number: AtBurst(n, lambda data: b"\x03\xf2\x50\x06" + data)  # type: ignore[misc]
        yield f"dead from {number}", lambda n=number: AtBurst(n, lambda _: b"", onwards=True)  # type: ignore[misc]


def fault_cases() -> list[Fault]:
    """List every case: each cable in each direction, pulled plugs, stuck writes, and other devices on the port."""
    cases: list[Fault] = []
    for name, cable in cable_faults():
        cases.append(Fault(f"{name}, to the host", lambda bed, c=cable: bed.line.line.use_cables(to_host=c())))  # type: ignore[misc]
        cases.append(Fault(f"{name}, to the device", lambda bed, c=cable: bed.line.line.use_cables(to_device=c())))  # type: ignore[misc]
    cases.append(Fault("nothing plugged in", lambda bed: bed.line.pull()))
    cases += [pulled(tick * 0.03) for tick in range(40)] + [stuck(tick * 0.06) for tick in range(20)]
    for name, says in OTHERS.items():
        cases.append(Fault(name, lambda bed, s=says: bed.line.line.use_cables(to_host=Chatter(s))))  # type: ignore[misc]
        cases.append(Fault(f"{name} that talks unasked", lambda bed, s=says: talk(bed, s)))  # type: ignore[misc]
    return cases


def pulled(after: float) -> Fault:
    """The plug is pulled in the middle of something."""
    return Fault(f"pulled at {after:.2f}", lambda bed: bed.later(after, bed.line.pull))


def stuck(after: float) -> Fault:
    """The port takes no more in the middle of something."""
    return Fault(f"stuck at {after:.2f}", lambda bed: bed.later(after, lambda: stick(bed)))


def stick(bed: Bed) -> None:
    """Let the driver take no more bytes."""
    bed.line.hold(stuck=True)


def talk(bed: Bed, says: bytes) -> None:
    """Another device talks, and the right one isn't there."""
    bed.line.line.use_cables(to_device=Silent())
    for tick in range(40):
        bed.later(tick * 0.1, lambda: bed.line.line.send(says))


def mend(bed: Bed) -> None:
    """Put everything right again."""
    bed.line.line.use_cables()
    bed.line.hold(stuck=False)
    bed.line.line.connect(False)  # noqa: FBT003 - see connect; what was still under way is lost
    bed.line.plug()
