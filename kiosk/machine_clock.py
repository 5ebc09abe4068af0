"""Sets the machine's own clock, through the system's command; who runs the terminal may have to be allowed it first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from kiosk.core.upkeep import ClockKept, ClockRefused

if TYPE_CHECKING:
    from datetime import datetime

RUN_SECONDS: Final = 10.0
_BY_ITSELF: Final = "Automatic time synchronization is enabled"
"""What systemd-timedated answers while the machine asks a time server; it is in no language but this."""
Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command without a shell; its exit code and what it said."""


def run(command: Sequence[str]) -> tuple[int, str]:
    """Run a command. Raises `ClockRefused` when it isn't there or doesn't end."""
    try:
        done = subprocess.run(  # noqa: S603 - the words are this module's own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=RUN_SECONDS,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ClockRefused(f"{command[0]}: {type(error).__name__}") from None
    return done.returncode, done.stdout.strip()


def command_for(to: datetime, platform: str = sys.platform, *, timedatectl: bool = True) -> tuple[str, ...]:
    """Return the command that sets the clock of this kind of system; it takes the time of the system's own zone."""
    wall = to.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if platform == "win32":
        return ("powershell", "-NoProfile", "-Command", f"Set-Date -Date '{wall}'")
    # Nobody could type a password where it would be asked for.
    return ("timedatectl", "--no-ask-password", "set-time", wall) if timedatectl else ("date", "-s", wall)


def set_clock(to: datetime, run_command: Run = run) -> None:
    """Set the clock. Raises `ClockRefused` with what the system said, shortened to its first line; `ClockKept` if it says so."""
    code, said = run_command(command_for(to, timedatectl=shutil.which("timedatectl") is not None))
    if code != 0:
        kind = ClockKept if _BY_ITSELF in said else ClockRefused
        raise kind((said.splitlines() or [f"exit code {code}"])[0])
