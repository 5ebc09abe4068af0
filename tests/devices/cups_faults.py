"""Every way an A4 printer behind CUPS stops, at every moment of a job: a table, and how one is endured, in virtual time.

A queue hangs on no line: in place of bytes that are cut and split stands every word the printer may say of itself, at every
level, and what can happen to printer, queue and CUPS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Final

from devices.cups import reasons
from devices.deadline import Deadline
from devices.errors import DeviceError
from devices.health import DeviceState
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.cups_reasons import TABLE
from tests.devices.trial import Outcome
from tests.devices.virtual_cups import VirtualCups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.cups.adapter import CupsPrinter
ORDER_SECONDS: Final = 60.0
LATE_SECONDS: Final = 3.5
"""What an order may take beyond its deadline: throwing its job away."""
BACK_SECONDS: Final = 5.0
PROBE_SECONDS: Final = 3.0
LISTEN_SECONDS: Final = 0.5
SHEET_SECONDS: Final = 2.0
PAGES: Final = 3
PHANTOM_SECONDS: Final = 0.4

MOMENTS: Final = {
    "before the job": -3.0,
    "at the first sheet": 1.0,
    "at the second sheet": 3.2,
    "at the last sheet": 5.4,
}
"""Seconds after the job was handed over."""


@dataclass(frozen=True)
class FaultCase:
    """What happens to the office at one moment; `ends` is the code it must end with, "" where that depends on the moment."""

    name: str
    at_seconds: float
    strikes: Callable[[VirtualCups], object]
    ends: str = ""
    lasts_seconds: float | None = None
    asked_itself: bool = True


def fault_cases() -> list[FaultCase]:
    """List every case."""
    return [*_words(), *_phantoms(), *_machines()]


def _words() -> Iterator[FaultCase]:
    """Every word at every level at every moment, told by the printer itself."""
    for (keyword, kind), (moment, at) in product(TABLE, MOMENTS.items()):
        idle = reasons.stop([keyword])
        means = kind if at >= 0 else None if idle is None else idle.kind
        yield FaultCase(f"reason {keyword} {moment}", at, _saying(keyword, blocks=means is not None), _code(means))


def hearsay_cases() -> list[FaultCase]:
    """List every word in the middle of a job where the printer can't be asked itself: nobody can tell when it is mended."""
    at = MOMENTS["at the second sheet"]
    return [
        FaultCase(f"reason {keyword}", at, _saying(keyword, blocks=kind is not None), _code(kind), asked_itself=False)
        for keyword, kind in TABLE
    ]


def _phantoms() -> Iterator[FaultCase]:
    """Words that stop a job come and go."""
    for word, (moment, at) in product(reasons.STOPS, MOMENTS.items()):
        strikes = _saying(f"{word}-error", blocks=True)
        yield FaultCase(f"reason {word} for a moment {moment}", at, strikes, "printed", PHANTOM_SECONDS)


def _machines() -> Iterator[FaultCase]:
    """What happens to printer, queue and CUPS, at sixteen moments."""
    for tick in range(16):
        at = round(tick * 0.4 - 0.2, 1)
        when = f"at {at} s"
        yield FaultCase(f"pulled {when}", at, VirtualCups.vanish, "no-reply")
        yield FaultCase(f"pulled and plugged {when}", at, _wiggle)
        yield FaultCase(f"pulled for 3 s {when}", at, VirtualCups.vanish, "printed" if at > 0 else "", 3.0)
        yield FaultCase(f"hangs {when}", at, VirtualCups.hang)
        yield FaultCase(f"hangs for 3 s {when}", at, VirtualCups.hang, "printed", 3.0)
        yield FaultCase(f"the queue stopped {when}", at, VirtualCups.stop_queue, "document-fault")
        yield FaultCase(f"CUPS ended {when}", at, VirtualCups.stop_service)
        yield FaultCase(f"a jam eats the job {when}", at, VirtualCups.eats, "paper-jam")


def _saying(keyword: str, *, blocks: bool) -> Callable[[VirtualCups], object]:
    return lambda office: office.says(keyword, blocks=blocks)


def _code(kind: type[DeviceError] | None) -> str:
    return "printed" if kind is None else kind.code


def _wiggle(office: VirtualCups) -> None:
    office.vanish()
    office.switch_on()


def pdf(mark: str) -> bytes:
    """A document of some pages."""
    return b"%PDF-1.7\n" + b"<</Type /Page >>\n" * PAGES + mark.encode() + b"\n%%EOF\n"


def endure(case: FaultCase, back_within: float = BACK_SECONDS) -> Outcome:
    """Print through the trouble, mend it, and print for the next person; assert what always holds."""
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    office = VirtualCups(clock, sheet_seconds=SHEET_SECONDS, asked_itself=case.asked_itself)
    printer = office.adapter()
    try:
        printer.probe(Deadline(clock, PROBE_SECONDS))
        clock.spawn("fate", lambda: _fate(clock, office, case))
        clock.sleep(max(0.0, -case.at_seconds))
        begun = clock.monotonic()
        try:
            printer.print_pdf(pdf("first"), "", Deadline(clock, ORDER_SECONDS), progress=lambda _: None)
            what = "printed"
        except DeviceError as error:
            what = error.code
        seconds = clock.monotonic() - begun
        assert seconds <= ORDER_SECONDS + LATE_SECONDS, "it ends with its deadline"
        assert what == case.ends or not case.ends, what
        assert (what != "printed") or office.tray == [pdf("first")], "called printed what is not"
        clock.sleep(max(0.0, case.at_seconds + 1.0 - seconds))  # what was to strike later has struck
        return Outcome(what, seconds, _back(clock, office, printer, back_within, proved=what != "print-unproven"))
    except Exception as error:
        raise AssertionError(f"{case.name}: {type(error).__name__}: {error}") from error
    finally:
        printer.close()
        office.well()


def _fate(clock: VirtualClock, office: VirtualCups, case: FaultCase) -> None:
    clock.sleep(max(0.0, case.at_seconds))
    case.strikes(office)
    if case.lasts_seconds is not None:
        clock.sleep(case.lasts_seconds)
        office.well()


def _back(clock: VirtualClock, office: VirtualCups, printer: CupsPrinter, within: float, *, proved: bool) -> float:
    """Mend it, and be an idle lane until the printer is well; return how long that took. The next document comes out alone."""
    printer.probe(Deadline(clock, PROBE_SECONDS))
    office.well()
    before, mended = len(office.tray), clock.monotonic()
    probe_at = mended + PROBE_SECONDS / 2
    while not (printer.health().usable and printer.health().state is DeviceState.ONLINE):
        assert clock.monotonic() - mended <= within, "it is back in time"
        printer.listen(Deadline(clock, LISTEN_SECONDS, slice_seconds=LISTEN_SECONDS))
        if clock.monotonic() >= probe_at:
            printer.probe(Deadline(clock, PROBE_SECONDS))
            probe_at = clock.monotonic() + PROBE_SECONDS
    back = clock.monotonic() - mended
    printer.print_pdf(pdf("next"), "", Deadline(clock, ORDER_SECONDS), progress=lambda _: None)
    clock.sleep(SHEET_SECONDS * PAGES)
    came = [document for document in office.tray[before:] if proved or document != pdf("first")]
    assert came == [pdf("next")], "what was given up comes out for the next person"
    assert office.spooled() == 0, "something stays in the spool"
    return back
