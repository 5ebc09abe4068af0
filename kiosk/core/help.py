"""A call for somebody of the hall's staff: what is wanted and how far it has come. Never who calls, never which page."""

from __future__ import annotations

from enum import StrEnum

from kiosk.core.values import dataclass


class HelpKind(StrEnum):
    """What somebody is wanted for; all that the desk is told beside machine and waiting time."""

    HELP = "help"
    UNWELL = "unwell"
    NO_PAPER = "no_paper"
    STUCK = "stuck"
    READING = "reading"
    CARD_LEFT = "card_left"
    PAPER_LEFT = "paper_left"
    HESITATES = "hesitates"

    @property
    def quiet(self) -> bool:
        """Whether the desk is told without the person having asked: no light, no sound, no page."""
        return self in (HelpKind.READING, HelpKind.HESITATES)


class CallState(StrEnum):
    """How far a call has come."""

    WAITING = "waiting"
    COMING = "coming"
    HERE = "here"
    CALLED_OFF = "called_off"
    SETTLED = "settled"

    @property
    def open(self) -> bool:
        """Whether somebody is still wanted."""
        return self in (CallState.WAITING, CallState.COMING)


@dataclass(frozen=True)
class Call:
    """One call. Times are of the monotonic clock, in seconds. `again` counts how often it was called again.

    `minutes` is in how many minutes somebody said they come, None if they didn't say.
    """

    id: int
    kind: HelpKind
    since: float
    state: CallState = CallState.WAITING
    again: int = 0
    minutes: int | None = None
