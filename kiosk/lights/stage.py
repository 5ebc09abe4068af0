"""The guide lights as a stage: the slot where a hand is wanted pulses, and shines still while the machine works there.

A call for help is light and sound: its lamp pulses for as long as the page stands, the chime sounds once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.lane import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import Glow, Indicators, Lamp
    from kiosk.core.page import Job, Report
    from kiosk.core.stage import PageEnded, Showing

LIGHT_SECONDS: Final = 2.0


class LightsStage:
    """Orders lamps through `order`, only when they change. One thread calls it, the visit's.

    `closed` names the pages that stand while the terminal serves nobody, `help_page` the one that calls for help.
    """

    def __init__(self, order: Callable[[Job[None]], object], *, closed: frozenset[str], help_page: str) -> None:
        self._order = order
        self._closed = closed
        self._help_page = help_page
        self._lit: Mapping[Lamp, Glow] | None = None
        self._in_reach = False

    def health_changed(self, health: Health) -> None:
        """Order the lamps anew when the board comes into reach: it may be another one, or its lane was given a new life."""
        back = health.usable and not self._in_reach
        self._in_reach = health.usable
        if back and self._lit is not None:
            self._send(self._lit)

    def show(self, showing: Showing) -> None:
        """Light what this page wants."""
        from devices.roles import Glow, Lamp  # noqa: PLC0415 - home is painted before this is needed

        page = showing.page
        lamps: dict[Lamp, Glow] = {}
        if page.name not in self._closed:
            lamps[Lamp.IN_SERVICE] = Glow.ON
        if page.hand is not None:
            lamps[Lamp(page.hand.value)] = Glow.PULSE if showing.phase is None else Glow.ON
        if page.name == self._help_page:
            lamps[Lamp.HELP] = Glow.PULSE
            lamps[Lamp.CHIME] = Glow.ONCE
        self._light(lamps)

    def ended(self, ending: PageEnded) -> None:
        """The next page says what shines."""

    def over(self) -> None:
        """No hand is wanted any more until the next page stands."""
        from devices.roles import Lamp  # noqa: PLC0415 - as above

        self._light({lamp: glow for lamp, glow in (self._lit or {}).items() if lamp is Lamp.IN_SERVICE})

    def _light(self, lamps: Mapping[Lamp, Glow]) -> None:
        if lamps != self._lit:
            self._lit = lamps
            self._send(lamps)

    def _send(self, lamps: Mapping[Lamp, Glow]) -> None:
        def work(indicators: Indicators, deadline: Deadline, _report: Report) -> None:
            indicators.show(lamps, deadline)

        self._order(INDICATORS.job(work, seconds=LIGHT_SECONDS))
