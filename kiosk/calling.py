"""Calls for help, from the touch to everybody who has to hear of it: the desk, light and sound, the audit, the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kiosk.core.hours import Hours
from kiosk.core.text import say
from kiosk.desk.reception import Reception
from kiosk.helping import Helping

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.health import Health
    from devices.roles import Sense
    from kiosk.audit.declaring import Event
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config, PlaceConfig
    from kiosk.core.help import CallNews
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.core.stage import Stage
    from kiosk.core.text import Text
    from kiosk.core.visit import Visit
    from kiosk.lights.stage import LightsStage


class Calling:
    """See the module. `visit` is asked for when a page is to be laid over it; `post` brings what a desk answers.

    `attended` says whether somebody of the staff is at the terminal: then nobody else is called for what it lacks.

    One thread calls it, the window's.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        post: Callable[[object], None],
        visit: Callable[[], Visit],
        *,
        note: Callable[[Event], None],
        lights: LightsStage | None,
        attended: Callable[[], bool] = lambda: False,
    ) -> None:
        self._config = config
        self._clock = clock
        self._visit = visit
        self._note = note
        self._lights = lights
        self._hours = Hours.of(config.hours)
        self._reception = Reception(config, clock, post, may_call=lambda: not attended() and self._opening() is None)
        self._helping = Helping(
            self._reception.board,
            self,
            config.places,
            told=lambda: self._reception.told,
            served=lambda: self._reception.served,
            opening=self._opening,
        )
        self._reception.board.listen(self._called)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What has to see people's pages."""
        return self._reception.stage, self._helping

    def places(self) -> PlaceConfig:
        """Return where things are, and whether somebody hears of a call now."""
        return self._reception.places

    def pressed(self) -> None:
        """请人帮忙 was touched."""
        self._helping.pressed()

    def somebody_is_here(self) -> None:
        """Somebody of the staff has signed in: they were what was called for. The paper is not in yet."""
        self._reception.somebody_is_here()

    def health_changed(self, lane: str, health: Health) -> None:
        """A device is mended, or not."""
        self._reception.stage.health_changed(lane, health)

    def contact(self, sense: Sense, *, on: bool) -> None:
        """A contact of the machine is on, or off again: the desk hears of its battery and its case."""
        self._reception.stage.contact(sense, on=on)

    def heard(self, message: object) -> bool:
        """Take what a desk has answered; False for a message that is somebody else's."""
        return self._reception.heard(message)

    # -- life -------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Serve the desk's page where that is configured; a port that is taken is told, and everything else goes on."""
        if self._config.desk.serve:
            from kiosk.desk.server import DeskNotServed  # noqa: PLC0415 - home is painted before this is needed

            try:
                self._reception.open()
            except DeskNotServed as error:
                print(f"yiban: [desk] {error}", file=sys.stderr)  # noqa: T201 - no page is for the technician

    def close(self) -> None:
        """Serve no more."""
        self._reception.close()

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do."""
        return self._reception.next_due

    def tick(self) -> None:
        """Do what time has brought."""
        self._reception.tick()

    # -- what the helping lays over the visit -----------------------------------------------------------------

    def lay_over(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay a page of a call over the person's visit."""
        self._visit().lay_over(page, answered)

    def replace(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay another in its place, be it in view or under the modes."""
        self._visit().replace(page, answered)

    def lift(self) -> None:
        """Take it away."""
        self._visit().lift()

    def onward(self, value: Onward) -> None:
        """Go on beneath, or leave."""
        self._visit().onward(value)

    def _opening(self) -> Text | None:
        """When the hall opens again, in words; None while it is open or its hours are not known."""
        now = self._clock.now()
        if not self._hours.known or self._hours.open_at(now):
            return None
        opening = self._hours.next_opening(now)
        return None if opening is None else say("{opening}开门，请再来。", opening=opening)

    def _called(self, news: CallNews) -> None:
        from kiosk.notes import help_event  # noqa: PLC0415 - as above

        if self._lights is not None:
            self._lights.heard(news, self._reception.board.loudest)
        event = help_event(news)
        if event is not None:
            self._note(event)
