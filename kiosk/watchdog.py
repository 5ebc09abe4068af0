"""Tells systemd that the terminal is ready, alive, or ending (sd_notify(3)). Elsewhere there is nobody to tell."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Watchdog:
    """One socket of the service manager. What can't be told is let go: the manager finds out by the silence."""

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Watchdog | None:
        """Return the one this process was given, None without a service manager."""
        address = environment.get("NOTIFY_SOCKET", "")
        return cls(address) if address.startswith(("/", "@")) and hasattr(socket, "AF_UNIX") else None

    def ready(self) -> None:
        """Home is painted."""
        self._tell("READY=1")

    def alive(self) -> None:
        """The window's thread went round, and every lane answers."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The end has begun."""
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(0.0)
            line.connect(self._address)
            line.send(words.encode())
