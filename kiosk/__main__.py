"""The command `yiban`: runs the terminal, or does one of the things around it."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import importlib
import sys
from pathlib import Path
from typing import Final

from kiosk.voice.names import VOICE_PLAYER, VOICE_RENDERER

COMMANDS: Final = {
    "init": ("kiosk.cli.init", "set up a terminal: its id, agency, county, keys and panel"),
    "config": ("kiosk.cli.config", "check, explain or change the configuration"),
    "verify": ("kiosk.cli.verify", "check a printed code or a PDF: unchanged, altered, unknown or expired"),
    "staff": ("kiosk.cli.staff", "say who may sign in at this terminal, and make their code cards"),
    "audit": ("kiosk.cli.audit", "check, show and export what happened at this terminal"),
    "records": ("kiosk.cli.records", "check an agency's own tables and seal them for a terminal"),
    "desk": ("kiosk.cli.desk", "show at the hall's desk who is wanted at which terminal"),
    "voice": ("kiosk.cli.voice", "check, try and render what the terminal says"),
    "language": ("kiosk.cli.language", "check, compile and print the translations of what people read"),
    "demo-data": ("kiosk.cli.demo_data", "fill the records with synthetic people"),
    "demo": ("kiosk.cli.demo", "try the terminal with simulated devices and synthetic people"),
}
"""Command -> the module that does it, imported only when asked for, and its help."""

VENDOR_CARD: Final = "vendor-card"
"""Told to nobody: the terminal starts itself with it for a vendor's library, see `devices.vendor_card`."""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; without a command, run the terminal."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == [VENDOR_CARD]:
        from devices.vendor_card import child  # noqa: PLC0415 - imported only when asked for

        return child.main(words[1:])
    if words[:1] == [VOICE_PLAYER]:
        from kiosk.voice import player  # noqa: PLC0415 - as above

        return player.main(words[1:])
    if words[:1] == [VOICE_RENDERER]:
        from kiosk.voice import by_pyttsx3  # noqa: PLC0415 - as above

        return by_pyttsx3.main()
    parser = argparse.ArgumentParser(
        prog="yiban",
        description="颐办: the self-service terminal for older people in social-security halls.",
        epilog="Without a command the terminal runs, fullscreen, until it is told to stop.",
    )
    parser.add_argument("--config", type=Path, default=Path("kiosk.toml"), help="the terminal's kiosk.toml")
    parser.add_argument("--windowed", action="store_true", help="run in a window of the panel's shape, for trying out")
    parser.add_argument(
        "--traffic",
        action="store_true",
        help="write what goes over the devices' lines to a file of the data folder, in words and masked, for an hour at most",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (module, sentence) in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=sentence)
        if name in words:  # only the command that is asked for is imported
            importlib.import_module(module).add_arguments(command)
    options = parser.parse_args(words)
    if options.command is None:
        return _terminal(options.config, windowed=options.windowed, traffic=options.traffic)
    code: int = importlib.import_module(COMMANDS[options.command][0]).run(options)
    return code


def _terminal(path: Path, *, windowed: bool, traffic: bool) -> int:
    if sys.stderr is not None:  # a window of Windows has none
        # A crash that nothing can catch, and the watchdog's SIGABRT, name the line of each thread; never a value.
        faulthandler.enable()
    gc.disable()  # modules make no garbage while they load, and looking for it takes a tenth of the start
    from kiosk import app, settings  # noqa: PLC0415 - other commands need no window

    try:
        config = settings.read(path)
    except (OSError, settings.SettingsError) as error:
        print(f"yiban: {error}", file=sys.stderr)  # noqa: T201 - a command's word
        return 2
    return app.run(config, ["yiban"], fullscreen=not windowed, traffic=traffic, path=path)


if __name__ == "__main__":
    sys.exit(main())
