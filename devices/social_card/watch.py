"""Where the card is: waited for, with bounces and phantom jams left out, and whether it was dealt with already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.condition import Settled
from devices.errors import CardJam
from devices.health import Media

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline, Time
    from devices.social_card.transport import CardTransport

SETTLE_SECONDS: Final = 0.2
"""A card counts as in, or out, only after so long: its contacts bounce while a hand pushes it, and 0.2 s is not felt."""

JAM_SETTLE_SECONDS: Final = 1.0
"""A jam is believed only after so long: sensors tell of jams that appear and resolve while a card passes."""

LOOK_SECONDS: Final = 0.5
"""How often an idle lane looks whether a card that was read was drawn: many readers don't tell by themselves."""

INSIDE: Final = (Media.PRESENT, Media.LATCHED)
THERE: Final = (*INSIDE, Media.ENTERING)
EMPTY: Final = (Media.NOT_PRESENT, Media.RETRACTED)


class CardWatch:
    """Knows where the card is, and whether it is spent: read, or failed, so that it counts again only after it was away.

    A spent card may be left behind, too: given back, and not taken yet. The slot is blocked where no card can be meant by what
    it tells. Once it was seen empty, all that is over.
    """

    def __init__(self, transport: CardTransport, clock: Time) -> None:
        self._transport = transport
        self._clock = clock
        self._empty = Settled(clock, False, SETTLE_SECONDS)  # noqa: FBT003 - the first reading
        self._looked_at = clock.monotonic()
        self.spent = self.left_behind = self.blocked = False

    def look(self, deadline: Deadline) -> Media:
        """Ask where the card is now."""
        self._looked_at = self._clock.monotonic()
        media = self._transport.presence(deadline)
        self.notice(media)
        return media

    def due(self) -> bool:
        """Whether an idle lane should look if the spent card is still there."""
        return self.spent and self._clock.monotonic() - self._looked_at >= LOOK_SECONDS

    def notice(self, media: Media) -> None:
        """Take in where a card is: once the slot was empty for a moment, the next card counts."""
        if self._empty.see(media in EMPTY) and media in EMPTY:  # not yet settled is not yet away
            self.spent = self.left_behind = self.blocked = False

    def given_back(self, media: Media) -> None:
        """Note that whatever card is in, or sticks out, is for somebody to take. `media` is where a card was seen."""
        self.left_behind = media not in EMPTY
        self.spent = self.spent or self.left_behind

    def wait_for_card(self, deadline: Deadline) -> None:
        """Return when a card that counts lies still in the slot."""
        self._wait_until(lambda media: media in INSIDE and not self.spent, deadline)

    def wait_empty(self, deadline: Deadline) -> None:
        """Return when no card is there any more."""
        self._wait_until(lambda media: media in EMPTY, deadline)
        self.spent = self.left_behind = self.blocked = False

    def _wait_until(self, there: Callable[[Media], bool], deadline: Deadline) -> None:
        """Return when the card is where it shall be, and has been for a moment. Raises `CardJam` for one that stays jammed."""
        settled = Settled(self._clock, False, SETTLE_SECONDS)  # noqa: FBT003 - the first reading
        jammed = Settled(self._clock, False, JAM_SETTLE_SECONDS)  # noqa: FBT003 - the first reading
        media = self.look(deadline)
        while not settled.see(there(media)):
            deadline.check()
            if jammed.see(media is Media.JAMMED):
                raise CardJam("a card is stuck")
            media = self._transport.wait_change(deadline)
            self.notice(media)
