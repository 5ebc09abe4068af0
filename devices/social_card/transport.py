"""What the card logic asks of a slot for smart cards, whatever the wire behind it: a hand's slot or a motor's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.health import DeviceInfo, Health, Media


CARD_BIN: Final = "card_bin"
"""The bin for kept cards among the supplies: FULL when full of cards, LOW while there is room. Neither stops the reading."""

CARD_STACKER: Final = "card_stacker"
"""New cards, in a reader that has a stacker; one without always says that it has none."""


class CardTransport(Protocol):
    """A slot for one ISO 7816 card, owned by one thread; the link behind it is opened lazily and again after a loss.

    Every call may raise `LinkError` (port gone, silent, garbled) and what the deadline raises.
    """

    interface: str
    """What the reader hangs on: serial or pcsc."""

    moves: bool
    """Whether a motor moves the card: then `admit`, `eject` and `capture` do something."""

    def info(self) -> DeviceInfo:
        """Say who made the reader; without I/O."""
        ...

    def health(self) -> Health:
        """Say how the reader is, from what is known; without I/O."""
        ...

    def probe(self, deadline: Deadline) -> Health:
        """Ask the reader how it is, opening the link if need be. Never raises for a reader that is not well."""
        ...

    def listen(self, deadline: Deadline) -> None:
        """Take in what arrives unasked for a slice. Never raises for a lost link."""
        ...

    def presence(self, deadline: Deadline) -> Media:
        """Say where a card is: NOT_PRESENT, ENTERING (at the mouth, not taken in), PRESENT (can be powered), LATCHED, JAMMED."""
        ...

    def wait_change(self, deadline: Deadline) -> Media:
        """Return as soon as a card came or went, or after a slice, with where it is now."""
        ...

    def power_on(self, deadline: Deadline) -> bytes:
        """Power the card and return its ATR. Raises `CardMute` for a chip that doesn't answer, `CardLifted` for no card."""
        ...

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send one command APDU and return the answer with its status word, as the card gave it (61xx and 6Cxx included).

        Raises `CardLifted` when the card was pulled out, `CardUnreadable` when it fell silent.
        """
        ...

    def power_off(self, deadline: Deadline) -> None:
        """Take the power off the card, if there is one."""
        ...

    def reset(self, deadline: Deadline) -> None:
        """Bring the reader back to its start."""
        ...

    def close(self) -> None:
        """Let go of the port; safe from another thread."""
        ...

    def admit(self, deadline: Deadline, *, on: bool) -> None:
        """Open or shut the mouth for cards. Nothing where no motor is."""
        ...

    def eject(self, deadline: Deadline) -> None:
        """Move the card to the mouth, so that it can be taken. Raises `CardJam`. Nothing where no motor is."""
        ...

    def capture(self, deadline: Deadline) -> bool:
        """Draw the card in and keep it; False where no motor or no card is. Raises `CardJam` and `CardBinFull`."""
        ...
