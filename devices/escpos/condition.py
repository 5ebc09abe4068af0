"""What a printer's status means: which trouble to name, and how health shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.condition import Condition, Settled
from devices.errors import (
    CoverOpen,
    CutterFault,
    DeviceGone,
    LinkError,
    OperationCancelled,
    PaperJam,
    PaperOut,
    PrinterFault,
)
from devices.escpos.status import Status
from devices.health import DeviceState, LastError, Media, Supply

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Time
    from devices.errors import DeviceError, PrinterError
    from devices.health import Health

SETTLE_SECONDS: Final = 0.3
"""A jam or an open cover that is over sooner was none: sensors flicker when somebody walks past or pulls paper off."""
REOPEN_SECONDS: Final = 2.0
"""A lost printer is looked for this often."""


def trouble(status: Status) -> PrinterError | None:
    """What stops the printer, the nearest to the attendant's hand first; None if nothing does."""
    if status.cover_open:
        return CoverOpen()
    if status.cutter:
        return CutterFault()
    if status.recoverable:
        return PaperJam()
    if status.unrecoverable:
        return PrinterFault("unrecoverable error")
    if status.auto_recoverable:
        return PrinterFault("head hot or lifted, or voltage; recovers by itself")
    return PaperOut() if status.paper_end else None


def state(status: Status, *, busy: bool) -> DeviceState:
    """The state to show; a printer that only lacks paper is on line, and its supply says the rest."""
    if status.cover_open:
        return DeviceState.USER_ERROR
    if trouble(replace(status, paper_end=False)):
        return DeviceState.HARDWARE_ERROR
    if status.offline and not status.paper_end:
        return DeviceState.OFFLINE
    return DeviceState.DEVICE_BUSY if busy else DeviceState.ONLINE


def paper(status: Status) -> Supply:
    """How much paper is left."""
    if status.paper_end:
        return Supply.OUT
    if status.recoverable:
        return Supply.JAMMED
    return Supply.LOW if status.near_end else Supply.FULL


def _faults(status: Status) -> Status:
    """Only what may flicker."""
    return Status(cover_open=status.cover_open, recoverable=status.recoverable)


class PrinterCondition:
    """The health of one printer, as shown: faults that only flicker between jobs are not. Owned by its lane.

    `low` says whether the roll is reckoned to hold only a few more pieces, though no sensor sees its end yet.
    """

    def __init__(self, clock: Time, *, presents: bool, low: Callable[[], bool] = lambda: False) -> None:
        self._clock = clock
        self._presents = presents
        self._low = low
        self._condition = Condition(clock, supplies={"paper": Supply.UNKNOWN})
        self._settled = Settled[Status](clock, Status(), SETTLE_SECONDS)
        self._shown = Status()
        self.taken_back = False
        """The last piece was drawn back in, and no other has been presented since."""

    @property
    def health(self) -> Health:
        """How it is."""
        return self._condition.health

    @property
    def retry_at(self) -> float:
        """Not before this moment is a lost printer looked for again."""
        return self._condition.retry_at

    def began(self) -> None:
        """Count an operation."""
        self._condition.count(operations=1)

    def show(self, status: Status, *, busy: bool = False, at_once: bool = False) -> bool:
        """Show what the printer says, a new jam or open cover only when it has stood for a while; False while that is open.

        `at_once`: as it is, because a job has just failed of it, or it was waited for.
        """
        fault, known = _faults(status), _faults(self._shown)
        if fault in (Status(), known):
            self._settled.see(Status())
            settled = True
        else:
            settled = self._settled.see(fault) == fault
        if not settled and not at_once:
            return False
        self._shown = status
        self._condition.turned(state(status, busy=busy))
        supply = paper(status)
        self._condition.supply("paper", Supply.LOW if supply is Supply.FULL and self._low() else supply)
        if self._presents:
            self._condition.media(self._media(status))
        return True

    def _media(self, status: Status) -> Media:
        if status.at_mouth:
            self.taken_back = False
            return Media.PRESENT
        return Media.RETRACTED if self.taken_back else Media.NOT_PRESENT

    def failed(self, error: DeviceError) -> None:
        """Note an operation that failed; one that was called off did not."""
        if isinstance(error, OperationCancelled):
            return
        condition = self._condition
        condition.count(failures=1, communication_errors=int(isinstance(error, LinkError)))
        newest = LastError(error.code, error.action, error.detail, self._clock.monotonic())
        condition.health = replace(condition.health, last_error=newest)

    def lost(self, error: DeviceError | None) -> None:
        """The line is closed, because of `error` or to begin anew."""
        if error is None:
            state = DeviceState.STARTING
        else:
            state = DeviceState.NO_DEVICE if isinstance(error, DeviceGone) else DeviceState.OFFLINE
        condition = self._condition
        condition.retry_at = self._clock.monotonic() + REOPEN_SECONDS
        condition.turned(state)
        condition.supply("paper", Supply.UNKNOWN)
        condition.media(Media.UNKNOWN)
        self._shown = Status()
