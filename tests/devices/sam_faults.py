"""Every way a reading of an identity card can go wrong on its way: a table of faults, and how one of them is endured."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from devices.bench.cables import Bytewise, Cut, Doubled, Lossy, Noisy, Piece, Silent, together
from devices.deadline import Deadline
from devices.errors import CardError, LinkError, OperationTimedOut, ProtocolFault
from devices.id_sam.simulator import ModuleFault, Timings
from devices.id_sam.speeds import SPEEDS
from tests.devices.sam_bed import OTHER, PERSON, Bed
from tests.devices.slot_faults import OTHERS, AtBurst, Chatter
from tests.devices.trial import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from devices.bench.cables import Cable

NEW_ADDRESS = "北京市海淀区测试路3号"
MOVED = replace(PERSON, address=NEW_ADDRESS)
TYPED = (LinkError, CardError, ProtocolFault, OperationTimedOut)
READ_SECONDS = 20.0
BACK_SECONDS = 5.0
PROBE_SECONDS = 3.0
LISTEN_SECONDS = 0.5
"""How often an idle lane asks a device how it is, and how long it listens at a time."""

ANSWER_BYTES = (11, 11, 27, 15, 19, 1295, 81, 11)
"""The answers of one reading, from opening on: at which speed, status, module number, find, select, read, new address, find."""
ORDER_BYTES = 10


@dataclass(frozen=True)
class FaultCase:
    """A named trouble. `harmless`: nothing is lost, so the card must be read; `restarts`: the module lost its power."""

    name: str
    strike: Callable[[Bed], None]
    harmless: bool = False
    restarts: bool = False


class PauseAt:
    """One burst, counted from the opening, pauses after so many bytes."""

    def __init__(self, number: int, at: int, seconds: float) -> None:
        self._number, self._at, self._seconds = number, at, seconds

    def carry(self, data: bytes) -> Iterable[Piece]:
        self._number -= 1
        if self._number != -1:
            return [Piece(data)]
        return [Piece(data[: self._at]), Piece(data[self._at :], self._seconds)]


def fault_cases() -> list[FaultCase]:
    """List every case."""
    return [*_at_every_byte(), *_bad_lines(), *_of_the_machine(), *_other_devices()]


def _to_host(name: str, cable: Callable[[], Cable], *, harmless: bool = False) -> FaultCase:
    return FaultCase(f"{name}, to the host", lambda bed: bed.line.line.use_cables(to_host=cable()), harmless)


def _to_device(name: str, cable: Callable[[], Cable], *, harmless: bool = False) -> FaultCase:
    return FaultCase(f"{name}, to the device", lambda bed: bed.line.line.use_cables(to_device=cable()), harmless)


def _at_every_byte() -> Iterator[FaultCase]:
    """Each answer and order split at each byte; cut and damaged at each, too, but the two longest at some of theirs."""
    for number, size in enumerate(ANSWER_BYTES):
        for at in range(1, size):
            yield _to_host(f"answer {number} split at {at}", partial(PauseAt, number, at, 0.2), harmless=True)
    for number, size in enumerate(ANSWER_BYTES[:-1]):
        for at in range(1, size, 1 if size < 30 else size // 25):
            yield _to_host(f"answer {number} cut at {at}", partial(AtBurst, number, partial(_cut, at)))
    for number, size in enumerate(ANSWER_BYTES):
        for at in range(0, size, 5 if size < 100 else 250):
            yield _to_host(f"answer {number} wrong at {at}", partial(AtBurst, number, partial(_flipped, at)))
        yield _to_host(f"answer {number} lost", partial(AtBurst, number, _lost))
        yield _to_host(f"answer {number} twice", partial(AtBurst, number, _twice), harmless=True)
        yield _to_host(f"answer {number} is the last", partial(AtBurst, number + 1, _lost, onwards=True))
    for at in range(1, ORDER_BYTES):
        for number in range(len(ANSWER_BYTES)):
            yield _to_device(f"order {number} split at {at}", partial(PauseAt, number, at, 0.2), harmless=True)
        number = at % 7
        yield _to_device(f"order {number} pauses at {at}", partial(PauseAt, number, at, 0.3))
        yield _to_device(f"order {number} cut at {at}", partial(AtBurst, number, partial(_cut, at)))
        yield _to_device(f"order {number} wrong at {at}", partial(AtBurst, number, partial(_flipped, at)))
    for number in range(8):
        yield _to_device(f"order {number} lost", partial(AtBurst, number, _lost))
        yield _to_device(f"all orders from {number} on lost", partial(AtBurst, number, _lost, onwards=True))


def _bad_lines() -> Iterator[FaultCase]:
    for seed in range(3):
        lines: dict[str, Callable[[], Cable]] = {
            "noise": partial(Noisy, seed, 0.01),
            "much noise": partial(Noisy, seed, 0.2),
            "loss": partial(Lossy, seed, 0.002),
            "much loss": partial(Lossy, seed, 0.2),
            "some answers cut": partial(Cut, seed, 0.3),
            "some of everything": lambda seed=seed: together(  # type: ignore[misc] # mypy can't type a default
                Doubled(seed, 0.2), Cut(seed, 0.1), Lossy(seed, 0.001), Noisy(seed, 0.001)
            ),
        }
        for name, cable in lines.items():
            yield _to_host(f"{name} {seed}", cable)
            yield _to_device(f"{name} {seed}", cable)
    yield _to_host("everything twice", partial(Doubled, 1, 1.0), harmless=True)
    for pause in (0.0, 0.001):
        yield _to_host(f"a trickle, {pause} s a byte", partial(Bytewise, pause), harmless=True)
        yield _to_device(f"a trickle, {pause} s a byte", partial(Bytewise, pause), harmless=True)
    yield _to_host("a trickle, 0.2 s a byte", partial(Bytewise, 0.2))
    yield _to_device("a trickle, 0.2 s a byte", partial(Bytewise, 0.2))
    yield _to_host("silence", Silent)
    yield _to_device("silence", Silent)


def _of_the_machine() -> Iterator[FaultCase]:
    """Plugs, drivers, power and the module itself, at any moment of the reading."""
    for tick in range(30):
        at = round(tick * 0.03, 2)
        yield FaultCase(f"pulled at {at}", partial(_later, at, lambda bed: bed.line.pull()), restarts=True)
    for tick in range(12):
        at = round(tick * 0.07, 2)
        yield FaultCase(f"pulled and plugged at {at}", partial(_later, at, _wiggle), restarts=True)
        yield FaultCase(f"the driver stuck at {at}", partial(_later, at, lambda bed: bed.line.hold(stuck=True)))
        yield FaultCase(f"without power for a moment at {at}", partial(_later, at, lambda bed: bed.simulator.restart()))
        for fault in (ModuleFault.MUTE, ModuleFault.SELF_TEST_ONCE):
            strike = partial(_later, at, lambda bed, fault=fault: bed.simulator.fail(fault))  # type: ignore[misc] # as above
            yield FaultCase(f"the module {fault.value} at {at}", strike)
    for speed in SPEEDS:
        yield FaultCase(f"left at {speed}", lambda bed, b=speed: bed.line.line.leave_device_at(b), harmless=True)  # type: ignore[misc] # as above
        for at in (0.1, 0.4):
            strike = partial(_later, at, lambda bed, b=speed: bed.line.line.leave_device_at(b))  # type: ignore[misc] # as above
            yield FaultCase(f"set to {speed} by somebody at {at}", strike)


def _other_devices() -> Iterator[FaultCase]:
    for name, says in OTHERS.items():
        yield _to_host(f"{name} instead", partial(Chatter, says))
        yield FaultCase(f"{name} that talks unasked", partial(_talks, says))
    yield FaultCase("what is sent comes back", _echoes)


def _cut(at: int, data: bytes) -> bytes:
    return data[:at]


def _flipped(at: int, data: bytes) -> bytes:
    return data[:at] + bytes(b ^ (1 << at % 8) for b in data[at : at + 1]) + data[at + 1 :]


def _lost(data: bytes) -> bytes:
    del data
    return b""


def _twice(data: bytes) -> bytes:
    return data + data


def _later(seconds: float, deed: Callable[[Bed], None], bed: Bed) -> None:
    bed.later(seconds, lambda: deed(bed))


def _wiggle(bed: Bed) -> None:
    bed.line.pull()
    bed.line.plug()


def _talks(says: bytes, bed: Bed) -> None:
    bed.line.line.use_cables(to_device=Silent())
    for tick in range(40):
        bed.later(tick * 0.1, lambda: bed.line.line.send(says))


def _echoes(bed: Bed) -> None:
    class Echo:
        def carry(self, data: bytes) -> Iterable[Piece]:
            bed.later(0.0, lambda: bed.line.line.send(data))
            return []

    bed.line.line.use_cables(to_device=Echo())


def told(outcomes: Sequence[Outcome]) -> str:
    """Say in two lines how a table ended."""
    ends = ", ".join(f"{what} {number}" for what, number in Counter(o.what for o in outcomes).most_common())
    slowest, back = max(o.seconds for o in outcomes), max(o.back_seconds for o in outcomes)
    return f"{len(outcomes)} faults of the ID-card reader: {ends}\nslowest end {slowest:.1f} s, slowest return {back:.1f} s\n"


def endure(case: FaultCase) -> Outcome:
    """Read a card through a trouble, mend it, and read another as an idle terminal would; assert what always holds."""
    bed = Bed(Timings(read=0.2))
    try:
        case.strike(bed)
        bed.simulator.place(PERSON, moved_to=NEW_ADDRESS)
        what = _read_once(bed, case)
        seconds = bed.clock.monotonic()
        assert seconds <= READ_SECONDS + 0.06, "it ends with its deadline"
        bed.simulator.lift()
        return Outcome(what, seconds, _back(bed, case))
    except Exception as error:
        raise AssertionError(f"{case.name}: {type(error).__name__}: {error}") from error
    finally:
        bed.close()


def _read_once(bed: Bed, case: FaultCase) -> str:
    try:
        card = bed.read(READ_SECONDS)
    except TYPED as error:
        assert not case.harmless, "nothing was lost"
        return error.code
    assert card == MOVED or (card == PERSON and not case.harmless), "it reads what is there"
    return "read"


class _Lane:
    """An idle lane: it listens, and asks how the reader is three seconds after it last did."""

    def __init__(self, bed: Bed, seconds: float) -> None:
        self._bed = bed
        self._probe_at = bed.clock.monotonic() + seconds

    def turn(self) -> bool:
        """Do what comes next; say whether the reader is well."""
        bed = self._bed
        if bed.clock.monotonic() >= self._probe_at:
            bed.reader.probe(bed.deadline(PROBE_SECONDS))
            self._probe_at = bed.clock.monotonic() + PROBE_SECONDS
        if bed.reader.health().usable:
            return True
        bed.reader.listen(Deadline(bed.clock, LISTEN_SECONDS, slice_seconds=LISTEN_SECONDS))
        return False


def _back(bed: Bed, case: FaultCase) -> float:
    """Mend it with a replug; return how long an idle lane took to have the reader back."""
    chance = random.Random(case.name)
    bed.clock.sleep(1.0)  # what was to strike later has struck
    bed.line.pull()
    bed.reader.listen(bed.deadline(LISTEN_SECONDS))
    lane = _Lane(bed, chance.uniform(0.0, PROBE_SECONDS))
    unplugged_until = bed.clock.monotonic() + chance.uniform(0.0, 6.0)
    while bed.clock.monotonic() < unplugged_until:
        lane.turn()
    bed.line.line.use_cables()
    bed.line.hold(stuck=False)
    bed.simulator.fail(ModuleFault.NONE)
    if case.restarts:
        bed.simulator.restart()
    bed.line.plug()
    plugged = bed.clock.monotonic()
    while not lane.turn():
        assert bed.clock.monotonic() - plugged <= BACK_SECONDS, "it is back in time"
    took = bed.clock.monotonic() - plugged
    assert took <= BACK_SECONDS, "it is back in time"
    bed.simulator.place(OTHER)
    assert bed.read(BACK_SECONDS) == OTHER, "it reads again"
    return took
