"""What a technician may ask of the machine beside its devices: ports, settings, tests kept, a pause, the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from kiosk.core.lane import INDICATORS
from kiosk.core.upkeep import (
    Check,
    Checked,
    FoundPort,
    KeysRefused,
    LoudnessSet,
    Missed,
    Pause,
    PauseTurned,
    SettingsRefused,
    TriedAgain,
)
from kiosk.ledger.check_book import FILE, CheckBook
from kiosk.machine_clock import set_clock
from kiosk.pause import PauseFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.ports import AttachedPort
    from devices.roles import Sense
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.lane import Lanes
    from kiosk.core.staff import StaffMember, StaffNumber
    from kiosk.trials import Fittings

LOOK_SECONDS: Final = 0.25
"""How often it is looked whether a device's health is another."""
LOUDNESS: Final = "sound.loudness"
"""The key that holds as soon as it is changed."""

# ruff: noqa: PLC0415 - what only one wish of a technician needs is imported for it


class MachineUpkeep:
    """See `kiosk.core.upkeep.Upkeep`. `path` is the configuration's file, None where the terminal runs without one.

    `told` hears in the lane's thread that a pause turned, a rest after crashes is over, or the voice begins otherwise. `rests`
    says whether there is such a rest, `missed` tells of today's missed taps; both are asked in the lane's thread.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        lanes: Lanes,
        fittings: Fittings,
        told: Callable[[object], None],
        *,
        path: Path | None = None,
        missed: Callable[[], Missed] = lambda: Missed(()),
        rests: Callable[[], bool] = lambda: False,
        setting_clock: Callable[[datetime], None] = set_clock,
    ) -> None:
        self._clock = clock
        self._lanes = lanes
        self._fittings = fittings
        self._told = told
        self._path = path
        self._missed = missed
        self._rests = rests
        self._setting_clock = setting_clock
        self._member: StaffMember | None = None
        self._key, self._data = config.key, config.data
        self._pause = PauseFile(config.data, clock)
        self._book = CheckBook(config.data / FILE)

    def close(self) -> None:
        """Let go of the ledger."""
        self._book.close()

    def begin(self, member: StaffMember) -> bool:
        """Take note who keeps the machine."""
        begun, self._member = self._member != member, member
        return begun

    def end(self) -> StaffMember | None:
        """Take note that nobody does any more."""
        member, self._member = self._member, None
        self.put_back()
        return member

    # -- devices ----------------------------------------------------------------------------------------------

    def healths(self) -> Mapping[str, Health]:
        """How the device of every fitted lane is."""
        return self._lanes.healths()

    def changed(self, known: Mapping[str, Health], deadline: Deadline, seconds: float) -> Mapping[str, Health]:
        """Wait for what a technician sees of any device to change, at most `seconds`."""
        until = self._clock.monotonic() + seconds
        while _told(now := self._lanes.healths()) == _told(known) and self._clock.monotonic() < until:
            deadline.pause(LOOK_SECONDS)
        return now

    def device_changed(
        self, lane: str, known: Health, says: Mapping[Sense, bool], deadline: Deadline, seconds: float
    ) -> Health:
        """Wait for what a technician sees of one device to change, or what the contacts tell, at most `seconds`."""
        until = self._clock.monotonic() + seconds
        while True:
            now = self._lanes.healths().get(lane, known)
            other = _seen(now) != _seen(known) or (lane == INDICATORS.name and self.senses() != says)
            if other or self._clock.monotonic() >= until:
                return now
            deadline.pause(LOOK_SECONDS)

    def senses(self) -> Mapping[Sense, bool]:
        """Return what the contacts last told."""
        return self._lanes.senses(INDICATORS.name)

    def senses_changed(self, known: Mapping[Sense, bool], deadline: Deadline, seconds: float) -> Mapping[Sense, bool]:
        """Wait for a contact to tell something else, at most `seconds`."""
        until = self._clock.monotonic() + seconds
        while (now := self.senses()) == known and self._clock.monotonic() < until:
            deadline.pause(LOOK_SECONDS)
        return now

    def renew(self, section: str) -> None:
        """Have a device opened anew."""
        self._lanes.renew(section)

    def settings(self, section: str) -> Mapping[str, object]:
        """Return what a device works with now."""
        return self._fittings.of(section).settings

    def ports(self) -> tuple[FoundPort, ...]:
        """Return the serial ports, named by what they are where that is enough to tell them apart."""
        from devices import ports

        attached = ports.attached()
        return tuple(FoundPort(_address(port, attached), str(port)) for port in attached)

    def try_settings(self, section: str, settings: Mapping[str, object]) -> None:
        """Have the device opened anew with other settings."""
        self._fittings.attempt(section, settings)
        self._lanes.renew(section)

    def keep(self, section: str) -> tuple[str, ...]:
        """Write what is tried."""
        changes = {f"{section}.{key}": value for key, value in self._fittings.differing(section).items()}
        keys = self.change(changes) if changes else ()
        self._fittings.keep(section)
        return keys

    def put_back(self) -> None:
        """End every trial."""
        for section in self._fittings.put_back():
            self._lanes.renew(section)

    # -- the configuration --------------------------------------------------------------------------------------

    def change(self, changes: Mapping[str, object]) -> tuple[str, ...]:
        """Change the configuration's file."""
        from kiosk.fitting import must_fit
        from kiosk.settings import SettingsError, changing

        try:
            keys = changing.change(self._file(), changes, valid=must_fit)
        except SettingsError as error:
            raise SettingsRefused(str(error)) from None
        if LOUDNESS in keys:
            self._told(LoudnessSet(cast("int", changes[LOUDNESS])))
        return keys

    def value(self, key: str) -> object:
        """Return what the file says now."""
        from kiosk.settings import SettingsError, read

        section, _, name = key.rpartition(".")
        try:
            config = read(self._file())
        except (SettingsError, OSError) as error:
            raise SettingsRefused(str(error)) from None
        return getattr(getattr(config, section) if section else config, name)

    def _file(self) -> Path:
        if self._path is None:
            raise SettingsRefused("this terminal runs without a configuration file")
        return self._path

    # -- tests ------------------------------------------------------------------------------------------------

    def tests(self) -> Mapping[tuple[str, Check], Checked]:
        """Return the newest of every test."""
        return self._book.newest()

    def tested(self, device: str, test: Check, *, passed: bool | None, by: StaffNumber, code: str = "") -> Checked:
        """Keep what came of a test."""
        done = Checked(device, test, passed, self._clock.now(), by, code)
        self._book.note(done)
        return done

    # -- a pause, the clock, the panel ------------------------------------------------------------------------

    def pause(self) -> Pause | None:
        """Return the pause that holds now."""
        return self._pause.read()

    def begin_pause(self, pause: Pause) -> None:
        """Keep a pause, and tell."""
        self._pause.begin(pause)
        self._told(PauseTurned())

    def end_pause(self) -> None:
        """Forget it, and tell."""
        self._pause.end()
        self._told(PauseTurned())

    def rests(self) -> bool:
        """Whether it rests after crashes."""
        return self._rests()

    def try_again(self) -> None:
        """Tell that the rest is over."""
        self._told(TriedAgain())

    def now(self) -> datetime:
        """Return the wall time."""
        return self._clock.now()

    def moment(self, seconds: float) -> datetime:
        """Return the wall time of a moment of the steady clock."""
        return self._clock.now() - timedelta(seconds=self._clock.monotonic() - seconds)

    def set_clock(self, to: datetime) -> int:
        """Set the machine's clock."""
        moved = round((to - self._clock.now()).total_seconds())
        self._setting_clock(to)
        return moved

    def missed(self) -> Missed:
        """Return where taps met nothing today."""
        return self._missed()

    def make_signing_key(self) -> int:
        """Make the next signing key beside the older ones, which papers that are about still need."""
        from kiosk.core.keys import KeyUnavailable
        from kiosk.core.record import DiskFull
        from kiosk.store.keys import key_provider
        from kiosk.store.signing import make_signing_key

        keys = key_provider(self._key, self._data)
        try:
            return make_signing_key(self._data, keys, self._clock.now().date()).key_id
        except KeyUnavailable as error:
            raise KeysRefused(str(error)) from None
        except DiskFull:
            raise KeysRefused("disk-full") from None


def _told(healths: Mapping[str, Health]) -> dict[str, object]:
    """What is shown of each device."""
    return {lane: _seen(health) for lane, health in healths.items()}


def _seen(health: Health) -> object:
    """What is shown of a device; counters and times run on and are no change."""
    error = health.last_error
    return health.state, dict(health.supplies), health.media, error and error.at_seconds


def _address(port: AttachedPort, others: Sequence[AttachedPort]) -> str:
    """Name a port by what hangs there, else by where it is plugged in, else as the system does."""
    if port.vendor is None or port.product is None:
        return port.name
    kind = f"usb:{port.vendor:04x}:{port.product:04x}"
    alike = [other for other in others if (other.vendor, other.product) == (port.vendor, port.product)]
    if len(alike) == 1:
        return kind
    if port.serial and sum(other.serial == port.serial for other in alike) == 1:
        return f"{kind}:{port.serial}"
    return f"path:{port.location}" if port.location else port.name
