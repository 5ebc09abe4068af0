"""`yiban records`: check an agency's own tables, and seal them for a terminal, which takes them at the screen by two people."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import RecordError, StoreDamaged, StoreMissing
from kiosk.intake.codes import CODES
from kiosk.intake.folder import records
from kiosk.intake.problems import Problems, TablesRefused
from kiosk.intake.tables import TABLES
from kiosk.store import layout
from kiosk.store.builder import Origin, build
from kiosk.store.keys import key_provider

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.config import Config
    from kiosk.core.record import DataState

_STEP: Final = 500
_MOST: Final = 40
"""So many kinds of slips are printed at once; who has mended those sees the next."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    check = commands.add_parser("check", help="look through the tables and say what is wrong with them")
    seal = commands.add_parser(
        "seal",
        help="check them and seal them for this terminal's key",
        description="Checks the tables and seals them for the key of the terminal whose kiosk.toml this is. OUT is a stick, or "
        "the folder that staff.records_from names: the terminal takes them at the screen, 数据, 换新数据, by two people.",
    )
    for command in (check, seal):
        # It may stand before the command too, where it has its default.
        command.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="the terminal's configuration")
        command.add_argument("tables", type=Path, help="the folder with persons.csv and the others")
        command.add_argument("--cut-off", type=date.fromisoformat, required=True, help="they reach to YYYY-MM-DD")
    seal.add_argument("out", type=Path, help="where to seal them: the folder records/ is made in it")
    seal.add_argument("--version", type=int, default=None, help="which version (one more than the terminal has)")
    commands.add_parser("columns", help="say what tables there are and what stands in their columns")


def run(args: argparse.Namespace) -> int:
    """Do it; return the exit status."""
    if args.what == "columns":
        print(_columns(), end="")
        return 0
    problems = Problems()
    progress = _Progress()
    begun = time.monotonic()
    try:
        if args.what == "check":
            people = 0
            for people, _ in enumerate(records(args.tables, args.cut_off, problems), 1):
                progress(people)
            said = f"{people} people: everything is right"
        else:
            state = _sealed(settings.read(args.config), args, problems, progress)
            said = f"{state.people} people up to {state.cut_off}, version {state.version}, sealed in {args.out}"
    except (TablesRefused, settings.SettingsError, KeyUnavailable, RecordError, OSError, ValueError) as error:
        progress.end()
        _tell(problems)
        print(f"not {'sealed' if args.what == 'seal' else 'right'}: {_words(error)}", file=sys.stderr)
        return 1
    progress.end()
    _tell(problems)
    print(f"{said} ({time.monotonic() - begun:.1f} s)")
    return 0


def _sealed(config: Config, args: argparse.Namespace, problems: Problems, progress: Callable[[int], None]) -> DataState:
    """Seal the tables into a folder. Raises `ValueError` for the terminal's own data folder, and what `build` does."""
    out: Path = args.out
    if out.resolve() == config.data.resolve():
        raise ValueError("this is the terminal's own data folder: it takes records at the screen; name another folder")
    version = _next_version(config.data, out) if args.version is None else args.version
    if version < 1:
        raise ValueError("--version is 1 or more")
    origin = Origin(config.terminal.agency, config.terminal.county, args.cut_off, version)
    keys = key_provider(config.key, config.data)
    return build(out, keys, origin, records(args.tables, args.cut_off, problems), progress=progress)


def _next_version(*folders: Path) -> int:
    """One more than the highest version in these folders."""
    highest = 0
    for folder in folders:
        try:
            with layout.reading(layout.current(folder)) as connection:
                highest = max(highest, layout.about(layout.meta(connection)).version)
        except (StoreMissing, StoreDamaged):
            continue
    return highest + 1


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _tell(problems: Problems) -> None:
    for found, what in ((problems.slight, "note"), (problems.grave, "wrong")):
        for problem in found[:_MOST]:
            print(f"{what}: {problem}", file=sys.stderr)
        if len(found) > _MOST:
            print(f"{what}: and {len(found) - _MOST} more kinds", file=sys.stderr)


def _columns() -> str:
    lines = ["CSV files in UTF-8 or GB18030, the first line names the columns; each file in the order of AAC001.\n"]
    for table in (*TABLES, CODES):
        lines.append(f"\n{table.file}: one line is {table.row}\n")
        for column in table.columns:
            may = "" if column.needed else " (may be empty or left out)"
            lines.append(f"  {column.name:20} {column.label}: {column.kind.says}{may}\n")
    return "".join(lines)


class _Progress:
    """Shows how far it is, on one line; only where somebody looks on."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, people: int) -> None:
        """Show that `people` were done."""
        if self._shown and people % _STEP == 0:
            print(f"\r{people} people", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Begin a line of its own for what comes after."""
        if self._shown:
            print(file=sys.stderr)
