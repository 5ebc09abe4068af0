"""How long one look-up takes, at 10,000 and at 500,000 people: p50 and p99 of people drawn at random.

The records are sealed and lie on disk as a hall's do; every look-up finds the row, opens it, unpacks it and makes the whole
`Record`. So many people are made of a thousand synthetic ones, each again and again under a number of its own and sealed
anew. The collector of garbage is on, as it is in the terminal.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Final

from kiosk.core.clock import SystemClock
from kiosk.core.money import IdNumber
from kiosk.demo.people import synthetic_people
from kiosk.store.builder import Origin, build
from kiosk.store.keys import FileKey, key_file
from kiosk.store.records import Records
from tests.benchmarks.row import Row, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kiosk.core.record import Record

FEW: Final = 10_000
MANY: Final = 500_000
MODELS: Final = 1_000
DRAWN: Final = 3_000


def models() -> tuple[Record, ...]:
    """Make the people whom all others repeat."""
    today = SystemClock().now().date()
    people = synthetic_people(1, today, today - timedelta(days=1))
    return tuple(islice((person.record for person in people if person.record is not None), MODELS))


def measure(folder: Path, people: Sequence[Record], count: int) -> list[Row]:
    """Seal so many people and look some of them up."""
    data = folder / f"people-{count}"
    key = FileKey(key_file(data))
    key.make()
    today = SystemClock().now().date()
    begun = time.perf_counter()
    build(data, key, Origin("某某县社会保险事业管理局", "000000", today), _repeated(people, count))
    sealed = time.perf_counter() - begun
    records = Records(data, key, SystemClock(), limit=None)
    chance = Random(count)
    times = [_timed(records, chance.randrange(count)) * 1e6 for _ in range(DRAWN)]
    records.close()
    shutil.rmtree(data)
    name = f"look-up among {count:,} people"
    return [
        Row(f"{name}, p50", f"{share(times, 50):.0f} us", f"sealed in {sealed:.0f} s"),
        Row(f"{name}, p99", f"{share(times, 99):.0f} us"),
    ]


def _timed(records: Records, index: int) -> float:
    number = _number(index)
    begun = time.perf_counter()
    records.find_by_number(number)
    return time.perf_counter() - begun


def _repeated(people: Sequence[Record], count: int) -> Iterator[Record]:
    for index in range(count):
        one = people[index % len(people)]
        card = None if one.card is None else replace(one.card, number=f"Y{index:08d}")
        yield replace(one, person=replace(one.person, number=_number(index)), card=card)


def _number(index: int) -> IdNumber:
    return IdNumber(f"99{index:016d}")
