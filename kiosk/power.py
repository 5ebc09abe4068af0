"""The mains fail: the terminal goes on by its battery; the battery is low: finish, tell, stop. A `Stage`, to know what stands.

mains lost             goes on; staff are told
battery low as well    no visit begins; what can't be left (a print, a card that comes out) comes to its end,
                       then who stands there is told and given time to read it, then the program stops
mains back in time     as before, as long as the stop has not begun
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.core.stage import PageEnded, Showing

SETTLE_SECONDS: Final = 3.0
"""How long a battery must be called low: contacts bounce, and a load that jumps is no empty battery."""
FINISH_SECONDS: Final = 90.0
"""How long what can't be left may take; a UPS says low with some minutes left."""
TELL_SECONDS: Final = 20.0
"""How long the page stands before the screen goes dark."""


class Supply(StrEnum):
    """What the terminal lives on."""

    MAINS = "mains"
    BATTERY = "battery"
    FINISHING = "finishing"
    TELLING = "telling"
    STOPPED = "stopped"


class Deed(StrEnum):
    """What is to be done now: show the page in place of everything that stands, serve again, or stop."""

    TELL = "tell"
    SERVE = "serve"
    STOP = "stop"


class Power:
    """The state. Times are of the monotonic clock; one thread calls it, the visit's."""

    def __init__(self, places: PlaceConfig) -> None:
        self._places = places
        self._lost: bool | None = None
        self._low = False
        self._low_since = 0.0
        self._since = 0.0
        self._standing = ""
        self._holds = False
        self.supply = Supply.MAINS

    @property
    def may_begin(self) -> bool:
        """Whether a visit may begin."""
        return self.supply in (Supply.MAINS, Supply.BATTERY)

    def page(self) -> Page[Onward] | None:
        """Return what stands in place of home while no visit may begin."""
        if self.may_begin:
            return None
        from kiosk.screens.power import power_out  # noqa: PLC0415 - the mains hardly ever fail

        return power_out(self._places)

    def mains(self, *, lost: bool) -> Incident | None:
        """The contact of the mains says so; return what to tell: nothing of mains that were there from the first."""
        from_the_first = self._lost is None and self.may_begin
        self._lost = lost
        if self.supply in (Supply.MAINS, Supply.BATTERY):
            self.supply = Supply.BATTERY if lost else Supply.MAINS
        if lost:
            return Incident.MAINS_LOST
        return None if from_the_first else Incident.MAINS_BACK

    def battery(self, now: float, *, low: bool) -> Incident | None:
        """The contact of the battery says so; return what to tell. With the mains there it is only a battery to charge."""
        self._low, self._low_since = low, now
        return Incident.BATTERY_LOW if low else None

    def turn(self, now: float, *, staff_sealing: bool = False) -> Iterator[Deed]:
        """Yield what time and the contacts have brought. Called every second or so, in every state.

        `staff_sealing`: the staff has the screen, and something of theirs is being done that can't be taken back.
        """
        empty = self._low and self._lost is not False and now - self._low_since >= SETTLE_SECONDS
        if self.supply in (Supply.MAINS, Supply.BATTERY) and empty:
            self.supply, self._since = Supply.FINISHING, now
        if self.supply in (Supply.FINISHING, Supply.TELLING) and self._lost is False:
            told = self.supply is Supply.TELLING
            self.supply = Supply.MAINS
            if told:
                yield Deed.SERVE
        holds = self._holds or staff_sealing
        if self.supply is Supply.FINISHING and (not holds or now - self._since >= FINISH_SECONDS):
            self.supply, self._since = Supply.TELLING, now
            yield Deed.TELL
        elif self.supply is Supply.TELLING and now - self._since >= TELL_SECONDS:
            self.supply = Supply.STOPPED
            yield Deed.STOP

    # -- the stage --------------------------------------------------------------------------------------------

    def show(self, showing: Showing) -> None:
        """Note whether what stands has to come to its end: it seals, or waits for a hand at a slot."""
        if not showing.laid_over:
            page = showing.page
            self._standing = page.name
            at_a_slot = not page.footer.leave and not page.idle and (page.patient or page.hand is not None)
            self._holds = page.seals or at_a_slot

    def ended(self, ending: PageEnded) -> None:
        """The next page says whether it can be left; one laid over it says nothing of the page beneath."""
        if ending.page == self._standing:
            self._holds = False

    def over(self) -> None:
        """Nobody is being served."""
        self._standing, self._holds = "", False
