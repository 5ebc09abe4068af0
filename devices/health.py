"""How a device is: one model for all devices. Unknown is a legal answer and is never shown as ok."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.errors import Action


class DeviceState(StrEnum):
    """The ten device states of XFS4IoT, and unknown: before the first answer.

    POWER_OFF is told by a printer behind CUPS that says "power-down" itself; elsewhere one without power is only silent, and
    OFFLINE. POTENTIAL_FRAUD is told by a board whose tamper contact speaks: the device works on. FRAUD_ATTEMPT, one that
    refuses its service because of it, is told by no device we know; its words are there for whoever adds one.
    """

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "power_off"
    NO_DEVICE = "no_device"
    HARDWARE_ERROR = "hardware_error"
    USER_ERROR = "user_error"
    DEVICE_BUSY = "device_busy"
    FRAUD_ATTEMPT = "fraud_attempt"
    POTENTIAL_FRAUD = "potential_fraud"
    STARTING = "starting"


class Supply(StrEnum):
    """How much of a supply is left."""

    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


class Media(StrEnum):
    """Where the card or sheet is."""

    UNKNOWN = "unknown"
    NOT_PRESENT = "not_present"
    PRESENT = "present"
    ENTERING = "entering"
    LATCHED = "latched"
    JAMMED = "jammed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class LastError:
    """The newest error: its stable code, the action for staff, technical detail (never card data), and when."""

    code: str
    action: Action
    detail: str
    at_seconds: float


@dataclass(frozen=True, slots=True)
class Counters:
    """What a device has done since it was opened.

    `prints_since_roll` outlives a restart; None where nobody counts, or nobody knows when the roll was put in.
    """

    operations: int = 0
    failures: int = 0
    communication_errors: int = 0
    since_seconds: float = 0.0
    prints_since_roll: int | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """One device's condition at one moment. Times are of the monotonic clock, in seconds."""

    state: DeviceState = DeviceState.UNKNOWN
    media: Media = Media.UNKNOWN
    supplies: Mapping[str, Supply] = field(default_factory=lambda: MappingProxyType({}))
    counters: Counters = Counters()
    last_error: LastError | None = None
    since_seconds: float = 0.0

    @property
    def working(self) -> bool:
        """Whether it does what it is told as far as it isn't out of some supply; be it that somebody may have touched it."""
        return self.state in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY, DeviceState.POTENTIAL_FRAUD)

    @property
    def usable(self) -> bool:
        """Whether a job may be started. Unknown is not usable; a low supply is."""
        return self.working and not any(s in (Supply.OUT, Supply.JAMMED) for s in self.supplies.values())

    def turned(self, state: DeviceState, at_seconds: float) -> Health:
        """Return this health in another state; `since_seconds` moves only if the state really changes."""
        return self if state is self.state else replace(self, state=state, since_seconds=at_seconds)


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """Who made the device and which one it is, as far as it says; empty where it doesn't."""

    maker: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""


class Ability(StrEnum):
    """What a device can do or tell beyond its role, for a technician and for pages that leave out what isn't there."""

    ANSWERS = "answers"
    """It can be asked how it is. Of one that can't, ONLINE means only that its port is open."""
    SEES_CARD_TAKEN = "sees_card_taken"
    MOVES_CARDS = "moves_cards"
    """It draws cards in, gives them back, and keeps those that are forgotten."""
    CUTS = "cuts"
    PRESENTS = "presents"
    """It holds the paper until it is taken, knows when that was, and draws back what is left."""
    PRINTS_PICTURES = "prints_pictures"
    """It prints dots that are drawn for it: words in any script."""
    PROVES_PRINTS = "proves_prints"
    """It says itself when something has been printed."""
    SEES_NEAR_END = "sees_near_end"
    LIGHTS = "lights"
    CHIMES = "chimes"
    SENSES = "senses"
    TRIGGERED = "triggered"
    """It scans only when it is told to."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a device as it is fitted here can do.

    `interface` is what it hangs on: serial, pcsc, cups, library or folder. `supplies` are the names that `Health.supplies` may
    have.
    """

    interface: str
    abilities: frozenset[Ability] = frozenset()
    supplies: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What came of a test. `UNKNOWN`: its port is open, and more it can't be asked; a person has to try it."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What came of a device's test: with a failure its state, the supplies that are used up or jammed, and its error."""

    verdict: Verdict
    state: DeviceState = DeviceState.ONLINE
    empty: tuple[str, ...] = ()
    error: LastError | None = None
