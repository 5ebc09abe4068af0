"""Every way the process of a vendor's library goes wrong, at every moment of a reading: a table, and how one is endured.

Real processes and pipes, in a time that passes five times as fast: a library that hangs for 15 seconds costs 3.
"""

from __future__ import annotations

import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceError
from devices.vendor_card import frames
from devices.vendor_card.adapter import VendorCardReader
from tests.devices import vendor_child
from tests.devices.trial import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from devices.deadline import Bell

TIMES: Final = 5.0
"""So much faster than real time passes here."""
ORDER_SECONDS: Final = 20.0
LATE_SECONDS: Final = 2.0
"""What an order may seem late: 0.4 s of a machine that others share."""
BACK_SECONDS: Final = 5.0
LISTEN_SECONDS: Final = 0.5
NUMBER: Final = "X00000019"
AT_ONCE: Final = 8
"""Cases tried side by side: each mostly waits."""

MOMENTS: Final = (
    "when it is loaded",
    "when first asked",
    "while no card is there",
    "while a card is read",
    "while the card is to be taken",
    "when the card was taken",
)
SIGNALS: Final = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGKILL", "SIGTERM")
LENGTHS: Final = ("0 -1", "0 4097", "0 99999999999", "0", "", "0 1 2", "zero 0", "0 nought", "\xff\xfe 0", "0x0 0")


class Hurried(SystemTime):
    """The machine's time, only that more of it passes."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment, of this time."""
        return super().monotonic() * TIMES

    def sleep(self, seconds: float) -> None:
        """Let `seconds` of this time pass."""
        super().sleep(seconds / TIMES)

    def bell(self) -> Bell:
        """Make a bell that is waited for in this time."""
        return _HurriedBell(super().bell())


class _HurriedBell:
    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self.ring = bell.ring

    def wait(self, timeout_seconds: float | None) -> bool:
        return self._bell.wait(None if timeout_seconds is None else timeout_seconds / TIMES)


@dataclass(frozen=True)
class FaultCase:
    """What the process does at one moment. `harmless`: it answers well, so the card must be read and seen to be taken."""

    what: str
    moment: int
    deed: str
    argument: str = ""
    harmless: bool = False

    @property
    def name(self) -> str:
        """What happens, and when."""
        return f"{self.what} {MOMENTS[self.moment]}"


def fault_cases() -> list[FaultCase]:
    """List every case."""
    return [*_of_the_process(), *_of_the_pipe(), *_at_every_byte(), *_results()]


def _of_the_process() -> Iterator[FaultCase]:
    for moment in range(len(MOMENTS)):
        for name in SIGNALS:
            yield FaultCase(f"crashes with {name}", moment, "signal", name)
        for code in (0, 1, 3):
            yield FaultCase(f"ends with {code}", moment, "exit", str(code))
        yield FaultCase("answers and ends", moment, "answer-and-exit", "0")
        yield FaultCase("hangs", moment, "hang")
        for seconds in (0.5, 2.0, 5.0):
            yield FaultCase(f"late by {seconds} s", moment, "late", str(seconds / TIMES), harmless=True)
        yield FaultCase("late by 30 s", moment, "late", str(30 / TIMES))


def _of_the_pipe() -> Iterator[FaultCase]:
    noise = random.Random(7)
    for moment in range(len(MOMENTS)):
        yield FaultCase("closes its output", moment, "close", "1")
        yield FaultCase("closes its input", moment, "close", "0")
        yield FaultCase("answers and closes its output", moment, "answer-and-close", "1")
        yield FaultCase("answers twice", moment, "twice")
        yield FaultCase("a trickle, 0.01 s a byte,", moment, "trickle", str(0.01 / TIMES), harmless=True)
        yield FaultCase("a trickle, 2 s a byte,", moment, "trickle", str(2.0 / TIMES))
        for line in LENGTHS:
            yield FaultCase(f"wrong head {line!r}", moment, "say", f"{line}\n".encode("latin-1").hex())
        yield FaultCase("noise without an end", moment, "say", (b"x" * 60_000).hex())
        yield FaultCase("a library that talks: another device", moment, "say-first", b"reader opened\n".hex())
        for number in range(4):
            rubbish = noise.randbytes(noise.randrange(1, 80)).hex()
            yield FaultCase(f"noise {number}", moment, "say", rubbish)
            yield FaultCase(f"noise {number} and the end", moment, "say-and-exit", rubbish)


def _at_every_byte() -> Iterator[FaultCase]:
    """Each kind of answer split, torn and damaged at each byte; cut without an end at some, for those are waited for."""
    for moment in (0, 2, 3):
        good = vendor_child.usual(moment)
        head = good.index(b"\n") + 1
        for at in range(1, len(good)):
            yield FaultCase(f"answer split at {at}", moment, "split", f"{at} {0.3 / TIMES}", harmless=True)
            yield FaultCase(f"answer torn at {at}", moment, "torn", str(at))
        for at in range(1, len(good), 1 if len(good) < 10 else 30):
            yield FaultCase(f"answer cut at {at}", moment, "cut", str(at))
        for at, bit in product(range(head), (0, 2, 5)):
            yield FaultCase(f"bit {bit} of the head's byte {at} wrong", moment, "flip", f"{at} {bit}")


def _results() -> Iterator[FaultCase]:
    """Every result there is a name for, a status word, and two that nobody knows."""
    for moment, result in product(range(1, len(MOMENTS)), (*frames.RESULTS, -27010, -99999, 3)):
        yield FaultCase(f"result {result}", moment, "say", f"{result} 0\n".encode().hex())


def endure(case: FaultCase) -> Outcome:
    """Read a card through the trouble and see it taken, mend it, and read another; assert what always holds."""
    clock = Hurried()
    with tempfile.TemporaryDirectory(prefix="yiban-vendor-") as name:
        folder = Path(name)
        words = (vendor_child.__file__, name, str(case.moment), case.deed, case.argument)
        reader = VendorCardReader([sys.executable, "-I", "-S", *words], 1, clock)
        try:
            what, longest = _used(reader, clock)
            assert longest <= ORDER_SECONDS + LATE_SECONDS, "it ends with its deadline"
            assert what == "read" or not case.harmless, f"{what}: nothing was lost"
            (folder / "over").touch()
            return Outcome(what, longest, _back(reader, clock, folder))
        except Exception as error:
            raise AssertionError(f"{case.name}: {type(error).__name__}: {error}") from error
        finally:
            reader.close()


def _used(reader: VendorCardReader, clock: Hurried) -> tuple[str, float]:
    """Read a card and see it taken; return how that ended, and what the longer of the two took."""
    begun = clock.monotonic()
    took = 0.0
    try:
        assert reader.read_card(Deadline(clock, ORDER_SECONDS), found=lambda: None).number == NUMBER, "it is the card"
        took = clock.monotonic() - begun
        begun = clock.monotonic()
        reader.give_back(Deadline(clock, 1.0))
        reader.wait_taken(Deadline(clock, ORDER_SECONDS))
        what = "read"
    except DeviceError as error:
        what = error.code
    return what, max(took, clock.monotonic() - begun)


def _back(reader: VendorCardReader, clock: Hurried, folder: Path) -> float:
    """Be an idle lane until the reader is well; return how long that took. It then reads the next person's card."""
    mended = clock.monotonic()
    reader.listen(Deadline(clock, LISTEN_SECONDS, slice_seconds=LISTEN_SECONDS))
    while not reader.probe(Deadline(clock, 3.0)).usable:
        assert clock.monotonic() - mended <= BACK_SECONDS, "it is back in time"
        reader.listen(Deadline(clock, LISTEN_SECONDS, slice_seconds=LISTEN_SECONDS))
    back = clock.monotonic() - mended
    reader.wait_taken(Deadline(clock, BACK_SECONDS))
    (folder / "card").touch()
    assert reader.read_card(Deadline(clock, BACK_SECONDS), found=lambda: None).number == NUMBER, "it reads again"
    return back


def endure_all(cases: Sequence[FaultCase]) -> list[Outcome]:
    """Endure cases, some at once, and again alone what failed beside others: the time is real. Return how each ended."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tried = list(pool.map(_endured, cases))
    return [outcome or endure(case) for case, outcome in zip(cases, tried, strict=True)]


def _endured(case: FaultCase) -> Outcome | None:
    try:
        return endure(case)
    except AssertionError:
        return None
