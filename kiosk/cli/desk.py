"""`yiban desk`: the window at the hall's desk that shows who is wanted at which terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from kiosk.desk.line import Terminal

NO_TERMINAL = 2
"""Exit code where no terminal is named as it should be."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--terminal",
        action="append",
        required=True,
        metavar="http://ADDRESS:PORT/#TOKEN",
        help="a terminal that serves its calls (kiosk.toml, [desk]); once for each",
    )
    parser.add_argument("--on-top", action="store_true", help="keep the window above all others from the start")


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed; return the exit code."""
    from kiosk.core.clock import SystemClock  # noqa: PLC0415 - other commands need no window
    from kiosk.desk.line import DeskLine, NotATerminal, terminal_of  # noqa: PLC0415 - as above
    from kiosk.desk.window import DeskWindow  # noqa: PLC0415 - as above
    from kiosk.ui.application import make_application  # noqa: PLC0415 - as above
    from kiosk.ui.mailbox import Mailbox  # noqa: PLC0415 - as above

    try:
        terminals = tuple(dict.fromkeys(terminal_of(address) for address in args.terminal))
    except NotATerminal as error:
        print(f"yiban: {error}", file=sys.stderr)
        return NO_TERMINAL
    application = make_application(["yiban"])
    application.setQuitOnLastWindowClosed(True)
    clock = SystemClock()
    lines: dict[Terminal, DeskLine] = {}
    window = DeskWindow(terminals, clock, lambda terminal, answer: lines[terminal].answer(answer))
    mailbox = Mailbox(window.heard)
    lines.update((terminal, DeskLine(terminal, clock, mailbox.post)) for terminal in terminals)
    window.resize(760, 900)
    window.keep_on_top(on_top=args.on_top)
    for line in lines.values():
        line.open()
    code = application.exec()
    for line in lines.values():
        line.close()
    return code
