"""What is typed at the command line, or comes in lines from a pipe."""

from __future__ import annotations

import getpass
import sys


def asked(question: str) -> str:
    """Ask, and show what is typed; from a pipe, take a line. The question goes where messages go, not into the output."""
    if sys.stdin.isatty():
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().rstrip("\r\n")


def unseen(question: str) -> str:
    """The same, and show nothing of it."""
    return getpass.getpass(f"{question}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
