"""What a technician may ask of the machine beside its devices: ports, settings, kept tests, a pause, clock, keys: interfaces."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from kiosk.core.page import LaneKey
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import Sense
    from kiosk.core.staff import StaffMember, StaffNumber

COLUMNS: Final = 4
ROWS: Final = 6
"""How finely missed taps are told apart: cells of a panel held upright."""


class UpkeepRefused(Exception):
    """What was asked can't be done here; nothing was changed. `detail` is for the technician."""

    code: ClassVar[str] = "refused"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class SettingsRefused(UpkeepRefused):
    """The configuration would not be one the terminal starts with, or its file can't be changed."""

    code = "settings-refused"


class ClockRefused(UpkeepRefused):
    """The system doesn't let this program set its clock, or sets it by itself."""

    code = "clock-refused"


class ClockKept(ClockRefused):
    """The machine sets its clock by a time server, and takes no other time meanwhile."""

    code = "clock-kept"


class KeysRefused(UpkeepRefused):
    """The terminal's own key can't be had, the keyring is damaged, or every number of a key is used."""

    code = "keys-refused"


@dataclass(frozen=True)
class FoundPort:
    """A serial port of the machine: how kiosk.toml names it so that it is found again, and how a technician knows it."""

    address: str
    told: str


class Check(StrEnum):
    """What is tested of a device. `ITSELF` is what it can say alone; for the others somebody has to look, listen or press."""

    ITSELF = "itself"
    PRINT = "print"
    READ = "read"
    SCAN = "scan"
    KEYS = "keys"
    LAMPS = "lamps"
    CHIME = "chime"
    SENSES = "senses"
    VOICE = "voice"
    TOUCH = "touch"


@dataclass(frozen=True)
class Checked:
    """What came of a test. `passed` is None where a device can't be asked and nobody has looked yet.

    `code` is the stable name of the error. `at` is wall time, `by` who tested.
    """

    device: str
    test: Check
    passed: bool | None
    at: datetime
    by: StaffNumber
    code: str = ""


class PauseReason(StrEnum):
    """Why the terminal serves nobody for a while, as a technician says."""

    REPAIR = "repair"
    PAPER = "paper"
    RECORDS = "records"
    CLEANING = "cleaning"
    HALL = "hall"


@dataclass(frozen=True)
class Pause:
    """The terminal serves nobody, by a technician's will, until `until` (None: until somebody says so)."""

    reason: PauseReason
    until: datetime | None = None

    def over_at(self, now: datetime) -> bool:
        """Whether its time is over then."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True)
class PauseTurned:
    """A pause has begun or ended: another page is due in place of home."""


@dataclass(frozen=True)
class LoudnessSet:
    """So loud the voice begins from now on; the configuration's file says so already."""

    loudness: int


@dataclass(frozen=True)
class TriedAgain:
    """A technician lets people try the terminal again now, which rests because it crashed too often."""


@dataclass(frozen=True)
class Missed:
    """How often a tap met nothing today, in each cell of the panel, row by row. Says nothing of whose it was."""

    cells: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(map(sum, self.cells))


class Upkeep(Protocol):
    """The other half of the maintenance: what isn't a device's own. Carried by the lane `upkeep`."""

    def begin(self, member: StaffMember) -> bool:
        """A technician has begun; False if they had already."""
        ...

    def end(self) -> StaffMember | None:
        """Whoever had begun is gone: every trial is ended. Return who it was, None if nobody had."""
        ...

    def renew(self, section: str) -> None:
        """Have a device opened anew."""
        ...

    def healths(self) -> Mapping[str, Health]:
        """Return how the device of every fitted lane is, as far as its lane has told."""
        ...

    def changed(self, known: Mapping[str, Health], deadline: Deadline, seconds: float) -> Mapping[str, Health]:
        """Return how the devices are as soon as a state, a supply or an error is not as `known`, else after `seconds`."""
        ...

    def device_changed(
        self, lane: str, known: Health, says: Mapping[Sense, bool], deadline: Deadline, seconds: float
    ) -> Health:
        """Return how one device is as soon as that is not as `known`, or contacts tell other than `says`, else after `seconds`.

        Only the lane of the contacts looks at these.
        """
        ...

    def senses(self) -> Mapping[Sense, bool]:
        """Return what the contacts of the machine last told; those that are missing are unknown."""
        ...

    def senses_changed(self, known: Mapping[Sense, bool], deadline: Deadline, seconds: float) -> Mapping[Sense, bool]:
        """Return what they tell as soon as it is not as `known`, else after `seconds`."""
        ...

    def settings(self, section: str) -> Mapping[str, object]:
        """Return the settings a device works with now: those of the configuration, or those that are tried."""
        ...

    def ports(self) -> tuple[FoundPort, ...]:
        """Return the serial ports of the machine. Raises `DeviceError`."""
        ...

    def try_settings(self, section: str, settings: Mapping[str, object]) -> None:
        """Have a device opened anew with these settings instead of its own. Nothing is written; `put_back` ends it."""
        ...

    def keep(self, section: str) -> tuple[str, ...]:
        """Write what is tried of a device into the configuration; return the keys. Raises `SettingsRefused` and `DiskFull`."""
        ...

    def put_back(self) -> None:
        """End every trial that was not kept: the devices are opened anew with their own settings."""
        ...

    def change(self, changes: Mapping[str, object]) -> tuple[str, ...]:
        """Change the configuration; return the keys whose value is another now. Raises `SettingsRefused` and `DiskFull`.

        How loud the voice begins holds at once, everything else from the next start on.
        """
        ...

    def value(self, key: str) -> object:
        """Return what the configuration's file says for a key now, which holds from the next start on."""
        ...

    def tests(self) -> Mapping[tuple[str, Check], Checked]:
        """Return the newest outcome of every test. Raises what the ledger raises."""
        ...

    def tested(self, device: str, test: Check, *, passed: bool | None, by: StaffNumber, code: str = "") -> Checked:
        """Keep what came of a test. Raises what the ledger raises."""
        ...

    def pause(self) -> Pause | None:
        """Return the pause that holds now."""
        ...

    def begin_pause(self, pause: Pause) -> None:
        """Serve nobody from the end of this session on. Raises `DiskFull`."""
        ...

    def end_pause(self) -> None:
        """Serve again."""
        ...

    def rests(self) -> bool:
        """Return whether it serves nobody because it crashed too often."""
        ...

    def try_again(self) -> None:
        """End that rest now."""
        ...

    def now(self) -> datetime:
        """Return the wall time."""
        ...

    def moment(self, seconds: float) -> datetime:
        """Return the wall time of a moment of the steady clock, as the machine's clock stands now."""
        ...

    def set_clock(self, to: datetime) -> int:
        """Set the machine's clock; return by how many seconds it was moved. Raises `ClockRefused`."""
        ...

    def missed(self) -> Missed:
        """Return where taps met nothing today."""
        ...

    def make_signing_key(self) -> int:
        """Make the terminal's next signing key, used from the next start on; return its number. Raises `KeysRefused`."""
        ...


UPKEEP: Final[LaneKey[Upkeep]] = LaneKey("upkeep")
