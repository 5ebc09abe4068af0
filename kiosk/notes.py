"""What the audit is told of the machine's contacts and power, and of calls for help; never of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.audit import events, maintenance_events, staff_events
from kiosk.audit.declaring import Unnamed
from kiosk.audit.maintenance_events import Power
from kiosk.core.help import HelpKind, Turn
from kiosk.core.incident import Incident

if TYPE_CHECKING:
    from kiosk.audit.declaring import Event
    from kiosk.core.help import CallNews

_MOST_SECONDS: Final = 86_400
_POWER: Final = {
    Incident.MAINS_LOST: Power.ON_BATTERY,
    Incident.MAINS_BACK: Power.RESTORED,
    Incident.BATTERY_LOW: Power.BATTERY_LOW,
    Incident.STOPPING_ON_BATTERY: Power.LOST,
}
_PLAIN: Final = {
    Incident.DOOR_CLOSED: maintenance_events.DOOR_CLOSED,
    Incident.PAUSE_OVER: maintenance_events.OUT_OF_SERVICE_OVER,
    Incident.HOURS_BEGUN: maintenance_events.HOURS_BEGUN,
    Incident.HOURS_ENDED: maintenance_events.HOURS_ENDED,
}
"""Those of which there is nothing more to say."""


def incident_event(incident: Incident, *, staff_there: bool) -> Event:
    """Return the event of an incident; `staff_there`: an open door is expected while somebody of the staff has signed in."""
    match incident:
        case Incident.DOOR_OPENED:
            return maintenance_events.DOOR_OPENED(expected=staff_there)
        case Incident.TAMPERED | Incident.TAMPER_OVER:
            return maintenance_events.TAMPERED(over=incident is Incident.TAMPER_OVER)
        case Incident.CRASH_LOOP | Incident.CRASH_LOOP_OVER:
            return events.CRASH_LOOP(over=incident is Incident.CRASH_LOOP_OVER)
        case _ if incident in _PLAIN:
            return _PLAIN[incident]()
        case _:
            return maintenance_events.POWER_CHANGED(power=_POWER[incident])


def help_event(news: CallNews) -> Event | None:
    """Return the event of what became of a call; None for what another event tells."""
    kind, seconds = news.call.kind, min(_MOST_SECONDS, round(news.waited_seconds))
    by = Unnamed.PERSON if kind in (HelpKind.HELP, HelpKind.UNWELL) else Unnamed.MACHINE
    match news.turn:
        case Turn.CALLED:
            return staff_events.HELP_CALLED(by, kind=kind)
        case Turn.CALLED_AGAIN:
            return staff_events.HELP_CALLED_AGAIN(kind=kind, times=news.call.again, seconds=seconds)
        case Turn.ANSWERED:
            return staff_events.HELP_ANSWERED(kind=kind, seconds=seconds, minutes=news.call.minutes)
        case Turn.HERE | Turn.SETTLED:
            return staff_events.HELP_SETTLED(kind=kind, seconds=seconds, came=news.turn is Turn.HERE)
        case Turn.CALLED_OFF:
            return staff_events.HELP_CALLED_OFF(by, kind=kind, seconds=seconds)
        case _:
            return None
