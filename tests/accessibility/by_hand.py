"""Who touches the screen with a hand that trembles, and means one button at a time."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Self

from tests.accessibility.people import Person
from tests.visits.windowed import TremblingHand

if TYPE_CHECKING:
    from tests.accessibility.virtual_hall import VirtualHall


class ByTremblingHand(Person):
    """Somebody whose taps come twice, whose fingers roll and whose palm rests on the panel. Every tap goes through Qt."""

    def __init__(self, hall: VirtualHall, chance: Random | None = None) -> None:
        super().__init__(hall, chance)
        self._hand = TremblingHand(hall.terminal, Random(0) if chance is None else chance)
        self._hand.meant[:] = hall.terminal.activated  # others have been here before

    def _choose(self, name: str) -> None:
        self._hand.hurried = self.hurried
        self._hand.touches(name)

    def goes_back(self) -> Self:
        """Go one step back."""
        return self.chooses("上一步")

    def calls_help(self) -> Self:
        """Call somebody."""
        return self.chooses("请人帮忙")
