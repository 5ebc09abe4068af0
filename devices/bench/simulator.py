"""What every simulator of a device is to the line it hangs on: bytes in, bytes out, and things that happen by themselves.

A line (a pty, a TCP port, or one in memory) owns one thread and calls `received`, `room`, `due` and `tick` from it.
A person's verbs (place a card, open the cover) come from any other thread, so a simulator guards its state with one lock
of its own and never waits while it holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time

PLENTY: Final = 1 << 20
"""The `room` of a device that takes everything as it comes."""


class Simulator(Protocol):
    """The other end of the wire."""

    def attach(self, send: Callable[[bytes], None], clock: Time) -> None:
        """Hang it on a line: called once, before anything else.

        `send` may be called from any thread, with the simulator's lock held: it only queues, and the line carries the bytes
        at its own speed. An empty `send(b"")` tells the line that `due` or `room` has changed.
        """
        ...

    def received(self, data: bytes) -> None:
        """Take in bytes that arrived just now: never more than `room` said."""
        ...

    def room(self) -> int:
        """Bytes it would take now; the line holds the rest back, as hardware flow control would. `PLENTY`: no limit."""
        ...

    def due(self) -> float | None:
        """When something happens next by itself, in `clock.monotonic()` seconds; None: only when spoken to."""
        ...

    def tick(self) -> None:
        """Do what is due by now. Called at that moment or a little later, and harmless at any other."""
        ...
