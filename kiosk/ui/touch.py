"""What fingers mean: forgiving of tremor, rolling fingers, resting palms and misses.

* A touch counts when it begins in a target and ends in it or within 3 mm of it (A14), however long it lasts; sliding in
  never counts. A contact too short for a finger is a spark or a drop of water.
* The same activation within half a second is one, on the next page too (A13). What the person could not have seen yet,
  they did not mean: a page that has only just come takes no touch.
* Every contact is followed by itself, so a resting palm blocks nothing (A15). Of several that are down the first that
  lifts in its own target is meant, and ends the others; what is as wide as a palm is no finger.
* A touch that meets nothing is answered; after three, larger text and help are offered, and whoever goes on tapping
  where they tapped before doesn't hit what has come up there (A16).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core.values import dataclass
from kiosk.ui.still import Still, StillPlaces

if TYPE_CHECKING:
    from kiosk.core.clock import Clock
    from kiosk.ui.items import Box

SLOP_MM: Final = 3.0
"""A14: how far beyond a target a finger may roll and still mean it."""
SAME_SECONDS: Final = 0.5
"""A13 (EN 301 549 5.8): an identical activation sooner than this is tremor."""
TWICE: Final = 0.5
"""Share of `SAME_SECONDS` between the taps of a tremor, some 200 ms apart, and those of a hand that means a digit twice."""
SHORTEST_SECONDS: Final = 0.05
"""What is shorter is no finger: 50 ms stop discharges without harm (VotingWorks, in the field)."""
REACTION_SECONDS: Final = 0.3
"""Sooner nobody answers what has just come up: the finger was on its way to what stood there before."""
TAP_SECONDS: Final = 1.0
"""A contact beside every target that stays longer rests there and is no missed tap."""
MISSES: Final = 3
STRAY_MM: Final = 8.0
"""How far a trembling finger strays between two taps."""
RESTS_SECONDS: Final = 0.5
"""A15: what has been down so long beside every target when a finger comes is a palm that rests."""
HOLD_SECONDS: Final = 5.0
"""A14: so long a finger may hold its target and still mean it, whatever else comes down meanwhile."""
PALM_MM: Final = 35.0
"""What is wider is a palm: a thumb laid flat has 25 mm."""
_SLACK_SECONDS: Final = 0.05
OFFERED_SECONDS: Final = 2.0
"""So long after something was offered, the place that was tapped in vain does nothing."""


class Met(Enum):
    """What came of a tap beside every target."""

    NOTHING = auto()
    ENOUGH = auto()
    """A touch anywhere was enough, as where somebody is asked whether they are there."""
    OFFER = auto()
    """Something was offered that was not there before: what stands may have moved."""
    KNOCK = auto()
    """It belongs to a knock, and missed nothing."""


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

    def answer(self, x: float, y: float) -> None:
        """Show and sound that a touch was felt, which met nothing."""
        ...

    def missed(self, x: float, y: float, *, often: bool) -> Met:
        """A tap met no target; say what it met. `often`: not for the first time."""
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
    stamp: float
    inside: bool = True
    void: bool = False
    """Whatever becomes of it, it means nothing."""


class Fingers:
    """Follows every contact on a surface; the mouse is one more finger.

    `stamp` is when the panel says that something happened, in seconds from any moment: the time a contact lasted is the
    longer of the panel's and the clock's, since the one may not be given and the other not run on while Qt is busy.
    `wide` is a contact's larger diameter in pixels, 0 where the panel doesn't say.
    """

    def __init__(self, surface: Surface, clock: Clock) -> None:
        self._surface = surface
        self._clock = clock
        self._contacts: dict[int, _Contact] = {}
        self._still = StillPlaces()
        self._last: tuple[str, float] | None = None
        """The key that was activated last, and until when the same again is tremor."""
        self._misses = 0
        self.at: tuple[float, float] | None = None
        """Where what was activated last was touched; None where a key did it."""
        self.px_per_mm = 4.0
        """Of the panel."""
        self.same_seconds = SAME_SECONDS
        self.reaction_seconds = REACTION_SECONDS

    @property
    def slop(self) -> float:
        """Pixels beyond a target that still count."""
        return SLOP_MM * self.px_per_mm

    # -- contacts ---------------------------------------------------------------------------------------------

    def down(self, finger: int, x: float, y: float, *, stamp: float = 0.0, wide: float = 0.0) -> None:
        """A contact begins."""
        now = self._clock.monotonic()
        key = self._surface.target_at(x, y)
        self._surface.touched()
        for other in self._contacts.values():
            if not other.void and self._rests(other, now):
                other.void = True
                self._let_go(other)
        contact = self._contacts[finger] = _Contact(key, x, y, now, stamp)
        if self._too_wide(wide):
            contact.void = True
        elif still := self._felt_at(x, y, now):
            contact.void = True
            if any(place.felt for place in still):
                self._surface.answer(x, y)
        elif key is not None and self._same(key, now):
            contact.void = True
        elif key is not None:
            self._surface.press(key, down=True)

    def move(self, finger: int, x: float, y: float, *, wide: float = 0.0) -> None:
        """A contact moves, or changes its shape."""
        contact = self._contacts.get(finger)
        if contact is None or contact.void:
            return
        if self._too_wide(wide):
            contact.void = True
            self._let_go(contact)
        elif contact.key is not None:
            inside = self._within(contact.key, x, y)
            if inside != contact.inside:
                contact.inside = inside
                self._surface.press(contact.key, down=inside)

    def up(self, finger: int, x: float, y: float, *, stamp: float = 0.0) -> None:
        """A contact ends."""
        contact = self._contacts.pop(finger, None)
        if contact is None:
            return
        if contact.void:
            self._felt_at(x, y, self._clock.monotonic())
            return
        self._let_go(contact)
        lasted = max(self._clock.monotonic() - contact.since, stamp - contact.stamp)
        if lasted < SHORTEST_SECONDS:
            return
        if contact.key is not None and self._within(contact.key, x, y):
            self._misses = 0
            self.forget()
            self.at = (contact.x, contact.y)
            self._do(contact.key, contact.x, contact.y)
        elif contact.key is not None or lasted < TAP_SECONDS:
            self._miss(contact)

    def cancel(self) -> None:
        """The system has taken all contacts away."""
        self.forget()

    def forget(self) -> None:
        """Nothing that is down now means anything any more."""
        for contact in self._contacts.values():
            if not contact.void:
                self._let_go(contact)
        self._contacts.clear()

    def another_page(self) -> None:
        """Another page is shown: what is down meant the one before, and so does what comes down in a moment."""
        self.forget()
        now = self._clock.monotonic()
        self._still.forget_felt()  # what was offered is gone
        self._still.add(Still.everywhere(now + self.reaction_seconds))

    def same_page(self, same: frozenset[str], *, moved: bool) -> None:
        """A page takes its own place unasked: who presses one of the targets that are the `same` still means it.

        `moved`: something stands elsewhere or is another thing now; what comes down in a moment meant the page before.
        """
        for contact in self._contacts.values():
            if not contact.void and contact.key is not None and contact.key not in same:
                contact.void = True
                self._let_go(contact)
        if moved:
            self._still.add(Still.everywhere(self._clock.monotonic() + self.reaction_seconds))

    # -- what they do -----------------------------------------------------------------------------------------

    def activate(self, key: str) -> None:
        """Do what a target is for, unless the same was done a moment ago: a key or assistive technology has pressed it."""
        box = self._surface.box_of(key)
        now = self._clock.monotonic()
        if box is None or self._same(key, now):
            return
        x, y = box.x + box.w / 2, box.y + box.h / 2
        if not any(still.seconds for still in self._felt_at(x, y, now)):  # no key is on its way to another page
            self.at = None
            self._do(key, x, y)

    def _do(self, key: str, x: float, y: float) -> None:
        box = self._surface.box_of(key)
        if box is None:
            return
        now, tremor = self._clock.monotonic(), self._tremor(key)
        self._last = (key, now + self.same_seconds)
        # Round the touch, too: a trembling finger strays to the target beside, and onto whatever has moved there.
        here = Still.over(box, self.slop, now + self.same_seconds, tremor)
        self._still = StillPlaces(here, self._round(x, y, now + tremor, tremor))
        self._surface.activate(key)

    def _miss(self, contact: _Contact) -> None:
        now = self._clock.monotonic()
        self._misses += 1
        self._surface.answer(contact.x, contact.y)
        match self._surface.missed(contact.x, contact.y, often=self._misses >= MISSES):
            case Met.KNOCK:
                self._misses -= 1
            case Met.ENOUGH:
                self._misses = 0
                self._still.add(Still.everywhere(now + self.same_seconds, self.same_seconds))
            case Met.OFFER:
                self._still.add(Still.everywhere(now + self.same_seconds, felt=True))
                self._still.add(self._round(contact.x, contact.y, now + OFFERED_SECONDS, OFFERED_SECONDS, felt=True))
            case Met.NOTHING:
                pass

    def _same(self, key: str, now: float) -> bool:
        """Whether this target was activated a moment ago, which is drawn out."""
        if self._last is None or self._last[0] != key or now >= self._last[1]:
            return False
        self._last = (key, max(self._last[1], now + self._tremor(key)))
        return True

    def _tremor(self, key: str) -> float:
        """How long tremor may pause; a key that is meant twice is pressed again sooner than others."""
        return self.same_seconds * (TWICE if self._surface.repeats(key) else 1.0)

    # -- where nothing counts ---------------------------------------------------------------------------------

    def _felt_at(self, x: float, y: float, now: float) -> list[Still]:
        """Return the places that don't count now and hold this point. A tremor is one tap however long it lasts."""
        found = self._still.at(x, y, now)
        if any(place.seconds for place in found) and self._last is not None and now < self._last[1]:
            self._last = (self._last[0], max(self._last[1], now + self._tremor(self._last[0])))
        return found

    def _round(self, x: float, y: float, until: float, seconds: float, *, felt: bool = False) -> Still:
        return Still.round(x, y, STRAY_MM * self.px_per_mm, until, seconds, felt=felt)

    @staticmethod
    def _rests(contact: _Contact, now: float) -> bool:
        """Whether what is down when another contact comes is a palm: long beside every target, or longer than a hold on one."""
        lasted = now - contact.since
        return lasted >= RESTS_SECONDS if contact.key is None else lasted > HOLD_SECONDS + _SLACK_SECONDS

    def _too_wide(self, wide: float) -> bool:
        return wide > PALM_MM * self.px_per_mm

    def _let_go(self, contact: _Contact) -> None:
        if contact.key is not None:
            self._surface.press(contact.key, down=False)

    def _within(self, key: str, x: float, y: float) -> bool:
        box, slop = self._surface.box_of(key), self.slop
        if box is None:
            return False
        return box.x - slop <= x < box.right + slop and box.y - slop <= y < box.bottom + slop
