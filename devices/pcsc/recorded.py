"""A reader at the PC/SC service whose calls are recorded: which file and record is asked for, and how much came, never what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.calls import telling
from devices.pcsc.service import Service
from devices.readable import masked
from devices.social_card.readable import Commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.calls import Tell
    from devices.deadline import Deadline, Time
    from devices.health import Media
    from devices.pcsc.library import Library


class RecordedService(Service):
    """A `Service` that tells of its calls; whether a card is in, only when that changed."""

    def __init__(self, wanted: str, load: Callable[[], Library], clock: Time, tell: Tell) -> None:
        super().__init__(wanted, load, clock)
        self._tell = tell
        self._chip = Commands()
        self._media: Media | None = None

    def open(self, deadline: Deadline) -> None:
        """Find the reader."""
        super_open = super().open
        telling(self._tell, lambda: "find the reader", lambda: super_open(deadline), lambda _: "found")

    def media(self, deadline: Deadline) -> Media:
        """Say whether a card is in."""
        return self._seen(super().media(deadline))

    def wait_change(self, deadline: Deadline) -> Media:
        """Return whether a card is in as soon as that changed."""
        return self._seen(super().wait_change(deadline))

    def power_on(self, deadline: Deadline) -> bytes:
        """Power the card."""
        power_on = super().power_on
        return telling(
            self._tell, lambda: "power on", lambda: power_on(deadline), lambda atr: f"ATR {masked(len(atr))}"
        )

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send a command."""
        transmit = super().transmit
        return telling(
            self._tell, lambda: self._chip.command(command), lambda: transmit(command, deadline), self._chip.answer
        )

    def power_off(self, deadline: Deadline) -> None:
        """Let go of the card."""
        power_off = super().power_off
        telling(self._tell, lambda: "power off", lambda: power_off(deadline), lambda _: "done")

    def close(self) -> None:
        """Let go of the reader."""
        if self.is_open:
            self._tell.note("closed")
        super().close()

    def _seen(self, media: Media) -> Media:
        if media is not self._media:
            self._media = media
            self._tell.note(f"card {media.value.replace('_', ' ')}")
        return media
