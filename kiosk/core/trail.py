"""What a visit has come through, and where back leads. The only place in memory that keeps a person's data."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from kiosk.core.page import LATE_SECONDS, Job
from kiosk.core.stage import EndedBy, Ticket
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.page import Page, Phase, Progress


@dataclass(frozen=True, repr=False)
class Step:
    """One outcome of the trail: either a value or an error."""

    page: Page[Any]
    ended_by: EndedBy
    value: object = None
    error: Exception | None = None


@dataclass(repr=False)
class Standing:
    """The page that stands, its ticket, the phase its job has come to and an outcome that waits to be taken."""

    page: Page[Any]
    ticket: Ticket
    shown_at: float
    jobs: dict[Ticket, Job[Any]] = field(default_factory=dict[Ticket, Job[Any]])
    phase: Phase | None = None
    phase_at: float = 0.0
    phase_of: Ticket | None = None
    progress: Progress | None = None
    hidden_until: float | None = None
    held: Step | None = None
    hinted: bool = False
    late: bool = False
    pace: float = 1.0
    """How many times as long as usual a phase is shown."""
    watch: Ticket | None = None
    watch_job: Job[object] | None = None

    @property
    def late_at(self) -> float | None:
        """When what it waits for has taken so long that it may be called off; None if it never may, or may already."""
        page = self.page
        if self.late or self.held is not None or page.seals:
            return None
        if self.phase is not None:
            return self.phase_at + LATE_SECONDS if page.footer.leave or page.idle else None
        return self.shown_at + LATE_SECONDS if page.may_be_called_off else None

    @property
    def held_until(self) -> float | None:
        """When the outcome that waits may be taken, None if none waits: a phase is shown for a while."""
        if self.held is None:
            return None
        return self.shown_at if self.phase is None else self.phase_at + self.phase.at_least * self.pace

    def waited(self, since: float, until: float) -> None:
        """Nobody could see it between these moments: its own time stood still."""
        self.shown_at += max(0.0, until - max(since, self.shown_at))


class Trail:
    """The outcomes of a visit in order, oldest first."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def floor(self) -> int | None:
        """Where back leads: the last step a person can be asked again, above the last seal; None if nowhere."""
        for index in range(len(self.steps) - 1, -1, -1):
            step = self.steps[index]
            if step.page.seals:
                return None
            if step.page.stop and step.ended_by is not EndedBy.USUAL:
                return index
        return None

    def forget_aside(self, page: Page[Any]) -> None:
        """Forget the way to a page aside and back, now that the page it led away from stands again."""
        if len(self.steps) > 1 and self.steps[-1].page.aside and self.steps[-2].page.name == page.name:
            del self.steps[-2:]

    def values(self) -> tuple[object, ...]:
        """The values of all outcomes."""
        return tuple(step.value for step in self.steps)

    def names(self) -> tuple[tuple[str, EndedBy], ...]:
        """Names and endings, no values."""
        return tuple((step.page.name, step.ended_by) for step in self.steps)
