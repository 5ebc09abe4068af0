"""What happens to the machine beside its devices: for the audit and the desk. Never about a person."""

from __future__ import annotations

from enum import StrEnum


class Incident(StrEnum):
    """Something staff have to hear of, or an auditor."""

    MAINS_LOST = "mains-lost"
    MAINS_BACK = "mains-back"
    BATTERY_LOW = "battery-low"
    STOPPING_ON_BATTERY = "stopping-on-battery"
    DOOR_OPENED = "door-opened"
    DOOR_CLOSED = "door-closed"
    TAMPERED = "tampered"
    TAMPER_OVER = "tamper-over"
    CRASH_LOOP = "crash-loop"
    CRASH_LOOP_OVER = "crash-loop-over"
    PAUSE_OVER = "pause-over"
    HOURS_BEGUN = "hours-begun"
    HOURS_ENDED = "hours-ended"
