"""What the tests of the card logic stand on: a slot in virtual time with the chip directly on its contacts, no wire between.

The wires have their own tests, each through its own simulator; here every trouble a transport may tell can be told at will.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from devices.condition import Condition
from devices.deadline import Deadline
from devices.errors import CardBinFull, CardJam, CardLifted, CardMute, DeviceError
from devices.health import DeviceInfo, Health, Media
from devices.social_card.reader import SocialCardSlot
from kiosk.core.clock import SHANGHAI, VirtualClock

if TYPE_CHECKING:
    from devices.roles import SocialCard
    from devices.social_card.chip import Chip

CALL_SECONDS = 0.02
MOVE_SECONDS = 1.5
POLL_SECONDS = 0.05

Trouble = Callable[[str, Deadline], bytes | None]
"""Called with the name of each call before it is done; may raise, let time pass, or return the answer instead."""


class DirectSlot:
    """A `CardTransport` on which a chip lies; with a motor it has a mouth, too."""

    interface = "none"

    def __init__(self, clock: VirtualClock, *, moves: bool = False) -> None:
        self._clock = clock
        self.moves = moves
        self.condition = Condition(clock, media=Media.NOT_PRESENT)
        self.condition.online()
        self.chip: Chip | None = None
        self.place = Media.NOT_PRESENT
        self.open = False
        self.bin_full = False
        self.jams = False
        self.sticks = False
        """Whether the sensor at the mouth goes on telling of a card."""
        self.calls: list[str] = []
        self.trouble: Trouble | None = None

    # -- what a person does

    def insert(self, chip: Chip) -> None:
        self.chip = chip
        self.place = (Media.PRESENT if self.open else Media.ENTERING) if self.moves else Media.PRESENT

    def draw(self) -> None:
        if self.chip is not None:
            self.chip.power_off()
        self.chip, self.place = None, Media.NOT_PRESENT

    # -- what the reader does

    def info(self) -> DeviceInfo:
        return DeviceInfo(maker="direct")

    def health(self) -> Health:
        return self.condition.health

    def probe(self, deadline: Deadline) -> Health:
        del deadline
        self.condition.media(self.place)
        return self.health()

    def listen(self, deadline: Deadline) -> None:
        deadline.rest()

    def presence(self, deadline: Deadline) -> Media:
        self._call("presence", deadline)
        self.condition.media(self.place)
        return self.place

    def wait_change(self, deadline: Deadline) -> Media:
        self._clock.sleep(POLL_SECONDS)
        self._call("wait_change", deadline)
        if self.moves and self.open and self.place is Media.ENTERING:
            self.place = Media.PRESENT
        self.condition.media(self.place)
        return self.place

    def power_on(self, deadline: Deadline) -> bytes:
        answer = self._call("power_on", deadline)
        if answer is not None:
            return answer
        atr = self._inside().power_on()
        if atr is None:
            raise self._failed(CardMute("no answer to reset"))
        return atr

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        answer = self._call("transmit", deadline)
        return self._inside().transmit(command) if answer is None else answer

    def power_off(self, deadline: Deadline) -> None:
        self._call("power_off", deadline)
        if self.chip is not None:
            self.chip.power_off()

    def reset(self, deadline: Deadline) -> None:
        self._call("reset", deadline)

    def close(self) -> None:
        self.calls.append("close")

    def admit(self, deadline: Deadline, *, on: bool) -> None:
        if self.moves:
            self._call("admit" if on else "shut", deadline)
            self.open = on

    def eject(self, deadline: Deadline) -> None:
        if self.moves:
            self._call("eject", deadline)
            deadline.pause(MOVE_SECONDS)
            if self.jams:
                raise self._failed(CardJam("it doesn't come out"))
            if self.chip is not None:
                self.place = Media.ENTERING

    def capture(self, deadline: Deadline) -> bool:
        if not self.moves:
            return False
        self._call("capture", deadline)
        if self.bin_full:
            raise self._failed(CardBinFull("bin"))
        kept = self.chip is not None
        self.chip, self.place = None, Media.ENTERING if self.sticks else Media.NOT_PRESENT
        return kept

    def _inside(self) -> Chip:
        if self.chip is None or self.place is not Media.PRESENT:
            raise self._failed(CardLifted("nothing inside"))
        return self.chip

    def _call(self, name: str, deadline: Deadline) -> bytes | None:
        deadline.check()
        self.calls.append(name)
        if self.trouble is not None:
            try:
                answer = self.trouble(name, deadline)
            except DeviceError as error:
                raise self._failed(error) from None
            if answer is not None:
                return answer
        deadline.pause(CALL_SECONDS)
        return None

    def _failed(self, error: DeviceError) -> DeviceError:
        self.condition.failed(error)
        return error


class Bed:
    """A reader on a slot in virtual time."""

    def __init__(self, *, moves: bool = False) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.slot = DirectSlot(self.clock, moves=moves)
        self.reader = SocialCardSlot(self.slot, self.clock)
        self.seen: list[float] = []

    def deadline(self, seconds: float | None = 20.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def read(self, seconds: float | None = 20.0) -> SocialCard:
        return self.reader.read_card(self.deadline(seconds), found=lambda: self.seen.append(self.clock.monotonic()))

    def read_inserted(self, chip: Chip, seconds: float | None = 20.0) -> SocialCard:
        """Read a card that comes when the reader waits for one."""
        self.later(0.5, lambda: self.slot.insert(chip))
        return self.read(seconds)

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do something after some time, in another thread."""

        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)

    def recovered(self) -> None:
        """End every trouble, as a technician would; the reader answers again."""
        self.slot.trouble = None
        self.slot.condition.online()


def quiet(health: Health) -> Health:
    """A reader's health without its counters and times, to compare."""
    return replace(health, counters=Health().counters, since_seconds=0.0, last_error=None)
