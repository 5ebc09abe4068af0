"""A social-security card as the bench has it: what a chip is to the simulated reader that holds it."""

from __future__ import annotations

from typing import Protocol


class ShortCircuit(Exception):
    """The chip's contacts are shorted: a reader takes the power off at once."""


class Chip(Protocol):
    """A card's chip, at the simulators' end of the wire."""

    def power_on(self) -> bytes | None:
        """Return the answer to reset; None for a mute chip or a card turned round. Raises `ShortCircuit`."""
        ...

    def transmit(self, command: bytes) -> bytes:
        """Answer a command APDU, status word included (T=0: 61xx and 6Cxx are the caller's to follow)."""
        ...

    def power_off(self) -> None:
        """Forget what was selected."""
        ...
