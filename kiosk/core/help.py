"""A call for somebody of the hall's staff: what is wanted and how far it has come. Never who calls, never which page."""

from __future__ import annotations

from enum import StrEnum

from kiosk.core.values import dataclass


class HelpKind(StrEnum):
    """What somebody is wanted for; all that the desk is told beside machine and waiting time. The most urgent first."""

    UNWELL = "unwell"
    HELP = "help"
    CARD_LEFT = "card_left"
    PAPER_LEFT = "paper_left"
    STUCK = "stuck"
    NO_PAPER = "no_paper"
    TECHNICIAN = "technician"
    TAMPERED = "tampered"
    BATTERY = "battery"
    READING = "reading"
    HESITATES = "hesitates"

    @property
    def quiet(self) -> bool:
        """Whether the desk is told without anybody having asked: no light, no sound, no page."""
        return self.urgency >= HelpKind.TECHNICIAN.urgency

    @property
    def personal(self) -> bool:
        """Whether it is about the person who stands there, and not about the machine or what was left in it."""
        return self in (HelpKind.UNWELL, HelpKind.HELP, HelpKind.READING, HelpKind.HESITATES)

    @property
    def urgency(self) -> int:
        """Rank among the kinds, 0 for the most urgent."""
        return tuple(HelpKind).index(self)

    def covers(self, other: HelpKind) -> bool:
        """Whether who comes for this comes for `other` too: the same person wants somebody, and wants them more."""
        return self.personal and other.personal and self.urgency < other.urgency


class HelpAnswer(StrEnum):
    """What somebody does while they wait for help."""

    UNWELL = "unwell"
    CALL_OFF = "call_off"
    WAIT = "wait"
    GO_ON = "go_on"


class CallState(StrEnum):
    """How far a call has come. `SUPERSEDED`: the same person has called more urgently."""

    WAITING = "waiting"
    COMING = "coming"
    HERE = "here"
    CALLED_OFF = "called_off"
    SETTLED = "settled"
    SUPERSEDED = "superseded"

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


class Turn(StrEnum):
    """What has just happened to a call."""

    CALLED = "called"
    CALLED_AGAIN = "called_again"
    ANSWERED = "answered"
    HERE = "here"
    CALLED_OFF = "called_off"
    SETTLED = "settled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class CallNews:
    """A call has taken a turn; `call` is how it stands now, `waited_seconds` how long after it was first made."""

    turn: Turn
    call: Call
    waited_seconds: float
