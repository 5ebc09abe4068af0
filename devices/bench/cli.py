"""The bench's command line: `python -m devices.bench` starts it, `do VERB` tells it what to do, `play` plays a scenario."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.bench.control import ControlServer, tell
from devices.bench.refusal import BenchRefusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.bench.station import Station

USUAL_FOLDER: Final = Path("var") / "bench"
CARDS: Final = "cards.toml"
SIGNAL_SLICE_SECONDS: Final = 0.2
"""How soon a signal is heeded where waiting can't be interrupted by one (Windows)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench, or tell a running one what to do; return the exit code: 0 well, 2 refused."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["do"]:
            return _tell(given[1:])
        if given[:1] == ["play"]:
            from devices.bench.play import play  # noqa: PLC0415 - see _tell

            return play(given[1:], add_places, folder_of)
        return _run(given)
    except BenchRefusal as refusal:
        print(f"bench: {refusal}", file=sys.stderr)
        return 2


def _tell(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m devices.bench do",
        description="Tell a running bench what a person or fate does at the machine.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this, with every verb, as the verb help does")
    add_places(parser)
    parser.add_argument("verb", nargs="?")
    parser.add_argument("arguments", nargs="*", metavar="argument")
    asked = parser.parse_intermixed_args(given)
    wanted = asked.help or asked.verb == "help"
    if wanted or asked.verb is None:
        from devices.bench.verbs import described  # noqa: PLC0415 - telling needs no simulators

        parser.epilog = f"verbs:\n{described()}"
        parser.print_help()
        return 0 if wanted else 2
    answer = tell(folder_of(asked), asked.verb, asked.arguments)
    said = answer.get("said")
    shown = answer.get("state", answer.get("seen"))
    print(said if shown is None else json.dumps(shown, ensure_ascii=False, indent=2))
    return 0


def _run(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m devices.bench",
        description="The simulated machine: devices on ports, a dock to handle them, and bench.toml for `yiban --config`.",
        epilog="Tell it what to do with: python -m devices.bench do --help; play a scenario with: play --list",
    )
    add_places(parser)
    parser.add_argument(
        "--cards", type=Path, help="the people's cards (default: cards.toml beside the configured data)"
    )
    parser.add_argument(
        "--social",
        choices=("ccid", "crt"),
        default="",
        help="the slot for social-security cards (default: as in kiosk.toml)",
    )
    parser.add_argument(
        "--documents",
        choices=("folder", "cups"),
        default="",
        help="the A4 printer: a folder, or a CUPS of the bench's own with a simulated printer (default: as in kiosk.toml)",
    )
    parser.add_argument(
        "--receipts",
        choices=("epson", "custom", "citizen", "snbc"),
        default="",
        help="the receipt printer's model; custom and citizen present the paper (default: as in kiosk.toml)",
    )
    parser.add_argument("--headless", action="store_true", help="show no dock")
    parser.add_argument("--socket-links", action="store_true", help="TCP ports instead of ptys (always so on Windows)")
    asked = parser.parse_args(given)

    from devices.bench.cards import people, staff  # noqa: PLC0415 - see _tell
    from devices.bench.lock import held  # noqa: PLC0415 - see _tell
    from devices.bench.station import Station  # noqa: PLC0415 - see _tell
    from devices.bench.terminal import Terminal  # noqa: PLC0415 - see _tell

    folder: Path = asked.dir or USUAL_FOLDER
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with held(folder):
        terminal = Terminal(asked.config, social=asked.social, documents=asked.documents, receipts=asked.receipts)
        cards = asked.cards or _cards_of(terminal.data)
        station = Station(
            folder,
            terminal,
            people(cards) if cards else {},
            staff(cards) if cards else {},
            sockets=asked.socket_links,
        )
        try:
            control = ControlServer(folder, station.perform)
            try:
                station.announce()
                print(f"papers: {station.papers.folder}", f"ready: {station.bench_toml}", sep="\n", flush=True)
                return _stay(station, headless=asked.headless)
            finally:
                control.close()
        finally:
            station.close()


def add_places(parser: argparse.ArgumentParser) -> None:
    """Let a command say which bench is meant."""
    parser.add_argument("--dir", type=Path, help=f"the bench's folder (default: {USUAL_FOLDER})")
    parser.add_argument(
        "--config", type=Path, help="kiosk.toml to start from; to tell: the bench.toml of a running bench"
    )


def folder_of(asked: argparse.Namespace) -> Path:
    """Return the folder of the bench that is meant."""
    if asked.dir is not None:
        return Path(asked.dir)
    return Path(asked.config).parent if asked.config is not None else USUAL_FOLDER


def _cards_of(data: Path) -> Path | None:
    """Return the cards beside the sealed store, if there are any."""
    cards = data / CARDS
    return cards if cards.exists() else None


def _stay(station: Station, *, headless: bool) -> int:
    """Stay until told to quit or signalled."""

    def ended(number: int, frame: object) -> None:
        del number, frame
        station.quitting.set()

    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, ended)
    if headless:
        while not station.quitting.wait(SIGNAL_SLICE_SECONDS):
            pass
        return 0
    from devices.bench.dock import show  # noqa: PLC0415 - a headless bench needs no Qt

    return show(station)
