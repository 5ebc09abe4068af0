"""What CUPS and printers tell, as values, without pycups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.cups import reasons

if TYPE_CHECKING:
    from devices.cups.reasons import Marker, Stop
    from devices.health import Supply

COMPLETED: Final = 9
ENDED: Final = (7, 8, COMPLETED)
"""Values of `job-state`: cancelled, aborted, completed. Source: RFC 8011, 5.3.7."""


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """How a queue, or the printer itself, says it is."""

    stopped: bool = False
    busy: bool = False
    accepting: bool = True
    reasons: tuple[str, ...] = ()
    markers: tuple[Marker, ...] = ()
    model: str = ""
    firmware: str = ""
    device_uri: str = ""

    @property
    def stop(self) -> Stop | None:
        """What keeps the printer from printing, by its reasons."""
        return reasons.stop(self.reasons, busy=self.busy, stopped=self.stopped)

    @property
    def paper(self) -> Supply:
        """How much paper is left."""
        return reasons.paper(self.reasons, busy=self.busy)

    @property
    def toner(self) -> Supply:
        """How much toner or ink is left."""
        return reasons.toner(self.reasons, self.markers, busy=self.busy)


@dataclass(frozen=True, slots=True)
class JobReport:
    """How far a job is. `sheets` counts those CUPS has heard are out."""

    state: int
    reasons: tuple[str, ...] = ()
    sheets: int = 0

    @property
    def ended(self) -> bool:
        """Whether it is completed, cancelled or aborted."""
        return self.state in ENDED

    @property
    def stopping(self) -> bool:
        """Whether CUPS may still have to do with it, though its end is settled; some keep this word when they don't."""
        return "processing-to-stop-point" in self.reasons
