"""How fast a log of a million lines is verified, with the terminal's key and without, and what one more line costs.

The line is written in the window's thread, between a touch and the next page; beside it stands the bare write of as many
bytes. Whoever verifies waits: the goal is a million lines in five seconds, which is half a year of a small hall.
"""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.audit import events
from kiosk.audit.chain import macs, next_line
from kiosk.audit.log import AuditLog
from kiosk.audit.verifying import verify
from kiosk.core.clock import SHANGHAI, SystemClock
from kiosk.core.head import START
from kiosk.core.stage import EndedBy
from tests.benchmarks.row import Row, figure, limited, share

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.head import Head

LINES: Final = 1_000_000
GOAL: Final = 200_000
"""Lines a second, from the issue."""
APPENDED: Final = 20_000
LIMIT_US: Final = 2_000.0
"""An eighth of a frame: nobody sees it."""
_KEY: Final = bytes(range(32))
_HAPPENED: Final = (
    events.PAGE_SHOWN(page="payment_paid"),
    events.PAGE_ENDED(page="payment_paid", by=EndedBy.PERSON),
)


def measure(folder: Path) -> list[Row]:
    """Write a million lines and verify them; append some thousand."""
    path = folder / "million.jsonl"
    head = _written(path)
    rows = [
        _verified(path, head, key, f"audit of {LINES:,} lines verified, {how}")
        for key, how in ((_KEY, "MACs too"), (None, "without the key"))
    ]
    path.unlink()
    times, bare = _appended(folder / "audit.jsonl"), _bare(folder / "bare.jsonl")
    return [
        *rows,
        Row("audit append, p50", figure(share(times, 50), "us"), f"bare write {figure(share(bare, 50), 'us')}",
            share(times, 50) / share(bare, 50)),
        limited(f"audit append, p99 (bare write {figure(share(bare, 99), 'us')})", share(times, 99), LIMIT_US, "us"),
    ]  # fmt: skip


def _written(path: Path) -> Head:
    mac, head, at = macs(_KEY), START, datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI)
    with path.open("wb") as file:
        for number in range(LINES):
            line, head = next_line(mac, head, at + timedelta(seconds=number), _HAPPENED[number % 2])
            file.write(line + b"\n")
    return head


def _verified(path: Path, head: Head, key: bytes | None, what: str) -> Row:
    begun = time.perf_counter()
    verdict = verify(path, key, known=[head])
    rate = LINES / (time.perf_counter() - begun)
    if not verdict.whole or verdict.vouched != LINES:
        raise AssertionError("a whole log was not found to be whole")
    return Row(what, figure(rate, "lines/s"), f"goal {figure(GOAL, 'lines/s')}", GOAL / rate, rate >= GOAL)


def _appended(path: Path) -> list[float]:
    """Return the microseconds of each line; as in a visit, the disk is asked for at every other."""
    times: list[float] = []
    with closing(AuditLog(path, _KEY, SystemClock())) as log:
        for number in range(APPENDED):
            begun = time.perf_counter()
            log.write(_HAPPENED[number % 2])
            times.append((time.perf_counter() - begun) * 1e6)
    return times


def _bare(path: Path) -> list[float]:
    line = b"x" * 290 + b"\n"
    times: list[float] = []
    with path.open("ab", buffering=0) as file:
        for _ in range(APPENDED):
            begun = time.perf_counter()
            file.write(line)
            times.append((time.perf_counter() - begun) * 1e6)
    return times
