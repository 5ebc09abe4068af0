"""The guide lights as a stage: the slot where a hand is wanted pulses, and shines still while the machine works there.

The lamp of the whole machine pulses while somebody waits for help and shines still once somebody comes; the chime sounds when a
call is made, and shortly for who touches the screen in vain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import CallState, Turn
from kiosk.core.lane import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import Glow, Indicators, Lamp
    from kiosk.core.help import Call, CallNews
    from kiosk.core.page import Job, Report
    from kiosk.core.stage import PageEnded, Showing

LIGHT_SECONDS: Final = 2.0
CHIME_SECONDS: Final = 0.4
"""How long one stroke of the chime sounds, and how long it is silent before the next."""
SHORT_SECONDS: Final = 0.1
"""How long it sounds for a touch that met nothing."""
MOST_STROKES: Final = 4


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
        self._of_page: Mapping[Lamp, Glow] = {}
        self._call: Call | None = None

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
        self._of_page = lamps
        self._light()

    def ended(self, ending: PageEnded) -> None:
        """The next page says what shines."""

    def over(self) -> None:
        """No hand is wanted any more until the next page stands."""
        from devices.roles import Lamp  # noqa: PLC0415 - as above

        self._of_page = {lamp: glow for lamp, glow in self._of_page.items() if lamp is Lamp.IN_SERVICE}
        self._light()

    def heard(self, news: CallNews, loudest: Call | None) -> None:
        """Light for the loudest open call there is now, None for none; sound where the news is a call that isn't quiet."""
        self._call = loudest
        self._light()
        if news.turn in (Turn.CALLED, Turn.CALLED_AGAIN) and not news.call.kind.quiet:
            self._chime(min(MOST_STROKES, 1 + news.call.again))

    def sound(self) -> bool:
        """Sound the chime once, shortly; False where the board is out of reach."""
        if self._in_reach:
            self._chime(1, SHORT_SECONDS)
        return self._in_reach

    def _chime(self, strokes: int, seconds: float = CHIME_SECONDS) -> None:
        """Sound so many strokes, each for `seconds`: one for a call, one more each time it is made again."""
        from devices.roles import Glow, Lamp  # noqa: PLC0415 - as above

        lamps = self._wanted()

        def work(indicators: Indicators, deadline: Deadline, _report: Report) -> None:
            for _ in range(strokes):
                indicators.show({**lamps, Lamp.CHIME: Glow.ONCE}, deadline)
                deadline.pause(seconds)
                indicators.show(lamps, deadline)
                deadline.pause(seconds)

        self._lit = lamps
        self._order(INDICATORS.job(work, seconds=LIGHT_SECONDS + 2 * seconds * strokes))

    def _wanted(self) -> dict[Lamp, Glow]:
        """What shines for the page and for the call."""
        from devices.roles import Glow, Lamp  # noqa: PLC0415 - as above

        if self._call is None:
            return dict(self._of_page)
        coming = self._call.state is CallState.COMING
        return {**self._of_page, Lamp.HELP: Glow.ON if coming else Glow.PULSE}

    def _light(self) -> None:
        lamps = self._wanted()
        if lamps != self._lit:
            self._lit = lamps
            self._send(lamps)

    def _send(self, lamps: Mapping[Lamp, Glow]) -> None:
        def work(indicators: Indicators, deadline: Deadline, _report: Report) -> None:
            indicators.show(lamps, deadline)

        self._order(INDICATORS.job(work, seconds=LIGHT_SECONDS))
