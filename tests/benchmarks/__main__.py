"""`make bench`: every measurement in one run, and one table of ratios at the end."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import idle, lookups, memory, start
from tests.benchmarks.row import Row, not_measured, table

PEOPLE = 1_000
"""Enough for a terminal that is only used; look-ups have records of their own."""


def main() -> int:
    """Measure everything; the exit status says whether all is within its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help=f"look up among {lookups.MANY:,} people, too: some minutes more"
    )
    asked = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="yiban-benchmarks-") as folder:
        rows = _measured(Path(folder), full=asked.full)
    print(table(rows))
    return 1 if any(row.good is False for row in rows) else 0


def _measured(folder: Path, *, full: bool) -> list[Row]:
    from kiosk.cli import demo
    from tests.benchmarks import (
        audit,
        calls,
        cards,
        effort,
        feedback,
        html,
        paper,
        prints,
        readings,
        sheets,
        staff,
        taps,
        voice,
    )
    from tests.benchmarks.machine import Machine

    config = demo.prepared(folder / "terminal", PEOPLE)
    if config is None:
        raise SystemExit(1)
    page = folder / "home.html"
    with demo.bench(config, folder / "bench", "--headless") as bench_toml:
        machine = Machine(bench_toml)
        page.write_text(html.written(*machine.sheet()), encoding="utf-8")
        machine.rest(2.0)
        _say("taps")
        walked = taps.measure(machine)
        _say("effort")
        walked += effort.measure(machine)
        _say("signing in")
        walked += staff.measure(machine, staff.attendant(config))
        _say("feedback")
        walked += feedback.measure(machine, bench_toml)
        _say("cards")
        put, pushed_in = cards.measure(machine), cards.social(machine)
        _say("prints")
        printed = prints.measure(machine)
        _say("paper")
        printed += paper.measure(machine)
        machine.close()
        put_rows = cards.rows(put, cards.bare(machine, bench_toml))
        _say("calls for help")
        put_rows += calls.measure(bench_toml)
        _say("idleness")
        kept = idle.measure(bench_toml, config, folder / "dearest")
        _say("memory")
        kept += memory.measure(bench_toml)
        _say("the voice")
        kept += voice.measure(bench_toml)
    _say("readings")
    rows = [*walked, *put_rows, *pushed_in, *readings.measure(folder / "readers"), *printed]
    _say("starts")
    started = start.measure(config, folder, page)
    _say("sheets")
    rows = [*started, *rows, *sheets.measure()]
    _say("the audit")
    rows += audit.measure(folder)
    people = lookups.models()
    rows += lookups.formats(people)
    for count in (lookups.FEW, lookups.MANY):
        if count == lookups.MANY and not full:
            rows.append(not_measured(f"look-up among {count:,} people", "asked for with --full"))
        else:
            _say(f"look-ups among {count:,}")
            rows += lookups.measure(folder, people, count)
    return [*rows, *kept]


def _say(what: str) -> None:
    print(f"measuring {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
