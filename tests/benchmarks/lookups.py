"""How long one look-up takes, at 10,000 and at 500,000 people: p50 and p99 of people drawn at random.

The records are sealed and lie on disk as a hall's do; every look-up finds the row, opens it, unpacks and checks it. What a
person has many of is made when a page reads it, so there is a second figure with everything made, which no visit asks for.
So many people are made of a thousand synthetic ones, each again and again under a number of its own and sealed anew. The
collector of garbage is on and leaves alone what was there before, as in the terminal.

Beside them stands what was measured before this store was built, on records of a third of the size (24 months and 12
payments, where these have up to 50 years and 35 payments). Beside the reading of a body stands the same people's in format 2.
"""

from __future__ import annotations

import gc
import shutil
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.clock import SystemClock
from kiosk.core.money import IdNumber
from kiosk.demo.people import synthetic_people
from kiosk.store import body
from kiosk.store.builder import Origin, build
from kiosk.store.keys import FileKey, key_file
from kiosk.store.records import Records
from tests.benchmarks.row import Row, compared, figure, share
from tests.store.older import second_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kiosk.core.record import Record

T = TypeVar("T")

FEW: Final = 10_000
MANY: Final = 500_000
MODELS: Final = 1_000
DRAWN: Final = 3_000
BEFORE: Final = {50: 23.8, 99: 32.6}
"""Microseconds of a look-up with opening and decoding of a small record, warm, 500,000 people."""


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
    drawn = [_number(chance.randrange(count)) for _ in range(DRAWN)]
    found = _times(records.find_by_number, drawn)
    made = _times(lambda number: _everything(records.find_by_number(number)), drawn)
    records.close()
    shutil.rmtree(data)
    name = f"look-up among {count:,} people"
    return [
        _beside(f"{name}, p50 (sealed in {sealed:.0f} s)", found, 50),
        _beside(f"{name}, p99", found, 99),
        Row(f"{name}, everything made, p50", figure(share(made, 50), "us")),
        Row(f"{name}, everything made, p99", figure(share(made, 99), "us")),
    ]


def formats(people: Sequence[Record]) -> list[Row]:
    """Read the same people from bodies of today's format and of format 2."""
    bodies = [{body.FORM: body.pack(one), 2: second_body(one)} for one in people]
    times = {form: _times(partial(body.unpack, form), [each[form] for each in bodies] * 3) for form in bodies[0]}
    return [
        compared(f"body read, p{percent}", share(times[body.FORM], percent), share(times[2], percent), "us",
                 beside="format 2", goal=0.5)
        for percent in (50, 99)
    ]  # fmt: skip


def _beside(what: str, times: Sequence[float], percent: int) -> Row:
    value, before = share(times, percent), BEFORE[percent]
    return Row(what, figure(value, "us"), f"small records {figure(before, 'us')}", value / before)


def _times(work: Callable[[T], object], given: Sequence[T]) -> list[float]:
    """Return the microseconds of each."""
    gc.collect()
    gc.freeze()
    times: list[float] = []
    for one in given:
        begun = time.perf_counter()
        work(one)
        times.append((time.perf_counter() - begun) * 1e6)
    gc.unfreeze()
    return times


def _everything(record: Record) -> None:
    for many in (record.contributions, record.account_years, record.payments, record.adjustments):
        tuple(many)


def _repeated(people: Sequence[Record], count: int) -> Iterator[Record]:
    for index in range(count):
        one = people[index % len(people)]
        card = None if one.card is None else replace(one.card, number=f"Y{index:08d}")
        yield replace(one, person=replace(one.person, number=_number(index)), card=card)


def _number(index: int) -> IdNumber:
    return IdNumber(f"99{index:016d}")
