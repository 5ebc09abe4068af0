"""What a printer's status means: which trouble to name, and how health shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.errors import CoverOpen, CutterFault, PaperJam, PaperOut, PrinterFault
from devices.health import DeviceState, Supply

if TYPE_CHECKING:
    from devices.errors import PrinterError
    from devices.escpos.status import Status


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
        return PrinterFault("head hot or voltage; recovers by itself")
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
