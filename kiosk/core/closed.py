"""Why the terminal serves nobody: for the staff and the technician. People are told that it does not, and where to go."""

from __future__ import annotations

from enum import StrEnum


class Closed(StrEnum):
    """What closes the terminal. The faults first; what follows them has been wanted, or passes by itself."""

    RECORDS = "records"
    """The records can't be read: damaged, or made for another version."""
    NO_RECORDS = "no_records"
    KEY = "key"
    """The terminal's own key can't be had."""
    CLOCK = "clock"
    BOOKS = "books"
    """Nothing can be written down: the disk is full, or a ledger is another's."""
    CRASHES = "crashes"
    POWER = "power"
    PAUSED = "paused"
    HOURS = "hours"

    @property
    def fault(self) -> bool:
        """Whether it stays until a technician has seen to it."""
        return self not in (Closed.POWER, Closed.PAUSED, Closed.HOURS)
