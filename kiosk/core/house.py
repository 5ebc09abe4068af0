"""What a visit needs of the house: the pages it puts up by itself, and where its jobs go."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.core.page import Job, Page
    from kiosk.core.stage import Ticket


class Ending(StrEnum):
    """How a visit ended."""

    FINISHED = "finished"
    LEFT = "left"
    IDLE = "idle"
    TROUBLE = "trouble"
    BUG = "bug"
    STAFF = "staff"
    """Somebody of the staff ended it, or serves somebody else now."""
    LIMIT = "limit"
    """It may not take longer."""


class Onward(StrEnum):
    """What follows a page that the visit itself put up."""

    GO_ON = "go_on"
    LEAVE = "leave"


class Aloud(Enum):
    """How private figures are to be read."""

    YES = auto()
    HEADSET = auto()
    NO = auto()


class House(Protocol):
    """The pages the visit puts up by itself, and what it does when it ends. One table for all errors."""

    def still_there(self, seconds: float) -> Page[Onward]:
        """Ask 您还在吗 for `seconds`."""
        ...

    def read_aloud(self) -> Page[Aloud]:
        """Ask whether to read private figures aloud."""
        ...

    def plug_in(self) -> Page[Aloud]:
        """Wait for a headset; the visit goes on when it is in."""
        ...

    def modes(self) -> Page[Onward]:
        """Let somebody choose how everything is shown."""
        ...

    def hearing(self) -> Page[Onward]:
        """Let somebody choose how everything is spoken."""
        ...

    def languages(self) -> Page[Onward]:
        """Let somebody choose the language."""
        ...

    def consent(self) -> Page[bool]:
        """Ask the person whether who helps may see the figures (H5)."""
        ...

    def helped(self) -> Page[Onward]:
        """Tell that who helped is done (H7)."""
        ...

    def trouble(self, error: Exception) -> Page[Onward] | None:
        """Return the page for an error a flow didn't catch; None if it isn't in the table: a bug."""
        ...

    def closed(self) -> Page[Onward] | None:
        """Return the out-of-service page that stands in place of home, None while the terminal may serve."""
        ...

    def watch(self) -> Job[object] | None:
        """Return the job that waits for another card while a visit stands."""
        ...

    def intruding(self, value: object, known: Sequence[object]) -> Page[Onward] | None:
        """Return the page to lay over when `watch` brought `value`; None if it is the visit's own (`known`: its values)."""
        ...

    def closing(self, ending: Ending) -> Page[Onward] | None:
        """Return the page that ends a visit, None where the flow has said good-bye itself."""
        ...

    def farewell(self) -> tuple[Job[object], ...]:
        """Return the jobs that end every visit: eject, retract, lights out."""
        ...


class Orders(Protocol):
    """Where jobs go: the lanes."""

    def submit(self, ticket: Ticket, job: Job[Any]) -> None:
        """Hand a job to its lane."""
        ...

    def cancel(self, ticket: Ticket, job: Job[Any]) -> None:
        """Call a job off."""
        ...
