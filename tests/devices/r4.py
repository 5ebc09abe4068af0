"""R4 as a table: every driver x every kind of fault, how many cases, the longest order, the slowest return, in time or not.

    python -m tests.devices.r4 [FILE]

It tries every case anew, in virtual time where a line is what fails, which takes some minutes, prints the table and writes it
into the file. What the cases are and what must hold in each stands in the files of faults beside this one.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.devices import (
    cups_faults,
    escpos_faults,
    pcsc_faults,
    sam_faults,
    serial_faults,
    slot_faults,
    slot_splits,
    vendor_faults,
)
from tests.devices.serial_faults import ORDER_SECONDS
from tests.devices.slot_trial import DEADLINE_SECONDS, try_fault
from tests.devices.test_ascii_keypad import InUse as KeypadInUse
from tests.devices.test_line_scanner import InUse as ScannerInUse
from tests.devices.test_modbus_indicators import InUse as BoardInUse
from tests.devices.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.devices.trial import Outcome

BACK_SECONDS: Final = 5.0
"""R4: so soon after the replug it is in use again."""
LEAST_CASES: Final = 500
KINDS: Final[Mapping[str, str]] = {
    "printer's own words": "^reason |^a jam",
    "queue or CUPS": "the queue|CUPS",
    "everything at once": "everything(?! twice)|some of everything",
    "another device": "another device|instead|talks unasked|comes back|ID-card reader|scanner|modem|printer|zeros|ones|signs"
    "|another speed",
    "unplugged and plugged": "pulled and plugged|replug",
    "unplugged": "pull|nothing plugged in",
    "stuck write": "stuck",
    "device or power": "without power|power_off|module|set to|left at|close after",
    "split": "split|pauses at",
    "trickle, late": "trickle|byte by byte|late |slow",
    "duplicates": "twice|doubled|duplicates",
    "wrong check": "wrong|rubbish before",
    "truncated": "cut|half|torn",
    "noise": "noise",
    "silence": "silence|dead|deafness|broken wire|is the last|orders from|hangs",
    "lost bytes": "loss|lost",
    "process ends": "crashes|ends",
    "pipe closed": "closes",
    "reader gone": "reader gone",
    "card's trouble": "trouble with the card",
    "refused": "refused|result",
}
"""Kinds of fault, and the words cases of each have in their names; the first that fits counts."""


def kind_of(name: str) -> str:
    """Return the kind a case is of. Raises `LookupError` for a case of none."""
    for kind, words in KINDS.items():
        if re.search(words, name):
            return kind
    raise LookupError(name)


def _slot(make: str, reading_seconds: float) -> Iterator[Trial]:
    for case in slot_faults.fault_cases():
        bed = slot_splits.MAKES[make]()
        yield try_fault(bed, case, reading_seconds)
        bed.close()
    for split in slot_splits.split_cases(make):
        yield slot_splits.endure(make, split)


def _outcomes(names: Iterable[str], outcomes: Iterable[Outcome]) -> Iterator[Trial]:
    return (Trial(name, each.seconds, each.back_seconds) for name, each in zip(names, outcomes, strict=True))


def _id_reader() -> Iterator[Trial]:
    cases = sam_faults.fault_cases()
    return _outcomes((case.name for case in cases), map(sam_faults.endure, cases))


def _pcsc() -> Iterator[Trial]:
    cases = list(pcsc_faults.fault_cases())
    return _outcomes((case.name for case in cases), map(pcsc_faults.endure, cases))


def _cups() -> Iterator[Trial]:
    cases = cups_faults.fault_cases()
    return _outcomes((case.name for case in cases), map(cups_faults.endure, cases))


def _vendor_card() -> Iterator[Trial]:
    cases = vendor_faults.fault_cases()
    return _outcomes((case.name for case in cases), vendor_faults.endure_all(cases))


@dataclass(frozen=True)
class Driver:
    """A driver, how its cases are tried, and how long an order of it may take."""

    name: str
    trials: Callable[[], Iterable[Trial]]
    deadline_seconds: float


DRIVERS: Final = (
    Driver("ID-card reader (sam)", _id_reader, sam_faults.READ_SECONDS),
    Driver("social-security card, CCID with echo", partial(_slot, "CCID with echo", 0.4), DEADLINE_SECONDS),
    Driver("social-security card, CCID without echo", partial(_slot, "CCID without echo", 0.4), DEADLINE_SECONDS),
    Driver("social-security card, motor (crt)", partial(_slot, "motor", 1.5), DEADLINE_SECONDS),
    Driver("social-security card, PC/SC (pcsc)", _pcsc, pcsc_faults.ORDER_SECONDS),
    Driver("social-security card, vendor's library (sscard_driver)", _vendor_card, vendor_faults.ORDER_SECONDS),
    Driver(
        "receipt printer (escpos, four makes)",
        lambda: map(escpos_faults.suffers, escpos_faults.fault_cases()),
        escpos_faults.ORDER_SECONDS,
    ),
    Driver("document printer (cups)", _cups, cups_faults.ORDER_SECONDS),
    Driver("scanner (line)", partial(serial_faults.endure_all, ScannerInUse), ORDER_SECONDS),
    Driver("keypad (ascii)", partial(serial_faults.endure_all, KeypadInUse), ORDER_SECONDS),
    Driver("lamps and contacts (modbus)", partial(serial_faults.endure_all, BoardInUse), ORDER_SECONDS),
)


def table(driver: Driver, trials: Sequence[Trial]) -> str:
    """Write one driver's part: a row per kind of fault, and their sum."""
    rows: list[tuple[str, Sequence[Trial]]] = []
    for kind in KINDS:
        of_kind = [trial for trial in trials if kind_of(trial.name) == kind]
        rows += [(kind, of_kind)] if of_kind else []
    head = f"{driver.name}  (an order has {driver.deadline_seconds:g} s)"
    lines = [head, f"  {'kind of fault':24} {'cases':>6} {'longest order':>14} {'slowest return':>15}  back within 5 s"]
    for kind, found in (*rows, ("all", trials)):
        longest = max(trial.seconds for trial in found)
        slowest = max(trial.back_seconds for trial in found)
        back = sum(trial.back_seconds <= BACK_SECONDS for trial in found)
        lines.append(f"  {kind:24} {len(found):6} {longest:12.2f} s {slowest:13.2f} s  {back} of {len(found)}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Try everything; return 0 when every driver had its cases and was always back in time."""
    parser = argparse.ArgumentParser(prog="r4", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where the table is written to")
    file: Path | None = parser.parse_args(arguments).file
    parts: list[str] = []
    good = True
    for driver in DRIVERS:
        trials = list(driver.trials())
        parts.append(table(driver, trials))
        sys.stdout.write(f"{parts[-1]}\n")
        sys.stdout.flush()
        good = good and len(trials) >= LEAST_CASES and all(trial.back_seconds <= BACK_SECONDS for trial in trials)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(parts), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
