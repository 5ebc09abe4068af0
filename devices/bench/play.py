"""`python -m devices.bench play`: plays a scenario on a running bench, and tells trainer and trainee what to do."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, cast

from devices.bench.control import tell
from devices.bench.playing import Player, Seen, check
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import files, found
from devices.bench.scenario_file import read
from devices.deadline import SystemTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from devices.bench.scenario import Scenario, Step
    from devices.bench.verb import Answer


class DistantBench:
    """A `Performer`: the bench that runs in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        """Have it do a verb."""
        return tell(self._folder, verb, arguments)

    def seen(self) -> Seen:
        """Ask it what has happened."""
        return Seen(**cast("dict[str, Any]", tell(self._folder, "seen", ())["seen"]))


def play(
    given: Sequence[str],
    add_places: Callable[[argparse.ArgumentParser], None],
    folder_of: Callable[[argparse.Namespace], Path],
) -> int:
    """Play, or list what there is; return the exit code. Raises `BenchRefusal`."""
    parser = argparse.ArgumentParser(
        prog="python -m devices.bench play", description="Play a scenario on a running bench, in real time."
    )
    add_places(parser)
    parser.add_argument("--list", action="store_true", help="list our scenarios")
    parser.add_argument("scenario", nargs="?", help="one of ours by name, or a file of your own (.toml)")
    asked = parser.parse_args(given)
    if asked.list or asked.scenario is None:
        _list()
        return 0 if asked.list else 2
    scenario = read(found(asked.scenario))
    check(scenario)
    _announce(scenario)
    try:
        Player(scenario, DistantBench(folder_of(asked)), SystemTime(), tell=_show).play()
    except KeyboardInterrupt:
        print("停了 stopped")
        return 130
    print("演完了 the end")
    return 0


def _list() -> None:
    """Name our scenarios, and say of those that wait for verbs of a device to come which."""
    scenarios = [read(file) for file in files()]
    width = max((len(scenario.name) for scenario in scenarios), default=0)
    for scenario in scenarios:
        try:
            check(scenario)
            missing = ""
        except BenchRefusal as refusal:
            missing = f"  ({refusal})"
        print(f"{scenario.name:{width}}  {scenario.title}  {scenario.english}{missing}")


def _announce(scenario: Scenario) -> None:
    print(f"{scenario.title}  {scenario.english}", scenario.teaches, sep="\n")
    if scenario.visit:
        print("在屏幕上 at the screen:")
    for touch in scenario.visit:
        print(f"  {touch.page}{f'：{touch.words}' if touch.words else ''}")
    print(flush=True)


def _show(step: Step) -> None:
    if step.say:
        print(step.say)
    for order in step.orders:
        print(f"  {order}")
    print(end="", flush=True)
