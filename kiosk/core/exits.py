"""How the program ends, as its exit code says it to whatever started it (`assets/deploy/`)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What is to follow. 2 is a configuration that is wrong, 3 a second start: neither is this program's to ask for."""

    STOP = 0
    RESTART_MACHINE = 10
    SHUT_DOWN = 20
    RESTART = 30
