"""Places of the screen where no touch counts for a while, because somebody trembles or can't have seen what is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.ui.items import Box


@dataclass()
class Still:
    """A rectangle in pixels where nothing counts until a moment of the clock.

    A touch there draws the moment out, to at least so many `seconds` from then. What is `felt` there is answered.
    """

    left: float
    top: float
    right: float
    bottom: float
    until: float
    seconds: float = 0.0
    felt: bool = False

    @classmethod
    def everywhere(cls, until: float, seconds: float = 0.0, *, felt: bool = False) -> Self:
        """The whole screen."""
        return cls(float("-inf"), float("-inf"), float("inf"), float("inf"), until, seconds, felt)

    @classmethod
    def over(cls, box: Box, slop: float, until: float, seconds: float) -> Self:
        """A target, and so many pixels beside it."""
        return cls(box.x - slop, box.y - slop, box.right + slop, box.bottom + slop, until, seconds)

    @classmethod
    def round(cls, x: float, y: float, reach: float, until: float, seconds: float, *, felt: bool = False) -> Self:
        """A point, and so many pixels round it."""
        return cls(x - reach, y - reach, x + reach, y + reach, until, seconds, felt)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class StillPlaces:
    """Those that there are now."""

    def __init__(self, *places: Still) -> None:
        self._places = list(places)

    def add(self, place: Still) -> None:
        """Let one more place be still."""
        self._places.append(place)

    def forget_felt(self) -> None:
        """Forget those whose touches are answered."""
        self._places = [place for place in self._places if not place.felt]

    def at(self, x: float, y: float, now: float) -> list[Still]:
        """Return those that a touch meets. It draws all of them out: a tremor that strays from one into another is one."""
        self._places = [place for place in self._places if place.until > now]
        found = [place for place in self._places if place.holds(x, y)]
        if any(place.seconds for place in found):
            for place in self._places:
                place.until = max(place.until, now + place.seconds)
        return found
