"""Why the terminal serves nobody though nothing is wrong with its records: it crashed too often, has no power, or it is night.

Faults of the records and the clock are the app's own; what closes the terminal for other reasons comes together here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from kiosk.core.closed import Closed
from kiosk.core.exits import Exit
from kiosk.core.incident import Incident
from kiosk.night import Night
from kiosk.pause import PauseFile
from kiosk.power import Deed, Power

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.roles import Sense
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.core.stage import Stage
    from kiosk.crash_loop import CrashLoop


class Terminal(Protocol):
    """What can be asked of the terminal."""

    @property
    def staff_sealing(self) -> bool:
        """Whether something of the staff's is being done that can't be taken back."""
        ...

    def reconsider(self) -> None:
        """Another page may be due in place of home."""
        ...

    def interrupt(self) -> None:
        """End whatever visit stands, now, and show what stands in place of home."""
        ...

    def ask_exit(self, code: Exit) -> None:
        """End the program."""
        ...


class Closures:
    """See the module. `told` hears of incidents. One thread calls it, the visit's."""

    def __init__(
        self, config: Config, clock: Clock, told: Callable[[Incident], None], crash_loop: CrashLoop | None
    ) -> None:
        self._places = config.places
        self._clock = clock
        self._told = told
        self._crash_loop = crash_loop
        self._pauses = PauseFile(config.data, clock)
        self._pause = self._pauses.read()
        self._power = Power(config.places)
        self._night = Night(config, clock)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What has to see the visit's pages."""
        return self._power, self._night

    def page(self) -> Page[Onward] | None:
        """Return what stands in place of home now, None for home."""
        if not self._power.may_begin:
            return self._power.page()
        if self.rests:
            from kiosk.screens.sorry import out_of_service  # noqa: PLC0415 - it is loaded anyway, but later

            return out_of_service(self._places, Closed.CRASHES)
        if self._pause is not None:
            from kiosk.screens.paused import paused  # noqa: PLC0415 - as above

            return paused(self._pause, self._places, self._clock.now().date())
        return self._night.page()

    @property
    def closed_for(self) -> Closed | None:
        """Why what `page` returns stands in place of home, for the staff; None for home."""
        if not self._power.may_begin:
            return Closed.POWER
        if self.rests:
            return Closed.CRASHES
        if self._pause is not None:
            return Closed.PAUSED
        return None if self._night.serves else Closed.HOURS

    def pause_turned(self, terminal: Terminal) -> None:
        """A technician has begun or ended a pause: look what the file says now."""
        before, self._pause = self._pause, self._pauses.read()
        if self._pause is None and before is not None and before.over_at(self._clock.now()):
            self._time_is_over()  # it was over before they came to it, so that they didn't end it
        terminal.reconsider()

    @property
    def rests(self) -> bool:
        """Whether it serves nobody because it crashed too often. Any thread may ask."""
        return self._crash_loop is not None and self._crash_loop.rests

    def begun(self) -> None:
        """Home is painted: tell what the start has found, as a pause whose time went by while nothing ran."""
        if self.rests:
            self._told(Incident.CRASH_LOOP)
        if self._pause is None and self._pauses.written() is not None:
            self._time_is_over()

    def serve_again(self, terminal: Terminal) -> None:
        """A technician says that it is tried again now, after too many crashes: 恢复服务 in the maintenance."""
        if self._crash_loop is not None and self._crash_loop.rests:
            self._crash_loop.end_rest()
            self._told(Incident.CRASH_LOOP_OVER)
            terminal.reconsider()

    def contact(self, sense: Sense, *, on: bool) -> None:
        """A contact of the machine is on, or off again."""
        from devices.roles import Sense  # noqa: PLC0415 - home is painted before this is needed

        incident: Incident | None
        match sense:
            case Sense.MAINS_LOST:
                incident = self._power.mains(lost=on)
            case Sense.BATTERY_LOW:
                incident = self._power.battery(self._clock.monotonic(), low=on)
            case Sense.DOOR:
                incident = Incident.DOOR_OPENED if on else Incident.DOOR_CLOSED
            case Sense.TAMPER:
                incident = Incident.TAMPERED if on else Incident.TAMPER_OVER
            case _:
                incident = None
        if incident is not None:
            self._told(incident)

    def turn(self, terminal: Terminal) -> None:
        """Do what time has brought. Called every second or so."""
        if self._crash_loop is not None and self._crash_loop.turn():
            self._told(Incident.CRASH_LOOP_OVER)
            terminal.reconsider()
        for deed in self._power.turn(self._clock.monotonic(), staff_sealing=terminal.staff_sealing):
            match deed:
                case Deed.TELL:
                    terminal.interrupt()
                case Deed.SERVE:
                    terminal.reconsider()
                case Deed.STOP:
                    self._told(Incident.STOPPING_ON_BATTERY)
                    terminal.ask_exit(Exit.SHUT_DOWN)
        if self._pause is not None and self._pause.over_at(self._clock.now()):
            self._pause = None
            self._time_is_over()
            terminal.reconsider()
        begun = self._night.hours_turned()
        if begun is not None:
            self._told(Incident.HOURS_BEGUN if begun else Incident.HOURS_ENDED)
        if self._night.turned:
            terminal.reconsider()

    def _time_is_over(self) -> None:
        """The time of a pause is over, by itself."""
        from kiosk.core.record import RecordError  # noqa: PLC0415 - home is painted before this is needed

        with suppress(RecordError):  # it is over by its time, whether its file goes or not
            self._pauses.end()
        self._told(Incident.PAUSE_OVER)
