"""What stands in place of home outside opening hours. A `Stage` too: it has to know when somebody touches the dark page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.hours import Hours
from kiosk.core.stage import EndedBy

if TYPE_CHECKING:
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.core.stage import PageEnded, Showing

AWAKE_SECONDS: Final = 60.0
"""How long after the last page that came up it is dark again."""
DARK: Final = "night"
CLOSED: Final = "hall_closed"


class Night:
    """Asked for a page whenever nobody is being served; one thread calls it, the visit's."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._hours = Hours.of(config.hours)
        self._dark = config.hours.night_screen
        self._serves = config.hours.serve_outside_hours
        self._places = config.places
        self._clock = clock
        self._awake_until = 0.0
        self._busy = False
        self._stood = self._state()
        self._open = self._hours.open_at(clock.now())

    def hours_turned(self) -> bool | None:
        """Return whether the hours have begun (else they have ended), each once; None while they go on as they were.

        Where nothing else stands outside them, nobody is told of hours.
        """
        before, self._open = self._open, self._hours.open_at(self._clock.now())
        return None if self._open is before or (self._serves and not self._dark) else self._open

    @property
    def turned(self) -> bool:
        """Whether another page is due than the one last asked for. Never while a device is at work for somebody."""
        return not self._busy and self._state() != self._stood

    @property
    def serves(self) -> bool:
        """Whether people are served now, be the page dark or not."""
        return self._serves or self._hours.open_at(self._clock.now())

    def page(self) -> Page[Onward] | None:
        """Return what stands in place of home now, None for home."""
        self._stood = name, _ = self._state()
        if not name:
            return None
        from kiosk.screens import night  # noqa: PLC0415 - by day a terminal starts without it

        opening = self._hours.next_opening(self._clock.now())
        if name == DARK:
            return night.night(opening, serves=self._serves)
        return night.hall_closed(opening, self._places, dark_again=self._dark)

    def _state(self) -> tuple[str, object]:
        """Return which page is due, and what it says: another day, 明天 is 今天."""
        now = self._clock.now()
        if self._hours.open_at(now):
            return "", None
        if self._dark and self._clock.monotonic() >= self._awake_until:
            return DARK, self._hours.next_opening(now)
        return ("", None) if self._serves else (CLOSED, self._hours.next_opening(now))

    # -- the stage --------------------------------------------------------------------------------------------

    def show(self, showing: Showing) -> None:
        """Stay awake while pages come up."""
        self._busy = showing.phase is not None
        if self._clock.monotonic() < self._awake_until:
            self._stay_awake()

    def ended(self, ending: PageEnded) -> None:
        """Wake when the dark page is touched, sleep when the closed hall has been told of."""
        self._busy = False
        if ending.page == DARK and ending.ended_by is EndedBy.PERSON:
            self._stay_awake()
        elif ending.page == CLOSED:
            self._awake_until = 0.0

    def over(self) -> None:
        """Nothing of the visit is kept."""
        self._busy = False

    def _stay_awake(self) -> None:
        self._awake_until = self._clock.monotonic() + AWAKE_SECONDS
