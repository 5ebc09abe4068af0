"""What fingers mean: forgiving of tremor, rolling fingers, resting palms and misses.

* A touch counts when it begins in a target and ends in it or within 3 mm of it (A14); sliding in never counts.
* The same activation within half a second is one, on the next page too (A13).
* Every contact is followed by itself, so a resting palm blocks nothing (A15); what one finger does ends the others.
* A touch that meets nothing is answered with a ripple; after three, help stands out (A16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.clock import Clock
    from kiosk.ui.items import Box

SAME_SECONDS: Final = 0.5
"""A13 (EN 301 549 5.8): an identical activation sooner than this is tremor."""
TAP_SECONDS: Final = 1.0
"""A contact beside every target that stays longer rests there and is no missed tap."""
MISSES: Final = 3


class Surface(Protocol):
    """What is touched."""

    def target_at(self, x: float, y: float) -> str | None:
        """Return the key of the target at a point."""
        ...

    def box_of(self, key: str) -> Box | None:
        """Return where a target is, None if it is gone."""
        ...

    def repeats(self, key: str) -> bool:
        """Whether a target is a key that people mean to press twice."""
        ...

    def press(self, key: str, *, down: bool) -> None:
        """Show a target pressed or released."""
        ...

    def activate(self, key: str) -> None:
        """Do what a target is for."""
        ...

    def missed(self, x: float, y: float, *, often: bool) -> None:
        """A tap met nothing."""
        ...

    def touched(self) -> None:
        """Somebody is there."""
        ...


@dataclass()
class _Contact:
    key: str | None
    x: float
    y: float
    since: float
    inside: bool = True


@dataclass(frozen=True)
class _Done:
    key: str
    box: Box
    at: float


class Fingers:
    """Follows every contact on a surface; the mouse is one more finger."""

    def __init__(self, surface: Surface, clock: Clock, *, slop: float, same_seconds: float = SAME_SECONDS) -> None:
        self._surface = surface
        self._clock = clock
        self._same_seconds = same_seconds
        self._contacts: dict[int, _Contact] = {}
        self._last: _Done | None = None
        self._misses = 0
        self.at: tuple[float, float] | None = None
        """Where what was activated last was touched; None where a key did it."""
        self.slop = slop
        """Pixels beyond a target that still count."""

    def down(self, finger: int, x: float, y: float) -> None:
        """A contact begins."""
        key = self._surface.target_at(x, y)
        self._contacts[finger] = _Contact(key, x, y, self._clock.monotonic())
        self._surface.touched()
        if key is not None:
            self._surface.press(key, down=True)

    def move(self, finger: int, x: float, y: float) -> None:
        """A contact moves."""
        contact = self._contacts.get(finger)
        if contact is None or contact.key is None:
            return
        inside = self._within(contact.key, x, y)
        if inside != contact.inside:
            contact.inside = inside
            self._surface.press(contact.key, down=inside)

    def up(self, finger: int, x: float, y: float) -> None:
        """A contact ends."""
        contact = self._contacts.pop(finger, None)
        if contact is None:
            return
        if contact.key is None:
            if self._clock.monotonic() - contact.since < TAP_SECONDS and not self._just_done(contact.x, contact.y):
                self._misses += 1
                self._surface.missed(contact.x, contact.y, often=self._misses >= MISSES)
            return
        self._surface.press(contact.key, down=False)
        if self._within(contact.key, x, y):
            self._misses = 0
            self.forget()
            self.activate(contact.key, contact.x, contact.y)

    def cancel(self) -> None:
        """The system has taken all contacts away."""
        self.forget()

    def forget(self) -> None:
        """Nothing that is down now means anything any more: another page is shown."""
        for contact in self._contacts.values():
            if contact.key is not None:
                self._surface.press(contact.key, down=False)
        self._contacts.clear()

    def activate(self, key: str, x: float | None = None, y: float | None = None) -> None:
        """Do what a target is for, unless the same was done a moment ago.

        Each tap that is ignored lengthens the moment, so that a tremor is one tap however long; a key's does not.
        """
        box = self._surface.box_of(key)
        if box is None:
            return
        now = self._clock.monotonic()
        at = (box.x + box.w / 2, box.y + box.h / 2) if x is None or y is None else (x, y)
        again = self._just_done(*at) or (self._last is not None and self._last.key == key and self._fresh(now))
        if again:
            if self._last is not None and not self._surface.repeats(key):
                self._last = _Done(self._last.key, self._last.box, now)
            return
        self._last = _Done(key, box, now)
        self.at = None if x is None or y is None else at
        self._surface.activate(key)

    def _fresh(self, now: float) -> bool:
        return self._last is not None and now - self._last.at < self._same_seconds

    def _just_done(self, x: float, y: float) -> bool:
        """Whether something was activated here a moment ago, whatever stands here now."""
        last = self._last
        if last is None or not self._fresh(self._clock.monotonic()):
            return False
        return _in_box(last.box, x, y, 0.0)

    def _within(self, key: str, x: float, y: float) -> bool:
        box = self._surface.box_of(key)
        return box is not None and _in_box(box, x, y, self.slop)


def _in_box(box: Box, x: float, y: float, slop: float) -> bool:
    return box.x - slop <= x < box.right + slop and box.y - slop <= y < box.bottom + slop
