"""`yiban demo-data`: seal made-up people into the terminal's records, for development, training and tests."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from datetime import date
from pathlib import Path
from typing import Final

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import RecordError

_STEP: Final = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    # It may stand before the command too, where it has its default.
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="the terminal's configuration")
    parser.add_argument("--people", type=int, default=10_000, help="how many (10000); the first 40 play one case each")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other people (1)")
    parser.add_argument("--cards", type=int, default=200, help="how many of them get a card for the bench (200)")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="as of this day, YYYY-MM-DD (today)")
    parser.add_argument("--cut-off", type=date.fromisoformat, default=None, help="data reach to this day (yesterday)")
    parser.add_argument("--force", action="store_true", help="replace records that were not made by this command")


def run(args: argparse.Namespace) -> int:
    """Make the data; return the exit status."""
    try:
        # The built product comes without synthetic people, so nothing imports them by name.
        data = importlib.import_module("kiosk.demo.data")
    except ModuleNotFoundError:
        print("demo-data is not part of the built product: run it from the source", file=sys.stderr)
        return 2
    today = args.today or SystemClock().now().date()
    if args.people < 0 or (args.cut_off is not None and args.cut_off > today):
        print("--people is 0 or more, and --cut-off is not after today", file=sys.stderr)
        return 2
    begun = time.monotonic()
    try:
        config = settings.read(args.config)
        plan = data.Plan(args.people, args.seed, today, args.cut_off, args.cards, args.force)
        state = data.make(config, plan, _Progress(args.people).show)
    except (settings.SettingsError, KeyUnavailable, RecordError, ValueError, OSError, data.RealRecords) as error:
        print(f"\nno data made: {error}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - begun
    print(f"\n{state.people} people up to {state.cut_off}, version {state.version}, in {config.data} ({seconds:.1f} s)")
    print(f"cards for the bench: {config.data / 'cards.toml'}")
    return 0


class _Progress:
    """Shows how far it is, on one line; only where somebody looks on."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._shown = sys.stderr.isatty()

    def show(self, made: int) -> None:
        """Show that `made` people are sealed."""
        if self._shown and (made % _STEP == 0 or made == self._people):
            print(f"\r{made} / {self._people} people", end="", file=sys.stderr, flush=True)
