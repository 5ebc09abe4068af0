"""Tests a device for a technician, the same way for all: bring it back to its start, ask how it is, and say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import DeviceError, NoReply, OperationCancelled, OperationTimedOut
from devices.health import Ability, LastError, SelfTest, Supply, Verdict

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import Device


def tested(device: Device, deadline: Deadline) -> SelfTest:
    """Test a device; takes as long as its reset and a probe, at most the deadline.

    What a card or a piece of paper is in the way of is moved as `reset` moves it. Raises `OperationCancelled`.
    """
    try:
        device.reset(deadline)
        health = device.probe(deadline)
    except OperationCancelled:
        raise
    except DeviceError as error:
        return _failed(device.health(), _meant(error), deadline)
    if deadline.cancelled:
        raise OperationCancelled
    if not health.usable:
        return _failed(health, None, deadline)
    able_to_answer = Ability.ANSWERS in device.capabilities().abilities
    return SelfTest(Verdict.PASSED if able_to_answer else Verdict.UNKNOWN)


def _meant(error: DeviceError) -> DeviceError:
    """A test that ran out of its time is a device that was not heard."""
    return NoReply("not within the test's time") if isinstance(error, OperationTimedOut) else error


def _failed(health: Health, error: DeviceError | None, deadline: Deadline) -> SelfTest:
    """Say why: the device's own last word where that is the error, because it knows best what staff do."""
    last = health.last_error
    if error is not None and (last is None or last.code != error.code):
        last = LastError(error.code, error.action, error.detail, deadline.clock.monotonic())
    empty = tuple(name for name, supply in health.supplies.items() if supply in (Supply.OUT, Supply.JAMMED))
    return SelfTest(Verdict.FAILED, state=health.state, empty=empty, error=last)
